"""Whether the service lives, and whether each of its parts answers; for the operator's monitoring."""

from flask import Blueprint, Response

from opendata.api.lists import json_response
from opendata.web.services import services

blueprint = Blueprint("health", __name__)
# Shown in the answer, but never make it 503: without redis everything goes on, and where no file can be read, readers
# are still served, from whom a load balancer would take every host.
DISPENSABLE = {"redis", "file_reading"}


@blueprint.route("/healthz")
def alive() -> Response:
    """The process answers."""
    return _uncached(json_response({"status": "ok"}))


@blueprint.route("/readyz")
def ready() -> Response:
    """200 if every needed part answers, else 503; the body names each part. Takes a few seconds at most."""
    parts = services().ready()
    good = all(answers for name, answers in parts.items() if name not in DISPENSABLE)
    return _uncached(json_response({"ready": good, "parts": parts}, 200 if good else 503))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
