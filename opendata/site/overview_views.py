"""Overview views: home, a city, and a dataset from report to report.

Here: what a request asks for. Not here: what the pages hold (city_cards.py, overview_page.py, progress_page.py), the
figures (steps/overviews.py), HTML (templates/).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid, VersionWithdrawn
from opendata.domain.overview.progress import ProgressStep
from opendata.domain.overview.viewed_table import titles_of_keys
from opendata.site import catalogue_pages, city_cards, structured_data
from opendata.site.blueprint import DATASET, blueprint, page
from opendata.site.figure_tables import progress_table, report_table
from opendata.site.like_cities import like_cities
from opendata.site.links import page_link
from opendata.site.overview_page import (
    due_rows,
    gone_rows,
    has_deadlines,
    overview_page,
    put_off_figure,
    slipped_rows,
)
from opendata.site.progress_page import progress_page
from opendata.site.status_pictures import StatusHead, heads_of
from opendata.site.told_news import changed_by, news_of, news_of_all
from opendata.site.topic_pages import topic_lines
from opendata.steps import overviews
from opendata.steps.dataset_reports import DatasetReports
from opendata.steps.overviews import DatasetOverview
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import LATEST
from opendata.steps.reading_deadlines import has_open_deadlines, next_deadlines
from opendata.web.http_caching import cached_by_content
from opendata.web.language import language
from opendata.web.services import services

NEWS_ON_HOME = 5  # versions
MOST_REPORTS = 60  # on the page of progress
REPORTS_OF_OVERVIEW = 6  # the newest ones


@blueprint.route("/")
def home() -> Response:
    """All publishers with where they stand, and what happened last."""
    catalogue, tongue = services().catalogue, language()
    _, total = catalogue.some_publishers(0, 1)
    part = catalogue_pages.part_of(request.args.get("page"), total, catalogue_pages.PUBLISHERS_ON_A_PAGE)
    on_page, _ = catalogue.some_publishers(part.first_item, catalogue_pages.PUBLISHERS_ON_A_PAGE, by_title=True)
    datasets = catalogue.datasets_of([publisher.name for publisher in on_page])
    cards = catalogue_pages.publisher_cards(
        on_page, datasets, services().versions.current(datasets), services().kinds, tongue
    )
    cities, overviewed = [], []
    for card in cards:
        overview = leading(card.datasets)
        standing = city_cards.standing_card(overview, last_steps(overview), tongue) if overview else None
        others = [other for other in card.datasets if overview is None or other.dataset != overview.dataset]
        cities.append(city_cards.CityCard(card.publisher, standing, others))
        overviewed += [overview] if overview else []
    current = [each.version for card in cards for each in card.datasets if each.version is not None]
    news, structured = news_of_all(current, versions=NEWS_ON_HOME, lines=3), structured_data.of_home(tongue)
    topics = topic_lines(overviewed, tongue)
    told: dict[str, Any] = {"legend": _legend(overviewed), "topics": topics, "rests": overviewed}
    return page("home.html", **told, cities=cities, part=part, news=news, scope=Scope(), structured=structured)


@blueprint.route("/<publisher:publisher>")
def publisher(publisher: str) -> Response:
    """One publisher: where it stands, and its datasets."""
    about = services().catalogue.publisher(publisher)
    datasets = services().catalogue.datasets(publisher)
    kinds, tongue = services().kinds, language()
    current = services().versions.current(datasets)
    cards = catalogue_pages.publisher_cards([about], datasets, current, kinds, tongue)
    overview, scope = leading(cards[0].datasets), Scope(publisher)
    told: dict[str, Any] = {
        "card": cards[0],
        "scope": scope,
        "has_deadlines": any(
            has_open_deadlines(services().reading, dataset, current[dataset.path])
            for dataset in datasets
            if dataset.path in current
        ),
    }
    if overview is None:
        return page("publisher.html", **told, news=news_of(scope, versions=5, lines=8))
    others = [other for other in cards[0].datasets if other.dataset != overview.dataset]
    told["like_cities"] = like_cities(overview.dataset)
    return page("city.html", **told, others=others, **_overview(overview, is_current=True))


@blueprint.route(f"{DATASET}/progress")
def progress(publisher: str, dataset: str) -> Response:
    """How a dataset moved from report to report."""
    about = services().reading.dataset(publisher, dataset)
    overview = overviews.dataset_overview(services().reading, about, today())
    reports = DatasetReports(services().reading, about, overview.version)
    start = max(0, reports.total - MOST_REPORTS)
    steps, _ = overviews.progress_of(reports, start, MOST_REPORTS)
    view, tongue = overview.view, language()
    place = {"publisher": publisher, "dataset": dataset}
    rows = services().reading.snapshot(about, overview.version).rows(view.table)
    titles = titles_of_keys(view, rows, {key for step in steps[1:] for key in step.added.first})
    removed = overviews.out_of_sight_of(reports).removed
    gone = {row.key: row for row in gone_rows(view, place, removed, tongue)}
    shown = progress_page(view, steps, place, titles, gone, tongue)
    scope = Scope(publisher, dataset)
    return page("progress.html", dataset=about, version=overview.version, progress=shown, scope=scope)


@blueprint.route(f"{DATASET}/progress/<as_of>")
def progress_at(publisher: str, dataset: str, as_of: str) -> AnyResponse:
    """A dataset as it stood in the report of a day; a day between two reports leads to the one before it."""
    about = services().reading.dataset(publisher, dataset)
    version = services().reading.version(about, LATEST, as_of=_day(as_of))
    if version.as_of.isoformat() != as_of:
        place = {"publisher": publisher, "dataset": dataset, "as_of": version.as_of.isoformat()}
        return redirect(page_link("progress_at", **place), 303)
    overview = overviews.dataset_at(services().reading, about, version, today())
    is_current = version.number == about.current
    told = _overview(overview, is_current=is_current)
    return page("progress_at.html", **told, is_current=is_current, scope=Scope(publisher, dataset))


@blueprint.route(f"{DATASET}/progress.csv")
def all_progress_csv(publisher: str, dataset: str) -> Response:
    """The figures of all reports as a table."""
    about = services().reading.dataset(publisher, dataset)
    view = overviews.dataset_overview(services().reading, about, today()).view
    steps, _ = overviews.dataset_progress(services().reading, about)
    return csv_answer(progress_table(view, steps, language()), f"{publisher}-{dataset}-progress.csv")


@blueprint.route(f"{DATASET}/progress/<as_of>.csv")
def progress_csv(publisher: str, dataset: str, as_of: str) -> Response:
    """The figures of the report of a day as a table: all rows, and the rows of each group, by status."""
    about = services().reading.dataset(publisher, dataset)
    version = services().reading.version(about, LATEST, as_of=_day(as_of))
    overview = overviews.dataset_at(services().reading, about, version, today())
    name = f"{publisher}-{dataset}-{version.as_of.isoformat()}.csv"
    return csv_answer(report_table(overview.view, overview.standing, language()), name)


def leading(cards: Sequence[catalogue_pages.DatasetCard]) -> DatasetOverview | None:
    """The overview of the dataset that speaks for a publisher: the largest one whose rows have a status."""
    best: DatasetOverview | None = None
    for card in cards:
        kind = services().kinds.get(card.dataset.kind)
        if card.version is None or kind is None or not any(table.role("status") for table in kind):
            continue
        try:
            overview = overviews.dataset_overview(services().reading, card.dataset, today())
        except VersionWithdrawn:  # meanwhile
            continue
        if best is None or _weight(overview) > _weight(best):
            best = overview
    return best


def _weight(overview: DatasetOverview) -> tuple[int, date]:
    """Of two datasets the larger one speaks for a publisher; of equally large ones the newer one."""
    return overview.standing.counts.total, overview.version.as_of


def last_steps(overview: DatasetOverview) -> Sequence[ProgressStep]:
    """The last two reports of a dataset."""
    reports = DatasetReports(services().reading, overview.dataset, overview.version)
    return overviews.progress_of(reports, max(0, reports.total - 2), 2)[0]


def _legend(overviewed: Sequence[DatasetOverview]) -> list[StatusHead]:
    """The statuses of the first of these datasets, which are those of most of them."""
    status = next((overview.view.status for overview in overviewed if overview.view.status), None)
    return heads_of(status, list(status.codes), language()) if status else []


def today() -> date:
    """The day on which the page is read."""
    return services().now().date()


def _overview(overview: DatasetOverview, *, is_current: bool) -> dict[str, Any]:
    """What the overview of a version shows; what slipped and what is due is told of the current one alone."""
    reading, tongue = services().reading, language()
    dataset, version, view = overview.dataset, overview.version, overview.view
    place = {"publisher": dataset.publisher.name, "dataset": dataset.name}
    reports = DatasetReports(reading, dataset, version if is_current else None)
    steps, _ = overviews.progress_of(reports, max(0, reports.total - REPORTS_OF_OVERVIEW), REPORTS_OF_OVERVIEW)
    told: dict[str, Any] = {
        "dataset": dataset,
        "version": version,
        "place": place,
        "about": overview_page(overview, tongue),
        "reports": progress_page(view, steps, place, {}, {}, tongue) if reports.total > 1 else None,
        "dates": sorted({version.as_of, *(report.as_of for report in reports.newest)}),
        "changed": changed_by(version, lines=8),
        "tells_deadlines": has_deadlines(overview),
    }
    if is_current:
        out_of_sight, slips = overviews.out_of_sight_of(reports), overviews.slips_of(reports)
        figures = [*told["about"].key_figures, *put_off_figure(overview, slips, tongue)]
        told |= {
            "about": replace(told["about"], key_figures=figures),
            "slipped": slipped_rows(view, place, slips, tongue),
            "gone": gone_rows(view, place, out_of_sight.removed, tongue),
            "due": due_rows(place, next_deadlines(reading, dataset, version), today(), tongue),
            "downloads": catalogue_pages.downloads(version, reading.versions.kind(version), tongue, latest=True),
        }
    return told


def csv_answer(table: str, name: str) -> Response:
    """A table to download under a name."""
    response = Response(table, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.vary.add("Accept-Language")
    return cached_by_content(response)


def _day(text: str) -> date:
    """A day of an address; raises RequestNotValid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        german = f"„{text[:40]}“ ist kein Tag; schreiben Sie ihn wie 2024-12-31"
        raise RequestNotValid("as_of", f"'{text[:40]}' is no day, such as 2024-12-31", german=german) from None
