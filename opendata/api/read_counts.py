"""How often a dataset was read: the days and the numbers, for its publisher."""

from datetime import timedelta
from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import needs
from opendata.api.json_fields import WholeNumber
from opendata.api.lists import LanguageQuery, json_response, links_field
from opendata.api.openapi import ApiBlueprint
from opendata.web.access import require
from opendata.web.addresses import API, dataset_url
from opendata.web.services import services

blueprint = ApiBlueprint("reads", __name__, url_prefix=API, description="How often datasets are read")
MOST_DAYS = 3_650


class ReadsQuery(LanguageQuery):
    """How many days back."""

    days = WholeNumber(load_default=30, validate=ma.validate.Range(1, MOST_DAYS))


class ReadsOfDaySchema(ma.Schema):
    """The requests of one day."""

    day = ma.fields.Date(required=True)
    count = ma.fields.Integer(required=True)


class ReadsSchema(ma.Schema):
    """How often a dataset was read, by day; days without a request are left out."""

    items = ma.fields.List(ma.fields.Nested(ReadsOfDaySchema))
    total = ma.fields.Integer(metadata={"description": "the requests of all these days"})
    links = links_field()


@blueprint.route("/publishers/<publisher>/datasets/<dataset>/reads")
@blueprint.arguments(ReadsQuery, location="query")
@blueprint.response(200, ReadsSchema)
@blueprint.doc(**needs("upload"))
def get_reads(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """How often a dataset was read on each of the last days: requests, and nothing about who made them."""
    require(publisher, "upload")
    known = services().catalogue.dataset(publisher, dataset)
    first = services().now().date() - timedelta(days=arguments["days"] - 1)
    days = services().reads.days(known, first)
    return json_response(
        {
            "items": [{"day": day.isoformat(), "count": count} for day, count in days],
            "total": sum(count for _, count in days),
            "links": {"self": dataset_url(publisher, dataset, "reads")},
        }
    )
