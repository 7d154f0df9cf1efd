"""Layouts of tables and sheets that offices print: steps in rows, upright fields of action, labels in small print."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.intake.reports.pdf_making import Sheet
from tests.intake.reports.test_reports import report, rows


def spanned(sheet: Sheet, edges: Sequence[float], top: float, columns: Sequence[Sequence[tuple[str, int]]]) -> None:
    """A ruled table whose cells reach over several rows of 20 points, a column after another."""
    for (left, right), cells in zip(pairwise(edges), columns, strict=True):
        end = top
        for text, height in cells:
            sheet.text(left + 3, end + 3, text)
            bottom = end + 20 * height
            for line in ((left, end, right, end), (left, bottom, right, bottom)):
                sheet.line(*line)
            for x in (left, right):
                sheet.line(x, end, x, bottom)
            end = bottom


def test_rows_of_steps_below_a_number_and_a_title_that_reach_over_them_are_one_measure():
    sheet = Sheet()
    numbers, titles = [("Nr.", 1), ("S1", 2), ("S2", 3)], [("Maßnahme", 1), ("Radweg", 2), ("Dächer", 3)]
    steps = [(text, 1) for text in ("Arbeitsschritt", "Plan", "Bau", "Plan", "Vergabe", "Bau")]
    spanned(sheet, (40, 100, 250, 400), 60, (numbers, titles, steps))

    assert rows(report(sheet)) == [
        ("Nr.", "Maßnahme", "Arbeitsschritt"),
        ("S1", "Radweg", "Plan\nBau"),
        ("S2", "Dächer", "Plan\nVergabe\nBau"),
    ]


def test_a_first_column_without_a_label_whose_cells_reach_over_rows_is_the_field_of_action():
    sheet = Sheet()
    fields = [("", 1), ("Verkehr", 2), ("Energie", 2)]
    numbers = [(text, 1) for text in ("Nr.", "V1", "V2", "E1", "E2")]
    titles = [(text, 1) for text in ("Maßnahme", "Radweg", "Bus", "Dächer", "Wärme")]
    spanned(sheet, (40, 100, 150, 400), 60, (fields, numbers, titles))

    assert rows(report(sheet))[::2] == [
        ("Handlungsfeld", "Nr.", "Maßnahme"),
        ("Verkehr", "V2", "Bus"),
        ("Energie", "E2", "Wärme"),
    ]


def test_labels_in_small_bold_print_above_their_values_may_take_two_lines():
    sheet, top = Sheet(), 60.0
    for number in (1, 2, 3):
        for line in ((40, top, 555, top), (40, top + 40, 555, top + 40), (40, top + 70, 555, top + 70)):
            sheet.line(*line)
        for x, bottom in ((40, top + 70), (200, top + 40), (380, top + 40), (555, top + 70)):
            sheet.line(x, top, x, bottom)
        for x, lines in ((43, ("Handlungsfeld:",)), (203, ("Maßnahmen-", "Nummer:")), (383, ("Wirkungsgrad:",))):
            for place, words in enumerate(lines):
                sheet.text(x, top + 2 + 10 * place, words, 8, bold=True)
        for x, words in ((43, "Verkehr"), (203, f"V{number}"), (383, "hoch")):
            sheet.text(x, top + 24, words)
        sheet.text(43, top + 42, "Maßnahmen-Titel:", 8, bold=True).text(43, top + 53, f"Radweg {number}")
        top += 100

    assert rows(report(sheet))[:2] == [
        ("Handlungsfeld", "Maßnahmen-Nummer", "Wirkungsgrad", "Maßnahmen-Titel"),
        ("Verkehr", "V1", "hoch", "Radweg 1"),
    ]


def test_a_text_of_two_lines_below_two_labels_parted_by_a_slash_stays_one_text():
    sheet = Sheet()
    head = ("Nr.", "Maßnahme", "Bemerkung / Sachstand")
    measures = [(f"M{n}", f"Radweg {n}", "Der Arbeitskreis tagt\nviermal im Jahr.") for n in (1, 2, 3)]
    sheet.table((40, 100, 250, 555), 60, [head, *measures], bold=1)

    assert rows(report(sheet))[:2] == [head, ("M1", "Radweg 1", "Der Arbeitskreis tagt viermal im Jahr.")]


def test_a_measure_in_a_list_and_on_a_sheet_has_the_page_of_its_sheet():
    titles = [(f"M{n}", f"Radweg {n}") for n in (1, 2, 3)]
    listed = Sheet()
    listed.table((40, 100, 555), 60, [("Nr.", "Maßnahme"), *titles], bold=1)
    sheets = []
    for number, title in titles:
        sheet = Sheet()
        end = sheet.table((40, 555), 60, [(f"{number} {title}",)], bold=1)
        sheet.table((40, 200, 555), end, [("Zuständig", "Amt 66"), ("Beschreibung", "Ein Weg für Räder.")])
        sheets.append(sheet)

    table = report(listed, *sheets)

    assert [row[-1] for row in table.cells.rows()[1:]] == ["2", "3", "4"]


def level(sheet: Sheet, tops: Sequence[float], edges: Sequence[float]) -> None:
    """Level lines, drawn cell by cell."""
    for top in tops:
        for left, right in pairwise(edges):
            sheet.line(left, top, right, top)


def test_level_lines_drawn_cell_by_cell_part_columns_that_a_heading_runs_across():
    edges = (40, 75, 200, 300, 555)
    first, second = Sheet(), Sheet()
    for sheet in (first, second):
        for left, head in zip(edges, ("Nr.", "Maßnahme", "Amt", "Sachstand"), strict=False):
            sheet.text(left + 3, 62, head, bold=True)
        level(sheet, (60, 78), edges)
    first.text(43, 81, "Handlungsfeld Verkehr und Energie der Stadt", bold=True)
    level(first, (96, 114), edges)
    for left, words in zip(edges, ("1.1.12", "Radwege am Bahnhof", "Bauamt", "läuft"), strict=False):
        first.text(left + 3, 99, words)
    first.text(43, 750, "1.1.13").text(78, 750, "Solar").text(203, 750, "Bauamt").text(303, 750, "Der Rat hat")
    level(first, (748,), edges)  # the row is broken by the end of the page, and no line is drawn there
    second.text(303, 81, "zugestimmt.")
    second.text(43, 99, "1.1.14").text(78, 99, "Wärme").text(303, 99, "fertig")
    level(second, (96, 114), edges)

    assert rows(report(first, second)) == [
        ("Handlungsfeld", "Nr.", "Maßnahme", "Amt", "Sachstand"),
        ("Verkehr und Energie der Stadt", "1.1.12", "Radwege am Bahnhof", "Bauamt", "läuft"),
        ("Verkehr und Energie der Stadt", "1.1.13", "Solar", "Bauamt", "Der Rat hat zugestimmt."),
        ("Verkehr und Energie der Stadt", "1.1.14", "Wärme", None, "fertig"),
    ]


def test_labels_at_the_middle_of_their_texts_keep_the_lines_above_them():
    sheets = []
    for number in (1, 2, 3):
        sheet = Sheet().text(40, 60, f"M {number} Radweg am Hafen", 16, bold=True)
        sheet.text(40, 100, "Handlungsfeld", bold=True).text(180, 100, "Verkehr")
        sheet.text(40, 122, "Beschreibung", bold=True)
        sheet.text(180, 116, "Der Weg wird breiter").text(180, 128, "und bekommt Licht.")
        sheet.text(40, 144, "Zuständigkeit", bold=True).text(180, 144, "Amt 66")
        for place, words in enumerate(("Der Rat hat", "im Mai 2024", "zugestimmt.")):
            sheet.text(180, 160 + 12 * place, words)
        sheets.append(sheet.text(40, 172, "Sachstand", bold=True))

    assert rows(report(*sheets))[1] == (
        *("M 1", "Radweg am Hafen", "Verkehr", "Der Weg wird breiter und bekommt Licht.", "Amt 66"),
        "Der Rat hat im Mai 2024 zugestimmt.",
    )


def test_a_column_at_the_side_is_read_after_the_texts_beside_it():
    sheets = []
    for number in (1, 2, 3):
        sheet = Sheet().text(40, 60, f"M{number} Radweg am Hafen", 16, bold=True)
        sheet.text(40, 100, "Kurzbeschreibung", 12, bold=True).text(40, 115, "Der Weg am Hafen wird breiter.")
        sheet.text(40, 140, "Umsetzungsstand", 12, bold=True).text(40, 155, "Der Rat hat zugestimmt.")
        for place, (label, words) in enumerate(
            (("Handlungsfeld", "Verkehr"), ("Federführung", "Amt 66"), ("Kosten", "12.000 €"))
        ):
            sheet.text(420, 100 + 30 * place, label, 8, bold=True).text(420, 110 + 30 * place, words)
        sheets.append(sheet)

    assert rows(report(*sheets))[:2] == [
        ("Nr.", "Maßnahme", "Kurzbeschreibung", "Umsetzungsstand", "Handlungsfeld", "Federführung", "Kosten"),
        (
            *("M1", "Radweg am Hafen", "Der Weg am Hafen wird breiter.", "Der Rat hat zugestimmt."),
            *("Verkehr", "Amt 66", "12.000 €"),
        ),
    ]


def test_text_between_a_heading_and_the_first_label_is_kept():
    sheets = []
    for number in (1, 2, 3):
        sheet = Sheet().text(40, 60, f"3.{number} Radweg am Hafen", 14, bold=True)
        sheet.text(40, 90, "Der Weg am Hafen wird breiter, damit mehr Menschen das Rad nehmen.")
        sheets.append(sheet.text(40, 110, "Zuständigkeit: Amt 66").text(40, 125, "Umsetzungsstand: läuft"))

    assert rows(report(*sheets))[:2] == [
        ("Nr.", "Maßnahme", "Text unter der Überschrift", "Zuständigkeit", "Umsetzungsstand"),
        (
            *("3.1", "Radweg am Hafen"),
            *("Der Weg am Hafen wird breiter, damit mehr Menschen das Rad nehmen.", "Amt 66", "läuft"),
        ),
    ]


def test_a_table_of_all_measures_for_each_date_gives_each_measure_a_state_of_each():
    sheets = []
    for year, state in (("2021", "geplant"), ("2023", "Der Rat hat zugestimmt.")):
        sheet = Sheet().text(40, 60, f"Umsetzungsstand {year}", 14, bold=True)
        measures = [(f"M{n}", f"Radweg {n}", state) for n in (1, 2)]
        sheet.table((40, 100, 250, 555), 90, [("Nr.", "Maßnahme", "Umsetzungsstand"), *measures], bold=1)
        sheets.append(sheet)

    table = report(*sheets)

    assert rows(table) == [
        ("Nr.", "Maßnahme", "Umsetzungsstand 2021", "Umsetzungsstand 2023"),
        ("M1", "Radweg 1", "geplant", "Der Rat hat zugestimmt."),
        ("M2", "Radweg 2", "geplant", "Der Rat hat zugestimmt."),
    ]
    assert [told.as_of.year for told in table.reporting_dates] == [2021, 2023]


def test_a_sheet_that_goes_on_below_a_bar_that_says_so_is_one_measure():
    sheets = []
    for number in (1, 2):
        first, second = Sheet(), Sheet()
        end = first.table((40, 555), 60, [(f"Maßnahme {number}: Radweg",)], bold=1)
        first.table((40, 200, 555), end, [("Zuständig", "Amt 66"), ("Beschreibung", "Ein Weg für Räder.")])
        end = second.table((40, 555), 60, [(f"Fortsetzung Maßnahme {number}",)], bold=1)
        second.table((40, 200, 555), end, [("Sachstand", "läuft"), ("Kosten", "12.000 €")])
        sheets += [first, second]

    assert rows(report(*sheets)) == [
        ("Nr.", "Maßnahme", "Zuständig", "Beschreibung", "Sachstand", "Kosten"),
        ("1", "Radweg", "Amt 66", "Ein Weg für Räder.", "läuft", "12.000 €"),
        ("2", "Radweg", "Amt 66", "Ein Weg für Räder.", "läuft", "12.000 €"),
    ]


def test_a_bar_with_a_number_alone_and_one_with_the_title_below_it_name_the_sheet():
    sheets = []
    for number in (1, 2):
        sheet = Sheet()
        end = sheet.table((40, 555), 60, [(f"Steckbrief E-{number:02}",), ("Radweg am Hafen",)], bold=2)
        sheet.table((40, 200, 555), end, [("Zuständig", "Amt 66"), ("Beschreibung", "Ein Weg für Räder.")])
        sheets.append(sheet)

    assert rows(report(*sheets))[1] == ("E-01", "Radweg am Hafen", "Amt 66", "Ein Weg für Räder.")


def test_a_table_with_inner_lines_alone_keeps_its_outer_columns():
    sheet = Sheet()
    edges, words = (40, 100, 250, 400, 555), [("Nr.", "Maßnahme", "Amt", "Sachstand")]
    words += [(f"M{n}", f"Radweg {n}", "Bauamt", "läuft") for n in (1, 2, 3)]
    for row, cells in enumerate(words):
        for left, text in zip(edges, cells, strict=False):
            sheet.text(left + 3, 62 + 20 * row, text, bold=not row)
    for top in (80, 100, 120):
        sheet.line(40, top, 555, top)
    for x in edges[1:-1]:
        sheet.line(x, 60, x, 140)

    assert rows(report(sheet)) == words


def test_a_row_that_numbers_the_columns_is_no_measure():
    sheet = Sheet()
    head, measure = ("Nr.", "Maßnahme", "Sachstand"), ("M1", "Radweg", "läuft")
    sheet.table((40, 100, 250, 555), 60, [head, ("1", "2", "3"), measure, ("M2", "Bus", "fertig")], bold=1)

    assert rows(report(sheet)) == [head, measure, ("M2", "Bus", "fertig")]


@pytest.mark.parametrize(
    ("over", "under", "labels"),
    [
        ("Kosten", ("Investition", "Personal"), ("Kosten Investition", "Kosten Personal")),
        ("Kosten", ("geplant", "Gesamtkosten"), ("Kosten geplant", "Gesamtkosten")),
        ("Zeitraum", ("Beginn", "Ende"), ("Beginn", "Ende")),
    ],
)
def test_labels_below_a_label_keep_its_word_where_they_are_a_part_of_it(
    over: str, under: tuple[str, str], labels: tuple[str, str]
):
    sheet = Sheet()
    columns = [[("Nr.", 2), ("M1", 1), ("M2", 1)], [("Maßnahme", 2), ("Radweg", 1), ("Bus", 1)]]
    spanned(sheet, (40, 100, 250), 60, columns)
    spanned(sheet, (250, 400), 60, [[(over, 1)]])
    spanned(sheet, (250, 325, 400), 80, [[(under[0], 1), ("1", 1), ("3", 1)], [(under[1], 1), ("2", 1), ("4", 1)]])

    assert rows(report(sheet)) == [
        ("Nr.", "Maßnahme", *labels),
        ("M1", "Radweg", "1", "2"),
        ("M2", "Bus", "3", "4"),
    ]


def shaded(sheet: Sheet, x0: float, top: float, x1: float, bottom: float) -> None:
    """A light rectangle behind what is written afterwards."""
    sheet.commands.append(f"0.9 g {x0} {sheet.height - bottom} {x1 - x0} {bottom - top} re f 0 g")


def test_rows_between_shaded_ones_are_rows_of_the_same_columns():
    sheet = Sheet()
    edges = (40, 100, 250, 555)
    words = [("Nr.", "Maßnahme", "Sachstand"), *((f"M{n}", f"Radweg {n}", "läuft") for n in range(1, 7))]
    for row, cells in enumerate(words):
        for (left, right), text in zip(pairwise(edges), cells, strict=True):
            if row % 2 == 0:
                shaded(sheet, left, 60 + 20 * row, right, 80 + 20 * row)
            sheet.text(left + 3, 63 + 20 * row, text, bold=not row)

    assert rows(report(sheet)) == words


def test_headed_texts_below_the_facts_of_a_sheet_belong_to_it():
    sheets = []
    for number in (1, 2, 3):
        sheet = Sheet().text(40, 40, f"M{number} Radweg am Hafen", 14, bold=True)
        sheet.table((40, 200, 555), 70, [("Zuständigkeit", f"Amt {number}"), ("Handlungsfeld", "Verkehr")])
        sheet.text(40, 140, "Beschreibung", bold=True).text(40, 155, f"Der Weg wird {number} m breiter.")
        sheets.append(sheet.text(40, 180, "Umsetzungsstand", bold=True).text(40, 195, "Der Rat hat zugestimmt."))

    assert rows(report(*sheets))[1:] == [
        (
            *(f"M{n}", "Radweg am Hafen", f"Amt {n}", "Verkehr"),
            *(f"Der Weg wird {n} m breiter.", "Der Rat hat zugestimmt."),
        )
        for n in (1, 2, 3)
    ]


def test_a_text_below_the_number_and_the_title_of_a_row_belongs_to_the_measure():
    sheet = Sheet()
    measures: list[tuple[str, ...]] = []
    for number in (1, 2, 3):
        measures += [(f"M{number}", f"Radweg {number}", "Amt 66"), (f"Der Weg {number} wird breiter.",)]
    head = [("Nr.", "Maßnahme", "Zuständigkeit"), ("Beschreibung",)]
    sheet.table((40, 100, 350, 555), 60, [*head, *measures], bold=2)

    assert rows(report(sheet))[:2] == [
        ("Nr.", "Maßnahme", "Zuständigkeit", "Beschreibung"),
        ("M1", "Radweg 1", "Amt 66", "Der Weg 1 wird breiter."),
    ]
