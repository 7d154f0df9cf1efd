"""Changesets: what changed between two versions of a resource.

Here: comparing two tables by primary key, without I/O. Not here: loading versions (storage/),
numbering them (version_numbers.py), making events of them (row_events.py), writing a changeset as a file (formats/).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import polars as pl

from opendata.domain.kinds import Kind, Table
from opendata.domain.tables.canonical_text import empty_frame, sort_by_key, with_fields
from opendata.domain.tables.table_rows import TableRows

BEFORE = "\x00before"  # no field name ends with this


SomeRows = TypeVar("SomeRows", bound=pl.DataFrame | TableRows)


@dataclass(frozen=True)
class RowChanges(Generic[SomeRows]):
    """The difference between two tables; all rows have the fields of both, in the later table's order."""

    added: SomeRows
    changed: SomeRows  # as the rows read now
    changed_before: SomeRows  # the same rows in the same order, as they read before
    removed: SomeRows  # as the rows read before

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, changed and removed."""
        return {"added": self.added.height, "changed": self.changed.height, "removed": self.removed.height}

    @property
    def is_empty(self) -> bool:
        """Whether the two tables hold the same rows."""
        return not any(self.counts.values())


@dataclass(frozen=True)
class Changeset(RowChanges[pl.DataFrame]):
    """The difference between two tables whose rows are all at hand."""


def diff(before: pl.DataFrame, after: pl.DataFrame, key: Sequence[str]) -> Changeset:
    """Compare two versions of a resource row by row; row order carries no meaning.

    before, after: shape (rows, fields), String columns of canonical text, so that equal values are equal text.
        A field that only one of them has reads as empty in the other.
    key: the schema's primaryKey, complete and unique in both tables (validation/ has checked that).
    Returns frames of shape (0..rows, fields of both), in the order of `after` and, removed rows, of `before`.
    Source: https://datapackage.org/standard/table-schema/#primaryKey
    """
    names = [*after.columns, *(name for name in before.columns if name not in after.columns)]
    before, after = with_fields(before, names), with_fields(after, names)
    if before.equals(after):  # true for most tables of most uploads, and saves four joins
        nothing = after.clear()
        return Changeset(nothing, nothing, nothing, nothing)
    values = [name for name in names if name not in key]
    if values and key and all(before[name].equals(after[name], null_equal=False) for name in key):
        return _of_same_rows(before, after, values)
    added = after.join(before, on=key, how="anti", maintain_order="left")
    removed = before.join(after, on=key, how="anti", maintain_order="left")
    both = after.join(before, on=key, how="inner", suffix=BEFORE, maintain_order="left")
    if values:
        # ne_missing: nulls must compare as equal, or every row with an empty cell would count as changed.
        both = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + BEFORE)) for name in values))
    else:
        both = both.clear()
    return Changeset(
        added=added,
        changed=both.select(names),
        changed_before=both.select(
            *(pl.col(name) if name in key else pl.col(name + BEFORE).alias(name) for name in names)
        ),
        removed=removed,
    )


def _of_same_rows(before: pl.DataFrame, after: pl.DataFrame, values: Sequence[str]) -> Changeset:
    """The difference of two tables with the same keys in the same order, which needs no join."""
    both = after.select(values).hstack(before.select(pl.col(values).name.suffix(BEFORE)))
    changed = both.select(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + BEFORE)) for name in values)
    ).to_series()
    nothing = after.clear()
    return Changeset(nothing, after.filter(changed), before.filter(changed), nothing)


def diff_tables(
    before: Mapping[str, pl.DataFrame],
    after: Mapping[str, pl.DataFrame],
    kind: Kind,
    before_kind: Kind | None,
) -> dict[str, Changeset]:
    """The changeset of every resource that either version has, in the order of the later one's kind."""
    tables: dict[str, Table] = {table.name: table for table in kind}
    for table in before_kind or ():
        tables.setdefault(table.name, table)

    def of(side: Mapping[str, pl.DataFrame], table: Table) -> pl.DataFrame:
        return side[table.name] if table.name in side else empty_frame(table.field_names)

    return {name: diff(of(before, table), of(after, table), table.primary_key) for name, table in tables.items()}


def total_counts(changesets: Mapping[str, Changeset]) -> dict[str, int]:
    """Rows added, changed and removed over all resources."""
    return summed_counts(changeset.counts for changeset in changesets.values())


def summed_counts(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The same of the counts of each resource."""
    total = {"added": 0, "changed": 0, "removed": 0}
    for of_resource in counts:
        for name, count in of_resource.items():
            total[name] += count
    return total


def fields_differ(before: Kind, after: Kind) -> bool:
    """Whether a program written for the columns of one version may fail on those of the other."""

    def shape(kind: Kind) -> dict[str, list[tuple[str, str]]]:
        return {table.name: [(field.name, field.type) for field in table] for table in kind}

    return shape(before) != shape(after)


def sorted_tables(tables: Mapping[str, pl.DataFrame], kind: Kind) -> dict[str, pl.DataFrame]:
    """Every table of the kind, columns in schema order, rows in key order; an absent table becomes an empty one."""
    return {
        table.name: sort_by_key(
            with_fields(tables.get(table.name, empty_frame(table.field_names)), table.field_names), table
        )
        for table in kind
    }
