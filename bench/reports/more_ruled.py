"""More reports as tables: shades for lines, heads that do not repeat, cells in the middle, numbers inside titles.

Here: what differs from the plain tables of ruled.py in one point each. Not here: fact sheets (more_sheets.py).
"""

from typing import Any

from reportlab.lib import colors
from reportlab.platypus import PageBreak, Spacer

from bench.reports import front_matter
from bench.reports.made_up_measures import by_dots, by_field, by_letter, planned_measures, states, through
from bench.reports.printing import GRID, HEAD, PrintedReport
from bench.reports.ruled import told, without_field
from bench.reports.told import MadeReport, Sort

Rows = list[list[Any]]


def shades_for_lines() -> MadeReport:
    """Not one line: each second row is shaded, and the head is dark with white letters."""
    paper = PrintedReport("Altkirchen", wide=True, font="SourceSansPro")
    measures, texts = planned_measures(511, 42, through("{}")), states(512, 42)
    rows: Rows = [
        [
            paper.text(head, bold=True, colour="#ffffff")
            for head in ("Nr.", "Maßnahme", "Handlungsfeld", "Akteure", "Sachstand")
        ]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.field_of_action, measure.responsible, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    shades = [("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#1d5b3a"))]
    shades += [("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.HexColor("#e9f1ea")])]
    paper.add(paper.table(rows, (1, 4, 3, 3, 8), shades, repeatRows=1))
    pdf = paper.finished()
    return MadeReport(
        "shades_for_lines", Sort.RULED, pdf, told(paper, measures, [{"Sachstand": text} for text in texts])
    )


def head_only_once() -> MadeReport:
    """The head stands once, in the middle of a page below prose; the table runs on over pages without it."""
    paper = PrintedReport("Breitenau")
    measures, texts = planned_measures(521, 50, by_letter), states(522, 50, most=6)
    front_matter.title_page(paper)
    paper.add(*paper.text("3 Maßnahmen", bold=True, size=13), Spacer(1, 8))
    paper.add(*paper.text("Die Tabelle zeigt alle Maß~nahmen. " * 12), Spacer(1, 12))
    rows: Rows = [
        [
            paper.text(head, bold=True)
            for head in ("Kürzel", "Maßnahmentitel", "Federführendes Amt", "Stand der Dinge")
        ]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.responsible, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    paper.add(paper.table(rows, (1.2, 4, 3, 7), [*GRID, *HEAD], splitInRow=1))
    paper.add(
        Spacer(1, 12), *paper.text("4 Ausblick", bold=True, size=13), *paper.text("Der nächste Bericht folgt 2026.")
    )
    pdf = paper.finished()
    printed = told(paper, measures, [{"Stand der Dinge": text} for text in texts])
    return MadeReport("head_only_once", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def cells_in_the_middle() -> MadeReport:
    """Short cells stand in the middle of tall rows, and rows break over pages, as word processors do it."""
    paper = PrintedReport("Cunersdorf", font="SourceSansPro", size=9.5)
    measures, texts = planned_measures(531, 40, through("KM-{:03}")), states(532, 40, most=9)
    rows: Rows = [
        [paper.text(head, bold=True) for head in ("Nr.", "Projekt", "Verantwortung", "Sachstand Ende 2024")]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.responsible, text)
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    middle = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    paper.add(paper.table(rows, (1.6, 4, 3, 7), [*GRID, *HEAD, *middle], repeatRows=1))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Sachstand Ende 2024": text} for text in texts])
    return MadeReport("cells_in_the_middle", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def numbers_inside_titles() -> MadeReport:
    """Number and title stand in one cell: "M3 Radverkehrskonzept"; the field of action is a row of its own."""
    paper = PrintedReport("Dreieichen", wide=True)
    measures, texts = planned_measures(541, 36, by_letter), states(542, 36)
    rows: Rows = [
        [paper.text(head, bold=True) for head in ("Maßnahme", "Zuständig", "Beginn", "Ende", "Umsetzungsstand")]
    ]
    style: list[tuple[Any, ...]] = [*GRID, *HEAD]
    place = 0
    for field, members in by_field(measures).items():
        style += [("SPAN", (0, len(rows)), (-1, len(rows)))]
        rows.append([paper.text(field, bold=True), "", "", "", ""])
        for measure in members:
            cells = (measure.responsible, measure.begin, measure.end, texts[place])
            rows.append([paper.begin(place, f"{measure.number} {measure.title}"), *map(paper.text, cells)])
            place += 1
    paper.add(paper.table(rows, (5, 3, 2, 1.5, 8), style, repeatRows=1))
    pdf = paper.finished()
    printed = told(paper, measures, [{"Umsetzungsstand": text} for text in texts])
    return MadeReport("numbers_inside_titles", Sort.RULED, pdf, printed)


def dates_and_groups() -> MadeReport:
    """Two reporting dates in columns, below one head that names both; the field of action stands at the left."""
    paper = PrintedReport("Eulenried", wide=True, size=8)
    dates = ("Stand 31.12.2021", "Stand 31.12.2023")
    measures = planned_measures(551, 34, by_dots)
    columns = [states(552 + place, 34, most=3, no_news=0.2 * place) for place in range(2)]
    texts = [dict(zip(dates, of_one, strict=True)) for of_one in zip(*columns, strict=True)]
    upper = ("Handlungsfeld", "Nr.", "Maßnahme", "Amt", "Berichte", "")
    rows: Rows = [[paper.text(head, bold=True) for head in heads] for heads in (upper, ("", "", "", "", *dates))]
    style: list[tuple[Any, ...]] = [
        *GRID,
        ("BACKGROUND", (0, 0), (-1, 1), colors.lightblue),
        ("SPAN", (4, 0), (5, 0)),
    ]
    style += [("SPAN", (column, 0), (column, 1)) for column in range(4)]
    field = ""
    for place, (measure, of_one) in enumerate(zip(measures, texts, strict=True)):
        named = measure.field_of_action if measure.field_of_action != field or place % 9 == 0 else ""
        field = measure.field_of_action
        cells = (measure.title, measure.responsible, *of_one.values())
        rows.append([paper.text(named), paper.begin(place, measure.number), *map(paper.text, cells)])
    paper.add(paper.table(rows, (2.4, 1, 3.4, 3, 5, 5), style, repeatRows=2))
    pdf = paper.finished()
    return MadeReport(
        "dates_and_groups", Sort.RULED, pdf, [without_field(measure) for measure in told(paper, measures, texts)]
    )


def bars_above_labels() -> MadeReport:
    """A dark bar with number and title per measure, labels below it; the texts run over pages."""
    paper = PrintedReport("Falkenhorst")
    measures, texts = planned_measures(561, 30, through("A {}")), states(562, 30, most=10)
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        rows: Rows = [
            [
                paper.begin(place, measure.number, bold=True, colour="#ffffff"),
                paper.text(measure.title, bold=True, colour="#ffffff"),
            ]
        ]
        labels = {
            "Akteure": measure.responsible,
            "Zeitschiene": f"{measure.begin} bis {measure.end}",
            "Ziel": measure.plan,
        }
        rows += [[paper.text(label), paper.text(value)] for label, value in {**labels, "Fortschritt": text}.items()]
        look = [
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#7a2e2e")),
            ("BACKGROUND", (0, 1), (0, -1), colors.whitesmoke),
        ]
        paper.add(paper.table(rows, (2, 10), [*GRID, *look], splitInRow=1), Spacer(1, 14))
    pdf = paper.finished()
    printed = [{"Ziel": measure.plan, "Fortschritt": text} for measure, text in zip(measures, texts, strict=True)]
    return MadeReport(
        "bars_above_labels", Sort.RULED, pdf, [without_field(measure) for measure in told(paper, measures, printed)]
    )


def budget_alone() -> MadeReport:
    """Ruled tables of a budget, which hold no measure."""
    paper = PrintedReport("Gerstenfeld")
    for chapter in range(4):
        rows: Rows = [["Produkt", "Ansatz 2023", "Ansatz 2024", "Ergebnis 2022"]]
        rows += [
            [f"5{chapter}1.0{nth}", f"{nth * 137 + 11}.000 €", f"{nth * 141 + 9}.000 €", f"{nth * 133}.512,40 €"]
            for nth in range(1, 18)
        ]
        paper.add(
            *paper.text(f"Teilhaushalt {chapter + 1}", bold=True, size=12),
            paper.table(rows, (3, 2, 2, 2), [*GRID, *HEAD]),
            PageBreak(),
        )
    front_matter.prose(paper)
    return MadeReport("budget_alone", Sort.REFUSED, paper.finished(), refused="no measures")
