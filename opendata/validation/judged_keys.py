"""Keys of an upload: which of them can be judged, and the judgement of those that Frictionless ignores.

Here: keys without a column, foreign keys to a table that the upload does not have, and uniqueKeys, which
Frictionless 5.21 accepts and does not enforce. Not here: primary and foreign keys that Frictionless judges.
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

    missing: by table the fields that have no column. Intake has reported these fields, so a key that has one of
        them is not judged as well.
    """
    table = mapped.kind.table(name)

    def complete(fields: Sequence[str], table_name: str = name) -> bool:
        return not missing[table_name].intersection(fields)

    return JudgedKeys(
        primary=table.primary_key if complete(table.primary_key) else (),
        unique=tuple(key for key in _unique_keys(table) if complete(key)),
        foreign=tuple(
            key
            for key in table.foreign_keys
            if (target := key.resource or name) in mapped.tables
            and complete(key.fields)
            and complete(key.reference, target)
            # Frictionless opens and reads the other table even where no cell of this key is filled.
            and _points_somewhere(mapped.tables[name].frame, key)
        ),
    )


def dangling_keys(mapped: Mapped, table: Table) -> Iterator[ForeignKey]:
    """The foreign keys whose cells are filled, but whose target table the upload does not have."""
    frame = mapped.tables[table.name].frame
    for key in table.foreign_keys:
        if (key.resource or table.name) not in mapped.tables and _points_somewhere(frame, key):
            yield key


@dataclass(frozen=True)
class Repeated:
    """Rows whose values of a unique key stand in an earlier row already.

    keys: for each key its fields and, in order, the rows that repeat it. Columns: "row" and "earlier", both as
        Frictionless counts rows, and "part0", "part1", … with the cells of the key.
    """

    table: Table
    keys: Sequence[tuple[Sequence[str], pl.DataFrame]]

    def first(self, most: int) -> tuple[list[Trouble], bool]:
        """The first rows of each key as errors, and whether any key has more."""
        troubles = [
            self._trouble(key, row) for key, rows in self.keys for row in rows.head(most).iter_rows(named=True)
        ]
        return troubles, any(rows.height > most for _, rows in self.keys)

    def counts(self) -> Counter[FieldAndType]:
        """The number of repeating rows, by the first field of the key."""
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
    """The rows that repeat a unique key; rows in which a cell of the key is empty do not count.

    Cells are compared as canonical text, in which equal values have equal text.
    """
    repeated = []
    for key in unique:
        parts = [f"part{position}" for position in range(len(key))]
        rows = (
            frame.select(pl.col(name).alias(part) for name, part in zip(key, parts, strict=True))
            .with_row_index("row", offset=2)  # Frictionless counts the header as row 1
            .filter(pl.all_horizontal(pl.col(parts).fill_null("") != ""))
            .with_columns(earlier=pl.col("row").shift(1).over(parts))
            .filter(pl.col("earlier").is_not_null())
        )
        repeated.append((key, rows))
    return Repeated(table, repeated)


def _points_somewhere(frame: pl.DataFrame, key: ForeignKey) -> bool:
    """Whether any cell of this key is filled; Frictionless skips rows in which all of them are empty."""
    return any((frame[name].fill_null("") != "").any() for name in key.fields)


def _unique_keys(table: Table) -> Iterator[tuple[str, ...]]:
    declared = table.descriptor["schema"].get("uniqueKeys") or ()
    for key in declared:
        names = (key,) if isinstance(key, str) else tuple(key)
        if names and set(names) != set(table.primary_key) and set(names) <= set(table.field_names):
            yield names
