"""Counts of reads: every public answer about a dataset is counted, with the dataset and the day and nothing else.

Here: which answers are counted. Not here: how the counts are kept (storage/reads/). No address, browser or page is
kept, and nothing that could tell two readers apart. A view only notes what its answer is about; the keeper of
answers (answers/) tells of each answer that a reader gets, made now or kept.
"""

from collections.abc import Callable

from flask import Flask, Response, request

from opendata.server.what_is_served import ABOUT
from opendata.web.services import Services

COUNTED = frozenset({200, 206, 304})
NOT_PUBLIC = frozenset({"portal"})  # blueprints


def register(app: Flask) -> None:
    """Note of the answers of the application which dataset they are about."""
    app.after_request(_noted)


def count(opened: Callable[[], Services], method: str, about: tuple[str, str] | None, status: int) -> None:
    """Count an answer that a reader got; answers to programs with tokens do not come by here."""
    if about is not None and method == "GET" and status in COUNTED:
        services = opened()
        services.reads.count(*about, services.now().date())


def _noted(response: Response) -> Response:
    place = request.view_args
    if place and "dataset" in place and request.blueprint not in NOT_PUBLIC:
        request.environ[ABOUT] = (place["publisher"], place["dataset"])
    return response
