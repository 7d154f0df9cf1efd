"""Overviews of datasets: where they stand, how they came there, and several of them beside each other.

Here: addresses and arguments. Not here: the figures (steps/overviews.py), how they are written (overview_bodies.py).
"""

from datetime import date
from typing import Any

from flask import Response

from opendata.api.description.notes_of_views import may_answer
from opendata.api.lists import ListQuery, asked_part, json_response, list_body, list_response, part_body
from opendata.api.openapi import ApiBlueprint
from opendata.api.overview_bodies import compared_body, dropped_bodies, progress_body, slip_bodies, standing_body
from opendata.api.overview_schemas import (
    CompareQuery,
    CompareSchema,
    DroppedSchema,
    OverviewQuery,
    ProgressSchema,
    SlipSchema,
    StandingSchema,
)
from opendata.api.versions import DATASET
from opendata.domain.model import Dataset
from opendata.steps import overviews
from opendata.steps.dataset_reports import main_table
from opendata.steps.reading import LATEST, must_hold
from opendata.web.addresses import API
from opendata.web.services import services
from opendata.web.version_headers import answers_about

blueprint = ApiBlueprint("overviews", __name__, url_prefix=API, description="Where measures stand, slip and compare")


@blueprint.route("/compare")
@blueprint.arguments(CompareQuery, location="query")
@blueprint.response(200, CompareSchema)
@blueprint.doc(
    operationId="compare_publishers", **may_answer("publisher-not-found", "nothing-published", "version-withdrawn")
)
def compare(arguments: dict[str, Any]) -> Response:
    """Two to four publishers beside each other, in the order in which they are named."""
    names = [name.strip() for name in arguments["publishers"].split(",") if name.strip()]
    told = overviews.compared(services().reading, names, _today(), arguments["kind"])
    return json_response(list_body([compared_body(dataset) for dataset in told], asked_part(arguments)))


@blueprint.route(f"{DATASET}/overview")
@blueprint.arguments(OverviewQuery, location="query")
@blueprint.response(200, StandingSchema)
@blueprint.doc(**may_answer("version-not-found", "nothing-published", "version-withdrawn"))
def get_overview(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """Where a dataset stands, now or as of an earlier day."""
    about, day = services().catalogue.dataset(publisher, dataset), arguments["as_of"]
    answers_about(about)
    if day is None:
        return json_response(standing_body(overviews.dataset_overview(services().reading, about, _today())))
    version = services().reading.version(about, LATEST, day)
    must_hold(version)
    return json_response(standing_body(overviews.dataset_at(services().reading, about, version, _today())))


@blueprint.route(f"{DATASET}/progress")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, ProgressSchema)
@blueprint.doc(**may_answer("nothing-published", "version-withdrawn"))
def get_progress(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """How the measures stood in each version, oldest first by as_of; withdrawn versions are left out."""
    about, part = services().catalogue.dataset(publisher, dataset), asked_part(arguments)
    steps, total = overviews.dataset_progress(services().reading, about, part.start, part.limit or None)
    return json_response(part_body([progress_body(about, step) for step in steps], total, part))


@blueprint.route(f"{DATASET}/slip")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, SlipSchema)
@blueprint.doc(**may_answer("nothing-published", "version-withdrawn"))
def get_slip(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """The measures whose planned end moved, those that slipped most first."""
    about = services().catalogue.dataset(publisher, dataset)
    told, resource = overviews.dataset_slips(services().reading, about), _resource(about)
    part = asked_part(arguments)
    return list_response(slip_bodies(about, resource, told, part.start), len(told), part, {})


@blueprint.route(f"{DATASET}/dropped")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, DroppedSchema)
@blueprint.doc(**may_answer("nothing-published", "version-withdrawn"))
def get_dropped(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """What was removed, given up, never begun or moved three times or more, with what the publisher says about it."""
    about = services().catalogue.dataset(publisher, dataset)
    told = overviews.dataset_out_of_sight(services().reading, about)
    part, total = asked_part(arguments), len(told.removed) + len(told.given_up) + len(told.never_begun)
    bodies = dropped_bodies(about, _resource(about), told, part.start)
    return list_response(bodies, total + len(told.often_moved), part, {})


def _resource(dataset: Dataset) -> str:
    """The name of the table that overviews of a dataset are about."""
    reading = services().reading
    return main_table(reading, reading.snapshot(dataset, reading.latest(dataset))).table.name


def _today() -> date:
    return services().now().date()
