"""Pages that a link leads to which can be used once: becoming one of a publisher's people, and a new password.

Here: forms and their answers. Not here: what links allow (steps/inviting.py, steps/choosing_passwords.py).
Opening a link uses nothing up, because mail servers open links too; the form does.
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid
from opendata.portal import session_cookie
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.signing_in_pages import end_held_session, visitor
from opendata.steps import choosing_passwords, inviting
from opendata.steps.ports.one_time_links import INVITATION, NEW_PASSWORD, OneTimeLink
from opendata.steps.signing_in import begin_session
from opendata.web.language import language
from opendata.web.services import services


@blueprint.get("/link/invitation/<secret>")
def invitation(secret: str) -> Response:
    """Who is invited by whom, and the form that accepts."""
    return _invitation_form(inviting.open_link(services().door, secret, INVITATION, services().now()))


@blueprint.post("/link/invitation/<secret>")
def accept_invitation(secret: str) -> AnyResponse:
    """Become one of the publisher's people, and be signed in where no other proof is asked for."""
    door, now = services().door, services().now()
    link = inviting.open_link(door, secret, INVITATION, now)
    is_new = _chooses_password(link)
    password = request.form.get("password", "") if is_new else None
    if errors := _password_errors(link.email) if is_new else {}:
        return _invitation_form(link, 422, errors)
    person = inviting.accept(door, link, password, now)
    tell("joined.done", publisher=services().catalogue.publisher(link.publisher or "").title)
    if not is_new or person.needs_code:
        return redirect(portal_link("login"), 303)
    end_held_session()
    session_cookie.hand_out(begin_session(door, person, visitor(), now, way="invitation", proved_at=now))
    return redirect(portal_link("start"), 303)


@blueprint.get("/link/password/<secret>")
def new_password(secret: str) -> Response:
    """The form for a new password."""
    return _password_form(inviting.open_link(services().door, secret, NEW_PASSWORD, services().now()))


@blueprint.post("/link/password/<secret>")
def choose_password(secret: str) -> AnyResponse:
    """Take the new password; signing in with it proves that it was kept in mind."""
    door, now = services().door, services().now()
    link = inviting.open_link(door, secret, NEW_PASSWORD, now)
    if errors := _password_errors(link.email):
        return _password_form(link, 422, errors)
    choosing_passwords.choose_by_link(door, link, request.form.get("password", ""), now)
    tell("new_password.done")
    return redirect(portal_link("login"), 303)


def _password_errors(email: str) -> dict[str, str]:
    """What is wrong with the two fields for a new password, by field."""
    return password_errors(request.form.get("password", ""), request.form.get("again", ""), email)


def password_errors(password: str, again: str, email: str) -> dict[str, str]:
    """What is wrong with a new password that was typed twice, by field; empty where it may be taken."""
    try:
        choosing_passwords.check_password(services().door, password, email)
    except RequestNotValid as error:
        return {"password": error.reason_in(language())}
    return {} if password == again else {"again": "password.differs"}


def _chooses_password(link: OneTimeLink) -> bool:
    known = services().door.people.by_email(link.email)
    return known is None or not known.has_password


def _invitation_form(link: OneTimeLink, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    publisher = services().catalogue.publisher(link.publisher or "")
    about = {"link": link, "publisher": publisher, "chooses_password": _chooses_password(link)}
    return page("link_invitation.html", status, errors=errors or {}, link_about=about)


def _password_form(link: OneTimeLink, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return page("link_password.html", status, errors=errors or {}, email=link.email)
