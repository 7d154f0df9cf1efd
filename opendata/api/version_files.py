"""Files: the descriptor, the package and the tables of one version, each answered with 304 before anything is read.

Here: which file an address names, and its headers. Not here: what is said about versions (versions.py).
"""

from functools import partial
from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.lists import ListPart, ListQuery, asked_part, ended, json_response, links, rows_of_part
from opendata.api.openapi import ApiBlueprint
from opendata.api.versions import DATASET, AsOfQuery, asked_version
from opendata.domain.model import Version
from opendata.domain.packages.descriptor import CHANGES, DESCRIPTOR, EDITS
from opendata.formats.json_rows import rows_json
from opendata.formats.package_archive import zip_package
from opendata.formats.spreadsheet_csv import EXCEL_DE, excel_de
from opendata.steps.reading import LATEST, must_hold, resource_of
from opendata.web.addresses import API, version_path
from opendata.web.http_caching import cached, file_response, unchanged, version_etag
from opendata.web.services import services

blueprint = ApiBlueprint("files", __name__, url_prefix=API, description="The files and rows of a version")
VERSION = f"{DATASET}/versions/<number>"
CSV = "text/csv; charset=utf-8; header=present"


class RowsQuery(ListQuery):
    """What may be asked of a version's rows."""

    as_of = ma.fields.Date(metadata={"description": "on latest: the version that held on that day"})


class CsvQuery(AsOfQuery):
    """What may be asked of a version's table as CSV."""

    dialect = ma.fields.String(
        validate=ma.validate.OneOf([EXCEL_DE]),
        metadata={"description": "excel-de: semicolons, decimal commas and harmless cells, for a German Excel"},
    )


@blueprint.route(f"{VERSION}/datapackage.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, description="The descriptor of the Data Package")
def get_descriptor(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The version's Data Package descriptor; the paths in it are found beside it."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    etag, immutable = version_etag(version, DESCRIPTOR), number != LATEST
    if answer := unchanged(etag, immutable=immutable):
        return answer
    content = services().versions.file(version, DESCRIPTOR)
    return file_response(content, "application/json", etag, immutable=immutable)


@blueprint.route(f"{VERSION}/changes.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, description="The package's own list of events")
def get_changes_file(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """What this version changed against the one before it, as its package tells it."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    etag = _etag_with_changes(version, CHANGES)
    # Never immutable: when the version before is withdrawn, its values are removed from this file.
    if answer := unchanged(etag, immutable=False):
        return answer
    content = services().versions.file(version, CHANGES)
    return file_response(content, "application/json", etag, immutable=False)


@blueprint.route(f"{VERSION}/edits.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, {"type": "array", "items": {"type": "object"}})
def get_edits_file(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The cells that the publisher mended in the service before this version went out; an empty list for none.

    Each has resource, field, address in the file that was sent, before, and after.
    """
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    must_hold(version)
    etag, immutable = version_etag(version, EDITS), number != LATEST
    if answer := unchanged(etag, immutable=immutable):
        return answer
    content = services().versions.file(version, EDITS) if version.edits else b"[]\n"
    return file_response(content, "application/json", etag, immutable=immutable)


@blueprint.route(f"{VERSION}/package.zip")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/zip")
def get_package(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The whole Data Package as one archive; it can be verified without this service."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    etag = _etag_with_changes(version, "zip")
    if answer := unchanged(etag, immutable=False):
        return answer
    name = f"{publisher}-{dataset}-{version.number}.zip"
    # The ETag is part of the form, because the changes in the package are others after a withdrawal.
    content = services().reading.dear([version], etag, partial(_archive, version), len)
    return file_response(content, "application/zip", etag, immutable=False, name=name)


@blueprint.route(f"{VERSION}/<resource>.csv")
@blueprint.arguments(CsvQuery, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def get_csv(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """A table as it was published: UTF-8, comma, LF. With ?dialect=excel-de as a German Excel reads it."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    table, immutable, dialect = resource_of(version, resource), number != LATEST, arguments.get("dialect")
    form = f"{resource}.{dialect}.csv" if dialect else f"{resource}.csv"
    etag = version_etag(version, form)
    if answer := unchanged(etag, immutable=immutable):
        return answer
    if dialect:
        rows = services().versions.table(version, resource)
        content = excel_de(rows, services().versions.kind(version).table(resource))
    else:
        content = services().versions.file(version, table.path)
    name = f"{publisher}-{dataset}-{version.number}-{form}"
    sha256 = None if dialect else table.hash.removeprefix("sha256:")  # file() has held the table against it
    return file_response(content, CSV, etag, immutable=immutable, rows=table.rows, name=name, sha256=sha256)


@blueprint.route(f"{VERSION}/<resource>.json")
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, description="Rows; empty cells are null")
def get_json(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """The rows of a table, in key order."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    resource_of(version, resource)
    part, immutable = asked_part(arguments), number != LATEST
    etag = version_etag(version, f"{resource}.json", str(part.limit), str(part.start))
    if answer := unchanged(etag, immutable=immutable):
        return answer
    return cached(_rows_response(version, resource, part), etag, immutable=immutable)


def _rows_response(version: Version, resource: str, part: ListPart) -> Response:
    total = resource_of(version, resource).rows
    rows = rows_of_part(services().versions.table(version, resource), part)
    head = {"version": version.number, "as_of": version.as_of.isoformat(), "total": total}
    # The next part belongs to this version, even if another becomes the latest meanwhile.
    around = links(ended(part, rows.height, total), total, version_path(version, f"{resource}.json"))
    body = json_response({**head, "links": around}).get_data(as_text=True)
    items = rows_json(rows, services().versions.kind(version).table(resource))
    response = Response(f'{{"items":{items},{body[1:]}', content_type="application/json")
    response.headers["X-Row-Count"] = str(rows.height)
    return response


def _archive(version: Version) -> bytes:
    edits = [EDITS] if version.edits else []
    names = [DESCRIPTOR, *(resource.path for resource in version.resources), CHANGES, *edits]
    return zip_package({name: services().versions.file(version, name) for name in names})


def _etag_with_changes(version: Version, form: str) -> str:
    """The ETag of a file that holds the version's changes; raises VersionWithdrawn."""
    must_hold(version)
    edition = services().reading.changes_edition(version)
    return version_etag(version, form, *([str(edition)] if edition else []))
