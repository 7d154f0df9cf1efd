"""Status counts: how far the rows of a table are, counted and weighted, and how many of them are late.

Here: the figures, each with the share of rows that it rests on. Not here: which fields play which role
(viewed_table.py), how the figures moved from report to report (progress.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.partial_dates import Span
from opendata.domain.tables.table_rows import TableRows

FEW_ROWS = 2_000  # so few are counted before Polars has begun
MOST_GROUPS = 20_000  # different values of a field that forms groups
MOST_DEADLINES = 50_000  # of which it is known whether they have passed, while rows are counted
LENGTH_OF_A_DAY = 10  # characters: 2026-03-15, with which a moment begins as well
_WHOLE_NUMBER = "^-?[0-9]{1,12}$"


@dataclass(frozen=True)
class Weighted:
    """What the rows amount to by status in one unit; coverage: the share of rows that have the value."""

    field: Field
    by_status: Mapping[str, Decimal]
    total: Decimal
    coverage: float


@dataclass(frozen=True)
class Lateness:
    """How many unfinished rows are late on a day: as their schedule says, and as their deadline has passed.

    both: how many of them are late in both ways.
    """

    stated: int
    passed: int
    both: int

    @property
    def count(self) -> int:
        """How many rows are late in one way or the other."""
        return self.stated + self.passed - self.both


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


class StatusTallies:
    """The rows of a table counted frame by frame, so that nothing is held for a row: all together, and by fields.

    on: the day that the figures speak of, against which deadlines are held. groups: the fields whose values form
    groups, such as the field of action or the sector.
    """

    def __init__(self, view: ViewedTable, on: date, groups: Sequence[Field] = ()) -> None:
        self._view, self._on, self._groups = view, on, groups
        self._all = _Tally()
        self._by: list[dict[str | None, _Tally]] = [{} for _ in groups]
        self._is_over: dict[str | None, bool] = {}  # whether a deadline has passed, which is read once

    @property
    def names(self) -> list[str]:
        """The fields that frames need."""
        view = self._view
        needed = [view.status, view.schedule, view.deadline, *view.weights.values(), *self._groups]
        return list(dict.fromkeys(each.name for each in needed if each is not None))

    def add(self, rows: pl.DataFrame) -> None:
        """Count the rows of a frame."""
        view, is_long = self._view, rows.height > FEW_ROWS
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)

        def texts(field: Field | None) -> pl.Series:
            return rows[field.name] if field is not None else nothing

        # Where the kind does not say with which statuses a thing is finished, a past deadline says nothing.
        over = self._over(texts(view.deadline)) if view.finished and view.deadline else nothing
        statuses, groups = texts(view.status), [texts(each) for each in self._groups]
        counted = _many_counted if is_long else _counted
        # Thousands of rows have few different states, each of which is looked at once.
        for (status, schedule, is_over, *values), count in counted([statuses, texts(view.schedule), over, *groups]):
            is_open = status not in view.finished
            for tally in self._tallies(values):
                tally.count(status, schedule, is_open and schedule in view.behind, bool(is_open and is_over), count)
        for role, weight in view.weights.items():
            weighed = _many_summed if is_long and _are_whole(rows[weight.name]) else _summed
            for (status, *values), amount, count in weighed([statuses, *groups], rows[weight.name]):
                for tally in self._tallies(values):
                    tally.weigh(role, status, amount, count)

    def counts(self) -> StatusCounts:
        """How far all rows are."""
        return self._all.told(self._view, None)

    def amount(self, role: str) -> Decimal | None:
        """What all rows amount to in the field of a role; None where no row has a number."""
        return sum(self._all.amounts[role].values(), Decimal(0)) if self._all.known.get(role) else None

    def by(self, place: int) -> list[StatusCounts]:
        """How far the rows of each group are, by the field at a place; rows without a value come last.

        Values of a code list stand in its order, others in the order in which the table has them first. A field of
        more than MOST_GROUPS values forms no groups.
        """
        codes, found = self._groups[place].codes, self._by[place]
        if len(found) > MOST_GROUPS:
            return []
        order = [*(code for code in codes if code in found), *(value for value in found if value not in codes)]
        order = [value for value in order if value is not None]
        told = [found[value].told(self._view, value) for value in order]
        return [*told, *([found[None].told(self._view, None)] if None in found else [])]

    def _tallies(self, values: Sequence[str | None]) -> Iterator["_Tally"]:
        """The tallies of the groups to which rows with these values belong."""
        yield self._all
        for found, text in zip(self._by, values, strict=True):
            value = text or None
            tally = found.get(value)
            if tally is None and len(found) <= MOST_GROUPS:
                tally = found[value] = _Tally()
            if tally is not None:
                yield tally

    def _over(self, ends: pl.Series) -> pl.Series:
        """Whether each of these deadlines has passed."""
        known, texts = self._is_over, ends.unique().to_list() if len(ends) > FEW_ROWS else ends.to_list()
        if len(known) > MOST_DEADLINES:
            known.clear()
        for end in set(texts) - known.keys():
            known[end] = (last := last_day(end)) is not None and last < self._on
        if len(ends) > FEW_ROWS:
            return ends.is_in([end for end in texts if end is not None and known[end]])
        return pl.Series([known[end] for end in texts], dtype=pl.Boolean)


@dataclass
class _Tally:
    """What was counted of one group until now."""

    total: int = 0
    by_status: dict[str | None, int] = field(default_factory=dict)
    by_schedule: dict[str | None, int] = field(default_factory=dict)
    stated: int = 0
    passed: int = 0
    both: int = 0
    amounts: dict[str, dict[str | None, Decimal]] = field(default_factory=lambda: defaultdict(dict))  # by role
    known: dict[str, int] = field(default_factory=dict)  # how many rows have a number, by role

    def count(self, status: str | None, schedule: str | None, is_stated: bool, is_passed: bool, rows: int) -> None:
        """Count rows of one state."""
        self.total += rows
        self.by_status[status] = self.by_status.get(status, 0) + rows
        self.by_schedule[schedule] = self.by_schedule.get(schedule, 0) + rows
        self.stated += rows * is_stated
        self.passed += rows * is_passed
        self.both += rows * (is_stated and is_passed)

    def weigh(self, role: str, status: str | None, amount: Decimal, rows: int) -> None:
        """Count what rows of one status amount to together."""
        amounts = self.amounts[role]
        amounts[status] = amounts.get(status, Decimal(0)) + amount
        self.known[role] = self.known.get(role, 0) + rows

    def told(self, view: ViewedTable, group: str | None) -> StatusCounts:
        """The figures."""
        return StatusCounts(
            group=group,
            total=self.total,
            by_status=_in_order_of_codes(view.status, self.by_status),
            by_schedule=_in_order_of_codes(view.schedule, self.by_schedule),
            late=Lateness(self.stated, self.passed, self.both),
            weighted={role: self._weighted(view, role, field) for role, field in view.weights.items()},
        )

    def _weighted(self, view: ViewedTable, role: str, field: Field) -> Weighted:
        amounts = self.amounts[role]
        order = view.status.codes if view.status else {}
        return Weighted(
            field=field,
            by_status={code: amounts[code] for code in order if code in amounts},
            total=sum(amounts.values(), Decimal(0)),
            coverage=share(self.known.get(role, 0), self.total),
        )


def status_counts(view: ViewedTable, rows: TableRows, on: date) -> StatusCounts:
    """How far the rows are; on: the day that the figures speak of, against which deadlines are held."""
    tallies = StatusTallies(view, on)
    for frame in rows.pieces(tallies.names):
        tallies.add(frame)
    return tallies.counts()


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


def _in_order_of_codes(field: Field | None, counted: Mapping[str | None, int]) -> dict[str, int]:
    if field is None:
        return {}
    order = [*(code for code in field.codes if code in counted), *(v for v in counted if v not in field.codes)]
    return {value: counted[value] for value in order if value}


def _counted(columns: Sequence[pl.Series]) -> Iterable[tuple[tuple[Any, ...], int]]:
    """How many rows have the same values in all of these columns."""
    return Counter(zip(*(column.to_list() for column in columns), strict=True)).items()


def _many_counted(columns: Sequence[pl.Series]) -> Iterable[tuple[tuple[Any, ...], int]]:
    """The same, for so many rows that it is worth the call."""
    counted = _numbered(columns).group_by(pl.all(), maintain_order=True).len()
    return ((place, count) for *place, count in counted.iter_rows())  # type: ignore[misc]


def _summed(columns: Sequence[pl.Series], texts: pl.Series) -> Iterable[tuple[tuple[Any, ...], Decimal, int]]:
    """What the rows with the same values in these columns amount to, and how many of them have a number."""
    amounts = texts.to_list()
    numbers = {text: number for text in set(amounts) if (number := decimal_of(text)) is not None}
    found: dict[tuple[Any, ...], tuple[Decimal, int]] = {}
    if numbers:
        for text, *place in zip(amounts, *(column.to_list() for column in columns), strict=True):
            if (number := numbers.get(text)) is not None:
                amount, count = found.get(state := tuple(place), (Decimal(0), 0))
                found[state] = amount + number, count + 1
    return ((place, amount, count) for place, (amount, count) in found.items())


def _many_summed(columns: Sequence[pl.Series], texts: pl.Series) -> Iterable[tuple[tuple[Any, ...], Decimal, int]]:
    """The same of many whole numbers."""
    rows = _numbered(columns).with_columns(texts.cast(pl.Int64).alias("amount")).drop_nulls("amount")
    keys = [name for name in rows.columns if name != "amount"]
    summed = rows.group_by(keys, maintain_order=True).agg(pl.sum("amount"), pl.len())
    return ((tuple(place), Decimal(amount), count) for *place, amount, count in summed.iter_rows())


def _are_whole(texts: pl.Series) -> bool:
    """Whether all of these numbers are whole ones of which thousands together fit into 64 bits."""
    return bool(texts.drop_nulls().str.contains(_WHOLE_NUMBER).all())


def _numbered(columns: Sequence[pl.Series]) -> pl.DataFrame:
    """Columns as a frame, where one may stand twice."""
    return pl.DataFrame({str(place): column for place, column in enumerate(columns)})
