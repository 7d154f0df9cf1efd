"""CSV for a German Excel: what it reads, cell by cell, and that no cell acts."""

import csv
import io
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Kind
from opendata.formats.spreadsheet_csv import excel_de
from tests.service import CITY, DATASET, Service, add_city, open_service

ACTS = tuple("=+-@\t\r\n＝＋－＠")
TYPES = ("string", "number", "integer", "boolean", "date", "year", "any")


def read(content: bytes) -> list[list[str]]:
    """The cells as a spreadsheet takes them from the file."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def written(of_type: str, *cells: str | None) -> list[str]:
    """A column of this type as it is written."""
    schema = {"fields": [{"name": "a", "type": of_type}, {"name": "id", "type": "string"}], "primaryKey": "id"}
    kind = Kind.from_descriptor({"name": "k", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]})
    frame = pl.DataFrame(
        {"a": cells, "id": [str(place) for place in range(len(cells))]}, schema_overrides={"a": pl.String}
    )
    lines = read(excel_de(frame, kind.table("t")))
    assert lines[0] == ["a", "id"]
    assert [line[1] for line in lines[1:]] == frame["id"].to_list()
    return [line[0] for line in lines[1:]]


@pytest.mark.parametrize(
    ("of_type", "cell", "shown"),
    [
        ("number", "1234.5", "1234,5"),
        ("number", "-0.000001", "-0,000001"),
        ("integer", "-12", "-12"),
        ("year", "2024", "2024"),
        ("boolean", "true", "WAHR"),
        ("boolean", "false", "FALSCH"),
        ("date", "2024-12-31", "31.12.2024"),
        ("string", "2024-12-31", "2024-12-31"),
        ("string", "1.5", "1.5"),
        ("string", "Straße; „Am Fluss“", "Straße; „Am Fluss“"),
        ("string", 'zwei\nZeilen "so"', 'zwei\nZeilen "so"'),
        ("string", '=HYPERLINK("https://example.org")', '\'=HYPERLINK("https://example.org")'),
        ("string", "+49 261 1234", "'+49 261 1234"),
        ("string", "-5", "-5"),
        ("string", "-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"),
        ("string", "@SUM(A1)", "'@SUM(A1)"),
        ("string", "\t=1", "'\t=1"),
        ("string", "\r=1", "'\r=1"),
        ("string", "＝1", "'＝1"),
        ("number", "=1", "'=1"),
        ("date", "=1", "'=1"),
        ("boolean", "=1", "'=1"),
    ],
)
def test_a_cell_is_written_as_a_german_excel_reads_it(of_type: str, cell: str, shown: str):
    assert written(of_type, cell, None) == [shown, ""]


SIGNS = st.one_of(
    st.sampled_from([*ACTS, *'";,.0123456789']), st.characters(codec="utf-8", exclude_characters="\x00")
)


@given(st.sampled_from(TYPES), st.text(alphabet=SIGNS))
def test_no_cell_acts_and_none_is_lost(of_type: str, cell: str):
    (shown,) = written(of_type, cell)

    assert not shown.startswith(ACTS) or float(shown.replace(",", ".")) <= 0
    assert shown.removeprefix("'") == cell.removeprefix("'") or of_type in ("number", "integer", "boolean", "date")


@pytest.fixture
def service(tmp_path: Any) -> Service:
    opened = open_service(tmp_path)
    add_city(opened)
    return opened


def test_a_version_is_downloaded_for_excel_beside_the_table_as_it_was_published(service: Service):
    service.published('1,=cmd(),planning,2024,"1234.5",', "2,Solar,,,-3,")
    at = f"{DATASET}/versions/latest/plans.csv"
    for_programs, for_excel = service.get(at), service.get(f"{at}?dialect=excel-de")

    assert b"1,=cmd(),planning,2024,1234.5," in for_programs.data
    assert read(for_excel.data)[1:] == [
        ["1", "'=cmd()", "planning", "2024", "1234,5", ""],
        ["2", "Solar", "", "", "-3", ""],
    ]
    assert for_excel.headers["ETag"] != for_programs.headers["ETag"]
    assert f'filename="{CITY}-plaene-1.0.0-plans.excel-de.csv"' in for_excel.headers["Content-Disposition"]
    assert for_excel.headers["X-Row-Count"] == "2"
    assert service.get(f"{at}?dialect=excel-de", **{"If-None-Match": for_excel.headers["ETag"]}).status_code == 304
    assert service.get(f"{at}?dialect=excel-fr").status_code == 400
