"""Pages for following by mail: asking, confirming, and ending it.

Here: what a request asks for. Not here: what following means (steps/following_by_mail.py), words (mail_texts.py).

Opening a link changes nothing, because mail servers open links too; the button does. No form here has a token against
forged requests: a forged request can do no more than whoever forges it could do alone, because the links in mails
alone allow anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DomainError, RequestNotValid
from opendata.domain.following import Subject
from opendata.domain.people_errors import LinkNotValid
from opendata.site.links import page_link
from opendata.site.mail_texts import mail_words
from opendata.site.template_context import page_language
from opendata.steps import following_by_mail
from opendata.steps.followed_subjects import Topic, must_exist, subject_name, topics_in
from opendata.steps.ports.followers import Follower
from opendata.steps.ports.journal import Scope
from opendata.web import mail_requests
from opendata.web.addresses import MAIL
from opendata.web.language import LANGUAGES, language
from opendata.web.sent_json import must_be_text
from opendata.web.services import services

blueprint = Blueprint("mail", __name__, url_prefix=MAIL)
PLACE = ("publisher", "dataset", "resource", "key")
LONGEST = 1_000  # characters of a value that a form repeats
NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True)
class NamedFollowing:
    """Something that an address follows, as people call it."""

    id: str
    name: str


@blueprint.get("")
def start() -> AnyResponse:
    """Lead to the form."""
    return redirect(_mail_link("follow"), 303)


@blueprint.get("/follow")
def follow() -> Response:
    """The form for following something, which the address names."""
    following_by_mail.must_be_on(services().follow_desk)
    place = _place(request.args)
    return _form(place)


@blueprint.post("/follow")
def ask() -> AnyResponse:
    """Have the mail with the link sent; the answer is the same whether or not the address is known."""
    following_by_mail.must_be_on(services().follow_desk)
    place, email = _place(request.form), request.form.get("email", "")
    field, _, value = request.form.get("topic", "").partition(":")
    must_be_text("email", email)
    must_be_text("topic", field + value)
    subject = Subject(**{**vars(place), "field": field, "value": value}) if field else place
    try:
        mail_requests.ask(email, subject, language())
    except RequestNotValid as error:
        if error.name not in ("email", "value"):
            raise
        return _form(place, 422, email=email[:LONGEST], error=(error.name, error.reason_in(language())))
    return redirect(_mail_link("asked"), 303)


@blueprint.get("/asked")
def asked() -> Response:
    """What happens next."""
    following_by_mail.must_be_on(services().follow_desk)
    return _page("asked.html")


@blueprint.get("/confirm/<secret>")
def confirming(secret: str) -> Response:
    """What is to be followed, and the button that confirms it."""
    try:
        asked_for = following_by_mail.open_request(services().follow_desk, secret, services().now())
    except LinkNotValid:
        return _page("expired.html", 410)
    return _page("confirm.html", email=asked_for.email, name=_name(asked_for.subject), secret=secret)


@blueprint.post("/confirm/<secret>")
def confirm(secret: str) -> AnyResponse:
    """Follow from now on."""
    desk = services().follow_desk
    try:
        follower = following_by_mail.confirm(desk, secret, services().now())
    except LinkNotValid:
        return _page("expired.html", 410)
    return redirect(_mail_link("stopping", secret=desk.followers.secret_of(follower), told="confirmed"), 303)


@blueprint.get("/stop/<secret>")
def stopping(secret: str) -> Response:
    """What an address follows, and the buttons that end it."""
    following_by_mail.must_be_on(services().follow_desk)
    follower = services().follow_desk.followers.find(secret)
    if follower is None:
        return _page("gone.html", 410)
    return _stop_page(follower, secret, request.args.get("told"))


@blueprint.post("/stop/<secret>")
def stop(secret: str) -> AnyResponse:
    """End all mails, as mail programs ask by themselves (RFC 8058), or end following one thing."""
    desk = services().follow_desk
    follower, following_id = desk.followers.find(secret), request.form.get("following")
    if follower is None:
        return _page("gone.html")  # whoever asks twice has what they want
    if not desk.followers.stop(follower.id, following_id):
        return redirect(_mail_link("stopping", secret=secret, told="one.done"), 303)
    return _page("stopped.html")


def _form(place: Subject, status: int = 200, *, email: str = "", error: tuple[str, str] | None = None) -> Response:
    """The form; raises an error where there is nothing to follow."""
    reading, tongue = services().reading, language()
    must_exist(reading, place)
    topics: Sequence[Topic] = () if place.key is not None else topics_in(reading, place, tongue)
    groups: dict[str, list[Topic]] = {}
    for topic in topics:
        groups.setdefault(topic.field_label, []).append(topic)
    about: dict[str, Any] = {"place": {k: v for k, v in vars(place).items() if v is not None}, "groups": groups}
    about |= {"name": _name(place), "way_back": _page_of(place), "chosen": request.values.get("topic", "")}
    return _page("follow.html", status, email=email, error=error, **about)


def _page_of(place: Subject) -> str:
    """The page of what can be followed."""
    named = [name for name in PLACE if getattr(place, name) is not None]
    endpoint = {0: "home", 1: "publisher", 2: "dataset"}.get(len(named), "row")
    return page_link(endpoint, **{name: getattr(place, name) for name in named})


def _stop_page(follower: Follower, secret: str, told: str | None) -> Response:
    named = [NamedFollowing(each.id, _name(each.subject)) for each in follower.followings]
    told = told if told in ("confirmed", "one.done") else None
    return _page("stop.html", email=follower.email, followings=named, secret=secret, told=told)


def _place(values: Any) -> Subject:
    """The publisher, dataset or row that a form or a query names."""
    named = {name: values.get(name) or None for name in PLACE}
    for name, value in named.items():
        must_be_text(name, value or "")
    return Subject(**named)


def _name(subject: Subject) -> str:
    """What people call a subject; its address where it is not there any more."""
    try:
        return subject_name(services().reading, subject, language())
    except DomainError:
        return subject.address


def _page(template: str, status: int = 200, /, **values: Any) -> Response:
    language()
    html = render_template(f"mail/{template}", **values)
    return Response(html, status, NO_STORE, content_type="text/html; charset=utf-8")


def _mail_link(endpoint: str, **values: Any) -> str:
    """The link to one of these pages; it keeps ?lang= where the reader chose a language by it."""
    if (chosen := request.args.get("lang")) in LANGUAGES:
        values.setdefault("lang", chosen)
    return url_for(f"mail.{endpoint}", **values)


def _follow_link(scope: Scope | None, topic: str | None = None) -> str | None:
    """The form for following a part of the journal; None where no mail is sent, and in a copy of static files."""
    if current_app.config.get("STATIC_COPY") or not services().follow_desk.mail.is_possible:
        return None
    place = {name: value for name in PLACE if scope and (value := getattr(scope, name)) is not None}
    return _mail_link("follow", **place, **({"topic": topic} if topic else {}))


def register(app: Flask) -> None:
    """Add the pages to the application, and the link to them for all templates."""
    app.register_blueprint(blueprint)
    app.context_processor(
        lambda: {
            "follow_link": _follow_link,
            "mail_link": _mail_link,
            "mail_words": lambda key, **values: partial(mail_words, key, page_language())(**values),
        }
    )
