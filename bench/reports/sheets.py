"""Reports as fact sheets ("Steckbriefe"): the same labels again and again, once for each measure.

Here: ruled sheets, borderless ones, two columns of labels, and boxes beside one another. Not here: tables (ruled.py).
"""

from typing import Any

from reportlab.lib import colors
from reportlab.platypus import CondPageBreak, Flowable, Frame, KeepTogether, PageBreak, Spacer

from bench.reports import front_matter
from bench.reports.made_up_measures import (
    PlannedMeasure,
    by_dots,
    by_field,
    by_letter,
    planned_measures,
    states,
    through,
)
from bench.reports.printing import GRID, MARGIN, PrintedReport
from bench.reports.ruled import told, without_field
from bench.reports.told import MadeReport, Sort


def ruled_sheets() -> MadeReport:
    """One page each: a title bar, then ruled labels with their values."""
    paper = PrintedReport("Lauterau", size=10)
    measures, texts = planned_measures(211, 30, through("M {:02}")), states(212, 30, most=7)
    front_matter.title_page(paper, "Maßnahmensteckbriefe")
    front_matter.contents(paper, list(by_field(measures)))
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        labels = _labels(measure, text)
        rows: list[list[Any]] = [[paper.begin(place, f"{measure.number}  {measure.title}", bold=True, size=13), ""]]
        rows += [[paper.text(label, bold=True), paper.text(value)] for label, value in labels.items()]
        look = [("SPAN", (0, 0), (1, 0)), ("BACKGROUND", (0, 0), (1, 0), colors.HexColor("#e4efdc"))]
        paper.add(paper.table(rows, (3, 9), [*GRID, *look]), PageBreak())
    pdf = paper.finished()
    return MadeReport("ruled_sheets", Sort.SHEETS, pdf, told(paper, measures, _texts(measures, texts)))


def borderless_sheets() -> MadeReport:
    """Two on a page, without a line: "Label: value", the label bold."""
    paper = PrintedReport("Mühlhagen", size=9.5, font="SourceSansPro")
    measures, texts = planned_measures(221, 40, by_letter), states(222, 40, most=4)
    front_matter.title_page(paper, "Steckbriefe")
    front_matter.prose(paper)
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        paper.add(*paper.begin(place, f"{measure.number} {measure.title}", bold=True, size=13), Spacer(1, 6))
        for label, value in _labels(measure, text).items():
            paper.add(*paper.text(f"<<{label}:>> {value}"), Spacer(1, 4))
        paper.add(PageBreak() if place % 2 else Spacer(1, 50))
    pdf = paper.finished()
    return MadeReport("borderless_sheets", Sort.SHEETS, pdf, told(paper, measures, _texts(measures, texts)))


def two_columns_of_labels() -> MadeReport:
    """Label, value, label, value beside one another; below them labels whose texts take the whole width."""
    paper = PrintedReport("Neuenstadt am Kolk")
    measures, texts = planned_measures(231, 36, by_dots), states(232, 36)
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        few = [("Handlungsfeld", measure.field_of_action), ("Federführung", measure.responsible)]
        few += [("Beginn", measure.begin), ("Ende", measure.end), ("Kosten", measure.cost), ("Priorität", "hoch")]
        pairs = [tuple(few[nth : nth + 2]) for nth in range(0, 6, 2)]
        rows: list[list[Any]] = [
            [paper.begin(place, measure.number, bold=True), paper.text(measure.title, bold=True), "", ""]
        ]
        rows += [
            [paper.text(cell, bold=not nth % 2) for nth, cell in enumerate((*left, *right))] for left, right in pairs
        ]
        rows += [[paper.text("Beschreibung", bold=True), paper.text(measure.plan), "", ""]]
        rows += [[paper.text("Umsetzungsstand", bold=True), paper.text(text), "", ""]]
        spans = [("SPAN", (1, row), (3, row)) for row in (0, 4, 5)]
        look = [("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
        paper.add(KeepTogether(paper.table(rows, (2, 4, 2, 4), [*GRID, *spans, *look])), Spacer(1, 16))
    pdf = paper.finished()
    printed = [
        {"Beschreibung": measure.plan, "Umsetzungsstand": text} for measure, text in zip(measures, texts, strict=True)
    ]
    return MadeReport("two_columns_of_labels", Sort.SHEETS, pdf, told(paper, measures, printed))


def boxes_in_three_columns() -> MadeReport:
    """Three columns of boxes on wide paper: number and title, then labels and their texts."""
    paper = PrintedReport("Oberrode", wide=True, size=8)
    measures, texts = planned_measures(241, 45, by_letter), states(242, 45, most=2)
    width = (paper.width - 20) / 3
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        labels = {"Zuständig": measure.responsible, "Zeitraum": f"{measure.begin} – {measure.end}", "Stand": text}
        inside: list[Flowable] = [
            *paper.begin(place, f"{measure.number} {measure.title}", bold=True, size=9),
            Spacer(1, 3),
        ]
        for label, value in labels.items():
            inside += paper.text(f"<<{label}:>> {value}")
        box = paper.table([[inside]], (1,), [("BOX", (0, 0), (-1, -1), 0.8, colors.darkgreen)])
        box._argW = [width]
        paper.add(KeepTogether(box), Spacer(1, 8))
    height = paper.shape[1] - 2 * MARGIN - 24
    pdf = paper.finished(
        [Frame(MARGIN + nth * (width + 10), MARGIN + 12, width, height, 0, 0, 0, 0) for nth in range(3)]
    )
    printed = [without_field(measure) for measure in told(paper, measures, [{"Stand": text} for text in texts])]
    return MadeReport("boxes_in_three_columns", Sort.SHEETS, pdf, printed)


def headings_above_texts() -> MadeReport:
    """No table at all: a heading for the measure, and small bold headings above the texts; sheets run over pages."""
    paper = PrintedReport("Quellendorf", size=10)
    measures, texts = planned_measures(251, 24, through("Maßnahme {}")), states(252, 24, most=9)
    front_matter.all_of_it(paper, list(by_field(measures)))
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        paper.add(CondPageBreak(160), *paper.begin(place, f"{measure.number}: {measure.title}", bold=True, size=13))
        for label, value in _labels(measure, text).items():
            paper.add(
                Spacer(1, 6), CondPageBreak(40), *paper.text(label, bold=True, colour="#2f6b2f"), *paper.text(value)
            )
        paper.add(Spacer(1, 26))
    pdf = paper.finished()
    return MadeReport("headings_above_texts", Sort.SHEETS, pdf, told(paper, measures, _texts(measures, texts)))


def _labels(measure: PlannedMeasure, state: str) -> dict[str, str]:
    return {
        "Handlungsfeld": measure.field_of_action,
        "Ziel und Inhalt": measure.plan,
        "Verantwortlich": measure.responsible,
        "Laufzeit": f"{measure.begin} bis {measure.end}",
        "Kosten": measure.cost,
        "Aktueller Stand": state,
    }


def _texts(measures: list[PlannedMeasure], texts: list[str]) -> list[dict[str, str]]:
    return [
        {"Ziel und Inhalt": measure.plan, "Aktueller Stand": text}
        for measure, text in zip(measures, texts, strict=True)
    ]
