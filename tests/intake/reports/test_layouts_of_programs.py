"""What programs print in their own ways: frames of dots, words that run out of their cell, captions on every page."""

import pytest

from opendata.domain.errors import UnreadableFile
from tests.intake.reports.pdf_making import Sheet
from tests.intake.reports.test_reports import report, rows

EDGES = (40, 90, 240, 340, 520)
HEAD = ("Nr.", "Maßnahme", "Zuständig", "Kosten in €")
MEASURES = [("E1", "Solaranlagen", "Bauamt", "5.000"), ("E2", "Fernwärme", "Stadtwerke", "12.500")]


def specks(sheet: Sheet, x0: float, top: float, x1: float, bottom: float, long: float, apart: float) -> None:
    """A line of filled dots or dashes, one point thick."""
    level = x1 - x0 > bottom - top
    place, end = (x0, x1) if level else (top, bottom)
    while place < end:
        length = min(long, end - place)
        x, y, wide, high = (place, top, length, 1) if level else (x0, place, 1, length)
        sheet.commands.append(f"{x} {sheet.height - y - high} {wide} {high} re f")
        place += long + apart


@pytest.mark.parametrize(("long", "apart"), [(1, 1), (2.5, 2), (3, 2.7)])
def test_frames_of_dots_and_dashes_are_lines(long: float, apart: float):
    sheet = Sheet()
    for place, row in enumerate([HEAD, *MEASURES]):
        for left, text in zip(EDGES, row, strict=False):
            sheet.text(left + 3, 63 + 20 * place, text)
    for top in (60, 80, 100, 120):
        specks(sheet, EDGES[0], top, EDGES[-1], top, long, apart)
    for x in EDGES:
        specks(sheet, x, 60, x, 120, long, apart)

    assert rows(report(sheet)) == [HEAD, *MEASURES]


def test_what_runs_out_of_its_cell_belongs_to_it_and_what_is_written_apart_does_not():
    sheet = Sheet()
    sheet.table((40, 90, 180, 340, 520), 60, [HEAD, ("E7", "Straßenbeleuchtung", "", "700"), *MEASURES])
    sheet.text(200, 81, "Bauamt")

    assert rows(report(sheet))[1] == ("E7", "Straßenbeleuchtung", "Bauamt", "700")


def test_a_caption_that_is_printed_again_with_the_head_of_a_table_parts_no_row():
    caption = ("Tabelle 3: Maßnahmen der Stadt",)
    long = ("E3", "Windkraft", "Bauamt", "\n".join(["Der Rat hat"] * 4))
    first, second = Sheet(), Sheet()
    first.table(EDGES, 660, [caption, HEAD, long], bold=2)
    second.table(EDGES, 60, [caption, HEAD, ("", "", "", "zugestimmt."), *MEASURES], bold=2)

    read = rows(report(first, second))
    assert read[1] == (*long[:3], f"{long[3]} zugestimmt.")
    assert read[2:] == MEASURES


def test_a_raised_digit_that_a_page_explains_is_no_part_of_an_amount_and_a_power_is():
    sheet = Sheet()
    amounts = [
        ("E1", "Dächer (40 m²)", "Bauamt", "12.500"),
        ("E2", "Wärme", "Bauamt", "300"),
        ("E3", "Rad", "SWM", "10²"),
    ]
    sheet.table(EDGES, 60, [HEAD, *amounts])
    sheet.text(EDGES[3] + 3 + 32, 80, "1", 6).text(EDGES[1] + 3 + 32, 98, "1", 6)
    sheet.text(40, 700, "1", 5).text(43.5, 702, "geschätzt", 8)

    assert rows(report(sheet))[1:] == amounts


def test_raised_letters_and_marks_with_brackets_that_a_page_explains_are_no_part_of_texts():
    sheet = Sheet()
    sheet.table(EDGES, 60, [HEAD, *MEASURES])
    sheet.text(EDGES[1] + 3 + 59, 80, "a", 6).text(EDGES[3] + 3 + 25, 80, "1)", 6).text(
        EDGES[0] + 3 + 13, 98, "1)", 6
    )
    sheet.text(40, 700, "a", 5).text(43.5, 702, "vorläufig", 8).text(40, 720, "1) geschätzt", 8)

    assert rows(report(sheet))[1:] == MEASURES


def test_a_table_of_facts_below_the_heading_of_a_sheet_belongs_to_it():
    sheets = []
    for number, title in enumerate(TITLES, 1):
        sheet = Sheet().text(40, 40, f"M{number} {title}", 16, bold=True)
        facts = [("Priorität", "Beginn", "Zuständig"), ("hoch", f"202{number}", "Bauamt")]
        end = sheet.table((40, 150, 300, 500), 70, facts, bold=1)
        sheet.text(40, end + 10, "Beschreibung", bold=True).text(40, end + 23, f"Es geht um {title}, bald.")
        sheet.text(40, end + 50, "Sachstand", bold=True).text(40, end + 63, "Der Rat hat zugestimmt.")
        sheets.append(sheet)

    read = rows(report(*sheets))
    assert read[0] == ("Nr.", "Maßnahme", "Priorität", "Beginn", "Zuständig", "Beschreibung", "Sachstand")
    assert read[2] == (
        "M2",
        TITLES[1],
        "hoch",
        "2022",
        "Bauamt",
        f"Es geht um {TITLES[1]}, bald.",
        "Der Rat hat zugestimmt.",
    )


def test_a_row_that_takes_a_whole_page_goes_on_there():
    first, whole, last = Sheet(), Sheet(), Sheet()
    first.table(EDGES, 60, [HEAD, ("E3", "Windkraft", "Bauamt", "\n".join(["eins"] * 50))])
    for x in EDGES:
        whole.line(x, 40, x, 800)
    for place in range(60):
        whole.text(EDGES[3] + 3, 44 + 12 * place, "zwei")
    last.table(EDGES, 40, [("", "", "", "drei"), *MEASURES])

    read = rows(report(first, whole, last))
    assert [row[0] for row in read[1:]] == ["E3", "E1", "E2"]
    assert "".join((read[1][3] or "").split()) == "eins" * 50 + "zwei" * 60 + "drei"


def test_a_list_of_books_or_figures_is_no_list_of_measures():
    books = Sheet()
    books.table(
        EDGES, 60, [("Nr.", "Titel", "Verlag", "Seite"), ("1", "Klima", "Beck", "7"), ("2", "Rad", "Hirzel", "9")]
    )
    with pytest.raises(UnreadableFile):
        report(books)

    both = Sheet()
    end = both.table((40, 90, 400, 520), 60, [("Nr.", "Bezeichnung", "Seite"), ("1", "Emissionen", "7")])
    end = both.table((40, 240, 520), end + 30, [("Name", "Funktion"), ("Klimaschutzmanagement", "2 Stellen")])
    both.table(EDGES, end + 30, [HEAD, *MEASURES])
    assert rows(report(both)) == [HEAD, *MEASURES]


def test_a_table_of_numbers_without_titles_completes_the_measures_of_these_numbers():
    listed, costs = Sheet(), Sheet()
    listed.table((40, 100, 520), 60, [("Nr.", "Maßnahme"), *[row[:2] for row in MEASURES]])
    end = costs.table((40, 100, 300, 520), 60, [("Nr.", "Zuständig", "Kosten in €"), ("E1", "Bauamt", "5.000")])
    costs.table((40, 100, 300, 520), end + 40, [("Nr.", "Zuständig", "Kosten in €"), ("E2", "Stadtwerke", "12.500")])

    assert rows(report(listed, costs)) == [HEAD, *MEASURES]


def test_columns_that_are_printed_on_pages_of_their_own_are_joined_by_the_heights_of_their_rows():
    left = [("Nr.", "Maßnahme"), ("E1", "Solaranlagen\nauf Schulen"), ("E2", "Fernwärme"), ("E3", "LED\nim\nWald")]
    right = [("Zuständig", "Kosten in €"), ("Bauamt\nStadt", "700"), ("SWM", "900"), ("Amt\n6\n1", "50")]
    first, second, other = Sheet(), Sheet(), Sheet()
    first.table((40, 100, 500), 60, left)
    second.table((40, 300, 500), 60, right)
    other.table((40, 300, 500), 60, [*right[:3], ("Amt 61", "50")])

    assert rows(report(first, second)) == [
        HEAD,
        ("E1", "Solaranlagen auf Schulen", "Bauamt Stadt", "700"),
        ("E2", "Fernwärme", "SWM", "900"),
        ("E3", "LED im Wald", "Amt 6 1", "50"),
    ]
    assert rows(report(first, other))[0] == ("Nr.", "Maßnahme")


TITLES = ("Radweg am Hafen", "Solaranlagen", "Fernwärme", "Windkraft", "Hitzeaktionsplan")
LABELS = ("Worum es geht", "Wer es macht", "Wo wir stehen")


@pytest.mark.parametrize("numbered", [True, False])
def test_labels_without_a_known_word_are_told_by_their_place_in_every_sheet(numbered: bool):
    sheets = []
    for number in range(1, 6):
        sheet = Sheet().text(40, 40, f"{f'M{number} ' if numbered else ''}{TITLES[number - 1]}", 16, bold=True)
        top = 66
        for label in LABELS:
            sheet.text(40, top, label, bold=True).text(
                40, top + 13, f"{label} {number}, und mehr steht hier: ein Satz."
            )
            top += 34
        sheets.append(sheet)

    read = rows(report(*sheets))
    assert read[0] == (*(("Nr.",) if numbered else ()), "Maßnahme", *LABELS)
    assert read[2][-2:] == (
        "Wer es macht 2, und mehr steht hier: ein Satz.",
        "Wo wir stehen 2, und mehr steht hier: ein Satz.",
    )


def test_a_sentence_before_a_colon_is_no_label_however_often_it_comes():
    sheets = []
    for number in range(1, 7):
        sheet = Sheet().text(40, 40, f"M{number} Radweg {number}", 16, bold=True)
        sheet.text(40, 70, "Beschreibung", bold=True).text(
            40, 83, "Umsetzung erfolgt schrittweise: erst hier, dann dort."
        )
        sheet.text(40, 110, "Zuständig", bold=True).text(40, 123, "Bauamt")
        sheets.append(sheet)

    assert rows(report(*sheets))[0] == ("Nr.", "Maßnahme", "Beschreibung", "Zuständig")
