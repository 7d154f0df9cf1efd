"""Publishers and their datasets."""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import may_answer, needs
from opendata.api.lists import (
    LanguageQuery,
    ListBodySchema,
    ListQuery,
    asked_part,
    json_response,
    links_field,
    part_body,
)
from opendata.api.openapi import ApiBlueprint
from opendata.domain.model import DATASET_SETTINGS, LICENCES, Dataset, Publisher, licence
from opendata.steps.adding_datasets import Settings, add_dataset, change_dataset, proposed_name
from opendata.web.access import require
from opendata.web.addresses import API, api_url, dataset_links, feed_url, page_url
from opendata.web.services import services
from opendata.web.version_headers import answers_about

blueprint = ApiBlueprint("datasets", __name__, url_prefix=API, description="Publishers and their datasets")


class PublisherSchema(ma.Schema):
    """Who answers for the data."""

    slug = ma.fields.String(required=True, metadata={"description": "as in addresses"})
    name = ma.fields.String(required=True, metadata={"description": "for people"})
    ags = ma.fields.String(allow_none=True, metadata={"description": "Amtlicher Gemeindeschlüssel, text"})
    population = ma.fields.Integer(allow_none=True)
    homepage = ma.fields.String(allow_none=True)
    email = ma.fields.String(allow_none=True, metadata={"description": "whom to ask about the data"})
    links = links_field()


class DatasetSchema(ma.Schema):
    """A table kept up over time."""

    slug = ma.fields.String(required=True, metadata={"description": "as in addresses"})
    name = ma.fields.String(required=True, metadata={"description": "the same, as Data Package calls it"})
    publisher = ma.fields.String(required=True, metadata={"description": "slug of the publisher"})
    title = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    licence = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())
    rhythm = ma.fields.String(allow_none=True, metadata={"description": "ISO 8601 duration between reports"})
    homepage = ma.fields.String(metadata={"description": "the publisher's own page on the subject; absent: none"})
    email = ma.fields.String(
        metadata={"description": "whom to ask about the dataset; absent: whom the publisher names"}
    )
    current = ma.fields.String(allow_none=True, metadata={"description": "number of the version that holds now"})
    links = links_field()


class PublishersSchema(ListBodySchema):
    """A list of publishers."""

    items = ma.fields.List(ma.fields.Nested(PublisherSchema))


class DatasetsSchema(ListBodySchema):
    """A list of datasets."""

    items = ma.fields.List(ma.fields.Nested(DatasetSchema))


class NewDatasetBody(ma.Schema):
    """What a new dataset is called, and what it holds."""

    title = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    slug = ma.fields.String(
        load_default=None, allow_none=True, metadata={"description": "made of the title where absent"}
    )
    licence = ma.fields.String(load_default="dl-de-by-2.0", metadata={"enum": [*LICENCES]})
    rhythm = ma.fields.String(load_default=None, allow_none=True, metadata={"description": "ISO 8601 duration"})
    homepage = ma.fields.String(load_default=None, allow_none=True)
    email = ma.fields.String(load_default=None, allow_none=True, metadata={"description": "public: whom to ask"})


class ChangedDatasetBody(ma.Schema):
    """What is said about a dataset from now on; what is absent stays as it is, null takes it away."""

    title = ma.fields.String()
    licence = ma.fields.String(metadata={"enum": [*LICENCES]})
    rhythm = ma.fields.String(allow_none=True, metadata={"description": "ISO 8601 duration"})
    homepage = ma.fields.String(allow_none=True)
    email = ma.fields.String(allow_none=True, metadata={"description": "public: whom to ask"})


@blueprint.route("/publishers")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, PublishersSchema)
def list_publishers(arguments: dict[str, Any]) -> Response:
    """All publishers, by name."""
    part = asked_part(arguments)
    publishers, total = services().catalogue.some_publishers(part.start, part.limit or None)
    return json_response(part_body([publisher_body(publisher) for publisher in publishers], total, part))


@blueprint.route("/publishers/<publisher>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, PublisherSchema)
def get_publisher(_arguments: dict[str, Any], publisher: str) -> Response:
    """One publisher."""
    return json_response(publisher_body(services().catalogue.publisher(publisher)))


@blueprint.route("/publishers/<publisher>/datasets")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, DatasetsSchema)
def list_datasets(arguments: dict[str, Any], publisher: str) -> Response:
    """All datasets of a publisher, by name."""
    part = asked_part(arguments)
    datasets, total = services().catalogue.some_datasets(publisher, part.start, part.limit or None)
    return json_response(part_body([dataset_body(dataset) for dataset in datasets], total, part))


@blueprint.route("/publishers/<publisher>/datasets", methods=["POST"])
@blueprint.arguments(NewDatasetBody, location="json")
@blueprint.response(201, DatasetSchema)
@blueprint.doc(**needs("publish"), **may_answer("already-exists", "name-not-allowed", "kind-not-found"))
def post_dataset(body: dict[str, Any], publisher: str) -> Response:
    """Add a dataset to a publisher."""
    require(publisher, "publish")
    owner = services().catalogue.publisher(publisher)
    added = add_dataset(
        services().catalogue,
        services().kinds,
        owner,
        Settings(**{setting: body[setting] for setting in DATASET_SETTINGS}),
        name=body["slug"] or proposed_name(body["title"]),
        kind=body["kind"],
    )
    services().desk.note("dataset.added", publisher, dataset=added.name, title=added.title)
    return json_response(dataset_body(added), 201)


@blueprint.route("/publishers/<publisher>/datasets/<dataset>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, DatasetSchema)
def get_dataset(_arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """One dataset."""
    about = services().catalogue.dataset(publisher, dataset)
    answers_about(about)
    return json_response(dataset_body(about))


@blueprint.route("/publishers/<publisher>/datasets/<dataset>", methods=["PATCH"])
@blueprint.arguments(ChangedDatasetBody, location="json", required=False)
@blueprint.response(200, DatasetSchema)
@blueprint.doc(**needs("publish"))
def patch_dataset(body: dict[str, Any], publisher: str, dataset: str) -> Response:
    """Change title, licence, rhythm, homepage and contact of a dataset; published versions stay as they are."""
    require(publisher, "publish")
    known = services().catalogue.dataset(publisher, dataset)
    said = {setting: getattr(known, setting) for setting in DATASET_SETTINGS}
    changed = change_dataset(services().catalogue, known, Settings(**{**said, **body}))
    services().desk.note("dataset.changed", publisher, dataset=changed.name, title=changed.title)
    return json_response(dataset_body(changed))


def publisher_body(publisher: Publisher) -> dict[str, Any]:
    """A publisher as the API gives it."""
    about = {name: getattr(publisher, name) for name in ("ags", "population", "homepage", "email")}
    links = {
        "self": api_url("publishers", publisher.name),
        "datasets": api_url("publishers", publisher.name, "datasets"),
        "feed": feed_url(publisher.name),
        "page": page_url(publisher.name),
    }
    return {"slug": publisher.name, "name": publisher.title, **about, "links": links}


def dataset_body(dataset: Dataset) -> dict[str, Any]:
    """A dataset as the API gives it; how its uploads are read is private."""
    return {
        "slug": dataset.name,
        "name": dataset.name,
        "publisher": dataset.publisher.name,
        "title": dataset.title,
        "kind": dataset.kind,
        "licence": dict(vars(licence(dataset.licence))),
        "rhythm": dataset.rhythm,
        **{name: said for name in ("homepage", "email") if (said := getattr(dataset, name))},
        "current": dataset.current,
        "links": dataset_links(dataset),
    }
