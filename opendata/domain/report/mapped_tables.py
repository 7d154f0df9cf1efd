"""Mapped tables: an upload in the terms of its kind's schema, as intake hands it on.

Here: the tables, where each of their cells stands in the source, and the report so far.
Not here: making them (intake/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.report.findings import Report


@dataclass(frozen=True)
class MappedTable:
    """One resource in schema terms, and where in the source each of its cells stands.

    frame: String columns, exactly the fields of the table in schema order; null is an empty cell.
    rows: for each row of the frame its row in the source.
    columns: for each field that has a column in the source its 1-based position there.
    """

    frame: pl.DataFrame
    rows: Sequence[int]
    columns: Mapping[str, int]
    sheet: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class Mapped:
    """What intake makes of the files of one upload.

    kind: the canonical kind with the dataset's own fields: the schema the tables are held against.
    tables: by resource; a resource that no file or sheet held is not among them.
    report: rewrites, dropped, left_out, notes, and the errors that intake itself found (a missing
        column, an ambiguous date); Frictionless' verdict is added to it.
    """

    kind: Kind
    tables: Mapping[str, MappedTable]
    report: Report = field(default_factory=Report)
