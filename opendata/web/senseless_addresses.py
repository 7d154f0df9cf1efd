"""Addresses that mean nothing: those with characters that no name, key or value here can have.

Here: refusing them before any view or any database sees them. Not here: bodies (sent_json.py, form_limits.py).
"""

from flask import Flask, abort, request

from opendata.web.sent_json import NOT_KEPT, must_be_text


def register(app: Flask) -> None:
    """Refuse such addresses: 404 where it is the path, 400 where it is a parameter."""
    app.before_request(_refuse)


def _refuse() -> None:
    if NOT_KEPT.search(request.path):
        abort(404)
    for name, value in request.args.items(multi=True):
        must_be_text(name, name)
        must_be_text(name, value)
