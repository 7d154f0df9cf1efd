"""Standing columns: rows of a long report that stand where they should not, by their places instead of as objects.

Here: what is told of a row, and finding rows that were given up, or never began, column by column. Not here: the same
for tables that are at hand whole (out_of_sight.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.overview.progress import ReportRows, keyed_frames
from opendata.domain.overview.rows_on_demand import RowsOnDemand
from opendata.domain.overview.status_counts import last_day

COLUMNS = {"place": pl.UInt32, "key": pl.String, "status": pl.String, "due": pl.String}
# Of the rows of a frame, with their statuses: whether each is told of, and the date that has passed.
Due = Callable[[pl.DataFrame, pl.Series], tuple[pl.Series, pl.Series]]


@dataclass(frozen=True)
class StandingRow:
    """A row of the newest report; since: the as_of of the first report that had it like this."""

    key: str
    title: str
    status: str | None
    due: str | None  # when it should have begun, or be finished
    since: date
    note: str | None = None  # the publisher's own words, where the table has a field for them


@dataclass(frozen=True, eq=False)
class StandingRows(RowsOnDemand[StandingRow]):
    """Many rows of the newest report: their places, keys, statuses, due and since."""

    note_field: str | None

    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return sum(int(column.estimated_size()) + 16 * len(column) for column in self.found)

    def _told(self, some: pl.DataFrame) -> list[StandingRow]:
        if some.is_empty():
            return []
        view = self.newest.view
        note = self.note_field if self.note_field in self.newest.rows.columns else None
        names = [*view.table.primary_key, *([view.title.name] if view.title else []), *([note] if note else [])]
        rows = self.newest.rows.at(some["place"], list(dict.fromkeys(names)))
        notes = rows[note].to_list() if note else [None] * rows.height
        told = zip(some.iter_rows(named=True), view.titles(rows), notes, strict=True)
        return [StandingRow(of["key"], title, of["status"], of["due"], of["since"], note) for of, title, note in told]


def long_given_up(reports: Sequence[ReportRows], note_field: str | None) -> StandingRows:
    """The rows that were given up; nothing is due for them."""
    view = reports[-1].view

    def due(frame: pl.DataFrame, statuses: pl.Series) -> tuple[pl.Series, pl.Series]:
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
        return statuses.is_in([*view.dropped]), nothing

    return _standing(reports, due, (), note_field)


def long_never_begun(reports: Sequence[ReportRows], note_field: str | None) -> StandingRows:
    """The rows that have not begun though they should have, and the date that has passed."""
    newest = reports[-1]
    view, fields = newest.view, [field for field in (newest.view.start, newest.view.deadline) if field is not None]

    def due(frame: pl.DataFrame, statuses: pl.Series) -> tuple[pl.Series, pl.Series]:
        passed = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
        for field in fields:  # the first one that has passed
            texts = frame[field.name]
            over = [
                text
                for text in texts.drop_nulls().unique().to_list()
                if (day := last_day(text)) is not None and day < newest.as_of
            ]
            is_next = passed.is_null() & texts.is_in(over).fill_null(value=False)
            passed = passed.zip_with(~is_next, texts)
        is_ahead = statuses.is_in([*view.ahead])
        return is_ahead & passed.is_not_null(), passed

    return _standing(reports, due, fields, note_field)


def _standing(
    reports: Sequence[ReportRows],
    due: Due,
    fields: Sequence[Field],
    note_field: str | None,
) -> StandingRows:
    """The rows of the newest report of which `due` says so, and since which report each has had its status."""
    newest = reports[-1]
    status, first, parts = newest.view.status, 0, [pl.DataFrame(schema=COLUMNS)]
    if status is None:
        return StandingRows(newest, parts[0].with_columns(_since([newest], parts[0])), note_field)
    for keys, frame in keyed_frames(newest, status, *fields):
        statuses = frame[status.name]
        is_told, day = due(frame, statuses)
        told = pl.DataFrame({"key": keys, "status": statuses, "due": day}).with_row_index("place", offset=first)
        parts.append(told.filter(is_told.fill_null(value=False)).select(list(COLUMNS)))
        first += frame.height
    rows = pl.concat(parts)
    return StandingRows(newest, rows.with_columns(_since(reports, rows)), note_field)


def _since(reports: Sequence[ReportRows], rows: pl.DataFrame) -> pl.Series:
    """The as_of of the first report since which each row has had its status without a break."""
    going_back = rows.select("key", "status").with_row_index("at")
    since = pl.Series([reports[-1].as_of]).new_from_index(0, rows.height).alias("since")
    for report in reversed(reports[:-1]):
        status, same = report.view.status, [going_back.clear()]
        if going_back.is_empty() or status is None:
            break
        for keys, frame in keyed_frames(report, status):
            here = pl.DataFrame({"key": keys, "status": frame[status.name]})
            same.append(going_back.join(here, on=["key", "status"], how="semi"))
        going_back = pl.concat(same)
        since = since.scatter(going_back["at"], report.as_of)
    return since
