"""Rows that fit the schema and break a rule of their kind are told of, with their cells, before all else."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Kind
from opendata.domain.report.findings import Report
from opendata.domain.tables.partial_dates import Span
from opendata.intake import read_upload
from opendata.kind_folders import load_kind
from opendata.validation import check
from tests.intake.making import ROOT, csv_file

MEASURES = load_kind(ROOT / "datapackages" / "climate-measures")
HEADER = ["Nr.", "Maßnahme", "Status", "Beginn", "Ende", "Fortschritt"]
ORDER = {"name": "end-before-start", "rule": "order", "fields": ["start", "end"]}


def told(*rows: Sequence[str], header: Sequence[str] = HEADER) -> dict[str, str]:
    """What is said in German about measures that break a rule, by the code of the note."""
    report = check(read_upload([csv_file(header, *rows)], MEASURES, None))
    assert report.valid
    return {note.code: note.messages["de"] for note in report.notes if note.code.startswith("sense-")}


def kind_with(*rules: Mapping[str, Any]) -> Kind:
    """A kind of projects with these rules."""
    fields: list[dict[str, Any]] = [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "start", "type": "string", "precision": "reduced", "labels": {"de": "Beginn", "en": "Start"}},
        {"name": "end", "type": "string", "precision": "reduced", "labels": {"de": "Ende", "en": "End"}},
        {"name": "spent", "type": "number", "labels": {"de": "Ausgegeben", "en": "Spent"}},
        {"name": "budget", "type": "number", "labels": {"de": "Budget", "en": "Budget"}},
        {"name": "state", "type": "string", "codes": {"open": {"labels": {"de": "offen", "en": "open"}}, "done": {}}},
    ]
    table = {"name": "projects", "rules": list(rules), "schema": {"primaryKey": "id", "fields": fields}}
    return Kind.from_descriptor({"name": "projects", "resources": [table]})


def checked(kind: Kind, *rows: Sequence[str]) -> Report:
    header = ["id", "start", "end", "spent", "budget", "state"]
    return check(read_upload([csv_file(header, *rows, name="projects.csv")], kind, None))


def test_each_kind_of_nonsense_is_told_with_its_cells():
    assert told(
        ["1", "Radweg", "in Umsetzung", "2026", "2020", "10"],
        ["2", "LED", "geplant", "2024", "0026", "0"],
        ["3", "Bus", "geplant", "2024", "9999", "0"],
        ["4", "PV", "in Planung", "2024", "2027", "100"],
    ) == {
        "sense-year-out-of-range": "E3 (0026), E4 (9999): „Ende geplant“ liegt nicht zwischen 1950 und 2100. "
        "Bitte prüfen Sie die Angabe.",
        "sense-planned-end-before-start": "E2 (2020; D2: 2026): „Ende geplant“ liegt vor „Beginn geplant“. "
        "Bitte prüfen Sie beide Angaben.",
        "sense-done-but-not-begun": "F5 (100; C5: in Planung): Der Fortschritt ist 100 Prozent, der Umsetzungsstand "
        "aber noch vor der Umsetzung. Bitte prüfen Sie, welche Angabe stimmt.",
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026", "03.2026"),
        ("2026-03", "2026"),
        ("15.03.2026", "2026-03"),
        ("2026", "2026"),
        ("2025", ""),
        ("", "2020"),
        ("31.12.2025", "01.01.2026"),
        ("1950", "2100"),
    ],
)
def test_dates_that_can_both_be_right_do_not_contradict_each_other(start: str, end: str):
    assert told(["1", "Radweg", "in Umsetzung", start, end, "10"]) == {}


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03", "2026-02"), ("15.03.2026", "2026-02"), ("2026-03", "14.02.2026")]
)
def test_an_end_before_its_start_is_told_at_any_precision(start: str, end: str):
    assert list(told(["1", "Radweg", "in Umsetzung", start, end, "10"])) == ["sense-planned-end-before-start"]


def test_a_payment_above_the_grant_is_told():
    header = ["Kennung der Förderung", "Gesamtkosten", "Fördersumme", "Ausgezahlt"]
    rows = [["F1", "900,00", "500,10", "500,11"], ["F2", "900", "500", "500"], ["F3", "400", "500", ""]]

    report = check(read_upload([csv_file(header, *rows, name="foerderung.csv")], MEASURES, None))

    assert [(note.code, note.address, note.messages["en"]) for note in report.notes if note.code[:5] == "sense"] == [
        (
            "sense-paid-above-grant",
            "D2",
            "D2 (500.11; C2: 500.1): More is paid than the grant amounts to. Please check both amounts.",
        ),
        (
            "sense-grant-above-cost",
            "C4",
            "C4 (500; B4: 400): The grant is higher than the total cost. Please check both amounts.",
        ),
    ]


def test_a_warning_needs_no_answer_and_stands_before_other_notes():
    report = checked(kind_with(ORDER), ["=A", "2026", "2020", "", "", ""])

    assert report.valid
    assert not report.questions
    assert [note.code for note in report.notes][:2] == ["sense-end-before-start", "formula-text"]


def test_a_rule_of_severity_error_is_an_error_at_every_cell():
    kind = kind_with({**ORDER, "severity": "error"})

    report = checked(kind, ["a", "2026", "2020", "", "", ""], ["b", "2026", "2027", "", "", ""])

    assert [(error.code, error.address, error.field, error.cell) for error in report.errors] == [
        ("sense-end-before-start", "C2", "end", "2020")
    ]
    assert report.errors[0].messages["de"] == (
        "C2 (2020; B2: 2026): „Ende“ liegt vor „Beginn“. Bitte prüfen Sie beide Angaben."
    )
    assert not report.valid


def test_many_errors_are_counted_and_the_first_are_listed():
    rows = [[str(number), "2026", "2020", "", "", ""] for number in range(1_500)]

    report = checked(kind_with({**ORDER, "severity": "error"}), *rows)

    assert (len(report.errors), report.more) == (1_000, True)


def test_many_warnings_are_one_note_with_the_first_cells():
    rows = [[str(number), "2026", "2020", "", "", ""] for number in range(50)]

    [note] = checked(kind_with(ORDER), *rows).notes

    assert note.messages["de"].count("2020;") == 20
    assert "C21 (2020; B21: 2026), … (insgesamt 50): „Ende“ liegt vor „Beginn“." in note.messages["de"]
    assert ", … (50 in all): 'End' lies before 'Start'." in note.messages["en"]


def test_every_sort_of_rule_has_a_general_sentence():
    kind = kind_with(
        {"name": "budget", "rule": "at-most", "fields": ["spent", "budget"]},
        {"name": "positive", "rule": "range", "field": "budget", "minimum": 1},
        {"name": "small", "rule": "range", "field": "spent", "maximum": 1000000},
        {
            "name": "done-without-end",
            "rule": "not-together",
            "conditions": [{"field": "state", "values": ["done"]}, {"field": "end", "empty": True}],
        },
    )

    report = checked(kind, ["a", "", "", "2.5", "2", "done"], ["b", "", "", "2000000", "0", "open"])

    assert {note.code: note.messages["en"] for note in report.notes if note.code[:5] == "sense"} == {
        "sense-positive": "E3 (0): 'Budget' is below 1. Please check it.",
        "sense-small": "D3 (2000000): 'Spent' is above 1000000. Please check it.",
        "sense-budget": "D2 (2.5; E2: 2): 'Spent' is more than 'Budget'. Please check both.",
        "sense-done-without-end": "F2 (done; C2: empty): 'state' and 'End' do not go together. "
        "Please check which of them is right.",
    }


def test_a_field_without_a_column_is_named_by_its_row():
    constants = {"resources": {"projects": {"constants": {"end": "2020"}}}}
    upload = read_upload([csv_file(["id", "start"], ["a", "2026"], name="projects.csv")], kind_with(ORDER), constants)

    [note] = [note for note in check(upload).notes if note.code[:5] == "sense"]

    assert (note.address, note.row) == (None, 2)
    assert note.messages["de"].startswith("Zeile 2 (2020; B2: 2026): ")


partial_dates = st.from_regex(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True)


@given(partial_dates, partial_dates)
def test_an_end_is_before_its_start_if_its_last_day_is_before_the_first_of_the_start(start: str, end: str):
    report = checked(kind_with(ORDER), ["a", start, end, "", "", ""])

    broken = [note.code for note in report.notes if note.code[:5] == "sense"] == ["sense-end-before-start"]
    assert broken == (Span.read(end).last < Span.read(start).first)
