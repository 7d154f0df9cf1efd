"""Following by mail for programs: the same as its pages.

Here: requests and answers. Not here: what following means (steps/following_by_mail.py), pages (site/mail_pages.py).
Nothing here needs a token: whoever holds the link of a mail may do what it allows.
"""

from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import OF_ROWS, may_answer, not_for_caches
from opendata.api.lists import LanguageQuery, json_response, links_field
from opendata.api.openapi import ApiBlueprint
from opendata.domain.errors import DomainError
from opendata.domain.following import Subject
from opendata.domain.people_errors import LinkNotValid
from opendata.steps import following_by_mail
from opendata.steps.followed_subjects import subject_name, topics_in
from opendata.steps.ports.followers import Follower
from opendata.web import mail_requests
from opendata.web.addresses import API, page_url
from opendata.web.language import LANGUAGES, language
from opendata.web.services import services

blueprint = ApiBlueprint("mail-api", __name__, url_prefix=f"{API}/mail", description="Following by mail")


class FollowBody(ma.Schema):
    """What somebody wants to follow, and the address to which mails are to go."""

    email = ma.fields.String(required=True)
    publisher = ma.fields.String(metadata={"description": "without it, everything is followed"})
    dataset = ma.fields.String()
    resource = ma.fields.String(metadata={"description": "of a row, with key"})
    key = ma.fields.String()
    field = ma.fields.String(metadata={"description": "of a topic, with value, as /mail/topics names them"})
    value = ma.fields.String()
    lang = ma.fields.String(
        validate=ma.validate.OneOf(LANGUAGES), metadata={"description": "language of the mails; that of the request"}
    )


class AskedSchema(ma.Schema):
    """A mail was asked for; whether the address is known is not told."""

    hours = ma.fields.Integer(required=True, metadata={"description": "within which the link has to be confirmed"})


class TopicQuery(LanguageQuery):
    """Where the topics are."""

    publisher = ma.fields.String()
    dataset = ma.fields.String()


class TopicSchema(ma.Schema):
    """A value by which rows are grouped."""

    field = ma.fields.String(required=True)
    value = ma.fields.String(required=True)
    field_label = ma.fields.String(required=True)
    label = ma.fields.String(required=True)


class TopicsSchema(ma.Schema):
    """What can be followed beside whole datasets and single rows."""

    items = ma.fields.List(ma.fields.Nested(TopicSchema))
    total = ma.fields.Integer()


class FollowingSchema(ma.Schema):
    """Something that an address follows."""

    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    subject = ma.fields.Dict(
        required=True, metadata={"description": "publisher, dataset, resource, key, field, value"}
    )


class FollowerSchema(ma.Schema):
    """What an address follows."""

    language = ma.fields.String(required=True)
    items = ma.fields.List(ma.fields.Nested(FollowingSchema))
    total = ma.fields.Integer()
    links = links_field()


@blueprint.route("/requests", methods=["POST"])
@blueprint.arguments(FollowBody, location="json")
@blueprint.response(202, AskedSchema)
@blueprint.doc(**may_answer("mail-off", "publisher-not-found", "dataset-not-found", "too-many-requests", *OF_ROWS))
def post_follow_request(body: dict[str, Any]) -> Response:
    """Have a mail sent with a link that confirms; the answer is the same whether or not the address is known."""
    email, tongue = body.pop("email"), body.pop("lang", None) or language()
    mail_requests.ask(email, Subject(**body), tongue)
    return json_response({"hours": int(following_by_mail.HOLDS.total_seconds()) // 3600}, 202)


@blueprint.route("/topics")
@blueprint.arguments(TopicQuery, location="query")
@blueprint.response(200, TopicsSchema)
@blueprint.doc(**may_answer("mail-off", "publisher-not-found", "dataset-not-found"), **not_for_caches())
def get_topics(arguments: dict[str, Any]) -> Response:
    """The topics of everything, of a publisher or of a dataset that can be followed."""
    following_by_mail.must_be_on(services().follow_desk)
    place = Subject(arguments.get("publisher"), arguments.get("dataset"))
    topics = topics_in(services().reading, place, language())
    return json_response({"items": [vars(topic) for topic in topics], "total": len(topics)})


@blueprint.route("/requests/<secret>", methods=["POST"])
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, FollowerSchema)
@blueprint.doc(**may_answer("mail-off", "link-not-valid"))
def post_confirmation(_arguments: dict[str, Any], secret: str) -> Response:
    """Confirm by the last part of the link in a mail; links.page has the link that ends the mails."""
    desk = services().follow_desk
    follower = following_by_mail.confirm(desk, secret, services().now())
    return _answer(follower, desk.followers.secret_of(follower))


@blueprint.route("/following/<secret>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, FollowerSchema)
@blueprint.doc(**may_answer("mail-off", "link-not-valid"), **not_for_caches())
def get_following(_arguments: dict[str, Any], secret: str) -> Response:
    """What an address follows, by the last part of the link at the end of its mails."""
    return _answer(_follower(secret), secret)


@blueprint.route("/following/<secret>", methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**may_answer("mail-off", "link-not-valid"))
def delete_follower(secret: str) -> Response:
    """End all mails to an address, and forget it."""
    services().follow_desk.followers.stop(_follower(secret).id)
    return Response(status=204)


@blueprint.route("/following/<secret>/<following_id>", methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**may_answer("mail-off", "link-not-valid"))
def delete_following(secret: str, following_id: str) -> Response:
    """End following one thing; with the last one the address is forgotten."""
    services().follow_desk.followers.stop(_follower(secret).id, following_id)
    return Response(status=204)


def _follower(secret: str) -> Follower:
    following_by_mail.must_be_on(services().follow_desk)
    follower = services().follow_desk.followers.find(secret)
    if follower is None:
        raise LinkNotValid
    return follower


def _answer(follower: Follower, secret: str) -> Response:
    items = [
        {
            "id": each.id,
            "name": _name(each.subject),
            "subject": {name: part for name, part in vars(each.subject).items() if part is not None},
        }
        for each in follower.followings
    ]
    links = {"page": page_url("mail", "stop", secret)}
    response = json_response({"language": follower.language, "items": items, "total": len(items), "links": links})
    response.headers["Cache-Control"] = "no-store"
    return response


def _name(subject: Subject) -> str:
    """What people call a subject; its address where it is not there any more."""
    try:
        return subject_name(services().reading, subject, language())
    except DomainError:
        return subject.address
