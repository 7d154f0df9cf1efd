"""Reports on paper: pages, paragraphs that are hyphenated, tables, and on which page each measure begins.

Here: what all layouts share. Not here: the layouts (ruled.py, sheets.py and
their like), and what browsers print (html_pages.py).
"""

import html
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import font_source_sans_pro
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle

MARGIN = 42  # points
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
HEAD = [("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#d9e5d6"))]
Commands = Sequence[tuple[Any, ...]]


class PageMark(Flowable):  # type: ignore[misc]
    """Takes no room, and notes on which page it came to stand."""

    def __init__(self, pages: dict[int, int], measure: int) -> None:
        super().__init__()
        self.pages, self.measure = pages, measure
        self.width = self.height = 0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Nothing."""
        return 0, 0

    def draw(self) -> None:
        """The page is known when something is drawn."""
        self.pages.setdefault(self.measure, self.canv.getPageNumber())


class PrintedReport:
    """A report while it is written."""

    def __init__(
        self, city: str, *, wide: bool = False, turned: bool = False, font: str = "Helvetica", size: float = 8.5
    ) -> None:
        self.city, self.turned, self.size = city, turned, size
        self.shape = landscape(A4) if wide or turned else A4
        self.font, self.bold = _fonts(font)
        self.story: list[Flowable] = []
        self.pages: dict[int, int] = {}

    @property
    def width(self) -> float:
        """The room between the margins."""
        return float(self.shape[0] - 2 * MARGIN)

    def text(
        self, marked: str, *, bold: bool = False, size: float | None = None, colour: str = "#000000"
    ) -> list[Flowable]:
        """A text as one paragraph for each of its lines, bullets indented."""
        style = ParagraphStyle(
            "text",
            fontName=self.bold if bold else self.font,
            fontSize=size or self.size,
            leading=(size or self.size) * 1.2,
            embeddedHyphenation=1,
            textColor=colors.HexColor(colour),
        )
        bulleted = ParagraphStyle("bulleted", parent=style, leftIndent=9, bulletIndent=1)
        return [
            Paragraph(self._markup(line[2:]), bulleted, bulletText="•")
            if line.startswith("• ")
            else Paragraph(self._markup(line), style)
            for line in marked.split("\n")
        ]

    def begin(self, measure: int, marked: str, **looks: Any) -> list[Flowable]:
        """The text with which a measure begins."""
        return [PageMark(self.pages, measure), *self.text(marked, **looks)]

    def table(self, rows: Sequence[Sequence[Any]], widths: Sequence[float], style: Commands, **more: Any) -> Table:
        """A table whose columns share the width in these parts; splitInRow=1 lets rows break over pages."""
        whole = sum(widths)
        columns = [self.width * part / whole for part in widths]
        look = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        return Table(rows, columns, style=TableStyle([*look, *style]), **more)

    def add(self, *flowables: Flowable) -> None:
        """Put these onto the paper."""
        self.story.extend(flowables)

    def finished(self, frames: Sequence[Frame] = (), lock: StandardEncryption | None = None) -> bytes:
        """The PDF; lock: what it forbids without a password."""
        content = io.BytesIO()
        title, rotation = f"Klimaschutzbericht {self.city}", 90 if self.turned else 0
        document = BaseDocTemplate(
            content, pagesize=self.shape, rotation=rotation, title=title, invariant=1, encrypt=lock
        )
        width, height = self.shape
        frame = Frame(MARGIN, MARGIN + 12, width - 2 * MARGIN, height - 2 * MARGIN - 24, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("page", list(frames) or [frame], onPage=self._around))
        document.build(self.story)
        return content.getvalue()

    def _around(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        """Running title and page number; a turned page is drawn upright onto paper that lies on its side."""
        width, height = self.shape
        if self.turned:
            canvas.transform(0, 1, -1, 0, height, 0)
        canvas.setFont(self.font, 7.5)
        canvas.drawString(MARGIN, height - 30, f"Stadt {self.city} · Klimaschutzbericht")
        canvas.drawRightString(width - MARGIN, 24, f"Seite {document.page}")

    def _markup(self, marked: str) -> str:
        """[[1]] is the mark of a footnote, <<words>> are bold."""
        text = html.escape(marked, quote=False).replace("~", "\u00ad")
        text = re.sub(r"\[\[(\d)\]\]", r"<super>\1</super>", text)
        text = re.sub("&lt;&lt;(.*?)&gt;&gt;", rf'<font name="{self.bold}">\1</font>', text)
        return text.replace("₂", "<sub>2</sub>") if self.font == "Helvetica" else text


def _fonts(name: str) -> tuple[str, str]:
    """The names of a font and its bold sister; the letters of fonts that are not in every reader are embedded."""
    if name == "Helvetica":
        return name, "Helvetica-Bold"
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for weight in ("Regular", "Bold"):
        if f"{name}-{weight}" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(f"{name}-{weight}", folder / f"{name}-{weight}.ttf"))
    return f"{name}-Regular", f"{name}-Bold"
