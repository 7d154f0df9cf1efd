"""The funding of a publisher, and of all: what became of the money, and what is due when.

Here: addresses and arguments. Not here: the figures (steps/funding_overviews.py), how they are written
(overview_bodies.py).
"""

from typing import Any

from flask import Response

from opendata.api.lists import asked_part, json_response, list_body
from opendata.api.openapi import ApiBlueprint
from opendata.api.overview_bodies import due_body, funding_body, programme_body
from opendata.api.overview_schemas import FundingQuery, FundingSchema
from opendata.domain.overview import climate_measures
from opendata.steps.funding_overviews import FundingOverview, funding_of, publisher_funding
from opendata.web.addresses import API
from opendata.web.services import services

blueprint = ApiBlueprint("funding", __name__, url_prefix=API, description="What becomes of funding programmes")


@blueprint.route("/publishers/<publisher>/funding")
@blueprint.arguments(FundingQuery, location="query")
@blueprint.response(200, FundingSchema)
def get_funding(arguments: dict[str, Any], publisher: str) -> Response:
    """The fundings of a publisher, by programme and one by one, and what is due."""
    about, today = services().catalogue.publisher(publisher), services().now().date()
    return _answer(arguments, publisher_funding(services().reading, about, today, arguments["days"]))


@blueprint.route("/funding")
@blueprint.arguments(FundingQuery, location="query")
@blueprint.response(200, FundingSchema)
def get_all_funding(arguments: dict[str, Any]) -> Response:
    """The fundings of all publishers, by programme and one by one, and what is due."""
    today = services().now().date()
    return _answer(
        arguments, funding_of(services().reading, services().catalogue.datasets(), today, arguments["days"])
    )


def _answer(arguments: dict[str, Any], told: FundingOverview) -> Response:
    tables = [funding.table for funding in told.datasets for _ in funding.rows]
    part = asked_part(arguments)
    pairs = list(zip(tables, told.rows, strict=True))
    listed = list_body(pairs, part)
    return json_response(
        {
            "programmes": [programme_body(sums) for sums in told.programmes],
            "sums": programme_body(told.total),
            "due": [due_body(due, climate_measures.FUNDING) for due in told.due],
            "past": [due_body(due, climate_measures.FUNDING) for due in told.past],
            **listed,
            "items": [funding_body(table, row) for table, row in listed["items"]],
        }
    )
