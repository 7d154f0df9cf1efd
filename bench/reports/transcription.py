"""A city's real report and what volunteers copied out of it, where somebody has both: no file of it lies here.

REPORTS_REAL names a folder with `Sachstandsbericht_2017-2018.pdf`, the transcription `muenster_sachstand.csv` of the
repository codeformuenster/klimawatch, and `scan_ohne_text_2_seiten.pdf`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from bench.reports.told import MadeReport, Sort, ToldMeasure

REPORT = "Sachstandsbericht_2017-2018.pdf"
COPIED = "muenster_sachstand.csv"
SCAN = "scan_ohne_text_2_seiten.pdf"
BEGIN = re.compile(r'\n(?=(?:#\w{6}|white|orange)?,[^,\n]+,"[^\n])')
LINE = re.compile(r'^[^,]*,(?P<id>[^,]+),"(?P<title>.*?)",(?P<rest>.*),[^,]*,[^,]*,(?P<parent>[^,]*)$', re.DOTALL)
STATES = {
    "Plan": "Beschreibung im Handlungskonzept 2020",
    "13": "Sachstand 2013 (gemäß V/0293/2013)",
    "1516": "Sachstand 2015 / 2016",
    "1718": "Sachstand 2017 / 2018",
}
OFFICES_BEGIN = 370  # points from the left: where the report prints who answers for a measure
TALL = 27  # points: how far the lines of one head row are apart at most
PRIORITY = "Priorität:"


class _Line(NamedTuple):
    number: str
    title: str
    text: str
    parent: str


class _Word(NamedTuple):
    """A word with its distance from the left and from the top of its page, in points."""

    text: str
    left: float
    top: float


class _Head(NamedTuple):
    """The head row of one measure."""

    office: str
    page: int


def real_report(folder: Path) -> MadeReport:
    """The report with what its transcription tells; offices and pages are those of the letters on the pages."""
    pdf = folder / REPORT
    lines = {line.number: line for line in _lines(folder / COPIED)}
    measures = [line for line in lines.values() if line.parent and f"{line.number}-Plan" in lines]
    heads = list(_heads(pdf))
    if len(heads) != len(measures):
        raise ValueError(f"{len(heads)} head rows, but {len(measures)} measures were copied")
    told = [
        ToldMeasure(
            line.number,
            line.title,
            head.office,
            lines[line.parent].title,
            _texts(lines, line.number),
            head.page,
        )
        for line, head in zip(measures, heads, strict=True)
    ]
    return MadeReport("real report", Sort.RULED, pdf.read_bytes(), told)


def _lines(path: Path) -> Iterator[_Line]:
    """The lines of the transcription, whose cells hold bare quotation marks, so that no reader of CSV takes it."""
    for line in BEGIN.split(path.read_text(encoding="utf-8"))[1:]:
        if line.strip():
            parts = LINE.match(line.strip())
            if parts is None:
                raise ValueError(f"not understood: {line[:60]}")
            yield _Line(parts["id"], _mended(parts["title"]), _mended(parts["rest"]), parts["parent"])


def _mended(cell: str) -> str:
    cell = cell.removeprefix('"').removeprefix('"') if cell.startswith('""') else cell.removeprefix('"')
    cell = re.sub(r"<br\s*/?>", "\n", cell.removesuffix('"'))
    return re.sub(r"</?b>", "", cell).replace('""', '"')


def _texts(lines: Mapping[str, _Line], number: str) -> dict[str, str]:
    return {label: lines[f"{number}-{state}"].text for state, label in STATES.items()}


def _heads(pdf: Path) -> Iterator[_Head]:
    """The head rows in order, by the words beside "Priorität:"."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            words = list(_words(page))
            for text, left, top in words:
                if text == PRIORITY:
                    beside = [
                        other.text
                        for other in words
                        if OFFICES_BEGIN <= other.left < left - 4 and abs(other.top - top - 6) < TALL
                    ]
                    yield _Head(" ".join(beside), number)


def _words(page: Any) -> Iterator[_Word]:
    """The words of a page in the order in which it prints them."""
    letters, height = page.get_textpage(), page.get_height()
    word, (left, top) = "", (0.0, 0.0)
    for at in range(letters.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(letters, at))
        if letter.isspace() or letter == "\0":
            if word:
                yield _Word(word, left, top)
            word = ""
            continue
        if not word:
            left, _, _, upper = letters.get_charbox(at, loose=True)
            top = height - upper
        word += letter
    if word:
        yield _Word(word, left, top)
