"""Versions: their list, one of them, its files, and what changed between two."""

import hashlib
from datetime import date
from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.lists import ListQuery, json_response, links, list_body, page_of
from opendata.api.openapi import PREFIX, ApiBlueprint
from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Version
from opendata.domain.packages.descriptor import CHANGES, DESCRIPTOR
from opendata.domain.packages.withdrawal import LONGEST_REASON, gone, reason_text
from opendata.domain.tables.changeset import diff_tables, total_counts
from opendata.formats.json_rows import rows_json
from opendata.formats.package_archive import zip_package
from opendata.formats.version_changes import changes_csv, row_changes
from opendata.steps import reading
from opendata.steps.reading import LATEST
from opendata.web.access import require
from opendata.web.addresses import site_url, version_links, version_path
from opendata.web.caching import cached, file_response
from opendata.web.services import services

blueprint = ApiBlueprint("versions", __name__, url_prefix=PREFIX, description="Versions and what is in them")
DATASET = "/publishers/<publisher>/datasets/<dataset>"


class AsOfQuery(ma.Schema):
    """What may be asked of one version."""

    as_of = ma.fields.Date(metadata={"description": "on latest: the version that held on that day"})
    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]))


class RowsQuery(ListQuery):
    """What may be asked of a version's rows."""

    as_of = ma.fields.Date(metadata={"description": "on latest: the version that held on that day"})


class ResourceSchema(ma.Schema):
    """One table of a version."""

    name = ma.fields.String(required=True)
    rows = ma.fields.Integer(required=True)
    bytes = ma.fields.Integer(required=True)
    hash = ma.fields.String(required=True, metadata={"description": "of the canonical CSV, sha256:…"})
    links = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class VersionSchema(ma.Schema):
    """An immutable snapshot of a dataset."""

    version = ma.fields.String(required=True, metadata={"description": "MAJOR.MINOR.PATCH"})
    publisher = ma.fields.String(required=True)
    dataset = ma.fields.String(required=True)
    as_of = ma.fields.Date(required=True, metadata={"description": "the date the figures speak of"})
    published_at = ma.fields.DateTime(required=True)
    digest = ma.fields.String(required=True)
    previous = ma.fields.Dict(allow_none=True, metadata={"description": "version and digest of the one before"})
    serials = ma.fields.List(ma.fields.Integer(), metadata={"description": "first and last in the journal"})
    changes = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer())
    message = ma.fields.String(allow_none=True)
    withdrawn = ma.fields.Dict(
        allow_none=True, metadata={"description": "at, reason and serial where it was withdrawn: its rows are 410"}
    )
    resources = ma.fields.List(ma.fields.Nested(ResourceSchema))
    links = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class WithdrawBody(ma.Schema):
    """Why a version is withdrawn."""

    reason = ma.fields.String(
        required=True,
        metadata={"description": f"public, plain text, at most {LONGEST_REASON} characters; it stays for ever"},
    )


class VersionsSchema(ma.Schema):
    """A list of versions."""

    items = ma.fields.List(ma.fields.Nested(VersionSchema))
    total = ma.fields.Integer()
    links = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


@blueprint.route(f"{DATASET}/versions")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, VersionsSchema)
def list_versions(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """All versions of a dataset, oldest first."""
    found = services().versions.history(services().catalogue.dataset(publisher, dataset))
    return json_response(list_body([version_body(each) for each in found], page_of(arguments)))


@blueprint.route(f"{DATASET}/versions/<number>")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, VersionSchema)
def get_version(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """One version; `latest` is the one that holds now, or with ?as_of= the one that held then."""
    version = version_at(publisher, dataset, number, arguments.get("as_of"))
    state = "withdrawn" if version.withdrawal else "about"
    # Never for ever, though its rows are: it says whether the version holds.
    return cached(json_response(version_body(version)), _tag(version, state), immutable=False)


@blueprint.route(f"{DATASET}/versions/<number>/withdraw", methods=["POST"])
@blueprint.arguments(WithdrawBody, location="json")
@blueprint.response(200, VersionSchema)
@blueprint.alt_response(409, description="The version was withdrawn before, for another reason")
@blueprint.doc(security=[{"token": []}])
def post_withdraw(body: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """Take a version back for a public reason: its rows are gone for ever, its number and digest stay."""
    require(publisher, "publish")
    found = services().catalogue.dataset(publisher, dataset)
    if number == LATEST:
        raise RequestNotValid("version", "name the version by its number; latest may be another by now")
    reason = reason_text(body["reason"])
    return json_response(version_body(services().versions.withdraw(found, number, reason, now=services().now())))


@blueprint.route(f"{DATASET}/versions/<number>/datapackage.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, description="The descriptor of the Data Package")
def get_descriptor(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The version's Data Package descriptor; the paths in it are found beside it."""
    version = version_at(publisher, dataset, number, arguments.get("as_of"))
    content = services().versions.file(version, DESCRIPTOR)
    return file_response(content, "application/json", _tag(version, DESCRIPTOR), immutable=number != LATEST)


@blueprint.route(f"{DATASET}/versions/<number>/changes.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, description="The package's own list of events")
def get_changes_file(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """What this version changed against the one before it, as its package tells it."""
    version = version_at(publisher, dataset, number, arguments.get("as_of"))
    content = services().versions.file(version, CHANGES)
    # Not for ever: when the version before is withdrawn, what it said goes from here as well.
    return file_response(content, "application/json", _tag(version, CHANGES, _hash(content)), immutable=False)


@blueprint.route(f"{DATASET}/versions/<number>/package.zip")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/zip")
def get_package(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The whole Data Package as one archive; it can be verified without this service."""
    version = version_at(publisher, dataset, number, arguments.get("as_of"))
    names = [DESCRIPTOR, *(each.path for each in version.resources), CHANGES]
    files = {name: services().versions.file(version, name) for name in names}
    tag, name = _tag(version, "zip", _hash(files[CHANGES])), f"{publisher}-{dataset}-{version.number}.zip"
    return file_response(zip_package(files), "application/zip", tag, immutable=False, name=name)


@blueprint.route(f"{DATASET}/versions/<number>/<resource>.csv")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def get_csv(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """A table as it was published: UTF-8, comma, LF."""
    version = version_at(publisher, dataset, number, arguments.get("as_of"))
    rows = services().versions.table(version, resource).height
    content = services().versions.file(version, f"{resource}.csv")
    return file_response(
        content,
        "text/csv; charset=utf-8; header=present",
        _tag(version, f"{resource}.csv"),
        immutable=number != LATEST,
        rows=rows,
        name=f"{publisher}-{dataset}-{version.number}-{resource}.csv",
    )


@blueprint.route(f"{DATASET}/versions/<number>/<resource>.json")
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, description="Rows; empty cells are null")
def get_json(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """The rows of a table, in key order."""
    version = version_at(publisher, dataset, number, arguments.get("as_of"))
    frame, page = services().versions.table(version, resource), page_of(arguments)
    table = services().versions.kind(version).table(resource)
    part = frame.slice(page.start, page.limit or None)
    head = {"version": version.number, "as_of": version.as_of.isoformat(), "total": frame.height}
    # The next page is one of this very version, also if another becomes the latest meanwhile.
    found = links(page, frame.height, version_path(version, f"{resource}.json"))
    body = json_response({**head, "links": found}).get_data(as_text=True)
    response = Response(f'{{"items":{rows_json(part, table)},{body[1:]}', content_type="application/json")
    response.headers["X-Row-Count"] = str(part.height)
    tag = _tag(version, f"{resource}.json", str(page.limit), str(page.start))
    return cached(response, tag, immutable=number != LATEST)


@blueprint.route(f"{DATASET}/versions/<before>...<after>/changes.json")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, description="Every row added, changed or removed, with its fields before and after")
def get_changes(arguments: dict[str, Any], publisher: str, dataset: str, before: str, after: str) -> Response:
    """What changed from one version to another, in either direction."""
    old, new = version_at(publisher, dataset, before), version_at(publisher, dataset, after)
    changesets, old_kind, new_kind = _difference(old, new)
    body = list_body(list(row_changes(changesets, old_kind, new_kind)), page_of(arguments))
    head = {"from": old.number, "to": new.number, "counts": total_counts(changesets)}
    return json_response({**head, **body})


@blueprint.route(f"{DATASET}/versions/<before>...<after>/changes.csv")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def get_changes_csv(publisher: str, dataset: str, before: str, after: str) -> Response:
    """What changed from one version to another, one line a field."""
    old, new = version_at(publisher, dataset, before), version_at(publisher, dataset, after)
    content = changes_csv(*_difference(old, new))
    name = f"{publisher}-{dataset}-{old.number}...{new.number}.csv"
    fixed = LATEST not in (before, after)
    return file_response(content, "text/csv; charset=utf-8", _tag(old, new.digest), immutable=fixed, name=name)


def version_at(publisher: str, dataset: str, number: str, as_of: date | None = None) -> Version:
    """The version a request means; raises DatasetNotFound, VersionNotFound."""
    found = services().catalogue.dataset(publisher, dataset)
    if number != LATEST:
        return services().versions.get(found, number)
    if as_of is not None:
        return services().versions.held_on(found, as_of)
    return latest(found)


def latest(dataset: Dataset) -> Version:
    """The version that holds now; raises VersionNotFound if there is none yet, VersionWithdrawn if none is left."""
    return reading.latest(dataset, services().versions)


def must_hold(version: Version) -> None:
    """Raise VersionWithdrawn if the version does not hold."""
    if version.withdrawal:
        raise gone(version)


def version_body(version: Version) -> dict[str, Any]:
    """A version as the API gives it."""
    previous = {"version": version.previous, "digest": version.previous_digest} if version.previous else None
    return {
        "version": version.number,
        "publisher": version.publisher,
        "dataset": version.dataset,
        "as_of": version.as_of.isoformat(),
        "published_at": version.published_at.isoformat().replace("+00:00", "Z"),
        "digest": version.digest,
        "previous": previous,
        "serials": [version.first_serial, version.last_serial],
        "changes": dict(version.counts),
        "message": version.message,
        "withdrawn": withdrawal_body(version),
        "resources": [
            {
                "name": each.name,
                "rows": each.rows,
                "bytes": each.bytes,
                "hash": each.hash,
                "links": {
                    form: site_url(version_path(version, f"{each.name}.{form}"))
                    for form in (() if version.withdrawal else ("csv", "json"))
                },
            }
            for each in version.resources
        ],
        "links": version_links(version),
    }


def withdrawal_body(version: Version) -> dict[str, Any] | None:
    """When and why a version was withdrawn, as the API gives it."""
    if version.withdrawal is None:
        return None
    at = version.withdrawal.at.isoformat().replace("+00:00", "Z")
    return {"at": at, "reason": version.withdrawal.reason, "serial": version.withdrawal.serial}


def _difference(old: Version, new: Version) -> tuple[dict[str, Any], Kind, Kind]:
    kept = services().versions
    old_kind, new_kind = kept.kind(old), kept.kind(new)
    before = {table.name: kept.table(old, table.name) for table in old_kind}
    after = {table.name: kept.table(new, table.name) for table in new_kind}
    return diff_tables(before, after, new_kind, old_kind), old_kind, new_kind


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _tag(version: Version, *parts: str) -> str:
    """A strong ETag: the digest, and which form of the version this is."""
    return "-".join([version.digest.removeprefix("sha256:")[:32], *(p.replace(":", "-") for p in parts)])
