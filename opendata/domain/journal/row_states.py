"""Row states: the group and the status that a row had when an event was published.

Here: both as columns of events, and the same found again from the events of a dataset alone. They are no part of a
published package: they follow from it. Not here: which events there are (row_events.py), feeds of one group or one
status (api/feed_choices.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from opendata.domain.journal.event_columns import Events
from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import Event
from opendata.domain.tables.json_values import cell_text

LONGEST_STATE = 200  # characters; a longer group is known by its beginning
ROLES = {"row_group": "group", "row_status": "status"}
Row = Mapping[str, str | None]


def state_columns(table: Table, frame: pl.DataFrame) -> dict[str, pl.Series]:
    """The groups and the statuses of whole rows."""
    columns = {}
    for name, role in ROLES.items():
        field = table.role(role)
        texts = frame[field.name] if field else pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
        columns[name] = texts.str.slice(0, LONGEST_STATE).replace("", None)
    return columns


def state_of(table: Table, row: Row, role: str) -> str | None:
    """The group or the status of one row."""
    field = table.role(role)
    return _short(row.get(field.name)) if field else None


class RowStates:
    """The states of a dataset's rows, followed from event to event."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[str | None, str | None]] = {}

    def filled(self, events: Events, kind: Kind, rows: Callable[[str], pl.DataFrame] | None = None) -> Events:
        """The events of the next version with the states of their rows.

        rows: gives the tables of this version, where the events before do not tell everything because a version is
        withdrawn; None where they do.
        """
        tables = {table.name: table for table in kind}
        states = {name: _states(tables[name], rows(name)) for name in _changed(events, tables)} if rows else {}
        told = []
        for event in events:
            table = tables.get(event.resource or "")
            if table is None or event.key is None or not event.fields:
                told.append(event)
                continue
            known = states.get(table.name, self._known if rows is None else {})
            place = (table.name, event.key)
            before = known.get(place, (None, None))
            group = _after(event, table.role("group"), before[0])
            status = _after(event, table.role("status"), before[1])
            self._known[place] = (group, status)
            told.append(replace(event, row_group=group, row_status=status))
        return Events.of(told)


def _changed(events: Events, tables: Mapping[str, Table]) -> set[str]:
    return {name for name in events.frame["resource"].unique().to_list() if name in tables}


def _states(table: Table, frame: pl.DataFrame) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    keys = RowNames(table).keys(frame).to_list()
    return {
        (table.name, key): (state_of(table, row, "group"), state_of(table, row, "status"))
        for key, row in zip(keys, frame.iter_rows(named=True), strict=True)
    }


def _after(event: Event, field: Field | None, before: str | None) -> str | None:
    if field is None:
        return None
    if field.name not in event.fields:
        return before
    values = event.fields[field.name]
    return _short(cell_text(values[0] if event.event.endswith(".removed") else values[1], field))


def _short(text: str | None) -> str | None:
    return text[:LONGEST_STATE] if text else None
