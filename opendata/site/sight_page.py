"""Sight pages: what a city took out of its plan, gave up, never began or put off often, with the city's reason.

Here: what the page holds. Not here: which rows these are (domain/overview/out_of_sight.py), reading (sight_views.py),
HTML (templates/out_of_sight.html).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from opendata.domain.journal.answered_events import answer_words
from opendata.domain.overview.out_of_sight import OutOfSight, Removal
from opendata.domain.overview.slip_columns import Slip
from opendata.domain.overview.standing_columns import StandingRow
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.values_for_people import count_text, day_text, duration_text, partial_date_text
from opendata.site.links import row_link
from opendata.site.page_texts import text

MOST_LINES = 40  # of one part; a page of a city that dropped much stays readable
COMPLETED, MERGED = "completed", "merged"
NOT_COUNTED = ("carried_on", "finished")  # parts whose rows are not lost

Row = TypeVar("Row")


@dataclass(frozen=True)
class SightLine:
    """One row. facts: what the reports say. said: the city's own words, "" where it says nothing."""

    title: str
    href: str
    key: str
    facts: Sequence[str]
    said: str
    is_sentence: bool = False  # what was said is told in a sentence of ours that quotes the city


@dataclass(frozen=True)
class SightPart:
    """Rows of one sort. name: of the sort; total: how many there are, of which the first ones are listed."""

    name: str
    lines: Sequence[SightLine]
    total: int


@dataclass(frozen=True)
class SightPage:
    """What is out of sight in one dataset. count, total: how many rows, of how many that were ever reported.

    counted: sentences that say why the parts add up to another number; empty where they do not.
    """

    parts: Sequence[SightPart]
    count: str
    total: str
    counted: Sequence[str] = ()


def sight_page(
    told: OutOfSight,
    view: ViewedTable,
    place: Mapping[str, str],
    reasons: Mapping[str, Sequence[str]],
    rows: int,
    language: str,
) -> SightPage:
    """The page of a dataset.

    reasons: for the last move of a deadline, or what the city says of the row, by key; rows: of the newest report.
    """
    writer = _Writer(view, place, reasons, language)
    sorts: dict[str, Sequence[Removal]] = {
        "dropped": [row for row in told.removed if row.disposition not in (COMPLETED, MERGED)],
        "carried_on": [row for row in told.removed if row.disposition == MERGED],
        "finished": [row for row in told.removed if row.disposition == COMPLETED],
    }
    parts = [
        writer.part("dropped", _newest_first(sorts["dropped"]), writer.removal),
        writer.part("given_up", told.given_up, writer.standing),
        writer.part("never_begun", told.never_begun, writer.standing),
        writer.part("often_moved", told.often_moved, writer.slip),
        *(writer.part(name, _newest_first(sorts[name]), writer.removal) for name in ("carried_on", "finished")),
    ]
    count = told.standing + len({row.key for row in sorts["dropped"]})
    total = rows + len(told.removed)
    listed = sum(part.total for part in parts if part.name not in NOT_COUNTED)
    counted = [text("sight.count.once", language)] if listed > count else []
    if any(part.total for part in parts if part.name in NOT_COUNTED):
        counted.append(text("sight.count.without", language))
    shown = [part for part in parts if part.total]
    return SightPage(shown, count_text(count, language), count_text(total, language), counted)


@dataclass(frozen=True)
class _Writer:
    view: ViewedTable
    place: Mapping[str, str]
    reasons: Mapping[str, Sequence[str]]
    language: str

    def part(self, name: str, rows: Sequence[Row], line: Callable[[Row], SightLine]) -> SightPart:
        """The rows of one sort."""
        return SightPart(name, [line(row) for row in rows[:MOST_LINES]], len(rows))

    def removal(self, row: Removal) -> SightLine:
        """A row that is not contained any more."""
        answer = {"about": "vanished", "disposition": row.disposition, "into": row.into, "reason": row.reason}
        said = answer_words([{name: value for name, value in answer.items() if value}], self.language)
        since = text("sight.since", self.language, date=day_text(row.as_of, self.language))
        return self._line(row.title, row.key, [since], said, is_sentence=True)

    def standing(self, row: StandingRow) -> SightLine:
        """A row of the newest report."""
        status = self.view.status
        label = status.code_label(row.status, self.language) if status and row.status else ""
        facts = [text("sight.status.since", self.language, status=label, date=day_text(row.since, self.language))]
        if row.due:
            facts.append(text("sight.due", self.language, date=partial_date_text(row.due, self.language)))
        return self._line(row.title, row.key, facts, row.note or "")

    def slip(self, row: Slip) -> SightLine:
        """A row that was put off often."""
        facts = [text("sight.moved", self.language, count=count_text(row.moved, self.language))]
        if row.deadline and row.days:
            first, now = (partial_date_text(day, self.language) for day in (row.baseline, row.deadline))
            duration = duration_text(row.days, self.language)
            facts.append(text("sight.slip", self.language, first=first, now=now, duration=duration))
        return self._line(row.title, row.key, facts, " ".join(self.reasons.get(row.key, ())))

    def _line(self, title: str, key: str, facts: Sequence[str], said: str, *, is_sentence: bool = False) -> SightLine:
        href = row_link(**self.place, resource=self.view.table.name, key=key)
        return SightLine(title, href, key, facts, said, is_sentence)


def _newest_first(rows: Sequence[Removal]) -> list[Removal]:
    return sorted(rows, key=lambda row: row.as_of, reverse=True)
