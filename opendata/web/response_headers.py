"""Headers of every answer: what browsers may do with it, and which other sites may read it.

Here: security headers, and CORS for what is public. Not here: headers of caching (http_caching.py).
"""

from collections.abc import Mapping

from flask import Flask, Response, request

from opendata.web.addresses import is_open_to_programs

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
}
READING_METHODS = ("GET", "HEAD", "OPTIONS")
EXPOSED = "ETag, Link, Repr-Digest, X-Row-Count, X-Total-Count, Retry-After"


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
    return response
