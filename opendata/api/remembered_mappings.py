"""The mapping that a dataset remembers: the next upload is read by it, unless it brings a mapping of its own."""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import may_answer, needs, shape_or_null
from opendata.api.lists import LanguageQuery, json_response, links_field
from opendata.api.openapi import ApiBlueprint
from opendata.api.uploads import check_patterns
from opendata.steps.remembering import remember_mapping
from opendata.web.access import require
from opendata.web.addresses import API, dataset_url
from opendata.web.services import services

blueprint = ApiBlueprint("mappings", __name__, url_prefix=API, description="How a dataset's tables are read")
ADDRESS = "/publishers/<publisher>/datasets/<dataset>/mapping"


class RememberedMappingBody(ma.Schema):
    """The whole mapping, or null to forget it."""

    mapping = ma.fields.Dict(required=True, allow_none=True, metadata=shape_or_null("Mapping"))


class RememberedMappingSchema(ma.Schema):
    """The mapping of a dataset."""

    mapping = ma.fields.Dict(allow_none=True, metadata=shape_or_null("Mapping"))
    links = links_field()


@blueprint.route(ADDRESS)
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, RememberedMappingSchema)
@blueprint.doc(**needs("upload"))
def get_mapping(_arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """The mapping by which the next upload of a dataset is read."""
    require(publisher, "upload")
    return _answer(publisher, dataset)


@blueprint.route(ADDRESS, methods=["PUT"])
@blueprint.arguments(RememberedMappingBody, location="json")
@blueprint.response(200, RememberedMappingSchema)
@blueprint.doc(**needs("publish"), **may_answer("mapping-not-valid"))
def put_mapping(body: dict[str, Any], publisher: str, dataset: str) -> Response:
    """Remember another mapping; earlier uploads, and what is published, do not change."""
    require(publisher, "publish")
    known = services().catalogue.dataset(publisher, dataset)
    if body["mapping"] is not None:
        check_patterns("mapping", body["mapping"])
    kind = services().kinds[known.kind]
    remember_mapping(services().catalogue, services().check_mapping, kind, known, body["mapping"])
    services().desk.note("mapping.changed", publisher, dataset=dataset, title=known.title)
    return _answer(publisher, dataset)


def _answer(publisher: str, dataset: str) -> Response:
    mapping = services().catalogue.dataset(publisher, dataset).mapping
    return json_response({"mapping": mapping, "links": {"self": dataset_url(publisher, dataset, "mapping")}})
