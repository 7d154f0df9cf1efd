"""Reports as one long table: a row for each measure, or a little table with a head row for each.

Here: the layouts whose cells are ruled or aligned. Not here: numbers, dates and locks that are special
(special_tables.py), and fact sheets (sheets.py).
"""

from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.platypus import PageBreak, Spacer

from bench.reports import front_matter
from bench.reports.made_up_measures import (
    PlannedMeasure,
    by_dots,
    by_field,
    by_letter,
    planned_measures,
    states,
    through,
    told_measures,
)
from bench.reports.printing import GRID, HEAD, PrintedReport
from bench.reports.told import MadeReport, Sort, ToldMeasure


def told(
    paper: PrintedReport, measures: Sequence[PlannedMeasure], texts: Sequence[dict[str, str]]
) -> list[ToldMeasure]:
    """What was printed, once it is known on which pages."""
    return told_measures(measures, texts, [paper.pages[place] for place in range(len(measures))])


def without_field(measure: ToldMeasure) -> ToldMeasure:
    """The same, from a report that names no fields of action."""
    return ToldMeasure(measure.number, measure.title, measure.responsible, "", measure.texts, measure.page)


def row_per_measure() -> MadeReport:
    """The plainest: one ruled table, after a title page, contents, prose and a chart."""
    paper = PrintedReport("Auental", wide=True)
    measures, texts = planned_measures(11, 48, by_letter), states(12, 48)
    front_matter.all_of_it(paper, list(by_field(measures)))
    heads = ("Nr.", "Maßnahme", "Handlungsfeld", "Federführung", "Zeitraum", "Kosten", "Sachstand")
    rows: list[list[Any]] = [[paper.text(head, bold=True) for head in heads]]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        between = f"{measure.begin} – {measure.end}"
        cells = (measure.title, measure.field_of_action, measure.responsible, between, measure.cost, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    paper.add(paper.table(rows, (1, 4, 3, 3, 2.5, 2, 8), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished()
    return MadeReport(
        "row_per_measure", Sort.RULED, pdf, told(paper, measures, [{"Sachstand": text} for text in texts])
    )


def two_header_rows(name: str = "two_header_rows", *, turned: bool = False) -> MadeReport:
    """Groups of columns above the columns: "Zeitplan" over "Beginn" and "Ende"; turned: on paper on its side."""
    paper = PrintedReport("Bad Lindenfels", wide=not turned, turned=turned, font="SourceSansPro")
    measures, texts = planned_measures(21, 36, through("KS-{:02}")), states(22, 36)
    upper = (
        "Kennung",
        "Bezeichnung der Maßnahme",
        "Zuständig",
        "Zeitplan",
        "",
        "Kosten (geschätzt)",
        "Stand der Umsetzung",
    )
    lower = ("", "", "", "Beginn", "Ende", "", "")
    rows: list[list[Any]] = [[paper.text(head, bold=True) for head in heads] for heads in (upper, lower)]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.responsible, measure.begin, measure.end, measure.cost, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    spans: list[tuple[Any, ...]] = [("SPAN", (column, 0), (column, 1)) for column in (0, 1, 2, 5, 6)]
    spans += [("SPAN", (3, 0), (4, 0)), ("BACKGROUND", (0, 0), (-1, 1), colors.lightgrey)]
    paper.add(*paper.text("Maßnahmenübersicht", bold=True, size=13), Spacer(1, 6))
    paper.add(paper.table(rows, (1.4, 4, 3, 2, 1.6, 2, 7), [*GRID, *spans], repeatRows=2))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Stand der Umsetzung": text} for text in texts])
    return MadeReport(name, Sort.RULED, pdf, [without_field(measure) for measure in printed])


def turned_pages() -> MadeReport:
    """Upright paper that is shown turned by 90 degrees."""
    return two_header_rows("turned_pages", turned=True)


def footnotes() -> MadeReport:
    """Marks of footnotes stand raised behind titles and words; the notes stand below the table."""
    paper = PrintedReport("Cronau", wide=True)
    measures, texts = planned_measures(31, 30, through("M {}")), states(32, 30)
    rows: list[list[Any]] = [
        [paper.text(head, bold=True) for head in ("Nr.", "Titel", "Amt", "Handlungsfeld", "Aktueller Stand")]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        mark = f"[[{place % 3 + 1}]]" if place % 4 == 0 else ""
        cells = (measure.title + mark, measure.responsible, measure.field_of_action, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    paper.add(paper.table(rows, (1, 4, 3, 3, 8), [*GRID, *HEAD], repeatRows=1), Spacer(1, 10))
    for number, note in enumerate(
        ("Vorbehaltlich der Haushaltsmittel.", "Gemeinsam mit dem Land.", "Siehe V/0417/2019.")
    ):
        paper.add(*paper.text(f"[[{number + 1}]] {note}", size=7))
    pdf = paper.finished()
    return MadeReport(
        "footnotes", Sort.RULED, pdf, told(paper, measures, [{"Aktueller Stand": text} for text in texts])
    )


def rows_over_pages() -> MadeReport:
    """Long texts: rows break over pages, below heads that repeat; numbers as 1.1.3."""
    paper = PrintedReport("Dornstetten-Süd")
    measures, texts = planned_measures(41, 60, by_dots), states(42, 60, most=12)
    rows: list[list[Any]] = [
        [paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Verantwortlich", "Bericht 2023")]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.responsible, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    paper.add(paper.table(rows, (1.2, 3, 3, 6), [*GRID, *HEAD], repeatRows=1, splitInRow=1))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Bericht 2023": text} for text in texts])
    return MadeReport("rows_over_pages", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def lines_between_rows() -> MadeReport:
    """Only horizontal rules; columns are told apart by where they begin."""
    paper = PrintedReport("Ebersfurt", wide=True, font="SourceSansPro")
    measures, texts = planned_measures(51, 40, by_letter), states(52, 40)
    rows: list[list[Any]] = [
        [paper.text(head, bold=True) for head in ("ID", "Maßnahme", "Akteur", "Ende", "Sachstand 12/2023")]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.responsible, measure.end, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    rules = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)]
    front_matter.title_page(paper)
    paper.add(paper.table(rows, (1, 4, 3, 1.5, 8), rules, repeatRows=1))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Sachstand 12/2023": text} for text in texts])
    return MadeReport("lines_between_rows", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def groups_with_sums() -> MadeReport:
    """Rows that span the table name the field of action; sums stand below each, and a total that does not fit."""
    paper = PrintedReport("Freudenau", wide=True)
    measures, texts = planned_measures(61, 44, through("{:03}")), states(62, 44)
    rows: list[list[Any]] = [
        [paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Beteiligte", "Kosten in T€", "Stand")]
    ]
    style: list[tuple[Any, ...]] = [*GRID, *HEAD]
    place = total = 0
    for field, members in by_field(measures).items():
        style += [
            ("SPAN", (0, len(rows)), (-1, len(rows))),
            ("BACKGROUND", (0, len(rows)), (-1, len(rows)), colors.beige),
        ]
        rows.append([paper.text(f"Handlungsfeld {field}", bold=True), "", "", "", ""])
        for measure in members:
            cells = (measure.title, measure.responsible, str(10 * place + 5), texts[place])
            rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
            place += 1
        amount = sum(10 * member + 5 for member in range(place - len(members), place))
        total += amount
        style += [("SPAN", (0, len(rows)), (2, len(rows)))]
        rows.append([paper.text(f"Summe {field}", bold=True), "", "", paper.text(str(amount), bold=True), ""])
    style += [("SPAN", (0, len(rows)), (2, len(rows)))]
    rows.append([paper.text("Gesamtsumme", bold=True), "", "", paper.text(str(total + 70), bold=True), ""])
    paper.add(paper.table(rows, (1, 5, 4, 1.6, 8), style, repeatRows=1))
    pdf = paper.finished()
    return MadeReport("groups_with_sums", Sort.RULED, pdf, told(paper, measures, [{"Stand": text} for text in texts]))


def table_per_field() -> MadeReport:
    """Each field of action has a heading and a table of its own, with the same head; nothing else names the field."""
    paper = PrintedReport("Grünwalde")
    measures, texts = planned_measures(71, 52, by_letter), states(72, 52)
    place = 0
    for number, (field, members) in enumerate(by_field(measures).items()):
        paper.add(*paper.text(f"{number + 1} Handlungsfeld „{field}“", bold=True, size=12), Spacer(1, 4))
        paper.add(*paper.text("Die folgende Tabelle nennt die Maß~nahmen und ihren Stand."), Spacer(1, 4))
        rows: list[list[Any]] = [
            [paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Zuständigkeit", "Stand 2024")]
        ]
        for measure in members:
            cells = (measure.title, measure.responsible, texts[place])
            rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
            place += 1
        paper.add(paper.table(rows, (1, 4, 3, 7), [*GRID, *HEAD], repeatRows=1), Spacer(1, 14))
    paper.add(PageBreak())
    front_matter.prose(paper)
    pdf = paper.finished()
    return MadeReport(
        "table_per_field", Sort.RULED, pdf, told(paper, measures, [{"Stand 2024": text} for text in texts])
    )


def labels_below_a_head_row() -> MadeReport:
    """A small table per measure: a head row with number, title, office and priority; below it labels and texts."""
    paper = PrintedReport("Hohenbruck", font="SourceSansPro")
    measures = planned_measures(81, 34, through("KS-{:02}"))
    dates = ("Stand 12/2019", "Stand 12/2021", "Stand 12/2023")
    texts = [states(82 + place, 34, no_news=0.2 if place else 0) for place in range(3)]
    printed = []
    for place, measure in enumerate(measures):
        head = [paper.begin(place, measure.number, bold=True), paper.text(measure.title, bold=True)]
        head += [paper.text(measure.responsible, bold=True), paper.text(f"Priorität {place % 3 + 1}")]
        told_texts = {"Beschreibung": measure.plan, **{date: texts[nth][place] for nth, date in enumerate(dates)}}
        rows: list[list[Any]] = [head]
        rows += [[paper.text(label), paper.text(text), "", ""] for label, text in told_texts.items()]
        spans = [("SPAN", (1, row), (3, row)) for row in range(1, len(rows))]
        look = [
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#cfe0f3")),
            ("BOX", (0, 0), (-1, -1), 1, colors.navy),
        ]
        paper.add(paper.table(rows, (2, 6, 4, 2), [*GRID, *spans, *look]), Spacer(1, 9))
        printed.append(told_texts)
    pdf = paper.finished()
    measures_told = [without_field(measure) for measure in told(paper, measures, printed)]
    return MadeReport("labels_below_a_head_row", Sort.RULED, pdf, measures_told)
