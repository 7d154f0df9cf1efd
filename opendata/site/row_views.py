"""Row views: the pages of one row, such as a measure, as it stands, as it stood, and between two reports.

Here: what a request asks for. Not here: what the pages hold (row_page.py, row_comparison.py), HTML (templates/).
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.kinds import Table
from opendata.domain.model import Dataset, Version
from opendata.domain.overview import climate_measures
from opendata.pictures.looks import look_of
from opendata.site.blueprint import DATASET, blueprint, page
from opendata.site.funding_elsewhere_page import ElsewhereProgramme, elsewhere_lines
from opendata.site.links import page_link, row_link
from opendata.site.page_texts import text
from opendata.site.row_comparison import row_comparison
from opendata.site.row_page import RowPage, row_page
from opendata.site.short_amounts import percent_text
from opendata.steps.alike_rows import ALIKE_ENOUGH, alike_rows
from opendata.steps.funding_elsewhere import programmes_elsewhere
from opendata.steps.ports.journal import Scope
from opendata.steps.row_in_version import row_in_two, row_story_in, versions_with
from opendata.steps.row_story import row_story
from opendata.web.language import language
from opendata.web.services import services

HISTORY = "/history"
MOST_ALIKE = 3


@dataclass(frozen=True)
class AlikeLine:
    """A row of another publisher that is like the one on the page."""

    title: str
    href: str
    publisher: str
    status: str
    look: str
    likeness: str


@blueprint.route(f"{DATASET}/<resource>/<key:key>")
def row(publisher: str, dataset: str, resource: str, key: str) -> AnyResponse:
    """One row, such as a measure: where it stands, and what happened to it."""
    about = services().reading.dataset(publisher, dataset)
    story = row_story(services().reading, about, resource, key)
    if key.endswith(HISTORY) and not (story.values or story.entries):
        # The API has the history of a row at this address; here it is on the page of the row.
        return _history_of(about, resource, key.removesuffix(HISTORY))
    if story.values is None and (successor := story.lineage.continued_as) is not None:
        place = {"publisher": publisher, "dataset": dataset, "resource": resource, "key": successor}
        return redirect(page_link("row", **place), 303)
    shown = row_page(story, resource, key, language(), _described(about, resource))
    status, version = 410 if shown.is_removed else 200, story.snapshot.version
    told: dict[str, Any] = {
        "reports": versions_with(services().reading, about, story),
        "ask": _ask_link(about, version, shown),
        "alike": [] if shown.is_removed else _alike(about, resource, key),
        "funded": [] if shown.is_removed else _funded(about, resource, key),
        "is_compared": not shown.is_removed and _is_compared(about, resource),
        "scope": Scope(publisher, dataset, resource, key),
    }
    return page("row.html", status, dataset=about, version=version, row=shown, **told)


@blueprint.route(f"{DATASET}/versions/<number>/<resource>/<key:key>")
def row_then(publisher: str, dataset: str, number: str, resource: str, key: str) -> AnyResponse:
    """One row as it stood in a version; this page does not change any more."""
    about = services().reading.dataset(publisher, dataset)
    version = services().reading.version(about, number)
    if version.number != number:
        place = {"publisher": publisher, "dataset": dataset, "resource": resource, "key": key}
        return redirect(page_link("row_then", number=version.number, **place), 303)
    story = row_story_in(services().reading, about, version, resource, key)
    shown = row_page(story, resource, key, language(), _described(about, resource))
    told: dict[str, Any] = {
        "reports": versions_with(services().reading, about, row_story(services().reading, about, resource, key)),
        "ask": None,
        "scope": Scope(publisher, dataset, resource, key),
    }
    return page("row_then.html", dataset=about, version=version, row=shown, **told)


@blueprint.route(f"{DATASET}/compare/<before>...<after>/<resource>/<key:key>")
def row_compared(publisher: str, dataset: str, before: str, after: str, resource: str, key: str) -> Response:
    """One row in two versions, word by word."""
    reading = services().reading
    about = reading.dataset(publisher, dataset)
    versions = reading.version(about, before), reading.version(about, after)
    comparison = row_comparison(row_in_two(reading, about, versions, resource, key), resource, language())
    scope = Scope(publisher, dataset, resource, key)
    named = {"dataset": about, "before": versions[0], "after": versions[1], "key": key, "scope": scope}
    return page("row_compare.html", **named, comparison=comparison)


def _history_of(about: Dataset, resource: str, key: str) -> AnyResponse:
    """Redirect to the page of a row; raises RowNotFound if there never was such a row."""
    services().reading.row_entries(about, resource, key)
    place = {"publisher": about.publisher.name, "dataset": about.name, "resource": resource, "key": key}
    return redirect(page_link("row", **place), 303)


def _described(about: Dataset, resource: str) -> Table | None:
    """A table as its kind has it now; None where the kind or the table is gone."""
    kind = services().kinds.get(about.kind)
    return kind.table_or_none(resource) if kind else None


def _is_compared(about: Dataset, resource: str) -> bool:
    """Whether the rows of a table are compared with those of other publishers: the first one with a status is."""
    kind = services().kinds.get(about.kind)
    main = next((table for table in kind if table.role("status")), None) if kind else None
    return main is not None and main.name == resource


def _alike(about: Dataset, resource: str, key: str) -> list[AlikeLine]:
    """The rows of other publishers that are most like this one."""
    reading, tongue = services().reading, language()
    kind = services().kinds.get(about.kind)
    field = kind.table(resource).role("status") if kind and kind.table_or_none(resource) else None
    lines = []
    for row in alike_rows(reading, services().row_texts, about, key)[:MOST_ALIKE]:
        if row.resource == resource and row.likeness >= ALIKE_ENOUGH:
            other = services().catalogue.publisher(row.publisher)
            status = field.code_label(row.status, tongue) if field and row.status else ""
            href = row_link(row.publisher, row.dataset, row.resource, row.key)
            percent = percent_text(row.likeness, tongue)
            lines.append(AlikeLine(row.title, href, other.title, status, look_of(field, row.status), percent))
    return lines


def _funded(about: Dataset, resource: str, key: str) -> list[ElsewhereProgramme]:
    """The programmes by which other publishers had something like this one funded."""
    kind = services().kinds.get(about.kind)
    table = kind.table_or_none(climate_measures.FUNDING) if kind else None
    if about.kind != climate_measures.KIND or resource != climate_measures.MEASURES or table is None:
        return []
    told = programmes_elsewhere(services().reading, services().row_texts, about, key)
    return elsewhere_lines(told, about, table, language())


def _ask_link(about: Dataset, version: Version, shown: RowPage) -> str | None:
    """A mail to whom the publisher names, with subject and permanent address; None where nobody is named."""
    email, tongue = about.email or about.publisher.email, language()
    if not email:
        return None
    place = {"publisher": about.publisher.name, "dataset": about.name, "resource": shown.table.name, "key": shown.key}
    address = url_for("site.row", _external=True, **place)
    entity = shown.table.entity_labels.get(tongue, shown.table.entity)
    subject = text("row.ask.subject", tongue, entity=entity, row=shown.key, title=shown.title)
    body = text("row.ask.body", tongue, address=address, date=version.as_of.isoformat())
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
