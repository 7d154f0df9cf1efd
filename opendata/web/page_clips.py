"""Page clips: a picture of a place in a report as the answer to a request, by the API and in the portal alike."""

from flask import Response

PNG = "image/png"


def clip_response(content: bytes) -> Response:
    """The picture; no cache keeps it, as it is private."""
    response = Response(content, content_type=PNG)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def row_number(text: str) -> int:
    """The number of a row in an address; 0, which no row has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
