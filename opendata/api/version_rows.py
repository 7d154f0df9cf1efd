"""Rows: a version's tables as JSON, CSV, JSON by lines, sheet and Parquet, all of them or those that a query wants.

Here: which rows an address asks for, and the headers of each format. Not here: other files of a version
(version_files.py), parameters (row_queries.py), the formats themselves (formats/).
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as version_of_library
from typing import Any, BinaryIO

import marshmallow as ma
import polars as pl
from flask import Response

from opendata.api.description.notes_of_views import in_parts, shaped
from opendata.api.openapi import ApiBlueprint
from opendata.api.pages_of_version import PagesOfVersion, page_etag, page_maker, table_named
from opendata.api.row_pages import response_with
from opendata.api.row_queries import TAKES_FILTERS, AskedRows, CsvQuery, FileQuery, RowsQuery, asked_rows
from opendata.api.versions import DATASET, asked_version
from opendata.domain.kinds import Table
from opendata.domain.model import Version, licence
from opendata.domain.packages.long_tables import LONG_BYTES
from opendata.domain.queries.query import Query
from opendata.formats.parquet_file import PARQUET, ROWS_OF_GROUP, parquet_writer
from opendata.formats.row_files import CSV, LINES, ROWS_AT_ONCE, AboutRows, write_csv, write_excel_de, write_lines
from opendata.formats.sheet_file import SHEET, must_fit, write_sheet
from opendata.steps import querying
from opendata.steps.querying import Rows
from opendata.steps.reading import LATEST, Reading, resource_of
from opendata.web.addresses import API, version_path, version_url
from opendata.web.http_caching import cached, file_response, made_file_response, unchanged, version_etag
from opendata.web.made_files import MadeFile
from opendata.web.makers import leave_maker
from opendata.web.services import services

blueprint = ApiBlueprint("version-rows", __name__, url_prefix=API, description="The rows of a version")
VERSION = f"{DATASET}/versions/<number>"
FEW_CELLS = 100_000  # of a file that is made in memory; a larger one is made on disk
Write = Callable[[BinaryIO, Iterable[pl.DataFrame], AboutRows], None]
Place = tuple[str, str, str, str]  # publisher, dataset, number and resource of an address


@dataclass(frozen=True)
class Form:
    """A format of files."""

    ending: str
    content_type: str
    write: Write | None  # None: how it is written follows from the ordered columns of the table
    rows_at_once: int = ROWS_AT_ONCE  # that are in memory
    made_by: Callable[[], str] = lambda: ""  # what the bytes depend on beside the rows


class RowsSchema(ma.Schema):
    """A page of rows."""

    items = ma.fields.List(
        ma.fields.Dict(metadata=shaped("Row")), metadata={"description": "rows by field; numbers are exact"}
    )
    version = ma.fields.String(metadata={"description": "MAJOR.MINOR.PATCH, also where latest was asked for"})
    as_of = ma.fields.Date()
    total = ma.fields.Integer(metadata={"description": "how many rows the query has on all pages"})
    links = ma.fields.Dict(
        keys=ma.fields.String(), values=ma.fields.String(), metadata={"description": "self, next and prev"}
    )


@cache
def _arrow() -> str:
    return f"arrow{version_of_library('pyarrow')}"


EXCEL = Form("csv", CSV, write_excel_de)
FORMS = {
    "csv": Form("csv", CSV, write_csv),
    "ndjson": Form("ndjson", LINES, write_lines),
    "xlsx": Form("xlsx", SHEET, write_sheet),
    "parquet": Form("parquet", PARQUET, None, ROWS_OF_GROUP, _arrow),
}
BINARY = {"type": "string", "format": "binary"}
HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "strong; other for every version and query"},
    "Repr-Digest": {"schema": {"type": "string"}, "description": "sha-256 of the whole body (RFC 9530)"},
    "X-Row-Count": {"schema": {"type": "integer"}, "description": "rows in this answer"},
    "X-Total-Count": {"schema": {"type": "integer"}, "description": "rows that the query has in all"},
}


@blueprint.route(f"{VERSION}/<resource>.json")
@blueprint.arguments(RowsQuery, location="query", unknown=ma.INCLUDE)
@blueprint.response(200, RowsSchema, headers=HEADERS)
@blueprint.doc(operationId="get_rows_as_json", **TAKES_FILTERS, **in_parts())
def get_json(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """The rows of a table that a query wants, page by page; all rows in key order where it says nothing else."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    resource_of(version, resource)
    asked, immutable = asked_rows(arguments, RowsQuery), number != LATEST
    etag = page_etag(version, resource, asked)
    if answer := unchanged(etag, immutable=immutable):
        return answer
    pages = PagesOfVersion(services().reading, version, resource)
    if "as_of" not in arguments:
        leave_maker(page_maker(pages))
    return cached(response_with(pages.page(asked)), etag, immutable=immutable)


@blueprint.route(f"{VERSION}/<resource>.csv")
@blueprint.arguments(CsvQuery, location="query", unknown=ma.INCLUDE)
@blueprint.response(200, {"type": "string"}, content_type="text/csv", headers=HEADERS)
@blueprint.doc(operationId="get_rows_as_csv", **TAKES_FILTERS, **in_parts())
def get_csv(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """A table as it was published: UTF-8, comma, LF; or the rows of it that a query wants.

    With dialect=excel-de it is as a German Excel reads it.
    """
    place, dialect = (publisher, dataset, number, resource), arguments.get("dialect")
    asked = asked_rows(arguments, CsvQuery)
    if dialect:
        return _file(place, asked, EXCEL, f"{resource}.{dialect}")
    if not asked.is_whole:
        return _file(place, asked, FORMS["csv"], resource)
    version, immutable = asked_version(publisher, dataset, number, arguments.get("as_of")), number != LATEST
    about, etag = resource_of(version, resource), version_etag(version, f"{resource}.csv")
    if answer := unchanged(etag, immutable=immutable):
        return answer
    sha256 = about.hash.removeprefix("sha256:")  # the table is held against it where it is read
    name = f"{publisher}-{dataset}-{version.number}-{resource}.csv"
    if about.bytes > LONG_BYTES:
        table = services().versions.csv(version, resource)
        made = MadeFile(table.read, table.size, sha256, about.rows)
        return made_file_response(made, CSV, etag, immutable=immutable, name=name)
    content = services().versions.file(version, about.path)
    return file_response(content, CSV, etag, immutable=immutable, rows=about.rows, name=name, sha256=sha256)


@blueprint.route(f"{VERSION}/<resource>.ndjson")
@blueprint.arguments(FileQuery, location="query", unknown=ma.INCLUDE)
@blueprint.response(200, {"type": "string"}, content_type=LINES, headers=HEADERS)
@blueprint.doc(operationId="get_rows_as_lines", **TAKES_FILTERS, **in_parts())
def get_ndjson(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """The rows of a table that a query wants, one JSON object a line."""
    return _file((publisher, dataset, number, resource), asked_rows(arguments), FORMS["ndjson"], resource)


@blueprint.route(f"{VERSION}/<resource>.xlsx")
@blueprint.arguments(FileQuery, location="query", unknown=ma.INCLUDE)
@blueprint.response(200, BINARY, content_type=SHEET, headers=HEADERS)
@blueprint.doc(operationId="get_rows_as_sheet", **TAKES_FILTERS, **in_parts())
def get_xlsx(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """The rows of a table that a query wants, as a sheet of at most 1048575 rows."""
    return _file((publisher, dataset, number, resource), asked_rows(arguments), FORMS["xlsx"], resource)


@blueprint.route(f"{VERSION}/<resource>.parquet")
@blueprint.arguments(FileQuery, location="query", unknown=ma.INCLUDE)
@blueprint.response(200, BINARY, content_type=PARQUET, headers=HEADERS)
@blueprint.doc(operationId="get_rows_as_parquet", **TAKES_FILTERS, **in_parts())
def get_parquet(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """The rows of a table that a query wants, as Parquet: numbers are exact decimals; parts are given by Range."""
    return _file((publisher, dataset, number, resource), asked_rows(arguments), FORMS["parquet"], resource)


def _file(place: Place, asked: AskedRows, form: Form, name: str) -> Response:
    """The answer with the rows that are asked for, in a format."""
    publisher, dataset, number, resource = place
    version, immutable = asked_version(publisher, dataset, number, asked.arguments.get("as_of")), number != LATEST
    if version.withdrawal:
        services().made_files.drop(version.digest)
    about = resource_of(version, resource)
    of_query = () if asked.is_whole else asked.form()
    etag = version_etag(version, f"{name}.{form.ending}", *of_query, *filter(None, [form.made_by()]))
    if answer := unchanged(etag, immutable=immutable):
        return answer
    table = services().versions.kind(version).table(resource)
    named, query = table_named(version, resource), asked.query(table)
    start = asked.start(named)
    if form.ending == "xlsx" and not asked.filters:
        must_fit(min(about.rows, asked.limit or about.rows))
    wanted = (services().reading, version, resource, query, asked.name())
    rows, write = _rows_and_writer(form, wanted)
    part = rows.part(start, asked.limit)
    if form.ending == "xlsx":
        must_fit(len(part))
    about_rows = _about(version, table, part.names)
    response = _written(part, write, about_rows, form, f"{name}:{etag}", etag, immutable=immutable)
    response.headers["X-Total-Count"] = str(len(rows))
    response.headers["Content-Disposition"] = (
        f'inline; filename="{publisher}-{dataset}-{version.number}-{name}.{form.ending}"'
    )
    path = version_path(version, f"{resource}.{form.ending}")
    if following := asked.links(named, start, len(part), len(rows), path).get("next"):
        response.headers.add("Link", f'<{following}>; rel="next"')
    return response


def _rows_and_writer(form: Form, wanted: tuple[Reading, Version, str, Query, str]) -> tuple[Rows, Write]:
    """The rows that a query wants, as this form needs them, and what writes them."""
    if form.write is not None:
        return querying.wanted_rows(*wanted), form.write
    ordered = querying.chosen(*wanted)
    return ordered, parquet_writer(ordered.table)


def _written(
    part: Rows, write: Write, about: AboutRows, form: Form, name: str, etag: str, *, immutable: bool
) -> Response:
    """The rows in a format: in memory where they are few, else in a file that is kept for the next request."""
    if len(part) * max(1, len(part.names)) <= FEW_CELLS:
        buffer = io.BytesIO()
        write(buffer, part.frames(form.rows_at_once), about)
        return file_response(buffer.getvalue(), form.content_type, etag, immutable=immutable, rows=len(part))
    made = services().made_files.get(
        about.digest, name, len(part), lambda file: write(file, part.frames(form.rows_at_once), about)
    )
    return made_file_response(made, form.content_type, etag, immutable=immutable)


def _about(version: Version, table: Table, names: tuple[str, ...]) -> AboutRows:
    dataset = services().catalogue.dataset(version.publisher, version.dataset)
    return AboutRows(
        table=table,
        names=names,
        title=f"{dataset.title} – {table.label('de')}",
        version=version.path,
        digest=version.digest,
        as_of=version.as_of.isoformat(),
        licence=licence(dataset.licence).path,
        source=version_url(version),
    )
