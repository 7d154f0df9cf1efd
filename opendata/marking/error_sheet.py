"""The sheet "Fehler": a list of everything that is wrong in a workbook, with links to the cells.

Here: its XML. Not here: what stands in it (listed_errors.py), and adding it to the workbook (workbook_marks.py).
Every text is an inline string, so that none of them is taken for a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.tables.cell_addresses import column_letters
from opendata.marking.marked_styles import MarkedStyles
from opendata.marking.spliced_xml import attribute, joined, xml_text

LONGEST_TEXT = 4_000
WIDTHS = (11, 22, 26, 30, 90)
TITLE_FONT = '<b/><sz val="14"/><name val="Calibri"/>'
HEAD_FONT = '<b/><sz val="11"/><name val="Calibri"/>'
LINK_FONT = '<u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/>'


@dataclass(frozen=True)
class ListedCell:
    """A line of the list; link: where its first cell leads, as 'Sheet'!E2."""

    texts: Sequence[str]
    link: str | None = None


@dataclass(frozen=True)
class ErrorList:
    """What the sheet says. title: the line by which the sheet is known when it comes back."""

    title: str
    leads: Sequence[str]
    head: Sequence[str]
    lines: Sequence[ListedCell]
    mended_head: Sequence[str] = ()
    mended: Sequence[ListedCell] = ()


def error_sheet(listed: ErrorList, styles: MarkedStyles, namespace: str) -> bytes:
    """The sheet's part."""
    title, head, link = styles.style(TITLE_FONT), styles.style(HEAD_FONT), styles.style(LINK_FONT)
    plain = styles.style(wraps=True)
    rows: list[str] = [_row(1, [(listed.title, title)])]
    rows += [_row(number, [(text, styles.style())]) for number, text in enumerate(listed.leads, 2)]
    links: list[str] = []
    number = len(rows) + 2
    for heads, lines in ((listed.head, listed.lines), (listed.mended_head, listed.mended)):
        if not lines:
            continue
        rows.append(_row(number, [(text, head) for text in heads]))
        for line in lines:
            number += 1
            first = link if line.link else plain
            rows.append(_row(number, [(t, plain if place else first) for place, t in enumerate(line.texts)]))
            if line.link:
                links.append(
                    f'<hyperlink ref="A{number}" location={attribute(line.link)} display="{line.texts[0]}"/>'
                )
        number += 3
    columns = [f'<col min="{place}" max="{place}" width="{w}" customWidth="1"/>' for place, w in enumerate(WIDTHS, 1)]
    return joined(
        [
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            f'<worksheet xmlns="{namespace}">',
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{"".join(columns)}</cols>',
            f"<sheetData>{''.join(rows)}</sheetData>",
            f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
            '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>',
        ]
    )


def _row(number: int, cells: Sequence[tuple[str, int]]) -> str:
    written = [
        f'<c r="{column_letters(place)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{xml_text(text[:LONGEST_TEXT])}</t></is></c>"
        for place, (text, style) in enumerate(cells, 1)
        if text
    ]
    return f'<row r="{number}">{"".join(written)}</row>'
