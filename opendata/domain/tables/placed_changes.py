"""Placed changes: what changed between two versions of a long table, by the places of its rows.

Here: comparing two tables that are read frame by frame, in the order in which packages are written, and rows of a
table by their places. Not here: the same for tables that are frames (changeset.py), what a change means.

A million changed rows are some numbers each; the rows themselves are read again when somebody asks for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from opendata.domain.kinds import Kind, Table
from opendata.domain.tables.canonical_text import empty_frame, sort_by_key, with_fields
from opendata.domain.tables.changeset import Changeset, RowChanges, diff
from opendata.domain.tables.table_rows import TableRows, WholeRows, are_in

NO_PLACES = pl.Series([], dtype=pl.UInt32)


@dataclass(frozen=True, eq=False)
class PlacedRows(TableRows):
    """Some rows of a table, with these fields, of which the table may lack some.

    places: of the rows in the table, in its order.
    """

    rows: TableRows
    places: pl.Series
    names: Sequence[str]

    @property
    def columns(self) -> Sequence[str]:
        """The names of its fields."""
        return self.names

    @property
    def height(self) -> int:
        """How many rows they are."""
        return len(self.places)

    @property
    def is_whole(self) -> bool:
        """They are read when they are asked for."""
        return False

    def pieces(self, names: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """The rows frame by frame."""
        wanted, first = list(names or self.columns), 0
        for frame in self.rows.pieces([name for name in wanted if name in self.rows.columns]):
            here = self.places.filter((self.places >= first) & (self.places < first + frame.height)) - first
            first += frame.height
            if len(here):
                yield with_fields(frame[here], wanted)

    def at(self, places: pl.Series, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Some of the rows, by their places among these."""
        wanted = list(names or self.columns)
        known = [name for name in wanted if name in self.rows.columns]
        return with_fields(self.rows.at(self.places.gather(places), known), wanted)

    def slice(self, start: int, length: int) -> pl.DataFrame:
        """So many of the rows from a place on."""
        end = min(start + length, self.height)
        return self.at(pl.int_range(min(start, end), end, dtype=pl.UInt32, eager=True))

    def clear(self) -> pl.DataFrame:
        """No rows, with the same fields."""
        return pl.DataFrame(schema=dict.fromkeys(self.columns, pl.String))


@dataclass(frozen=True, eq=False)
class PlacedChanges(RowChanges[PlacedRows]):
    """The difference between two tables whose rows are read when somebody asks for them."""

    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return 4 * sum(rows.height for rows in (self.added, self.changed, self.changed_before, self.removed))


Changes = Changeset | PlacedChanges


def changes_of(
    before: Mapping[str, TableRows], after: Mapping[str, TableRows], kind: Kind, before_kind: Kind
) -> dict[str, Changes]:
    """What changed in every table that either version has, in the order of the later one's kind."""
    tables: dict[str, Table] = {table.name: table for table in kind}
    for table in before_kind:
        tables.setdefault(table.name, table)
    changes: dict[str, Changes] = {}
    for name, table in tables.items():
        nothing = WholeRows(empty_frame(table.field_names))
        old, new = before.get(name, nothing), after.get(name, nothing)
        if (old.is_whole and new.is_whole) or not _have_one_order(before_kind.table_or_none(name), table):
            changes[name] = diff(_frame(old), _frame(new), table.primary_key)
        else:
            changes[name] = placed_changes(old, new, table)
    return changes


def placed_changes(before: TableRows, after: TableRows, table: Table) -> PlacedChanges:
    """Compare two versions of a table row by row; both have their rows in the order of the same key."""
    names = [*after.columns, *(name for name in before.columns if name not in after.columns)]
    earlier, found, first = _Earlier(before, names, table), _Found(), 0
    for frame in after.pieces():
        rows, start = with_fields(frame, names), first
        first += frame.height
        if frame.height:
            found.add(earlier.upto(rows.tail(1)), earlier.first, rows, start, table.primary_key)
            earlier.first = earlier.taken
    for rest in earlier.rest():
        found.removed.append(pl.int_range(earlier.first, earlier.first + rest, dtype=pl.UInt32, eager=True))
        earlier.first += rest
    added, changed, changed_before, removed = (
        pl.concat([NO_PLACES, *places])
        for places in (found.added, found.changed, found.changed_before, found.removed)
    )
    return PlacedChanges(
        PlacedRows(after, added, names),
        PlacedRows(after, changed, names),
        PlacedRows(before, changed_before, names),
        PlacedRows(before, removed, names),
    )


class _Earlier:
    """The rows of the earlier table, read as far as the rows of the later one are."""

    def __init__(self, rows: TableRows, names: Sequence[str], table: Table) -> None:
        self._frames, self._names, self._table = rows.pieces(), names, table
        self._waiting = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        self.first = self.taken = 0  # the place of the first row that upto() returned, and the one behind its last

    def upto(self, last: pl.DataFrame) -> pl.DataFrame:
        """The next rows that do not stand behind a row of the later table."""
        while self._waiting.is_empty() or not self._is_behind(self._waiting.tail(1), last):
            frame = next(self._frames, None)
            if frame is None:
                break
            self._waiting = pl.concat([self._waiting, with_fields(frame, self._names)])
        low, high = 0, self._waiting.height
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_behind(self._waiting.slice(middle, 1), last) else (middle + 1, high)
        rows, self._waiting = self._waiting.head(low), self._waiting.slice(low)
        self.taken = self.first + low
        return rows

    def rest(self) -> Iterator[int]:
        """How many rows stand behind all others, frame by frame."""
        yield self._waiting.height
        yield from (frame.height for frame in self._frames)

    def _is_behind(self, row: pl.DataFrame, other: pl.DataFrame) -> bool:
        key = list(self._table.primary_key)
        mine, theirs = row.select(key), other.select(key)
        return not mine.equals(theirs) and sort_by_key(pl.concat([mine, theirs]), self._table).tail(1).equals(mine)


@dataclass
class _Found:
    """The places of rows that changed, frame by frame."""

    added: list[pl.Series] = field(default_factory=list)
    changed: list[pl.Series] = field(default_factory=list)
    changed_before: list[pl.Series] = field(default_factory=list)
    removed: list[pl.Series] = field(default_factory=list)

    def add(self, old: pl.DataFrame, old_first: int, new: pl.DataFrame, new_first: int, key: Sequence[str]) -> None:
        """Compare some rows of both tables that hold all rows of the same keys; first: where they begin."""
        before = old.select(key).with_row_index("old")
        after = new.select(key).with_row_index("new")
        if old.height == new.height and all(old[name].equals(new[name], null_equal=False) for name in key):
            pairs = pl.DataFrame({"old": before["old"], "new": after["new"]})
        else:
            pairs = after.join(before, on=key, how="inner").sort("new").select("old", "new")
            self.added.append(_rest_of(after["new"], pairs["new"]) + new_first)
            self.removed.append(_rest_of(before["old"], pairs["old"]) + old_first)
        differs = pl.repeat(value=False, n=pairs.height, dtype=pl.Boolean, eager=True)
        for name in new.columns:
            if name not in key:
                differs |= old[name].gather(pairs["old"]).ne_missing(new[name].gather(pairs["new"]))
        changed = pairs.filter(differs)
        self.changed.append(changed["new"] + new_first)
        self.changed_before.append(changed["old"] + old_first)


def _have_one_order(before: Table | None, after: Table) -> bool:
    """Whether the rows of both tables are in the order of the same key."""
    if before is None:
        return True
    types = [[table.field(name).type for name in table.primary_key] for table in (before, after)]
    return bool(after.primary_key) and before.primary_key == after.primary_key and types[0] == types[1]


def _frame(rows: TableRows) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=dict.fromkeys(rows.columns, pl.String)), *rows.pieces()])


def _rest_of(places: pl.Series, taken: pl.Series) -> pl.Series:
    return places.filter(~are_in(places, taken))
