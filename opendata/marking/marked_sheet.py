"""A sheet with marked cells: the styles of some cells are exchanged, cells that do not exist are added.

Here: the sheet's own XML. Not here: styles (marked_styles.py), comments (cell_comments.py).
Source: ECMA-376, Part 1, 18.3.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from opendata.domain.tables.cell_addresses import address, column_number
from opendata.marking.spliced_xml import CannotMark, Mark, Splices, opened, prefix_of, walk, with_attribute

# What may stand behind <legacyDrawing> in a sheet; it goes in front of the first of them.
BEHIND_DRAWING = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
Place = tuple[int, int]  # row and column, both from 1 on


@dataclass
class SheetEditor:
    """Reads a sheet once, and notes what is to be put into it.

    wanted: the mark of each cell. restyled, unmarked: the numbers of the styles to be used, by the present one.
    """

    content: bytes
    wanted: Mapping[Place, str]
    restyled: Callable[[int, str], int]
    unmarked: Callable[[int], int]
    drawing: str | None = None  # the id of the relation that holds the shapes of comments
    is_protected: bool = False
    relations: str = RELATIONS  # the namespace in which ids of relations stand
    _splices: Splices = field(init=False)
    _prefix: str = ""
    _row: int = 0
    _column: int = 0
    _row_style: int | None = None
    _column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    _rows_left: list[int] = field(default_factory=list)
    _columns_left: list[int] = field(default_factory=list)
    _behind: int | None = None
    _end: int = 0
    _in_data: bool = False

    def __post_init__(self) -> None:
        self._splices = Splices(self.content)
        self._rows_left = sorted({row for row, _ in self.wanted}, reverse=True)
        walk(self.content, self._begin, self._finish)
        if self._rows_left:
            raise CannotMark  # a sheet without data

    def result(self, new_drawing: str | None = None) -> bytes:
        """The sheet; new_drawing: the id of the relation that holds the shapes of comments, where there was none."""
        if new_drawing is not None:
            name = f"{self._prefix}legacyDrawing"
            element = f'<{name} xmlns:rel="{self.relations}" rel:id="{new_drawing}"/>'
            self._splices.put(self._end if self._behind is None else self._behind, element.encode())
        return self._splices.result()

    def _begin(self, mark: Mark) -> None:
        if mark.depth == 0:
            if mark.local != "worksheet":
                raise CannotMark
            self._prefix = prefix_of(self.content, mark)
            self.relations = STRICT_RELATIONS if mark.name.startswith(STRICT_MAIN) else RELATIONS
        elif mark.depth == 1:
            self._begin_part(mark)
        elif mark.depth == 2 and mark.local == "col":
            self._take_column(mark)
        elif self._in_data and mark.depth == 2 and mark.local == "row":
            self._begin_row(mark)
        elif self._in_data and mark.depth == 3 and mark.local == "c":
            self._begin_cell(mark)

    def _begin_part(self, mark: Mark) -> None:
        if mark.local == "sheetData":
            self._in_data = True
            if mark.is_empty and self._rows_left:
                rows = b"".join(self._new_row(row) for row in reversed(self._rows_left))
                self._rows_left = []
                self._splices.put(*opened(self.content, mark, rows))
        elif mark.local == "sheetProtection":
            self.is_protected = mark.attributes.get("sheet") in ("1", "true")
        elif mark.local == "legacyDrawing":
            self.drawing = mark.attributes.get(f"{self.relations} id")
        elif mark.local in BEHIND_DRAWING and self._behind is None:
            self._behind = mark.start

    def _take_column(self, mark: Mark) -> None:
        about = mark.attributes
        if style := _whole(about.get("style")):
            self._column_styles.append((_whole(about.get("min")), _whole(about.get("max")), style))

    def _begin_row(self, mark: Mark) -> None:
        row = _whole(mark.attributes.get("r")) or self._row + 1
        while self._rows_left and self._rows_left[-1] < row:
            self._splices.put(mark.start, self._new_row(self._rows_left.pop()))
        self._row, self._column = row, 0
        has_style = mark.attributes.get("customFormat") in ("1", "true")
        self._row_style = _whole(mark.attributes.get("s")) if has_style else None
        self._columns_left = []
        if self._rows_left and self._rows_left[-1] == row:
            self._rows_left.pop()
            self._columns_left = sorted((column for r, column in self.wanted if r == row), reverse=True)
            if mark.is_empty:
                self._splices.put(*opened(self.content, mark, self._new_cells()))

    def _begin_cell(self, mark: Mark) -> None:
        self._column += 1
        if reference := _REFERENCE.match(mark.attributes.get("r", "")):
            self._column = column_number(reference[1])
        while self._columns_left and self._columns_left[-1] < self._column:
            self._splices.put(mark.start, self._new_cell(self._columns_left.pop()))
        style = before = _whole(mark.attributes.get("s"))
        if self._columns_left and self._columns_left[-1] == self._column:
            self._columns_left.pop()
            style = self.restyled(before, self.wanted[self._row, self._column])
        elif before:
            style = self.unmarked(before)
        if style != before:
            tag = self.content[mark.start : mark.end]
            self._splices.put(mark.start, with_attribute(tag, "s", str(style)), mark.end)

    def _finish(self, _name: str, depth: int, start: int, _end: int) -> None:
        if depth == 0:
            self._end = start
        elif self._in_data and depth == 1:
            self._in_data = False
            while self._rows_left:
                self._splices.put(start, self._new_row(self._rows_left.pop()))
        elif self._in_data and depth == 2 and self._columns_left:
            self._splices.put(start, self._new_cells())

    def _new_row(self, row: int) -> bytes:
        self._row, self._row_style = row, None
        self._columns_left = sorted((column for r, column in self.wanted if r == row), reverse=True)
        name = f"{self._prefix}row"
        return f'<{name} r="{row}">'.encode() + self._new_cells() + f"</{name}>".encode()

    def _new_cells(self) -> bytes:
        cells = [self._new_cell(column) for column in reversed(self._columns_left)]
        self._columns_left = []
        return b"".join(cells)

    def _new_cell(self, column: int) -> bytes:
        base = self._row_style
        if base is None:
            spans = (style for first, last, style in self._column_styles if first <= column <= last)
            base = next(spans, 0)
        style = self.restyled(base, self.wanted[self._row, column])
        return f'<{self._prefix}c r="{address(self._row, column)}" s="{style}"/>'.encode()


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0
