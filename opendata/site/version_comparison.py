"""Comparing: two versions of a dataset side by side, row by row.

Here: a changeset as a page shows it. Not here: finding what changed (domain/tables/changeset.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.kinds import Kind, Table
from opendata.domain.tables.changeset import summed_counts
from opendata.domain.tables.natural_order import in_natural_order, natural_places_of
from opendata.domain.tables.placed_changes import Changes, PlacedRows
from opendata.site.links import row_link
from opendata.site.news import FieldChange, field_change
from opendata.site.row_headings import row_heading
from opendata.site.table_listing import row_key, row_title
from opendata.steps.reading import Difference, Row, Snapshot

MANY_ROWS = 20_000  # of a long table, of which no more is read than their keys and the first ones
MOST_SHOWN = 500  # rows added, changed or removed, of each table


@dataclass(frozen=True)
class RowName:
    """A row by its title, with the way to its page. key: "" where the title tells the key already."""

    title: str
    key: str
    href: str


@dataclass(frozen=True)
class RowChange:
    """A row with the fields that differ."""

    row: RowName
    fields: Sequence[FieldChange]


@dataclass(frozen=True)
class TableComparison:
    """What differs in one table; the counts include all rows, the lists may be cut."""

    table: Table
    label: str
    counts: dict[str, int]
    added: Sequence[RowName]
    changed: Sequence[RowChange]
    removed: Sequence[RowName]


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions."""

    counts: dict[str, int]
    tables: Sequence[TableComparison]  # those that differ


def compare(after: Snapshot, difference: Difference, language: str, described: Kind | None = None) -> Comparison:
    """What changed from one version to another, in the words of the later one's kind.

    described: the kind as it is now, with what is never published, such as the usual values of fields.
    """
    changesets = difference.changesets
    by_name = {table.name: table for table in [*difference.before, *difference.after]}
    tables = [
        _table_comparison(
            after, by_name[name], changeset, language, described.table_or_none(name) if described else None
        )
        for name, changeset in changesets.items()
        if not changeset.is_empty
    ]
    return Comparison(summed_counts(changes.counts for changes in changesets.values()), tables)


def _table_comparison(
    snapshot: Snapshot, table: Table, changeset: Changes, language: str, described: Table | None
) -> TableComparison:
    def name(row: Row) -> RowName:
        dataset, key = snapshot.dataset, row_key(table, row)
        href = row_link(dataset.publisher.name, dataset.name, table.name, key)
        if len(table.primary_key) == 1:
            return RowName(row_title(table, row, language), key, href)
        heading = row_heading(snapshot, table, row, language, described)
        return RowName("".join(part.text for part in heading), "", href)

    def first(rows: pl.DataFrame | PlacedRows) -> Iterator[Row]:
        if isinstance(rows, PlacedRows) and rows.height > MANY_ROWS:
            return rows.at(natural_places_of(rows, table).head(MOST_SHOWN)).iter_rows(named=True)
        frame = rows if isinstance(rows, pl.DataFrame) else rows.slice(0, rows.height)
        return in_natural_order(frame, table).head(MOST_SHOWN).iter_rows(named=True)

    # A changed row has the same key before and after, so sorting by key puts both frames into the same order.
    pairs = zip(first(changeset.changed_before), first(changeset.changed), strict=True)
    return TableComparison(
        table=table,
        label=table.label(language),
        counts=changeset.counts,
        added=[name(row) for row in first(changeset.added)],
        changed=[RowChange(name(after), _differences(table, before, after, language)) for before, after in pairs],
        removed=[name(row) for row in first(changeset.removed)],
    )


def _differences(table: Table, before: Row, after: Row, language: str) -> list[FieldChange]:
    return [
        field_change(table, table.field_or_text(name), before.get(name), after.get(name), language)
        for name in after
        if before.get(name) != after.get(name)
    ]
