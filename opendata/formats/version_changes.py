"""What changed between two versions, as a list of row changes and as CSV.

Here: a changeset's rows in the terms of the API. Not here: comparing (domain/tables/changeset.py), the journal's
events and sentences, which exist for neighbouring versions only (domain/journal/row_events.py).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from opendata.domain.kinds import Kind, Table
from opendata.domain.tables.changeset import Changeset
from opendata.domain.tables.json_values import json_value
from opendata.domain.tables.row_keys import key_text

CSV_HEADER = ("resource", "key", "change", "field", "before", "after")
Row = Mapping[str, str | None]
EMPTY: Row = {}


def row_changes(
    changesets: Mapping[str, Changeset], before: Kind, after: Kind, start: int = 0
) -> Iterator[dict[str, Any]]:
    """Every row added, changed or removed, with its fields before and after as JSON values.

    start: how many of them are left out at the beginning, without being looked at.
    """
    for table, change, key, old, new in changed_rows(changesets, before, after, start):
        fields = {
            field.name: {
                "before": json_value(old.get(field.name), field),
                "after": json_value(new.get(field.name), field),
            }
            for field in table
            if old.get(field.name) != new.get(field.name)
        }
        yield {"resource": table.name, "key": key, "change": change, "fields": fields}


def changes_csv(changesets: Mapping[str, Changeset], before: Kind, after: Kind) -> bytes:
    """One line for each changed field of each row, in canonical text; an empty cell stands for no value."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_HEADER)
    for table, change, key, old, new in changed_rows(changesets, before, after, 0):
        for field in table:
            was, now = old.get(field.name), new.get(field.name)
            if was != now:
                writer.writerow([table.name, key, change, field.name, was, now])
    return buffer.getvalue().encode()


def changed_rows(
    changesets: Mapping[str, Changeset], before: Kind, after: Kind, start: int
) -> Iterator[tuple[Table, str, str, Row, Row]]:
    """Each row that differs: its table, added, changed or removed, its key, and the row before and after."""
    for name, changeset in changesets.items():
        table = _both(name, before, after)
        for change, height, rows in (
            ("added", changeset.added.height, _added),
            ("changed", changeset.changed.height, _changed),
            ("removed", changeset.removed.height, _removed),
        ):
            if start < height:
                for old, new in rows(changeset, start):
                    row = new or old
                    yield table, change, key_text([row[part] or "" for part in table.primary_key]), old, new
            start = max(0, start - height)


def _added(changeset: Changeset, start: int) -> Iterator[tuple[Row, Row]]:
    return ((EMPTY, row) for row in changeset.added.slice(start).iter_rows(named=True))


def _changed(changeset: Changeset, start: int) -> Iterator[tuple[Row, Row]]:
    before, after = changeset.changed_before.slice(start), changeset.changed.slice(start)
    return zip(before.iter_rows(named=True), after.iter_rows(named=True), strict=True)


def _removed(changeset: Changeset, start: int) -> Iterator[tuple[Row, Row]]:
    return ((row, EMPTY) for row in changeset.removed.slice(start).iter_rows(named=True))


def _both(name: str, before: Kind, after: Kind) -> Table:
    """The table with the fields of both versions, so that removed fields are listed, too."""
    tables = [kind.table(name) for kind in (after, before) if name in [table.name for table in kind]]
    table = tables[0]
    gone = [field for field in tables[-1] if field.name not in table.field_names]
    return table.with_own_fields(gone) if gone else table
