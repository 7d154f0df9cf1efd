"""Mending: the cells of an upload that hold something else than the file says.

Here: requests that read and replace them, and the workbook that comes back with its errors marked. Not here: the
report (uploads.py), and the acts themselves (steps/mending.py).
"""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import BINARY, NO_ROOM, OF_DRAFTS, OF_FILES, may_answer, needs
from opendata.api.lists import LanguageQuery, json_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.upload_schemas import UploadSchema
from opendata.api.uploads import own_upload, upload_body
from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Upload
from opendata.domain.report.edits import LONGEST_TEXT, MOST_EDITS, Edit, edits_from_json, proposal_json, proposals_of
from opendata.steps import mending
from opendata.web.access import bearer_name
from opendata.web.addresses import API
from opendata.web.language import language
from opendata.web.marked_files import XLSX, marked_response
from opendata.web.sent_json import must_be_text
from opendata.web.services import services
from opendata.web.upload_jobs import put_edits as put_edits_of

blueprint = ApiBlueprint("mending", __name__, url_prefix=API, description="Cells mended in the service")


class EditBody(ma.Schema):
    """A cell, and what it holds from now on."""

    file = ma.fields.String(
        metadata={"description": "as it was sent; may be left out where one file alone has such a sheet"}
    )
    sheet = ma.fields.String(load_default=None, allow_none=True, metadata={"description": "null for a CSV"})
    address = ma.fields.String(required=True, metadata={"description": "F12"})
    after = ma.fields.String(
        required=True,
        allow_none=True,
        validate=ma.validate.Length(max=LONGEST_TEXT),
        metadata={"description": "as a person would type it; null empties the cell"},
    )


class KeptEditSchema(EditBody):
    """An edit that is in effect, with what was found out about its cell."""

    before = ma.fields.String(allow_none=True, metadata={"description": "what the sheet showed"})
    resource = ma.fields.String(allow_none=True, metadata={"description": "null: nothing of the cell is published"})
    field = ma.fields.String(allow_none=True)
    at = ma.fields.DateTime(allow_none=True)
    by = ma.fields.String(allow_none=True, metadata={"description": "never published"})


class EditsBody(ma.Schema):
    """All edits of an upload."""

    edits = ma.fields.List(ma.fields.Nested(EditBody), required=True, validate=ma.validate.Length(max=MOST_EDITS))
    edition = ma.fields.String(
        metadata={
            "description": "the edition that you saw: if the upload has another one by now, the answer is 409 and "
            "nothing is changed"
        }
    )


class ProposalEditSchema(EditBody):
    """What a wrong cell may have been meant to hold; it takes effect when it is sent as one of the edits."""

    error = ma.fields.Integer(required=True, metadata={"description": "the position of its error in the report"})


class KeptEditsSchema(ma.Schema):
    """The edits of an upload, proposals for further ones, and the mark of its present reading."""

    edits = ma.fields.List(ma.fields.Nested(KeptEditSchema))
    proposals = ma.fields.List(ma.fields.Nested(ProposalEditSchema))
    edition = ma.fields.String(required=True)


class MarkedQuery(LanguageQuery):
    """Which of the files is wanted."""

    file = ma.fields.String(
        metadata={"description": "its name; by default the first one in which something is wrong"}
    )


@blueprint.route("/uploads/<upload_id>/edits")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, KeptEditsSchema)
@blueprint.doc(**needs("upload"))
def get_edits(_arguments: dict[str, Any], upload_id: str) -> Response:
    """The cells of an upload that were mended in the service, and proposals; the file stays as it was sent."""
    return json_response(_body(own_upload(upload_id, "upload")))


@blueprint.route("/uploads/<upload_id>/edits", methods=["PUT"])
@blueprint.arguments(EditsBody, location="json")
@blueprint.response(200, UploadSchema)
@blueprint.doc(**needs("upload"), **may_answer(*OF_FILES, *OF_DRAFTS, NO_ROOM, "edit-not-valid", "date-before-last"))
def put_edits(body: dict[str, Any], upload_id: str) -> Response:
    """Replace all edits of an upload by these; the upload is read and checked again.

    An edit that is left out is undone. A proposal, without `error`, is such an edit. What was edited in published
    columns is listed with the version. A large upload is read by a worker: its state is `processing` until then.
    """
    upload = own_upload(upload_id, "upload")
    edits = [Edit(**{"file": "", **edit}) for edit in body["edits"]]
    for edit in edits:
        must_be_text("edits", edit.after or "")
    if len({edit.place for edit in edits}) < len(edits):
        german = "nennt eine Zelle zweimal"
        raise RequestNotValid("edits", "names a cell twice", german=german)
    return json_response(upload_body(put_edits_of(upload, edits, by=bearer_name(), seen=body.get("edition"))))


@blueprint.route("/uploads/<upload_id>/marked.xlsx")
@blueprint.arguments(MarkedQuery, location="query")
@blueprint.response(200, BINARY, content_type=XLSX)
@blueprint.doc(**needs("upload"), **may_answer(*OF_FILES, *OF_DRAFTS))
def get_marked_workbook(arguments: dict[str, Any], upload_id: str) -> Response:
    """The workbook that was sent, with its wrong cells coloured and commented, and a sheet that lists them.

    Everything else in it stays as it is; a file in another format comes back as a new workbook with its texts.
    """
    upload = own_upload(upload_id, "upload")
    marked = mending.marked_workbook(services().desk, upload, language(), arguments.get("file"))
    return marked_response(marked)


def _body(upload: Upload) -> dict[str, Any]:
    return {
        "edits": [edit.as_json() for edit in edits_from_json(upload.edits)],
        "proposals": [proposal_json(error, edit) for error, edit in proposals_of(upload.report).items()],
        "edition": mending.edition(upload),
    }
