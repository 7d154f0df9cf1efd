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


def row_changes(changesets: Mapping[str, Changeset], before: Kind, after: Kind) -> Iterator[dict[str, Any]]:
    """Every row added, changed or removed, with its fields before and after as JSON values."""
    for table, change, key, old, new in _rows(changesets, before, after):
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
    for table, change, key, old, new in _rows(changesets, before, after):
        for field in table:
            was, now = old.get(field.name), new.get(field.name)
            if was != now:
                writer.writerow([table.name, key, change, field.name, was, now])
    return buffer.getvalue().encode()


def _rows(
    changesets: Mapping[str, Changeset], before: Kind, after: Kind
) -> Iterator[tuple[Table, str, str, Row, Row]]:
    for name, changeset in changesets.items():
        table = _both(name, before, after)

        def key(row: Row, table: Table = table) -> str:
            return key_text([row[part] or "" for part in table.primary_key])

        for row in changeset.added.iter_rows(named=True):
            yield table, "added", key(row), EMPTY, row
        pairs = zip(
            changeset.changed_before.iter_rows(named=True), changeset.changed.iter_rows(named=True), strict=True
        )
        for old, new in pairs:
            yield table, "changed", key(new), old, new
        for row in changeset.removed.iter_rows(named=True):
            yield table, "removed", key(row), row, EMPTY


def _both(name: str, before: Kind, after: Kind) -> Table:
    """The table with the fields of both versions, so that removed fields are listed, too."""
    tables = [kind.table(name) for kind in (after, before) if name in [table.name for table in kind]]
    table = tables[0]
    gone = [field for field in tables[-1] if field.name not in table.field_names]
    return table.with_own_fields(gone) if gone else table
