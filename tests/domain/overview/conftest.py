"""The example's reports of one town, as overviews get them, and as plain rows to count by hand."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from opendata.domain.kinds import Kind, Table
from opendata.domain.overview.progress import ReportRows
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.table_rows import WholeRows
from opendata.kind_folders import KindFolders
from tests.making import cut

KINDS = Path(__file__).resolve().parents[3] / "datapackages"
TOWN = KINDS / "climate-measures" / "example" / "beispielstadt-auental"
YEARS = ("2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31")
Rows = Sequence[dict[str, str]]


@pytest.fixture(scope="session")
def measures_kind() -> Kind:
    return KindFolders(KINDS)["climate-measures"]


@pytest.fixture(scope="session")
def view(measures_kind: Kind) -> ViewedTable:
    return ViewedTable.main(measures_kind, measures_kind)


@pytest.fixture(scope="session", params=[WholeRows, cut], ids=["whole", "in many parts"])
def reports(view: ViewedTable, request: pytest.FixtureRequest) -> list[ReportRows]:
    rows_of = request.param
    return [ReportRows(day, date.fromisoformat(day), view, rows_of(frame(day, view.table))) for day in YEARS]


def frame(day: str, table: Table) -> pl.DataFrame:
    """A table of a report as canonical text; columns that the file does not have are empty."""
    rows = pl.read_csv(TOWN / day / f"{table.name}.csv", infer_schema=False)
    lacking = [name for name in table.field_names if name not in rows.columns]
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking).select(table.field_names)


def plain(day: str, table: str = "measures") -> Rows:
    """The same rows, read by the standard library alone."""
    with (TOWN / day / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
