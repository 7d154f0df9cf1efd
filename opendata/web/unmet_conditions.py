"""Unmet conditions: the answer to a request that wants what was at an address before, and nothing else.

Here: saying so, in place of the view. Not here: the conditions themselves (answers/conditions.py), and those of
requests with a token (http_caching.py).
"""

from flask import Flask, request
from werkzeug.exceptions import PreconditionFailed

from opendata.server.what_is_served import UNMET


def register(app: Flask) -> None:
    """Answer such requests with 412."""
    app.before_request(_refuse)


def _refuse() -> None:
    if UNMET in request.environ:
        raise PreconditionFailed
