"""Pages about one's own access: password, second factor, and the devices that are signed in.

Here: forms and their answers. Not here: the rules (steps/).
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid
from opendata.portal import session_cookie
from opendata.portal.access import held_session
from opendata.portal.account_changes import told_changes
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.link_pages import password_errors
from opendata.portal.links import portal_link
from opendata.portal.long_lists import page_of_list
from opendata.portal.messages import tell
from opendata.portal.qr_picture import qr_picture
from opendata.portal.signing_in_pages import visitor
from opendata.steps import choosing_passwords, second_factor, signing_in
from opendata.steps.choosing_passwords import OwnPassword
from opendata.steps.signing_in import SignedIn
from opendata.web.language import language
from opendata.web.services import services


@blueprint.get("/account")
def account() -> Response:
    """One's own access: password, second factor, devices."""
    return _account()


@blueprint.post("/account/password")
def change_password() -> AnyResponse:
    """Take a new password; every other device is signed out."""
    held, form = held_session(), request.form
    if errors := password_errors(form.get("password", ""), form.get("again", ""), held.person.email):
        return _account(422, errors)
    if refused := _refused_password(held, "current"):
        return _account(*refused)
    secret = choosing_passwords.change(services().door, held, form.get("password", ""), visitor(), services().now())
    session_cookie.hand_out(secret)
    tell("account.password.done")
    return redirect(portal_link("account"), 303)


@blueprint.post("/account/sessions")
def end_sessions() -> AnyResponse:
    """Sign out one device, or all others."""
    held = held_session()
    if session := request.form.get("session"):
        services().door.sessions.end(session, held.person.id)
        tell("account.sessions.ended_one")
    else:
        signing_in.sign_out_everywhere(services().door, held, services().now())
        tell("account.sessions.ended_all")
    return redirect(portal_link("account"), 303)


@blueprint.get("/account/codes")
def codes() -> Response:
    """The form that turns codes on: a picture for the app, and a code to prove that it works."""
    held_session()
    return _codes_form(services().door.codes.new_secret())


@blueprint.post("/account/codes")
def turn_on_codes() -> AnyResponse:
    """Ask for codes from now on, and show the recovery codes, this once."""
    held = held_session()
    secret = request.form.get("secret", "")
    now = services().now()
    if refused := _refused_password(held, "current"):
        return _codes_form(secret, *refused)
    try:
        made = second_factor.turn_on(services().door, held, secret, request.form.get("code", ""), now)
    except RequestNotValid as error:
        return _codes_form(secret, 422, {"code": error.reason_in(language())})
    return page("account_recovery_codes.html", recovery_codes=made)


@blueprint.post("/account/codes/off")
def turn_off_codes() -> AnyResponse:
    """Ask for codes no more."""
    held = held_session()
    if refused := _refused_password(held, "own"):
        return _account(*refused)
    second_factor.turn_off(services().door, held.person, held.person.email, services().now())
    tell("account.codes.off_done")
    return redirect(portal_link("account"), 303)


def _refused_password(held: SignedIn, field: str) -> tuple[int, dict[str, str]] | None:
    """The status and the errors of the page where the own password in a field is wrong, or was not even tried."""
    match choosing_passwords.try_own_password(services().door, held, request.form.get(field, ""), services().now()):
        case OwnPassword.WRONG:
            return 422, {field: "account.password.wrong"}
        case OwnPassword.NOT_TRIED:
            return 429, {field: "account.password.slow"}
        case _:
            return None


def _account(status: int = 200, errors: dict[str, str] | None = None) -> Response:
    held, door, now = held_session(), services().door, services().now()
    live = [one for one in door.sessions.of_person(held.person.id) if signing_in.is_live(one, now)]
    news = told_changes(held.person)
    if any(change.is_new for change in news):
        door.teller.news.see(held.person.id, now)
    return page(
        "account.html",
        status,
        news=news,
        is_mailed=services().mail.is_possible,
        errors=errors or {},
        sessions=page_of_list("sessions", [one for one in live if not one.waits_for_code], "account"),
        this_session=held.session.id,
        codes_left=door.people.recovery_codes_left(held.person),
        publishers={name: services().catalogue.publisher(name).title for name in held.person.roles},
    )


def _codes_form(secret: str, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    person = held_session().person
    if not second_factor.SECRET.fullmatch(secret):
        secret = services().door.codes.new_secret()
    address = services().door.codes.address(secret, person.email, request.host)
    about = {"secret": secret, "picture": qr_picture(address), "address": address}
    return page("account_codes.html", status, errors=errors or {}, **about)
