"""Pages for signing in and out.

Here: forms and their answers. Not here: the proofs and their limits (steps/signing_in.py).
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.portal import session_cookie
from opendata.portal.access import session_of_browser, whoever_is_signed_in
from opendata.portal.blueprint import blueprint
from opendata.portal.devices import device_name
from opendata.portal.frame import page
from opendata.portal.links import portal_link, way_on
from opendata.steps.signing_in import sign_in
from opendata.web.services import services


@blueprint.get("/login")
def login() -> AnyResponse:
    """The form for signing in; who is signed in already goes on."""
    if whoever_is_signed_in():
        return redirect(way_on(request.args.get("next")), 303)
    return _form()


@blueprint.post("/login")
def post_login() -> AnyResponse:
    """Try an e-mail address and a password."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    entrance = sign_in(
        services().door,
        email,
        password,
        address=request.remote_addr or "",
        device=device_name(request.user_agent.string),
        now=services().now(),
    )
    if entrance.wait_seconds:
        answer = _form(429, email=email, error="login.slow", minutes=-(-entrance.wait_seconds // 60))
        answer.headers["Retry-After"] = str(entrance.wait_seconds)
        return answer
    if entrance.secret is None:
        return _form(422, email=email, error="login.wrong")
    _end_held_session()
    session_cookie.hand_out(entrance.secret)
    return redirect(way_on(request.form.get("next")), 303)


@blueprint.post("/logout")
def logout() -> AnyResponse:
    """End this session, here and on every host."""
    _end_held_session()
    session_cookie.take_away()
    return redirect(portal_link("login", done="signed_out"), 303)


def _end_held_session() -> None:
    if held := session_of_browser():
        services().door.sessions.end(held.session.id, held.person.id)


def _form(status: int = 200, *, email: str = "", error: str | None = None, **values: object) -> Response:
    next_page = request.values.get("next")
    return page(
        "login.html",
        status,
        email=email,
        error=error,
        error_values=values,
        next_page=next_page,
        done=request.args.get("done"),
    )
