"""Reports that differ more: two rows a measure, upright heads, field and number in one cell, pictures.

Here: layouts that were made last, when the reading stood. Not here: the plainer ones (ruled.py, sheets.py).
"""

from typing import Any

from playwright.sync_api import Browser
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib import colors
from reportlab.platypus import Flowable, PageBreak, Spacer

from bench.reports import html_pages
from bench.reports.made_up_measures import by_dots, by_letter, plain, planned_measures, states, through
from bench.reports.printing import GRID, HEAD, PrintedReport
from bench.reports.ruled import told, without_field
from bench.reports.told import MadeReport, Sort

Rows = list[list[Any]]


class Upright(Flowable):  # type: ignore[misc]
    """Words that run from bottom to top."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def wrap(self, *_: float) -> tuple[float, float]:
        """As tall as the words are long."""
        return 10, 4.6 * len(self.words) + 4

    def draw(self) -> None:
        """Turned by 90 degrees."""
        self.canv.rotate(90)
        self.canv.setFont("Helvetica-Bold", 8)
        self.canv.drawString(2, -8, self.words)


def upright_heads() -> MadeReport:
    """Narrow columns with heads that run upwards, crosses in some of them, and a status in words."""
    paper = PrintedReport("Ostritzau", wide=True, size=7.5)
    measures, texts = planned_measures(711, 46, through("{:02}")), states(712, 46, most=3)
    heads: list[Any] = [paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Zuständig")]
    heads += [Upright(words) for words in ("Strom", "Wärme", "Verkehr", "Kosten [T€]")]
    heads += [paper.text(head, bold=True) for head in ("Status", "Bemerkungen zum Stand")]
    rows: Rows = [heads]
    statuses = ("in Umsetzung", "abgeschlossen", "geplant", "läuft")
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        crosses = [paper.text("x" if place % nth == 0 else "") for nth in (2, 3, 5)]
        cells = (str(place * 7 + 3), statuses[place % 4], text)
        start = [paper.begin(place, measure.number), paper.text(measure.title), paper.text(measure.responsible)]
        rows.append([*start, *crosses, *map(paper.text, cells)])
    paper.add(paper.table(rows, (0.9, 4, 3.2, 0.6, 0.6, 0.6, 0.9, 2, 7), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Bemerkungen zum Stand": text} for text in texts])
    return MadeReport("upright_heads", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def two_rows_a_measure() -> MadeReport:
    """Number, title and office in one row; the text spans the row below, without a label."""
    paper = PrintedReport("Pfaffenrode")
    measures, texts = planned_measures(721, 34, by_letter), states(722, 34, most=4, bullets=0)
    rows: Rows = [[paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Federführung")]]
    rows.append([paper.text("Sachstand", bold=True), "", ""])
    style: list[tuple[Any, ...]] = [
        *GRID,
        ("BACKGROUND", (0, 0), (-1, 1), colors.lightgrey),
        ("SPAN", (0, 1), (-1, 1)),
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        rows.append([paper.begin(place, measure.number), paper.text(measure.title), paper.text(measure.responsible)])
        style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([paper.text(text), "", ""])
    paper.add(paper.table(rows, (1, 6, 4), style, repeatRows=2))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Sachstand": text} for text in texts])
    return MadeReport("two_rows_a_measure", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def field_and_number_in_one_cell() -> MadeReport:
    """The first cell holds the field of action and below it the number; title and office share the second."""
    paper = PrintedReport("Quedlingen", font="SourceSansPro")
    measures, texts = planned_measures(731, 30, through("K{:02}")), states(732, 30, most=5)
    heads = ("Handlungsfeld / Nr.", "Maßnahme", "Verantwortlich", "Bericht zum 31.12.2023")
    rows: Rows = [[paper.text(head, bold=True) for head in heads]]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        first = [*paper.begin(place, measure.field_of_action), *paper.text(measure.number)]
        rows.append([first, *map(paper.text, (measure.title, measure.responsible, text))])
    paper.add(paper.table(rows, (2.6, 4, 3, 7), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished()
    texts_told = [{"Bericht zum 31.12.2023": text} for text in texts]
    return MadeReport("field_and_number_in_one_cell", Sort.RULED, pdf, told(paper, measures, texts_told))


def title_last() -> MadeReport:
    """The columns in an order of their own, with the number, such as HF2-M03, in the middle of them."""
    paper = PrintedReport("Ravensfeld", wide=True, font="SourceSansPro")
    measures = planned_measures(741, 44, lambda _, field, place: f"HF{field}-M{place:02}")
    texts = states(742, 44, most=3)
    heads = ("Handlungsfeld", "Akteur", "Zeithorizont", "Kennziffer", "Massnahme", "Umsetzungsgrad und Ausblick")
    rows: Rows = [[paper.text(head, bold=True) for head in heads]]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.field_of_action, measure.responsible, measure.end)
        last = map(paper.text, (measure.title, text))
        rows.append([*map(paper.text, cells), paper.begin(place, measure.number), *last])
    style = [
        *GRID,
        *HEAD,
        ("BOX", (0, 0), (-1, -1), 2, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 2, colors.black),
    ]
    paper.add(paper.table(rows, (3, 3, 1.6, 1.8, 4, 7), style, repeatRows=1))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Umsetzungsgrad und Ausblick": text} for text in texts])
    return MadeReport("title_last", Sort.RULED, pdf, printed)


def sheets_with_pictures() -> MadeReport:
    """Wide sheets: a picture, labels for number and title as for all others, and a small table of costs below."""
    paper = PrintedReport("Schwarzfels", wide=True, size=9.5)
    measures, texts = planned_measures(751, 24, by_dots), states(752, 24, most=5)
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        drawing = Drawing(120, 50)
        drawing.add(Rect(0, 0, 120, 46, fillColor=colors.lightgreen))
        drawing.add(String(8, 18, plain(measure.field_of_action)[:16], fontSize=9))
        paper.add(drawing, Spacer(1, 4))
        labels = {"Projektnummer": measure.number, "Projekttitel": measure.title}
        labels |= {"Handlungsfeld": measure.field_of_action}
        labels |= {
            "Projektverantwortung": measure.responsible,
            "Projektbeschreibung": measure.plan,
            "Projektstand": text,
        }
        rows: Rows = []
        for label, value in labels.items():
            shown = paper.begin(place, value) if label == "Projektnummer" else paper.text(value)
            rows.append([paper.text(label, bold=True), shown])
        shade = ("BACKGROUND", (0, 0), (0, -1), colors.HexColor("#e8eef7"))
        paper.add(paper.table(rows, (3, 10), [*GRID, shade]))
        years, costs = ("Jahr", "2023", "2024", "2025"), ("Kosten in T€", place * 3 + 2, place * 4 + 1, place + 9)
        paper.add(Spacer(1, 14), paper.table([years, costs], (3, 1, 1, 1), GRID), PageBreak())
    pdf = paper.finished()
    printed = [{"Projektbeschreibung": m.plan, "Projektstand": text} for m, text in zip(measures, texts, strict=True)]
    return MadeReport("sheets_with_pictures", Sort.SHEETS, pdf, told(paper, measures, printed))


def framed_sheets_of_a_browser(browser: Browser) -> MadeReport:
    """A bar with number and title above a ruled table of labels, in which one cell holds a table itself."""
    measures, texts = planned_measures(761, 28, through("Maßnahme {:02}")), states(762, 28, most=3)
    sheets = []
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        costs = {2023: place + 4, 2024: place * 2}
        inner = "".join(f"<tr><td>{year}</td><td>{cost} T€</td></tr>" for year, cost in costs.items())
        plan, state, office = map(html_pages.shown, (measure.plan, text, measure.responsible))
        labels = {"Themenfeld": measure.field_of_action, "Federführendes Amt": office}
        labels |= {"Mittel": f"<table>{inner}</table>", "Was ist geplant?": plan, "Wie ist der Stand?": state}
        rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in labels.items())
        title = f"{measure.number} | {html_pages.shown(measure.title)}"
        bar = f'<tr><th colspan="2" class="bar" id="m{place}">{title}</th></tr>'
        sheets.append(f"<table class=sheet>{bar}{rows}</table>")
    looks = html_pages.BORDERS + " .bar { background: #234; color: #fff; font-size: 11pt; }"
    looks += " .sheet { break-inside: avoid; margin-bottom: 12mm; }"
    looks += " .sheet > tbody > tr > th:first-child:not(.bar) { width: 40mm; }"
    printed = [
        {"Was ist geplant?": m.plan, "Wie ist der Stand?": text} for m, text in zip(measures, texts, strict=True)
    ]
    name, body = "framed_sheets_of_a_browser", "".join(sheets)
    return html_pages.printed(browser, name, Sort.SHEETS, body, measures, printed, looks=looks)
