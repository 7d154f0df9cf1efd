"""More fact sheets: running over pages, labels above their values, and labels and values at two stops.

Here: what differs from the sheets of sheets.py in one point each.
"""

from typing import Any

from reportlab.lib import colors
from reportlab.platypus import KeepTogether, PageBreak, Spacer

from bench.reports.made_up_measures import by_dots, by_letter, planned_measures, states, through
from bench.reports.printing import GRID, PrintedReport
from bench.reports.ruled import told
from bench.reports.told import MadeReport, Sort


def sheets_over_pages() -> MadeReport:
    """Ruled sheets so long that each takes a page and a half; the heading says "Steckbrief" and the number."""
    paper = PrintedReport("Hirschau", size=13, font="SourceSansPro")
    measures = planned_measures(611, 20, by_dots)
    texts, effects = states(612, 20, most=22), states(613, 20, most=20, bullets=0.4)
    for place, (measure, text, effect) in enumerate(zip(measures, texts, effects, strict=True)):
        rows: list[list[Any]] = [
            [paper.begin(place, measure.number, bold=True), paper.text(measure.title, bold=True)]
        ]
        labels = {"Handlungsfeld": measure.field_of_action, "Inhalt": measure.plan, "Hemmnisse": effect}
        labels |= {"Träger": measure.responsible, "Umsetzung": text, "Erfolgsindikator": "Anzahl der Bera~tungen"}
        rows += [[paper.text(label, bold=True), paper.text(value)] for label, value in labels.items()]
        look = [("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#f3e2c0"))]
        paper.add(*paper.text("Maßnahmensteckbrief", size=15), Spacer(1, 6))
        paper.add(paper.table(rows, (3, 10), [*GRID, *look], splitInRow=1), PageBreak())
    pdf = paper.finished()
    printed = [{"Hemmnisse": effect, "Umsetzung": text} for effect, text in zip(effects, texts, strict=True)]
    return MadeReport("sheets_over_pages", Sort.SHEETS, pdf, told(paper, measures, printed))


def labels_above_values() -> MadeReport:
    """A grid of small cells, each with a small label above its value; below them two wide ones."""
    paper = PrintedReport("Inselbach", size=9)
    measures, texts = planned_measures(621, 33, through("KSM {:02}")), states(622, 33)
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):

        def cell(label: str, value: str) -> list[Any]:
            return [*paper.text(label, bold=True, size=7, colour="#666666"), *paper.text(value)]

        rows: list[list[Any]] = [
            [paper.begin(place, f"{measure.number} – {measure.title}", bold=True, size=12), "", ""],
            [
                cell("Handlungsfeld", measure.field_of_action),
                cell("Zuständigkeit", measure.responsible),
                cell("Laufzeit", f"{measure.begin} – {measure.end}"),
            ],
            [cell("Kurzbeschreibung", measure.plan), "", ""],
            [cell("Umsetzungsstand", text), "", ""],
        ]
        spans = [("SPAN", (0, row), (2, row)) for row in (0, 2, 3)]
        paper.add(KeepTogether(paper.table(rows, (1, 1, 1), [*GRID, *spans])), Spacer(1, 18))
    pdf = paper.finished()
    printed = [
        {"Kurzbeschreibung": measure.plan, "Umsetzungsstand": text}
        for measure, text in zip(measures, texts, strict=True)
    ]
    return MadeReport("labels_above_values", Sort.SHEETS, pdf, told(paper, measures, printed))


def plain_sheets() -> MadeReport:
    """Sheets as typed with a tabulator: labels at the left, values at a stop, no line, one on a page."""
    paper = PrintedReport("Jettenbach", size=10)
    measures, texts = planned_measures(631, 28, by_letter), states(632, 28, most=6)
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        head = {"Maßnahmen-Nr.": measure.number, "Titel": measure.title, "Handlungsfeld": measure.field_of_action}
        labels = {**head, "Zuständigkeit": measure.responsible, "Zeitplan": measure.begin, "Sachstand": text}
        rows = [
            [paper.text(label), paper.begin(place, value) if label == "Maßnahmen-Nr." else paper.text(value)]
            for label, value in labels.items()
        ]
        paper.add(paper.table(rows, (3, 9), []), PageBreak())
    pdf = paper.finished()
    return MadeReport(
        "plain_sheets", Sort.SHEETS, pdf, told(paper, measures, [{"Sachstand": text} for text in texts])
    )
