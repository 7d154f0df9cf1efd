"""Rows of other publishers that are like one of ours, what the others have and we do not, and searching all rows.

Here: addresses, arguments and bodies. Not here: which rows these are (steps/alike_rows.py, steps/searching.py).
"""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

import marshmallow as ma
from flask import Response

from opendata.api.description.notes_of_views import in_parts, may_answer, or_else
from opendata.api.json_fields import WholeNumber
from opendata.api.lists import (
    ListBodySchema,
    ListPart,
    ListQuery,
    asked_part,
    json_response,
    links_field,
    list_body,
    part_body,
)
from opendata.api.openapi import ApiBlueprint
from opendata.api.single_rows import row_response
from opendata.api.versions import DATASET
from opendata.domain.errors import RequestNotValid, RowNotFound
from opendata.domain.model import Dataset
from opendata.steps import alike_rows, searching
from opendata.steps.dataset_reports import main_table
from opendata.web.addresses import API, row_links
from opendata.web.services import services

blueprint = ApiBlueprint("alike", __name__, url_prefix=API, description="Alike measures, and searching all of them")
FEW = 3


class SimilarQuery(ListQuery):
    """Of whom alike rows are told."""

    limit = WholeNumber(
        load_default=FEW,
        validate=ma.validate.Range(min=0, max=2**53 - 1),
        metadata={"description": "how many at most; 0 for all"},
    )
    publishers = ma.fields.String(
        load_default=None, metadata={"description": "only rows of these publishers: slugs, separated by commas"}
    )


class ElsewhereQuery(ListQuery):
    """Whose rows are told."""

    publishers = ma.fields.String(
        load_default=None, metadata={"description": "only rows of these publishers: slugs, separated by commas"}
    )


class SearchQuery(ListQuery):
    """What is searched."""

    q = ma.fields.String(
        required=True, metadata={"description": "words; each must be found, also inside others: rad finds Fahrradweg"}
    )
    publisher = ma.fields.String(load_default=None, metadata={"description": "only rows of this publisher"})


class AlikeRowSchema(ma.Schema):
    """A row of another publisher, as it stands now."""

    publisher = ma.fields.String()
    dataset = ma.fields.String()
    key = ma.fields.String()
    title = ma.fields.String()
    phase = ma.fields.String(allow_none=True)
    likeness = ma.fields.Float(metadata={"description": "0 to 1"})
    links = links_field()


class AlikeRowsSchema(ListBodySchema):
    """Rows of other publishers that are like one row, the most alike ones first."""

    items = ma.fields.List(ma.fields.Nested(AlikeRowSchema))


class ElsewhereRowSchema(ma.Schema):
    """A row of another publisher that has no counterpart in this dataset."""

    publisher = ma.fields.String()
    dataset = ma.fields.String()
    key = ma.fields.String()
    title = ma.fields.String()
    phase = ma.fields.String(allow_none=True)
    publishers = ma.fields.Integer(
        metadata={"description": "how many publishers have one like it, this one included"}
    )
    links = links_field()


class ElsewhereSchema(ListBodySchema):
    """What others have and this dataset has not; what most of them have comes first."""

    items = ma.fields.List(ma.fields.Nested(ElsewhereRowSchema))


class FoundRowSchema(ma.Schema):
    """A row that a search has found."""

    publisher = ma.fields.String()
    dataset = ma.fields.String()
    key = ma.fields.String()
    title = ma.fields.String()
    phase = ma.fields.String(allow_none=True)
    in_title = ma.fields.Boolean(metadata={"description": "whether all words stand in its title or its key"})
    links = links_field()


class SearchSchema(ListBodySchema):
    """The rows that a search has found, those with all words in the title first."""

    items = ma.fields.List(ma.fields.Nested(FoundRowSchema))


@blueprint.route(f"{DATASET}/<table:resource>/<key:key>/similar")
@blueprint.arguments(SimilarQuery, location="query")
@blueprint.response(200, AlikeRowsSchema)
@blueprint.doc(**in_parts(), **or_else("SingleRow"), **may_answer("nothing-published", "version-withdrawn"))
def get_similar(arguments: dict[str, Any], publisher: str, dataset: str, resource: str, key: str) -> Response:
    """Rows of other publishers that are like a row, by the letters of their titles and texts."""
    about, reading = services().catalogue.dataset(publisher, dataset), services().reading
    try:
        reading.current_row(about, resource, key)
    except RowNotFound as error:
        # A row's key may itself end in /similar; then this address is that row's.
        with suppress(RowNotFound):
            return row_response(about, resource, f"{key}/similar")
        raise error from None
    known = _main_resource(about) == resource
    chosen = _named(arguments["publishers"])
    told = alike_rows.alike_rows(reading, services().row_texts, about, key, chosen) if known else []
    bodies = [{**_row(row, row.resource), "likeness": row.likeness} for row in told]
    return json_response(list_body(bodies, asked_part(arguments)))


@blueprint.route(f"{DATASET}/elsewhere")
@blueprint.arguments(ElsewhereQuery, location="query")
@blueprint.response(200, ElsewhereSchema)
@blueprint.doc(**may_answer("nothing-published", "version-withdrawn"))
def get_elsewhere(arguments: dict[str, Any], publisher: str, dataset: str) -> Response:
    """What other publishers have and a dataset has not: their rows to which none of its rows is alike enough."""
    about = services().catalogue.dataset(publisher, dataset)
    chosen = _named(arguments["publishers"])
    told = alike_rows.elsewhere(services().reading, services().row_texts, about, chosen)
    bodies = [{**_row(row, row.resource), "publishers": row.publishers} for row in told]
    return json_response(list_body(bodies, asked_part(arguments)))


@blueprint.route("/search")
@blueprint.arguments(SearchQuery, location="query")
@blueprint.response(200, SearchSchema)
@blueprint.doc(operationId="search_rows", **may_answer("publisher-not-found"))
def search(arguments: dict[str, Any]) -> Response:
    """The rows of all publishers in which every word is found, in upper or lower case, with or without umlauts."""
    if arguments["publisher"] is not None:
        services().catalogue.publisher(arguments["publisher"])
    part = asked_part(arguments)
    # Many rows make no better answer, and finding them takes time.
    part = ListPart(min(part.limit or searching.MOST_AT_ONCE, searching.MOST_AT_ONCE), part.start)
    asked = (arguments["q"], arguments["publisher"], part.start, part.limit)
    told = searching.search(services().row_texts, *asked)
    resources: dict[tuple[str, str], str] = {}
    bodies = []
    for row in told.rows:
        place = (row.publisher, row.dataset)
        if place not in resources:
            resources[place] = _main_resource(services().catalogue.dataset(*place))
        bodies.append({**_row(row, resources[place]), "in_title": row.in_title})
    return json_response(part_body(bodies, told.total, part))


def _row(row: Any, resource: str) -> dict[str, Any]:
    return {
        "publisher": row.publisher,
        "dataset": row.dataset,
        "key": row.key,
        "title": row.title,
        "phase": row.status,
        "links": row_links(row.publisher, row.dataset, resource, row.key),
    }


def _main_resource(dataset: Dataset) -> str:
    """The table whose rows are searched and compared."""
    reading = services().reading
    return main_table(reading, reading.snapshot(dataset, reading.latest(dataset))).table.name


def _named(publishers: str | None) -> Collection[str] | None:
    """The publishers that are named; raises PublisherNotFound for one that does not exist."""
    if publishers is None:
        return None
    names = [name.strip() for name in publishers.split(",") if name.strip()]
    if not names:
        german = "nennen Sie mindestens eine Stelle"
        raise RequestNotValid("publishers", "name one publisher at least", german=german)
    for name in dict.fromkeys(names):
        services().catalogue.publisher(name)
    return names
