"""Row series: what was measured for a row over time, beside what was aimed at, as pictures with their figures.

Here: finding the tables of measured amounts that belong to a row, by their roles, and their pictures. Not here:
drawing (pictures/line_pictures.py), the rest of the row's page (row_page.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import polars as pl
from markupsafe import Markup

from opendata.domain.kinds import NUMBER_TYPES, Field, Table
from opendata.domain.overview.status_counts import decimal_of
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.queries.filter_values import as_filter
from opendata.domain.tables.partial_dates import Span
from opendata.domain.tables.values_for_people import grouped_number, partial_date_text
from opendata.pictures.line_pictures import AmountAt, AmountLine, line_picture
from opendata.pictures.scales import amount_scale, time_scale
from opendata.site.links import row_link, version_link
from opendata.site.table_listing import row_key, row_title
from opendata.steps.reading import Row, Snapshot

MOST_SERIES = 12  # of one row
UNIT = "unit"  # a field of this name says in which unit a series is measured


@dataclass(frozen=True)
class SeriesLine:
    """The amounts of one day."""

    when: str
    amounts: Sequence[str | None]


@dataclass(frozen=True)
class RowSeries:
    """A series: its picture, its figures and where they can be downloaded."""

    title: str
    href: str
    unit: str
    heads: Sequence[str]
    lines: Sequence[SeriesLine]
    drawing: Markup | None  # None where fewer than two amounts are known
    csv: str


def row_series(snapshot: Snapshot, table: Table, row: Row, language: str) -> list[RowSeries]:
    """The series that belong to a row, or to the rows that refer to it."""
    told: list[RowSeries] = []
    for owner, owner_row in _owners(snapshot, table, row):
        for measured in snapshot.tables():
            series_table = _measured(measured)
            if series_table is None or len(told) == MOST_SERIES:
                continue
            for key in measured.foreign_keys:
                if (key.resource or measured.name) != owner.name or key.reference != owner.primary_key:
                    continue
                values = [owner_row.get(name) or "" for name in key.reference]
                rows = snapshot.matching(measured, key.fields, values)
                if rows.height:
                    via = dict(zip(key.fields, values, strict=True))
                    told.append(_series(snapshot, (owner, owner_row), series_table, rows, via, language))
    return told


@dataclass(frozen=True)
class _Measured:
    """A table of measured amounts, with the fields that say when, how much, and what was aimed at."""

    table: Table
    time: Field
    quantity: Field
    target: Sequence[Field]


def _measured(table: Table) -> _Measured | None:
    view = ViewedTable.of(table, None)
    if view.quantity is None or view.time is None:
        return None
    numbers = [field for field in table if field.type in NUMBER_TYPES and field.name not in table.key_fields]
    return _Measured(table, view.time, view.quantity, [field for field in numbers if field != view.quantity][:1])


def is_series(table: Table) -> bool:
    """Whether the rows of a table are measured amounts over time, which are told as series."""
    return _measured(table) is not None


def has_series(snapshot: Snapshot, table: Table) -> bool:
    """Whether measured amounts over time refer to the rows of a table."""
    referring = (key.resource for other in snapshot.tables() if is_series(other) for key in other.foreign_keys)
    return table.name in referring


def _owners(snapshot: Snapshot, table: Table, row: Row) -> Iterator[tuple[Table, Row]]:
    """The row itself, and the rows of other tables that refer to it."""
    yield table, row
    for other in snapshot.tables():
        for key in other.foreign_keys:
            values = [row.get(name) for name in key.reference]
            if key.resource == table.name and other.name != table.name and None not in values:
                rows = snapshot.matching(other, key.fields, [value or "" for value in values])
                for owner in rows.head(MOST_SERIES).iter_rows(named=True):
                    yield other, owner


def _series(
    snapshot: Snapshot,
    owner: tuple[Table, Row],
    measured: _Measured,
    rows: pl.DataFrame,
    via: Mapping[str, str],
    language: str,
) -> RowSeries:
    """The series of a row; via: what the fields of its rows that refer to that row hold."""
    table, row = owner
    time, fields = measured.time, [measured.quantity, *measured.target]
    ordered = rows.sort(time.name)
    unit = row.get(UNIT) or measured.quantity.unit or ""
    title = row_title(table, row, language)
    dataset, key = snapshot.dataset, row_key(table, row)
    lines = [
        SeriesLine(
            partial_date_text(each[time.name] or "", language),
            [grouped_number(value, language) if (value := each[field.name]) else None for field in fields],
        )
        for each in ordered.iter_rows(named=True)
    ]
    kept = [place for place in range(len(fields)) if any(line.amounts[place] is not None for line in lines)]
    return RowSeries(
        title=title,
        href=row_link(dataset.publisher.name, dataset.name, table.name, key),
        unit=unit,
        heads=[fields[place].label(language) for place in kept],
        lines=[SeriesLine(line.when, [line.amounts[place] for place in kept]) for line in lines],
        drawing=_drawing(ordered, time, [fields[place] for place in kept], f"{title} ({unit})", language),
        csv=f"{version_link(snapshot.version, f'{measured.table.name}.csv')}?{_conditions(via)}",
    )


def _conditions(via: Mapping[str, str]) -> str:
    """The query that asks for the rows in which these fields have these values."""
    return urlencode({name: as_filter(value) for name, value in via.items()})


def _drawing(rows: pl.DataFrame, time: Field, fields: Sequence[Field], name: str, language: str) -> Markup | None:
    lines = []
    for place, field in enumerate(fields):
        points = [
            AmountAt(day, float(amount), grouped_number(str(amount), language))
            for when, value in zip(rows[time.name].to_list(), rows[field.name].to_list(), strict=True)
            if (amount := decimal_of(value)) is not None and (day := _day(when)) is not None
        ]
        if points:
            lines.append(AmountLine(field.label(language), "target" if place else "measured", points))
    amounts = [point.amount for line in lines for point in line.points]
    if len(amounts) < 2 or len({point.day for line in lines for point in line.points}) < 2:
        return None
    days, scale = [point.day for line in lines for point in line.points], amount_scale(amounts)
    ticks = [grouped_number(format(Decimal(str(tick)).normalize(), "f"), language) for tick in scale.ticks]
    told = "; ".join(f"{line.name}: {line.points[-1].text} ({line.points[-1].day.year})" for line in lines)
    return line_picture(lines, time_scale(days), scale, ticks, f"{name}. {told}")


def _day(when: str | None) -> date | None:
    """The last day of a date, at which an amount of a year is known."""
    try:
        return Span.read(when[:10]).last if when else None
    except ValueError:
        return None
