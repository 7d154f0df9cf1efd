"""Texts of an OpenDocument spreadsheet that stand in no cell: comments, boxes of text, headers and footers of pages.

Here: collecting their paragraphs event by event. Not here: the cells (ods_spreadsheets.py), and what the texts say of
a table (matching/units_beside.py). Source: OpenDocument 1.3, part 3, 14.1 (annotation), 16.9 (master-page).
"""

from collections.abc import Mapping

from opendata.intake.files.texts_beside import LONGEST_LINE, TextsBeside
from opendata.intake.text_tables import Beside, CellRange

# Shapes that are drawn over a cell stand inside its element; their text is none of the cell.
SHAPES = frozenset(
    (
        "shapes frame custom-shape rect ellipse circle line polyline polygon regular-polygon path connector caption "
        "measure control page-thumbnail g"
    ).split()
)
COMMENT = "annotation"
_PAGE_PARTS = {
    "header": Beside.HEADER,
    "header-left": Beside.HEADER,
    "header-first": Beside.HEADER,
    "footer": Beside.FOOTER,
    "footer-left": Beside.FOOTER,
    "footer-first": Beside.FOOTER,
}
_BLANKS = frozenset(("s", "tab", "line-break"))


class Paragraphs:
    """Receives the events inside an element that is no part of the table, and keeps its paragraphs."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] | None = None
        self._length = 0

    @property
    def content(self) -> str:
        """The paragraphs that have ended, one on a line."""
        return "\n".join(self._lines)

    def begin(self) -> None:
        """Another element begins."""
        self._lines, self._parts, self._length = [], None, 0

    def start(self, local: str) -> None:
        """An element inside begins."""
        if local in ("p", "h"):
            self.end("p")
            self._parts = []
        elif local in _BLANKS:
            self.text(" ")

    def end(self, local: str) -> None:
        """An element inside ends."""
        if local in ("p", "h") and self._parts is not None:
            self._lines.append("".join(self._parts))
            self._parts = None

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._parts is not None and self._length <= 10 * LONGEST_LINE:
            self._parts.append(data)
            self._length += len(data)

    def keep(self, texts: TextsBeside, local: str, cells: CellRange | None) -> None:
        """Hand over what was kept of an element of this name; cells: the cell in which it stands."""
        if local == COMMENT and cells is not None:
            texts.add(Beside.COMMENT, self.content, cells)
        elif local in SHAPES:
            texts.add(Beside.TEXT_BOX, self.content)


class PageTexts:
    """Receives the events of styles.xml and keeps the headers and footers of its pages, by the name of the page."""

    def __init__(self) -> None:
        self._pages: dict[str, TextsBeside] = {}
        self._name, self._part = "", ""
        self._paragraphs = Paragraphs()

    def start(self, local: str, about: Mapping[str, str]) -> None:
        """An element begins; about: its attributes by their local names."""
        if local == "master-page":
            self._name = about.get("name", "")
        elif local in _PAGE_PARTS and self._name and about.get("display") != "false":
            self._part = local
            self._paragraphs.begin()
        elif self._part:
            self._paragraphs.start(local)

    def end(self, local: str) -> None:
        """An element ends."""
        if local == "master-page":
            self._name = ""
        elif self._part and local == self._part:
            texts = self._pages.setdefault(self._name, TextsBeside())
            texts.add(_PAGE_PARTS[local], self._paragraphs.content)
            self._part = ""
        elif self._part:
            self._paragraphs.end(local)

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._part:
            self._paragraphs.text(data)

    def give(self, page: str, texts: TextsBeside) -> None:
        """Hand over the lines of the page of this name."""
        for line in self._pages[page].lines if page in self._pages else ():
            texts.add(line.where, line.text)
