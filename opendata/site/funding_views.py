"""Funding views: what became of the money of one city, and of all cities.

Here: what a request asks for. Not here: what the pages hold (funding_page.py), the figures
(steps/funding_overviews.py).
"""

from typing import Any

from flask import Response

from opendata.domain.overview import climate_measures
from opendata.domain.overview.funding import DUE_SOON_DAYS
from opendata.site.blueprint import blueprint, page
from opendata.site.city_datasets import overviews_of
from opendata.site.funding_elsewhere_page import ElsewhereProgramme, elsewhere_lines
from opendata.site.funding_page import funding_page
from opendata.site.links import page_link
from opendata.site.overview_views import today
from opendata.steps.funding_elsewhere import programmes_elsewhere
from opendata.steps.funding_overviews import funding_of, publisher_funding
from opendata.steps.ports.journal import Scope
from opendata.web.language import language
from opendata.web.services import services

MOST_DATASETS = 400  # on the page of all cities; the first ones


@blueprint.route("/<publisher:publisher>/funding")
def publisher_funding_page(publisher: str) -> Response:
    """What became of the money that a city applied for."""
    about = services().catalogue.publisher(publisher)
    told = publisher_funding(services().reading, about, today(), DUE_SOON_DAYS)
    shown = funding_page(told, today(), language())
    values: dict[str, Any] = {"publisher": about, "funding": told, "scope": Scope(publisher)}
    return page("funding.html", page=shown, elsewhere=_elsewhere(publisher), **values)


@blueprint.route("/funding")
def funding() -> Response:
    """What became of the money that all cities applied for."""
    datasets, total = services().catalogue.published_datasets(0, MOST_DATASETS)
    told = funding_of(services().reading, datasets, today(), DUE_SOON_DAYS)
    names = dict.fromkeys(funding.dataset.publisher.name for funding in told.datasets)
    links = {name: page_link("publisher_funding_page", publisher=name) for name in names}
    values: dict[str, Any] = {"publisher": None, "funding": told, "scope": Scope()}
    values["left_out"] = (len(datasets), total) if total > len(datasets) else None
    return page("funding.html", page=funding_page(told, today(), language(), links), **values)


def _elsewhere(publisher: str) -> list[ElsewhereProgramme]:
    """What other cities used for measures that are like those of a city's largest dataset of measures."""
    overview = next((told for told in overviews_of(publisher) if told.dataset.kind == climate_measures.KIND), None)
    table = services().kinds[climate_measures.KIND].table_or_none(climate_measures.FUNDING) if overview else None
    if overview is None or table is None:
        return []
    told = programmes_elsewhere(services().reading, services().row_texts, overview.dataset)
    return elsewhere_lines(told, overview.dataset, table, language())
