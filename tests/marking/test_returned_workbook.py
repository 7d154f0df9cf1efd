"""The workbook that comes back: marked where something is wrong, as it was everywhere else, and read as before."""

import re
from typing import Any

import pytest
from lxml import etree

from opendata.domain.errors import RequestNotValid
from opendata.domain.model import SourceFile
from opendata.domain.report.edits import Edit
from opendata.domain.tables.marked_workbooks import COLOURS, LIST_TITLES, MENDED, WRONG
from tests.marking.making import (
    EXAMINER,
    HEADER,
    asked,
    opened,
    parts,
    rich_workbook,
    saved,
    sparse_workbook,
    with_parts,
)

LISTED = re.compile(r"'(.*)'!([A-Z]+[0-9]+)")
SHEET = "Maß'nahmen & mehr"


def lines(book: Any) -> list[tuple[Any, ...]]:
    """The lines of the list of errors, behind its head."""
    rows = [row for row in book.worksheets[-1].iter_rows(values_only=True) if any(row)]
    start = next(number for number, row in enumerate(rows) if row[0] in ("Zelle", "Cell"))
    return rows[start + 1 :]


def marked_cells(sheet: Any, sort: str = WRONG) -> list[str]:
    """The addresses of cells with the colour of a mark."""
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == COLOURS[sort]]


def test_wrong_cells_are_coloured_commented_and_listed_and_all_else_stays_as_it_was():
    source = saved(rich_workbook())
    marked = EXAMINER.mark(asked(source), "de")
    assert (marked.name, marked.is_new) == ("massnahmen-Fehler.xlsx", False)
    before, after = parts(source.content), parts(marked.content)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    for name, content in after.items():
        etree.fromstring(content), name  # every part is well-formed
    without = re.compile(rb' s="[0-9]+"')
    assert without.sub(b"", after["xl/worksheets/sheet1.xml"]) == without.sub(b"", before["xl/worksheets/sheet1.xml"])

    book = opened(marked.content)
    sheet = book[SHEET]
    assert book.sheetnames == [SHEET, "Fehler", "Fehler (2)"]
    assert marked_cells(sheet) == ["C4", "D4", "E4", "C5"]
    assert sheet["C4"].font.b and sheet["F5"].value == '=HYPERLINK("https://example.org","mehr")'
    assert sheet["C4"].comment.text.startswith("Eigene Notiz\n\nPrüfbericht: „geplnt“ ist für")
    assert (sheet["B5"].comment.text, sheet["D4"].comment.author) == ("Andere", "Prüfbericht")
    assert [(line[0], line[1], line[3]) for line in lines(book)] == [
        ("C4", SHEET, "geplnt"),
        ("D4", SHEET, "31.02.2025"),
        ("E4", SHEET, "1O0"),
        ("C5", SHEET, "=1+1"),
    ]
    listed = book.worksheets[-1]
    cells = {cell.value: cell for row in listed.iter_rows() for cell in row}
    assert cells["=1+1"].data_type in ("s", "inlineStr")
    assert cells["C5"].hyperlink.location == "'Maß''nahmen & mehr'!C5"
    text = " ".join(str(value) for row in listed.iter_rows(values_only=True) for value in row if value)
    assert "ausgeblendet" in text and "Geschützt sind: Maß'nahmen & mehr" in text and "Makros sind" in text


def test_a_marked_workbook_is_read_as_it_was_before_and_marks_go_where_cells_are_right():
    source = saved(rich_workbook())
    first = EXAMINER.mark(asked(source), "en")
    back = SourceFile(first.name, first.content)
    reports = [EXAMINER(asked(file)).report for file in (source, back)]
    assert reports[0]["errors"] == reports[1]["errors"]
    assert {name for name in reports[0] if reports[0][name] != reports[1][name]} <= {"proposals"}

    book = opened(first.content)
    sheet = book[SHEET]
    sheet["C4"], sheet["D4"], sheet["C5"] = "geplant", "28.02.2025", "abgeschlossen"
    again = EXAMINER.mark(asked(saved(book)), "en")

    book = opened(again.content)
    sheet = book[SHEET]
    assert book.sheetnames == [SHEET, "Fehler", "Errors"]
    assert marked_cells(sheet) == ["E4"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["C4", "E4", "B5"]
    assert [line[0] for line in lines(book)] == ["E4"]

    sheet["E4"] = 100
    corrected = EXAMINER(asked(saved(book)))
    assert corrected.valid and "Errors" not in str(corrected.report["left_out"])


def test_an_error_of_merged_cells_is_marked_where_it_shows():
    book = rich_workbook()
    sheet = book[SHEET]
    sheet["C4"] = None
    sheet["C5"] = "später"
    sheet.merge_cells("C5:C6")
    marked = opened(EXAMINER.mark(asked(saved(book)), "de").content)
    assert [line[0] for line in lines(marked) if line[2] == "Umsetzungsstand"] == ["C4", "C5", "C6"]
    assert marked[SHEET]["C5"].comment.text.count("„später“ ist für") == 2
    assert [cell for cell in marked_cells(marked[SHEET]) if cell.startswith("C")] == ["C4", "C5"]


def test_what_has_no_cell_is_listed_without_a_link():
    book = rich_workbook([["A-1", "Radweg", "geplant"], ["A-1", "Dach", "geplant"], [None, "Netz", "geplant"]])
    marked = opened(EXAMINER.mark(asked(saved(book)), "de").content)
    assert [line[0] for line in lines(marked)] == ["A5", "A6"] == marked_cells(marked[SHEET])

    csv = SourceFile("ohne.csv", "Nr.;Maßnahme;Kosten\n1;Radweg;1O0\n".encode())
    made = opened(EXAMINER.mark(asked(csv), "de").content)
    assert [(line[0], line[2]) for line in lines(made)] == [("–", "Umsetzungsstand"), ("C2", "Kosten")]
    links = [cell.hyperlink.location for row in made.worksheets[-1].iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'ohne'!C2"]


def test_as_many_errors_as_there_are_come_back():
    count = 1_500  # more than a report lists
    book = rich_workbook([[f"A-{number}", "Radweg", "falsch", "2026", 5] for number in range(count)])
    content = EXAMINER.mark(asked(saved(book)), "de").content
    marked = opened(content)
    assert len(lines(marked)) == count
    assert len(marked_cells(marked[SHEET])) == count
    drawings = b"".join(part for name, part in parts(content).items() if name.endswith(".vml"))
    shapes = re.findall(rb'id="(_x0000_s[0-9]+)"', drawings)
    assert len(shapes) >= count and len(set(shapes)) == len(shapes)


def test_a_csv_comes_back_as_a_new_workbook_with_its_texts():
    text = "Nr.;Maßnahme;Status;Kosten\nA-1;=2+3;geplnt;1.250,50\n007;Dach;geplant;5\n"
    source = SourceFile("plan 2025.csv", text.encode())
    marked = EXAMINER.mark(asked(source), "de")
    assert (marked.name, marked.is_new) == ("plan 2025-Fehler.xlsx", True)
    book = opened(marked.content)
    values = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert values == [line.split(";") for line in text.splitlines()]
    assert book.worksheets[0]["B2"].data_type in ("s", "inlineStr")
    assert "keine Mappe im Format .xlsx" in str(list(book.worksheets[-1].iter_rows(values_only=True)))
    back = EXAMINER(asked(SourceFile(marked.name, marked.content))).report
    assert [error["address"] for error in back["errors"]] == ["C2"]


def test_macros_come_back_and_the_file_keeps_its_ending():
    def with_macros(changed: dict[str, bytes]) -> None:
        changed["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        types = changed["[Content_Types].xml"]
        macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        changed["[Content_Types].xml"] = types.replace(kind, macro)

    source = with_parts(saved(rich_workbook()), with_macros, "massnahmen.xlsm")
    marked = EXAMINER.mark(asked(source), "de")
    assert (marked.name, marked.is_new) == ("massnahmen-Fehler.xlsm", False)
    assert parts(marked.content)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"


def test_a_workbook_as_small_programs_write_it_is_marked_too():
    marked = EXAMINER.mark(asked(sparse_workbook()), "de")
    assert not marked.is_new
    book = opened(marked.content)
    assert book.sheetnames == ["Liste", "Fehler"]
    assert marked_cells(book["Liste"]) == ["C2", "C3"]
    assert book["Liste"]["C3"].comment.text.startswith("Prüfbericht: ")
    assert b'<x:c r="C3" s="' in parts(marked.content)["one.xml"]


def test_a_workbook_that_cannot_be_marked_comes_back_as_a_new_one_that_says_so():
    def without_styles(changed: dict[str, bytes]) -> None:
        changed["xl/styles.xml"] = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    marked = EXAMINER.mark(asked(with_parts(saved(rich_workbook()), without_styles)), "de")
    assert marked.is_new
    book = opened(marked.content)
    assert marked_cells(book[SHEET])[:2] == ["C4", "D4"]
    assert "ließen sich die Marken nicht eintragen" in str(list(book.worksheets[-1].iter_rows(values_only=True)))


def test_errors_of_two_sheets_and_two_files_come_back_each_in_its_own():
    book = rich_workbook()
    funding = book.create_sheet("Förderung")
    for row in (["Fördernummer", "Maßnahme Nr.", "Förderung"], ["F-1", "A-1", "viel"]):
        funding.append(row)
    report = EXAMINER(asked(saved(book))).report
    sheets = {error["sheet"] for error in report["errors"]}
    marked = opened(EXAMINER.mark(asked(saved(book)), "de").content)
    assert {line[1] for line in lines(marked)} == sheets

    first = SourceFile("a.csv", "Nr.;Maßnahme;Status\nA-1;Weg;geplant\n".encode())
    second = saved(rich_workbook(), "b.xlsx")
    files = asked(first, second)
    assert EXAMINER.mark(files, "de", "a.csv").name == "a-Fehler.xlsx"
    with pytest.raises(RequestNotValid):
        EXAMINER.mark(files, "de", "c.xlsx")


def test_cells_mended_in_the_service_are_told_and_stay_as_they_are_in_the_file():
    source = saved(rich_workbook())
    edits = [Edit(source.name, SHEET, "C4", "geplant"), Edit(source.name, SHEET, "E4", None)]
    book = opened(EXAMINER.mark(asked(source, edits=edits), "de").content)
    sheet = book[SHEET]
    assert (sheet["C4"].value, sheet["E4"].value) == ("geplnt", "1O0")
    assert (marked_cells(sheet), marked_cells(sheet, MENDED)) == (["D4", "C5"], ["C4", "E4"])
    assert "geändert in: geplant" in sheet["C4"].comment.text
    told = [line[:4] for line in lines(book)[-2:]]
    assert told == [("C4", SHEET, "geplnt", "geplant"), ("E4", SHEET, "1O0", "(leer)")]


def test_the_list_begins_with_the_line_by_which_it_is_known():
    for language, title in LIST_TITLES.items():
        book = opened(EXAMINER.mark(asked(saved(rich_workbook())), language).content)
        assert book.worksheets[-1]["A1"].value == title
    assert HEADER[0] == "Nr."
