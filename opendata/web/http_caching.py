"""Caching: which answers stay valid for ever, which readers must revalidate, and digests that prove a whole answer.

A view that knows the ETag of its answer beforehand calls unchanged() first, and reads nothing for a reader who has
the answer already.
"""

import base64
import hashlib

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed

from opendata.domain.model import Version
from opendata.web.made_files import MadeFile

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"
PRIVATE = "no-store"


def version_etag(version: Version, *form: str) -> str:
    """A strong ETag: the version's digest, and which form of the version this is."""
    return "-".join([version.digest.removeprefix("sha256:")[:32], *(part.replace(":", "-") for part in form)])


def unchanged(etag: str, *, immutable: bool) -> Response | None:
    """304 if the request's If-None-Match names this ETag; else None. The answer needs no body.

    Raises PreconditionFailed if the request's If-Match names only others.
    """
    response = _with_etag(Response(), etag, immutable=immutable)
    response.make_conditional(request)
    _must_match(response)
    return response if response.status_code != 200 else None


def cached(response: Response, etag: str, *, immutable: bool) -> Response:
    """The response with a strong ETag; made a 304, or cut to a part, where the request asks for that."""
    # A long answer says its length. Where that is worked out, all of the answer is read into memory.
    length = response.headers.get("Content-Length", type=int)
    if length is None:
        length = response.calculate_content_length()
    _with_etag(response, etag, immutable=immutable)
    response.make_conditional(request, accept_ranges=True, complete_length=length)
    _must_match(response)
    return response


def cached_by_content(response: Response, form: str | None = None) -> Response:
    """The response with an ETag that follows from its bytes; form: what they are, in front of it."""
    digest = hashlib.sha256(response.get_data()).hexdigest()[:32]
    return cached(response, f"{form}-{digest}" if form else digest, immutable=False)


def file_response(
    content: bytes,
    content_type: str,
    etag: str,
    *,
    immutable: bool,
    rows: int | None = None,
    name: str | None = None,
    sha256: str | None = None,
) -> Response:
    """Bytes as they are stored, with their digest and row count, so that a reader notices a truncated download.

    sha256: their digest in hexadecimal, where they were just now held against it.
    """
    response = Response(content, content_type=content_type)
    digest = base64.b64encode(bytes.fromhex(sha256) if sha256 else hashlib.sha256(content).digest()).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    if rows is not None:
        response.headers["X-Row-Count"] = str(rows)
    if name is not None:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return cached(response, etag, immutable=immutable)


def made_file_response(
    made: MadeFile, content_type: str, etag: str, *, immutable: bool, name: str | None = None
) -> Response:
    """A file that was made, whole or in the part that is asked for, read from disk while it is sent."""
    # What is passed through directly is never read into memory to be measured.
    response = Response(made.reader(), content_type=content_type, direct_passthrough=True)
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    if made.rows is not None:
        response.headers["X-Row-Count"] = str(made.rows)
    if name is not None:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.content_length = made.size
    _with_etag(response, etag, immutable=immutable)
    response.make_conditional(request, accept_ranges=True, complete_length=made.size)
    _must_match(response)
    return response


def _must_match(response: Response) -> None:
    if response.status_code == PreconditionFailed.code:
        response.close()
        raise PreconditionFailed


def _with_etag(response: Response, etag: str, *, immutable: bool) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = IMMUTABLE if immutable else REVALIDATE
    return response
