"""Tables whose amounts count thousands because of a text that stands in none of their cells.

Here: headers and footers of pages, comments, boxes of text, input messages, names of sheets and files. Not here:
lines above and below a table (test_units_and_headers.py).
"""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.intake.files.texts_beside import TextsBeside
from opendata.intake.files.xls_notes import BOX, HEADER, NOTE, OBJECT, SheetNotes
from opendata.intake.files.xls_records import CONTINUE, Texts, records
from opendata.intake.text_tables import Beside, CellRange, SheetText
from opendata.intake.upload_reading import read_tables
from opendata.validation import check
from tests.archives import zipped
from tests.intake.corpus.test_what_stands_around import ALLEE, RAD, START, asked, errors
from tests.intake.corpus.test_what_the_cell_shows import KIND, ODS_NAMES
from tests.intake.making import column

ROWS = [[*START, "Kosten"], [*RAD, 500], [*ALLEE, 1250]]
IN_EUROS, IN_THOUSANDS, IN_MILLIONS = ["500", "1250"], ["500000", "1250000"], ["500000000", "1250000000"]
OLD_WORKBOOKS = Path(__file__).parents[1] / "files" / "old_workbooks"
DRAWING_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"


def workbook(change: Callable[[Worksheet], None] = lambda _: None, name: str = "massnahmen.xlsx") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Maßnahmen"
    for row in ROWS:
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content: bytes, name: str = "massnahmen.xlsx") -> Mapped:
    return read_upload([SourceFile(name, content)], KIND, None)


def costs(mapped: Mapped) -> list[str | None]:
    assert check(mapped).errors == []
    return column(mapped, "cost_eur")


def on_pages(part: str, place: str, text: str) -> Callable[[Worksheet], None]:
    return lambda sheet: setattr(getattr(getattr(sheet, part), place), "text", text)


@pytest.mark.parametrize("part", ["oddHeader", "oddFooter", "evenHeader", "firstFooter"])
@pytest.mark.parametrize(
    ("place", "text", "read_as"),
    [
        ("left", "in T€", IN_THOUSANDS),
        ("center", "Angaben in Tausend Euro", IN_THOUSANDS),
        ("right", "Alle Beträge in Mio. € &D", IN_MILLIONS),
        ("left", '&"Arial,Bold"&10Klimaplan (Angaben in T€)', IN_THOUSANDS),
        ("center", "Seite &P von &N, Stand 2025, Amt 66", IN_EUROS),
    ],
)
def test_a_unit_in_the_header_or_footer_of_pages_counts(part: str, place: str, text: str, read_as: list[str]) -> None:
    assert costs(read(workbook(on_pages(part, place, text)))) == read_as


def test_the_unit_of_a_page_is_told() -> None:
    mapped = read(workbook(on_pages("oddHeader", "left", "in T€")))
    (note,) = [note for note in mapped.report.notes if note.code == "unit-of-a-line"]
    assert "Kopfzeile der Druckseiten: Hier steht die Einheit „in T€“" in note.messages["de"]
    assert "header of the printed pages: the unit stands here: 'in T€'" in note.messages["en"]


def with_comment(cell: str, text: str) -> bytes:
    return workbook(lambda sheet: setattr(sheet[cell], "comment", Comment(text, "Amt 66")))


@pytest.mark.parametrize(
    ("cell", "text", "read_as"),
    [
        ("D1", "in T€", IN_THOUSANDS),
        ("D1", "Amt 66:\nAngaben in Tausend Euro", IN_THOUSANDS),
        ("A1", "Alle Beträge in T€", IN_THOUSANDS),
        ("D1", "bitte in Euro eintragen", IN_EUROS),
        ("D1", "Davon trägt das Land 5 T€", IN_EUROS),
        ("B1", "Kurzname", IN_EUROS),
        ("D1", "Prüfbericht: Bitte schreiben Sie die Kosten in T€", IN_EUROS),  # a comment of this service
    ],
)
def test_a_unit_in_a_comment_at_a_header_counts(cell: str, text: str, read_as: list[str]) -> None:
    assert costs(read(with_comment(cell, text))) == read_as


def test_a_comment_at_another_amount_speaks_of_that_one() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E1"], sheet["E2"] = "Eigenanteil", 50
        sheet["E1"].comment = Comment("in T€", "Amt 66")

    mapped = read(workbook(change))
    assert (costs(mapped), asked(mapped)) == (IN_EUROS, ["unread_column:measures:E"])


@pytest.mark.parametrize(("text", "is_asked"), [("in T€", True), ("gemeint: Mio. €", True), ("laut Angebot", False)])
def test_a_comment_at_one_amount_that_names_a_unit_is_asked_about(text: str, is_asked: bool) -> None:
    mapped = read(with_comment("D2", text))
    assert (costs(mapped), asked(mapped)) == (IN_EUROS, ["unit_in_comment:measures:cost_eur"] * is_asked)
    if is_asked:
        assert "D2" in mapped.report.questions[0].texts["de"] and "in Euro" in mapped.report.questions[0].texts["de"]


@pytest.mark.parametrize(
    ("prompt", "cells", "read_as"),
    [
        ("Bitte in T€ eingeben", "D2:D100", IN_THOUSANDS),
        ("Bitte in Euro eingeben", "D2:D100", IN_EUROS),
        ("Bitte in T€ eingeben", "E2:E100", IN_EUROS),
    ],
)
def test_what_is_shown_while_somebody_fills_a_column_counts_for_it(
    prompt: str, cells: str, read_as: list[str]
) -> None:
    validation = DataValidation(type="decimal", formula1="0", prompt=prompt, promptTitle="Kosten")
    validation.add(cells)
    assert costs(read(workbook(lambda sheet: sheet.add_data_validation(validation)))) == read_as


def with_text_box(text: str) -> bytes:
    """The workbook with a box of text, which is made of two runs."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    main = "http://schemas.openxmlformats.org/drawingml/2006"
    runs = "".join(f"<a:r><a:t>{part}</a:t></a:r>" for part in (text[:5], text[5:]))
    parts["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{main}/spreadsheetDrawing" xmlns:a="{main}/main"><xdr:twoCellAnchor><xdr:sp>'
        f"<xdr:txBody><a:bodyPr/><a:p>{runs}</a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{DRAWING_TYPE}" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    return zipped(parts)


@pytest.mark.parametrize(("text", "read_as"), [("Beträge in T€", IN_THOUSANDS), ("Alle geschätzt", IN_EUROS)])
def test_a_unit_in_a_box_of_text_counts(text: str, read_as: list[str]) -> None:
    assert costs(read(with_text_box(text))) == read_as


@pytest.mark.parametrize(
    ("sheet", "file", "read_as"),
    [
        ("Kosten in T€", "m.xlsx", IN_THOUSANDS),
        ("Maßnahmen T€", "m.xlsx", IN_THOUSANDS),
        ("TEUR", "m.xlsx", IN_THOUSANDS),
        ("Maßnahmen (Mio. €)", "m.xlsx", IN_MILLIONS),
        ("Maßnahmen", "Kosten_TEUR_2025.xlsx", IN_THOUSANDS),
        ("Maßnahmen", "Kosten in Mio. €.xlsx", IN_MILLIONS),
        ("Stadtwerke KG", "Kosten in Euro.xlsx", IN_EUROS),
    ],
)
def test_a_unit_in_the_name_of_the_sheet_or_file_counts(sheet: str, file: str, read_as: list[str]) -> None:
    assert costs(read(workbook(lambda one: setattr(one, "title", sheet)), file)) == read_as


def test_a_unit_in_the_name_of_the_file_is_asked_about_and_one_in_that_of_the_sheet_told() -> None:
    of_file, of_sheet = (
        read(workbook(), "Kosten_TEUR.xlsx"),
        read(workbook(lambda one: setattr(one, "title", "TEUR"))),
    )
    assert (asked(of_file), asked(of_sheet)) == (["unit_in_name:measures:cost_eur"], [])
    assert "Dateiname „Kosten_TEUR“: Hier steht die Einheit „TEUR“" in of_file.report.questions[0].texts["de"]
    assert [note.code for note in of_sheet.report.notes] == ["unit-of-a-line"]


def test_what_the_header_says_comes_before_the_name_of_the_file() -> None:
    content = "Nr.;Maßnahme;Status;Kosten in €\nA1;Radweg;geplant;500\nA2;Allee;geplant;1250\n".encode()
    assert costs(read(content, "Kosten_TEUR.csv")) == IN_EUROS


def test_two_places_that_contradict_each_other_are_an_error() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D1"] = "Kosten in Mio. €"
        on_pages("oddHeader", "left", "in T€")(sheet)

    assert errors(read(workbook(change))) == {"D1": "unit-conflict"}


DRAWING = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


def open_document(header: str = "Kosten", before: str = "", page: str = "") -> Mapped:
    """The table as an OpenDocument spreadsheet; before: in front of its rows; page: in its page's master."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for name, space in ODS_NAMES.items()
    )

    def row(*cells: str | int) -> str:
        texts = (
            str(cell)
            if str(cell).startswith("<")
            else f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
            for cell in cells
        )
        return f"<table:table-row>{''.join(texts)}</table:table-row>"

    rows = row(*START, header) + row(*RAD, 500) + row(*ALLEE, 1250)
    content = (
        f"<office:document-content {names}><office:automatic-styles><style:style style:name='ta1' "
        "style:family='table' style:master-page-name='Seite'/></office:automatic-styles><office:body>"
        f"<office:spreadsheet><table:table table:name='S' table:style-name='ta1'>{before}{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {names}><office:styles/><office:master-styles><style:master-page "
        f"style:name='Seite'>{page}</style:master-page></office:master-styles></office:document-styles>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return read(zipped({"mimetype": kind, "styles.xml": styles, "content.xml": content}), "t.ods")


COMMENTED = (
    "<table:table-cell><office:annotation><text:p>in T€</text:p></office:annotation><text:p>{}</text:p>"
    "</table:table-cell>"
)
SHAPES = (
    f"<table:shapes><draw:frame {DRAWING}><draw:text-box><text:p>Angaben <text:span>{{}}</text:span></text:p>"
    "</draw:text-box></draw:frame></table:shapes>"
)
PAGE = "<style:header{}><style:region-left><text:p>Angaben in T€</text:p></style:region-left></style:header>"


@pytest.mark.parametrize(
    ("document", "read_as"),
    [
        ({"header": COMMENTED.format("Kosten")}, IN_THOUSANDS),
        ({"before": SHAPES.format("in T€")}, IN_THOUSANDS),
        ({"before": SHAPES.format("sind geschätzt")}, IN_EUROS),
        ({"page": PAGE.format("")}, IN_THOUSANDS),
        ({"page": PAGE.replace("header", "footer").format("")}, IN_THOUSANDS),
        ({"page": PAGE.format(' style:display="false"')}, IN_EUROS),
        ({}, IN_EUROS),
    ],
)
def test_an_opendocument_table_is_read_with_the_same_care(document: dict[str, str], read_as: list[str]) -> None:
    assert costs(open_document(**document)) == read_as


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content


def test_the_records_of_an_old_workbook_hold_the_same_texts() -> None:
    """Records as [MS-XLS] describes them: a comment's text comes before its place."""

    def text(content: str) -> bytes:
        return struct.pack("<HB", len(content), 1) + content.encode("utf-16-le")

    def box(sort: int, number: int, content: str) -> bytes:
        shown = struct.pack("<2H6xHH4x", 0, 0, len(content), 16)
        common = struct.pack("<4H14x", 0x15, 0x12, sort, number)
        return record(OBJECT, common) + record(BOX, shown) + record(CONTINUE, b"\x01" + content.encode("utf-16-le"))

    stream = record(HEADER, text("&LAngaben in T€")) + box(0x19, 7, "in T€") + box(0x06, 8, "Beträge in Mio. €")
    stream += record(NOTE, struct.pack("<4H", 0, 3, 0, 7) + text("Amt 66")) + record(BOX, b"\x00")
    texts = TextsBeside()
    notes = SheetNotes(texts, lambda content, place: Texts([content[place:]]).text(), is_unicode=True)
    for one in records(stream, 0):
        notes.take(stream, one)
    assert texts.lines == (
        SheetText(Beside.HEADER, "Angaben in T€"),
        SheetText(Beside.TEXT_BOX, "Beträge in Mio. €"),
        SheetText(Beside.COMMENT, "in T€", CellRange(1, 4, 1, 4)),
    )


def test_a_binary_workbook_holds_the_same_texts() -> None:
    """Records as [MS-XLSB] describes them, put behind those of a workbook that Excel's library wrote."""

    def text(content: str) -> bytes:
        return struct.pack("<I", len(content)) + content.encode("utf-16-le")

    def binary(kind: int, content: bytes) -> bytes:
        return bytes([kind & 0x7F | 0x80, kind >> 7, len(content)]) + content

    with zipfile.ZipFile(io.BytesIO((OLD_WORKBOOKS / "formats.xlsb").read_bytes())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        sheet = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
        records_of_sheet = archive.read(sheet)
    none = struct.pack("<I", 0xFFFFFFFF)
    parts[sheet] = records_of_sheet + binary(479, b"\0\0" + none + text("&RAngaben in T€") + none * 4)
    parts["xl/comments1.bin"] = (
        binary(635, struct.pack("<5I16x", 0, 0, 0, 4, 4)) + binary(637, b"\0" + text("in T€")) + binary(636, b"")
    )
    kind = DRAWING_TYPE.replace("drawing", "comments")
    parts[f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="{kind}" Target="../comments1.bin"/></Relationships>'
    )
    table = read_tables([SourceFile("t.xlsb", zipped(parts))])[0]
    assert table.beside == (
        SheetText(Beside.FOOTER, "Angaben in T€"),
        SheetText(Beside.COMMENT, "in T€", CellRange(1, 5, 1, 5)),
    )
