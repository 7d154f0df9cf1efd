"""Whether the service lives, and whether each of its parts answers; for the operator's monitoring."""

from flask import Blueprint, Response

from opendata.api.listing import json_response
from opendata.web.services import services

blueprint = Blueprint("health", __name__)


@blueprint.route("/healthz")
def alive() -> Response:
    """The process answers."""
    return _uncached(json_response({"status": "ok"}))


@blueprint.route("/readyz")
def ready() -> Response:
    """Every part answers; 503 and which one does not."""
    parts = services().ready()
    good = all(parts.values())
    return _uncached(json_response({"ready": good, "parts": parts}, 200 if good else 503))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
