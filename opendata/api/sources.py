"""Sources: the address that a dataset follows, on which rhythm, and what came of the last fetches.

Here: requests about it, which the portal has as well. Not here: fetching (steps/fetching_sources.py).
"""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import may_answer, needs
from opendata.api.json_fields import JsonTruth
from opendata.api.lists import LanguageQuery, ListQuery, asked_part, json_response, list_body
from opendata.api.openapi import ApiBlueprint
from opendata.api.versions import DATASET
from opendata.domain.model import Dataset
from opendata.domain.source_words import fetch_words
from opendata.domain.sources import AS_OF_RULES, FETCHED, OUTCOMES, RHYTHMS, Source, SourceFetch
from opendata.domain.tables.timestamps import moment_json
from opendata.steps import managing_sources as steps
from opendata.steps.managing_sources import SourceWish
from opendata.web.access import require
from opendata.web.addresses import API, api_url, dataset_url
from opendata.web.services import services

blueprint = ApiBlueprint("sources", __name__, url_prefix=API, description="Addresses that datasets follow")
ADDRESS = f"{DATASET}/source"


class SourceBody(ma.Schema):
    """Which address a dataset follows, and how."""

    url = ma.fields.String(
        required=True,
        metadata={
            "description": "a public address of a CSV, XLSX, ODS or Data Package, or of a resource of CKAN: its "
            "page, or resource_show of its API"
        },
    )
    rhythm = ma.fields.String(
        load_default="P1D",
        validate=ma.validate.OneOf(list(RHYTHMS)),
        metadata={"description": "how often it is fetched: hourly, daily, weekly or monthly"},
    )
    as_of_from = ma.fields.String(
        load_default=FETCHED,
        validate=ma.validate.OneOf(AS_OF_RULES),
        metadata={
            "description": "which date the figures speak of: the day of fetching, the header Last-Modified, or "
            "last_modified in the metadata of CKAN"
        },
    )
    publish = JsonTruth(
        load_default=False,
        metadata={
            "description": "true: new content is published at once where nothing needs an answer; needs the scope "
            "publish"
        },
    )


class SourceSchema(ma.Schema):
    """The address that a dataset follows, and how far it was followed."""

    url = ma.fields.String(required=True)
    rhythm = ma.fields.String(required=True, validate=ma.validate.OneOf(list(RHYTHMS)))
    as_of_from = ma.fields.String(required=True, validate=ma.validate.OneOf(AS_OF_RULES))
    publish = ma.fields.Boolean(required=True)
    made_by = ma.fields.String(required=True)
    made_at = ma.fields.DateTime(required=True)
    last_fetch_at = ma.fields.DateTime(required=True, allow_none=True)
    next_fetch_at = ma.fields.DateTime(required=True)
    failures = ma.fields.Integer(required=True, metadata={"description": "fetches in a row that failed"})
    failing_since = ma.fields.DateTime(required=True, allow_none=True)
    links = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class SourceFetchSchema(ma.Schema):
    """An attempt to fetch a source, and what came of it."""

    at = ma.fields.DateTime(required=True)
    outcome = ma.fields.String(required=True, validate=ma.validate.OneOf(OUTCOMES))
    reason = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "why it failed, why nothing is new, or why a draft was not published at once"},
    )
    status = ma.fields.Integer(required=True, allow_none=True, metadata={"description": "what the server answered"})
    sentence = ma.fields.Dict(
        required=True,
        keys=ma.fields.String(),
        values=ma.fields.String(),
        metadata={"description": "what came of it, for people: de and en"},
    )
    upload = ma.fields.String(required=True, allow_none=True, metadata={"description": "id of the upload made of it"})
    version = ma.fields.String(required=True, allow_none=True)
    as_of = ma.fields.Date(required=True, allow_none=True)
    bytes = ma.fields.Integer(required=True, allow_none=True)


class SourceFetchesSchema(ma.Schema):
    """The newest fetches of a source, newest first."""

    items = ma.fields.List(ma.fields.Nested(SourceFetchSchema))
    total = ma.fields.Integer()
    links = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


@blueprint.route(ADDRESS, methods=["PUT"])
@blueprint.arguments(SourceBody, location="json")
@blueprint.response(200, SourceSchema)
@blueprint.doc(**needs("upload"))
def put_source(body: dict[str, Any], publisher: str, dataset: str) -> Response:
    """Let a dataset follow an address, in place of the one that it followed before; it is fetched at once.

    New content becomes a draft, or a version where `publish` says so and nothing needs an answer. `publish` needs the
    scope publish, and so does every change of a source that has it.
    """
    about = _own(publisher, dataset)
    before = services().source_desk.sources.get(about)
    if body["publish"] or (before and before.publish):
        require(publisher, "publish")
    followed = steps.follow(services().source_desk, services().desk, about, SourceWish(**body), services().now())
    return json_response(source_body(followed))


@blueprint.route(ADDRESS)
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, SourceSchema)
@blueprint.doc(**needs("upload"), **may_answer("source-not-found"))
def get_source(_arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """The address that a dataset follows, and when it is fetched next."""
    return json_response(source_body(steps.source_of(services().source_desk, _own(publisher, dataset))))


@blueprint.route(ADDRESS, methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**needs("upload"), **may_answer("source-not-found"))
def delete_source(publisher: str, dataset: str) -> Response:
    """Follow the address no more; drafts and versions that came from there stay."""
    steps.stop(services().source_desk, services().desk, _own(publisher, dataset))
    return Response(status=204)


@blueprint.route(f"{ADDRESS}/fetch", methods=["POST"])
@blueprint.response(202, SourceSchema)
@blueprint.doc(**needs("upload"), operationId="post_source_fetch", **may_answer("source-not-found"))
def post_fetch(publisher: str, dataset: str) -> Response:
    """Let the address be fetched now, by a worker; the list of fetches says what came of it."""
    asked = steps.fetch_now(services().source_desk, services().desk, _own(publisher, dataset), services().now())
    return json_response(source_body(asked), 202)


@blueprint.route(f"{ADDRESS}/fetches")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, SourceFetchesSchema)
@blueprint.doc(**needs("upload"), operationId="get_source_fetches", **may_answer("source-not-found"))
def get_fetches(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """The newest fetches of the address, newest first, with what came of each; older ones are not kept."""
    source_desk = services().source_desk
    known = [
        fetch_body(fetch)
        for fetch in source_desk.sources.fetches(steps.source_of(source_desk, _own(publisher, dataset)))
    ]
    return json_response(list_body(known, asked_part(arguments)))


def source_body(source: Source) -> dict[str, Any]:
    """A source as the API gives it."""
    here = api_url("publishers", source.publisher, "datasets", source.dataset, "source")
    return {
        "url": source.url,
        "rhythm": source.rhythm,
        "as_of_from": source.as_of_from,
        "publish": source.publish,
        "made_by": source.made_by,
        "made_at": moment_json(source.made_at),
        "last_fetch_at": moment_json(source.checked_at) if source.checked_at else None,
        "next_fetch_at": moment_json(source.next_at or source.made_at),
        "failures": source.failures,
        "failing_since": moment_json(source.failing_since) if source.failing_since else None,
        "links": {
            "self": here,
            "fetches": f"{here}/fetches",
            "dataset": dataset_url(source.publisher, source.dataset),
        },
    }


def fetch_body(fetch: SourceFetch) -> dict[str, Any]:
    """A fetch as the API gives it."""
    return {
        "at": moment_json(fetch.at),
        "outcome": fetch.outcome,
        "reason": fetch.reason,
        "status": fetch.status,
        "sentence": fetch_words(fetch),
        "upload": fetch.upload,
        "version": fetch.version,
        "as_of": fetch.as_of.isoformat() if fetch.as_of else None,
        "bytes": fetch.bytes,
    }


def _own(publisher: str, dataset: str) -> Dataset:
    """The dataset, if the request's token may upload to it."""
    require(publisher, "upload")
    return services().catalogue.dataset(publisher, dataset)
