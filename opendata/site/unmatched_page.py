"""Unmatched page: what other cities have and one has not, and what it alone has.

Here: the lines of both lists. Not here: which rows these are (steps/alike_rows.py, steps/comparing_cities.py), HTML
(templates/elsewhere.html).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.pictures.looks import look_of
from opendata.site.links import row_link
from opendata.steps.alike_rows import ElsewhereRow
from opendata.steps.comparing_cities import OnlyHere
from opendata.steps.overviews import DatasetOverview

MOST_LINES = 100  # of each list


@dataclass(frozen=True)
class UnmatchedLine:
    """A row without a counterpart. city: whose it is, "" for the city of the page; others: how many more have one."""

    title: str
    href: str
    status: str
    look: str
    city: str = ""
    others: int = 0


@dataclass(frozen=True)
class UnmatchedGroup:
    """Rows of one city; city: its name. "": rows that several others have, or all rows where there is one other."""

    city: str
    lines: Sequence[UnmatchedLine]


@dataclass(frozen=True)
class UnmatchedPage:
    """Both lists, cut where they are long, and how many rows there are in all."""

    overview: DatasetOverview
    missing: Sequence[UnmatchedGroup]
    missing_shown: int
    missing_total: int
    only_here: Sequence[UnmatchedLine]
    only_here_total: int


def unmatched_page(
    overview: DatasetOverview,
    missing: Sequence[ElsewhereRow],
    only_here: tuple[Sequence[OnlyHere], int],
    titles: Mapping[str, str],
    language: str,
) -> UnmatchedPage:
    """The page.

    only_here: the first rows that nobody else has, and how many there are. titles: of the other publishers, by name.
    """
    dataset, view, status = overview.dataset, overview.view, overview.view.status

    def words(code: str | None) -> tuple[str, str]:
        return status.code_label(code, language) if status and code else "", look_of(status, code)

    theirs = [
        UnmatchedLine(
            row.title,
            row_link(row.publisher, row.dataset, row.resource, row.key),
            *words(row.status),
            titles.get(row.publisher, row.publisher),
            row.publishers - 1,
        )
        for row in missing[:MOST_LINES]
    ]
    ours = [
        UnmatchedLine(
            row.title, row_link(dataset.publisher.name, dataset.name, view.table.name, row.key), *words(row.status)
        )
        for row in only_here[0]
    ]
    return UnmatchedPage(overview, _groups(theirs), len(theirs), len(missing), ours, only_here[1])


def _groups(lines: Sequence[UnmatchedLine]) -> list[UnmatchedGroup]:
    """What several cities have first, then what each has, so that no line has to repeat whose it is."""
    by_city: dict[str, list[UnmatchedLine]] = {}
    for line in lines:
        by_city.setdefault("" if line.others else line.city, []).append(line)
    several = by_city.pop("", [])
    one_city = len({line.city for line in lines}) == 1
    groups = [UnmatchedGroup("" if one_city else city, of_city) for city, of_city in by_city.items()]
    return [*([UnmatchedGroup("", several)] if several else []), *groups]
