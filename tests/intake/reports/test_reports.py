"""Reports as their readers see them become tables: ruled, of sheets, over pages, of several dates."""

from collections.abc import Sequence
from datetime import date

import pytest

from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_reading import read_tables
from tests.intake.reports.pdf_making import Sheet, pdf

COLUMNS = (40, 80, 220, 320, 555)
HEAD = ("Nr.", "Maßnahme", "Federführung", "Sachstand")


def report(*sheets: Sheet) -> TextTable:
    (table,) = read_tables([SourceFile("bericht.pdf", pdf(*sheets))])
    return table


def rows(table: TextTable) -> list[tuple[str | None, ...]]:
    return [row[:-2] for row in table.cells.rows()]


def pages(table: TextTable) -> list[str | None]:
    return table.cells[table.cells.columns[-1]].to_list()[1:]


def ruled(*sheets_of_rows: Sequence[Sequence[str]]) -> TextTable:
    sheets = []
    for lines in sheets_of_rows:
        sheet = Sheet()
        sheet.table(COLUMNS, 60, lines, bold=1)
        sheets.append(sheet)
    return report(*sheets)


def test_a_row_is_a_measure_with_document_and_page():
    table = ruled([HEAD, ("M1", "Radwege bauen", "Tiefbauamt", "läuft"), ("M2", "Dächer nutzen", "SWM", "fertig")])

    assert rows(table) == [
        HEAD,
        ("M1", "Radwege bauen", "Tiefbauamt", "läuft"),
        ("M2", "Dächer nutzen", "SWM", "fertig"),
    ]
    assert table.cells.row(1)[-2:] == ("bericht.pdf", "1")
    box = table.origins[2, 2].boxes[0]
    assert (table.origins[2, 2].page, box.page) == (1, 1)
    assert (box.x0, box.x1) == (80, 220)


def test_a_row_goes_on_below_the_head_of_the_next_page_and_keeps_its_own_page():
    full = [(f"M{n}", f"Titel {n}", "Amt", "\n".join(["Text"] * 9)) for n in range(1, 6)]
    table = ruled(
        [HEAD, *full, ("M6", "Ausbau der Fern-", "Amt", "Der Aus-\nbau der Klima-")],
        [HEAD, ("", "wärme", "", "schutzziele läuft."), ("M7", "Neues", "Amt", "neu")],
    )

    assert rows(table)[6] == ("M6", "Ausbau der Fernwärme", "Amt", "Der Ausbau der Klimaschutzziele läuft.")
    assert [row[0] for row in rows(table)] == ["Nr.", "M1", "M2", "M3", "M4", "M5", "M6", "M7"]
    assert pages(table)[-2:] == ["1", "2"]
    assert [box.page for box in table.origins[7, 4].boxes] == [1, 2]


def test_a_heading_across_all_columns_gives_the_field_of_action_and_sums_stay_sums():
    sheet = Sheet()
    end = sheet.table(COLUMNS, 60, [HEAD], bold=1)
    end = sheet.table((40, 555), end, [("Handlungsfeld 1: Mobilität",)])
    end = sheet.table(COLUMNS, end, [("M1", "Radwege", "Amt 66", "läuft"), ("Summe", "", "", "1")])
    end = sheet.table((40, 555), end, [("Handlungsfeld 2: Energie",)])
    sheet.table(COLUMNS, end, [("E1", "Dächer", "SWM", "läuft")])

    table = report(sheet)

    assert [row[:3] for row in rows(table)] == [
        ("Handlungsfeld", "Nr.", "Maßnahme"),
        ("Mobilität", "M1", "Radwege"),
        (None, "Summe", None),
        ("Energie", "E1", "Dächer"),
    ]
    assert pages(table) == ["1", None, "1"]


def with_labels(numbers: Sequence[str]) -> TextTable:
    """A table for each measure: a head row and its values, then a label and a text in each row."""
    sheets = []
    for number in numbers:
        sheet = Sheet()
        end = sheet.table((40, 140, 420, 555), 60, [("Bereich / Nr.", "Titel / Zuständigkeit", "Priorität")], bold=1)
        end = sheet.table((40, 140, 360, 420, 555), end, [(f"Verkehr\n\n{number}", f"Titel {number}", "SWM", "hoch")])
        texts = [
            ("Beschreibung\nim Konzept", "Ziel ist mehr Rad-\nverkehr."),
            ("Sachstand 2013", "Geplant."),
        ]
        end = sheet.table((40, 140, 555), end, [*texts, ("Sachstand\n2015 / 2016", "Kein neuer Sachstand")])
        sheets.append(sheet)
    return report(*sheets)


def test_a_field_of_action_right_below_the_head_is_no_label_although_it_begins_like_one():
    sheet = Sheet()
    end = sheet.table((50, 90, 300, 450), 100, [("Nr.", "Maßnahme", "Amt")], bold=1)
    for group, measures in (
        ("Energie und Gebäude", [("1", "Solar", "Bauamt"), ("2", "Wärme", "Bauamt")]),
        ("Verkehr", [("3", "Radwege", "Tiefbauamt")]),
    ):
        end = sheet.table((50, 450), end, [(group,)], bold=1)
        end = sheet.table((50, 90, 300, 450), end, measures)

    table = report(sheet)
    assert "Handlungsfeld" in table.cells.row(0)
    place = table.cells.row(0).index("Handlungsfeld")
    assert [row[place] for row in table.cells.rows()[1:]] == ["Energie und Gebäude", "Energie und Gebäude", "Verkehr"]


def test_rows_of_labels_belong_to_the_row_above_and_dates_are_listed_oldest_first():
    table = with_labels(["V1", "V2"])

    assert rows(table)[:2] == [
        (
            *("Bereich", "Nr.", "Titel", "Zuständigkeit", "Priorität"),
            *("Beschreibung im Konzept", "Sachstand 2013", "Sachstand 2015 / 2016"),
        ),
        (
            *("Verkehr", "V1", "Titel V1", "SWM", "hoch"),
            *("Ziel ist mehr Radverkehr.", "Geplant.", "Kein neuer Sachstand"),
        ),
    ]
    assert [(told.header, told.column, told.as_of) for told in table.reporting_dates] == [
        ("Sachstand 2013", 7, date(2013, 12, 31)),
        ("Sachstand 2015 / 2016", 8, date(2016, 12, 31)),
    ]


def test_a_number_printed_twice_is_told_apart_by_a_proposal_that_is_asked_about():
    table = with_labels(["Vneu", "Vneu", "V1"])

    assert [row[1] for row in rows(table)[1:]] == ["Vneu1", "Vneu2", "V1"]
    question = next(question for question in table.questions if question.about == "doubled_number")
    assert question.required
    assert "Vneu1 („Titel Vneu“, Seite 1)" in question.texts["de"]


def test_every_report_asks_whether_it_was_read_rightly_and_names_the_pages_that_became_nothing():
    sheet = Sheet()
    sheet.table(COLUMNS, 60, [HEAD, ("M1", "Radwege", "Amt", "läuft")], bold=1)

    (question,) = report(Sheet().text(50, 300, "Ein Vorwort, das zu keiner Maßnahme gehört."), sheet).questions

    assert (question.about, question.required, question.answer) == ("report_reading", True, "yes")
    assert "1 Maßnahme von Seite 2" in question.texts["de"]
    assert "Der Text auf Seite 1 gehört zu keiner Maßnahme" in question.texts["de"]


def test_sheets_of_labels_are_a_measure_each_whether_ruled_or_not():
    def labels(number: int) -> list[tuple[str, str]]:
        return [("Zuständigkeit", f"Amt {number}"), ("Beschreibung", "Kurz."), ("Sachstand", f"Text {number}")]

    framed, plain = [], []
    for number in (1, 2, 3):
        framed.append(Sheet().text(40, 60, f"M{number} Titel {number}", 14, bold=True))
        framed[-1].table((40, 160, 555), 90, labels(number))
        plain.append(Sheet().text(40, 160, f"M{number} Titel {number}", 14, bold=True))
        for place, (label, value) in enumerate(labels(number)):
            plain[-1].text(40, 190 + 14 * place, f"{label}: {value}")

    wanted = [("M1", "Titel 1", "Amt 1", "Kurz.", "Text 1"), ("M2", "Titel 2", "Amt 2", "Kurz.", "Text 2")]
    assert rows(report(*framed))[1:3] == wanted
    assert rows(report(*plain))[1:3] == wanted
    assert pages(report(*plain)) == ["1", "2", "3"]


def test_a_bar_that_ends_a_page_begins_the_sheet_whose_labels_stand_on_the_next():
    def sheet_of(number: int) -> list[tuple[str, ...]]:
        return [
            (f"V-{number} Radweg {number}",),
            ("Amt", "Tiefbauamt"),
            ("Sachstand", f"Es wird gebaut, Teil {number}."),
        ]

    first, second = Sheet(), Sheet()
    for number, top in ((1, 60), (2, 200)):
        first.table((40, 150, 550), top, sheet_of(number))
    first.table((40, 150, 550), 760, sheet_of(3)[:1])
    second.table((40, 150, 550), 60, sheet_of(3)[1:])
    second.table((40, 150, 550), 200, sheet_of(4))

    table = report(first, second)

    read = rows(table)
    assert read[0] == ("Nr.", "Maßnahme", "Amt", "Sachstand")
    assert [(row[0], row[3]) for row in read[1:]] == [
        (f"V-{number}", f"Es wird gebaut, Teil {number}.") for number in (1, 2, 3, 4)
    ]
    assert pages(table) == ["1", "1", "1", "2"]


def test_a_turned_page_is_read_and_its_boxes_are_those_of_the_page_as_shown():
    upright = Sheet()
    upright.table(COLUMNS, 60, [HEAD, ("M1", "Radwege", "Amt", "läuft")], bold=1)
    turned = Sheet(width=842, height=595)
    turned.commands = [f"q 0 1 -1 0 {842} 0 cm", *upright.commands, "Q"]
    shown = Sheet(width=842, height=595, rotate=90, commands=list(turned.commands))

    assert rows(report(turned)) == rows(report(upright)) == rows(report(shown))
    box = report(turned).origins[2, 2].boxes[0]
    assert (round(box.top), round(box.bottom)) == (595 - 220, 595 - 80)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (Sheet(), "enthält keinen Text"),
        (Sheet().text(50, 100, "Der Bericht erzählt nur in ganzen Sätzen."), "keine Tabelle mit Linien"),
    ],
)
def test_a_report_without_measures_is_refused_with_what_to_send_instead(sheet: Sheet, said: str):
    with pytest.raises(UnreadableFile) as caught:
        report(sheet)
    assert said in caught.value.messages["de"]
    assert "Bitte" in caught.value.messages["de"]


def test_a_ruled_table_of_something_else_is_no_table_of_measures():
    sheet = Sheet()
    sheet.table((40, 200, 400), 60, [("Jahr", "Emissionen in t"), ("2020", "100"), ("2021", "90")], bold=1)

    with pytest.raises(UnreadableFile, match="none whose header"):
        report(sheet)
