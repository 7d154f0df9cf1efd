"""Rows: one row as it stands now, and its history."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from flask import Response

from opendata.api.description.notes_of_views import in_parts, may_answer, shape
from opendata.api.lists import LanguageQuery, ListQuery, asked_part, json_response, list_response
from opendata.api.openapi import ApiBlueprint
from opendata.api.versions import DATASET
from opendata.domain.errors import RowNotFound, RowRemoved
from opendata.domain.model import Dataset, Entry
from opendata.domain.tables.json_values import json_value
from opendata.web.addresses import API, row_links
from opendata.web.entry_bodies import entry_body
from opendata.web.http_caching import cached
from opendata.web.services import services

blueprint = ApiBlueprint("rows", __name__, url_prefix=API, description="Single rows and their history")


@blueprint.route(f"{DATASET}/<table:resource>/<key:key>/history")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, {"anyOf": [shape("RowHistory"), shape("SingleRow")]})
@blueprint.doc(**in_parts(), **may_answer("nothing-published", "version-withdrawn"))
def get_history(arguments: dict[str, Any], publisher: str, dataset: str, resource: str, key: str) -> Response:
    """What happened to a row, from its first publication on.

    Where no row has this key, but one has a key that ends in /history, the answer is that row.
    """
    about, part = services().catalogue.dataset(publisher, dataset), asked_part(arguments)
    asked = (resource, key, part.start, part.limit or None)
    try:
        entries, total = services().reading.part_of_row_entries(about, *asked)
    except RowNotFound as error:
        # A row's key may itself end in /history; then this address is that row's.
        with suppress(RowNotFound):
            return row_response(about, resource, f"{key}/history")
        raise error from None
    dates = services().versions.dates(about, sorted({entry.version for entry in entries if entry.version}))
    lineage = services().reading.lineage(about, resource, key)
    keys = {"continued_as": lineage.continued_as, "continues": [step.key for step in lineage.earlier]}
    other_keys = {name: value for name, value in keys.items() if value}
    return list_response((_with_date(entry, dates) for entry in entries), total, part, other_keys)


@blueprint.route(f"{DATASET}/<table:resource>/<key:key>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, shape("SingleRow"))
@blueprint.doc(**in_parts(), **may_answer("nothing-published", "version-withdrawn"))
def get_row(_arguments: dict[str, Any], publisher: str, dataset: str, resource: str, key: str) -> Response:
    """One row as it stands now."""
    return row_response(services().catalogue.dataset(publisher, dataset), resource, key)


def row_response(dataset: Dataset, resource: str, key: str) -> Response:
    """The row as it stands now; raises RowNotFound, RowRemoved, or VersionWithdrawn if no other version had it."""
    try:
        row = services().reading.current_row(dataset, resource, key)
    except RowRemoved as error:
        place = (dataset.publisher.name, dataset.name, resource)
        if (successor := getattr(error, "continued_as", None)) is not None:
            error.lead_to(successor=row_links(*place, successor)["self"], history=row_links(*place, key)["history"])
        raise
    cells = {name: json_value(text, row.table.field(name)) for name, text in row.values.items()}
    body = {**cells, "links": row_links(dataset.publisher.name, dataset.name, resource, key)}
    return cached(json_response(body), f"{row.version.digest[7:39]}-row", immutable=False)


def _with_date(entry: Entry, dates: Mapping[str, date]) -> dict[str, Any]:
    as_of = dates.get(entry.version or "")
    return {**entry_body(entry), "as_of": as_of.isoformat() if as_of else None}
