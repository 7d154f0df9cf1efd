"""Cities and measures for LocalMonitoring's pages, at the addresses that they ask for below REST_API.

Here: which datasets are meant. Not here: the shape (formats/localmonitoring.py). docs/localmonitoring.md tells how a
site of LocalMonitoring is pointed here.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import cachetools
import polars as pl
from cachetools import LRUCache
from flask import Blueprint, Response, request

from opendata.api.lists import json_response
from opendata.domain.errors import PublisherNotFound, RequestNotValid
from opendata.domain.model import Dataset, Publisher, Version
from opendata.formats import localmonitoring as shape
from opendata.web.addresses import COMPAT
from opendata.web.http_caching import cached_by_content
from opendata.web.services import services

blueprint = Blueprint("localmonitoring", __name__, url_prefix=f"{COMPAT}/localmonitoring/api")
KIND, TABLE = "climate-measures", "measures"
COUNTED = "executionStatusCount"
READ_AT_ONCE = 500  # datasets
MOST_KEPT_COUNTS = 20_000
MOST_TASKS = 10_000  # of a city, in one answer of about 5 MB; plans have some hundreds of measures

Published = tuple[Dataset, Version]


@blueprint.route("/cities")
def cities() -> Response:
    """All cities that have published measures, the one that published last first."""
    is_counted = _is_counted()
    found: list[tuple[Any, dict[str, Any]]] = []
    start, total = 0, 1
    while start < total:
        datasets, total = services().catalogue.published_datasets(start, READ_AT_ONCE)
        start += READ_AT_ONCE
        found += [
            (newest.published_at, _city(publisher, published, is_counted=is_counted))
            for publisher, published in _by_publisher(datasets)
            for newest in [max((version for _, version in published), key=lambda version: version.published_at)]
        ]
    return _json([city for _, city in sorted(found, key=lambda entry: entry[0], reverse=True)])


@blueprint.route("/cities/<publisher>")
def city(publisher: str) -> Response:
    """One city."""
    is_counted = _is_counted()
    about, published = _published(publisher)
    return _json(_city(about, published, is_counted=is_counted))


@blueprint.route("/cities/<publisher>/tasks")
def tasks(publisher: str) -> Response:
    """The measures of a city as a tree."""
    _refuse_unknown([])
    about, published = _published(publisher)
    number = shape.number_of(about.name)
    _must_be_few(published)

    def tree() -> list[shape.Task]:
        trees = (shape.tasks(dataset.path, number, _rows(dataset, version)) for dataset, version in published)
        return [task for tasks_of_dataset in trees for task in tasks_of_dataset]

    versions = [version for _, version in published]
    return _json(services().reading.dear(versions, "localmonitoring", tree, _size))


def _must_be_few(published: Sequence[Published]) -> None:
    """Raise RequestNotValid for more measures than LocalMonitoring can show: they are not given in parts here."""
    if sum(map(_rows_of, published)) > MOST_TASKS:
        english = f"has more than {MOST_TASKS:,} measures; ask for their rows, which come page by page"
        german = f"hat mehr als {MOST_TASKS} Maßnahmen; fragen Sie nach ihren Zeilen, die seitenweise kommen"
        raise RequestNotValid("publisher", english, german=german)


def _rows_of(published: Published) -> int:
    _, version = published
    return sum(resource.rows for resource in version.resources if resource.name == TABLE)


def _is_counted() -> bool:
    _refuse_unknown([COUNTED])
    return COUNTED in request.args


def _refuse_unknown(known: Sequence[str]) -> None:
    if unknown := sorted(set(request.args) - set(known)):
        raise RequestNotValid(unknown[0], "unknown parameter", known, "gibt es nicht")


def _published(name: str) -> tuple[Publisher, Sequence[Published]]:
    """A city with what holds now; raises PublisherNotFound for one that has published no measures, too."""
    found = _by_publisher(services().catalogue.datasets(name))
    if not found:
        raise PublisherNotFound(name)
    return found[0]


def _by_publisher(datasets: Sequence[Dataset]) -> Sequence[tuple[Publisher, Sequence[Published]]]:
    """The publishers of those datasets that hold measures, with the versions that hold now."""
    current = services().versions.current([dataset for dataset in datasets if dataset.kind == KIND])
    found: dict[Publisher, list[Published]] = {}
    for dataset in datasets:
        version = current.get(dataset.path)
        if version and not version.withdrawal and any(resource.name == TABLE for resource in version.resources):
            found.setdefault(dataset.publisher, []).append((dataset, version))
    return list(found.items())


def _city(publisher: Publisher, published: Sequence[Published], *, is_counted: bool) -> dict[str, Any]:
    as_of = max(version.as_of for _, version in published)
    count = sum(map(_rows_of, published))
    teaser = f"{count} {'Maßnahme' if count == 1 else 'Maßnahmen'}, Stand {as_of.day}.{as_of.month}.{as_of.year}."
    body = shape.city(publisher, teaser)
    if is_counted:
        counts = [_counts(dataset, version) for dataset, version in published]
        body[COUNTED] = {name: sum(each[name] for each in counts) for name in counts[0]}
    return body


@cachetools.cached(LRUCache(MOST_KEPT_COUNTS), key=lambda _dataset, version: version.digest, lock=Lock())
def _counts(dataset: Dataset, version: Version) -> dict[str, int]:
    """The counts of a version's measures, which never change."""
    snapshot = services().reading.snapshot(dataset, version)
    rows = snapshot.rows(snapshot.kind.table(TABLE))
    names = [name for name in shape.STATUS_FIELDS if name in rows.columns]
    return shape.status_counts(row for frame in rows.pieces(names) for row in frame.iter_rows(named=True))


def _rows(dataset: Dataset, version: Version) -> Sequence[shape.Row]:
    frame: pl.DataFrame = services().reading.snapshot(dataset, version).frame(TABLE)
    return frame.rows(named=True)


def _size(tree: Sequence[shape.Task]) -> int:
    """About how many bytes a tree takes in memory."""
    return sum(2_000 + 2 * len(task["description"]) for task in shape.tasks_below(tree))


def _json(body: Any) -> Response:
    return cached_by_content(json_response(body), "lm")
