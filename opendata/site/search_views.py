"""Search views: the rows of all cities that hold what somebody types.

Here: what a request asks for, and what the page shows. Not here: finding the rows (steps/searching.py), HTML
(templates/).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request

from opendata.domain.overview.viewed_table import ViewedTable
from opendata.pictures.looks import look_of
from opendata.site import catalogue_pages
from opendata.site.blueprint import blueprint, page
from opendata.site.links import row_link
from opendata.steps import searching
from opendata.steps.dataset_reports import main_table
from opendata.steps.ports.journal import Scope
from opendata.steps.ports.row_texts import FoundRow
from opendata.steps.reading import Snapshot
from opendata.web.language import language
from opendata.web.services import services

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class FoundLine:
    """A row that was found, as the page lists it."""

    title: str
    href: str
    publisher: str
    status: str
    look: str


@blueprint.route("/suche")
def search() -> Response:
    """The rows of all cities in which every word is found."""
    asked = request.args.get("q", "").strip()
    number = request.args.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    found = searching.search(services().row_texts, asked, None, max(0, wanted - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE)
    part = catalogue_pages.part_of(request.args.get("page"), found.total, ROWS_ON_A_PAGE)
    snapshots = _snapshots(found.rows)
    views = {place: main_table(services().reading, snapshot) for place, snapshot in snapshots.items()}
    lines = [
        _line(
            row,
            snapshots[row.publisher, row.dataset].dataset.publisher.title,
            views[row.publisher, row.dataset],
            language(),
        )
        for row in found.rows
    ]
    told = {"asked": asked, "found": found, "lines": lines, "rests": list(snapshots.values())}
    return page("search.html", **told, part=part, scope=Scope())


def _snapshots(rows: Sequence[FoundRow]) -> dict[tuple[str, str], Snapshot]:
    """The versions in which the rows stand, by publisher and dataset, in the order of the rows."""
    reading = services().reading
    datasets = [reading.dataset(*place) for place in dict.fromkeys((row.publisher, row.dataset) for row in rows)]
    found = [reading.snapshot(dataset, reading.latest(dataset)) for dataset in datasets]
    return {(each.dataset.publisher.name, each.dataset.name): each for each in found}


def _line(row: FoundRow, publisher: str, view: ViewedTable, tongue: str) -> FoundLine:
    status = view.status.code_label(row.status, tongue) if view.status and row.status else ""
    href = row_link(row.publisher, row.dataset, view.table.name, row.key)
    return FoundLine(row.title, href, publisher, status, look_of(view.status, row.status))
