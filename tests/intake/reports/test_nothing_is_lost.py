"""Measures that are easily lost: sheets beside each other, numbers in badges, headings with a colon, left-overs.

Here: PDFs written by hand, read as an upload is. Not here: figures that are read wrongly (test_wrong_figures.py).
"""

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_reading import read_tables
from tests.intake.reports.pdf_making import Sheet, pdf


def test_sheets_beside_each_other_are_read_where_their_labels_stand_in_other_lines():
    page = Sheet()
    card(page, 50, 100, "01", ("Radwege",), ("Amt: Bauamt", "Stand: Im", "Bau."))
    card(page, 320, 100, "02", ("Solaranlagen auf", "allen Schulen"), ("Amt: Schulamt", "Stand: Fertig."))
    card(page, 50, 200, "03", ("Bäume",), ("Amt: Grünamt", "Stand: Gepflanzt."))
    card(page, 320, 200, "04", ("Wärmeplan für", "die Altstadt"), ("Amt: Umwelt-", "amt", "Stand: Begonnen."))

    assert rows(read(page)) == [
        ["01", "Radwege", "Bauamt", "Im Bau."],
        ["03", "Bäume", "Grünamt", "Gepflanzt."],
        ["02", "Solaranlagen auf allen Schulen", "Schulamt", "Fertig."],
        ["04", "Wärmeplan für die Altstadt", "Umweltamt", "Begonnen."],
    ]


def card(page: Sheet, x: float, top: float, number: str, title: tuple[str, ...], lines: tuple[str, ...]) -> None:
    """A card: its number in white on a small bar, its title in larger letters, and labels with their texts."""
    page.commands.append(f"0.1 0.4 0.2 rg {x} {page.height - top - 15} 22 15 re f 1 g")
    page.text(x + 4, top, number, 12, bold=True)
    page.commands.append("0 g")
    for place, line in enumerate(title):
        page.text(x + 26 if place == 0 else x, top + 15 * place, line, 12, bold=True)
    for place, line in enumerate(lines):
        page.text(x, top + 15 * len(title) + 12 * place, line, 9)


def test_the_heading_of_a_sheet_may_have_a_colon():
    page = Sheet()
    top = 60.0
    for number, title in ((1, "Radwege"), (2, "Solar: Dächer"), (3, "Wald")):
        head = [(f"Maßnahme 0{number} | {title}",)]
        values = [("Amt", "Bauamt"), ("Was ist geplant?", "Viel."), ("Wie ist der Stand?", "Im Bau.")]
        top = page.table((50, 170, 450), page.table((50, 450), top, head, bold=1), values) + 20

    assert [row[:2] for row in rows(read(page))] == [["01", "Radwege"], ["02", "Solar: Dächer"], ["03", "Wald"]]


def test_a_head_above_the_first_of_level_lines_names_their_columns_although_its_words_stand_close():
    page = Sheet().text(50, 60, "Bericht der Stadt")
    for x, label in ((50, "Nr."), (72, "Maßnahme"), (132, "Stand 2020"), (200, "Stand 2022")):
        page.text(x, 100, label, bold=True)
    for place, row in enumerate((("E1", "Radwege", "Begonnen", "Fertig"), ("E2", "Solar", "Geplant", "Gebaut"))):
        page.line(50, 115 + 20 * place, 270, 115 + 20 * place)
        for x, text in zip((50, 72, 132, 200), row, strict=True):
            page.text(x, 120 + 20 * place, text)
    page.line(50, 155, 270, 155)

    table = read(page)
    assert list(table.cells.row(0))[:-2] == ["Nr.", "Maßnahme", "Stand 2020", "Stand 2022"]
    assert rows(table) == [["E1", "Radwege", "Begonnen", "Fertig"], ["E2", "Solar", "Geplant", "Gebaut"]]


def test_numbers_of_measures_that_are_in_no_row_are_named_and_many_are_refused():
    page = Sheet()
    measures = [(f"M{number}", f"Radweg {number}", "Bauamt") for number in range(1, 4)]
    end = page.table((50, 100, 300, 450), 100, [("Nr.", "Maßnahme", "Amt"), *measures], bold=1)
    page.text(50, end + 40, "M2 Radweg 2 ist fertig").text(50, end + 60, "CO2 Minderung").text(
        50, end + 80, "M4 Wald"
    )

    assert "Die Nummer M4 (Seite 1) sieht aus wie die einer Maßnahme" in read(page).questions[0].texts["de"]
    page.text(50, end + 100, "M5 Moor")
    with pytest.raises(UnreadableFile) as refused:
        read(page)
    assert "2 Nummern sehen aus wie die von Maßnahmen" in refused.value.in_language("de")
    assert "M4 (Seite 1), M5 (Seite 1)" in refused.value.in_language("de")


def test_a_report_of_which_the_last_row_alone_was_read_is_refused():
    prose = Sheet()
    for number in range(1, 13):
        prose.text(50, 40 * number, f"{number}").text(100, 40 * number, f"Radweg {number} wird vom Bauamt gebaut")
    whole, last = Sheet(), Sheet()
    last.table((50, 100, 300, 450), 100, [("Nr.", "Maßnahme", "Amt"), ("M13", "Radweg 13", "Bauamt")], bold=1)
    for number in range(1, 13):
        whole.text(50, 40 * number, f"M{number}").text(100, 40 * number, f"Radweg {number} wird gebaut")

    assert rows(read(prose, last)) == [["M13", "Radweg 13", "Bauamt"]]  # other numbers than the measure's
    with pytest.raises(UnreadableFile, match="12"):
        read(whole, last)


def read(*pages: Sheet) -> TextTable:
    return read_tables([SourceFile("bericht.pdf", pdf(*pages))])[0]


def rows(table: TextTable) -> list[list[str | None]]:
    return [list(row[:-2]) for row in table.cells.rows()[1:]]
