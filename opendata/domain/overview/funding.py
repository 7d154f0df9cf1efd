"""Funding: what became of the money that cities applied for, by programme.

Here: sums, shares and dates. Not here: which fields hold them (climate_measures.py), reading the tables
(steps/overviews.py).

What is not known is None and never guessed: a sum is None where there are fundings that belong to it and none of them
has a number. A funding is counted under "applied" whatever became of it, and under "approved" if it was approved at
some time, so the columns read from left to right as a way that money goes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from opendata.domain.deadlines import deadline_fields
from opendata.domain.kinds import Table
from opendata.domain.overview.climate_measures import (
    APPROVED,
    APPROVED_STAGES,
    GRANT,
    OWN_SHARE,
    PAID,
    PROGRAMME,
    PROVEN,
    REPAID,
    STAGE,
)
from opendata.domain.overview.status_counts import decimal_of, last_day, share
from opendata.domain.overview.viewed_table import ViewedTable, rows_of_keys
from opendata.domain.tables.table_rows import TableRows

DUE_SOON_DAYS = 90

Values = Mapping[str, str | None]  # the cells of a row as canonical text, by field


@dataclass(frozen=True)
class Measure:
    """What a funding's figures need of the measure that it is for."""

    key: str
    title: str
    status: str | None
    begun: bool  # False only where its status says that it has not begun
    saving: Decimal | None  # tonnes of CO₂ a year


@dataclass(frozen=True)
class FundingRow:
    """A funding of a dataset with the measure that it is for; measure None: it names none, or one that is gone."""

    publisher: str
    dataset: str
    key: str
    values: Values
    measure: Measure | None

    @property
    def programme(self) -> str | None:
        """The code of the programme."""
        return self.values.get(PROGRAMME)

    @property
    def stage(self) -> str | None:
        """The code of the stage."""
        return self.values.get(STAGE)

    def amount(self, name: str) -> Decimal | None:
        """The number in a field; None where there is none."""
        return decimal_of(self.values.get(name))


@dataclass(frozen=True)
class ProgrammeSums:
    """What became of the fundings of one programme, in euro.

    paid: as far as payments are given; of a funding that is proven without one, the grant. absorbed: paid as a share
    of what was approved, 0 to 1, over the fundings for which both are known; None where there are none. own_share: of
    those that were approved at some time, since nobody has to add to a grant that was not given.
    coverage: the share of the fundings that have a grant. euro_per_tonne: grants of the approved fundings, without
    repaid ones, whose measures have a CO₂ saving, divided by these savings in tonnes a year; per_tonne_count: how
    many fundings these are.
    """

    programme: str | None  # None: the fundings that name none, or the sum over all
    count: int
    applied: Decimal | None
    approved: Decimal | None
    paid: Decimal | None
    proven: Decimal | None
    own_share: Decimal | None
    absorbed: float | None
    coverage: float
    not_begun: int  # approved, but the measure has not begun
    euro_per_tonne: Decimal | None
    per_tonne_count: int


@dataclass(frozen=True)
class DueDate:
    """A date by which something has to be done for a funding; days: from today on, below 0: it has passed."""

    what: str  # the field: "spend_by", "proof_due"
    words: Mapping[str, str]  # the same in "de", "en"
    on: date  # its last day
    days: int
    row: FundingRow


def funding_rows(
    publisher: str,
    dataset: str,
    table: Table,
    rows: pl.DataFrame,
    measure_view: ViewedTable,
    measure_rows: TableRows,
) -> list[FundingRow]:
    """The fundings of a dataset, in the order of the table.

    table, rows: the fundings. measure_view, measure_rows: the table that they refer to, whole.
    """
    reference = next((f for f in table.foreign_keys if f.resource == measure_view.table.name), None)
    field = reference.fields[0] if reference else ""
    keys = ViewedTable(table).keys(rows)
    values = rows.rows(named=True)
    measures = _measures(measure_view, measure_rows, {key for row in values if (key := row.get(field))})
    return [
        FundingRow(publisher, dataset, key, row, measures.get(row.get(field) or ""))
        for key, row in zip(keys, values, strict=True)
    ]


def by_programme(rows: Sequence[FundingRow], programmes: Iterable[str] = ()) -> list[ProgrammeSums]:
    """The sums of each programme that has fundings; programmes: the code list, in whose order they stand."""
    found = dict.fromkeys(row.programme for row in rows)
    order = [*(code for code in programmes if code in found)]
    order += [code for code in found if code is not None and code not in order]
    told = [sums(code, [row for row in rows if row.programme == code]) for code in order]
    return [*told, *([sums(None, [row for row in rows if row.programme is None])] if None in found else [])]


def sums(programme: str | None, rows: Sequence[FundingRow]) -> ProgrammeSums:
    """The sums over these fundings."""
    approved = approved_ever(rows)
    proven = [row for row in rows if row.stage == PROVEN]
    both = grants_and_payments(approved)
    per_tonne, per_tonne_count = euro_per_tonne(rows)
    return ProgrammeSums(
        programme=programme,
        count=len(rows),
        applied=_sum(row.amount(GRANT) for row in rows),
        approved=_sum(row.amount(GRANT) for row in approved),
        paid=_sum(paid_of(row) for row in approved),
        proven=_sum(paid_of(row) for row in proven),
        own_share=_sum(row.amount(OWN_SHARE) for row in approved),
        absorbed=round(float(sum(paid for _, paid in both) / sum(grant for grant, _ in both)), 4) if both else None,
        coverage=share(sum(row.amount(GRANT) is not None for row in rows), len(rows)),
        not_begun=len(approved_but_not_begun(rows)),
        euro_per_tonne=per_tonne,
        per_tonne_count=per_tonne_count,
    )


def approved_ever(rows: Iterable[FundingRow]) -> list[FundingRow]:
    """The fundings that were approved at some time."""
    return [row for row in rows if row.stage in APPROVED_STAGES]


def grants_and_payments(rows: Iterable[FundingRow]) -> list[tuple[Decimal, Decimal]]:
    """The grant and what was paid of it, of the fundings for which both are known."""
    return [(grant, paid) for row in rows if (grant := row.amount(GRANT)) and (paid := paid_of(row)) is not None]


def paid_of(row: FundingRow) -> Decimal | None:
    """What was paid; of a funding that is proven and names no payment, its grant."""
    paid = row.amount(PAID)
    return row.amount(GRANT) if paid is None and row.stage == PROVEN else paid


def approved_but_not_begun(rows: Iterable[FundingRow]) -> list[FundingRow]:
    """The fundings that are approved and not paid out, whose measures have not begun as their status says."""
    return [row for row in rows if row.stage == APPROVED and row.measure is not None and not row.measure.begun]


def euro_per_tonne(rows: Iterable[FundingRow]) -> tuple[Decimal | None, int]:
    """Grants per tonne of CO₂ that is saved a year, and over how many fundings; a measure's saving counts once."""
    known = [
        (grant, row.measure, row.measure.saving)
        for row in rows
        if row.stage in APPROVED_STAGES - {REPAID}
        and row.measure
        and row.measure.saving
        and (grant := row.amount(GRANT))
    ]
    if not known:
        return None, 0
    savings = {measure.key: saving for _, measure, saving in known}
    total = sum((grant for grant, _, _ in known), Decimal(0)) / sum(savings.values(), Decimal(0))
    return total.quantize(Decimal("0.01")), len(known)


def due_dates(rows: Sequence[FundingRow], table: Table, described: Table | None, today: date) -> list[DueDate]:
    """The dates of fundings that are not met yet, the first ones first; also those that have passed.

    table: as the version has it; described: as its kind has it now. One publisher's datasets share both.
    """
    told = [
        DueDate(stated.field.name, stated.what, day, (day - today).days, row)
        for stated in deadline_fields(table, described)
        for row in rows
        if row.stage not in stated.met and (day := last_day(row.values.get(stated.field.name))) is not None
    ]
    return sorted(told, key=lambda due: due.on)


def due_within(dates: Sequence[DueDate], days: int = DUE_SOON_DAYS) -> list[DueDate]:
    """Of these dates the ones that come within so many days, today included."""
    return [due for due in dates if 0 <= due.days <= days]


def _measures(view: ViewedTable, table: TableRows, wanted: set[str]) -> dict[str, Measure]:
    """The measures that fundings are for, by key."""
    rows = rows_of_keys(view, table, wanted, view.status, view.effect)
    names = [field.name if field is not None else None for field in (view.status, view.effect)]
    columns = [rows[name].to_list() if name else [None] * rows.height for name in names]
    return {
        key: Measure(key, title, status, status not in view.ahead, decimal_of(saving))
        for key, title, status, saving in zip(view.keys(rows), view.titles(rows), *columns, strict=True)
    }


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the known values; 0 of nothing, None where there are values and none is known."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known, Decimal(0)) if known or not listed else None
