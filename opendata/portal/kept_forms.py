"""Kept forms: what was typed into a form whose session had ended goes along through signing in, and is sent after it.

Here: signing the fields so that they can travel in a hidden field. Not here: signing in, and the page that sends.
Only a form of this service is kept: form_tokens.check_origin() comes first. Passwords are never kept.
"""

import re
from typing import TypedDict

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from opendata.portal import form_tokens
from opendata.portal.links import is_of_portal

FIELD = "kept"
HOLDS_SECONDS = 3600
MOST_BYTES = 300_000  # a page of a sheet has hundreds of fields; a page repeats three times as much
SALT = "opendata.portal.kept_forms"
# Fields that no page shows: marks of forms (form_marks.py, seen_marks.py), names of questions, which sheet is meant.
UNSEEN = re.compile(r"form_id|seen|edition|act|file|sheet|resource|q[0-9]+-name")
NEVER_KEPT = {form_tokens.FIELD, FIELD, "password", "again", "current", "own", "code", "secret"}


class KeptForm(TypedDict):
    """A form that was sent when nobody was signed in any more."""

    path: str
    fields: list[tuple[str, str]]


def keep_form() -> str:
    """The form of this request for a hidden field; empty where it is none, too large, or holds files."""
    is_of_browser = request.headers.get("Origin") or request.headers.get("Sec-Fetch-Site") == "same-origin"
    is_small = request.content_length is not None and request.content_length <= MOST_BYTES
    if not is_of_browser or not is_small or request.mimetype != "application/x-www-form-urlencoded":
        return ""
    kept = _signer().dumps(KeptForm(path=request.full_path.rstrip("?"), fields=fields_to_keep()))
    return kept if isinstance(kept, str) else kept.decode()


def fields_to_keep() -> list[tuple[str, str]]:
    """The fields of the form of this request, without passwords and what else is never kept."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]


def kept_form() -> KeptForm | None:
    """The form that came along with this request, to be sent now; None if there is none."""
    return form_in(request.form.get(FIELD, ""))


def form_in(signed: str) -> KeptForm | None:
    """The form that keep_form() has signed not long ago; None if this is none."""
    try:
        kept: KeptForm = _signer().loads(signed, max_age=HOLDS_SECONDS)
    except BadSignature:
        return None
    return kept if is_of_portal(kept["path"]) else None


def shown_values(kept: KeptForm) -> list[str]:
    """What the person typed or chose in the form."""
    return [value for name, value in kept["fields"] if value.strip() and not UNSEEN.fullmatch(name)]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=SALT)
