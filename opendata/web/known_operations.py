"""Known operations: what flask-smorest tells of the views of the API, worked out when somebody first asks for it.

Here: asking. Not here: telling it (api/openapi.py), and the whole document (api/description/).
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

EXTENSION = "opendata.known-operations"


def tell_operations(app: Flask, told: Callable[[], Mapping[str, Any]]) -> None:
    """Let an application tell of its operations by this function."""
    app.extensions[EXTENSION] = told


def known_operations(app: Flask) -> Mapping[str, Any]:
    """Paths and components of an OpenAPI document, with nothing that flask-smorest does not know."""
    told: Mapping[str, Any] = app.extensions[EXTENSION]()
    return told
