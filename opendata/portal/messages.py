"""Messages: what a page says once about what has just been done, after a redirect.

Here: carrying the message to the next page in a signed cookie, because web hosts keep no state. Not here: its words.
"""

from typing import Any, TypedDict

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

SECURE_NAME, PLAIN_NAME = "__Host-portal-told", "portal-told"
HOLDS_SECONDS = 600
SALT = "opendata.portal.messages"


class Told(TypedDict):
    """A text of words/ with what fills its names."""

    key: str
    values: dict[str, Any]


def tell(key: str, **values: str | int) -> None:
    """Let the page that comes next say this."""
    g.portal_told = Told(key=key, values=values)


def take() -> Told | None:
    """The message for this page, which is not said again; None if there is none."""
    sent = request.cookies.get(_name())
    if not sent:
        return None
    g.portal_told_is_taken = True
    try:
        told: Told = _signer().loads(sent, max_age=HOLDS_SECONDS)
    except BadSignature:
        return None
    return told


def send(response: Response) -> None:
    """Put a message into the answer, or take away the one that was said."""
    about: dict[str, Any] = {"path": "/", "secure": request.is_secure, "httponly": True, "samesite": "Lax"}
    if told := g.get("portal_told"):
        value = _signer().dumps(told)
        response.set_cookie(_name(), value if isinstance(value, str) else value.decode(), HOLDS_SECONDS, **about)
    elif g.get("portal_told_is_taken"):
        response.delete_cookie(_name(), **about)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=SALT)


def _name() -> str:
    return SECURE_NAME if request.is_secure else PLAIN_NAME
