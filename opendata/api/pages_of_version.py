"""Pages of the rows of a version: made by the view, and again for other queries of the same address without it.

Here: what a page of a version is made of, and the maker that the view leaves to those who keep answers. Not here: the
body of a page (row_pages.py), which version an address means (versions.py).

A maker reads plain queries alone. Whatever it does not know, and every mistake, is left to the view, which has the
words for it; so the maker and the view never differ in what they answer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from opendata.api.lists import DEFAULT_LIMIT
from opendata.api.row_pages import PageOfRows, row_page
from opendata.api.row_queries import LONGEST_QUERY, Address, AskedRows, RowsQuery, names_in, rows_at
from opendata.domain.errors import DomainError
from opendata.domain.model import Version
from opendata.domain.queries.query import MOST_FILTERS
from opendata.steps import querying
from opendata.steps.reading import Reading
from opendata.web.addresses import asked_place, site_url, version_path, with_query
from opendata.web.http_caching import version_etag
from opendata.web.sent_json import NOT_KEPT

LARGEST_LIMIT = 1_000  # of rows that a maker puts together in memory
_LIMIT = re.compile("[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class PagesOfVersion:
    """Pages of one table of a version."""

    reading: Reading
    version: Version
    resource: str

    def page(self, asked: AskedRows) -> PageOfRows:
        """The page that is asked for; raises RequestNotValid, VersionWithdrawn, AnswersBusy, StorageUnavailable."""
        version, resource = self.version, self.resource
        table = self.reading.versions.kind(version).table(resource)
        rows = querying.wanted_rows(self.reading, version, resource, asked.query(table), asked.name())
        head = {"version": version.number, "as_of": version.as_of.isoformat()}
        path = version_path(version, f"{resource}.json")
        return row_page(rows, table, asked, table_named(version, resource), path, head)


def page_etag(version: Version, resource: str, asked: AskedRows) -> str:
    """The ETag of a page."""
    return version_etag(version, f"{resource}.json", *asked.form())


def table_named(version: Version, resource: str) -> str:
    """What names a table of a version in cursors."""
    return f"{version.digest}/{resource}"


def page_maker(pages: PagesOfVersion) -> Callable[[str], tuple[bytes, Mapping[str, str]] | None]:
    """What makes pages for other queries of this request's address."""
    return _PageMaker(pages, asked_place(), site_url(""))


@dataclass(frozen=True)
class _PageMaker:
    """Makes pages for queries of one address."""

    pages: PagesOfVersion
    place: str
    site: str

    def __call__(self, query: str) -> tuple[bytes, Mapping[str, str]] | None:
        parameters = _parameters(query)
        arguments = None if parameters is None else _arguments(dict(parameters))
        if parameters is None or arguments is None:
            return None
        url = with_query(self.place, query.encode("latin-1"))
        try:
            asked = rows_at(Address(url, self.site, parameters), arguments, names_in(RowsQuery))
            page = self.pages.page(asked)
        except DomainError:
            return None
        etag = page_etag(self.pages.version, self.pages.resource, asked)
        with page.body as body:
            body.seek(0)
            return body.read(), {**page.headers, "ETag": f'"{etag}"'}


def _parameters(query: str) -> tuple[tuple[str, str], ...] | None:
    """The parameters as the request of the view has them; None if they may not be plain."""
    if not query or len(query) > LONGEST_QUERY or not query.isascii():
        return None
    # As Werkzeug reads them.
    parameters = tuple(parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote"))
    if len(parameters) > MOST_FILTERS or any(NOT_KEPT.search(text) for pair in parameters for text in pair):
        return None
    return parameters


def _arguments(named: dict[str, str]) -> dict[str, Any] | None:
    """The arguments that the view would get; None if they are not plain."""
    limit = named.get("limit")
    if "as_of" in named or "lang" in named or (limit is not None and not _LIMIT.fullmatch(limit)):
        return None
    if int(limit or DEFAULT_LIMIT) > LARGEST_LIMIT:
        return None
    arguments: dict[str, Any] = {name: named[name] for name in ("q", "sort", "cursor") if name in named}
    if "fields" in named:
        arguments["fields_"] = named["fields"]
    return {**arguments, "limit": int(limit or DEFAULT_LIMIT)}
