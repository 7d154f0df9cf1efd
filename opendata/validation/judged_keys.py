"""Keys of an upload: which can be judged at all, and those that Frictionless does not judge.

Here: keys without a column, foreign keys to a table nobody sent, and uniqueKeys, which Frictionless 5.21 accepts
and does not enforce. Not here: primary and foreign keys as such; they are Frictionless'.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from frictionless import errors

from opendata.domain.kinds import ForeignKey, Table
from opendata.domain.report.mapped_tables import Mapped
from opendata.validation.columns import FieldAndType
from opendata.validation.messages.root_causes import Trouble
from opendata.validation.upload_packages import JudgedKeys


def judged_keys(mapped: Mapped, name: str, missing: Mapping[str, set[str]]) -> JudgedKeys:
    """The keys of a table whose fields all have a column.

    missing: by table the fields that have none; intake has said so, and a key with one of them says nothing new.
    """
    table = mapped.kind.table(name)

    def complete(fields: Sequence[str], table_name: str = name) -> bool:
        return not missing[table_name].intersection(fields)

    return JudgedKeys(
        primary=table.primary_key if complete(table.primary_key) else (),
        unique=tuple(each for each in _unique_keys(table) if complete(each)),
        foreign=tuple(
            each
            for each in table.foreign_keys
            if (target := each.resource or name) in mapped.tables
            and complete(each.fields)
            and complete(each.reference, target)
            # Looking up nothing costs as much as looking up: the other table is opened and read for it.
            and _points_somewhere(mapped.tables[name].frame, each)
        ),
    )


def dangling_keys(mapped: Mapped, table: Table) -> Iterator[ForeignKey]:
    """Foreign keys into a table that is not there, though cells point to it."""
    frame = mapped.tables[table.name].frame
    for key in table.foreign_keys:
        if (key.resource or table.name) not in mapped.tables and _points_somewhere(frame, key):
            yield key


@dataclass(frozen=True)
class Repeated:
    """Rows whose values of a unique key stand in an earlier row already.

    rows: of each key the rows in order, "row" as Frictionless counts it, "earlier" likewise, and the key's parts.
    """

    table: Table
    keys: Sequence[tuple[Sequence[str], pl.DataFrame]]

    def first(self, most: int) -> tuple[list[Trouble], bool]:
        """Of each key the first rows as errors, and whether there are more."""
        found = [self._trouble(key, row) for key, rows in self.keys for row in rows.head(most).iter_rows(named=True)]
        return found, any(rows.height > most for _, rows in self.keys)

    def counts(self) -> Counter[FieldAndType]:
        """How many they are."""
        return Counter({(key[0], "unique-error"): rows.height for key, rows in self.keys})

    def _trouble(self, key: Sequence[str], row: Mapping[str, Any]) -> Trouble:
        error = errors.UniqueError(
            note=f"the same as in the row at position {row['earlier']}",
            cells=[],
            row_number=row["row"],
            cell=", ".join(row[f"part{position}"] for position in range(len(key))),
            field_name=key[0],
            field_number=self.table.field_names.index(key[0]) + 1,
        )
        return Trouble(error, tuple(key))


def repeated_values(frame: pl.DataFrame, unique: Sequence[Sequence[str]], table: Table) -> Repeated:
    """The rows that repeat a unique key; a key with an empty cell is no value.

    Canonical text is compared: equal values are equal text.
    """
    found = []
    for key in unique:
        parts = [f"part{position}" for position in range(len(key))]
        rows = (
            frame.select(pl.col(name).alias(part) for name, part in zip(key, parts, strict=True))
            .with_row_index("row", offset=2)  # as Frictionless counts, the header being 1
            .filter(pl.all_horizontal(pl.col(parts).fill_null("") != ""))
            .with_columns(earlier=pl.col("row").shift(1).over(parts))
            .filter(pl.col("earlier").is_not_null())
        )
        found.append((key, rows))
    return Repeated(table, found)


def _points_somewhere(frame: pl.DataFrame, key: ForeignKey) -> bool:
    """Whether a row has a cell of this key: Frictionless passes over rows that have none."""
    return any((frame[name].fill_null("") != "").any() for name in key.fields)


def _unique_keys(table: Table) -> Iterator[tuple[str, ...]]:
    declared = table.descriptor["schema"].get("uniqueKeys") or ()
    for key in declared:
        names = (key,) if isinstance(key, str) else tuple(key)
        if names and set(names) != set(table.primary_key) and set(names) <= set(table.field_names):
            yield names
