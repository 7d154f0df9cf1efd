"""What stands in a report before its measures: a title page, contents, prose, a table of figures and a chart.

All of it looks a little like measures, and is none.
"""

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import PageBreak, Spacer

from bench.reports.made_up_measures import PLANS, SENTENCES
from bench.reports.printing import GRID, HEAD, PrintedReport


def title_page(paper: PrintedReport, subtitle: str = "Sachstandsbericht zu den Maßnahmen") -> None:
    """A page with the name of the report."""
    paper.add(
        Spacer(1, 160), *paper.text(f"Klimaschutzkonzept der Stadt {paper.city}", bold=True, size=22), Spacer(1, 20)
    )
    paper.add(
        *paper.text(subtitle, size=14),
        Spacer(1, 8),
        *paper.text("Anlage 2 zur Vorlage V/0117/2024", size=10),
        PageBreak(),
    )


def contents(paper: PrintedReport, chapters: list[str]) -> None:
    """A table of contents with dots up to the numbers of pages."""
    paper.add(*paper.text("Inhalt", bold=True, size=13), Spacer(1, 8))
    for place, chapter in enumerate(("Einleitung", "CO₂-Bilanz", *chapters, "Ausblick")):
        dots = "." * max(8, 110 - 2 * len(chapter))
        paper.add(*paper.text(f"{place + 1} {chapter} {dots} {place * 4 + 3}"))
    paper.add(PageBreak())


def prose(paper: PrintedReport, paragraphs: int = 9) -> None:
    """A page of sentences."""
    paper.add(*paper.text("1 Einleitung", bold=True, size=13), Spacer(1, 8))
    for place in range(paragraphs):
        words = (*SENTENCES[place * 3 : place * 3 + 3], PLANS[place % len(PLANS)])
        paper.add(*paper.text(" ".join(words)), Spacer(1, 6))
    paper.add(PageBreak())


def figures_and_chart(paper: PrintedReport) -> None:
    """A ruled table of emissions, which holds no measure, and a chart below it."""
    paper.add(*paper.text("2 CO₂-Bilanz", bold=True, size=13), Spacer(1, 8))
    rows = [["Sektor", "1990", "2010", "2020", "Ziel 2030"]]
    rows += [
        [sector, f"{start}", f"{start * 8 // 10}", f"{start * 6 // 10}", f"{start * 35 // 100}"]
        for sector, start in (("Haushalte", 612), ("Gewerbe", 498), ("Verkehr", 377), ("Kommune", 41))
    ]
    paper.add(paper.table(rows, (3, 1, 1, 1, 1), [*GRID, *HEAD]), Spacer(1, 20))
    chart = VerticalBarChart()
    chart.data = [(612, 489, 367, 214), (498, 398, 298, 174)]
    chart.width, chart.height, chart.x, chart.y = 380, 180, 30, 20
    chart.categoryAxis.categoryNames = ["1990", "2010", "2020", "Ziel 2030"]
    drawing = Drawing(440, 220)
    drawing.add(chart)
    paper.add(drawing, *paper.text("Abbildung 1: Emissionen in 1.000 t CO₂ je Jahr"), PageBreak())


def all_of_it(paper: PrintedReport, chapters: list[str]) -> None:
    """Everything, in its order."""
    title_page(paper)
    contents(paper, chapters)
    prose(paper)
    figures_and_chart(paper)
