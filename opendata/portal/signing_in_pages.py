"""Pages for signing in and out.

Here: forms and their answers. Not here: the proofs and their limits (steps/signing_in.py, steps/second_factor.py).
"""

from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.portal import session_cookie
from opendata.portal.access import session_of_browser, whoever_is_signed_in
from opendata.portal.blueprint import blueprint
from opendata.portal.devices import device_name
from opendata.portal.frame import page
from opendata.portal.kept_forms import kept_form, shown_values
from opendata.portal.links import portal_link, way_on
from opendata.portal.messages import tell
from opendata.steps.second_factor import give_code
from opendata.steps.signing_in import Entrance, SignedIn, Visitor, sign_in
from opendata.web.language import language_of_problems
from opendata.web.limits import client
from opendata.web.services import services


@blueprint.get("/login")
def login() -> AnyResponse:
    """The form for signing in; who is signed in already goes on."""
    if whoever_is_signed_in():
        return redirect(way_on(request.args.get("next")), 303)
    return _form()


@blueprint.post("/login")
def post_login() -> AnyResponse:
    """Try an e-mail address with a password, a code, or all of them at once."""
    code = request.form.get("code", "").strip()
    waiting = session_of_browser()
    if code and not request.form.get("password") and waiting and waiting.session.waits_for_code:
        return _try_code(waiting, code)
    door, now = services().door, services().now()
    email, password = request.form.get("email", ""), request.form.get("password", "")
    entrance = sign_in(door, email, password, visitor(), now)
    if entrance.secret is None:
        return _refused(entrance, "login.wrong", "login.slow", email=email)
    end_held_session()
    session_cookie.hand_out(entrance.secret)
    session = door.sessions.find(entrance.secret)
    if entrance.waits_for_code and entrance.person and session:
        held = SignedIn(entrance.person, session)
        return _try_code(held, code) if code else _form(waiting=held)
    return _go_on()


@blueprint.post("/logout")
def logout() -> AnyResponse:
    """End this session, here and on every host."""
    end_held_session()
    session_cookie.take_away()
    tell("login.signed_out")
    return redirect(portal_link("login"), 303)


def visitor() -> Visitor:
    """Where this request comes from."""
    return Visitor(client(), device_name(request.user_agent.string), language_of_problems())


def end_held_session() -> None:
    """End the session that the browser holds the secret of, whoever began it."""
    if held := session_of_browser():
        services().door.sessions.end(held.session.id, held.person.id)


def _try_code(waiting: SignedIn, code: str) -> AnyResponse:
    entrance = give_code(services().door, waiting, code, visitor(), services().now())
    if entrance.secret is None:
        return _refused(entrance, "code.wrong", "code.slow", waiting=waiting)
    session_cookie.hand_out(entrance.secret)
    return _go_on()


def _go_on() -> AnyResponse:
    """To the page that was asked for, or to the form that was typed when the session had ended."""
    kept = kept_form()
    if kept is None:
        return redirect(way_on(request.form.get("next")), 303)
    return page("kept_form.html", action=way_on(kept["path"]), fields=kept["fields"], shown=shown_values(kept))


def _refused(entrance: Entrance, wrong: str, slow: str, **about: Any) -> Response:
    if entrance.wait_seconds is None:
        return _form(422, error=wrong, **about)
    answer = _form(429, error=slow, minutes=-(-entrance.wait_seconds // 60), **about)
    answer.headers["Retry-After"] = str(entrance.wait_seconds)
    return answer


def _form(
    status: int = 200, *, email: str = "", error: str | None = None, waiting: SignedIn | None = None, **values: object
) -> Response:
    held = waiting or session_of_browser()
    asks_for_code = held is not None and held.session.waits_for_code and not email
    about = {"email": email, "error": error, "error_values": values, "next_page": request.values.get("next")}
    about["kept"] = request.form.get("kept")
    return page("login_code.html" if asks_for_code else "login.html", status, **about)
