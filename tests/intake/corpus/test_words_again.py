"""More words of offices: what a refused status proposes, schedules, stages of funding and dates.

Here: cells that were read wrongly or answered by a silly sentence once. Not here: the labelled statuses
(status_phrases.py), and the first corpus of words (test_words.py).
"""

import pytest

from tests.intake.corpus.test_words import errors, proposals, read, reader
from tests.intake.making import csv_file


def one(header: str, text: str) -> tuple[dict[str, str | None], dict[str | None, str]]:
    """The row and the errors, by cell, of a table with one measure and one more column."""
    rows, report = read(csv_file(["Nr.", "Maßnahme", "Status", header], ["1", "Radweg", "geplant", text]))
    return rows["1"], errors(report)


@pytest.mark.parametrize(
    ("text", "code"),
    {
        "verzögert wegen Lieferengpass": "late",
        "verzögert durch Corona": "late",
        "wie geplant": "on_time",
        "im Soll": "on_time",
        "verschoben (Haushalt)": "postponed",
    }.items(),
)
def test_a_schedule_with_its_reason_is_read(text: str, code: str):
    row, told = one("Zeitplan", text)

    assert (row["schedule"], told) == (code, {})


@pytest.mark.parametrize(
    "text", ["leicht im Verzug", "3 Monate Verzug", "um 1 Jahr verschoben", "coronabedingt verzögert"]
)
def test_a_delay_in_other_words_is_no_denial_and_may_be_answered_by_its_own_code(text: str):
    _, told = one("Zeitplan", text)

    assert "nicht gilt" not in told["D2"]
    assert "„verzögert“" in told["D2"]
    assert "„verschoben“" in told["D2"]


@pytest.mark.parametrize("text", ["nicht verzögert", "ohne Verzögerung"])
def test_a_denied_delay_is_never_answered_by_the_delay(text: str):
    _, told = one("Zeitplan", text)

    assert "nicht gilt" in told["D2"]
    assert "„verzögert“ oder" not in told["D2"]
    assert "„verzögert“," not in told["D2"]


@pytest.mark.parametrize("text", ["wird abgebaut", "wird abgesetzt", "rückgebaut", "inaktiv", "un-geplant"])
def test_another_word_is_no_slip_of_the_keyboard(text: str):
    _, report = read(csv_file(["Nr.", "Maßnahme", "Status"], ["1", "Radweg", text]))

    assert [proposals(message) for message in errors(report).values()] == [""]


@pytest.mark.parametrize("text", ["in Umsetzugn", "abgeschlosen", "in Vorbereitng", "wird umgestzt"])
def test_a_slip_of_the_keyboard_is_still_answered(text: str):
    _, report = read(csv_file(["Nr.", "Maßnahme", "Status"], ["1", "Radweg", text]))

    assert all(proposals(message) for message in errors(report).values())


@pytest.mark.parametrize(
    ("phrase", "code"),
    {"Bewilligung liegt vor": "approved", "Zusage erhalten": "approved", "VN geprüft 2024": "proven"}.items(),
)
def test_a_stage_of_funding_is_read(phrase: str, code: str):
    assert reader("stage", "funding").read(phrase).after == code


@pytest.mark.parametrize(
    "phrase", ["noch nicht bewilligt", "bisher nicht genehmigt", "ausgezahlt 2090", "bewilligt 2090"]
)
def test_a_stage_that_is_not_settled_is_refused(phrase: str):
    """What is not yet approved is not rejected, and nothing was paid in a year to come."""
    assert reader("stage", "funding").read(phrase).problem == "unsettled-code"


@pytest.mark.parametrize(
    "text", ["ka", "kA.", "n.n.", "unbekannt", "?", "…", "---", "(k.A.)", "k.A.*", "k. A. ¹", "nicht erhoben"]
)
def test_every_spelling_of_no_information_is_an_empty_number_or_date_and_an_unknown_status(text: str):
    rows, report = read(
        csv_file(
            ["Nr.", "Maßnahme", "Status", "Kosten", "Beginn geplant", "Bemerkung"],
            ["1", "Radweg", text, text, text, "ka"],
        )
    )

    row = rows["1"]
    assert errors(report) == {}
    assert (row["phase"], row["cost_eur"], row["planned_start"], row["status_note"]) == ("unknown", None, None, "ka")


def test_two_columns_of_ticks_with_both_ticked_name_the_ticks_and_no_date():
    """ "begonnen" is a word for a date too, but where the status is missing the ticks are the status."""
    _, report = read(
        csv_file(["Nr.", "Maßnahme", "begonnen", "abgeschlossen"], ["1", "A", "x", ""], ["2", "B", "x", "x"])
    )

    assert list(errors(report)) == ["C3"]
    assert "mehrere Kreuze" in errors(report)["C3"]


@pytest.mark.parametrize(
    ("text", "moment"),
    {
        "06-2026": "2026-06",
        "30-Jun-26": "2026-06-30",
        "30-Jun-2026": "2026-06-30",
        "2. Jahreshälfte 2027": "2027-12",
        "erste Jahreshälfte 2027": "2027-06",
        "Anf. 2026": "2026",
        "2022 bis 2024": "2024",
    }.items(),
)
def test_more_dates_in_the_words_of_offices(text: str, moment: str):
    assert reader("planned_end").read(text).after == moment


@pytest.mark.parametrize(("text", "moment"), {"2022 bis 2024": "2024", "05/2022 bis 06/2023": "2023-06"}.items())
def test_a_span_of_what_has_happened_is_no_expectation(text: str, moment: str):
    assert reader("actual_end").read(text).after == moment


@pytest.mark.parametrize("text", ["bis 2024", "2022 bis voraussichtlich 2024", "geplant 2024"])
def test_an_expectation_is_refused_where_only_the_past_belongs(text: str):
    assert reader("actual_end").read(text).problem == "only-expected"


@pytest.mark.parametrize("text", ["13-2026", "00-2026", "2026 oder 2027"])
def test_what_is_no_date_stays_one_error(text: str):
    _, told = one("Ende geplant", text)

    assert list(told) == ["D2"]
