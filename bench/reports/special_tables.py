"""Reports as ruled tables in which something is special: their numbers, their reporting dates, or a lock.

Here: what differs from the tables of ruled.py in one point each.
"""

from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption

from bench.reports.made_up_measures import by_letter, planned_measures, states, through
from bench.reports.printing import GRID, HEAD, PrintedReport
from bench.reports.ruled import told, without_field
from bench.reports.told import MadeReport, Sort, ToldMeasure


def numbers_twice() -> MadeReport:
    """Some numbers are printed twice, for measures that are different ones."""
    paper = PrintedReport("Isenbeck")
    measures, texts = planned_measures(91, 26, through("{}")), states(92, 26)
    numbers = ["7" if place in {6, 11} else measure.number for place, measure in enumerate(measures)]
    rows: list[list[Any]] = [[paper.text(head, bold=True) for head in ("lfd. Nr.", "Maßnahme", "OE", "Sachstand")]]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        rows.append(
            [paper.begin(place, numbers[place]), *map(paper.text, (measure.title, measure.responsible, text))]
        )
    paper.add(paper.table(rows, (1.2, 4, 3, 7), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished()
    printed = [without_field(measure) for measure in told(paper, measures, [{"Sachstand": text} for text in texts])]
    again = [
        ToldMeasure(number, measure.title, measure.responsible, "", measure.texts, measure.page)
        for number, measure in zip(numbers, printed, strict=True)
    ]
    return MadeReport("numbers_twice", Sort.RULED, pdf, again)


def without_numbers() -> MadeReport:
    """No measure has a number."""
    paper = PrintedReport("Jägersruh", wide=True)
    measures, texts = planned_measures(101, 28, lambda *_: ""), states(102, 28)
    rows: list[list[Any]] = [
        [paper.text(head, bold=True) for head in ("Maßnahme", "Handlungsfeld", "Federführung", "Umsetzungsstand")]
    ]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.field_of_action, measure.responsible, text)
        rows.append([paper.begin(place, measure.title), *map(paper.text, cells)])
    paper.add(paper.table(rows, (4, 3, 3, 8), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished()
    return MadeReport(
        "without_numbers", Sort.RULED, pdf, told(paper, measures, [{"Umsetzungsstand": text} for text in texts])
    )


def copying_forbidden() -> MadeReport:
    """Anybody may open it, but a password of its owner forbids to change it, as offices often save their reports."""
    paper = PrintedReport("Kirchwalde", wide=True)
    measures, texts = planned_measures(121, 22, through("M-{}")), states(122, 22)
    rows: list[list[Any]] = [[paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Zuständig", "Sachstand")]]
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        rows.append(
            [paper.begin(place, measure.number), *map(paper.text, (measure.title, measure.responsible, text))]
        )
    paper.add(paper.table(rows, (1, 4, 3, 8), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished(lock=StandardEncryption("", "besitzer", canModify=0, canCopy=0, strength=128))
    printed = told(paper, measures, [{"Sachstand": text} for text in texts])
    return MadeReport("copying_forbidden", Sort.RULED, pdf, [without_field(measure) for measure in printed])


def dates_in_columns() -> MadeReport:
    """A column for each of three reporting dates; some say that there is no news."""
    paper = PrintedReport("Kaltental", wide=True)
    dates = ("Sachstand 2018", "Sachstand 2020/2021", "Sachstand 2023")
    measures = planned_measures(111, 32, by_letter)
    columns = [states(112 + place, 32, most=3, no_news=0.25 if place else 0) for place in range(3)]
    rows: list[list[Any]] = [[paper.text(head, bold=True) for head in ("Nr.", "Maßnahme", "Amt", *dates)]]
    texts = [dict(zip(dates, of_one, strict=True)) for of_one in zip(*columns, strict=True)]
    for place, (measure, of_one) in enumerate(zip(measures, texts, strict=True)):
        cells = (measure.title, measure.responsible, *of_one.values())
        rows.append([paper.begin(place, measure.number), *map(paper.text, cells)])
    paper.add(paper.table(rows, (1, 3.4, 3, 4, 4, 4), [*GRID, *HEAD], repeatRows=1))
    pdf = paper.finished()
    return MadeReport(
        "dates_in_columns", Sort.RULED, pdf, [without_field(measure) for measure in told(paper, measures, texts)]
    )
