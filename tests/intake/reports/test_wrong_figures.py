"""What is not read wrongly in silence: letters that nobody sees, units in a row of their own, columns of one date.

Here: PDFs written by hand, read as an upload is. Not here: how tables are found (test_reports.py).
"""

import re

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_reading import read_tables
from tests.intake.reports.pdf_making import Sheet, pdf

HEAD = ("Nr.", "Maßnahme", "Kosten in €")
ROWS = (("M1", "Radwege", "100.000"), ("M2", "Solar", "200.000"))
EDGES = (50, 100, 300, 400)
PLAIN = [list(row) for row in ROWS]


def test_letters_that_nobody_sees_are_left_out_and_told():
    white = report("1 1 1 rg", text="9 geheim")
    invisible = report("3 Tr", text="9 geheim")
    see_through = report("0 Tr", text="1 0 0 rg")  # nothing but a colour: seen
    assert rows(white) == rows(invisible) == PLAIN
    assert "niemand sieht" in question(white)
    assert "niemand sieht" in question(invisible)
    assert rows(see_through) != PLAIN


def test_letters_below_a_bar_are_left_out_and_white_letters_on_a_dark_ground_are_read():
    covered = sheet()
    covered.text(200, 121, "Geheim")
    covered.commands.append("0 g 195 707 60 14 re f")
    assert rows(read(covered)) == PLAIN
    assert "niemand sieht" in question(read(covered))

    dark = Sheet()
    dark.commands.append("0 0.3 0.3 rg 50 724 350 18 re f 1 g")
    dark.table(EDGES, 100, [HEAD])
    dark.commands.append("0 g")
    dark.table(EDGES, 118, ROWS)
    assert rows(read(dark)) == PLAIN
    assert "niemand sieht" not in question(read(dark))


def test_struck_text_and_filled_forms_are_told():
    struck = sheet()
    struck.line(303, 127, 340, 127)
    assert rows(read(struck)) == PLAIN
    assert "durchgestrichen" in question(read(struck))

    content = pdf(sheet())
    field = b"/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (100.000) /Rect [300 600 380 620] >>] "
    content = re.sub(rb"/Type /Page\b(?!s)", lambda page: page[0] + b" " + field, content)
    assert "Formularfelder" in question(read_tables([SourceFile("bericht.pdf", content)])[0])
    assert question(read(sheet())).startswith(
        "Aus bericht.pdf wurden 2 Maßnahmen von Seite 1 gelesen, mit den Angaben"
    )
    assert not re.search("Formular|durchgestrichen|niemand", question(read(sheet())))


def test_letters_on_each_other_are_told_and_refused_where_they_are_on_most_pages():
    unclear, twice = sheet(), sheet()
    unclear.text(106, 122, "Solaranlagen").text(106, 140, "Fernwärme").text(106, 103, "Stadtwerke")
    twice.text(103.3, 121, "Radwege").text(103.3, 139, "Solar").text(103.3, 103, "Maßnahme", bold=True)
    with pytest.raises(UnreadableFile) as refused:
        read(unclear)
    assert "übereinander" in refused.value.messages["de"]
    assert "übereinander" not in question(read(twice))  # as a shadow, or to look bold

    filled = [Sheet() for _ in range(4)]
    for page in filled:
        page.table(EDGES, 100, [HEAD, *ROWS], bold=1)
    with_one = read_tables([SourceFile("bericht.pdf", pdf(unclear, *filled))])[0]
    assert "Auf Seite 1 stehen Buchstaben übereinander" in question(with_one)


def test_watermarks_are_left_out_and_told():
    slanted, large = sheet(), sheet()
    slanted.commands.append("BT /F2 60 Tf 0.8 0.6 -0.6 0.8 60 650 Tm (ENTWURF) Tj ET")
    large.text(60, 95, "ENTWURF", 48)
    for page in (slanted, large):
        assert rows(read(page)) == PLAIN
        assert "wie ein Wasserzeichen" in question(read(page))
    headed = sheet().text(50, 20, "Klima", 40)
    assert "Wasserzeichen" not in question(read(headed))


def test_texts_that_run_over_the_side_of_their_cell_are_told():
    cut = sheet()
    cut.table((50, 100, 158, 400), 200, [HEAD, ("M3", "Solaranlagen", "5"), ("M4", "Solaranlagen", "6")], bold=1)
    assert "über den Rand ihrer Zelle" in question(read(cut))
    assert "Rand" not in question(read(sheet()))


def sheet() -> Sheet:
    page = Sheet()
    page.table(EDGES, 100, [HEAD, *ROWS], bold=1)
    return page


def report(*commands: str, text: str) -> TextTable:
    page = sheet()
    page.commands.extend(commands)
    page.text(150, 121, text)
    return read(page)


def read(page: Sheet) -> TextTable:
    return read_tables([SourceFile("bericht.pdf", pdf(page))])[0]


def rows(table: TextTable) -> list[list[str | None]]:
    return [list(row[:3]) for row in table.cells.rows()[1:]]


def question(table: TextTable) -> str:
    return table.questions[0].texts["de"]


def test_units_below_labels_belong_to_them_and_words_above_labels_keep_their_unit():
    below = Sheet()
    below.table(EDGES, 100, [("Nr.", "Maßnahme", "Kosten"), ("", "", "in T€"), *ROWS], bold=2)
    assert labels(read(below)) == ["Nr.", "Maßnahme", "Kosten in T€"]
    assert rows(read(below)) == PLAIN

    above = Sheet()
    end = above.table(EDGES, 100, [("Nr.", "Maßnahme", "Kosten in €")], bold=1)
    above.table((50, 100, 300, 350, 400), end, [("", "", "Plan", "Ist"), ("M1", "Radwege", "100", "20")], bold=1)
    assert labels(read(above)) == ["Nr.", "Maßnahme", "Kosten in € Plan", "Kosten in € Ist"]


def test_two_columns_of_one_date_stay_two():
    page = Sheet()
    head = ("Nr.", "Maßnahme", "Sachstand 2015", "Sachstand 12/2015")
    page.table((50, 90, 220, 330, 450), 100, [head, ("M1", "Radwege", "Anfang", "Ende")], bold=1)
    assert labels(read(page)) == list(head)
    assert "mehrere Stände: Sachstand 2015, Sachstand 12/2015. Veröffentlicht wird nur einer" in question(read(page))


def test_measures_of_two_tables_with_one_number_and_one_title_are_one():
    page = Sheet()
    end = page.table(EDGES, 100, [HEAD, *ROWS], bold=1)
    grants = [("Nr.", "Titel", "Förderung in €"), ("M1", "Radwege", "50.000"), ("M3", "Wald", "9.000")]
    page.table(EDGES, end + 40, grants, bold=1)
    table = read(page)
    assert labels(table) == ["Nr.", "Maßnahme", "Kosten in €", "Förderung in €"]
    assert [row[:4] for row in table.cells.rows()[1:]] == [
        ("M1", "Radwege", "100.000", "50.000"),
        ("M2", "Solar", "200.000", None),
        ("M3", "Wald", None, "9.000"),
    ]

    other = Sheet()
    end = other.table(EDGES, 100, [HEAD, *ROWS], bold=1)
    other.table(EDGES, end + 40, [grants[0], ("M1", "Dächer", "50.000")], bold=1)
    assert [question.about for question in read(other).questions] == ["report_reading", "doubled_number"]


def labels(table: TextTable) -> list[str | None]:
    return list(table.cells.row(0))[:-2]


def test_rows_that_no_line_parts_begin_at_their_numbers():
    apart = Sheet()
    bottom = apart.table(EDGES, 100, [HEAD])
    for x in EDGES:
        apart.line(x, bottom, x, 250)
    apart.line(EDGES[0], 250, EDGES[-1], 250)
    for place, row in enumerate((*ROWS, ("M3", "Wärme", "300.000"))):
        for x, text in zip(EDGES, row, strict=False):
            apart.text(x + 5, 140 + 30 * place, text)
    assert rows(read(apart)) == [*PLAIN, ["M3", "Wärme", "300.000"]]
