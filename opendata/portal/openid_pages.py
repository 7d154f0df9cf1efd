"""Signing in through OpenID Connect: leaving for the provider, and coming back.

Here: what the browser keeps meanwhile, and the answers. Not here: the proof (identity/openid_provider.py).
"""

import logging
import secrets

from flask import Response, abort, current_app, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from opendata.portal import session_cookie
from opendata.portal.blueprint import blueprint
from opendata.portal.confirming import forget_kept_form, take_kept_form
from opendata.portal.frame import page
from opendata.portal.kept_forms import shown_values
from opendata.portal.links import portal_link, way_on
from opendata.portal.signing_in_pages import end_held_session, visitor
from opendata.steps.openid_sign_in import enter
from opendata.steps.ports.openid import Errand, NotProvedAnew, ProviderFailed
from opendata.web.services import services

log = logging.getLogger("opendata.openid")
SECURE_NAME, PLAIN_NAME = "__Host-portal-openid", "portal-openid"
BACK_WITHIN_SECONDS = 900
SALT = "opendata.portal.openid"


@blueprint.get("/login/openid")
def openid() -> AnyResponse:
    """Send the browser to the provider, with what must be the same when it comes back."""
    if services().openid.name is None:
        abort(404)
    names = ("state", "nonce", "verifier")
    kept = {name: secrets.token_urlsafe(32) for name in names} | {"next": request.args.get("next") or ""}
    kept["anew"] = "1" if "anew" in request.args else ""
    try:
        address = services().openid.address(_errand(kept))
    except ProviderFailed as error:
        return _failed(error)
    answer = redirect(address, 303)
    answer.set_cookie(_name(), _signer().dumps(kept), BACK_WITHIN_SECONDS, **_about_cookie())  # type: ignore[arg-type]
    return answer


@blueprint.get("/login/openid/back")
def openid_back() -> AnyResponse:
    """Sign in whom the provider has proved."""
    if services().openid.name is None:
        abort(404)
    try:
        kept: dict[str, str] = _signer().loads(request.cookies.get(_name(), ""), max_age=BACK_WITHIN_SECONDS)
    except BadSignature:
        return page("openid_failed.html", 400, error="openid.again")
    # Whoever sends somebody here with a code of their own, to have them work under a foreign name, lacks the state.
    if not secrets.compare_digest(request.args.get("state", "").encode(), kept["state"].encode()):
        return page("openid_failed.html", 400, error="openid.again")
    if "code" not in request.args:
        return _without_cookie(page("openid_failed.html", 403, error="openid.refused"))
    try:
        proof = services().openid.proof(_errand(kept), request.args["code"])
    except NotProvedAnew as error:
        log.error("the provider of OpenID Connect: %s", error)
        return _without_cookie(page("openid_failed.html", 403, error="openid.not_anew"))
    except ProviderFailed as error:
        return _failed(error)
    entrance = enter(services().door, proof, str(services().openid.name), visitor(), services().now())
    if entrance.secret is None:
        return _without_cookie(page("openid_failed.html", 403, error="openid.unknown"))
    end_held_session()
    session_cookie.hand_out(entrance.secret)
    return _without_cookie(_after_proof(kept["next"]) if kept.get("anew") else redirect(way_on(kept["next"]), 303))


def _after_proof(next_page: str) -> AnyResponse:
    """The form for which the person has proved anew who they are, to be sent now; else the page asked for before."""
    form = take_kept_form()
    if form is None:
        return redirect(way_on(next_page), 303)
    shown = shown_values(form)
    return forget_kept_form(page("kept_form.html", action=way_on(form["path"]), fields=form["fields"], shown=shown))


def _errand(kept: dict[str, str]) -> Errand:
    callback = portal_link("openid_back", _external=True, lang=None)
    return Errand(callback, kept["state"], kept["nonce"], kept["verifier"], bool(kept.get("anew")))


def _failed(error: ProviderFailed) -> Response:
    log.error("the provider of OpenID Connect: %s", " ".join(str(error).split())[:500])
    return page("openid_failed.html", 502, error="openid.failed")


def _without_cookie(response: AnyResponse) -> AnyResponse:
    response.delete_cookie(_name(), **_about_cookie())  # type: ignore[arg-type]
    return response


def _about_cookie() -> dict[str, object]:
    # Lax: the browser comes back from the provider's site.
    return {"path": "/", "secure": request.is_secure, "httponly": True, "samesite": "Lax"}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=SALT)


def _name() -> str:
    return SECURE_NAME if request.is_secure else PLAIN_NAME
