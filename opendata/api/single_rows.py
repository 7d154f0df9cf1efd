"""Rows: one row as it stands now, and its history."""

from typing import Any

import polars as pl
from flask import Response

from opendata.api.changes import entry_body
from opendata.api.lists import LanguageQuery, ListQuery, json_response, list_body, page_of
from opendata.api.openapi import PREFIX, ApiBlueprint
from opendata.api.versions import DATASET, latest, must_hold, version_at
from opendata.domain.errors import ResourceNotFound, RowNotFound, RowRemoved
from opendata.domain.model import Dataset, Entry, Version
from opendata.domain.packages.withdrawal import only_in_withdrawn
from opendata.domain.tables.json_values import json_value
from opendata.domain.tables.row_keys import key_values
from opendata.steps.ports.journal import Scope
from opendata.web.addresses import dataset_url, feed_url, page_url
from opendata.web.caching import cached
from opendata.web.services import services

blueprint = ApiBlueprint("rows", __name__, url_prefix=PREFIX, description="Single rows and their history")


@blueprint.route(f"{DATASET}/<resource>/<key:key>/history")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, description="Every event of this row, oldest first")
def get_history(arguments: dict[str, Any], publisher: str, dataset: str, resource: str, key: str) -> Response:
    """What happened to a row, from its first publication on."""
    found = services().catalogue.dataset(publisher, dataset)
    try:
        entries = row_entries(found, resource, key)
    except RowNotFound:
        # A key may itself end in /history: then this is the address of that row.
        return row_response(found, resource, f"{key}/history")
    history = {each.number: each for each in services().versions.history(found)}
    items = [_with_version(entry, history) for entry in entries]
    return json_response(list_body(items, page_of(arguments)))


@blueprint.route(f"{DATASET}/<resource>/<key:key>")
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, description="The row as it stands in the current version")
def get_row(_arguments: dict[str, Any], publisher: str, dataset: str, resource: str, key: str) -> Response:
    """One row as it stands now."""
    return row_response(services().catalogue.dataset(publisher, dataset), resource, key)


def row_response(dataset: Dataset, resource: str, key: str) -> Response:
    """The row as it stands now; raises RowNotFound, RowRemoved, or VersionWithdrawn if only such ones had it."""
    version = latest(dataset)
    body = _row(version, resource, key)
    if body is None:
        entries = row_entries(dataset, resource, key)
        if number := only_in_withdrawn(entries):
            must_hold(version_at(dataset.publisher.name, dataset.name, number))
        raise RowRemoved(resource, key, version.number)
    place = (dataset.publisher.name, dataset.name, resource, key)
    links = {"self": dataset_url(*place), "history": f"{dataset_url(*place)}/history"}
    links |= {"feed": feed_url(*place), "page": page_url(*place)}
    return cached(json_response({**body, "links": links}), f"{version.digest[7:39]}-row", immutable=False)


def row_entries(dataset: Dataset, resource: str, key: str) -> list[Entry]:
    """The journal of a row, oldest first; raises ResourceNotFound, RowNotFound."""
    scope = Scope(dataset.publisher.name, dataset.name, resource, key)
    entries = list(services().journal.since(0, 1_000_000, scope))
    if not entries:
        known = [table.name for table in services().kinds[dataset.kind]]
        if resource not in known:
            raise ResourceNotFound(resource, known)
        raise RowNotFound(resource, key)
    return entries


def _row(version: Version, resource: str, key: str) -> dict[str, Any] | None:
    frame = services().versions.table(version, resource)
    table = services().versions.kind(version).table(resource)
    values = key_values(key, table)
    if len(values) != len(table.primary_key):
        return None
    pairs = zip(table.primary_key, values, strict=True)
    rows = frame.filter(pl.all_horizontal(pl.col(name) == value for name, value in pairs)).rows(named=True)
    return {name: json_value(value, table.field(name)) for name, value in rows[0].items()} if rows else None


def _with_version(entry: Entry, history: dict[str, Version]) -> dict[str, Any]:
    version = history.get(entry.version or "")
    return {**entry_body(entry), "as_of": version.as_of.isoformat() if version else None}
