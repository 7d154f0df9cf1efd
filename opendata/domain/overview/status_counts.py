"""Status counts: how far the rows of a table are, counted and weighted, and how many of them are late.

Here: the figures, each with the share of rows that it rests on. Not here: which fields play which role
(viewed_table.py), how the figures moved from report to report (progress.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.partial_dates import Span

LENGTH_OF_A_DAY = 10  # characters: 2026-03-15, with which a moment begins as well


@dataclass(frozen=True)
class Weighted:
    """What the rows amount to by status in one unit; coverage: the share of rows that have the value."""

    field: Field
    by_status: Mapping[str, Decimal]
    total: Decimal
    coverage: float


@dataclass(frozen=True)
class Lateness:
    """Which unfinished rows are late on a day: as their schedule says, and as their deadline has passed.

    Both lists hold keys, in the order of the table; a row may stand in both.
    """

    stated: Sequence[str]
    passed: Sequence[str]

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all late rows, each once."""
        return list(dict.fromkeys([*self.stated, *self.passed]))

    @property
    def count(self) -> int:
        """How many rows are late in one way or the other."""
        return len(self.keys)


@dataclass(frozen=True)
class StatusCounts:
    """How far the rows of one group are; by_status and by_schedule have no code that no row has.

    Codes stand in the order of their list. A row without a status is in `total` alone.
    """

    group: str | None  # the value that its rows share; None: they have none, or all rows are meant
    total: int
    by_status: Mapping[str, int]
    by_schedule: Mapping[str, int]
    late: Lateness
    weighted: Mapping[str, Weighted]  # by the role of the field: "effect", "amount"

    def share(self, status: str) -> float:
        """The share of all rows that have this status, 0 to 1."""
        return share(self.by_status.get(status, 0), self.total)


def status_counts(view: ViewedTable, rows: pl.DataFrame, on: date, group: str | None = None) -> StatusCounts:
    """How far the rows are; on: the day that the figures speak of, against which deadlines are held."""
    return StatusCounts(
        group=group,
        total=rows.height,
        by_status=counts_of(view.status, rows),
        by_schedule=counts_of(view.schedule, rows),
        late=lateness(view, rows, on),
        weighted={role: weighted(view, field, rows) for role, field in view.weights.items()},
    )


def counts_by_group(view: ViewedTable, field: Field, rows: pl.DataFrame, on: date) -> list[StatusCounts]:
    """The same for each value of a field, such as the field of action or the sector; rows without a value come last.

    Values of a code list stand in its order, others in the order in which the table has them first.
    """
    parts = {value: part for (value,), part in rows.group_by(field.name, maintain_order=True)}
    order = [*(code for code in field.codes if code in parts), *(v for v in parts if v and v not in field.codes)]
    told = [status_counts(view, parts[value], on, str(value)) for value in order]
    empty = [part for value, part in parts.items() if not value]
    return [*told, *([status_counts(view, pl.concat(empty), on)] if empty else [])]


def counts_of(field: Field | None, rows: pl.DataFrame) -> dict[str, int]:
    """How many rows have each value of a field; empty where there is no such field."""
    if field is None:
        return {}
    counted = Counter(rows[field.name].to_list())  # tables are small here: a group of Polars takes much longer
    order = [*(code for code in field.codes if code in counted), *(v for v in counted if v not in field.codes)]
    return {value: counted[value] for value in order if value}


def lateness(view: ViewedTable, rows: pl.DataFrame, on: date) -> Lateness:
    """The rows that are not finished and late on that day."""
    keys, unfinished = view.keys(rows), _unfinished(view, rows)
    schedule = rows[view.schedule.name].to_list() if view.schedule else []
    stated = [
        key for key, code, is_open in zip(keys, schedule, unfinished, strict=False) if is_open and code in view.behind
    ]
    # Where the kind does not say with which statuses a thing is finished, a past deadline says nothing.
    ends = rows[view.deadline.name].to_list() if view.deadline and view.finished else []
    # Thousands of rows have few deadlines, each of which is read once.
    over = {end for end in set(ends) if (last := last_day(end)) is not None and last < on}
    passed = [key for key, end, is_open in zip(keys, ends, unfinished, strict=False) if is_open and end in over]
    return Lateness(stated, passed)


def weighted(view: ViewedTable, field: Field, rows: pl.DataFrame) -> Weighted:
    """What the rows amount to in the unit of a field, by status."""
    texts = rows[field.name].to_list() if field.name in rows.columns else []
    statuses = rows[view.status.name].to_list() if view.status else [None] * len(texts)
    by_status: dict[str | None, Decimal] = {}
    known = 0
    # Thousands of rows have few different numbers, each of which is read once.
    for (status, text), count in Counter(zip(statuses, texts, strict=True)).items():
        if (value := decimal_of(text)) is not None:
            known += count
            by_status[status] = by_status.get(status, Decimal(0)) + value * count
    order = view.status.codes if view.status else {}
    return Weighted(
        field=field,
        by_status={code: by_status[code] for code in order if code in by_status},
        total=sum(by_status.values(), Decimal(0)),
        coverage=share(known, rows.height),
    )


def coverage(view: ViewedTable, rows: pl.DataFrame) -> dict[str, float]:
    """The share of rows that have a value, 0 to 1, for each field of the table in its order."""
    return {
        field.name: share(rows.height - rows[field.name].null_count(), rows.height)
        for field in view.table
        if field.name in rows.columns
    }


def total_of(rows: pl.DataFrame, field: Field | None) -> Decimal | None:
    """The sum of a field; None where no row has a number."""
    if field is None or field.name not in rows.columns:
        return None
    counted = Counter(rows[field.name].to_list())
    known = [value * count for text, count in counted.items() if (value := decimal_of(text)) is not None]
    return sum(known, Decimal(0)) if known else None


def numbers(rows: pl.DataFrame, field: Field) -> list[Decimal | None]:
    """The values of a field of numbers; None where a cell is empty or no number."""
    if field.name not in rows.columns:
        return [None] * rows.height
    return [decimal_of(text) for text in rows[field.name].to_list()]


def decimal_of(text: str | None) -> Decimal | None:
    """The number that a canonical text stands for; None if it stands for none."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def last_day(text: str | None) -> date | None:
    """The last day that a date at reduced precision can mean; None where there is no date."""
    try:
        return Span.read(text[:LENGTH_OF_A_DAY]).last if text else None
    except ValueError:
        return None


def share(part: int, whole: int) -> float:
    """A part of a whole, 0 to 1, to four digits; 0 of nothing is 0."""
    return round(part / whole, 4) if whole else 0.0


def _unfinished(view: ViewedTable, rows: pl.DataFrame) -> list[bool]:
    statuses = rows[view.status.name].to_list() if view.status else [None] * rows.height
    return [status not in view.finished for status in statuses]
