"""Judging: a table held against its schema, batch by batch.

Here: how far a table is read, which errors are collected, and their list, cut where Frictionless cuts it.
Not here: judging cells and keys (cell_verdicts.py, repeated_keys.py), the wording of errors (row_errors.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Error, Resource

from opendata.validation.columns.cells.cell_verdicts import Identities, columns_of
from opendata.validation.columns.engine_contract import NotColumnar
from opendata.validation.columns.error_counts import ErrorCounts, Tally
from opendata.validation.columns.keys.foreign_keys import FIRST_ROWS, references
from opendata.validation.columns.keys.repeated_keys import Distinct, Repeats
from opendata.validation.columns.keys.rows_on_disk import HELD_BYTES, Room
from opendata.validation.columns.opened_table import PIECE_BYTES, OpenedTable, open_table
from opendata.validation.columns.row_errors import CellMistake, Explanation, Mistake, Mistakes, Troubles
from opendata.validation.columns.rows.batch_review import WRONG, Checked, check, keys_of, look, only
from opendata.validation.columns.rows.row_batches import Batch, Look, Seen, batches

BLOCK_BYTES = 2**20


@dataclass(frozen=True)
class Judged:
    """The errors of one table: Frictionless' own, or mistakes with the same attribute names."""

    errors: Sequence[Error | Mistake]
    cut: bool  # whether the list stops at the limit, so that the table may have more errors
    counts: ErrorCounts | None = None  # of all errors, where the caller asks for counts


def judge(
    resource: Resource,
    limit: int,
    *,
    counts: bool = False,
    piece_bytes: int = PIECE_BYTES,
    held_bytes: int = HELD_BYTES,
) -> Judged:
    """Hold a table against its schema as Frictionless would.

    resource: a closed resource, which is not changed. limit: how many errors are listed, 0 for all.
    counts: whether all errors are counted; then the whole table is read, however many errors are listed.
    piece_bytes: how much of a file is read first. held_bytes: how much of each key is held in memory; a longer
        key goes to files.
    Raises NotColumnar where the caller has to ask Frictionless itself; much of the table may be read by then.
    """
    if limit < 0:
        raise NotColumnar("a limit below nothing")
    table = open_table(resource, piece_bytes=piece_bytes)
    try:
        with closing(Room(held_bytes)) as room:
            return _Judgement(table, limit, room, counts=counts).run()
    finally:
        table.close()


@dataclass
class _Found:
    """What is known of the rows read so far. Errors are kept only of rows that the list has room for."""

    rows: int = 0
    certain: int = 0  # errors in the rows read so far, those of repeated and foreign keys left out
    wrong: list[pl.DataFrame] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)
    odd: dict[int, Sequence[Any]] = field(default_factory=dict)
    without_key: list[int] = field(default_factory=list)


class _Judgement:
    def __init__(self, table: OpenedTable, limit: int, room: Room, *, counts: bool) -> None:
        self._table = table
        # Frictionless compares the number of errors, the header's included, with the limit only after reading a row.
        self._limit = limit
        self._room = room
        identities = Identities()
        self._columns = columns_of(table, table.read_first, identities)
        self._references = references(table, self._columns, identities, room, limit or None)
        self._distinct = [self._distinct_of([at], counts_missing=False) for at in table.unique]
        if table.primary:
            self._distinct.append(self._distinct_of(table.primary, counts_missing=True))
        self._found = _Found()
        self._tally = Tally(table, self._columns) if counts else None

    def run(self) -> Judged:
        """Read the table up to its end or the limit, and list its errors."""
        header = list(self._table.start_errors)
        self._read(len(header))
        rows = self._found.rows
        if self._limit and rows and len(header) >= self._limit and not self._tally:
            return Judged(header[: self._limit], cut=True)
        mistakes: Iterator[Mistake | CellMistake] = self._explanation().mistakes()
        if self._limit:
            mistakes = islice(mistakes, max(self._limit - len(header), 0))
        listed: list[Error | Mistake | CellMistake] = [*header, *mistakes]
        cut = bool(self._limit and rows and len(listed) >= self._limit)
        end = self._end_errors() if self._tally or not cut else []
        counts = self._tally.counts([*self._table.start_errors, *end]) if self._tally else None
        if cut:
            return Judged(Mistakes(listed[: self._limit]), True, counts)
        listed.extend(end)
        return Judged(Mistakes(listed), False, counts)

    def _distinct_of(self, columns: Sequence[int], *, counts_missing: bool) -> Distinct:
        numbers = [self._columns[at].family == "number" for at in columns]
        return Distinct(columns, numbers, self._room, counts_missing=counts_missing)

    def _read(self, header_errors: int) -> None:
        next_look, enough = FIRST_ROWS, False
        for batch in batches(self._table, lambda frame: look(frame, self._columns)):
            self._add(check(batch, self._columns), listed=not enough)
            if not self._limit or enough:
                continue
            certain = header_errors + self._found.certain + sum(reference.count for reference in self._references)
            enough = certain >= self._limit
            if not enough and self._found.rows >= next_look:
                next_look = 4 * self._found.rows
                enough = any(key.repeats_enough(self._limit) for key in self._distinct)
            if enough and not self._tally:
                break
        for reference in self._references:
            reference.finish()
            if self._tally:
                self._tally.add_misses(reference.key, reference.count)

    def _add(self, checked: Checked, *, listed: bool) -> None:
        """Take the next rows; listed: whether the list has room for their errors."""
        so_far, batch = self._found, checked.batch
        numbers = batch.numbers
        blank = {numbers[at] for at in checked.blank}
        odd = {numbers[at]: cells for at, cells in batch.odd.items() if numbers[at] not in blank}
        without_key: list[int] = []
        for key in self._distinct:
            key.add(checked.keys)
            if key.counts_missing:
                without_key = [numbers[at] for at in key.missing(checked.keys)]
        for reference in self._references:
            reference.add(checked.keys, numbers)
        so_far.rows += batch.frame.height
        if listed:
            if checked.wrong.height:
                so_far.wrong.append(_of_first_rows(checked.wrong, self._limit))
            so_far.blank |= blank
            so_far.odd |= odd
            so_far.without_key += without_key
            widths = sum(abs(len(cells) - self._table.width) for cells in odd.values())
            so_far.certain += checked.wrong.height + len(blank) + len(without_key) + widths
        if self._tally:
            self._tally.add_cells(checked.wrong)
            self._tally.add_rows(len(blank), map(len, odd.values()))
            self._tally.add_without_key(len(without_key), len(blank.intersection(without_key)))

    def _explanation(self) -> Explanation:
        broken = self._broken_keys()
        so_far = self._found
        wrong = pl.concat(so_far.wrong) if so_far.wrong else pl.DataFrame(schema=WRONG)
        rows = self._cells_of(set(broken)) if broken else {}
        return Explanation(self._table, self._columns, Troubles(wrong, so_far.blank, so_far.odd, broken, rows))

    def _broken_keys(self) -> dict[int, dict[int, int | None]]:
        """By row number the keys that the row breaks, as places in the order of checks; only rows to be listed."""
        broken: dict[int, dict[int, int | None]] = defaultdict(dict)
        most = self._limit or None
        for place, repeats in enumerate(self._repeats(most)):
            if self._tally:
                self._tally.add_repeats(place, repeats.count)
            for number, earlier in repeats.first.items():
                broken[number][place] = earlier
        if self._table.primary:
            for number in islice(self._found.without_key, most):
                broken[number][len(self._table.unique)] = None
        for place, reference in enumerate(self._references, start=len(self._distinct)):
            for number in reference.misses:
                broken[number][place] = None
        return broken

    def _repeats(self, most: int | None) -> list[Repeats]:
        """For each key the rows that repeat an earlier row; the file is read again where some rows may do so."""
        candidates = [key.candidates() for key in self._distinct]
        doubtful = [rows is None or len(rows) > 0 for rows in candidates]
        if not any(doubtful):
            return [Repeats() for _ in self._distinct]
        needed = {at for key, wanted in zip(self._distinct, doubtful, strict=True) if wanted for at in key.columns}
        columns = only(self._columns, needed)
        for batch, start in self._again(lambda frame: look(frame, columns)):
            keys = keys_of(batch.seen, columns)
            for key, rows, wanted in zip(self._distinct, candidates, doubtful, strict=True):
                if not wanted:
                    continue
                here = rows
                if rows is not None:
                    first, last = rows.search_sorted(start), rows.search_sorted(start + batch.frame.height)
                    here = rows[first:last] - start
                    if not len(here):
                        continue
                key.put_aside(keys, batch.numbers, here)
        return [key.repeats(most) for key in self._distinct]

    def _cells_of(self, wanted: set[int]) -> dict[int, Sequence[Any]]:
        """By row number the raw cells of the wanted rows."""
        cells_of: dict[int, Sequence[Any]] = {}
        for batch, _ in self._again(lambda _frame: None):
            rows = [at for at, number in enumerate(batch.numbers) if number in wanted]
            for at, cells in zip(rows, batch.frame[rows].iter_rows() if rows else (), strict=True):
                cells_of[batch.numbers[at]] = batch.odd.get(at, cells)
            if len(cells_of) == len(wanted):
                break
        return cells_of

    def _again(self, look_at: Look[Seen]) -> Iterator[tuple[Batch[Seen], int]]:
        """Read the rows that are already judged once more; each batch comes with the position of its first row."""
        start = 0
        for batch in batches(self._table, look_at):
            yield batch, start
            start += batch.frame.height
            if start >= self._found.rows:
                return

    def _end_errors(self) -> list[Error]:
        resource = self._table.resource
        if not resource.bytes and not resource.hash:
            return self._table.end_errors(self._found.rows, None, None)
        if self._table.digested is None:
            raise NotColumnar("the digest of what is no plain file")
        return self._table.end_errors(self._found.rows, *_fingerprint(Path(self._table.digested)))


def _of_first_rows(wrong: pl.DataFrame, limit: int) -> pl.DataFrame:
    """The wrong cells of the first rows, as many as the list takes; a row keeps all, for their order is not final."""
    if not limit or wrong.height <= limit:
        return wrong
    return wrong.filter(pl.col("number") <= wrong["number"].sort()[limit - 1])


def _fingerprint(path: Path) -> tuple[int, tuple[str, str]]:
    """The number of bytes of a file, and its MD5 and SHA-256 as hexadecimal digits."""
    md5, sha256, count = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    with path.open("rb") as file:
        read: Callable[[], bytes] = lambda: file.read(BLOCK_BYTES)  # noqa: E731
        for block in iter(read, b""):
            md5.update(block)
            sha256.update(block)
            count += len(block)
    return count, (md5.hexdigest(), sha256.hexdigest())
