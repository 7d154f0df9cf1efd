"""Messages: plain sentences in both languages, with the place in front and what to do."""

import inspect
import string
from typing import Any

import frictionless.errors
import pytest
from frictionless import Error, fields

from opendata.domain.kinds import Field
from opendata.domain.report.mapped_tables import Mapped
from opendata.validation import check, column_missing
from opendata.validation.messages.cell_sentences import CONSTRAINTS, FORMATS, TYPES, constraint_broken, type_not_met
from opendata.validation.messages.error_sentences import Place, in_both_languages
from opendata.validation.messages.error_texts import TEXTS
from opendata.validation.messages.suggestions import AcceptedWords, words_for
from tests.validation.kinds import kind, measures, things

ERRORS = [each for _, each in inspect.getmembers(frictionless.errors, inspect.isclass) if issubclass(each, Error)]
FACTS: dict[str, Any] = {
    "note": "a note",
    "cells": ["1", "2"],
    "row_number": 7,
    "cell": "abc",
    "field_name": "title",
    "field_number": 2,
    "labels": ["a", "b"],
    "row_numbers": [1],
    "label": "Überschrift",
    "field_names": ["title"],
    "field_cells": ["abc"],
    "reference_name": "measures",
    "reference_field_names": ["measure_id"],
}


def example_of(error_class: type[Error]) -> Error:
    wanted = inspect.signature(error_class.__init__).parameters
    return error_class(**{name: value for name, value in FACTS.items() if name in wanted})


def only_message(mapped: Mapped, language: str = "de"):
    (error,) = check(mapped).errors
    return error.messages[language]


@pytest.mark.parametrize("error_class", [*ERRORS, Error], ids=lambda each: each.type)
def test_every_error_of_frictionless_has_a_text_in_both_languages(error_class: type[Error]):
    assert set(TEXTS[error_class.type]) == {"de", "en"}
    of_measures = kind().table("measures")
    bare = in_both_languages(example_of(error_class), Place())
    placed = in_both_languages(
        example_of(error_class), Place(of_measures, (of_measures.field("title"),), "B7", 7, other_row=3)
    )

    for text in (*bare.values(), *placed.values()):
        assert text == text.strip() and text and "{" not in text and "None " not in text.replace("None of", "")
    assert all(text.startswith("B7: ") for text in placed.values())
    assert bare["de"] != bare["en"]


def test_texts_use_only_facts_that_are_there():
    facts = {
        "cell",
        "label",
        "labels",
        "name",
        "header",
        "note",
        "other_row",
        "entity",
        "target",
        "hint",
        "sought",
        "reason",
    }
    for texts in TEXTS.values():
        for text in texts.values():
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= facts


def test_every_type_and_constraint_of_frictionless_has_its_words():
    types = [
        each for _, each in inspect.getmembers(fields, inspect.isclass) if hasattr(each, "supported_constraints")
    ]
    assert {each.type for each in types if hasattr(each, "type")} <= set(TYPES)
    assert {name for each in types for name in each.supported_constraints} <= set(CONSTRAINTS) | {"jsonSchema"}
    assert {"email", "uri", "uuid", "binary"} == set(FORMATS)
    for rewritten in (True, False):
        for name in TYPES:
            field = Field.from_descriptor({"name": "x", "type": name})
            german, english = (type_not_met("?", field, each, rewritten=rewritten) for each in ("de", "en"))
            assert german.startswith("„?“ ") and german.endswith(".") and german != english


# Suggestions


def test_the_word_nearest_to_what_was_typed_is_suggested():
    mapped = measures({"phase": "in Arbiet"}, columns={"phase": 6})

    assert only_message(mapped) == "F5: „in Arbiet“ ist für „Phase“ nicht erlaubt. Meinten Sie „in Arbeit“?"
    assert only_message(mapped, "en") == "F5: 'in Arbiet' is not allowed for 'Phase'. Did you mean 'in Arbeit'?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ABGESCHLOSEN", "abgeschlossen"),
        ("erledgt", "erledigt"),
        ("complted", "completed"),
        ("in  Planung.", "in Planung"),
    ],
)
def test_case_and_blanks_do_not_matter_for_a_suggestion(typed: str, meant: str):
    assert words_for(kind().table("measures").field("phase"), "de", rewritten=True).nearest(typed) == meant


def test_where_nothing_is_near_the_allowed_words_are_listed():
    mapped = measures({"phase": "Mittwoch"}, columns={"phase": 6})

    assert only_message(mapped).endswith("Erlaubt sind: „in Planung“, „in Umsetzung“, „abgeschlossen“.")
    assert only_message(mapped, "en").endswith("Allowed are: 'being planned', 'under way', 'completed'.")


def test_a_long_list_of_words_is_counted_and_not_listed():
    schema = {"fields": [{"name": "n", "type": "string", "constraints": {"enum": [f"Z{n:03}" for n in range(40)]}}]}

    assert "Es gibt 40 erlaubte Werte" in only_message(things(schema, {"n": "Mittwoch"}))


def test_a_file_as_it_is_is_only_told_codes():
    phase = kind().table("measures").field("phase")

    assert words_for(phase, "de", rewritten=False).nearest("in Arbiet") == "implementation"


def test_a_key_written_otherwise_is_suggested():
    mapped = measures({"measure_id": "M-1"}, {"parent_id": "m-1"}, columns={"parent_id": 7})

    assert only_message(mapped) == "G6: Maßnahme „m-1“ gibt es in der Tabelle „Maßnahmen“ nicht. Meinten Sie „M-1“?"


def test_too_many_words_are_only_looked_up():
    many = AcceptedWords.of(f"Maßnahme {number}" for number in range(2000))

    assert many.nearest("MASSNAHME 7") == "Maßnahme 7"
    assert many.nearest("Maßnahmen 7") is None


# Sentences


@pytest.mark.parametrize(
    ("cells", "german", "english"),
    [
        (
            {"title": None},
            "B5: Die Zelle ist leer, „Titel“ muss ausgefüllt sein.",
            "B5: The cell is empty; 'Title' must be filled in.",
        ),
        (
            {"decided_on": "Mittwoch"},
            "F5: „Mittwoch“ ist kein Datum: bitte wie 2025-12-31 oder 31.12.2025 schreiben.",
            "F5: 'Mittwoch' is no date: please write it as 2025-12-31 or 31.12.2025.",
        ),
        (
            {"progress": "120"},
            "E5: „120“ ist zu groß: „Fortschritt“ darf höchstens 100 Prozent sein.",
            "E5: '120' is too large: 'Progress' must be at most 100 percent.",
        ),
        (
            {"planned_end": "Frühjahr"},
            "D5: „Frühjahr“ ist für „Ende“ kein Datum, das verstanden wird: bitte das Jahr (2026), Jahr und Monat "
            "(2026-03) oder den Tag (15.03.2026) schreiben.",
            "D5: 'Frühjahr' is no date that is understood for 'End': please write the year (2026), year and month "
            "(2026-03) or the day (15.03.2026).",
        ),
    ],
)
def test_sentences(cells: Any, german: str, english: str):
    (error,) = check(measures(cells)).errors

    assert dict(error.messages) == {"de": german, "en": english}


def test_a_pattern_with_an_example_is_explained_by_it():
    field = Field.from_descriptor({"name": "x", "constraints": {"pattern": "[A-Z]-[0-9]+"}, "example": "E-12"})

    assert constraint_broken("e12", "pattern", field, "de", rewritten=True) == (
        "„e12“ hat für „x“ nicht die richtige Form: bitte wie „E-12“ schreiben."
    )


def test_bounds_of_dates_are_told_as_times():
    schema = {"fields": [{"name": "on", "type": "date", "constraints": {"minimum": "2024-01-01"}}]}

    assert only_message(things(schema, {"on": "2023-12-31"})) == (
        "A5: „2023-12-31“ ist zu früh: „on“ darf frühestens 2024-01-01 sein."
    )


def test_german_bounds_have_a_decimal_comma():
    schema = {"fields": [{"name": "n", "type": "number", "constraints": {"minimum": 0.5}}]}

    assert only_message(things(schema, {"n": "0.25"})).endswith("muss mindestens 0,5 sein.")


def test_a_format_of_the_schema_is_shown_by_example():
    field = Field.from_descriptor({"name": "x", "type": "date", "format": "%d/%m/%y"})

    assert type_not_met("x", field, "en", rewritten=False) == "'x' is no date: please write it as 31/12/25."


def test_a_cell_of_many_lines_is_one_line_in_a_sentence():
    message = only_message(measures({"progress": "viel\nund\n\nmehr"}))

    assert message.startswith("E5: „viel und mehr“ ist keine Zahl")


def test_a_missing_column_says_which_headings_would_have_done():
    of_measures = kind().table("measures")

    assert column_missing(of_measures, of_measures.field("title")) == {
        "de": "Tabelle „Maßnahmen“: Die Spalte „Titel“ fehlt. Gesucht wurden auch: „Maßnahme“, „Bezeichnung“.",
        "en": "Table 'Measures': The column 'Title' is missing. Also looked for: 'Maßnahme', 'Bezeichnung'.",
    }


def test_a_web_address_is_not_explained_by_a_pattern():
    field = Field.from_descriptor({"name": "url", "constraints": {"pattern": "^https?://[^ ]+$"}})

    assert constraint_broken("www.a.de", "pattern", field, "de", rewritten=True) == (
        "„www.a.de“ ist keine vollständige Internetadresse: bitte wie https://www.beispiel.de schreiben."
    )
