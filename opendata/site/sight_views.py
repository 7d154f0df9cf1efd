"""Sight views: what a city took out of its plan, gave up, never began or put off often.

Here: what a request asks for. Not here: what the page holds (sight_page.py), the figures (steps/overviews.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from opendata.domain.model import Dataset
from opendata.domain.overview import climate_measures
from opendata.domain.overview.viewed_table import rows_of_keys
from opendata.site.blueprint import blueprint, page
from opendata.site.city_datasets import overviews_of
from opendata.site.sight_page import MOST_LINES, SightPage, sight_page
from opendata.steps import overviews
from opendata.steps.dataset_reports import DatasetReports
from opendata.steps.overviews import DatasetOverview
from opendata.steps.ports.journal import Scope
from opendata.steps.reading_deadlines import dataset_deadlines
from opendata.web.language import language
from opendata.web.services import services


@dataclass(frozen=True)
class DatasetSight:
    """What is out of sight in one dataset of a city."""

    overview: DatasetOverview
    page: SightPage
    is_first: bool  # there is a single report yet

    @property
    def dataset(self) -> Dataset:
        """Which one."""
        return self.overview.dataset


@blueprint.route("/<publisher:publisher>/out-of-sight")
def out_of_sight(publisher: str) -> Response:
    """What is out of sight in all datasets of a city whose rows have a status."""
    about = services().catalogue.publisher(publisher)
    told = [dataset_sight(overview) for overview in overviews_of(publisher)]
    return page("out_of_sight.html", publisher=about, sights=told, scope=Scope(publisher))


def dataset_sight(overview: DatasetOverview, found: DatasetReports | None = None) -> DatasetSight:
    """What is out of sight in one dataset; found: its reports, where more is told of them."""
    reading, dataset = services().reading, overview.dataset
    deadlines = dataset_deadlines(reading, dataset)
    reasons = {
        deadline.key: deadline.put_off.reasons
        for deadline in (deadlines.deadlines if deadlines else ())
        if deadline.resource == overview.view.table.name and deadline.put_off and deadline.put_off.reasons
    }
    found = found or DatasetReports(reading, dataset)
    told, reports = overviews.out_of_sight_of(found), found.total
    notes = _notes(overview, [slip.key for slip in told.often_moved[:MOST_LINES]])
    place = {"publisher": dataset.publisher.name, "dataset": dataset.name}
    rows = overview.standing.counts.total
    shown = sight_page(told, overview.view, place, {**notes, **reasons}, rows, language())
    return DatasetSight(overview, shown, reports == 1)


def _notes(overview: DatasetOverview, keys: Sequence[str]) -> dict[str, list[str]]:
    """What the newest report says of these rows in the city's own words, by key."""
    view, snapshot = overview.view, services().reading.snapshot(overview.dataset, overview.version)
    if climate_measures.NOTE not in view.table.field_names:
        return {}
    found = rows_of_keys(view, snapshot.rows(view.table), keys, view.table.field(climate_measures.NOTE))
    notes = zip(view.keys(found), found[climate_measures.NOTE].to_list(), strict=True)
    return {key: [note] for key, note in notes if note}
