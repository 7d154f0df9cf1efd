"""Workbooks that offices keep, with everything in them that must come back as it was."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from opendata.config import ROOT
from opendata.domain.model import SourceFile
from opendata.intake import read_upload
from opendata.intake.looking import look_at
from opendata.intake.page_pictures import page_clip
from opendata.kind_folders import KindFolders
from opendata.marking.returned_workbook import returned_workbook
from opendata.steps.examining import Examiner
from opendata.steps.ports.checking import Asked, Caller
from opendata.validation import check
from opendata.validation.proposals import proposals

KINDS = KindFolders(ROOT / "datapackages")
EXAMINER = Examiner(KINDS, read_upload, check, look_at, proposals, returned_workbook, page_clip)
HEADER = ["Nr.", "Maßnahme", "Status", "Geplantes Ende", "Kosten", "Intern"]
WRONG: list[list[Any]] = [
    ["A-1", "Radweg", "geplnt", "31.02.2025", "1O0", "=SUM(1,2)"],
    ["A-2", "Solardach", "=1+1", "2026", 250, '=HYPERLINK("https://example.org","mehr")'],
    ["A-3", "Netz", "in Umsetzung", "2027", 90, "gut"],
]
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def asked(*files: SourceFile, **more: Any) -> Asked:
    """What is asked about files of measures."""
    return Asked(files, "climate-measures", None, Caller.JOB, carried=lambda _: {}, **more)


def saved(book: openpyxl.Workbook, name: str = "massnahmen.xlsx") -> SourceFile:
    """A workbook as a file."""
    content = io.BytesIO()
    book.save(content)
    return SourceFile(name, content.getvalue())


def opened(content: bytes) -> openpyxl.Workbook:
    """A file as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def rich_workbook(rows: Sequence[Sequence[Any]] = WRONG) -> openpyxl.Workbook:
    """A workbook with comments, a chart, rules, a protected sheet, a hidden column, and a sheet named "Fehler"."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Maß'nahmen & mehr"
    sheet.append(["Maßnahmen der Stadt"])
    sheet.append([])
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    sheet["C5"].data_type = "s"  # a text that begins as formulas do
    sheet["C4"].comment, sheet["B5"].comment = Comment("Eigene Notiz", "Müller"), Comment("Andere", "Müller")
    sheet["C4"].fill, sheet["C4"].font = PatternFill("solid", fgColor="FF00FF00"), Font(bold=True)
    sheet.column_dimensions["E"].hidden = True
    sheet.column_dimensions["B"].width = 41.5
    rule = CellIsRule(operator="greaterThan", formula=["3"], fill=PatternFill("solid", bgColor="FFFF00"))
    sheet.conditional_formatting.add("E4:E9", rule)
    choice = DataValidation(type="list", formula1='"a,b"')
    sheet.add_data_validation(choice)
    choice.add("F4:F9")
    sheet.protection.sheet = True
    book.defined_names["Summe"] = DefinedName("Summe", attr_text="Fehler!$A$1")
    other = book.create_sheet("Fehler")
    other.append(["Anderes", 3])
    chart = BarChart()
    chart.add_data(Reference(other, min_col=2, min_row=1, max_row=1))
    other.add_chart(chart, "D4")
    return book


def parts(content: bytes) -> Mapping[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(source: SourceFile, change: Callable[[dict[str, bytes]], None], name: str | None = None) -> SourceFile:
    """A package in which parts are changed."""
    changed = dict(parts(source.content))
    change(changed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in changed.items():
            package.writestr(part, content)
    return SourceFile(name or source.name, buffer.getvalue())


def sparse_workbook() -> SourceFile:
    """A workbook as small programs write it: prefixes, no styles, no addresses of cells, an empty row."""
    rows: list[str] = []
    for texts in (("Nr.", "Maßnahme", "Status"), ("A-1", "Radweg", "geplnt"), ("A-2", "Dach")):
        inside = "".join(f'<x:c t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>' for text in texts)
        rows.append(f"<x:row>{inside}</x:row>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/book.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/one.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="a" Type="{office}/officeDocument" Target="book.xml"/></Relationships>',
        "_rels/book.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="one.xml"/></Relationships>',
        "book.xml": f'<x:workbook xmlns:x="{main}" xmlns:r="{office}"><x:sheets>'
        '<x:sheet name="Liste" sheetId="7" r:id="rId1"/></x:sheets></x:workbook>',
        "one.xml": f'<x:worksheet xmlns:x="{main}"><x:sheetData>{"".join(rows)}</x:sheetData></x:worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, text in files.items():
            written.writestr(name, XML + text)
    return SourceFile("liste.xlsx", buffer.getvalue())
