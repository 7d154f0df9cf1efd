"""Long tables: canonical CSV read part by part, so that a million rows take the memory of a part.

Here: a stretch of the rows of such a table, as frames, and where each part of it begins. Not here: canonical CSV
itself (canonical_tables.py), and where its bytes are. As a frame, a table of many fields takes several times the
memory of its bytes, even where most of its cells are empty.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import polars as pl

from opendata.domain.tables.table_rows import TableRows

LONG_BYTES = 6 * 2**20  # of canonical CSV; a longer table is not made a frame as a whole
PART_BYTES = 2**21
LINE_END, QUOTE = b"\n", b'"'
Read = Callable[[int, int], bytes]  # so many bytes from a place on: place and length; fewer at the end


@dataclass(frozen=True, eq=False)
class LongCsv:
    """Canonical CSV, and where each part of it begins that was found so far.

    Whoever wants rows far behind the beginning does not read what stands before them again. Each entry of `found` is
    right by itself, so several threads may add to it and read it at the same time.
    """

    read: Read
    size: int  # in bytes
    part_bytes: int = PART_BYTES  # that are read at once, with the rest of their last row
    found: dict[int, tuple[int, int]] = field(default_factory=dict)  # by number: its place, and how many rows before

    def part_before(self, row: int) -> tuple[int, int, int]:
        """The last known part that begins no later than a row: its number, its place, how many rows precede it."""
        if not self.found:
            self.found[0] = (_end_of_header(self.read), 0)
        return max((number, place, rows) for number, (place, rows) in self.found.copy().items() if rows <= row)

    def parts(self, place: int) -> Iterator[bytes]:
        """The lines from a place on, where a part begins, in parts of whole rows."""
        rest, wanted = b"", self.part_bytes
        while True:
            read = self.read(place, wanted)
            place += len(read)
            lines = rest + read
            is_all = not read or place >= self.size
            end = len(lines) if is_all else _end_of_last_row(lines)
            if end:
                yield lines[:end]
            if is_all:
                return
            # A row that is longer than what was read: twice as much is read next.
            rest, wanted = lines[end:], self.part_bytes if end else 2 * wanted


@dataclass(frozen=True, eq=False)
class LongTable(TableRows):
    """A stretch of the rows of canonical CSV, in the order in which they stand there."""

    csv: LongCsv
    fields: tuple[str, ...]  # in the content
    names: tuple[str, ...]  # those that are wanted, in this order
    start: int  # the first row, counted from 0
    stop: int  # the row behind the last one

    @classmethod
    def of(cls, csv: LongCsv, fields: Sequence[str], names: Sequence[str], height: int) -> Self:
        """All rows of bytes that canonical_csv() wrote of so many rows."""
        return cls(csv, tuple(fields), tuple(names), 0, height)

    def __len__(self) -> int:
        return self.stop - self.start

    def part(self, start: int, limit: int | None) -> "LongTable":
        """So many of the rows from a place on; limit None: all from there on."""
        first = min(self.start + start, self.stop)
        last = self.stop if limit is None else min(first + limit, self.stop)
        return replace(self, start=first, stop=last)

    def frames(self, at_once: int) -> Iterator[pl.DataFrame]:
        """The rows in frames of at most so many, as canonical text."""
        if self.start >= self.stop:
            return
        number, place, before = self.csv.part_before(self.start)
        for part in self.csv.parts(place):
            if before >= self.stop:
                return
            height, wanted = _height(part) if self.start > before else None, None
            if height is None or before + height > self.start:
                frame = self._frame(part)
                height = frame.height
                wanted = frame[max(0, self.start - before) : self.stop - before]
            number, place, before = number + 1, place + len(part), before + height
            self.csv.found[number] = (place, before)
            if wanted is not None:
                yield from wanted.iter_slices(at_once)

    @property
    def columns(self) -> Sequence[str]:
        """The names of the fields that are wanted."""
        return self.names

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self)

    @property
    def is_whole(self) -> bool:
        """It is read part by part."""
        return False

    def pieces(self, names: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """The rows in one frame for each part, with these fields of the content alone; None: the wanted ones."""
        wanted = replace(self, names=tuple(names)) if names else self
        return wanted.frames(max(1, len(self)))

    def at(self, places: pl.Series, names: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows at these places of the stretch, in the order in which they are named, with these fields.

        Only the parts that hold such rows are read, and where their beginning is known, nothing before them.
        """
        table = self if names is None else replace(self, names=tuple(names))
        found = [pl.DataFrame(schema=dict.fromkeys(table.names, pl.String))]
        wanted = left = places.unique().sort()
        while not left.is_empty():
            first = int(left[0])
            # The first frame from a row on ends with the part in which the row stands.
            frame = next(table.part(first, None).frames(max(1, len(self))))
            here = left.filter(left < first + frame.height)
            found.append(frame[here - first])
            left = left.slice(len(here))
        return pl.concat(found)[wanted.search_sorted(places)]

    def having(self, wanted: Mapping[str, str]) -> pl.DataFrame:
        """Those of all rows, wherever this stretch ends, that have these texts in these fields."""
        written = [text.encode().replace(QUOTE, 2 * QUOTE) for text in wanted.values()]
        found = [pl.DataFrame(schema=dict.fromkeys(self.names, pl.String))]
        _, place, _ = self.csv.part_before(0)
        for part in self.csv.parts(place):
            if all(text in part for text in written):  # which takes a hundredth of reading the rows
                found.append(
                    self._frame(part).filter(pl.all_horizontal(pl.col(name) == wanted[name] for name in wanted))
                )
        return pl.concat(found)

    def _frame(self, part: bytes) -> pl.DataFrame:
        schema = dict.fromkeys(self.fields, pl.String)
        wanted = [place for place, name in enumerate(self.fields) if name in self.names]
        return pl.read_csv(io.BytesIO(part), has_header=False, schema=schema, columns=wanted).select(self.names)


def _end_of_header(read: Read) -> int:
    """Where the first row ends, whose names may be of any length."""
    length = PART_BYTES
    while True:
        lines = read(0, length)
        if (end := _end_of_first_row(lines)) or len(lines) < length:
            return end or len(lines)
        length *= 2


def _end_of_first_row(lines: bytes) -> int:
    """Where the first row ends; 0 if it does not."""
    end = quotes = 0
    while found := lines.find(LINE_END, end) + 1:
        quotes += lines.count(QUOTE, end, found)
        end = found
        # Whatever is quoted has an even number of quotes, as a quote within quotes is written twice.
        if quotes % 2 == 0:
            return end
    return 0


def _end_of_last_row(lines: bytes) -> int:
    """Where the last row ends that ends in lines that begin with a row; 0 if none does."""
    end = lines.rfind(LINE_END) + 1
    quotes = lines.count(QUOTE, 0, end)
    while end and quotes % 2:
        before = lines.rfind(LINE_END, 0, end - 1) + 1
        quotes -= lines.count(QUOTE, before, end)
        end = before
    return end


def _height(part: bytes) -> int | None:
    """How many rows a part has; None where only reading it tells."""
    return None if QUOTE in part else part.count(LINE_END)
