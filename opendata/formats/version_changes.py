"""What changed between two versions, as a list of row changes and as CSV.

Here: a changeset's rows in the terms of the API. Not here: comparing (domain/tables/changeset.py), the journal's
events and sentences, which exist for neighbouring versions only (domain/journal/row_events.py).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import polars as pl

from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.tables.json_columns import joined, json_column, listed, quoted_column
from opendata.domain.tables.json_values import dumps, json_value
from opendata.domain.tables.placed_changes import Changes
from opendata.domain.tables.row_keys import key_text

CSV_HEADER = ("resource", "key", "change", "field", "before", "after")
Cell = tuple[Field, str | None, str | None]  # before and after
ROWS_AT_ONCE = 1_000  # a reader who asks for a few rows does not wait for all of them
MANY_ROWS_AT_ONCE = 10_000  # for one who asks for more, since rows of a long table are read part by part


def change_texts(changesets: Mapping[str, Changes], before: Kind, after: Kind, start: int = 0) -> Iterator[str]:
    """The JSON text of each of row_changes(), written column by column, which is many times faster."""
    for table, change, old, new in _parts(changesets, before, after, start):
        rows = new if new.height else old
        members = []
        for field, was, now in _differing(table, old, new):
            told = joined(
                pl.lit(f'{dumps(field.name)}:{{"before":'),
                json_column(was, field).fill_null("null"),
                pl.lit(',"after":'),
                json_column(now, field).fill_null("null"),
                pl.lit("}"),
            )
            members.append(told.set(was.eq_missing(now), None))
        keys = pl.Series("key", list(map(key_text, _keys(table, rows))), dtype=pl.String)
        yield from joined(
            pl.lit(f'{{"resource":{dumps(table.name)},"key":'),
            quoted_column(keys),
            pl.lit(f',"change":{dumps(change)},"fields":{{'),
            listed(members, ",", rows.height),
            pl.lit("}}"),
        )


def row_changes(
    changesets: Mapping[str, Changes], before: Kind, after: Kind, start: int = 0
) -> Iterator[dict[str, Any]]:
    """Every row added, changed or removed, with its fields before and after as JSON values.

    start: how many of them are left out at the beginning, without being looked at.
    """
    for table, change, key, _, cells in changed_cells(changesets, before, after, start):
        fields = {
            field.name: {"before": json_value(was, field), "after": json_value(now, field)}
            for field, was, now in cells
        }
        yield {"resource": table.name, "key": key, "change": change, "fields": fields}


def changes_csv(changesets: Mapping[str, Changes], before: Kind, after: Kind) -> bytes:
    """One line for each changed field of each row, in canonical text; an empty cell stands for no value."""
    buffer = io.BytesIO()
    write_changes_csv(buffer, changesets, before, after)
    return buffer.getvalue()


def write_changes_csv(file: BinaryIO, changesets: Mapping[str, Changes], before: Kind, after: Kind) -> None:
    """The same, written while it is made."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_HEADER)
    for table, change, key, _, cells in changed_cells(changesets, before, after, 0):
        writer.writerows([table.name, key, change, field.name, was, now] for field, was, now in cells)
    text.detach()


def changed_cells(
    changesets: Mapping[str, Changes], before: Kind, after: Kind, start: int
) -> Iterator[tuple[Table, str, str, str | None, list[Cell]]]:
    """For each row from a place on its table, what happened to it, its key, its title, and the cells that differ."""
    for table, change, old, new in _parts(changesets, before, after, start):
        for key, title, cells in _cells(table, old, new):
            yield table, change, key, title, cells


def _parts(
    changesets: Mapping[str, Changes], before: Kind, after: Kind, start: int
) -> Iterator[tuple[Table, str, pl.DataFrame, pl.DataFrame]]:
    """Some rows at a time with their table, what happened to them, and how they were and are; one may be empty."""
    for name, changeset in changesets.items():
        table = _both(name, before, after)
        for change, old, new in (
            ("added", changeset.added.clear(), changeset.added),
            ("changed", changeset.changed_before, changeset.changed),
            ("removed", changeset.removed, changeset.removed.clear()),
        ):
            height = max(old.height, new.height)
            first, length = start, ROWS_AT_ONCE
            while first < height:
                yield table, change, old.slice(first, length), new.slice(first, length)
                first, length = first + length, MANY_ROWS_AT_ONCE
            start = max(0, start - height)


def _differing(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[Field, pl.Series, pl.Series]]:
    """The fields that differ in some row, with their cells before and after; one of the frames may be empty."""
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, max(old.height, new.height))
    for field in table:
        was = old[field.name] if old.height else nothing
        now = new[field.name] if new.height else nothing
        if was.ne_missing(now).any():  # most fields of most tables do not change
            yield field, was, now


def _keys(table: Table, rows: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    return zip(*[rows[part].fill_null("").to_list() for part in table.primary_key], strict=True)


def _cells(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[str, str | None, list[Cell]]]:
    """The key and title of each row and its cells that differ; one of the frames may be empty."""
    rows = new if new.height else old
    columns = [(field, was.to_list(), now.to_list()) for field, was, now in _differing(table, old, new)]
    title = table.role("title")
    titles = rows[title.name].to_list() if title else [None] * rows.height
    for place, key in enumerate(_keys(table, rows)):
        cells = [(field, was[place], now[place]) for field, was, now in columns if was[place] != now[place]]
        yield key_text(key), titles[place], cells


def _both(name: str, before: Kind, after: Kind) -> Table:
    """The table with the fields of both versions, so that removed fields are listed, too."""
    tables = [kind.table(name) for kind in (after, before) if name in [table.name for table in kind]]
    table = tables[0]
    gone = [field for field in tables[-1] if field.name not in table.field_names]
    return table.with_own_fields(gone) if gone else table
