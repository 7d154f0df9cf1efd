"""Querying: the rows of a version that a query wants, page by page or all of them.

Here: finding them once and keeping what was found for the next page. Not here: what a query means
(domain/queries/), which version is meant (reading.py), answers (api/).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.model import Version
from opendata.domain.packages.canonical_tables import CanonicalTable
from opendata.domain.packages.long_tables import LONG_BYTES, LongTable
from opendata.domain.queries.ordered_columns import FEW_ROWS, OrderedTable
from opendata.domain.queries.query import Query
from opendata.domain.queries.selection import few_selected, selected
from opendata.domain.tables.frame_sizes import bytes_of_column
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.reading import Reading, resource_of


@dataclass(frozen=True, eq=False)
class Chosen:
    """The rows of a table that a query wants, in its order: of few rows as whole numbers, of many as a column."""

    table: OrderedTable
    names: tuple[str, ...]  # the fields that are wanted, in this order
    rows: pl.Series | Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, start: int, limit: int | None) -> "Chosen":
        """So many of the rows from a place on; limit None: all from there on."""
        rows = self.rows
        if isinstance(rows, pl.Series):
            return Chosen(self.table, self.names, rows.slice(start, limit))
        return Chosen(self.table, self.names, rows[start : None if limit is None else start + limit])

    def frame(self) -> pl.DataFrame:
        """The rows as canonical text."""
        return self.table.frame(self._column(), self.names)

    def frames(self, at_once: int) -> Iterator[pl.DataFrame]:
        """The same in parts of so many rows."""
        return self.table.frames(self._column(), self.names, at_once)

    def _column(self) -> pl.Series:
        return self.rows if isinstance(self.rows, pl.Series) else pl.Series(self.rows, dtype=pl.UInt32)


@dataclass(frozen=True, eq=False)
class WholeTable:
    """The rows of a long table in their own order, which need no ordered columns."""

    whole: pl.DataFrame
    names: tuple[str, ...]

    def __len__(self) -> int:
        return self.whole.height

    def part(self, start: int, limit: int | None) -> "WholeTable":
        """So many of the rows from a place on; limit None: all from there on."""
        return WholeTable(self.whole.slice(start, limit), self.names)

    def frame(self) -> pl.DataFrame:
        """The rows as canonical text."""
        return self.whole.select(self.names)

    def frames(self, at_once: int) -> Iterator[pl.DataFrame]:
        """The same in parts of so many rows."""
        yield from self.frame().iter_slices(at_once)


Rows = Chosen | WholeTable | LongTable


def wanted_rows(reading: Reading, version: Version, resource: str, query: Query, name: str) -> Rows:
    """The rows that a query wants, of whichever form is cheapest; what chosen() says holds for this, too."""
    about = resource_of(version, resource)
    if query.selects_all and about.bytes > LONG_BYTES:
        fields = reading.versions.kind(version).table(resource).field_names
        return LongTable.of(reading.versions.csv(version, resource), fields, query.fields or fields, about.rows)
    if query.selects_all and about.rows > FEW_ROWS:
        frame = reading.versions.table(version, resource)
        return WholeTable(frame, query.fields or tuple(frame.columns))
    return chosen(reading, version, resource, query, name)


def page_rows_of_draft(
    reading: Reading, content: CanonicalTable, table: Table, digest: str, query: Query, name: str
) -> Rows:
    """The same of a table that is not published; digest: of its content."""
    frame = content.frame
    if query.selects_all:
        return WholeTable(frame, query.fields or tuple(frame.columns))
    if frame.height <= FEW_ROWS:
        return chosen_of(OrderedTable.of(frame, table), query, reading.answers, digest, name)

    def ordered() -> OrderedTable:
        return OrderedTable.of(frame, table)

    kept = reading.answers.get((digest,), f"columns:{table.name}", ordered, OrderedTable.size)
    return chosen_of(kept, query, reading.answers, digest, name)


def chosen(reading: Reading, version: Version, resource: str, query: Query, name: str) -> Chosen:
    """The rows of a version's table that a query wants; name: names the query, for keeping what was found.

    Raises ResourceNotFound, VersionWithdrawn, AnswersBusy, StorageUnavailable.
    """
    resource_of(version, resource)
    return chosen_of(reading.versions.columns(version, resource), query, reading.answers, version.digest, name)


def chosen_of(table: OrderedTable, query: Query, answers: DearAnswers, digest: str, name: str) -> Chosen:
    """The same of a table that is at hand; digest: names it."""
    names = query.fields or table.table.field_names
    if table.has_few_rows:
        return Chosen(table, names, few_selected(table, query))
    if query.selects_all:
        return Chosen(table, names, selected(table, query))
    form = f"rows:{table.table.name}:{name}"
    rows: pl.Series = answers.get((digest,), form, lambda: selected(table, query), _size)
    table.let_go()
    return Chosen(table, names, rows)


def _size(rows: pl.Series) -> int:
    return bytes_of_column(rows) + 1_000
