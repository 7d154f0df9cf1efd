"""The cookie that holds the secret of a session: reading it, sending it and taking it away.

Here: the one cookie of a browser, whether or not somebody is signed in with it. Not here: what the secret stands for
(steps/signing_in.py), and the tokens in forms that belong to it (form_tokens.py).
"""

import secrets

from flask import g, request
from werkzeug.wrappers import Response as AnyResponse

SECURE_NAME = "__Host-portal"
PLAIN_NAME = "portal"  # on http, where browsers refuse the prefix: a service on one's own machine


def held_secret() -> str:
    """The secret that the browser holds, or will hold after this answer; made anew where it holds none."""
    if "portal_secret" not in g:
        g.portal_secret = request.cookies.get(_name(), "") or _new()
    secret: str = g.portal_secret
    return secret


def holds_secret() -> bool:
    """Whether the browser sent a secret; without one nobody can be signed in."""
    return "portal_secret" in g or _name() in request.cookies


def hand_out(secret: str) -> None:
    """Let the browser hold this secret from the answer to this request on."""
    g.portal_secret = secret
    g.pop("portal_session", None)  # what access.py has read for the secret of before


def take_away() -> None:
    """Let the browser hold a secret that stands for nobody."""
    hand_out(_new())


def send(response: AnyResponse) -> None:
    """Put the secret into the answer if the browser does not hold it yet."""
    secret = g.get("portal_secret")
    if secret and secret != request.cookies.get(_name()):
        # Without a date: the browser forgets the cookie when it is closed. The session itself ends by the clock.
        response.set_cookie(_name(), secret, path="/", secure=request.is_secure, httponly=True, samesite="Lax")


def _name() -> str:
    return SECURE_NAME if request.is_secure else PLAIN_NAME


def _new() -> str:
    return secrets.token_urlsafe(32)
