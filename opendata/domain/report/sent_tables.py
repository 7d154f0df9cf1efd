"""Sent tables: the sheets and files of an upload as they look, and how the columns of each would be read.

Here: the values. Not here: reading files and judging columns (intake/looking.py), pages about them (portal/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from opendata.domain.tables.frame_sizes import bytes_of_frame

ROW = "row"  # the column that has the number of each row as the sheet counts it


@dataclass(frozen=True)
class SentTable:
    """A sheet or file as it was sent; cells: ROW, and for each used column its position as name: "1", "2", …"""

    name: str
    file: str
    sheet: str | None
    hidden: bool
    cells: pl.DataFrame

    @property
    def columns(self) -> list[int]:
        """The positions of the used columns, ascending."""
        return [int(name) for name in self.cells.columns if name != ROW]


@dataclass(frozen=True)
class SentTables:
    """All sheets and files of an upload, and by resource how it would be read.

    readings: JSON, described by TableReadingSchema of the API: "table" is the place of the sheet among the tables, or
    null where none is chosen.
    """

    tables: Sequence[SentTable]
    readings: Sequence[Mapping[str, Any]]

    @property
    def bytes(self) -> int:
        """About how much memory they take."""
        return sum(bytes_of_frame(table.cells) for table in self.tables) + 100_000
