"""Caching: which answers hold for ever, which are to be asked for again, and proof that they came whole."""

import base64
import hashlib

from flask import Response, request

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"
PRIVATE = "no-store"


def cached(response: Response, etag: str, *, immutable: bool) -> Response:
    """The response with a strong ETag; 304 or a part of it where the request asks for that."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = IMMUTABLE if immutable else REVALIDATE
    length = response.calculate_content_length()
    response.make_conditional(request, accept_ranges=True, complete_length=length)
    return response


def file_response(
    content: bytes, content_type: str, etag: str, *, immutable: bool, rows: int | None = None, name: str | None = None
) -> Response:
    """Bytes as they are kept, with their digest and row count, so that a truncated download shows."""
    response = Response(content, content_type=content_type)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    if rows is not None:
        response.headers["X-Row-Count"] = str(rows)
    if name is not None:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return cached(response, etag, immutable=immutable)
