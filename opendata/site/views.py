"""Views: the pages for readers. Each one reads, has pure functions put its page together, and renders it.

Here: what a request asks for: versions, tables, comparisons and problems. Not here: home and cities
(overview_views.py), single rows (row_views.py), which version is meant (steps/reading.py), what pages hold
(catalogue_pages.py, version_comparison.py), HTML (templates/).
"""

from typing import Any

from flask import Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import ResourceNotFound, VersionNotFound, VersionWithdrawn
from opendata.domain.model import Dataset, Version
from opendata.site import catalogue_pages, structured_data
from opendata.site.blueprint import DATASET, blueprint
from opendata.site.blueprint import page as _page
from opendata.site.blueprint import page_of as _page_of
from opendata.site.data_use import use_page
from opendata.site.feed_choices_on_pages import feed_choices
from opendata.site.links import page_link
from opendata.site.news import MOST_EVENTS, VersionEvents, beginnings_of, version_events
from opendata.site.problem_texts import find_problem, known_problems
from opendata.site.told_news import news_of
from opendata.site.version_comparison import compare
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import Difference
from opendata.steps.reading_deadlines import has_open_deadlines
from opendata.web.addresses import is_open_to_programs
from opendata.web.language import language
from opendata.web.services import services


@blueprint.route(DATASET)
def dataset(publisher: str, dataset: str) -> Response:
    """One dataset as it stands now."""
    about, scope = services().reading.dataset(publisher, dataset), Scope(publisher, dataset)
    try:
        version = services().reading.latest(about)
    except (VersionNotFound, VersionWithdrawn) as error:
        withdrawn = services().versions.last(about) if isinstance(error, VersionWithdrawn) else None
        return _page("dataset_empty.html", dataset=about, withdrawn=withdrawn, scope=scope)
    snapshot = services().reading.snapshot(about, version)
    kind = services().kinds.get(about.kind)
    page = catalogue_pages.dataset_page(services().reading, snapshot, kind, language())
    told: dict[str, Any] = {"news": news_of(scope, versions=1, lines=8)}
    told["has_deadlines"] = has_open_deadlines(services().reading, about, version)
    told["structured"] = structured_data.of_dataset(about, version, language())
    told["feed_choices"] = feed_choices(snapshot, kind, scope, language())
    return _page("dataset.html", dataset=about, version=version, about=page, scope=scope, **told)


@blueprint.route(f"{DATASET}/versions")
def versions(publisher: str, dataset: str) -> Response:
    """The history of a dataset."""
    about = services().reading.dataset(publisher, dataset)
    _, total = services().versions.part_of_history(about, 0, 1)
    part = catalogue_pages.part_of(request.args.get("page"), total, catalogue_pages.VERSIONS_ON_A_PAGE)
    oldest = max(0, total - part.first_item - catalogue_pages.VERSIONS_ON_A_PAGE)
    shown, _ = services().versions.part_of_history(about, oldest, total - part.first_item - oldest)
    scope = Scope(publisher, dataset)
    return _page("versions.html", dataset=about, versions=list(reversed(shown)), part=part, scope=scope)


@blueprint.route(f"{DATASET}/use")
def use(publisher: str, dataset: str) -> Response:
    """How programs read a dataset: lines to paste, with its addresses and fields."""
    about = services().reading.dataset(publisher, dataset)
    snapshot = services().reading.snapshot(about, services().reading.latest(about))
    page = use_page(snapshot, language())
    if page is None:
        abort(404)
    return _page("use.html", dataset=about, version=snapshot.version, page=page, scope=Scope(publisher, dataset))


@blueprint.route(f"{DATASET}/versions/<number>")
def version(publisher: str, dataset: str, number: str) -> Response:
    """One version: what it changed, and its tables."""
    about = services().reading.dataset(publisher, dataset)
    version, compared = services().reading.version_and_compared(about, number)
    named = {"dataset": about, "version": version, "following": services().versions.following(version)}
    scope = Scope(publisher, dataset)
    if version.withdrawal:
        return _page("version_withdrawn.html", 410, **named, scope=scope)
    downloads = catalogue_pages.downloads(version, services().versions.kind(version), language())
    events = _version_events(version, scope)
    named |= {"compared": compared, "structured": structured_data.of_version(about, version, language())}
    return _page("version.html", **named, events=events, downloads=downloads, scope=scope)


@blueprint.route(f"{DATASET}/compare")
def choose_versions(publisher: str, dataset: str) -> AnyResponse:
    """Redirect from the form on the page of versions, or of a row, to the comparison that the form asks for."""
    about = services().reading.dataset(publisher, dataset)
    before, after = request.args.get("before"), request.args.get("after")
    if not before or not after:
        return redirect(page_link("versions", publisher=publisher, dataset=dataset), 303)
    old, new = _two_versions(about, before, after)
    numbers = {"before": old.number, "after": new.number}
    if (resource := request.args.get("resource")) and (key := request.args.get("key")):
        place = {"publisher": publisher, "dataset": dataset, "resource": resource, "key": key}
        return redirect(page_link("row_compared", **place, **numbers), 303)
    return redirect(page_link("compare_versions", publisher=publisher, dataset=dataset, **numbers), 303)


@blueprint.route(f"{DATASET}/compare/<before>...<after>")
def compare_versions(publisher: str, dataset: str, before: str, after: str) -> Response:
    """What changed from one version to another."""
    about = services().reading.dataset(publisher, dataset)
    old, new = _two_versions(about, before, after)
    snapshot, tongue, kind = services().reading.snapshot(about, new), language(), services().kinds.get(about.kind)

    def rendered(difference: Difference) -> str:
        named = {"dataset": about, "before": old, "after": new, "scope": Scope(publisher, dataset)}
        return render_template("compare.html", **named, comparison=compare(snapshot, difference, tongue, kind))

    # The page repeats the address that was asked for, with its query: in its links, and in those to other languages.
    form = f"page {tongue} {request.url}"
    return _page_of(services().reading.told_difference(old, new, form, rendered, lambda page: len(page) + len(form)))


@blueprint.route(f"{DATASET}/<resource>")
def table(publisher: str, dataset: str, resource: str) -> Response:
    """One table of the version that holds now, all of its rows, page by page."""
    about = services().reading.dataset(publisher, dataset)
    snapshot = services().reading.snapshot(about, services().reading.latest(about))
    if not snapshot.has(resource):
        raise ResourceNotFound(resource, [table.name for table in snapshot.tables()])
    asked = request.args.get("status"), request.args.get("page")
    kind = services().kinds.get(about.kind)
    described = kind.table_or_none(resource) if kind else None
    shown = snapshot.kind.table(resource)
    page = catalogue_pages.table_page(services().reading, snapshot, shown, *asked, language(), described)
    return _page("table.html", dataset=about, version=snapshot.version, page=page, scope=Scope(publisher, dataset))


@blueprint.before_request
def must_be_a_page() -> None:
    """Answer 404 where an address for programs leads nowhere, instead of taking its first part for a publisher."""
    if is_open_to_programs(request.path):
        abort(404)


@blueprint.route("/problems")
def problems() -> Response:
    """All types of problems."""
    return _page("problems.html", problems=known_problems(language()))


@blueprint.route("/problems/<name>")
def problem(name: str) -> Response:
    """What a type of problem means, and what to do."""
    explained = find_problem(name, language())
    if explained is None:
        abort(404)
    return _page("problem_type.html", problem=explained)


def _version_events(version: Version, scope: Scope) -> VersionEvents:
    # One event more than is shown reveals that there are more; one more entry is the version's own.
    last = min(version.last_serial, version.first_serial + MOST_EVENTS + 1)
    entries = services().journal.between(version.first_serial, last, scope, with_fields=False)
    of_rows = [entry for entry in entries if entry.event.resource]
    return version_events(of_rows, language(), beginnings_of(services().kinds.values(), language()))


def _two_versions(dataset: Dataset, before: str, after: str) -> tuple[Version, Version]:
    return services().reading.version(dataset, before), services().reading.version(dataset, after)
