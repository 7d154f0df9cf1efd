"""The pages of a PDF: its letters with their places, and the lines and rectangles drawn on them.

Here: pdfminer (the parser that pdfplumber brings) with a device of our own, which keeps what a report needs and
stops at limits. Not here: sentences about PDFs that cannot be read (pdf_documents.py), and what pages say (reports/).
pdfminer is loaded where a PDF is read, and nowhere else.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFXRefStream
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_matrix_pt

from opendata.intake.files.pdf_lines import DrawnLines
from opendata.intake.files.pdf_sight import Sight, as_seen, filled_in, light_of
from opendata.intake.files.pdf_time import PAGE_SECONDS, TooSlow, WatchedBytes, begin
from opendata.intake.reports.page_content import Glyph, Page, PageNote, Rule

MOST_GLYPHS, MOST_PATHS = 40_000, 45_000  # of a page; a table framed by dots has 30,000
MOST_DEPTH = 12  # of drawings inside drawings
MOST_CONTENT_BYTES = 6 * 2**20  # of a page
DISC = (1.5, 6.0)  # points; a filled disc of such a width is a bullet
LONGEST_SIDE = 20_000.0  # points; a larger page is none
SMALLEST_SIDE = 10.0  # points
SLANT = 0.1  # of a letter's direction: what is slanted more is written across the page, as a watermark
BULLETS = (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)  # codes of the usual encoding without a letter (PDF 32000, annex D.2)


class TooMuchOnPage(Exception):
    """A page holds more than is looked at."""


def opened(content: bytes) -> PDFDocument:
    """The document; raises what pdfminer raises where it is damaged or encrypted, and TooSlow, ValueError."""
    document = PDFDocument(PDFParser(WatchedBytes(content)))
    for index in document.xrefs:
        if isinstance(index, PDFXRefStream) and sum(count for _, count in index.ranges) > len(index.data or b""):
            raise ValueError("an index of objects without entries")  # each of which pdfminer would look for
    return document


def pages_of(document: PDFDocument, seconds: float) -> Iterator[Page]:
    """The pages one after another, upright; a page with too much on it comes empty; raises TooSlow."""
    resources, deadline = PDFResourceManager(), time.monotonic() + seconds
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        begin(PAGE_SECONDS)
        device = _Device(resources, deadline)
        try:
            if sum(len(resolve1(part).get_data()) for part in page.contents) > MOST_CONTENT_BYTES:
                raise TooMuchOnPage
            _Interpreter(resources, device).process_page(page)
        except TooMuchOnPage:
            yield Page(number, device.width, device.height, too_much=True)
            continue
        rules, shades = device.drawn.all_rules(), device.drawn.shades
        drawn = Page(number, device.width, device.height, device.glyphs, rules, shades, device.pictures)
        if filled_in(page):
            drawn = replace(drawn, notes=frozenset({PageNote.FILLED_IN}))
        yield as_seen(drawn, device.sight).upright()


class _Device(PDFTextDevice):
    """Takes letters and lines, with places from the top left of the page as it is shown."""

    def __init__(self, resources: PDFResourceManager, deadline: float) -> None:
        super().__init__(resources)
        self.width = self.height = 0.0
        self.glyphs: list[Glyph] = []
        self.drawn = DrawnLines()
        self.pictures = 0
        self._paths, self._command, self._deadline = 0, 0, deadline
        self._left = self._top = 0.0
        self._bold: dict[int, tuple[bool, Any]] = {}  # with the font, so that no other one gets its number meanwhile
        self.sight = Sight()

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        x0, y0, x1, y1 = page.mediabox
        crop = page.cropbox
        corners = [apply_matrix_pt(ctm, point) for point in ((x0, y0), (x1, y1))]
        shown = [apply_matrix_pt(ctm, point) for point in ((crop[0], crop[1]), (crop[2], crop[3]))]
        height = max(y for _, y in corners)
        left, right = sorted(x for x, _ in shown)
        bottom, top = sorted(y for _, y in shown)
        if right - left < SMALLEST_SIDE or top - bottom < SMALLEST_SIDE:
            left, right, bottom, top = 0.0, max(x for x, _ in corners), 0.0, height
        self.width, self.height, self._left, self._top = right - left, top - bottom, left, top
        if not (self.width < LONGEST_SIDE and self.height < LONGEST_SIDE):
            raise TooMuchOnPage
        self.ctm = ctm

    def _count_path(self) -> None:
        self._paths += 1
        if self._paths > MOST_PATHS:
            raise TooMuchOnPage
        if self._paths % 500 == 0:
            self.check_time()

    def check_time(self) -> None:
        """Raise TooSlow where the time is over."""
        if time.monotonic() > self._deadline:
            raise TooSlow

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.sight.mode = textstate.render
        self._command += 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "•" if cid in BULLETS and not font.is_multibyte() else "\ufffd"
        advance = float(font.char_width(cid) * fontsize * scaling)
        if len(self.glyphs) >= MOST_GLYPHS:
            raise TooMuchOnPage
        if len(self.glyphs) % 1000 == 0:
            self.check_time()
        low = font.get_descent() * fontsize + rise
        corners = [apply_matrix_pt(matrix, (x, y)) for x in (0, advance) for y in (low, low + fontsize)]
        _, base = apply_matrix_pt(matrix, (0, rise))
        x0, x1 = min(x for x, _ in corners) - self._left, max(x for x, _ in corners) - self._left
        top, bottom = self._top - max(y for _, y in corners), self._top - min(y for _, y in corners)
        a, b, _, _d, _, _ = matrix
        if min(abs(a), abs(b)) > SLANT * max(abs(a), abs(b)):
            self.sight.slanted += bool(text.strip())
            return advance
        turn = 0 if abs(a) >= abs(b) and a >= 0 else 2 if abs(a) >= abs(b) else 1 if b > 0 else 3
        size = bottom - top if turn in (0, 2) else x1 - x0
        baseline = self._top - base if turn == 0 else bottom
        bold = self._is_bold(font)
        self.glyphs.append(Glyph(text, x0, top, x1, bottom, baseline, abs(size), bold, turn, self._command))
        self.sight.take_glyph(graphicstate)
        return advance

    def _is_bold(self, font: Any) -> bool:
        known = self._bold.get(id(font))
        if known is None:
            name = str(font.fontname).casefold()
            is_bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "-bd"))
            known = self._bold[id(font)] = (is_bold, font)
        return known[0]

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Take the sides of rectangles and straight lines; of curves only the discs that are drawn for bullets."""
        if fill:
            self._take_fill(graphicstate, path)
        if fill and any(step[0] == "c" for step in path):
            self._take_disc(path, graphicstate)
        points: list[tuple[float, float]] = []
        for step in path:
            self._count_path()
            if step[0] == "m":
                self.drawn.take(points, stroke=stroke, fill=fill)
                points = []
            if step[0] == "h":
                points += points[:1]
            else:
                x, y = self._placed(step)
                points.append((x - self._left, self._top - y))
            if step[0] in "cvy":
                self.drawn.take(points[:-1], stroke=stroke, fill=False)
                points = points[-1:]
                fill = False
        self.drawn.take(points, stroke=stroke, fill=fill)

    def _placed(self, step: Any) -> tuple[float, float]:
        """The last point of a step of a path, on the page."""
        assert self.ctm is not None  # begin_page() has set it
        x, y = apply_matrix_pt(self.ctm, (float(step[-2]), float(step[-1])))
        return x, y

    def _take_fill(self, graphicstate: Any, path: Sequence[Any]) -> None:
        points = [self._placed(step) for step in path if len(step) > 2]
        if len(points) < 3:
            return
        xs, ys = [x - self._left for x, _ in points], [self._top - y for _, y in points]
        box = Rule(min(xs), min(ys), max(xs), max(ys))
        straight = all(step[0] in "mlh" for step in path)
        at_corners = all(x in (box.x0, box.x1) and y in (box.top, box.bottom) for x, y in zip(xs, ys, strict=True))
        self.sight.take_fill(box, light_of(graphicstate), is_bar=straight and at_corners)

    def _take_disc(self, path: Sequence[Any], graphicstate: Any) -> None:
        points = [self._placed(step) for step in path if step[0] != "h"]
        x0, x1 = min(x for x, _ in points) - self._left, max(x for x, _ in points) - self._left
        top, bottom = self._top - max(y for _, y in points), self._top - min(y for _, y in points)
        width, height = x1 - x0, bottom - top
        if DISC[0] <= width <= DISC[1] and abs(width - height) < DISC[0] / 2 and len(self.glyphs) < MOST_GLYPHS:
            middle, size = (top + bottom) / 2, 3 * height
            self.glyphs.append(
                Glyph("•", x0, middle - size / 2, x1, middle + size / 2, middle + size / 4, size, bold=False)
            )
            self.sight.take_glyph(graphicstate)

    def render_image(self, name: str, stream: Any) -> None:
        self.pictures += 1
        self._count_path()
        assert self.ctm is not None  # begin_page() has set it
        corners = [apply_matrix_pt(self.ctm, point) for point in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [x - self._left for x, _ in corners], [self._top - y for _, y in corners]
        self.sight.take_fill(Rule(min(xs), min(ys), max(xs), max(ys)), None)


class _Interpreter(PDFPageInterpreter):
    """Runs the drawing commands of a page; drawings inside drawings are followed to a depth only."""

    depth = 0

    def __init__(self, resources: PDFResourceManager, device: _Device) -> None:
        super().__init__(resources, device)
        self._shining: list[bool] = []  # of the states that are kept

    def subinterp(self) -> "_Interpreter":
        inner = super().subinterp()
        assert isinstance(inner, _Interpreter)
        inner.depth = self.depth + 1
        return inner

    def do_gs(self, name: Any) -> None:
        """Note whether what is drawn from here on lets shine through what is below."""
        device = self.device
        assert isinstance(device, _Device)
        states = resolve1(self.resources.get("ExtGState"))
        state = resolve1(states.get(literal_name(name))) if isinstance(states, dict) else None
        if isinstance(state, dict):
            alpha, mode = resolve1(state.get("ca")), resolve1(state.get("BM"))
            if alpha is not None or mode is not None:
                whole = not isinstance(alpha, int | float) or alpha >= 1
                device.sight.see_through = not whole or getattr(mode, "name", "Normal") not in (
                    "Normal",
                    "Compatible",
                )

    def do_q(self) -> None:
        device = self.device
        assert isinstance(device, _Device)
        self._shining.append(device.sight.see_through)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 - a name of pdfminer
        device = self.device
        assert isinstance(device, _Device)
        if self._shining:
            device.sight.see_through = self._shining.pop()
        super().do_Q()

    def do_sh(self, name: Any) -> None:
        """Note that a run of colours was drawn, whose area is not looked for."""
        device = self.device
        assert isinstance(device, _Device)
        device.sight.take_fill(Rule(-LONGEST_SIDE, -LONGEST_SIDE, LONGEST_SIDE, LONGEST_SIDE), None)
        super().do_sh(name)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - a name of pdfminer
        device = self.device
        assert isinstance(device, _Device)
        device._count_path()
        device.check_time()
        if self.depth >= MOST_DEPTH:
            raise TooMuchOnPage
        super().do_Do(xobjid_arg)
        device.set_ctm(self.ctm)
