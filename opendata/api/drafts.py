"""Drafts: looking at what was sent, reading it again by another mapping, answering, and what publishing would do.

Here: requests about an upload that is not published yet. Not here: sending and publishing (uploads.py).
"""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import NO_ROOM, OF_DRAFTS, OF_FILES, may_answer, needs, shape, shaped
from opendata.api.lists import LanguageQuery, ListQuery, asked_part, json_response, list_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.upload_schemas import ANSWERS, UploadSchema
from opendata.api.uploads import check_patterns, own_upload, upload_body
from opendata.domain.report.sent_tables import SentTables
from opendata.formats.version_changes import row_changes
from opendata.steps import looking, previewing
from opendata.web.addresses import API
from opendata.web.services import services
from opendata.web.upload_jobs import map_again

blueprint = ApiBlueprint("drafts", __name__, url_prefix=API, description="Drafts: mapping, answers, preview")


class MapBody(ma.Schema):
    """By which mapping an upload is read again."""

    mapping = ma.fields.Dict(required=True, metadata=shaped("Mapping"))


class AnswersBody(ma.Schema):
    """Answers to the questions of a draft."""

    answers = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata=ANSWERS)


class ProposalSchema(ma.Schema):
    """A field that a column may be meant for."""

    field = ma.fields.String(required=True)
    likeness = ma.fields.Float(required=True, validate=ma.validate.Range(0, 1))


class SentColumnSchema(ma.Schema):
    """A column of the city's table, and the fields that it would fill."""

    column = ma.fields.Integer(required=True, metadata={"description": "its position, from 1 on"})
    letters = ma.fields.String(required=True)
    header = ma.fields.String(required=True)
    mapped_as = ma.fields.String(allow_none=True, metadata={"description": "the mapping's own words for the header"})
    # A schema keeps its own fields under this name until the class is made; afterwards they are declared apart.
    fields = ma.fields.List(ma.fields.String())  # type: ignore[assignment]
    how = ma.fields.String(validate=ma.validate.OneOf(["known", "mapped", "not-published", "as-rows", "unknown"]))
    samples = ma.fields.List(ma.fields.String(), metadata={"description": "the first five different texts in it"})
    proposals = ma.fields.List(ma.fields.Nested(ProposalSchema))


class UnknownWordSchema(ma.Schema):
    """A text in a column of codes that means none of them."""

    text = ma.fields.String(required=True)
    whole = ma.fields.String(required=True, metadata={"description": "not cut; as the mapping names it"})
    count = ma.fields.Integer(required=True)
    proposal = ma.fields.String(allow_none=True, metadata={"description": "the code that comes near"})


class UnknownCodesSchema(ma.Schema):
    """The texts of one field that mean none of its codes."""

    field = ma.fields.String(required=True)
    words = ma.fields.List(ma.fields.Nested(UnknownWordSchema))


class TableReadingSchema(ma.Schema):
    """How a table of the kind would be read from what was sent."""

    resource = ma.fields.String(required=True)
    labels = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())
    table = ma.fields.Integer(allow_none=True, metadata={"description": "the place of its sheet; null: none"})
    header_row = ma.fields.Integer(allow_none=True)
    last_header_row = ma.fields.Integer(allow_none=True)
    columns = ma.fields.List(ma.fields.Nested(SentColumnSchema))
    missing = ma.fields.List(ma.fields.String(), metadata={"description": "needed fields without a column"})
    codes = ma.fields.List(ma.fields.Nested(UnknownCodesSchema))


class SheetSchema(ma.Schema):
    """A sheet or file of an upload."""

    name = ma.fields.String(required=True)
    file = ma.fields.String(required=True)
    sheet = ma.fields.String(allow_none=True)
    hidden = ma.fields.Boolean()
    rows = ma.fields.Integer()
    columns = ma.fields.List(ma.fields.Integer())


class SheetsSchema(ma.Schema):
    """The sheets of an upload, and how each table of the kind would be read from them."""

    sheets = ma.fields.List(ma.fields.Nested(SheetSchema))
    readings = ma.fields.List(ma.fields.Nested(TableReadingSchema))


@blueprint.route("/uploads/<upload_id>/sheets")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, SheetsSchema)
@blueprint.doc(**needs("upload"), **may_answer(*OF_FILES))
def get_sheets(_arguments: dict[str, Any], upload_id: str) -> Response:
    """The sheets of an upload, the fields that their columns fill, and proposals for those that fill none."""
    upload = own_upload(upload_id, "upload")
    return json_response(_sheets_body(looking.sheets_of(services().desk, services().reading.answers, upload)))


@blueprint.route("/uploads/<upload_id>/map", methods=["POST"])
@blueprint.arguments(MapBody, location="json")
@blueprint.response(200, UploadSchema)
@blueprint.doc(**needs("upload"), **may_answer(*OF_FILES, *OF_DRAFTS, NO_ROOM, "date-before-last"))
def post_map(body: dict[str, Any], upload_id: str) -> Response:
    """Read and check the same files once more, by this mapping: the report and the draft are made anew.

    Large files are read by a job, as when they were sent: the state is then processing.
    """
    upload = own_upload(upload_id, "upload")
    check_patterns("mapping", body["mapping"])
    return json_response(upload_body(map_again(upload, body["mapping"])))


@blueprint.route("/uploads/<upload_id>/answers", methods=["PUT"])
@blueprint.arguments(AnswersBody, location="json")
@blueprint.response(200, UploadSchema)
@blueprint.doc(**needs("upload"), **may_answer(*OF_DRAFTS, "date-before-last", "version-withdrawn"))
def put_answers(body: dict[str, Any], upload_id: str) -> Response:
    """Keep answers with a draft, beside those that it has; nothing is published."""
    upload = own_upload(upload_id, "upload")
    return json_response(upload_body(previewing.keep_answers(services().desk, upload, body["answers"])))


@blueprint.route("/uploads/<upload_id>/preview")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, shape("Preview"))
@blueprint.doc(**needs("upload"), **may_answer(*OF_DRAFTS, "date-before-last", "version-withdrawn"))
def get_preview(arguments: dict[str, Any], upload_id: str) -> Response:
    """What publishing a draft now would bring about; its items are the rows that change, as in changes.json."""
    seen = previewing.preview(services().desk, own_upload(upload_id, "upload"))
    part = asked_part(arguments)
    head = {
        "base": seen.upload.base,
        "next_version": seen.plan.number,
        "counts": dict(seen.plan.counts),
        "sentences": [dict(event.sentence) for event in seen.events[part.start : part.stop]],
    }
    changes = row_changes(seen.plan.changesets, seen.before, seen.draft.kind, part.start)
    return list_response(changes, sum(seen.plan.counts.values()), part, head)


def _sheets_body(seen: SentTables) -> dict[str, Any]:
    return {
        "sheets": [
            {
                "name": table.name,
                "file": table.file,
                "sheet": table.sheet,
                "hidden": table.hidden,
                "rows": table.cells.height,
                "columns": table.columns,
            }
            for table in seen.tables
        ],
        "readings": list(seen.readings),
    }
