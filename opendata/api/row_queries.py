"""Queries in requests: the parameters of requests for rows, and what they ask for.

Here: which parameters there are, the name of a query in ETags and cursors, and pages of rows. Not here: what filters
mean (domain/queries/), answers (version_rows.py, uploads.py).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import marshmallow as ma
from flask import request

from opendata.api.description.notes_of_views import MORE_PARAMETERS
from opendata.api.json_fields import Day, WholeNumber
from opendata.api.lists import DEFAULT_LIMIT, LARGEST
from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Table
from opendata.domain.queries.cursors import cursor_place, cursor_text
from opendata.domain.queries.query import MOST_FILTERS, Query, read_query, too_many_filters
from opendata.formats.spreadsheet_csv import EXCEL_DE
from opendata.web.addresses import asked_url, site_url

EDITION = "1"  # of the rules by which rows are chosen and ordered; another one makes old ETags and cursors invalid
LONGEST_QUERY = 16_384  # characters
NO_FILTERS = ("as_of", "lang", "limit", "cursor", "q", "sort", "fields", "dialect")
FILTERS = {
    "in": "query",
    "name": "filters",
    "description": "One parameter for each condition; all must hold. `field=a,b` (one of the values; one with a "
    'comma stands in quotation marks: `field="a, b",c`), `field__ne=a,b`, `field__lt=`, `field__lte=`, `field__gt=`, '
    "`field__gte=`, `field__contains=` (the letters as they are), `field__isnull=true|false`. See docs/queries.md.",
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "example": {"phase": "planning,ongoing", "planned_end__lt": "2027"},
}

TAKES_FILTERS = {MORE_PARAMETERS: [FILTERS]}  # what is said of an operation


class FileQuery(ma.Schema):
    """What may be asked of a table in every form; all other parameters are filters."""

    class Meta:
        """Filters have the names of fields, which the schema of a table knows."""

        unknown = ma.INCLUDE

    as_of = Day(metadata={"description": "on latest: the version that held on that day"})
    lang = ma.fields.String(
        validate=ma.validate.OneOf(["de", "en"]), metadata={"description": "language of what is said about mistakes"}
    )
    q = ma.fields.String(
        metadata={"description": "words, each of which must be in some text of a row; case and umlauts do not matter"}
    )
    sort = ma.fields.String(metadata={"description": "fields by comma; - in front of one reverses its order"})
    fields_ = ma.fields.String(data_key="fields", metadata={"description": "the fields that are wanted, by comma"})
    limit = WholeNumber(
        load_default=0,
        validate=ma.validate.Range(min=0, max=LARGEST),
        metadata={"description": "how many rows at most; 0 for all"},
    )
    cursor = ma.fields.String(
        metadata={"description": "where the page begins, from links.next or the header Link of this query"}
    )


class RowsQuery(FileQuery):
    """What may be asked of a table as JSON, which comes in pages."""

    limit = WholeNumber(
        load_default=DEFAULT_LIMIT,
        validate=ma.validate.Range(min=0, max=LARGEST),
        metadata={"description": "how many rows at most; 0 for all"},
    )


class DraftRowsQuery(RowsQuery):
    """What may be asked of a table of a draft: all but as_of, because a draft is no version yet."""

    class Meta(FileQuery.Meta):
        """Filters have the names of fields here, too."""

        exclude = ("as_of",)


class CsvQuery(FileQuery):
    """What may be asked of a table as CSV."""

    dialect = ma.fields.String(
        validate=ma.validate.OneOf([EXCEL_DE]),
        metadata={"description": "excel-de: semicolons, decimal commas and harmless cells, for a German Excel"},
    )


@dataclass(frozen=True)
class Address:
    """The address of a request as asked_url() has it, where this service begins, and the parameters in order."""

    url: str
    site: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskedRows:
    """What a request asks of a table, as it was written."""

    arguments: Mapping[str, Any]
    filters: tuple[tuple[str, str], ...]
    also: tuple[str, ...]  # the other parameters
    address: Address

    @property
    def is_plain(self) -> bool:
        """Whether the table is asked for as it is: all its rows and fields in its own order."""
        asked = self.arguments
        return not self.filters and not any(asked.get(name) for name in ("q", "sort", "fields_", "cursor"))

    @property
    def is_whole(self) -> bool:
        """Whether the table is asked for as it is, and not only its first rows."""
        return self.is_plain and self.limit is None

    @property
    def limit(self) -> int | None:
        """How many rows at most; None for all."""
        return self.arguments["limit"] or None

    def name(self) -> str:
        """A name of the rows that are asked for and of their order; different for every other query."""
        asked = (sorted(self.filters), self.arguments.get("q") or "", self.arguments.get("sort") or "", EDITION)
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:24]

    def form(self) -> tuple[str, ...]:
        """What of the request, beside version and format, an answer depends on."""
        page = (str(self.arguments["limit"]), str(self.arguments.get("cursor") or "0"))
        if self.is_plain:
            return page
        fields = hashlib.sha256((self.arguments.get("fields_") or "").encode()).hexdigest()[:8]
        cursor = hashlib.sha256(page[1].encode()).hexdigest()[:24]
        return self.name(), fields, page[0], cursor

    def query(self, table: Table) -> Query:
        """The query; raises RequestNotValid."""
        asked = self.arguments
        return read_query(
            self.filters,
            table,
            search=asked.get("q") or "",
            sort=asked.get("sort"),
            fields=asked.get("fields_"),
            also=self.also,
        )

    def start(self, rows: str) -> int:
        """The place where the page begins; rows: names the table. Raises RequestNotValid for a foreign cursor."""
        cursor = self.arguments.get("cursor")
        return cursor_place(cursor, f"{rows}:{self.name()}") if cursor is not None else 0

    def links(self, rows: str, start: int, count: int, total: int, path: str) -> dict[str, str]:
        """Links to this page, and to the next and the previous one where there is one.

        path: where the other pages are, since those of `latest` are at the version that it means now.
        """
        around, of = {"self": self.address.url}, f"{rows}:{self.name()}"
        if start + count < total and count:
            around["next"] = self._page(path, cursor_text(start + count, of))
        if start > 0 and self.limit:
            before = max(0, start - self.limit)
            around["prev"] = self._page(path, cursor_text(before, of) if before else None)
        return around

    def _page(self, path: str, cursor: str | None) -> str:
        kept = [pair for pair in self.address.parameters if pair[0] not in ("cursor", "as_of")]
        arguments = [*kept, *([("cursor", cursor)] if cursor else [])]
        place = f"{self.address.site}{path}"
        return f"{place}?{urlencode(arguments)}" if arguments else place


@cache
def names_in(schema: type[FileQuery]) -> tuple[str, ...]:
    """The names of the parameters of a schema, without filters."""
    return tuple(sorted(field.data_key or name for name, field in schema().fields.items()))


def asked_rows(arguments: Mapping[str, Any], schema: type[FileQuery] = FileQuery) -> AskedRows:
    """What a request asks for; raises RequestNotValid where it asks for too much to be read."""
    if len(request.query_string) > LONGEST_QUERY:
        raise RequestNotValid(
            "query",
            f"is longer than {LONGEST_QUERY} characters",
            german=f"die Anfrage ist länger als {LONGEST_QUERY} Zeichen",
        )
    if len(request.args) > MOST_FILTERS + len(NO_FILTERS):
        raise too_many_filters("query")
    address = Address(asked_url(), site_url(""), tuple(request.args.items(multi=True)))
    return rows_at(address, arguments, names_in(schema))


def rows_at(address: Address, arguments: Mapping[str, Any], also: tuple[str, ...]) -> AskedRows:
    """What is asked for at an address; also: the parameters that are no filters. Raises RequestNotValid."""
    names = [name for name, _ in address.parameters]
    for name in also:
        if names.count(name) > 1:
            raise RequestNotValid(name, "is given twice", german="steht zweimal da")
    filters = tuple(pair for pair in address.parameters if pair[0] not in also)
    return AskedRows(arguments, filters, also, address)
