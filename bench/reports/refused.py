"""Files that hold nothing to read, or nothing that can be read: each must end in a clear sentence.

Here: innocent ones (a scan, an encrypted report, prose) and damaged ones. Not here: files made to harm the reader,
which bench/hostile/pdf_tricks.py has.
"""

import io

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Spacer

from bench.reports import front_matter
from bench.reports.made_up_measures import by_letter, plain, planned_measures, states
from bench.reports.printing import GRID, HEAD, PrintedReport
from bench.reports.told import MadeReport, Sort


def prose_alone() -> MadeReport:
    """Sentences, contents, a table of emissions and a chart, but no measure."""
    paper = PrintedReport("Rabenau")
    front_matter.all_of_it(paper, ["Klimaschutz als Aufgabe", "Szenarien"])
    for _ in range(4):
        front_matter.prose(paper, 12)
    return _refused("prose_alone", paper.finished(), "no measures")


def list_without_borders() -> MadeReport:
    """Measures named in running sentences, under bullets: a reader may not make half a table of them."""
    paper = PrintedReport("Seebruck", font="SourceSansPro")
    for measure, text in zip(planned_measures(311, 30, by_letter), states(312, 30), strict=True):
        sentence = f"Zu „{measure.title}“ ist zu sagen: {text}".replace("\n", " ")
        paper.add(*paper.text(f"• {sentence} Zuständig: {measure.responsible}."), Spacer(1, 5))
    return _refused("list_without_borders", paper.finished(), "not understood")


def scan_of_a_table() -> MadeReport:
    """Pages that are pictures, without a letter of text."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    for page in range(3):
        canvas.drawInlineImage(_picture(page), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
    return _refused("scan_of_a_table", content.getvalue(), "no text")


def encrypted() -> MadeReport:
    """A report that opens with a password only."""
    return _refused("encrypted", _small_table(StandardEncryption("geheim", "besitzer", strength=128)), "encrypted")


def cut_short() -> MadeReport:
    """The first half of a report, as a broken download leaves it."""
    pdf = _small_table()
    return _refused("cut_short", pdf[: len(pdf) // 2], "damaged")


def bytes_lost() -> MadeReport:
    """A report whose streams are overwritten with noise."""
    pdf = bytearray(_small_table())
    for place in range(200, len(pdf) - 2000, 7):
        pdf[place] = 0x23
    return _refused("bytes_lost", bytes(pdf), "damaged")


def no_bytes() -> MadeReport:
    """A file without a byte behind its signature."""
    return _refused("no_bytes", b"%PDF-1.7\n", "damaged")


def blank_pages() -> MadeReport:
    """Five pages with nothing on them."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    for _ in range(5):
        canvas.showPage()
    canvas.save()
    return _refused("blank_pages", content.getvalue(), "no text")


def three_thousand_pages() -> MadeReport:
    """More pages than any report has."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    for page in range(3000):
        canvas.drawString(72, 700, f"Seite {page + 1} von 3.000")
        canvas.showPage()
    canvas.save()
    return _refused("three_thousand_pages", content.getvalue(), "too many pages")


def _small_table(encryption: StandardEncryption | None = None) -> bytes:
    """A report of one table, drawn by hand so that it can be encrypted."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1, encrypt=encryption)
    paper = PrintedReport("Tannfeld")
    rows = [["Nr.", "Maßnahme", "Amt"]]
    rows += [[m.number, plain(m.title), plain(m.responsible)] for m in planned_measures(321, 20, by_letter)]
    table = paper.table(rows, (1, 6, 4), [*GRID, *HEAD])
    table.wrapOn(canvas, paper.width, 700)
    table.drawOn(canvas, 42, 300)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def _picture(page: int) -> Image.Image:
    """A grey page with dark lines and specks, as an office scanner makes them."""
    picture = Image.new("L", (620, 877), 247)
    draw = ImageDraw.Draw(picture)
    for line in range(80, 800, 40):
        draw.line((60, line, 560, line + page), fill=70)
        draw.text((70, line + 12), f"Massnahme {line // 40}: Radweg", fill=40)
    return picture


def _refused(name: str, pdf: bytes, why: str) -> MadeReport:
    return MadeReport(name, Sort.REFUSED, pdf, refused=why)
