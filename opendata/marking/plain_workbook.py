"""A plain workbook: the tables of a file that is no .xlsx, with the text of each cell at its place.

Here: a package of as few parts as Excel needs. Not here: marks, which are put into it as into any other workbook.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from opendata.domain.model import SourceFile
from opendata.domain.tables.cell_addresses import column_letters
from opendata.intake.shown_cells import as_shown
from opendata.intake.text_tables import TextTable
from opendata.marking.marked_styles import MINIMAL
from opendata.marking.spliced_xml import attribute, joined, xml_text

MOST_CHARACTERS, LONGEST_NAME = 32_767, 31
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def plain_workbook(name: str, tables: Sequence[TextTable]) -> tuple[SourceFile, list[TextTable]]:
    """A workbook of these tables, and the tables with the names of their sheets in it."""
    named: list[TextTable] = []
    for table in tables:
        taken = {known.sheet.casefold() for known in named if known.sheet}
        named.append(replace(table, sheet=sheet_name(table.sheet or table.name, taken)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in _parts(named):
            package.writestr(part, content)
    return SourceFile(name, buffer.getvalue()), named


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel allows for a sheet and that no other sheet has; taken: names in small letters."""
    name = _NOT_IN_NAMES.sub(" ", wanted).strip(" '")[:LONGEST_NAME] or "Tabelle"
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        ending = f" ({number})"
        free = name[: LONGEST_NAME - len(ending)] + ending
    return free


def _parts(tables: Sequence[TextTable]) -> Iterator[tuple[str, str | bytes]]:
    numbers = range(1, len(tables) + 1)
    overrides = [
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
    ]
    yield (
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{"".join(overrides)}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    sheets = [
        f'<sheet name={attribute(table.sheet or "")} sheetId="{n}" r:id="rId{n}"/>'
        for n, table in zip(numbers, tables, strict=True)
    ]
    yield (
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>',
    )
    links = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*links, ("styles", "styles.xml")])
    yield "xl/styles.xml", MINIMAL
    for number, table in zip(numbers, tables, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(table)


def _relations(links: Sequence[tuple[str, str]]) -> str:
    written = [
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    ]
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(written)}</Relationships>'


def _sheet(table: TextTable) -> bytes:
    letters = [column_letters(column) for column in table.columns]
    shown = [as_shown(table, str(column)).to_list() for column in table.columns]
    rows = [HEAD, f'<worksheet xmlns="{MAIN}"><sheetData>']
    for row, *texts in zip(table.rows.to_list(), *shown, strict=True):
        cells = [
            f'<c r="{letter}{row}" t="inlineStr"><is><t xml:space="preserve">{xml_text(text[:MOST_CHARACTERS])}'
            "</t></is></c>"
            for letter, text in zip(letters, texts, strict=True)
            if text
        ]
        rows.append(f'<row r="{row}">{"".join(cells)}</row>')
    rows.append("</sheetData></worksheet>")
    return joined(rows)
