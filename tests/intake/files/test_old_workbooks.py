"""Old and binary Excel workbooks (.xls, .xlsb) are read with the same care as .xlsx.

The files and how they were made: old_workbooks/README.md.
"""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.errors import UnreadableFile
from opendata.intake import Limits, SourceFile, read_upload
from opendata.intake.files.ole_streams import CompoundFile, DamagedStream
from opendata.intake.text_tables import CellMark, CellRange, TextTable
from opendata.intake.upload_reading import read_tables
from opendata.kind_folders import load_kind
from tests.intake.files.test_xlsx_workbooks import cells
from tests.made_up import costly

FOLDER = Path(__file__).parent / "old_workbooks"
KIND = load_kind(Path(__file__).parents[3] / "datapackages" / "climate-measures")
FORMATS = ("formats.xls", "formats.xlsb")


def source(name: str) -> SourceFile:
    return SourceFile(name, (FOLDER / name).read_bytes())


def shown(table: TextTable) -> dict[str, str]:
    assert table.shown is not None
    return {
        f"{name}:{row}": text
        for name in table.shown.columns
        for row, text in zip(table.rows, table.shown[name], strict=True)
        if text is not None
    }


@pytest.mark.parametrize("name", FORMATS)
def test_cells_are_read_in_their_formats(name: str):
    table = read_tables([source(name)])[0]

    read = cells(table)
    assert [read[f"A{row}"] for row in range(2, 8)] == ["M-7", "3", "1.1", "E-4", "E-5", "E-6"]
    assert [read[f"E{row}"] for row in range(2, 8)] == [
        *("1200000 €", "1250 T€", "1.2 Mio. €", "300.00000000000006", "-12.5", "123456.78")
    ]
    assert [read[f"F{row}"] for row in range(2, 8)] == ["2026-06-30", "2027", "2026-06", "Q3/2026", "2028", "k. A."]
    assert read["B3"] == "Photovoltaik auf Dächern"
    assert shown(table)["1:3"] == "003" and shown(table)["1:4"] == "1.10"


@pytest.mark.parametrize("name", FORMATS)
def test_hidden_parts_and_merged_cells_are_known(name: str):
    table, hidden = read_tables([source(name)])

    assert table.hidden_columns == {7}
    assert table.merged == (CellRange(6, 2, 7, 2),)
    assert hidden.hidden and not table.hidden
    assert cells(hidden) == {"A1": "true", "B2": "#N/A"}


def test_a_hidden_row_is_known_in_both_formats():
    assert read_tables([source("formats.xlsb")])[0].hidden_rows == (5,)
    assert read_tables([source("layout.xls")])[0].hidden_rows == (5,)


def test_long_texts_run_on_over_records_and_colours_are_known():
    table = read_tables([source("layout.xls")])[0]

    assert cells(table)["B2"] == "Radweg " + "ä" * 5000
    assert cells(table)["B3"] == "Wärmenetz – Ωmega " + "x" * 5000
    assert list(table.filled) == [(4, 3)]
    assert table.marks is not None and table.marks["4"][1] == CellMark.WORDED
    assert cells(table)["E2"] == "2026-06" and shown(table)["5:2"] == "Jun 26"


@pytest.mark.parametrize("name", FORMATS)
def test_the_table_is_published_as_from_any_other_workbook(name: str):
    mapped = read_upload([source(name)], KIND, None)

    frame = mapped.tables["measures"].frame
    assert frame["measure_id"].to_list() == ["M-7", "003", "1.10", "E-4", "E-5", "E-6"]
    assert frame["cost_eur"].to_list()[:4] == ["1200000", "1250000", "1200000", "300"]
    assert frame["progress_percent"].to_list() == ["75.5", "33.33", "100", "0", "7", "50"]
    assert "file-type" not in {note.code for note in mapped.report.notes}


def test_a_workbook_with_a_password_is_told_so():
    content = bytearray((FOLDER / "layout.xls").read_bytes())
    book = CompoundFile(bytes(content)).stream("Workbook")
    assert book is not None
    place = content.index(book[:64])
    codepage = content.index(b"\x42\x00\x02\x00", place)
    content[codepage] = 0x2F  # the record says now that what follows is encrypted

    with pytest.raises(UnreadableFile) as refused:
        read_tables([SourceFile("t.xls", bytes(content))])
    assert "Kennwort" in refused.value.messages["de"]


@costly()
@given(st.sampled_from(["formats.xls", "formats.xlsb", "layout.xls"]), st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(name: str, data: st.DataObject):
    content = bytearray((FOLDER / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]

    try:
        read_tables([SourceFile(name, bytes(content))], Limits(table_characters=10_000_000))
    except UnreadableFile as refused:
        assert refused.messages["de"]


@costly()
@given(st.data())
def test_a_damaged_stream_is_read_or_refused_and_nothing_else(data: st.DataObject):
    """The record stream itself is changed, which a change of the whole file seldom reaches."""
    content = (FOLDER / "formats.xls").read_bytes()
    stream = CompoundFile(content).stream("Workbook")
    assert stream is not None
    place = content.index(stream[:512])
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[place + data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))

    try:
        read_tables([SourceFile("t.xls", bytes(changed))], Limits(table_characters=10_000_000))
    except UnreadableFile as refused:
        assert refused.messages["de"]


def test_a_folder_tree_that_runs_in_a_circle_keeps_nobody_busy():
    content = bytearray((FOLDER / "formats.xls").read_bytes())
    start = int.from_bytes(content[48:52], "little")
    directory = (start + 1) * 512
    for entry in range(4):
        for link in (68, 72, 76):
            content[directory + 128 * entry + link : directory + 128 * entry + link + 4] = (entry ^ 1).to_bytes(
                4, "little"
            )

    with contextlib.suppress(DamagedStream):
        CompoundFile(bytes(content)).stream("Workbook")
