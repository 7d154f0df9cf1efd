"""Views: the pages for readers, each read from storage, put together by pure functions, and rendered.

Here: what a request asks for. Not here: what pages hold (catalogue_pages.py, row_page.py, version_comparison.py),
HTML (templates/).
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DatasetNotFound, ResourceNotFound, VersionNotFound, VersionWithdrawn
from opendata.domain.model import Dataset, Version
from opendata.domain.packages.withdrawal import base_of, gone, only_in_withdrawn
from opendata.site import catalogue_pages
from opendata.site.links import page_link
from opendata.site.news import MOST_EVENTS, News, latest_news, version_events
from opendata.site.problem_texts import find_problem, known_problems
from opendata.site.row_page import row_page
from opendata.site.table_listing import Snapshot, find_row
from opendata.site.version_comparison import compare
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import LATEST, latest
from opendata.web.caching import PRIVATE, cached
from opendata.web.language import language
from opendata.web.services import services

blueprint = Blueprint("site", __name__, static_folder="static", static_url_path="/static")
DATASET = "/<publisher>/<dataset>"
MOST_HISTORY = 10_000  # events of one row
READ_FOR_NEWS = 300  # entries of the journal; the newest versions are in them


@blueprint.route("/")
def home() -> Response:
    """All publishers with their datasets, and what happened last."""
    catalogue = services().catalogue
    _, total = catalogue.some_publishers(0, 1)
    part = catalogue_pages.part_of(request.args.get("page"), total, catalogue_pages.PUBLISHERS_ON_A_PAGE)
    on_page, _ = catalogue.some_publishers(part.first_item, catalogue_pages.PUBLISHERS_ON_A_PAGE, by_title=True)
    datasets = catalogue.datasets_of([each.name for each in on_page])
    cards = catalogue_pages.publisher_cards(
        on_page, datasets, services().versions.current(datasets), services().kinds, language()
    )
    return _page("home.html", cards=cards, part=part, news=_news(Scope(), versions=5, lines=4), scope=Scope())


@blueprint.route("/<publisher>")
def publisher(publisher: str) -> Response:
    """One publisher: its datasets, and what happened last."""
    found = services().catalogue.publisher(publisher)
    datasets = services().catalogue.datasets(publisher)
    cards = catalogue_pages.publisher_cards(
        [found], datasets, services().versions.current(datasets), services().kinds, language()
    )
    scope = Scope(publisher)
    return _page("publisher.html", card=cards[0], news=_news(scope, versions=5, lines=8), scope=scope)


@blueprint.route(DATASET)
def dataset(publisher: str, dataset: str) -> Response:
    """One dataset as it stands now."""
    found, scope = _dataset(publisher, dataset), Scope(publisher, dataset)
    try:
        holds = latest(found, services().versions)
    except VersionNotFound:
        return _page("dataset_empty.html", dataset=found, withdrawn=None, scope=scope)
    except VersionWithdrawn:
        return _page("dataset_empty.html", dataset=found, withdrawn=services().versions.last(found), scope=scope)
    snapshot = _snapshot(found, holds)
    about = catalogue_pages.dataset_page(snapshot, services().kinds.get(found.kind), language())
    news = _news(scope, versions=1, lines=8)
    return _page("dataset.html", dataset=found, version=snapshot.version, about=about, news=news, scope=scope)


@blueprint.route(f"{DATASET}/versions")
def versions(publisher: str, dataset: str) -> Response:
    """The history of a dataset."""
    found = _dataset(publisher, dataset)
    history = list(reversed(services().versions.history(found)))
    return _page("versions.html", dataset=found, versions=history, scope=Scope(publisher, dataset))


@blueprint.route(f"{DATASET}/versions/<number>")
def version(publisher: str, dataset: str, number: str) -> Response:
    """One version: what it changed, and its tables."""
    found, scope = _dataset(publisher, dataset), Scope(publisher, dataset)
    one, history = _version(found, number), services().versions.history(found)
    following = next((each for each in history if each.previous == one.number), None)
    if one.withdrawal:
        return _page("version_withdrawn.html", 410, dataset=found, version=one, following=following, scope=scope)
    # One event more than is shown, and the one that stands for the version itself.
    entries = services().journal.since(one.first_serial - 1, MOST_EVENTS + 2, scope)
    rows = [each for each in entries if each.serial <= one.last_serial and each.event.resource]
    events, kind = version_events(rows, language()), services().versions.kind(one)
    base = base_of(one, history)
    # What it changed in a version that is withdrawn cannot be compared any more.
    compared = base if base and not base.withdrawal else None
    files = catalogue_pages.downloads(one, kind, language())
    around = {"following": following, "compared": compared}
    return _page("version.html", dataset=found, version=one, events=events, downloads=files, scope=scope, **around)


@blueprint.route(f"{DATASET}/compare")
def choose_versions(publisher: str, dataset: str) -> AnyResponse:
    """From the form on the page of versions to the comparison that it asks for."""
    found = _dataset(publisher, dataset)
    before, after = request.args.get("before"), request.args.get("after")
    if not before or not after:
        return redirect(page_link("versions", publisher=publisher, dataset=dataset), 303)
    numbers = {"before": _version(found, before).number, "after": _version(found, after).number}
    return redirect(page_link("compare_versions", publisher=publisher, dataset=dataset, **numbers), 303)


@blueprint.route(f"{DATASET}/compare/<before>...<after>")
def compare_versions(publisher: str, dataset: str, before: str, after: str) -> Response:
    """What changed from one version to another."""
    found = _dataset(publisher, dataset)
    one, other = (_snapshot(found, _version(found, number)) for number in (before, after))
    comparison = compare(one, other, language())
    scope = Scope(publisher, dataset)
    return _page(
        "compare.html", dataset=found, before=one.version, after=other.version, comparison=comparison, scope=scope
    )


@blueprint.route(f"{DATASET}/<resource>")
def table(publisher: str, dataset: str, resource: str) -> Response:
    """One table of the version that holds now, all of its rows, page by page."""
    found = _dataset(publisher, dataset)
    snapshot = _snapshot(found, _version(found, LATEST))
    if not snapshot.has(resource):
        raise ResourceNotFound(resource, [each.name for each in snapshot.tables()])
    asked = request.args.get("status"), request.args.get("page")
    page = catalogue_pages.table_page(snapshot, snapshot.kind.table(resource), *asked, language())
    return _page("table.html", dataset=found, version=snapshot.version, page=page, scope=Scope(publisher, dataset))


@blueprint.route(f"{DATASET}/<resource>/<key:key>")
def row(publisher: str, dataset: str, resource: str, key: str) -> Response:
    """One row, such as a measure: where it stands, and what happened to it."""
    found, scope = _dataset(publisher, dataset), Scope(publisher, dataset, resource, key)
    history = services().versions.history(found)
    snapshot = _snapshot(found, _last_with(found, history, resource))
    entries = services().journal.since(0, MOST_HISTORY, scope)
    number = only_in_withdrawn(entries)
    if number and find_row(snapshot, snapshot.kind.table(resource), key) is None:
        raise gone(_version(found, number))
    about = row_page(snapshot, resource, key, entries, history, language())
    status = 410 if about.is_removed else 200
    return _page("row.html", status, dataset=found, version=snapshot.version, row=about, scope=scope)


@blueprint.route("/problems")
def problems() -> Response:
    """All types of problems."""
    return _page("problems.html", problems=known_problems(language()))


@blueprint.route("/problems/<name>")
def problem(name: str) -> Response:
    """What a type of problem means, and what to do."""
    found = find_problem(name, language())
    if found is None:
        abort(404)
    return _page("problem_type.html", problem=found)


def _page(template: str, status: int = 200, /, **values: Any) -> Response:
    """A page with its ETag: whoever asks again is told that nothing changed. Raises where ?lang= is not spoken."""
    language()
    response = Response(render_template(template, **values), status, content_type="text/html; charset=utf-8")
    response.vary.add("Accept-Language")
    if status != 200:
        response.headers["Cache-Control"] = PRIVATE
        return response
    return cached(response, hashlib.sha256(response.get_data()).hexdigest()[:32], immutable=False)


def _dataset(publisher: str, name: str) -> Dataset:
    """The dataset of that name; raises DatasetNotFound, or PublisherNotFound where that is what is missing."""
    try:
        return services().catalogue.dataset(publisher, name)
    except DatasetNotFound:
        services().catalogue.publisher(publisher)
        raise


def _news(scope: Scope, *, versions: int, lines: int) -> list[News]:
    entries = services().journal.newest(READ_FOR_NEWS, scope)
    return latest_news(entries, language(), versions=versions, lines=lines)


def _version(dataset: Dataset, number: str) -> Version:
    """The version of that number, `latest` being the current one; raises VersionNotFound, VersionWithdrawn."""
    if number == LATEST:
        return latest(dataset, services().versions)
    return services().versions.get(dataset, number)


def _snapshot(dataset: Dataset, version: Version) -> Snapshot:
    stored = services().versions
    return Snapshot(dataset, version, stored.kind(version), lambda name: stored.table(version, name))


def _first_that_holds(versions: Sequence[Version]) -> Version:
    for each in versions:
        if each.withdrawal is None:
            return each
    raise gone(versions[0])


def _last_with(dataset: Dataset, history: Sequence[Version], resource: str) -> Version:
    """The last version that holds and has a table of that name; raises ResourceNotFound, VersionWithdrawn."""
    found = [each for each in reversed(history) if any(one.name == resource for one in each.resources)]
    if found:
        return _first_that_holds(found)
    kind = services().kinds.get(dataset.kind)
    raise ResourceNotFound(resource, [each.name for each in kind or ()])
