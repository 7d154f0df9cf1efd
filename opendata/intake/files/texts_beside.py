"""Texts of a sheet that stand in none of its cells: headers and footers of pages, comments, boxes of text.

Here: collecting them line by line, and the parts of XLSX that hold them. Not here: those of other formats, which
their readers hand over (xls_notes.py, xlsb_workbooks.py, ods_texts_beside.py), and what the texts mean for the table
(matching/units_beside.py). None of them is ever published.
Source: ECMA-376, Part 1, 18.3.1.46 (headerFooter), 18.7 (Comments) and 20.5 (SpreadsheetML Drawings).
"""

import re
from collections.abc import Mapping

from opendata.domain.tables.marked_workbooks import AUTHOR
from opendata.intake.files.office_parts import relations
from opendata.intake.files.xml_events import local, parse
from opendata.intake.files.zip_archives import ZipArchive
from opendata.intake.text_tables import Beside, CellRange, SheetText

LONGEST_LINE = 400  # characters; a longer line is no statement about the table
MAX_LINES, MAX_RANGES = 2_000, 20
PAGE_PARTS = {
    "oddHeader": Beside.HEADER,
    "evenHeader": Beside.HEADER,
    "firstHeader": Beside.HEADER,
    "oddFooter": Beside.FOOTER,
    "evenFooter": Beside.FOOTER,
    "firstFooter": Beside.FOOTER,
}
_OUR_COMMENTS = tuple(f"{author}:" for author in AUTHOR.values())
# A font, a colour, a size or a field such as the number of the page; && is the sign itself.
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}|(?P<sign>[A-Za-z&]))')


class TextsBeside:
    """Collects the lines of one sheet, each of them once."""

    def __init__(self) -> None:
        self._lines: dict[SheetText, None] = {}

    @property
    def lines(self) -> tuple[SheetText, ...]:
        """The lines in the order in which they came."""
        return tuple(self._lines)

    def add(self, where: Beside, text: str, cells: CellRange | None = None) -> None:
        """Keep the lines of a text, unless it is a comment of this service."""
        if where is Beside.COMMENT and text.lstrip().startswith(_OUR_COMMENTS):
            return
        for line in text.splitlines():
            plain = " ".join(line.split())
            if plain and len(plain) <= LONGEST_LINE and len(self._lines) < MAX_LINES:
                self._lines[SheetText(where, plain, cells)] = None

    def add_page_part(self, where: Beside, code: str) -> None:
        """Keep what a header or footer of pages shows in its three sections."""
        self.add(where, _PAGE_CODE.sub(_section_break, code))

    def add_prompt(self, attributes: Mapping[str, str]) -> None:
        """Keep what is shown while somebody fills the cells of a validation."""
        texts = [attributes.get("promptTitle", ""), attributes.get("prompt", "")]
        for reference in attributes.get("sqref", "").split()[:MAX_RANGES] if any(texts) else ():
            if (cells := CellRange.named(reference)) is not None:
                self.add(Beside.PROMPT, "\n".join(texts), cells)


def _section_break(code: re.Match[str]) -> str:
    match code["sign"]:
        case "&":
            return "&"
        case "L" | "C" | "R":
            return "\n"
        case _:
            return ""


def read_parts_beside(archive: ZipArchive, sheet: str, texts: TextsBeside) -> None:
    """Collect the comments and boxes of text in the parts that a sheet names; sheet: the path of its own part."""
    for kind, path in relations(archive, sheet).values():
        if kind == "comments" and path in archive and path.endswith(".xml"):
            parse(archive.xml_chunks(path), _Comments(texts), archive.file)
        elif kind == "drawing" and path in archive:
            parse(archive.xml_chunks(path), _Drawing(texts), archive.file)


class _Collected:
    """Receives the events of a part and keeps the text of its elements called t while it is asked to."""

    def __init__(self, texts: TextsBeside) -> None:
        self.texts = texts
        self.parts: list[str] = []
        self.taken = 0
        self._taking = False

    def begin(self) -> None:
        self.parts, self.taken = [], 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._taking = local(name) == "t"

    def end(self, name: str) -> None:
        self._taking = False

    def text(self, data: str) -> None:
        if self._taking and self.taken <= LONGEST_LINE * 10:
            self.parts.append(data)
            self.taken += len(data)


class _Comments(_Collected):
    """comments1.xml: each comment with the cell that it stands at."""

    def __init__(self, texts: TextsBeside) -> None:
        super().__init__(texts)
        self._place = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if local(name) == "comment":
            self._place = attributes.get("ref", "")
            self.begin()

    def end(self, name: str) -> None:
        super().end(name)
        if local(name) == "comment" and (cells := CellRange.named(self._place)) is not None:
            self.texts.add(Beside.COMMENT, "".join(self.parts), cells)


class _Drawing(_Collected):
    """drawing1.xml: the paragraphs of the shapes that have a text."""

    def __init__(self, texts: TextsBeside) -> None:
        super().__init__(texts)
        self._in_shape = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        match local(name):
            case "txBody":
                self._in_shape = True
            case "p":
                self.begin()

    def end(self, name: str) -> None:
        super().end(name)
        match local(name):
            case "txBody":
                self._in_shape = False
            case "p" if self._in_shape:
                self.texts.add(Beside.TEXT_BOX, "".join(self.parts))
