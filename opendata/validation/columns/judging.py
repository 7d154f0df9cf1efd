"""Judging: a table held against its schema, batch by batch.

Here: how far to read, what is found on the way, and the list at the end, cut where Frictionless cuts it.
Not here: how (cells.py, keys.py), and the wording (explaining.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Error, Resource

from opendata.validation.columns.batches import Batch, Look, Seen, batches
from opendata.validation.columns.cells import Identities, columns_of
from opendata.validation.columns.explaining import Explanation, Mistake, Troubles
from opendata.validation.columns.keys import FIRST_ROWS, Distinct, references
from opendata.validation.columns.looking import WRONG, Checked, check, keys_of, look, only
from opendata.validation.columns.many_objects import many_objects
from opendata.validation.columns.opened import PIECE_BYTES, NotColumnar, Table, open_table

BLOCK_BYTES = 2**20


@dataclass(frozen=True)
class Judged:
    """What was found in one table: Frictionless' errors, or mistakes with the same names."""

    errors: Sequence[Error | Mistake]
    cut: bool  # the limit was reached: there may be more


def judge(resource: Resource, limit: int, *, piece_bytes: int = PIECE_BYTES) -> Judged:
    """Hold a table against its schema as Frictionless would.

    resource: not opened, and left as it is. limit: how many errors are listed, 0 for all.
    piece_bytes: how much of a file is read first.
    Raises NotColumnar where Frictionless itself has to be asked; it may have taken a while until then.
    """
    if limit < 0:
        raise NotColumnar("a limit below nothing")
    table = open_table(resource, piece_bytes=piece_bytes)
    try:
        return _Judgement(table, limit).run()
    finally:
        table.close()


@dataclass
class _Found:
    """What is known of the rows read so far."""

    rows: int = 0
    certain: int = 0  # errors that are sure, in the rows read so far; there may be more
    wrong: list[pl.DataFrame] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)
    odd: dict[int, Sequence[Any]] = field(default_factory=dict)
    without_key: list[int] = field(default_factory=list)


class _Judgement:
    def __init__(self, table: Table, limit: int) -> None:
        self._table = table
        # The list is cut after a row, and the header's errors count: with one row at least they may be too many.
        self._limit = limit
        identities = Identities()
        self._columns = columns_of(table, table.read_first, identities)
        self._references = references(table, self._columns, identities)
        self._distinct = [self._distinct_of([at], counts_missing=False) for at in table.unique]
        if table.primary:
            self._distinct.append(self._distinct_of(table.primary, counts_missing=True))
        self._found = _Found()

    def run(self) -> Judged:
        """Read, until the end or the limit, and explain."""
        header: list[Error | Mistake] = list(self._table.start_errors)
        self._read(len(header))
        rows = self._found.rows
        if self._limit and rows and len(header) >= self._limit:
            return Judged(header[: self._limit], cut=True)
        mistakes: Iterator[Mistake] = self._explanation().mistakes()
        if self._limit:
            mistakes = islice(mistakes, max(self._limit - len(header), 0))
        with many_objects():
            listed = [*header, *mistakes]
        if not self._limit:
            return Judged([*listed, *self._end_errors()], cut=False)
        if rows and len(listed) >= self._limit:
            return Judged(listed, cut=True)
        return Judged([*listed, *self._end_errors()], cut=False)

    def _distinct_of(self, columns: Sequence[int], *, counts_missing: bool) -> Distinct:
        numbers = tuple(self._columns[at].family == "number" for at in columns)
        return Distinct(tuple(columns), counts_missing, numbers)

    def _read(self, header_errors: int) -> None:
        next_look = FIRST_ROWS
        for batch in batches(self._table, lambda frame: look(frame, self._columns)):
            self._add(check(batch, self._columns))
            if not self._limit:
                continue
            certain = header_errors + self._found.certain + sum(len(each.misses) for each in self._references)
            if certain >= self._limit:
                break
            if self._found.rows >= next_look:
                next_look = 4 * self._found.rows
                if any(self._repeats_enough(each) for each in self._distinct):
                    break
        for each in self._references:
            each.look_up()

    def _repeats_enough(self, key: Distinct) -> bool:
        # Of n rows that are equal n - 1 repeat one; with pairs alone that is half of them.
        return len(key.candidates()) >= 2 * self._limit

    def _add(self, checked: Checked) -> None:
        found, batch = self._found, checked.batch
        numbers = batch.numbers
        if checked.wrong.height:
            found.wrong.append(checked.wrong)
        blank = {numbers[at] for at in checked.blank}
        found.blank |= blank
        width = self._table.width
        for at, cells in batch.odd.items():
            if numbers[at] not in blank:
                found.odd[numbers[at]] = cells
                found.certain += abs(len(cells) - width)
        for key in self._distinct:
            key.add(checked.keys)
            if key.counts_missing:
                without = [numbers[at] for at in key.missing(checked.keys)]
                found.without_key.extend(without)
                found.certain += len(without)
        for each in self._references:
            each.add(checked.keys, numbers)
        found.rows += batch.frame.height
        found.certain += checked.wrong.height + len(blank)

    def _explanation(self) -> Explanation:
        broken = self._broken_keys()
        found = self._found
        wrong = pl.concat(found.wrong) if found.wrong else pl.DataFrame(schema=WRONG)
        rows = self._cells_of(set(broken)) if broken else {}
        return Explanation(self._table, self._columns, Troubles(wrong, found.blank, found.odd, broken, rows))

    def _broken_keys(self) -> dict[int, dict[int, int | None]]:
        """By row number the checks of keys that fail, as places in their order; no more rows than are listed."""
        broken: dict[int, dict[int, int | None]] = defaultdict(dict)
        most = self._limit or None
        for place, repeats in enumerate(self._repeats()):
            for number, earlier in islice(repeats.items(), most):
                broken[number][place] = earlier
        if self._table.primary:
            for number in islice(self._found.without_key, most):
                broken[number][len(self._table.unique)] = None
        for place, reference in enumerate(self._references, start=len(self._distinct)):
            for number in islice(reference.misses, most):
                broken[number][place] = None
        return broken

    def _repeats(self) -> list[dict[int, int]]:
        """For each key the rows that repeat an earlier one; the file is read again where there may be some."""
        candidates = [each.candidates() for each in self._distinct]
        if not any(len(each) for each in candidates):
            return [{} for _ in self._distinct]
        needed = {
            at for each, rows in zip(self._distinct, candidates, strict=True) if len(rows) for at in each.columns
        }
        collected: list[list[pl.DataFrame]] = [[] for _ in self._distinct]
        columns = only(self._columns, needed)
        for batch, start in self._again(lambda frame: look(frame, columns)):
            keys = keys_of(batch.seen, columns)
            for place, (key, rows) in enumerate(zip(self._distinct, candidates, strict=True)):
                here = rows.filter((rows >= start) & (rows < start + batch.frame.height)) - start
                if len(here):
                    parts = key.parts(keys).with_columns(number=pl.Series(batch.numbers, dtype=pl.UInt64))
                    collected[place].append(parts[here])
        return [
            key.repeats(pl.concat(parts)) if parts else {}
            for key, parts in zip(self._distinct, collected, strict=True)
        ]

    def _cells_of(self, wanted: set[int]) -> dict[int, Sequence[Any]]:
        """The cells of some rows, as they are."""
        found: dict[int, Sequence[Any]] = {}
        for batch, _ in self._again(lambda _frame: None):
            rows = [at for at, number in enumerate(batch.numbers) if number in wanted]
            for at, cells in zip(rows, batch.frame[rows].iter_rows() if rows else (), strict=True):
                found[batch.numbers[at]] = batch.odd.get(at, cells)
        return found

    def _again(self, look_at: Look[Seen]) -> Iterator[tuple[Batch[Seen], int]]:
        """The rows that were read, once more, with the position at which each batch starts."""
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
        if self._table.path is None:
            raise NotColumnar("the digest of what is no plain file")
        return self._table.end_errors(self._found.rows, *_fingerprint(Path(self._table.path)))


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
