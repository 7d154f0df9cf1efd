"""What labels say: dates of states, numbers of measures, fields of action, and what is no label."""

from datetime import date

import pytest

from opendata.intake.reports.label_words import (
    group_named,
    is_known_label,
    is_number,
    names_number,
    names_title,
)
from opendata.intake.reports.reporting_dates import date_of_state


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("Sachstand 2013", date(2013, 12, 31)),
        ("Sachstand 2013 (gemäß V/0293/2014)", date(2013, 12, 31)),
        ("Sachstand 2015 / 2016", date(2016, 12, 31)),
        ("Sachstand 2017-2018", date(2018, 12, 31)),
        ("Bericht 2017/18", date(2018, 12, 31)),
        ("Stand 06/2020", date(2020, 6, 30)),
        ("Stand: 15.03.2021", date(2021, 3, 15)),
        ("Umsetzungsstand Februar 2024", date(2024, 2, 29)),
        ("Stand 3. Quartal 2022", date(2022, 9, 30)),
        ("Stand 1. Halbjahr 2022", date(2022, 6, 30)),
        ("Umsetzungsstand (2023)", date(2023, 12, 31)),
        ("Sachstand", None),
        ("Kosten 2024", None),
        ("Beschreibung im Konzept 2020", None),
    ],
)
def test_a_label_tells_the_state_of_the_last_day_of_its_date(label: str, day: date | None):
    assert date_of_state(label) == day


@pytest.mark.parametrize("text", ["M1", "M 12", "2.3", "1.1.4", "KS-04", "G2/Ü4", "B5+6", "Üneu", "HF1-M3", "7a"])
def test_numbers_of_measures_are_known_by_their_shape(text: str):
    assert is_number(text)


@pytest.mark.parametrize(
    "text",
    ["Stand 2024", "Stand 03/2021", "Stand 01.02.2020", "Radwege", "Amt für Umwelt", "hoch", "wird 2024 geprüft"],
)
def test_words_are_no_numbers(text: str):
    assert not is_number(text)


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("Handlungsfeld 1: Mobilität", "Mobilität"),
        ("2 Handlungsfeld „Mobilität“", "Mobilität"),
        ("HF 3 – Energie", "Energie"),
        ("Themenfeld Bauen und Wohnen", "Bauen und Wohnen"),
        ("Radwege in der Innenstadt", None),
        ("Bereichsübergreifende Ziele", None),
    ],
)
def test_a_heading_names_a_field_of_action(heading: str, group: str | None):
    assert group_named(heading) == group


def test_labels_name_numbers_and_titles():
    assert all(map(names_number, ["Nr.", "Lfd. Nr.", "Maßnahmen-Nr.", "Kürzel", "ID"]))
    assert all(map(names_title, ["Maßnahme", "Titel", "Bezeichnung der Maßnahme", "Projekttitel", "Name"]))
    assert not any(map(names_title, ["Maßnahmen zur Förderung des Radverkehrs in der Stadt", "Nr.", "Ziel"]))
    assert not any(map(names_title, ["Projektstand", "Maßnahmenbeschreibung", "Vorhabenträger", "Projektkosten"]))


def test_labels_are_short_and_begin_with_words_of_reports():
    assert all(map(is_known_label, ["Federführung", "Umsetzungsstand", "Nächste Schritte", "CO₂-Einsparung (t/a)"]))
    assert not any(map(is_known_label, ["Radwege", "Die Stadt baut.", "2024", "", "Stand " + "x" * 70]))
