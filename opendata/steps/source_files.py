"""Source files: what an address leads to, be it a file, a page of a data portal, or a Data Package.

Here: which addresses are asked, one after another. Not here: requests (ports/fetching.py), what becomes of the files
(taking_content.py).
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urljoin

from opendata.domain.ckan import CkanAnswerUnfit, api_address, file_of
from opendata.domain.sources import (
    FetchedContent,
    FetchFailed,
    Source,
    conditions,
    file_name,
    header_day,
    plain_address,
)
from opendata.steps.ports.fetching import FetchedAnswer, Fetcher
from opendata.steps.ports.outgoing import NotReached

PATIENCE_SECONDS = 120.0  # for everything that one fetch asks for
MOST_METADATA_BYTES = 5 * 2**20  # of an answer of CKAN
MOST_FILES = 20  # of a Data Package
DESCRIPTOR = "datapackage.json"
NOT_MODIFIED, OK = 304, 200
# Each comment ends where it ends first: a server could otherwise send comments that nobody finishes taking apart.
LIKE_A_PAGE = re.compile(rb"\s*+(?><!--.*?-->\s*+)*+<(!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")


@dataclass
class SourceReader:
    """Asks for what one fetch needs, within one time and one size."""

    fetcher: Fetcher
    source: Source
    most_bytes: int
    now: datetime
    deadline: float = field(default_factory=lambda: time.monotonic() + PATIENCE_SECONDS)

    def content(self) -> FetchedContent | None:
        """What the address leads to; None if the server says that nothing has changed. Raises FetchFailed."""
        url, metadata_modified = self.source.url, None
        if api := api_address(url):
            url, metadata_modified = self._place_of_file(api)
        answer = self._asked(url, conditions(self.source, url, self.now), self.most_bytes)
        if answer.status == NOT_MODIFIED:
            return None
        _must_be_table(answer)
        name = file_name(answer.url)
        if name.lower() == DESCRIPTOR:
            return self._package(answer)
        return FetchedContent(
            {name: answer.content},
            hashlib.sha256(answer.content).hexdigest(),
            answer.headers.get("last-modified"),
            metadata_modified,
            answer.headers.get("etag"),
            url,
        )

    def _place_of_file(self, api: str) -> tuple[str, str | None]:
        """Where the file of a dataset or a resource of CKAN lies, and when CKAN says that it was changed."""
        answer = self._asked(api, {}, MOST_METADATA_BYTES)
        try:
            file = file_of(json.loads(answer.content), answer.url)
            return plain_address(file.url), file.modified
        except CkanAnswerUnfit as error:
            raise FetchFailed(error.reason) from None
        except (ValueError, RecursionError):
            raise FetchFailed("ckan-answer") from None

    def _package(self, descriptor: FetchedAnswer) -> FetchedContent:
        """A Data Package with the files that lie beside its descriptor."""
        files, left = {DESCRIPTOR: descriptor.content}, self.most_bytes - len(descriptor.content)
        modified = [descriptor.headers.get("last-modified")]
        for path in _paths(descriptor.content):
            answer = self._asked(urljoin(descriptor.url, quote(path)), {}, left)
            _must_be_table(answer)
            files[path] = answer.content
            left -= len(answer.content)
            modified.append(answer.headers.get("last-modified"))
        digest = hashlib.sha256()
        for name, content in sorted(files.items()):
            digest.update(f"{name}\n{len(content)}\n".encode())
            digest.update(content)
        # The package is as new as its newest file; an ETag of its descriptor would say nothing of the others.
        newest = max((text for text in modified if text and header_day(text)), key=_moment, default=None)
        return FetchedContent(files, digest.hexdigest(), newest)

    def _asked(self, url: str, headers: Mapping[str, str], most_bytes: int) -> FetchedAnswer:
        """The answer to a request, if it is a file or says that nothing has changed; raises FetchFailed."""
        left = self.deadline - time.monotonic()
        try:
            answer = self.fetcher.fetch(url, headers, max(0, most_bytes), max(0.0, left))
        except NotReached as error:
            raise FetchFailed(error.reason) from None
        if answer.status != OK and not (answer.status == NOT_MODIFIED and headers):
            raise FetchFailed("status", answer.status)
        return answer


def _moment(text: str) -> datetime:
    moment = header_day(text)
    assert moment is not None
    return moment


def _must_be_table(answer: FetchedAnswer) -> None:
    """Raise FetchFailed for what is plainly no table; everything else is told by whoever reads the files."""
    if not answer.content.strip():
        raise FetchFailed("empty", size=len(answer.content))
    if LIKE_A_PAGE.match(answer.content[:4096].removeprefix(b"\xef\xbb\xbf")):
        raise FetchFailed("web-page", size=len(answer.content))


def _paths(descriptor: bytes) -> Iterator[str]:
    """The files that a descriptor names, each once; raises FetchFailed where one does not lie beside it."""
    try:
        described = json.loads(descriptor)
    except (ValueError, RecursionError):
        raise FetchFailed("unreadable") from None
    named = list(dict.fromkeys(_named(described)))
    if len(named) > MOST_FILES:
        raise FetchFailed("package")
    for path in named:
        if ELSEWHERE.match(path) or "\\" in path or ".." in path.split("/") or not path.isprintable():
            raise FetchFailed("package")
        yield path


def _named(described: Any) -> Iterator[str]:
    resources = described.get("resources") if isinstance(described, dict) else None
    for resource in resources if isinstance(resources, list) else []:
        if not isinstance(resource, dict):
            continue
        path = resource.get("path")
        several = path if isinstance(path, list) else [path]
        yield from (each for each in (*several, resource.get("schema"), resource.get("dialect")) if _is_path(each))


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
