"""Columns that seem to hold personal data are asked about once, with their cells and their field."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.questions import Question, open_questions
from opendata.intake.persons import contact_details, personal_questions
from opendata.intake.persons.contact_details import holds_number
from opendata.intake.persons.person_names import holds_name
from tests.intake.making import upload


def asked(header: str, rows: list[list[str]], mapping: dict[str, Any] | None = None) -> list[Question]:
    return list(upload(header.split(";"), *rows, mapping=mapping).report.questions)


def test_an_address_and_a_number_are_one_question_about_their_column():
    rows = [["1", "Radweg", "in Planung", "e.musterfrau@stadt.example, 0152 28817386"], ["2", "PV", "erledigt", "-"]]

    [question] = asked("Nr.;Maßnahme;Status;Bemerkung", rows)

    assert (question.id, question.field, question.address) == ("personal_data:measures:D", "note", "D2")
    assert question.texts["de"].startswith("D2: In der Spalte „Bemerkung“")
    assert "eine E-Mail-Adresse und eine Telefonnummer" in question.texts["de"]
    assert "an e-mail address and a phone number" in question.texts["en"]
    assert open_questions([question], {}) == [question]
    assert open_questions([question], {question.id: {"yes": True}}) == []


def test_fields_of_the_datasets_own_are_looked_at_as_well():
    own = {"resources": {"measures": {"fields": {"Leitung": {"name": "x_lead", "type": "string"}}}}}

    [question] = asked(
        "Nr.;Maßnahme;Status;Leitung", [["1", "Radweg", "in Planung", "Kowalski"], ["2", "PV", "", "Amt 66"]], own
    )

    assert (question.id, question.field) == ("personal_data:measures:D", "x_lead")
    assert "wahrscheinlich der Name einer Person" in question.texts["de"]


def test_a_column_that_is_not_published_is_not_asked_about():
    rows = [["1", "Radweg", "in Planung", "Erika Musterfrau"]]

    assert asked("Nr.;Maßnahme;Status;Ansprechpartnerin", rows) == []


def test_the_first_cells_are_named_and_all_are_counted():
    rows = [[str(number), f"Frau Müller {number}", "erledigt"] for number in range(1, 16)]

    [question] = asked("Nr.;Maßnahme;Status", rows)

    assert question.texts["de"].startswith(
        "B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, … (insgesamt 15 Zellen): In der Spalte „Maßnahme“"
    )


def test_where_a_large_column_is_left_unread_the_question_says_at_least(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(personal_questions, "BATCH", 3)
    rows = [[str(number), f"Frau Müller {number}", "erledigt"] for number in range(1, 6)]

    [question] = asked("Nr.;Maßnahme;Status", rows)

    assert "(mindestens 3 Zellen)" in question.texts["de"]
    assert "(at least 3 cells)" in question.texts["en"]


@pytest.mark.parametrize(
    "text",
    [
        "Max-Planck-Straße: Radfahrstreifen",
        "Drucksache 2024/0123-456, Az. 66-12/2025",
        "Frauenbad: Wärmepumpe",
        "Carl Benz Stadion, Ausbau ab 01.06.2025",
        "Schreinerei Fischer GmbH",
        "BV 0123/2023-01, Sachkonto 0815 4711 01",
        "Albert Schweitzer Kinderdorf",
        "Besuch von Umweltministerin Dr. Anna Beispiel und Regierungspräsident Herrn Muster",
        "06124 Musterort, AGS 053340002002",
        "+10.000.000 € und +49 000 t",
    ],
)
def test_streets_firms_files_and_amounts_are_no_persons(text: str):
    assert asked("Nr.;Maßnahme;Status;Bemerkung", [["1", "Radweg", "in Planung", text]]) == []


@pytest.mark.parametrize("text", ["IHK Pfalz", "Klenko", "N.N.", "alle Ämter", "VG Musterau-Land", "Mai 2026"])
def test_offices_in_a_column_about_persons_are_no_persons(text: str):
    assert not holds_name(text, "strong")
    assert not holds_name(text, "weak")


@pytest.mark.parametrize(
    "number",
    [
        "0 30 / 2 31 25-1 23",
        "(0 64 21) 201-0",
        "Tel-Nr. 06341 / 13-0",
        "Mobilnummer: 0171-39 200 77",
        "+4915228817386",
    ],
)
def test_numbers_are_seen_in_the_ways_offices_write_them(number: str):
    assert holds_number(number)
    assert contact_details.may_have_number(pl.Series([number])).all()


@pytest.mark.parametrize(
    "sign", ["a", "A", "a-", "0", "0 ", "A. ", "@", "a@", "a.", "Anna ", "Frau ", "+4 ", "Tel ", "Lenz, "]
)
def test_texts_made_to_be_slow_are_read_in_one_go(sign: str):
    text = sign * 100_000
    # A pattern that backtracks quadratically would need hours for this text.
    personal_questions.personal_texts({"note": pl.Series([text])}, {"note": "strong"})


@given(st.text(max_size=200), st.sampled_from([None, "weak", "strong"]))
def test_any_text_can_be_read(text: str, about_persons: str | None):
    assert holds_name(text, about_persons) in (True, False)
    assert holds_number(text) in (True, False)


@given(st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True), st.text("ab ,;()", max_size=9))
def test_an_address_is_seen_wherever_it_stands(address: str, around: str):
    assert contact_details.has_address(pl.Series([f"{around} {address} {around}"])).all()


@pytest.mark.parametrize(
    "text",
    ["0631.365.1234", "06313651234", "15228817386", "Kontakt: 03023125123", "0221 4710 123", "T 030 23125-123"],
)
def test_a_telephone_number_is_seen_however_it_is_written(text: str):
    assert holds_number(text)


@pytest.mark.parametrize(
    "text",
    ["Kassenzeichen 0815/4711", "AGS 07315000", "ARS 073150000000", "073150000000", "Az. 0456.123.4567"],
)
def test_file_numbers_and_keys_of_municipalities_are_no_telephone_numbers(text: str):
    assert not holds_number(text)


@pytest.mark.parametrize("text", ["klima AT stadt DOT example", "klima ät stadt.example"])
def test_an_address_in_words_is_seen(text: str):
    [question] = asked("Nr.;Maßnahme;Status;Bemerkung", [["1", "Radweg", "in Planung", text]])

    assert "eine E-Mail-Adresse" in question.texts["de"]


@pytest.mark.parametrize(
    "text",
    [
        "gez. Schneider",
        "i. V. Schneider",
        "Svenja aus Amt 66",
        "peter müller",
        "Lars van der Meer",
        "Agnieszka Nowak",
    ],
)
def test_a_person_is_seen_in_a_column_about_persons(text: str):
    assert holds_name(text, "weak")


@pytest.mark.parametrize("text", ["Hermann-Hesse-Bahn", "rad und fuß", "i. A. Klimaschutz", "amt für umwelt"])
def test_what_is_no_person_stays_silent_there(text: str):
    assert not holds_name(text, "weak")
