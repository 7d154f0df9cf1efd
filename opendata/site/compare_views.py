"""Compare views: a city beside up to three others, and what the others have and one city has not.

Here: what a request asks for, and what is said where it cannot be compared. Not here: what the pages hold
(cities_compared.py, unmatched_page.py), the figures (steps/overviews.py, domain/overview/compared_figures.py).
"""

from collections.abc import Sequence
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import (
    DomainError,
    NothingPublished,
    PublisherNotFound,
    RequestNotValid,
    VersionWithdrawn,
)
from opendata.domain.model import Publisher
from opendata.domain.overview.compared_figures import ComparedCity, compared_figures
from opendata.domain.overview.comparison import FEWEST, MOST
from opendata.site.blueprint import blueprint, page
from opendata.site.cities_compared import cities_compared
from opendata.site.city_datasets import overviews_of
from opendata.site.compared_table import compared_table
from opendata.site.links import page_link
from opendata.site.overview_views import csv_answer, today
from opendata.site.page_texts import text
from opendata.site.status_pictures import done_codes
from opendata.site.unmatched_page import MOST_LINES, unmatched_page
from opendata.steps import alike_rows, comparing_cities, overviews
from opendata.steps.alike_rows import ElsewhereRow
from opendata.steps.dataset_reports import DatasetReports
from opendata.steps.overviews import ComparedDataset
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import Snapshot
from opendata.web.language import language
from opendata.web.services import services

MOST_CHOICES = 200  # cities in each list of the form
STATUS = {RequestNotValid: 400, PublisherNotFound: 404, NothingPublished: 404, VersionWithdrawn: 410}
LONGEST_NAME = 80


@blueprint.route("/compare")
def compare_cities() -> AnyResponse:
    """Two to four cities beside each other; without cities the form that chooses them."""
    asked = request.args.getlist("publishers")
    names = _names(asked)
    if asked and [",".join(names)] != asked:
        # One comparison has one address, however the form or a person wrote it.
        return redirect(page_link("compare_cities", publishers=",".join(names)), 303)
    form: dict[str, Any] = {"choices": _choices(names), "asked": names, "places": MOST, "scope": Scope()}
    if not asked:
        return page("compare_cities.html", **form, shown=None, problem="")
    try:
        compared = overviews.compared(services().reading, names, today())
    except (RequestNotValid, PublisherNotFound, NothingPublished, VersionWithdrawn) as error:
        return page("compare_cities.html", _status(error), **form, shown=None, problem=_problem(error, names))
    cities, told = _cities(compared), [dataset.overview for dataset in compared]
    shown = cities_compared(told, cities, compared_figures(cities), language())
    return page("compare_cities.html", **form, shown=shown, problem="")


@blueprint.route("/compare.csv")
def compare_cities_csv() -> Response:
    """The figures of a comparison as a table; raises what the API raises where cities cannot be compared."""
    names = _names(request.args.getlist("publishers"))
    compared = overviews.compared(services().reading, names, today())
    cities = _cities(compared)
    table = compared_table([dataset.overview for dataset in compared], cities, compared_figures(cities))
    return csv_answer(table, f"{'-'.join(names)}-{today().isoformat()}.csv")


@blueprint.route("/<publisher:publisher>/elsewhere")
def elsewhere(publisher: str) -> Response:
    """What the others have and a city has not, and the reverse; ?publishers= names the others."""
    about, reading, texts = services().catalogue.publisher(publisher), services().reading, services().row_texts
    names = [name for name in _names(request.args.getlist("publishers")) if name != publisher]
    others = [services().catalogue.publisher(name) for name in names]
    overview = next(iter(overviews_of(publisher)), None)
    chosen = names or None
    told: dict[str, Any] = {"publisher": about, "others": others, "scope": Scope(publisher), "shown": None}
    if overview is None:
        return page("elsewhere.html", **told)
    kind = overview.dataset.kind
    all_others = [other.name for other in comparing_cities.comparable(reading, kind) if other.name != publisher]
    told["is_compared"] = comparing_cities.is_compared(reading, texts, [publisher, *(names or all_others)])
    told["count"] = len(names or all_others)
    missing = alike_rows.elsewhere(reading, texts, overview.dataset, chosen)
    only_here, alone = comparing_cities.only_here(texts, overview, reading, MOST_LINES, chosen)
    titles = {other.name: other.title for other in (*others, *comparing_cities.comparable(reading, kind))}
    told["shown"] = unmatched_page(overview, missing, (only_here, alone), titles, language())
    told["rests"] = [overview, *_versions_with(missing[:MOST_LINES])]
    return page("elsewhere.html", **told)


def _versions_with(rows: Sequence[ElsewhereRow]) -> list[Snapshot]:
    """The versions in which rows stand, in the order of the rows."""
    reading = services().reading
    datasets = [reading.dataset(*place) for place in dict.fromkeys((row.publisher, row.dataset) for row in rows)]
    return [reading.snapshot(dataset, reading.latest(dataset)) for dataset in datasets]


def _names(asked: Sequence[str]) -> list[str]:
    """The publishers of an address, each once, in the order in which they are named."""
    names = (name.strip()[:LONGEST_NAME] for value in asked for name in value.split(","))
    return list(dict.fromkeys(name for name in names if name))


def _choices(names: Sequence[str]) -> list[Publisher]:
    """The cities that the form lists: all, or of very many those of like size as the first one that is chosen."""
    found = comparing_cities.comparable(services().reading)
    if len(found) <= MOST_CHOICES:
        return found
    first = next((publisher for publisher in found if publisher.name in names), found[0])
    near = comparing_cities.of_like_size(first, found, MOST_CHOICES)
    chosen = {publisher.name for publisher in near} | set(names) | {first.name}
    return [publisher for publisher in found if publisher.name in chosen]


def _cities(compared: Sequence[ComparedDataset]) -> list[ComparedCity]:
    cities = []
    for dataset in compared:
        overview = dataset.overview
        reports = DatasetReports(services().reading, overview.dataset, overview.version).total
        view, done = overview.view, done_codes(overview.view)
        told = (dataset.publisher, view, overview.standing, dataset.slips, dataset.funding, reports, done)
        cities.append(ComparedCity(*told))
    return cities


def _status(error: DomainError) -> int:
    return next(status for sort, status in STATUS.items() if isinstance(error, sort))


def _problem(error: DomainError, names: Sequence[str]) -> str:
    """Why there is no comparison, in words for somebody who fills in the form."""
    tongue = language()
    if isinstance(error, PublisherNotFound):
        return text("cities.problem.unknown", tongue, name=error.publisher)
    if isinstance(error, NothingPublished):
        title = services().catalogue.publisher(error.dataset).title if error.dataset in names else error.dataset
        return text("cities.problem.empty", tongue, name=title)
    if isinstance(error, RequestNotValid) and not FEWEST <= len(names) <= MOST:
        key = "one" if len(names) == 1 else "none" if not names else "many"
        return text(f"cities.problem.{key}", tongue, count=len(names), most=MOST)
    if isinstance(error, RequestNotValid):
        return text("cities.problem.kind", tongue)
    return error.in_language(tongue)
