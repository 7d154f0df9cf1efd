"""Releases: publishing at a set time, by two people, and links to previews.

Here: requests about these acts, which the portal has as well. Not here: publishing itself (uploads.py).
"""

from typing import Any

import marshmallow as ma
from flask import Response, url_for

from opendata.api.description.notes_of_views import OF_DRAFTS, may_answer, needs, shape_or_null
from opendata.api.json_fields import JsonTruth, JsonWholeNumber
from opendata.api.lists import LanguageQuery, ListBodySchema, ListQuery, asked_part, json_response, part_body
from opendata.api.openapi import ApiBlueprint
from opendata.api.upload_schemas import UploadSchema
from opendata.api.uploads import own_upload, upload_body
from opendata.domain.local_times import local_moment_text
from opendata.domain.model import Upload
from opendata.domain.release_errors import NoAppointment
from opendata.domain.tables.timestamps import moment_json
from opendata.steps import preview_by_link, releasing, set_times
from opendata.steps.ports.appointments import Appointment
from opendata.steps.ports.preview_links import PreviewLink
from opendata.steps.preview_by_link import DAYS, MOST_DAYS
from opendata.web.access import ADMIN, require
from opendata.web.addresses import API
from opendata.web.language import language
from opendata.web.services import services

blueprint = ApiBlueprint("releases", __name__, url_prefix=API, description="Set times, four eyes, preview links")


class AppointmentBody(ma.Schema):
    """When a draft is to be published."""

    at = ma.fields.String(
        required=True,
        metadata={"description": "2026-01-15T09:00 in the publisher's time zone, or with an offset"},
    )
    confirm = JsonTruth(
        load_default=False, metadata={"description": "the figures are confirmed where nothing has changed"}
    )


class AppointmentSchema(ma.Schema):
    """When a draft is to be published, and what became of it."""

    at = ma.fields.DateTime(required=True)
    local = ma.fields.String(required=True, metadata={"description": "as the clocks of the publisher show it"})
    time_zone = ma.fields.String(required=True)
    by = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(["waiting", "missed"]))
    outdated = ma.fields.Boolean(
        required=True, metadata={"description": "the draft was changed since, and will not be published"}
    )
    reason = ma.fields.String(allow_none=True, metadata={"description": "why it was missed, such as another-version"})


class PreviewLinkBody(ma.Schema):
    """How long a link to a preview holds."""

    days = JsonWholeNumber(load_default=DAYS, validate=ma.validate.Range(1, MOST_DAYS))


class PreviewLinkSchema(ma.Schema):
    """A link that shows, without an account, what a draft will make public."""

    id = ma.fields.String(required=True)
    made_by = ma.fields.String(required=True)
    made_at = ma.fields.DateTime(required=True)
    expires_at = ma.fields.DateTime(required=True)
    opened = ma.fields.Integer(required=True, metadata={"description": "how often the link was opened"})


class NewPreviewLinkSchema(PreviewLinkSchema):
    """A link to a preview, with its address."""

    url = ma.fields.Url(required=True, metadata={"description": "no later answer has it"})


class PreviewLinksSchema(ma.Schema):
    """The links of a draft that still lead somewhere."""

    items = ma.fields.List(ma.fields.Nested(PreviewLinkSchema))
    total = ma.fields.Integer()


class AskBody(ma.Schema):
    """What those who publish should look at."""

    word = ma.fields.String(load_default="", metadata={"description": "private, one sentence"})


class SendBackBody(ma.Schema):
    """Why a draft is sent back."""

    reason = ma.fields.String(required=True, metadata={"description": "private, one sentence"})


class ReviewSchema(ma.Schema):
    """Who had a hand in an upload, and what was said about it."""

    four_eyes = ma.fields.Boolean(required=True, metadata={"description": "somebody else has to publish the draft"})
    hands = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "who sent, mapped or mended it, the sender first"}
    )
    said = ma.fields.Dict(required=True, allow_none=True, metadata=shape_or_null("Said"))


class RulesBody(ma.Schema):
    """How a publisher publishes; a rule that is left out stays as it is."""

    four_eyes = JsonTruth(metadata={"description": "nobody publishes what they had a hand in"})
    time_zone = ma.fields.String(metadata={"description": "the zone of set times, such as Europe/Berlin"})


class ActSchema(ma.Schema):
    """Who did what."""

    id = ma.fields.Integer(required=True)
    at = ma.fields.DateTime(required=True)
    who = ma.fields.String(required=True, metadata={"description": "an address, token:NAME, flask, service, …"})
    act = ma.fields.String(required=True, metadata={"description": "version.published, upload.sent, …"})
    about = ma.fields.Dict(required=True)


class LogSchema(ListBodySchema):
    """The audit log of a publisher."""

    items = ma.fields.List(ma.fields.Nested(ActSchema))


@blueprint.route("/uploads/<upload_id>/appointment", methods=["PUT"])
@blueprint.arguments(AppointmentBody, location="json")
@blueprint.response(200, AppointmentSchema)
@blueprint.doc(
    **needs("publish"),
    **may_answer(*OF_DRAFTS, "date-before-last", "version-withdrawn", "answers-missing", "four-eyes-needed"),
)
def put_appointment(body: dict[str, Any], upload_id: str) -> Response:
    """Publish a draft at a time, or at another one than was set before."""
    upload = own_upload(upload_id, "publish")
    made = set_times.set_time(services().desk, upload, body["at"], services().now(), confirm=body["confirm"])
    return json_response(appointment_body(made, services().uploads.get(upload.id)))


@blueprint.route("/uploads/<upload_id>/appointment")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, AppointmentSchema)
@blueprint.doc(**needs("upload"), **may_answer("no-appointment"))
def get_appointment(_arguments: dict[str, Any], upload_id: str) -> Response:
    """When a draft is to be published, or why it was not."""
    upload = own_upload(upload_id, "upload")
    appointment = set_times.appointment_of(services().desk, upload)
    if appointment is None:
        raise NoAppointment(upload.id)
    return json_response(appointment_body(appointment, upload))


@blueprint.route("/uploads/<upload_id>/appointment", methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**needs("publish"), **may_answer("no-appointment", "too-late-to-cancel"))
def delete_appointment(upload_id: str) -> Response:
    """Call off the time at which a draft is to be published."""
    set_times.cancel(services().desk, own_upload(upload_id, "publish"), services().now())
    return Response(status=204)


@blueprint.route("/uploads/<upload_id>/preview-links", methods=["POST"])
@blueprint.arguments(PreviewLinkBody, location="json", required=False)
@blueprint.response(201, NewPreviewLinkSchema)
@blueprint.doc(**needs("upload"), **may_answer(*OF_DRAFTS, "date-before-last", "version-withdrawn"))
def post_preview_link(body: dict[str, Any], upload_id: str) -> Response:
    """Make a link that shows, without an account, what a draft will make public; its address is given this once."""
    upload = own_upload(upload_id, "upload")
    link, secret = preview_by_link.make_link(services().desk, upload, body.get("days", DAYS), services().now())
    address = url_for("portal.preview_by_link", secret=secret, _external=True)
    return json_response({**_link_body(link), "url": address}, 201)


@blueprint.route("/uploads/<upload_id>/preview-links")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, PreviewLinksSchema)
@blueprint.doc(**needs("upload"))
def get_preview_links(_arguments: dict[str, Any], upload_id: str) -> Response:
    """The links to the preview of a draft that still lead somewhere; their addresses are kept nowhere."""
    upload = own_upload(upload_id, "upload")
    links = [_link_body(link) for link in preview_by_link.open_links(services().desk, upload, services().now())]
    return json_response({"items": links, "total": len(links)})


@blueprint.route("/uploads/<upload_id>/preview-links/<link_id>", methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**needs("upload"))
def delete_preview_link(upload_id: str, link_id: str) -> Response:
    """Let a link to the preview of a draft lead nowhere any more."""
    preview_by_link.revoke_link(services().desk, own_upload(upload_id, "upload"), link_id, services().now())
    return Response(status=204)


@blueprint.route("/uploads/<upload_id>/ask-for-release", methods=["POST"])
@blueprint.arguments(AskBody, location="json", required=False)
@blueprint.response(200, UploadSchema)
@blueprint.doc(
    **needs("upload"), **may_answer(*OF_DRAFTS, "date-before-last", "version-withdrawn", "answers-missing")
)
def post_ask(body: dict[str, Any], upload_id: str) -> Response:
    """Ask those who may publish a draft to do so; the portal tells them, and a mail where the service sends mails."""
    upload = own_upload(upload_id, "upload")
    asked = releasing.ask_for_release(services().desk, upload, body.get("word", ""), services().now())
    return json_response(upload_body(asked))


@blueprint.route("/uploads/<upload_id>/send-back", methods=["POST"])
@blueprint.arguments(SendBackBody, location="json")
@blueprint.response(200, UploadSchema)
@blueprint.doc(**needs("publish"), **may_answer(*OF_DRAFTS))
def post_send_back(body: dict[str, Any], upload_id: str) -> Response:
    """Send a draft back to those who had a hand in it, with a reason; the draft stays."""
    upload = own_upload(upload_id, "publish")
    return json_response(upload_body(releasing.send_back(services().desk, upload, body["reason"], services().now())))


@blueprint.route("/uploads/<upload_id>/review")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, ReviewSchema)
@blueprint.doc(**needs("upload"))
def get_review(_arguments: dict[str, Any], upload_id: str) -> Response:
    """Who had a hand in an upload, whether somebody else has to publish it, and what was said about it last."""
    upload = own_upload(upload_id, "upload")
    four_eyes = services().desk.office.rules.four_eyes(upload.publisher)
    said = dict(upload.review) if upload.review else None
    return json_response({"four_eyes": four_eyes, "hands": list(upload.hands or ()), "said": said})


@blueprint.route("/publishers/<publisher>/rules")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, RulesBody)
@blueprint.doc(**needs("upload"))
def get_rules(_arguments: dict[str, Any], publisher: str) -> Response:
    """How a publisher publishes: by two people or not, and in which time zone."""
    require(publisher, "upload")
    return _rules(publisher)


@blueprint.route("/publishers/<publisher>/rules", methods=["PUT"])
@blueprint.arguments(RulesBody, location="json", required=False)
@blueprint.response(200, RulesBody)
@blueprint.doc(**needs("admin"))
def put_rules(body: dict[str, Any], publisher: str) -> Response:
    """Change how a publisher publishes; needs the scope admin, which only `flask tokens add` gives."""
    require(publisher, ADMIN)
    desk = services().desk
    if "time_zone" in body:
        releasing.set_time_zone(desk, publisher, body["time_zone"])
    if "four_eyes" in body:
        releasing.set_four_eyes(desk, publisher, body["four_eyes"])
    return _rules(publisher)


@blueprint.route("/publishers/<publisher>/audit")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, LogSchema)
@blueprint.doc(**needs("admin"))
def get_audit(arguments: dict[str, Any], publisher: str) -> Response:
    """The audit log of a publisher, newest first; needs the scope admin, which only `flask tokens add` gives."""
    require(publisher, ADMIN)
    part, audit = asked_part(arguments), services().door.audit
    acts = audit.acts(publisher, part.limit or None, start=part.start)
    items = [
        {
            "id": act.id,
            "at": moment_json(act.at) if act.at else None,
            "who": act.person,
            "act": act.act,
            "about": dict(act.about),
        }
        for act in acts
    ]
    return json_response(part_body(items, audit.count(publisher), part))


def appointment_body(appointment: Appointment, upload: Upload) -> dict[str, Any]:
    """A set time as the API gives it."""
    zone = services().desk.office.rules.time_zone(appointment.publisher)
    return {
        "at": moment_json(appointment.at),
        "local": local_moment_text(appointment.at, zone, language()),
        "time_zone": zone,
        "by": appointment.by.name,
        "state": "waiting" if appointment.waits else "missed",
        "outdated": set_times.is_outdated(appointment, upload),
        "reason": appointment.outcome,
    }


def _rules(publisher: str) -> Response:
    rules = services().desk.office.rules
    return json_response({"four_eyes": rules.four_eyes(publisher), "time_zone": rules.time_zone(publisher)})


def _link_body(link: PreviewLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "made_by": link.made_by,
        "made_at": moment_json(link.made_at),
        "expires_at": moment_json(link.expires_at),
        "opened": link.opened,
    }
