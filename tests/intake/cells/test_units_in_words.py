"""Units that stand in a cell beside its number."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Field
from opendata.intake.cells.cell_reading import CellReading, FieldCellReader
from opendata.intake.cells.units_in_words import amount_in
from opendata.intake.cells.written_numbers import NumberStyle, style_evidence, without_surroundings
from opendata.intake.text_tables import CellMark
from opendata.intake.unit_words import unit_in

COST = Field.from_descriptor({"name": "cost_eur", "type": "number", "unit": "EUR"})
SAVING = Field.from_descriptor({"name": "saving", "type": "number", "unit": "t/a"})
PROGRESS = Field.from_descriptor({"name": "progress", "type": "number", "unit": "percent"})
PEOPLE = Field.from_descriptor({"name": "people", "type": "integer"})
ENERGY = Field.from_descriptor({"name": "x_energy", "type": "number", "unit": "kWh"})
TREES = Field.from_descriptor({"name": "x_trees", "type": "number", "unit": "Bäume"})


def read(text: str, field: Field = COST, mark: CellMark = CellMark.TEXT) -> CellReading:
    return FieldCellReader(field, NumberStyle.COMMA, {}).read(text, mark)


@pytest.mark.parametrize(
    ("text", "field", "number", "rules"),
    [
        ("500 T€", COST, "500000", ["unit-thousand-euro"]),
        ("1.000 T€", COST, "1000000", ["thousands", "unit-thousand-euro"]),
        ("10 Tsd. €", COST, "10000", ["unit-thousand-euro"]),
        ("12,5 TEUR", COST, "12500", ["decimal-comma", "unit-thousand-euro"]),
        ("T€ 500", COST, "500000", ["unit-thousand-euro"]),
        ("1,2 Mio. €", COST, "1200000", ["decimal-comma", "unit-million-euro"]),
        ("1,2 Mio.", COST, "1200000", ["decimal-comma", "unit-million-euro"]),
        ("2 Millionen Euro", COST, "2000000", ["unit-million-euro"]),
        ("0,5 Mrd. Euro", COST, "500000000", ["decimal-comma", "unit-billion-euro"]),
        ("50 Cent", COST, "0.5", ["unit-cent"]),
        ("3 kEUR", COST, "3000", ["unit-thousand-euro"]),
        ("\u2212500 T€", COST, "-500000", ["canonical-number", "unit-thousand-euro"]),
        ("5000 kg", SAVING, "5", ["unit-kilogram"]),
        ("100 kg/a", SAVING, "0.1", ["unit-kilogram"]),
        ("12 t", SAVING, "12", ["unit"]),
        ("300 t/a", SAVING, "300", ["unit"]),
        ("85 t CO₂-Äq. pro Jahr", SAVING, "85", ["unit"]),
        ("7 Mg CO2/a", SAVING, "7", ["unit"]),
        ("2 kt", SAVING, "2000", ["unit-kilotonne"]),
        ("1,5 Tsd. t", SAVING, "1500", ["decimal-comma", "unit-kilotonne"]),
        ("5 ‰", PROGRESS, "0.5", ["unit-permille"]),
        ("75 v. H.", PROGRESS, "75", ["percent"]),
        ("1,2 Mio.", PEOPLE, "1200000", ["decimal-comma", "unit-scaled"]),
        ("1,5 MWh", ENERGY, "1500", ["decimal-comma", "unit-scaled"]),
        ("12 Bäume", TREES, "12", ["unit"]),
    ],
)
def test_a_unit_beside_a_number_is_read_and_its_rule_told(text: str, field: Field, number: str, rules: list[str]):
    reading = read(text, field)

    assert (reading.after, reading.problem) == (number, None)
    assert [rule for rule, _, _ in reading.steps] == rules
    assert reading.steps[0][1] == text


@pytest.mark.parametrize(
    ("text", "field", "problem"),
    [
        ("5 €/m²", COST, "unit-does-not-fit"),
        ("10 %", COST, "unit-does-not-fit"),
        ("1.200 € p.a.", COST, "unit-does-not-fit"),
        ("300 €/Monat", COST, "unit-does-not-fit"),
        ("12 MWh", SAVING, "unit-does-not-fit"),
        ("10 %", SAVING, "unit-does-not-fit"),
        ("1.000 €", SAVING, "unit-does-not-fit"),
        ("2,1 t CO2/EW", SAVING, "unit-does-not-fit"),
        ("12 t/Monat", SAVING, "unit-does-not-fit"),
        ("1,2 Mio.", PROGRESS, "unit-does-not-fit"),
        ("500 CHF", COST, "foreign-currency"),
        ("$ 500", COST, "foreign-currency"),
        ("5 TDM", COST, "foreign-currency"),
        ("£ 1.000", COST, "foreign-currency"),
    ],
)
def test_a_unit_that_does_not_fit_is_an_error_at_the_cell(text: str, field: Field, problem: str):
    assert (read(text, field).after, read(text, field).problem) == (None, problem)


@pytest.mark.parametrize("text", ["ca. 5 T€", "5–7 Mio. €", "5 - 7 T€", "5 T€ (netto)", "rund 5 t", "5 xyz"])
def test_what_says_more_than_a_number_and_a_unit_is_left_to_the_check(text: str):
    assert read(text).after == text
    assert read(text).problem is None


@pytest.mark.parametrize(
    ("text", "field", "number"),
    [
        ("1250 T€", COST, "1250000"),
        ("1.2 Mio. €", COST, "1200000"),
        ("1234.5 €", COST, "1234.5"),
        ("5000 kg", SAVING, "5"),
        ("50 %", PROGRESS, "50"),
        ("40 Personen", PEOPLE, "40"),
        ("40 Teilnehmende", PEOPLE, "40"),
    ],
)
def test_the_words_of_a_number_format_count_and_its_point_is_a_decimal_point(text: str, field: Field, number: str):
    reading = read(text, field, CellMark.WORDED)

    assert (reading.after, reading.problem) == (number, None)
    assert reading.steps


@pytest.mark.parametrize(
    ("text", "problem"),
    [("5 CHF", "foreign-currency"), ("5 je Platz", "unknown-unit"), ("5 kWp", "unit-does-not-fit")],
)
def test_words_of_a_number_format_that_do_not_fit_are_an_error(text: str, problem: str):
    assert read(text, COST, CellMark.WORDED).problem == problem


@pytest.mark.parametrize(
    "phrase",
    ["Kosten", "Radweg", "in Arbeit", "bis", "Jahr", "a", "2026", "1", "Euro netto", "t Stahl", "TÜV", "", "(", "-"],
)
def test_other_words_are_no_unit(phrase: str):
    assert unit_in(phrase) is None


def test_a_long_cell_is_not_searched_for_units():
    assert amount_in("1" * 1_000_000 + " T€") is None
    assert amount_in(" " * 1_000_000) is None


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["T€", "Tsd. Euro", "TEUR", "in T€"]))
def test_thousands_of_euros_are_converted_without_rounding(number: Decimal, unit: str):
    german = f"{number:f}".replace(".", ",")

    assert Decimal(read(f"{german} {unit}").after or "") == number * 1000


def test_a_table_shows_its_style_beside_units_too():
    bare = [without_surroundings(text, "EUR")[0] for text in ("1.234,5 T€", "12,5 Mio. €")]

    assert style_evidence(pl.Series(bare)) == (True, False)
