"""Canonical tables: the frame of a table beside its bytes in a package, so that each is made from the other once.

Here: canonical CSV, written and read, and both together. Not here: the canonical text of single cells
(domain/tables/canonical_text.py) and the order of rows (domain/tables/changeset.py).
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import polars as pl


@dataclass(frozen=True, eq=False)
class CanonicalTable:
    """A table in canonical order and the bytes that stand for it in a package; both always say the same."""

    frame: pl.DataFrame
    content: bytes  # canonical CSV

    @classmethod
    def written(cls, frame: pl.DataFrame) -> Self:
        """The table of a frame that has its columns and rows in order already."""
        return cls(frame, canonical_csv(frame))

    @classmethod
    def read(cls, content: bytes, names: Sequence[str]) -> Self:
        """The table of bytes that canonical_csv() wrote of these fields."""
        return cls(read_canonical_csv(content, names), content)


def written_tables(frames: Mapping[str, pl.DataFrame]) -> dict[str, CanonicalTable]:
    """Several tables by name, each written once."""
    return {name: CanonicalTable.written(frame) for name, frame in frames.items()}


def canonical_csv(frame: pl.DataFrame) -> bytes:
    """UTF-8, comma, LF, quotes only where they are needed, nothing at all for null."""
    return frame.write_csv(line_terminator="\n", quote_style="necessary", null_value="").encode()


def read_canonical_csv(content: bytes, names: Sequence[str]) -> pl.DataFrame:
    """The very frame that canonical_csv() wrote; Polars may read it, because the bytes are rectangular and plain."""
    return pl.read_csv(io.BytesIO(content), schema=dict.fromkeys(names, pl.String))
