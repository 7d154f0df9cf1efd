"""What is printed on every page and belongs to none: running titles, page numbers, letterheads, footnotes.

Here: finding it by where it stands and how often. Not here: the heads of tables, which are repeated as well
(header_blocks.py).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from opendata.intake.report_origins import Box
from opendata.intake.reports.label_words import HEADED_BY_ID, is_known_label, number_alone
from opendata.intake.reports.lattices import Cell, Grid, Row
from opendata.intake.reports.page_content import Page, PageNote
from opendata.intake.reports.text_lines import RAISED, TextLine

MARGIN_SHARE = 0.1  # of the height of a page: where running titles stand
SAME_HEIGHT = 6.0  # points
FEW_PAGES = 2
SOME = 3  # a running title stands on one page in so many, at least
_PAGE_NUMBER = re.compile(
    r"(?:Seite|S\.|Page)?\s*[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:von|/|of)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d+")  # but years, which tell headings of one form apart
_FOOTNOTE = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+⁾?|[ᵃᵇᶜᵈᵉᶠᵍ]⁾?|\*{1,3}|\d{1,2}\))\s*\S")
_STARS = re.compile(r"(?<=[\w“”\"»)])\*{1,3}⁾?\Z")
RAISED_DIGITS, RAISED_LETTERS = "¹²³⁴⁵⁶⁷⁸⁹", "ᵃᵇᶜᵈᵉᶠᵍ"
# A raised digit behind such a word, or such an amount, is no power: "m²" and "10³" are.
_BEFORE_DIGIT = (
    r"([^\W\d_]{4,}[“”\"»)]?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d{3,}|[€%]|[A-ZÄÖÜ]{1,4}[.\- ]?\d{1,3})"
)
_BEFORE_LETTER = _BEFORE_DIGIT.replace("{4,}", "{2,}")
FOOTNOTE_MARK = re.compile(
    r"(?<=[^\W\d_])(?<!\bm)(?<!\bkm)(?<!\bcm)(?<!\bCO)(?<!€)[¹²³⁴⁵⁶⁷⁸⁹⁰]+⁾?(?=[\s,.;:)]|\Z)|(?<=[\w“”\"»)])\*{1,3}⁾?\Z"
)


@dataclass(frozen=True)
class ReadPage:
    """A page taken apart: its ruled tables, the lines in each framed box, and the lines outside of both."""

    number: int
    width: float
    height: float
    grids: Sequence[Grid]
    lines: Sequence[TextLine]
    has_text: bool
    too_much: bool = False
    pictures: int = 0
    boxes: Sequence[Sequence[TextLine]] = ()
    turn: int = 0
    notes: frozenset[PageNote] = frozenset()

    def shown_box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A rectangle of the page as the page is shown."""
        return Page(self.number, self.width, self.height, turn=self.turn).shown_box(x0, top, x1, bottom)


def without_furniture(pages: Sequence[ReadPage]) -> list[ReadPage]:
    """The pages without what stands at the same place of many of them."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    tables: dict[tuple[str, int], set[int]] = defaultdict(set)
    elsewhere = Counter(
        line.text for page in pages for line in page.lines if not _in_margin(line.top, line.bottom, page)
    )
    for page in pages:
        for line in page.lines:
            for place in _places(line.top):
                for text in {_masked(line.text), " ".join(line.text.split())}:
                    seen[text, place].add(page.number)
        for grid in page.grids:
            tables[_masked(_words_of(grid)), round(grid.top / SAME_HEIGHT)].add(page.number)
    with_text = sum(page.has_text for page in pages)
    # A mark may be explained once, below the last page of a table.
    explained = {_mark(line.text) for page in pages for line in footnotes(page)} - {""}
    return [
        replace(
            page,
            lines=_below_headings(
                page,
                [
                    line
                    for line in page.lines
                    if not _is_furniture(
                        line, page, seen, with_text, often_elsewhere=elsewhere[line.text] >= FEW_PAGES
                    )
                ],
            ),
            grids=[
                _without_marks(grid, page, explained)
                for grid in page.grids
                if not (
                    len(grid.rows) <= 3
                    and len(tables[_masked(_words_of(grid)), round(grid.top / SAME_HEIGHT)]) > FEW_PAGES
                    and _in_margin(grid.top, grid.bottom, page)
                )
            ],
        )
        for page in pages
    ]


def _places(top: float) -> tuple[int, int]:
    place = int(top / SAME_HEIGHT)
    return place, place + 1


def _masked(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()))


def _words_of(grid: Grid) -> str:
    return " | ".join(cell.text for row in grid.rows for cell in row.filled)


def _in_margin(top: float, bottom: float, page: ReadPage) -> bool:
    return bottom < MARGIN_SHARE * page.height or top > (1 - MARGIN_SHARE) * page.height


def _is_furniture(
    line: TextLine,
    page: ReadPage,
    seen: dict[tuple[str, int], set[int]],
    with_text: int,
    *,
    often_elsewhere: bool,
) -> bool:
    if not _in_margin(line.top, line.bottom, page):
        return False
    if _PAGE_NUMBER.fullmatch(line.text.strip()):
        return True
    if often_elsewhere:
        return False  # in the midst of pages as well, as the first label of sheets
    label = line.text.partition(":")[0]
    if label != line.text and is_known_label(label) and not label.casefold().startswith(("seite", "stand")):
        return False
    # "M1 Radwege" and "M2 Dächer" at the top of each page are sheets; "Klimabericht, Seite 3" is none.
    text = " ".join(line.text.split()) if HEADED_BY_ID.fullmatch(line.text.strip()) else _masked(line.text)
    often = max(len(seen[text, place]) for place in _places(line.top))
    return often >= max(FEW_PAGES, with_text / SOME)


def _below_headings(page: ReadPage, kept: Sequence[TextLine]) -> list[TextLine]:
    """The kept lines, and what stands below the heading of a sheet, although it does so on every page."""
    headings = [line for line in kept if line.bottom < MARGIN_SHARE * page.height and _names_sheet(line)]
    top = min((line.bottom for line in headings), default=float("inf"))
    size = max((line.size for line in headings), default=0.0)
    kept_ids = {id(line) for line in kept}
    return [
        line
        for line in page.lines
        if id(line) in kept_ids
        or (top <= line.top < page.height / 2 and line.size < size and not _PAGE_NUMBER.fullmatch(line.text.strip()))
    ]


def _names_sheet(line: TextLine) -> bool:
    return HEADED_BY_ID.fullmatch(line.text.strip()) is not None or number_alone(line.text) is not None or line.bold


def footnotes(page: ReadPage) -> list[TextLine]:
    """The lines in small print that begin with a raised number or a star."""
    return [line for line in page.lines if _FOOTNOTE.match(line.text)]


def _mark(note: str) -> str:
    """The mark that a footnote explains, as it stands in texts: raised, or a star; "" for what is none of these."""
    sign = note[0].translate(RAISED) if note[1:2] == ")" else note[0]
    return sign if sign in f"*{RAISED_DIGITS}{RAISED_LETTERS}" else ""


def _without_marks(grid: Grid, page: ReadPage, explained: Collection[str]) -> Grid:
    """The table without the marks that lead to footnotes; explained: those that any page of the report explains."""
    marks = [FOOTNOTE_MARK] if footnotes(page) else [_STARS] if "*" in explained else []
    for signs, before in ((RAISED_DIGITS, _BEFORE_DIGIT), (RAISED_LETTERS, _BEFORE_LETTER)):
        if named := "".join(sign for sign in explained if sign in signs):
            marks.append(re.compile(rf"{before}[{named}]⁾?(?=[\s,.;:)]|\Z)"))
    if not marks:
        return grid
    return replace(grid, rows=[Row([_plain(cell, marks) for cell in row.cells], row.page) for row in grid.rows])


def _plain(cell: Cell, marks: Sequence[re.Pattern[str]]) -> Cell:
    lines = [replace(line, text=_unmarked(line.text, marks)) for line in cell.lines]
    return replace(cell, lines=[line for line in lines if line.text.strip()])


def _unmarked(text: str, marks: Sequence[re.Pattern[str]]) -> str:
    for mark in marks:
        text = mark.sub(lambda found: found[1] if found.re.groups else "", text)
    return text
