"""Versions: their list, one of them, and taking one back.

Here: what is said about a version. Not here: its files and rows (version_files.py), what changed between two versions
(version_differences.py).
"""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import in_parts, may_answer, needs, shape_or_null, shaped
from opendata.api.json_fields import Day
from opendata.api.lists import ListBodySchema, ListQuery, asked_part, json_response, links_field, part_body
from opendata.api.openapi import ApiBlueprint
from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Resource, Version
from opendata.domain.packages.withdrawal import LONGEST_REASON, reason_text
from opendata.domain.tables.timestamps import moment_json
from opendata.steps.reading import LATEST
from opendata.steps.taking_back import withdraw_version
from opendata.web.access import require
from opendata.web.addresses import API, version_links, version_url
from opendata.web.http_caching import cached, unchanged, version_etag
from opendata.web.services import services
from opendata.web.version_headers import MEDIA_TYPES, answers_about

blueprint = ApiBlueprint("versions", __name__, url_prefix=API, description="Versions and what is in them")
DATASET = "/publishers/<publisher>/datasets/<dataset>"


class AsOfQuery(ma.Schema):
    """What may be asked of one version."""

    as_of = Day(metadata={"description": "on latest: the version that held on that day"})
    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]))


class ResourceSchema(ma.Schema):
    """One table of a version."""

    name = ma.fields.String(required=True)
    rows = ma.fields.Integer(required=True)
    bytes = ma.fields.Integer(required=True)
    hash = ma.fields.String(required=True, metadata={"description": "of the canonical CSV, sha256:…"})
    links = links_field()


class VersionSchema(ma.Schema):
    """An immutable snapshot of a dataset."""

    version = ma.fields.String(required=True, metadata={"description": "MAJOR.MINOR.PATCH"})
    publisher = ma.fields.String(required=True)
    dataset = ma.fields.String(required=True)
    as_of = ma.fields.Date(required=True, metadata={"description": "the date the figures speak of"})
    published_at = ma.fields.DateTime(required=True)
    digest = ma.fields.String(required=True)
    previous = ma.fields.Dict(allow_none=True, metadata=shape_or_null("PreviousVersion"))
    serials = ma.fields.List(ma.fields.Integer(), metadata={"description": "first and last in the journal"})
    changes = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer())
    message = ma.fields.String(allow_none=True)
    answers = ma.fields.List(
        ma.fields.Dict(metadata=shaped("PublicAnswer")),
        metadata={"description": "reasons for odd changes, by the publisher: id, about, reason"},
    )
    edits = ma.fields.Integer(
        metadata={"description": "how many cells were mended in the service; edits.json lists them. Absent: none"}
    )
    withdrawn = ma.fields.Dict(allow_none=True, metadata=shape_or_null("Withdrawal"))
    resources = ma.fields.List(ma.fields.Nested(ResourceSchema))
    links = links_field()


class WithdrawBody(ma.Schema):
    """Why a version is withdrawn."""

    reason = ma.fields.String(
        required=True,
        metadata={"description": f"public, plain text, at most {LONGEST_REASON} characters; it stays for ever"},
    )


class VersionsSchema(ListBodySchema):
    """A list of versions."""

    items = ma.fields.List(ma.fields.Nested(VersionSchema))


@blueprint.route(f"{DATASET}/versions")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, VersionsSchema)
def list_versions(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """All versions of a dataset, oldest first."""
    about, part = services().catalogue.dataset(publisher, dataset), asked_part(arguments)
    versions, total = services().reading.part_of_history(about, part.start, part.limit or None)
    return json_response(part_body([version_body(*version_and_base) for version_and_base in versions], total, part))


@blueprint.route(f"{DATASET}/versions/<number>")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, VersionSchema)
@blueprint.doc(**in_parts())
def get_version(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """One version; `latest` is the one that holds now, or with ?as_of= the one that held then."""
    about = services().catalogue.dataset(publisher, dataset)
    version, compared = services().reading.version_and_compared(about, number, arguments.get("as_of"))
    answers_about(about, version)
    form = ["withdrawn" if version.withdrawal else "about"]
    if version.previous and (compared is None or compared.number != version.previous):
        form.append(compared.number if compared else "alone")  # the version before was withdrawn, and a link changed
    etag = version_etag(version, *form)
    # Never immutable, unlike the version's rows: this answer says whether the version is withdrawn.
    if answer := unchanged(etag, immutable=False):
        return answer
    return cached(json_response(version_body(version, compared)), etag, immutable=False)


@blueprint.route(f"{DATASET}/versions/<number>/withdraw", methods=["POST"])
@blueprint.arguments(WithdrawBody, location="json")
@blueprint.response(200, VersionSchema)
@blueprint.doc(**needs("publish"), **may_answer("already-withdrawn"))
def post_withdraw(body: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """Take a version back for a public reason: its rows are gone for ever, its number and digest stay."""
    require(publisher, "publish")
    about = services().catalogue.dataset(publisher, dataset)
    if number == LATEST:
        german = "Nennen Sie die Version bei ihrer Nummer; latest ist inzwischen vielleicht eine andere"
        raise RequestNotValid(
            "version", "name the version by its number; latest may be another by now", german=german
        )
    reason = reason_text(body["reason"])
    version = withdraw_version(services().desk, about, number, reason, services().now())
    return json_response(version_body(version, None))  # a withdrawn version has no rows to compare


def asked_version(publisher: str, dataset: str, number: str, as_of: date | None = None) -> Version:
    """The version that an address names; raises DatasetNotFound, VersionNotFound, VersionWithdrawn."""
    about = services().catalogue.dataset(publisher, dataset)
    version = services().reading.version(about, number, as_of)
    answers_about(about, version)
    return version


def version_body(version: Version, compared: Version | None) -> dict[str, Any]:
    """A version as the API gives it; compared: what Reading.compared_with() returns of it."""
    previous = {"version": version.previous, "digest": version.previous_digest} if version.previous else None
    return {
        "version": version.number,
        "publisher": version.publisher,
        "dataset": version.dataset,
        "as_of": version.as_of.isoformat(),
        "published_at": moment_json(version.published_at),
        "digest": version.digest,
        "previous": previous,
        "serials": [version.first_serial, version.last_serial],
        "changes": dict(version.counts),
        "message": version.message,
        "answers": [dict(answer) for answer in version.answers],
        # Left out where there are none, as most versions have none.
        **({"edits": version.edits} if version.edits else {}),
        "withdrawn": _withdrawal_body(version),
        "resources": [_resource_body(version, resource) for resource in version.resources],
        "links": version_links(version, compared),
    }


def _resource_body(version: Version, resource: Resource) -> dict[str, Any]:
    forms = () if version.withdrawal else MEDIA_TYPES
    return {
        "name": resource.name,
        "rows": resource.rows,
        "bytes": resource.bytes,
        "hash": resource.hash,
        "links": {form: version_url(version, f"{resource.name}.{form}") for form in forms},
    }


def _withdrawal_body(version: Version) -> dict[str, Any] | None:
    """When and why a version was withdrawn, as the API gives it."""
    if version.withdrawal is None:
        return None
    withdrawal = version.withdrawal
    return {"at": moment_json(withdrawal.at), "reason": withdrawal.reason, "serial": withdrawal.serial}
