"""Canonical tables: the frame of a table together with its bytes, so that each is made from the other only once.

Here: canonical CSV, written and read, and the pair of frame and bytes. Not here: the canonical text of single cells
(domain/tables/canonical_text.py) and the order of rows (domain/tables/changeset.py).
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import polars as pl

from opendata.domain.packages.file_hashes import file_hash
from opendata.domain.tables.frame_sizes import with_shared_empty_columns

FEW_ROWS = 10_000  # with which the memory of empty columns is no matter


@dataclass(frozen=True, eq=False)
class CanonicalTable:
    """A table in canonical order and its bytes in a package; both always have the same content."""

    frame: pl.DataFrame
    content: bytes  # canonical CSV

    @classmethod
    def written(cls, frame: pl.DataFrame) -> Self:
        """The table of a frame whose columns and rows are already in canonical order."""
        return cls(frame, canonical_csv(frame))

    @classmethod
    def read(cls, content: bytes, names: Sequence[str]) -> Self:
        """The table with these fields from bytes that canonical_csv() wrote."""
        return cls(read_canonical_csv(content, names), content)

    @cached_property
    def hash(self) -> str:
        """The digest of its bytes, by which a draft is held against all versions before it is published."""
        return file_hash(self.content)


def written_tables(frames: Mapping[str, pl.DataFrame]) -> dict[str, CanonicalTable]:
    """Several tables by name, each written once."""
    return {name: CanonicalTable.written(frame) for name, frame in frames.items()}


def canonical_csv(frame: pl.DataFrame) -> bytes:
    """The frame as CSV: UTF-8, comma, LF, quotes only where they are needed, nothing between commas for null."""
    if frame.is_empty() and all(map(str.isidentifier, frame.columns)):  # as most tables of most uploads
        return f"{','.join(frame.columns)}\n".encode()
    return frame.write_csv(line_terminator="\n", quote_style="necessary", null_value="").encode()


def read_canonical_csv(content: bytes, names: Sequence[str]) -> pl.DataFrame:
    """The frame that canonical_csv() wrote; Polars can read it, because the CSV is rectangular and plain."""
    schema = dict.fromkeys(names, pl.String)
    # Many tables of a kind have no rows, and a query takes a millisecond.
    if content == f"{','.join(names)}\n".encode():
        return pl.DataFrame(schema=schema)
    frame = pl.read_csv(io.BytesIO(content), schema=schema)
    return with_shared_empty_columns(frame) if frame.height > FEW_ROWS else frame
