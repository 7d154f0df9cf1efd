"""Long tables: canonical CSV read part by part, so that a million rows take the memory of their bytes and of a part.

Here: a stretch of the rows of such a table, as frames. Not here: canonical CSV itself (canonical_tables.py). As a
frame, a table of many fields takes several times the memory of its bytes, even where most of its cells are empty.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import polars as pl

PART_BYTES = 2**21
LINE_END, QUOTE = b"\n", b'"'


@dataclass(frozen=True, eq=False)
class LongTable:
    """The rows of canonical CSV from a place up to another one, in the order in which they stand there."""

    content: bytes
    fields: tuple[str, ...]  # in the content
    names: tuple[str, ...]  # those that are wanted, in this order
    start: int
    stop: int
    part_bytes: int = PART_BYTES  # that are read at once, with the rest of their last row

    @classmethod
    def of(cls, content: bytes, fields: Sequence[str], names: Sequence[str], height: int) -> Self:
        """All rows of bytes that canonical_csv() wrote of so many rows."""
        return cls(content, tuple(fields), tuple(names), 0, height)

    def __len__(self) -> int:
        return self.stop - self.start

    def part(self, start: int, limit: int | None) -> "LongTable":
        """So many of the rows from a place on; limit None: all from there on."""
        first = min(self.start + start, self.stop)
        last = self.stop if limit is None else min(first + limit, self.stop)
        return replace(self, start=first, stop=last)

    def frames(self, at_once: int) -> Iterator[pl.DataFrame]:
        """The rows in frames of at most so many, as canonical text."""
        before = 0
        for part in _parts(self.content, self.part_bytes):
            if before >= self.stop:
                return
            height = _height(part) if self.start > before else None
            if height is None or before + height > self.start:
                frame = self._frame(part)
                height = frame.height
                wanted = frame[max(0, self.start - before) : self.stop - before]
                yield from wanted.iter_slices(at_once)
            before += height

    def _frame(self, part: bytes) -> pl.DataFrame:
        schema = dict.fromkeys(self.fields, pl.String)
        return pl.read_csv(io.BytesIO(part), has_header=False, schema=schema).select(self.names)


def _parts(content: bytes, part_bytes: int) -> Iterator[bytes]:
    """The lines below the header in parts, none of which ends within quotes."""
    start = _end_of_row(content, 0)
    while start < len(content):
        end = _end_of_row(content, start, part_bytes)
        yield content[start:end]
        start = end


def _end_of_row(content: bytes, start: int, length: int = 0) -> int:
    """Where the first row ends that ends behind so many bytes from the start of a row on."""
    end, quotes = start, 0
    least = min(start + length, len(content))
    while end < len(content):
        # Whatever is quoted has an even number of quotes, as a quote within quotes is written twice.
        found = content.find(LINE_END, max(least, end))
        line_end = len(content) if found < 0 else found + 1
        quotes += content.count(QUOTE, end, line_end)
        end = line_end
        if quotes % 2 == 0:
            break
    return end


def _height(part: bytes) -> int | None:
    """How many rows a part has; None where only reading it tells."""
    return None if QUOTE in part else part.count(LINE_END)
