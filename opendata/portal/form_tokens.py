"""Form tokens: proof that a form was made by this service for this browser, against forged requests (CSRF).

Here: the token, which belongs to the secret that the browser holds, and what is asked of every request that changes
something. Not here: the cookie with that secret (session_cookie.py).
"""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import current_app, request

from opendata.portal.session_cookie import held_secret

FIELD, HEADER = "csrf_token", "X-CSRF-Token"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class FormNotOurs(Exception):
    """A request that would change something came from elsewhere, or its form is older than the session."""


def form_token() -> str:
    """The token for forms of this browser; it changes when somebody signs in or out."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"form " + held_secret().encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def check_origin() -> None:
    """Raise FormNotOurs where the browser itself says that a page of another site sent the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise FormNotOurs
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc.lower() != request.host.lower():
        raise FormNotOurs


def check_token() -> None:
    """Raise FormNotOurs where the request does not bear the token; reads the whole body of a form."""
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), form_token().encode()):
        raise FormNotOurs
