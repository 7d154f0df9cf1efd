"""Words of offices, hidden content, further sheets and damaged files: what is read, asked and refused."""

import pytest

from tests.cases.office import Office

# Rows of status-words.xlsx, by what their words mean; one is free to be refused where a set holds None.
STATUS_ROWS = {
    "implementation": [2, 3, *range(6, 12), *range(33, 38), 45, 47],
    "ongoing": [4, 5, 44],
    "not_started": [15, 16, 40, 49],
    "completed": [17, 18, 19, 38, 41],
    "cancelled": [50],
    "unknown": [31],
}
REFUSED_STATUS_ROWS = [12, 13, 14, *range(20, 30), 39, 42, 43, 46, 48]
DATES = {
    **{2: "2026-06-30", 3: "2026-09", 4: "2027", 5: "2027", 6: "2026", 7: "2030", 8: "2026-06", 9: "2026-09"},
    **{10: "2026-06", 11: "2027-06", 12: "2028", 13: "2026-06", 16: "2027", 17: "2026-01-01"},
}


def test_status_words_are_read_or_refused_without_the_opposite(office: Office):
    seen = office.send("status-words.xlsx")

    assert set(seen.errors) == {f"C{row}" for row in REFUSED_STATUS_ROWS}
    for text in seen.errors.values():
        assert "Meinten Sie" not in text
    assert not seen.is_published
    rewritten = {rewrite["address"]: rewrite["after"] for rewrite in seen.report["rewrites"]}
    read = {row: rewritten[f"C{row}"] for rows in STATUS_ROWS.values() for row in rows}
    assert read == {row: code for code, rows in STATUS_ROWS.items() for row in rows}
    assert not seen.not_told("C12", "Zeitplan")


def test_status_words_of_bug_reports_are_never_the_opposite(office: Office):
    seen = office.send("public/status-words.csv")

    rewritten = {rewrite["address"]: rewrite["after"] for rewrite in seen.report["rewrites"]}
    for row in (2, 3, 6, 7, 14):
        assert rewritten.get(f"C{row}") not in ("completed", "planning", "implementation")
    assert rewritten["C5"] == "implementation"
    assert not [text for text in seen.errors.values() if "Meinten Sie „umgesetzt“" in text or "„geplant“?" in text]


def test_date_words_are_as_precise_as_they_are_written(office: Office):
    seen = office.send("date-words.xlsx")

    assert set(seen.errors) == {"D14", "D15", "D18", "D19"}
    assert "30 Tage" in seen.errors["D14"] and "30.06.2026" in seen.errors["D19"]
    rewritten = {rewrite["address"]: rewrite["after"] for rewrite in seen.report["rewrites"]}
    assert {row: rewritten[f"D{row}"] for row in DATES} == DATES


def test_every_spelling_of_no_information_is_unknown(office: Office):
    seen = office.send("no-information-spellings.xlsx")

    assert seen.is_published
    assert seen.column("phase") == ["unknown"] * 9
    assert not seen.not_told("C2", "C10")


def test_ticks_below_words_of_the_status_are_read(office: Office):
    seen = office.send("ticks-under-status.xlsx")

    assert seen.is_published
    assert seen.column("phase") == ["not_started", "implementation", "completed"]
    assert "ticks-read" in {note["code"] for note in seen.report["notes"]}


@pytest.mark.parametrize(
    ("name", "ids", "words"),
    [
        (
            "hidden-column-and-row.xlsx",
            {"hidden_content:measures:E", "hidden_content:measures:G", "hidden_content:measures:row-4"},
            ("Spalte E", "Spalte G", "Zeile 4"),
        ),
        (
            "hidden-column-and-filtered-row.ods",
            {"hidden_content:measures:C", "hidden_content:measures:row-3"},
            ("Spalte C", "Zeile 3"),
        ),
        ("second-sheet-energy.xlsx", {"unread_table:measures:Maßnahmen Energie"}, ("Maßnahmen Energie",)),
    ],
)
def test_hidden_content_and_further_sheets_are_asked_about(
    office: Office, name: str, ids: set[str], words: tuple[str, ...]
):
    seen = office.send(name)

    assert (seen.state, seen.status_code) == ("draft", 409)
    assert set(seen.questions) == ids
    assert {question["id"] for question in seen.answer["questions"]} == ids
    assert not seen.published and seen.published_by_command.exit_code == 1
    assert not seen.not_told(*words)


def test_a_sheet_for_each_field_of_action_is_named(office: Office):
    seen = office.send("sheet-per-field-of-action.xlsx")

    assert not seen.is_published
    (text,) = seen.errors.values()
    assert "Mobilität" in text and "Energie" in text and "Legende" not in text


def test_numbers_that_look_alike_are_the_same(office: Office):
    seen = office.send("dashes-in-ids.xlsx")

    assert set(seen.errors) == {"A3", "A4", "A5", "A7"}
    assert not seen.is_published


def test_characters_that_nobody_sees_are_gone_and_told(office: Office):
    seen = office.send("soft-hyphens.xlsx")

    assert seen.is_published
    assert [" ".join(title.split()) for title in seen.column("title")] == ["Ladeinfrastruktur mit Doppelleer", "PV"]
    assert seen.column("field_of_action") == ["Mobilität", "Mobilität"]
    assert seen.column("phase") == ["implementation", "not_started"]
    assert not {"\u00ad", "\u200b", "\u00a0"} & set(seen.everything())
    assert not seen.not_told("B2", "D2")


def test_damaged_characters_are_errors(office: Office):
    seen = office.send("broken-characters.csv")

    assert set(seen.errors) == {"B2", "B3"} and not seen.is_published
    assert "\ufffd" not in seen.everything() and "Ã" not in seen.everything()


def test_an_empty_file_is_refused_in_german(office: Office):
    seen = office.send("empty.csv")

    assert (seen.status_code, seen.answer["type"].rpartition("/")[2]) == (422, "unreadable-file")
    assert "Die Datei ist leer" in seen.answer["detail"]
    assert seen.validated.exit_code == 2 and "Die Datei ist leer" in seen.texts["validate"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("public/stray-quote.csv", ("Zeile 2", "3 bis 5")),
        ("public/separator-in-last-cell.csv", ("Zeile 2",)),
        ("public/separator-in-the-middle.csv", ("Zeile 2",)),
    ],
)
def test_csv_whose_cells_cannot_be_told_apart_is_refused(office: Office, name: str, words: tuple[str, ...]):
    seen = office.send(name)

    assert seen.state == "invalid" and not seen.is_published
    assert len(seen.errors) == 1
    assert not seen.not_told(*words)


def test_csv_that_can_be_read_in_one_way_only_is_read_and_told(office: Office):
    quotes = office.send("public/quotes-not-doubled.csv")
    assert quotes.column("title") == ['Radweg "Süd" ausbauen', 'Haltestelle B"lter Weg', "Platz"]
    assert not quotes.not_told("2, 3")

    encodings = office.send("public/one-byte-of-windows-1252.csv")
    assert encodings.column("title") == ["Wärmenetz Süd", "Grünfläche", "Bäume für Köln"]
    assert not encodings.not_told("Zeile 3")

    controls = office.send("public/control-characters.csv")
    assert controls.column("title")[0].startswith("Licht aus am Platz")
    assert not controls.not_told("B2")
