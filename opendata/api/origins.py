"""Origins: where the values of a draft stand on the pages of its report, and pictures of these places.

Here: requests for them, which need a token. Not here: finding and drawing them (steps/report_places.py).
"""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import BINARY, OF_DRAFTS, OF_FILES, may_answer, needs
from opendata.api.lists import ListQuery, asked_part, list_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.uploads import own_upload
from opendata.steps import report_places
from opendata.web.addresses import API
from opendata.web.page_clips import PNG, clip_response, row_number
from opendata.web.services import services

blueprint = ApiBlueprint("origins", __name__, url_prefix=API, description="Places of values in a report")


class BoxSchema(ma.Schema):
    """A rectangle on a page, in points from the top left of the page as it is shown."""

    page = ma.fields.Integer(required=True, metadata={"description": "counted from 1"})
    x0 = ma.fields.Float(required=True)
    top = ma.fields.Float(required=True)
    x1 = ma.fields.Float(required=True)
    bottom = ma.fields.Float(required=True)


class PlaceSchema(ma.Schema):
    """Where a value stands."""

    file = ma.fields.String(allow_none=True)
    address = ma.fields.String(required=True, metadata={"description": "of its cell, as edits name it"})
    boxes = ma.fields.List(
        ma.fields.Nested(BoxSchema), metadata={"description": "in reading order; none for what no page says"}
    )


class PlacesOfRowSchema(ma.Schema):
    """A row of the report, and where its values stand."""

    row = ma.fields.Integer(required=True, metadata={"description": "its number in the table of the report"})
    key = ma.fields.String(allow_none=True)
    title = ma.fields.String(allow_none=True)
    page = ma.fields.Integer(allow_none=True, metadata={"description": "on which it begins"})
    cells = ma.fields.Dict(
        keys=ma.fields.String(),
        values=ma.fields.Nested(PlaceSchema),
        metadata={"description": "by the name of the field"},
    )


class OriginsSchema(ma.Schema):
    """Rows of a report with the places of their values."""

    items = ma.fields.List(ma.fields.Nested(PlacesOfRowSchema))
    total = ma.fields.Integer()
    links = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


@blueprint.route("/uploads/<upload_id>/origins/<resource>.json")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, OriginsSchema)
@blueprint.doc(**needs("upload"))
def get_origins(arguments: dict[str, Any], upload_id: str, resource: str) -> Response:
    """Where each value of a draft stands in the report: page and box. They stay inside and expire with it."""
    part = asked_part(arguments)
    rows = report_places.rows_on_pages(services().desk, own_upload(upload_id, "upload"), resource)
    return list_response(rows[part.start : part.stop], len(rows), part, {})


@blueprint.route("/uploads/<upload_id>/clips/<resource>/<row>/<field>.png")
@blueprint.response(200, BINARY, content_type=PNG)
@blueprint.doc(**needs("upload"), **may_answer(*OF_FILES, *OF_DRAFTS, "place-not-found"))
def get_clip(upload_id: str, resource: str, row: str, field: str) -> Response:
    """A picture of the place in the report where a value stands, with a frame around it."""
    upload = own_upload(upload_id, "upload")
    return clip_response(report_places.clip(services().desk, upload, resource, row_number(row), field))
