"""Trend views: a city's greenhouse gases over the years, as a page and as its figures.

Here: what a request asks for. Not here: what the page holds (trend_page.py), the figures
(domain/overview/greenhouse_gases.py).
"""

from flask import Response

from opendata.domain.errors import NothingPublished, ResourceNotFound, VersionWithdrawn
from opendata.domain.kinds import Field
from opendata.domain.model import Dataset, Publisher, Version
from opendata.domain.overview import greenhouse_gases
from opendata.domain.overview.greenhouse_gases import Emissions, emissions
from opendata.site.blueprint import DATASET, blueprint, page
from opendata.site.city_datasets import inventories_of
from opendata.site.trend_page import TrendPage, trend_csv, trend_page
from opendata.steps.ports.journal import Scope
from opendata.web.http_caching import cached_by_content
from opendata.web.language import language
from opendata.web.services import services

TREND = f"{DATASET}/trend"


@blueprint.route(TREND)
def trend(publisher: str, dataset: str) -> Response:
    """The greenhouse gases of a city over the years; 404 where a dataset is no inventory of them."""
    about, version, told, sector = dataset_emissions(publisher, dataset)
    return page(
        "trend.html",
        dataset=about,
        version=version,
        page=trend_page(told, sector, about.publisher, language()),
        scope=Scope(publisher, dataset),
    )


@blueprint.route(f"{TREND}.csv")
def trend_csv_file(publisher: str, dataset: str) -> Response:
    """The figures of that page."""
    _, _, told, _ = dataset_emissions(publisher, dataset)
    return cached_by_content(Response(trend_csv(told), content_type="text/csv; charset=utf-8"))


def dataset_emissions(publisher: str, dataset: str) -> tuple[Dataset, Version, Emissions, Field]:
    """The emissions of the version that holds now, and their field of sectors.

    Raises ResourceNotFound, NothingPublished, VersionWithdrawn.
    """
    about = services().reading.dataset(publisher, dataset)
    snapshot = services().reading.snapshot(about, services().reading.latest(about))
    table = snapshot.kind.table_or_none(greenhouse_gases.TABLE)
    if table is None or not set(greenhouse_gases.FIELDS) <= set(table.field_names) or not snapshot.has(table.name):
        raise ResourceNotFound("trend", [table.name for table in snapshot.tables()])
    sector = table.field(greenhouse_gases.SECTOR)
    return about, snapshot.version, emissions(snapshot.rows(table), sector.codes), sector


def emissions_page(publisher: Publisher) -> TrendPage | None:
    """The greenhouse gases of a publisher; None where it has published no inventory with yearly values."""
    for inventory in inventories_of(publisher.name):
        try:
            _, _, told, sector = dataset_emissions(publisher.name, inventory.name)
        except (NothingPublished, ResourceNotFound, VersionWithdrawn):
            continue
        return trend_page(told, sector, publisher, language())
    return None
