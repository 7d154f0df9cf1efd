"""Tables that stand on their side: a measure in each column, a label before each row."""

import pytest

from opendata.domain.errors import UnreadableFile
from tests.intake.reports.pdf_making import Sheet
from tests.intake.reports.test_reports import report, rows

EDGES = (40, 130, 260, 390, 520)
HEAD = ("Nr.", "Maßnahme", "Zuständig", "Kosten in €")
NUMBERS = ("Nr.", "E1", "E2", "E3")
TITLES = ("Maßnahme", "Solaranlagen", "Fernwärme", "Windkraft")
OFFICES = ("Zuständig", "Bauamt", "Stadtwerke", "Stadtwerke")
COSTS = ("Kosten in €", "5.000", "12.500", "250.000")
UPRIGHT = [
    HEAD,
    ("E1", "Solaranlagen", "Bauamt", "5.000"),
    ("E2", "Fernwärme", "Stadtwerke", "12.500"),
    ("E3", "Windkraft", "Stadtwerke", "250.000"),
]


def test_a_table_with_a_measure_in_each_column_is_turned():
    sheet = Sheet()
    end = sheet.table(EDGES, 60, [NUMBERS, TITLES, OFFICES, COSTS])
    more = [("Nr.", "E4", "E5"), ("Maßnahme", "LED", "Dämmung"), ("Zuständig", "Bauamt", "Amt 61")]
    sheet.table(EDGES[:4], end + 40, [*more, ("Kosten in €", "700", "900")])

    table = report(sheet)

    assert rows(table) == [*UPRIGHT, ("E4", "LED", "Bauamt", "700"), ("E5", "Dämmung", "Amt 61", "900")]
    costs = table.origins[4, 4].boxes  # of the third measure, whose clip is its own cell
    assert [(box.x0, box.x1, box.page) for box in costs] == [(390.0, 520.0, 1)]


def test_a_value_over_several_columns_is_that_of_each_measure_below_it():
    sheet = Sheet()
    end = sheet.table(EDGES, 60, [NUMBERS, TITLES])
    end = sheet.table((40, 130, 260, 520), end, [("Zuständig", "Bauamt", "Stadtwerke")])
    sheet.table(EDGES, end, [COSTS])

    assert rows(report(sheet)) == UPRIGHT


def test_a_row_that_a_page_breaks_goes_on_and_numbers_printed_again_are_no_measures():
    first, second = Sheet(), Sheet()
    end = first.table(EDGES, 640, [NUMBERS, TITLES, OFFICES])
    first.table(EDGES, end, [("Sachstand", *("Der Rat hat\nim Mai",) * 3)])
    end = second.table(EDGES, 60, [("", *("zugestimmt.",) * 3)])
    second.table(EDGES, end, [COSTS])

    said = "Der Rat hat im Mai zugestimmt."
    assert [row[3] for row in rows(report(first, second))] == ["Sachstand", said, said, said]

    again = Sheet()
    again.table(EDGES, 60, [NUMBERS, COSTS])
    first = Sheet()
    first.table(EDGES, 700, [NUMBERS, TITLES, OFFICES])
    assert rows(report(first, again)) == UPRIGHT


def test_columns_that_are_headed_by_their_measures_need_no_label_for_them():
    numbered, titled = Sheet(), Sheet()
    edges = EDGES[:4]
    numbered.table(edges, 60, [("", "Maßnahme 1", "Maßnahme 2"), ("Titel", "Solar", "Wärme"), OFFICES[:3]], bold=1)
    titled.table(edges, 60, [("", "E1 Solar", "E2 Wärme"), OFFICES[:3], COSTS[:3]], bold=1)

    assert rows(report(numbered))[1:] == [("1", "Solar", "Bauamt"), ("2", "Wärme", "Stadtwerke")]
    assert rows(report(titled)) == [
        HEAD,
        ("E1", "Solar", "Bauamt", "5.000"),
        ("E2", "Wärme", "Stadtwerke", "12.500"),
    ]


def test_sheets_and_heads_of_columns_are_not_turned():
    sheet = Sheet()
    end = sheet.table((40, 130, 200, 520), 60, [("Maßnahme", "E1", "Solaranlagen")])
    sheet.table((40, 130, 520), end, [("Zuständig", "Bauamt"), ("Kosten", "5.000 €"), ("Sachstand", "läuft")])
    with pytest.raises(UnreadableFile):
        report(sheet)

    table = Sheet()
    table.table(
        (40, 200, 350, 520),
        60,
        [
            ("Maßnahme", "Zuständig", "Kosten"),
            ("Energieberatung", "Bauamt", "5.000 €"),
            ("Förderprogramm", "Amt 61", "900 €"),
            ("Klimaschutz an Schulen", "Schulamt", "700 €"),
        ],
        bold=1,
    )
    assert rows(report(table))[1] == ("Energieberatung", "Bauamt", "5.000 €")
