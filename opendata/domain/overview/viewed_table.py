"""Viewed tables: which fields of a kind's table say what an overview needs, whatever the kind is about.

Here: finding them by the roles and properties of the descriptor, and guesses where it says nothing. Not here: figures
(status_counts.py, progress.py, slip.py, out_of_sight.py, funding.py, comparison.py).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import polars as pl

from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import NUMBER_TYPES, Field, Kind, Table
from opendata.domain.tables.table_rows import TableRows

MONEY_UNITS = ("EUR", "€")
DONE, DROPPED = "done", "dropped"  # the property `outcome` of a code of a status
TOPIC, SCHEDULE, AMOUNT, EFFECT, QUANTITY, TIME = "topic", "schedule", "amount", "effect", "quantity", "time"


@dataclass(frozen=True)
class ViewedTable:
    """A table of a version, and which of its fields plays which role; a role may have no field.

    text: what the thing is, in sentences.
    topic: a second group beside `group`, of a code list that all publishers share, so that they can be compared.
    start: when the thing was to begin. schedule: whether it keeps to its plan. amount: what it costs.
    effect: how much it brings, such as tonnes of CO₂ saved. quantity, time: what was measured, and when.
    """

    table: Table
    title: Field | None = None
    text: Field | None = None
    status: Field | None = None
    deadline: Field | None = None
    start: Field | None = None
    group: Field | None = None
    topic: Field | None = None
    schedule: Field | None = None
    amount: Field | None = None
    effect: Field | None = None
    quantity: Field | None = None
    time: Field | None = None
    unknown: frozenset[str] = frozenset()  # codes of the status that say nothing of how far the thing is
    ahead: frozenset[str] = frozenset()  # codes of the status before the thing has begun
    finished: frozenset[str] = frozenset()  # codes of the status after which nothing more is to come
    done: frozenset[str] = frozenset()  # of these, the ones that say that it was done
    dropped: frozenset[str] = frozenset()  # of these, the ones that say that it was given up
    behind: frozenset[str] = frozenset()  # codes of the schedule that say that it is late

    @classmethod
    def of(cls, table: Table, described: Table | None) -> Self:
        """The roles of a table.

        table: as the version has it. described: as its kind has it now, with the properties that are never published;
        None where the kind is gone.
        """
        known = described or table
        fields = {role: table.field(name) for role, name in _role_names(known) if name in table.field_names}
        status, schedule = (_described(known, fields.get(role)) for role in ("status", SCHEDULE))
        return cls(
            table,
            **fields,
            unknown=_saying_nothing(status),
            ahead=_codes(status, "time", "ahead"),
            finished=_codes(status, "time", "past"),
            done=_codes(status, "outcome", DONE),
            dropped=_codes(status, "outcome", DROPPED),
            behind=_codes(schedule, "behind", True),
        )

    @classmethod
    def main(cls, kind: Kind, described: Kind | None) -> Self:
        """The table that an overview of a dataset is about: the first one with a status, or else the first one."""
        table = next((table for table in kind if table.role("status") is not None), kind.tables[0])
        return cls.of(table, described.table_or_none(table.name) if described else None)

    @property
    def weights(self) -> Mapping[str, Field]:
        """The fields by which rows may be weighted, by role: what they bring and what they cost."""
        return {role: field for role, field in ((EFFECT, self.effect), (AMOUNT, self.amount)) if field is not None}

    def key_column(self, rows: pl.DataFrame) -> pl.Series:
        """The key of each row as one text."""
        return RowNames(self.table).keys(rows)

    def keys(self, rows: pl.DataFrame) -> list[str]:
        """The same as a list."""
        keys: list[str] = self.key_column(rows).to_list()
        return keys

    def titles(self, rows: pl.DataFrame) -> list[str]:
        """The title of each row; its key where it has none."""
        keys = self.keys(rows)
        if self.title is None:
            return keys
        return [title or key for title, key in zip(rows[self.title.name].to_list(), keys, strict=True)]


def rows_of_keys(view: ViewedTable, rows: TableRows, keys: Collection[str], *fields: Field | None) -> pl.DataFrame:
    """The rows of a table with these keys, in its order, with their keys, titles and these fields at least."""
    named = [field.name for field in (view.title, *fields) if field is not None]
    names = list(dict.fromkeys([*view.table.primary_key, *named]))
    found = [pl.DataFrame(schema=dict.fromkeys(names, pl.String))]
    if keys:
        pieces = (frame.select(names) for frame in rows.pieces(names))
        found += [frame.filter(view.key_column(frame).is_in([*keys])) for frame in pieces]
    return pl.concat(found)


def titles_of_keys(view: ViewedTable, rows: TableRows, keys: Collection[str]) -> dict[str, str]:
    """The titles of the rows with these keys, by key."""
    found = rows_of_keys(view, rows, keys)
    return dict(zip(view.keys(found), view.titles(found), strict=True))


def _role_names(table: Table) -> Iterator[tuple[str, str]]:
    """The role and the name of each field that plays one, by the descriptor or by a guess."""
    stated = {role: field for role, field in table.roles.items() if role in _ROLES and field in table.field_names}
    taken = set(stated.values())
    guesses = {"text": _text(table), "start": _start(table), TOPIC: _topic(table, taken), AMOUNT: _amount(table)}
    if "status" not in stated:
        guesses |= {QUANTITY: _quantity(table), TIME: _time(table)}
    yield from stated.items()
    for role, name in guesses.items():
        if role not in stated and name is not None:
            yield role, name


_ROLES = frozenset(ViewedTable.__dataclass_fields__) - {
    "table",
    "unknown",
    "ahead",
    "finished",
    "done",
    "dropped",
    "behind",
}


def _text(table: Table) -> str | None:
    return next((field.name for field in table if field.name == "description" and field.type == "string"), None)


def _start(table: Table) -> str | None:
    starts = (field for field in table if field.descriptor.get("bound") == "start" and field.holds_dates)
    return next((field.name for field in starts if not field.descriptor.get("happened")), None)


def _topic(table: Table, taken: set[str]) -> str | None:
    return next((field.name for field in table if len(field.codes) > 1 and field.name not in taken), None)


def _amount(table: Table) -> str | None:
    return next((f.name for f in table if f.type in NUMBER_TYPES and f.unit in MONEY_UNITS), None)


def _quantity(table: Table) -> str | None:
    numbers = (field for field in table if field.type in NUMBER_TYPES and field.name not in table.key_fields)
    return next((field.name for field in numbers), None)


def _time(table: Table) -> str | None:
    return next((field.name for field in table if field.name in table.primary_key and field.holds_dates), None)


def _described(table: Table, field: Field | None) -> Field | None:
    return table.field(field.name) if field is not None and field.name in table.field_names else None


def _codes(field: Field | None, property_name: str, value: object) -> frozenset[str]:
    """The codes of a field whose property has this value."""
    codes = field.descriptor.get("codes") if field else None
    return frozenset(code for code, about in (codes or {}).items() if (about or {}).get(property_name) == value)


def _saying_nothing(status: Field | None) -> frozenset[str]:
    """The codes that have no place in the order of a status whose other codes have one."""
    if status is None or all(code.order is None for code in status.codes.values()):
        return frozenset()
    return frozenset(name for name, code in status.codes.items() if code.order is None)
