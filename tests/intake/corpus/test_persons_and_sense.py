"""Tables that name persons, or seem to, and tables with dates and amounts that cannot be: what is asked and told.

Everything in them is invented: telephone numbers are those kept for films, mail ends in .example.
"""

import io
from typing import Any

import openpyxl
import pytest

from opendata.domain.report.findings import Report
from opendata.intake import SourceFile, read_upload
from opendata.kind_folders import load_kind
from opendata.validation import check
from tests.intake.making import ROOT

CLIMATE_MEASURES = load_kind(ROOT / "datapackages" / "climate-measures")
GHG_INVENTORY = load_kind(ROOT / "datapackages" / "ghg-inventory")
Table = list[list[Any]]


def report(table: Table, kind: Any = CLIMATE_MEASURES, mapping: Any = None, name: str = "Maßnahmen") -> Report:
    book = openpyxl.Workbook()
    book.worksheets[0].title = name
    for row in table:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return check(read_upload([SourceFile("tabelle.xlsx", content.getvalue())], kind, mapping))


def asked(table: Table, mapping: Any = None) -> dict[str, str]:
    """By the letters of a column the cells that are asked about as personal data."""
    questions = [q for q in report(table, mapping=mapping).questions if q.about == "personal_data"]
    return {question.id.rpartition(":")[2]: question.texts["de"].partition(":")[0] for question in questions}


def told(table: Table, kind: Any = CLIMATE_MEASURES, name: str = "Maßnahmen") -> list[tuple[str, str | None]]:
    notes = report(table, kind, name=name).notes
    return [(note.code.removeprefix("sense-"), note.address) for note in notes if note.code.startswith("sense-")]


PERSONS: dict[str, tuple[Table, dict[str, str]]] = {
    "a list of contacts beside offices": (
        [
            ["Nr.", "Maßnahme", "Status", "Zuständig"],
            ["1", "Radweg Goethestraße", "geplant", "Amt 66"],
            ["2", "Solardach Anne-Frank-Schule", "laufend", "Hochbauamt (Krüger)"],
            ["3", "Beratung", "laufend", "Stadtwerke Musterhausen GmbH"],
            ["4", "Wärmenetz", "geplant", "Demir, Leyla"],
        ],
        {"D": "D3, D5"},
    ),
    "remarks with a doctor and a number": (
        [
            ["Nr.", "Titel", "Umsetzungsstand", "Bemerkung"],
            ["A-1", "Moorschutz", "in Umsetzung", "Gutachten von Dr. Anna Schmidt liegt vor"],
            ["A-2", "Trinkbrunnen", "in Umsetzung", "Beschluss V/0021/2019, Kosten 12.500 €"],
            ["A-3", "Baumpaten", "in Umsetzung", "Anmeldung unter 030 23125-123"],
        ],
        {"D": "D2, D4"},
    ),
    "mail in the description, a person in the title": (
        [
            ["Nr.", "Maßnahme", "Beschreibung", "Status"],
            ["1", "Projekt von Frau Öztürk", "Wasser sparen", "geplant"],
            ["2", "Klimarat", "Fragen an klimarat@musterstadt.example", "geplant"],
        ],
        {"B": "B2", "C": "C3"},
    ),
    "streets, schools and firms alone": (
        [
            ["Nr.", "Maßnahme", "Status", "Zuständig", "Bemerkung"],
            ["1", "Robert-Koch-Straße", "geplant", "Tiefbauamt", "Firma Müller GmbH, 2024-2026"],
            ["2", "Heinrich Heine Gymnasium", "geplant", "Energieagentur", "Drucksache 2024/0123-456"],
            ["3", "Geschwister-Scholl-Platz", "geplant", "Frauenbeauftragte", "ab 01.06.2025, 3.200 m²"],
            ["4", "Kita Maria Montessori", "geplant", "IHK Musterland", "AGS 07312000"],
        ],
        {},
    ),
    "initials and titles": (
        [
            ["Nr.", "Maßnahme", "Status", "Verantwortlich"],
            ["1", "LED", "geplant", "A. Schmidt"],
            ["2", "PV", "geplant", "Fr. Becker / Hr. Kaya"],
            ["3", "Bus", "geplant", "SG Umwelt"],
        ],
        {"D": "D2, D3"},
    ),
    "a hidden hint in the source": (
        [
            ["Nr.", "Maßnahme", "Status", "Quelle"],
            ["1", "LED", "geplant", "Klimaschutzkonzept 2020, S. 12"],
            ["2", "PV", "geplant", "Auskunft Herr Wieczorek, Tel. 0221 4710-456"],
        ],
        {"D": "D3"},
    ),
}


@pytest.mark.parametrize("name", PERSONS)
def test_persons_are_asked_about_and_nothing_else_is(name: str):
    table, right = PERSONS[name]

    assert asked(table) == right


def test_a_field_of_the_offices_own_is_asked_about_by_its_own_name():
    mapping = {"resources": {"measures": {"fields": {"Projektleiter": {"name": "x_lead", "type": "string"}}}}}
    table: Table = [
        ["Nr.", "Maßnahme", "Status", "Projektleiter"],
        ["1", "LED", "geplant", "Thorben Klöckner"],
        ["2", "PV", "geplant", "noch offen"],
    ]

    assert asked(table, mapping) == {"D": "D2"}


HEADER = ["Nr.", "Maßnahme", "Status", "Beginn", "Ende", "Fortschritt"]
NONSENSE: dict[str, tuple[Table, list[tuple[str, str | None]]]] = {
    "days, months and years in one table": (
        [
            HEADER,
            ["1", "LED", "geplant", "01.03.2026", "28.02.2026", 0],
            ["2", "PV", "geplant", "03/2026", "2026", 0],
            ["3", "Bus", "geplant", "2027", "12/2026", 0],
        ],
        [("planned-end-before-start", "E2")],
    ),
    "typing errors in years": (
        [
            HEADER,
            ["1", "LED", "geplant", "0205", "2026", 0],
            ["2", "PV", "geplant", "2025", "2206", 0],
            ["3", "Bus", "geplant", "2025", "2050", 0],
        ],
        [("year-out-of-range", "D2"), ("year-out-of-range", "E3")],
    ),
    "done before it is begun": (
        [
            HEADER,
            ["1", "LED", "nicht begonnen", "", "", "100 %"],
            ["2", "PV", "abgeschlossen", "", "", "100 %"],
            ["3", "Bus", "geplant", "", "", "99 %"],
        ],
        [("done-but-not-begun", "F2")],
    ),
    "a table without anything odd": (
        [HEADER, ["1", "LED", "in Umsetzung", "1998", "2045", 40], ["2", "PV", "laufend", None, None, None]],
        [],
    ),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_told_at_its_cells_and_nothing_else_is(name: str):
    table, right = NONSENSE[name]

    assert told(table) == right


def test_grants_that_cannot_be_are_told():
    table: Table = [
        ["Kennung der Förderung", "Fördersumme", "Ausgezahlt", "Gesamtkosten", "Bewilligt am", "Zu verwenden bis"],
        ["F1", "10.000 €", "12.000 €", "20.000 €", "01.05.2024", "31.12.2023"],
        ["F2", "10.000 €", "10.000 €", "10.000 €", "2024", "12/2024"],
    ]

    assert told(table, name="Förderung") == [("spent-before-approved", "F2"), ("paid-above-grant", "C2")]


def test_a_year_of_a_balance_that_cannot_be_is_told():
    table: Table = [["Jahr", "Bereich", "Treibhausgase (t CO₂e)"], ["2020", "Verkehr", 5], ["0202", "Verkehr", 6]]

    assert told(table, GHG_INVENTORY, "Emissionen") == [("year-out-of-range", "A3")]
