"""Form marks: a form that is sent twice does once what it says, and both of its answers are the same.

Here: the mark that each showing of such a form bears, and what follows from a form with its mark. Not here: tokens
against forged requests (form_tokens.py), and marks of what a form showed, against writing over (seen_marks.py).
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from flask import current_app, request
from markupsafe import Markup

from opendata.portal.access import person

FIELD = "form_id"


def mark_field() -> Markup:
    """The hidden field of a form that is to do once what it says; another one each time that the form is shown."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_urlsafe(16))


def digest_of_form(purpose: str, said: Iterable[str | bytes]) -> bytes | None:
    """32 bytes that follow from this very form, from who sends it and from what it says; None without a mark.

    Nobody finds them without the key of this installation, so that a secret may be made of them, which a second
    answer can then show as the first one did, although it is kept nowhere.
    """
    mark = request.form.get(FIELD, "")
    if not mark:
        return None
    digest = hmac.new(str(current_app.config["SECRET_KEY"]).encode(), f"form {purpose}".encode(), hashlib.sha256)
    for part in (str(person().id), mark, *said):
        content = part.encode("utf-8", "replace") if isinstance(part, str) else part
        digest.update(hashlib.sha256(content).digest())
    return digest.digest()


def secret_of_form(purpose: str, *said: str) -> str | None:
    """A secret for a link or a token that this form makes, 43 letters; None without a mark."""
    digest = digest_of_form(purpose, said)
    return None if digest is None else base64.urlsafe_b64encode(digest).decode().rstrip("=")
