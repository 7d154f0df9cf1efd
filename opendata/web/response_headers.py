"""Headers of every answer: what browsers may do with it, and which other sites may read it.

Here: security headers, and CORS for what is public. Not here: headers of caching (http_caching.py) and links
(version_headers.py).
"""

from collections.abc import Mapping

from flask import Flask, Response, request

from opendata.web.addresses import is_open_to_programs
from opendata.web.http_caching import PRIVATE

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
}
READING_METHODS = ("GET", "HEAD", "OPTIONS")
EXPOSED = (
    "Accept-Ranges, Content-Disposition, Content-Encoding, Content-Length, Content-Range, Date, ETag, Link, "
    "Repr-Digest, Retry-After, X-Row-Count, X-Total-Count"
)
# What a script of another site may send beyond what every form may: conditions, ranges, and what it accepts.
HEADERS_OF_READERS = (
    "Accept, Accept-Language, Cache-Control, If-Match, If-Modified-Since, If-None-Match, If-Range, "
    "If-Unmodified-Since, Range"
)
PREFLIGHT_SECONDS = 86_400


def register(app: Flask) -> None:
    """Add these headers to every answer of the application."""
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    # Pages of other sites may read public answers, but their requests carry none of the reader's cookies.
    if is_open_to_programs(request.path) and request.method in READING_METHODS:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if "Access-Control-Request-Method" in request.headers and request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = ", ".join(READING_METHODS)
            response.headers["Access-Control-Allow-Headers"] = HEADERS_OF_READERS
            response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    if "Authorization" in request.headers:
        response.headers.setdefault("Cache-Control", PRIVATE)
    return response
