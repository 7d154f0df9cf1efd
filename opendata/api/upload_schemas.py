"""Schemas of the requests about uploads and of their answers; the OpenAPI document is made from them as well."""

from typing import Any

import marshmallow as ma

from opendata.api.description.notes_of_views import shape, shaped
from opendata.api.json_fields import JsonTruth
from opendata.api.lists import ListBodySchema, links_field
from opendata.domain.report.questions import LONGEST_REASON

# processing: the upload is being read and checked, and becomes draft or invalid. A draft can become published.
STATES = ("processing", "draft", "invalid", "published")


class UploadQuery(ma.Schema):
    """How an upload is sent."""

    publish = ma.fields.Boolean(load_default=False, metadata={"description": "publish at once if it is valid"})
    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]))


ANSWER = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "yes": {"type": "boolean", "description": "where a look is enough; false opens the question again"},
        "reason": {"type": "string", "maxLength": LONGEST_REASON, "description": "public with the version"},
        "disposition": {"type": "string", "description": "one of the question's dispositions; public"},
        "into": {"type": "string", "description": "with a disposition: the key of the row that it became"},
    },
}
ANSWERS = {
    "type": "object",
    "additionalProperties": ANSWER,
    "description": "by the id of the question, or by its group",
}


CONFIRM = (
    "the figures are confirmed: where nothing has changed since the current version and as_of is later, that is "
    "published as a version of its own; where rows have changed, they are published as always"
)


class PublishBody(ma.Schema):
    """What is said when publishing."""

    answers = ma.fields.Dict(keys=ma.fields.String(), load_default=dict, metadata=ANSWERS)
    confirm = JsonTruth(load_default=False, metadata={"description": CONFIRM})


class TextsSchema(ma.Schema):
    """A text in both languages."""

    de = ma.fields.String(required=True)
    en = ma.fields.String(required=True)


class CandidateSchema(ma.Schema):
    """A row that a row under another key may have become."""

    key = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    likeness = ma.fields.Float(required=True, validate=ma.validate.Range(0, 1))
    old_key = ma.fields.String()


class QuestionSchema(ma.Schema):
    """Something to be looked at before a draft is published; see docs/questions.md."""

    id = ma.fields.String(required=True, metadata={"description": "the name by which it is answered"})
    about = ma.fields.String(required=True, metadata={"description": "hidden_content, many_removed, …"})
    resource = ma.fields.String(required=True, allow_none=True)
    key = ma.fields.String(required=True, allow_none=True)
    field = ma.fields.String()
    before = ma.fields.Raw(allow_none=True)
    after = ma.fields.Raw(allow_none=True)
    address = ma.fields.String(metadata={"description": "the first cell, such as E2"})
    sheet = ma.fields.String()
    text = ma.fields.Nested(TextsSchema, required=True)
    answer = ma.fields.String(
        required=True,
        validate=ma.validate.OneOf(["yes", "reason", "disposition"]),
        metadata={"description": "the part that an answer must have; a reason answers a question for a yes as well"},
    )
    required = ma.fields.Boolean(required=True, metadata={"description": "nothing is published without an answer"})
    dispositions = ma.fields.List(ma.fields.String())
    candidates = ma.fields.List(ma.fields.Nested(CandidateSchema))
    group = ma.fields.String(
        metadata={"description": "an answer under this name serves all questions of the group without their own"}
    )


class FindingSchema(ma.Schema):
    """One mistake, and what to do about it."""

    code = ma.fields.String(required=True, metadata={"description": "Frictionless' error type, or one of ours"})
    resource = ma.fields.String(allow_none=True)
    row = ma.fields.Integer(allow_none=True)
    field = ma.fields.String(allow_none=True)
    column = ma.fields.Integer(allow_none=True)
    cell = ma.fields.String(allow_none=True)
    address = ma.fields.String(allow_none=True, metadata={"description": "F12"})
    sheet = ma.fields.String(allow_none=True)
    message = ma.fields.String(required=True)
    messages = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())
    note = ma.fields.String(allow_none=True, metadata={"description": "Frictionless' own words, where it found it"})


class CountSchema(ma.Schema):
    """How many errors of one code there are in one field."""

    resource = ma.fields.String(allow_none=True)
    field = ma.fields.String(allow_none=True, metadata={"description": "null: not one field's, as a repeated key"})
    code = ma.fields.String(required=True)
    count = ma.fields.Integer(required=True)


class SummaryLineSchema(ma.Schema):
    """One sentence about what was decided when the files were read."""

    code = ma.fields.String(
        required=True, metadata={"description": "rewritten, row-left-out, …; see docs/questions.md"}
    )
    count = ma.fields.Integer(required=True, metadata={"description": "how many cells, rows or columns"})
    resource = ma.fields.String(allow_none=True)
    sheet = ma.fields.String(allow_none=True)
    field = ma.fields.String(allow_none=True)
    rule = ma.fields.String(allow_none=True, metadata={"description": "of a rewrite, or the reason to leave out"})
    question = ma.fields.String(allow_none=True, metadata={"description": "the id of the question that it asks"})
    addresses = ma.fields.List(ma.fields.String(), metadata={"description": "E4, row 6 or column E: the first 20"})
    message = ma.fields.String(required=True)
    messages = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())
    matters = ma.fields.Boolean(required=True, metadata={"description": "one of the few things to look at first"})


class ReportSchema(ma.Schema):
    """What intake did to the files, and what the check found in them."""

    valid = ma.fields.Boolean(required=True)
    error_count = ma.fields.Integer(required=True)
    more = ma.fields.Boolean(required=True, metadata={"description": "error_count is a lower bound"})
    errors = ma.fields.List(ma.fields.Nested(FindingSchema))
    rewrites = ma.fields.List(
        ma.fields.Dict(metadata=shaped("Rewrite")),
        metadata={"description": "cells written differently, and why: the first 1,000"},
    )
    rewrite_counts = ma.fields.List(
        ma.fields.Dict(metadata=shaped("RewriteCount")),
        metadata={"description": "how many cells of each field each rule rewrote"},
    )
    rewrite_count = ma.fields.Integer()
    dropped = ma.fields.List(
        ma.fields.Dict(metadata=shaped("DroppedColumn")), metadata={"description": "columns that are not published"}
    )
    left_out = ma.fields.List(
        ma.fields.Dict(metadata=shaped("LeftOut")), metadata={"description": "rows and sheets that are no part"}
    )
    notes = ma.fields.List(ma.fields.Dict(metadata=shaped("Note")))
    summary = ma.fields.List(
        ma.fields.Nested(SummaryLineSchema),
        metadata={"description": "everything that was decided, in sentences: first the few things that matter"},
    )
    questions = ma.fields.List(
        ma.fields.Nested(QuestionSchema),
        metadata={"description": "of POST /api/v1/validate; an upload has its questions beside its report"},
    )
    engine = ma.fields.String()
    counts = ma.fields.List(
        ma.fields.Nested(CountSchema),
        allow_none=True,
        metadata={"description": "of all errors, those that are not listed as well"},
    )
    counts_complete = ma.fields.Boolean(metadata={"description": "the counts are those of the whole tables"})


class UploadLineSchema(ma.Schema):
    """What was sent, and what publishing it would change."""

    id = ma.fields.String(required=True)
    state = ma.fields.String(
        required=True,
        validate=ma.validate.OneOf(STATES),
        metadata={"description": "processing: a large upload that is still being checked; ask again in some seconds"},
    )
    publisher = ma.fields.String()
    dataset = ma.fields.String()
    as_of = ma.fields.Date(required=True)
    created_at = ma.fields.DateTime()
    message = ma.fields.String(allow_none=True)
    changes = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), allow_none=True)
    base = ma.fields.String(allow_none=True, metadata={"description": "the version that changes are counted against"})
    next_version = ma.fields.String(allow_none=True)
    version = ma.fields.String(allow_none=True, metadata={"description": "the one it became"})
    review = ma.fields.Dict(metadata=shaped("Said"))
    links = links_field()


class PartSchema(ma.Schema):
    """One of the uploads that a report of several dates became."""

    id = ma.fields.String(required=True)
    as_of = ma.fields.Date(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))


class UploadSchema(UploadLineSchema):
    """The same with its report."""

    parts = ma.fields.List(
        ma.fields.Nested(PartSchema),
        metadata={
            "description": "only of a report that tells of several dates: an upload for each of them, oldest first, "
            "to be published in this order; the one that was sent is the newest"
        },
    )

    progress = ma.fields.Float(
        validate=ma.validate.Range(0, 1), metadata={"description": "only while it is processed: how far that is"}
    )
    report = ma.fields.Nested(ReportSchema, allow_none=True, metadata={"description": "null while it is processed"})
    questions = ma.fields.List(
        ma.fields.Nested(QuestionSchema),
        metadata={"description": "to be answered before the draft is published"},
    )
    answers = ma.fields.Dict(metadata={**ANSWERS, "description": "those given so far, by the id of the question"})


class UploadsSchema(ListBodySchema):
    """A list of uploads, without their reports."""

    items = ma.fields.List(ma.fields.Nested(UploadLineSchema))


class PublishedSchema(ma.Schema):
    """What publishing brought about."""

    version = ma.fields.String(required=True)
    serial = ma.fields.Integer()
    changes = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer())
    confirmed = ma.fields.Boolean(metadata={"description": "nothing has changed but as_of, and that is published"})
    unchanged = ma.fields.Boolean(metadata={"description": "the content is that of this version: nothing published"})
    report = ma.fields.Nested(ReportSchema, metadata={"description": "that of the upload"})
    links = links_field()


def multipart(required: list[str], **parts: dict[str, Any]) -> dict[str, Any]:
    """The body of a request that sends files, for the OpenAPI document; parts: those beside files and mapping."""
    properties = {
        "file": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "format": "binary"},
            "description": "the table, in one file or in several: .xlsx, .xls, .ods, .csv, .pdf, a Data Package, or "
            "JSON with the measures of LocalMonitoring or Kausal Watch",
        },
        "mapping": {**shape("Mapping"), "description": "as JSON; without it, the dataset's own mapping is used"},
        **parts,
    }
    schema = {"type": "object", "required": required, "properties": properties, "additionalProperties": False}
    encoding = {part: {"contentType": "application/json"} for part in ("mapping", "answers") if part in properties}
    content = {"multipart/form-data": {"schema": schema, "encoding": encoding}}
    return {"requestBody": {"required": True, "content": content}}


class DraftRowsSchema(ListBodySchema):
    """A page of a draft's rows."""

    items = ma.fields.List(ma.fields.Dict(metadata=shaped("Row")))
