"""CKAN: which address of its API tells where the file of a dataset or a resource lies, and what the answer says.

Here: addresses and answers as values. Not here: asking (steps/source_files.py).
Source: https://docs.ckan.org/en/latest/api/
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

PAGE = re.compile(
    r"(?P<base>.*)/dataset/(?P<package>[a-z0-9_-]{2,100})"
    r"(?:/resource/(?P<resource>[0-9a-f]{8}-[0-9a-f-]{27}))?/?",
    re.IGNORECASE,
)
ACTION = re.compile(r".*/api/(?:\d+/)?action/(?:resource_show|package_show)/?")
READABLE = ("csv", "xlsx", "ods", "xls", "xlsb", "tsv")


@dataclass(frozen=True)
class CkanFile:
    """Where the file of a resource lies, and when CKAN says that it was changed."""

    url: str
    modified: str | None


class CkanAnswerUnfit(Exception):
    """The answer of CKAN leads to no file; reason: "ckan-answer", "ckan-several" or "ckan-no-file"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def api_address(url: str) -> str | None:
    """The address of the API that tells of the file, for a page of CKAN or an address of its API; else None."""
    parts = urlsplit(url)
    if ACTION.fullmatch(parts.path) and parse_qs(parts.query).get("id"):
        return url
    page = PAGE.fullmatch(parts.path)
    if page is None:
        return None
    action = "resource_show" if page["resource"] else "package_show"
    what = quote(page["resource"] or page["package"], safe="")
    return f"{parts.scheme}://{parts.netloc}{page['base']}/api/3/action/{action}?id={what}"


def file_of(answer: Any, asked: str) -> CkanFile:
    """The file that an answer of the API leads to; raises CkanAnswerUnfit.

    asked: the address of the API, against which addresses without a host are read.
    """
    result = answer.get("result") if isinstance(answer, Mapping) and answer.get("success") is True else None
    if not isinstance(result, Mapping):
        raise CkanAnswerUnfit("ckan-answer")
    resources = result.get("resources")
    if isinstance(resources, Sequence) and not isinstance(resources, str):
        result = _only_one(resources)
    url, modified = result.get("url"), result.get("last_modified")
    if not isinstance(url, str) or not url.strip():
        raise CkanAnswerUnfit("ckan-no-file")
    return CkanFile(urljoin(asked, url.strip()), modified if isinstance(modified, str) and modified else None)


def _only_one(resources: Sequence[Any]) -> Mapping[str, Any]:
    """The one resource that holds a table; where there are several, nobody can know which is meant."""
    tables = [each for each in resources if isinstance(each, Mapping) and _form_of(each) in READABLE]
    if not tables:
        raise CkanAnswerUnfit("ckan-no-file")
    if len(tables) > 1:
        raise CkanAnswerUnfit("ckan-several")
    only: Mapping[str, Any] = tables[0]
    return only


def _form_of(resource: Mapping[str, Any]) -> str:
    stated = str(resource.get("format") or "").strip().lower().lstrip(".")
    ending = urlsplit(str(resource.get("url") or "")).path.rpartition(".")[2].lower()
    return stated if stated in READABLE else ending
