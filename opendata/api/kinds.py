"""Kinds: which types of dataset there are, and the schema of each."""

from typing import Any

from flask import Response

from opendata.api.description.notes_of_views import shape
from opendata.api.lists import LanguageQuery, ListQuery, asked_part, json_response, list_body
from opendata.api.openapi import ApiBlueprint
from opendata.domain.kinds import Kind
from opendata.web.addresses import API, api_url
from opendata.web.services import services

blueprint = ApiBlueprint("kinds", __name__, url_prefix=API, description="Types of dataset")


@blueprint.route("/kinds")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, shape("Kinds"))
def list_kinds(arguments: dict[str, Any]) -> Response:
    """All kinds of dataset."""
    return json_response(list_body([_kind(kind) for kind in services().kinds.values()], asked_part(arguments)))


@blueprint.route("/kinds/<kind>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, shape("KindWithSchemas"))
def get_kind(_arguments: dict[str, Any], kind: str) -> Response:
    """One kind with its schemas."""
    about = services().kinds[kind]
    tables = [
        {"name": table.name, "labels": dict(table.labels), "entity": table.entity, "schema": table.public_schema()}
        for table in about
    ]
    return json_response({**_kind(about), "description": about.description, "resources": tables})


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "labels": dict(kind.labels),
        "tables": [table.name for table in kind],
        "links": {"self": api_url("kinds", kind.name), "template": api_url("kinds", kind.name, "template.xlsx")},
    }
