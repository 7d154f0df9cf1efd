"""Media types of bodies: what a request may send, and the answer to another type (415).

Here: whether a body is of a type that its address takes. Not here: reading bodies (sent_json.py, form_limits.py).
"""

from collections.abc import Sequence

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

JSON_TYPES = ("application/json",)
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


class WrongBodyType(UnsupportedMediaType):
    """A body of another type than the address takes; the answer names those that it takes."""

    def __init__(self, taken: Sequence[str]) -> None:
        super().__init__(", ".join(taken))

    def get_headers(self, *arguments: object) -> list[tuple[str, str]]:
        """With the types that are taken (RFC 9110, section 15.5.16)."""
        return [*super().get_headers(), ("Accept", str(self.description))]


def must_be_form() -> None:
    """Raise WrongBodyType if the request has a body that is no form."""
    if has_body() and request.mimetype not in FORM_TYPES:
        raise WrongBodyType(FORM_TYPES[:1])


def must_be_json() -> None:
    """Raise WrongBodyType if the request has a body that is no JSON."""
    if has_body() and not request.is_json:
        raise WrongBodyType(JSON_TYPES)


def has_body() -> bool:
    """Whether the request has a body with anything in it, as far as its head says."""
    return bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "").lower()
