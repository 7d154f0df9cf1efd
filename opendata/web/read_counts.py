"""Counts of reads: every public answer about a dataset is counted, with the dataset and the day and nothing else.

Here: which answers are counted. Not here: how the counts are kept (storage/reads/). No address, browser or page is
kept, and nothing that could tell two readers apart.
"""

from flask import Flask, Response, request

from opendata.web.services import services

COUNTED = frozenset({200, 206, 304})
NOT_PUBLIC = frozenset({"portal"})  # blueprints


def register(app: Flask) -> None:
    """Count the answers of the application."""
    app.after_request(_counted)


def _counted(response: Response) -> Response:
    place = request.view_args
    if (
        place
        and "dataset" in place
        and request.method == "GET"
        and response.status_code in COUNTED
        and request.blueprint not in NOT_PUBLIC
        and "Authorization" not in request.headers  # the publisher's own programs
    ):
        opened = services()
        opened.reads.count(place["publisher"], place["dataset"], opened.now().date())
    return response
