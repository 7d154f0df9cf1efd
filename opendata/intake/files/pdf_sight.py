"""What of a PDF page is seen by somebody who reads it: letters in white or below a bar are not, struck ones are.

Here: telling them apart by colours, and by what was drawn before and after them. Not here: drawing (pdf_pages.py),
and what is said about it (reports/reading_sentences.py).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, NamedTuple

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1

from opendata.intake.reports.page_content import Glyph, Page, PageNote, Rule

WHITE, BLACK = 0.97, 0.05  # of all the light
UNSEEN_MODES = (3, 7)  # of drawing text (PDF 32000, table 106)
HIGHEST_BAR = 100.0  # points; what is higher is the ground of a page, and its clipping is not known here
LEAST_FILL = 3.0  # points; what is thinner is a line
BAND = 10  # points
MOST_LOOKS = 3_000_000  # letters held against rectangles and lines, of a page
LEAST_STRUCK, LEAST_OVERPRINTED, FEWEST_SHARED = 3, 10, 3  # letters; places of letters that two of them share
LEAST_WATERMARK, TIMES_AS_LARGE = 30.0, 3.0  # points; of most letters
PLACE, MOST_IN_PLACE = 4, 8  # points; letters that are compared there


class Fill(NamedTuple):
    """A filled area; light: of its colour, None where it is not known; place: of the letter drawn next."""

    box: Rule
    light: float | None
    place: int
    is_bar: bool


@dataclass
class Sight:
    """What was noted while a page was drawn; lights, unseen: of each letter; see_through: of what is drawn now."""

    lights: list[float | None] = field(default_factory=list)
    unseen: list[bool] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    see_through: bool = False
    mode: int = 0
    slanted: int = 0  # letters across the page, which are not kept

    def take_glyph(self, state: Any) -> None:
        """Note how the next letter is drawn."""
        self.lights.append(light_of(state))
        self.unseen.append(self.mode in UNSEEN_MODES)

    def take_fill(self, box: Rule, light: float | None, *, is_bar: bool = False) -> None:
        """Note a filled area; is_bar: whether it is a plain rectangle."""
        if min(box.x1 - box.x0, box.bottom - box.top) < LEAST_FILL:
            return
        is_bar = is_bar and not self.see_through and box.bottom - box.top < HIGHEST_BAR
        self.fills.append(Fill(box, None if self.see_through else light, len(self.lights), is_bar))


def light_of(state: Any) -> float | None:
    """How light the colour is that areas and letters are filled with, 0 to 1; None where nobody can tell."""
    colour, space = state.ncolor, state.ncs.name
    parts = [colour] if isinstance(colour, int | float) else list(colour) if isinstance(colour, tuple) else []
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return None
    if space in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return None
    return 1 - max(parts) if len(parts) == 4 else min(parts)


def as_seen(page: Page, sight: Sight) -> Page:
    """The page without letters that nobody sees, with notes on them and on letters that are struck through."""
    glyphs, notes = page.glyphs, set(page.notes)
    if page.pictures and 2 * sum(sight.unseen) > len(glyphs):
        notes.add(PageNote.RECOGNISED)
        hidden = set()
    else:
        hidden = {place for place, unseen in enumerate(sight.unseen) if unseen}
    hidden |= _in_white(glyphs, sight) | _below_bars(glyphs, sight)
    if any(glyphs[place].text.strip() for place in hidden):
        notes.add(PageNote.HIDDEN)
    seen = [glyph for place, glyph in enumerate(glyphs) if place not in hidden and _is_on_page(glyph, page)]
    if _struck(seen, page.rules) >= LEAST_STRUCK:
        notes.add(PageNote.STRUCK)
    usual = _without_watermark(seen)
    if sight.slanted or len(usual) < len(seen):
        notes.add(PageNote.WATERMARK)
        seen = usual
    if overprinted(seen) >= LEAST_OVERPRINTED:
        notes.add(PageNote.OVERPRINTED)
    return replace(page, glyphs=seen, notes=frozenset(notes))


def filled_in(page: PDFPage) -> bool:
    """Whether a page has a filled field of a form, or a text that was put on it; neither is part of its content."""
    for one in resolve1(page.annots) or ():
        mark = resolve1(one)
        sort = str(getattr(mark.get("Subtype"), "name", "")) if isinstance(mark, dict) else ""
        parent = resolve1(mark.get("Parent")) if sort == "Widget" else None
        value = mark.get("V") if sort == "Widget" else mark.get("Contents") if sort == "FreeText" else None
        value = resolve1(value or (parent.get("V") if isinstance(parent, dict) else None))
        if isinstance(value, bytes) and value.removeprefix(b"\xfe\xff").strip(b"\x00 \r\n"):
            return True
    return False


def _without_watermark(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The letters without those that are many times as large as most, below or above which others stand."""
    sizes = [glyph.size for glyph in glyphs if glyph.text.strip()]
    least = max(LEAST_WATERMARK, TIMES_AS_LARGE * median(sizes)) if sizes else 0.0
    midst = [_midst(glyph) for glyph in glyphs if glyph.size >= least and glyph.text.strip()]
    usual = [glyph for glyph in glyphs if glyph.size < least]
    printed = [glyph for glyph in usual if glyph.text.strip()]
    areas = [Fill(box, None, 0, is_bar=False) for box in midst if box.bottom - box.top >= 1]
    return usual if any(_held(printed, areas, among=None)) else list(glyphs)


def _midst(large: Glyph) -> Rule:
    """Where other letters stand in the midst of a large one, and not merely beside it."""
    return Rule(large.x0, large.top + large.size / 3, large.x1, large.baseline)


def overprinted(glyphs: Sequence[Glyph]) -> int:
    """How many letters stand on other letters of their size, as where rows of a table are too low for their texts."""
    places = {(int((glyph.x0 + glyph.x1) / PLACE), int(glyph.baseline / PLACE)) for glyph in glyphs}
    if len(glyphs) - len(places) < FEWEST_SHARED:
        return 0  # as on nearly every page, where no two letters share a place
    cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    count = 0
    for glyph in glyphs:
        if glyph.turn or not glyph.text.isalnum():
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline
        column, row = int(x // PLACE), int(y // PLACE)
        near = [g for c in (-1, 0, 1) for r in (-1, 0, 1) for g in cells.get((column + c, row + r), ())]
        count += any(_are_on_each_other(glyph, other) for other in near)
        if len(cells[column, row]) < MOST_IN_PLACE:
            cells[column, row].append(glyph)
    return count


def _are_on_each_other(one: Glyph, other: Glyph) -> bool:
    """Whether two letters cover each other; the same letter twice, a little apart, is bold print."""
    if one.text == other.text or not 2 / 3 < one.size / other.size < 3 / 2:
        return False
    apart = abs((one.x0 + one.x1) - (other.x0 + other.x1)) / 2
    near = apart < min(one.x1 - one.x0, other.x1 - other.x0) / 3
    return near and abs(one.baseline - other.baseline) < one.size / 2


def _in_white(glyphs: Sequence[Glyph], sight: Sight) -> set[int]:
    """The letters in white on white."""
    hidden = {place for place, light in enumerate(sight.lights) if light is not None and light >= WHITE}
    if not hidden:
        return hidden
    light_below: dict[int, float | None] = {}
    for fill, place in _held(glyphs, sight.fills, among=hidden):
        if fill.place <= place:
            light_below[place] = fill.light
    return {place for place in hidden if (light := light_below.get(place, 1.0)) is not None and light >= WHITE}


def _below_bars(glyphs: Sequence[Glyph], sight: Sight) -> set[int]:
    """The letters below a white or black bar that was drawn over them."""
    bars = [f for f in sight.fills if f.is_bar and f.light is not None and not BLACK < f.light < WHITE]
    return {place for bar, place in _held(glyphs, bars, among=None) if place < bar.place}


def _struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> int:
    level = [Fill(rule, None, 0, is_bar=False) for rule in rules if rule.bottom - rule.top < 1]
    struck = set()
    for line, place in _held(glyphs, level, among=None):
        glyph = glyphs[place]
        quarter = (glyph.bottom - glyph.top) / 4
        if glyph.turn == 0 and glyph.text.strip() and glyph.top + quarter < line.box.top < glyph.bottom - quarter:
            struck.add(place)
    return len(struck)


def _held(glyphs: Sequence[Glyph], fills: Sequence[Fill], among: set[int] | None) -> Iterator[tuple[Fill, int]]:
    """Each area with the letters whose middle is in it (of a line: whose height it crosses)."""
    bands: dict[int, list[int]] = defaultdict(list)
    for place, glyph in enumerate(glyphs):
        if among is None or place in among:
            bands[int((glyph.top + glyph.bottom) / 2 // BAND)].append(place)
    looks = 0
    for fill in fills:
        x0, top, x1, bottom = fill.box
        reach = BAND if bottom - top < 1 else 0
        for band in range(max(int((top - reach) // BAND), -1000), min(int((bottom + reach) // BAND), 3000) + 1):
            for place in bands.get(band, ()):
                looks += 1
                if looks > MOST_LOOKS:
                    return
                glyph = glyphs[place]
                middle = (glyph.top + glyph.bottom) / 2
                if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and top - reach <= middle <= bottom + reach:
                    yield fill, place


def _is_on_page(glyph: Glyph, page: Page) -> bool:
    return 0 <= (glyph.x0 + glyph.x1) / 2 <= page.width and 0 <= (glyph.top + glyph.bottom) / 2 <= page.height
