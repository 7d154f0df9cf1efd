"""Report views: what matters most about a city on two pages, made to be printed.

Here: which parts of other pages the report has. Not here: these parts (overview_page.py, sight_page.py,
funding_page.py, trend_page.py), HTML (templates/report.html), the sheets (static/views.css).
"""

from dataclasses import replace
from typing import Any

from flask import Response

from opendata.domain.overview.funding import DUE_SOON_DAYS
from opendata.site.blueprint import blueprint, page
from opendata.site.city_datasets import overviews_of
from opendata.site.funding_page import FundingPage, funding_page
from opendata.site.overview_page import due_rows, overview_page, put_off_figure, slipped_rows
from opendata.site.overview_views import today
from opendata.site.sight_views import dataset_sight
from opendata.site.status_pictures import group_picture
from opendata.site.told_news import changed_by
from opendata.site.trend_views import emissions_page
from opendata.steps import overviews
from opendata.steps.dataset_reports import DatasetReports
from opendata.steps.funding_overviews import funding_of
from opendata.steps.overviews import DatasetOverview
from opendata.steps.ports.journal import Scope
from opendata.steps.reading_deadlines import next_deadlines
from opendata.web.language import language
from opendata.web.services import services

# As many lines as two sheets of A4 have room for.
MOST_GROUPS, MOST_SENTENCES, MOST_ROWS = 11, 10, 4


@blueprint.route("/<publisher:publisher>/report")
def report(publisher: str) -> Response:
    """The report of a city: its largest dataset whose rows have a status, and what belongs to it."""
    about = services().catalogue.publisher(publisher)
    overview = next(iter(overviews_of(publisher)), None)
    told = _report(overview) if overview else {}
    return page("report.html", publisher=about, overview=overview, scope=Scope(publisher), **told)


def _report(overview: DatasetOverview) -> dict[str, Any]:
    reading, tongue = services().reading, language()
    dataset, version, view, standing = overview.dataset, overview.version, overview.view, overview.standing
    place = {"publisher": dataset.publisher.name, "dataset": dataset.name}
    field, groups = (view.group, standing.by_group) if standing.by_group else (view.topic, standing.by_topic)
    reports, about = DatasetReports(reading, dataset, version), overview_page(overview, tongue)
    slips = overviews.slips_of(reports)
    figures = [*about.key_figures, *put_off_figure(overview, slips, tongue)]
    return {
        "dataset": dataset,
        "version": version,
        "about": replace(about, key_figures=figures),
        "groups": group_picture(view, field, groups, tongue, MOST_GROUPS),
        "changed": _sentences(overview),
        "slipped": slipped_rows(view, place, slips, tongue)[:MOST_ROWS],
        "due": due_rows(place, next_deadlines(reading, dataset, version), today(), tongue, MOST_ROWS),
        "sight": dataset_sight(overview, reports).page,
        "funding": _funding(overview),
        "emissions": emissions_page(dataset.publisher),
    }


def _sentences(overview: DatasetOverview) -> list[str]:
    """What the version changed; nothing of a first one, which only adds."""
    if overview.version.previous is None:
        return []
    news = changed_by(overview.version, lines=MOST_SENTENCES)
    return [line.sentence for each in news for line in each.lines]


def _funding(overview: DatasetOverview) -> FundingPage | None:
    told = funding_of(services().reading, [overview.dataset], today(), DUE_SOON_DAYS)
    return funding_page(told, today(), language())
