"""Tables whose units and headers are written as offices write them, each with what a person reads there."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import read_upload
from opendata.intake.matching.plain_headers import plain_headers, unit_of
from opendata.intake.time_spans import NotASpan, span_of
from opendata.kind_folders import load_kind
from tests.intake.making import ROOT, codes, column, csv_file, measures, xlsx_file

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
GHG = load_kind(ROOT / "datapackages" / "ghg-inventory")
Row = list[Any]
START: Row = ["Nr.", "Maßnahme", "Status"]


def read(*rows: Row, merge: tuple[str, ...] = (), mapping: Any = None) -> Mapped:
    return read_upload([xlsx_file(*rows, merge=merge)], KIND, mapping)


def one(header: str, cell: Any) -> Mapped:
    """A table of one measure with one column beside number, title and status."""
    return read([*START, header], ["1", "Radweg", "geplant", cell])


def errors(mapped: Mapped) -> list[tuple[str, str | None]]:
    return [(error.code, error.address) for error in mapped.report.errors]


def asked(mapped: Mapped) -> list[str]:
    return [question.id for question in mapped.report.questions]


def notes(mapped: Mapped) -> list[str]:
    return [note.code for note in mapped.report.notes]


@pytest.mark.parametrize(
    ("header", "cell", "cost"),
    [
        ("Kosten in T€", 1250, "1250000"),
        ("Kosten [TEUR]", 1250, "1250000"),
        ("Gesamtkosten (Tsd. €)", "1.250", "1250000"),
        ("Kosten\nin Tsd. Euro", 1250, "1250000"),
        ("Investitionskosten, T€", 1250, "1250000"),
        ("Kosten (brutto, in T€)", 1250, "1250000"),
        ("geschätzte Kosten in 1.000 €", 1250, "1250000"),
        ("Kosten (k€)", 1250, "1250000"),
        ("Kosten in Mio. €", 1.25, "1250000"),
        ("Kosten (Mio. Euro)¹", "1,25", "1250000"),
        ("Budget in Mrd. €", 0.5, "500000000"),
        ("Kosten (in €)", 1250, "1250"),
        ("Kosten gesamt (EUR) *", "1.250,50 €", "1250.5"),
        ("Kosten (Stand 2025)", 1250, "1250"),
        ("Kosten in T€", "1.250 T€", "1250000"),
    ],
)
def test_costs_are_euros_whatever_the_header_counts_in(header: str, cell: Any, cost: str):
    mapped = one(header, cell)

    assert errors(mapped) == []
    assert asked(mapped) == []
    assert column(mapped, "cost_eur") == [cost]


@pytest.mark.parametrize(
    ("header", "cell", "saving"),
    [
        ("CO2-Einsparung (kg/a)", 5000, "5"),
        ("CO₂-Einsparung [kg CO₂/Jahr]", 5000, "5"),
        ("CO2-Einsparung in t CO2-Äq./a", 85, "85"),
        ("THG-Minderung (t CO₂e pro Jahr)", 85, "85"),
        ("CO2-Minderung in Tsd. t", 1.5, "1500"),
        ("Treibhausgasminderung (kt/a)", "1,5", "1500"),
        ("THG-Einsparung (Mg/a)", 7, "7"),
    ],
)
def test_savings_are_tonnes_a_year_whatever_the_header_counts_in(header: str, cell: Any, saving: str):
    mapped = one(header, cell)

    assert errors(mapped) == []
    assert column(mapped, "co2_saving_t_per_year") == [saving]


@pytest.mark.parametrize(
    ("header", "cell", "code", "address"),
    [
        ("Kosten in CHF", 1250, "foreign-currency", "D1"),
        ("Kosten ($)", 1250, "foreign-currency", "D1"),
        ("Kosten (TDM)", 1250, "foreign-currency", "D1"),
        ("Kosten (€/a)", 1250, "unit-does-not-fit", "D1"),
        ("Kosten (€/m²)", 1250, "unit-does-not-fit", "D1"),
        ("CO2-Einsparung (MWh/a)", 85, "unit-does-not-fit", "D1"),
        ("CO2-Einsparung (%)", 85, "unit-does-not-fit", "D1"),
        ("Kosten in Mio. €", "500 T€", "unit-conflict", "D2"),
        ("Kosten in T€", "1.250.000 €", "unit-conflict", "D2"),
        ("CO2-Einsparung (kg/a)", "5 t", "unit-conflict", "D2"),
        ("Kosten", "500 CHF", "foreign-currency", "D2"),
        ("CO2-Einsparung", "12 MWh", "unit-does-not-fit", "D2"),
        ("CO2-Einsparung", "10 %", "unit-does-not-fit", "D2"),
        ("Fortschritt", "5 T€", "unit-does-not-fit", "D2"),
    ],
)
def test_what_does_not_fit_or_contradicts_itself_is_an_error_where_it_stands(
    header: str, cell: Any, code: str, address: str
):
    mapped = one(header, cell)

    assert errors(mapped) == [(code, address)]
    assert address in mapped.report.errors[0].messages["de"]


@pytest.mark.parametrize(
    "line",
    [
        "Klimaschutzkonzept (alle Beträge in Tsd. Euro)",
        "Angaben in T€",
        "Alle Kosten in TEUR, CO2 in t/a",
        "Beträge: T€",
        "[T€]",
        "Haushaltsjahr 2025, Werte in 1.000 €.",
    ],
)
def test_a_line_above_the_table_counts_for_its_money_and_for_nothing_else(line: str):
    rows: list[Row] = [[line], [], [*START, "Kosten", "CO2-Einsparung", "Fortschritt"]]
    mapped = read(*rows, ["1", "Radweg", "geplant", 1250, 85, 10])

    assert errors(mapped) == []
    assert column(mapped, "cost_eur") == ["1250000"]
    assert column(mapped, "co2_saving_t_per_year") == ["85"]
    assert column(mapped, "progress_percent") == ["10"]
    assert "unit-of-a-line" in notes(mapped)


def test_a_line_below_the_table_counts_too():
    mapped = read([*START, "Kosten"], ["1", "Radweg", "geplant", 1250], [], ["Alle Angaben in T€"])

    assert column(mapped, "cost_eur") == ["1250000"]


@pytest.mark.parametrize(
    "line", ["Klimaschutz: 5 Mio. € bis 2030", "Investitionen in 1000 Bäume", "Radwege in km", "Stand 2025 in Mainz"]
)
def test_a_title_that_speaks_of_money_states_no_unit(line: str):
    mapped = read([line], [*START, "Kosten"], ["1", "Radweg", "geplant", 1250])

    assert errors(mapped) == []
    assert column(mapped, "cost_eur") == ["1250"]


def test_a_line_in_another_currency_is_an_error():
    mapped = read(["Alle Beträge in CHF"], [*START, "Kosten"], ["1", "Radweg", "geplant", 1250])

    assert errors(mapped) == [("foreign-currency", "D2")]


def test_a_header_and_a_line_that_contradict_each_other_are_an_error():
    mapped = read(["Alle Beträge in T€"], [*START, "Kosten (€)"], ["1", "Radweg", "geplant", 1250])

    assert errors(mapped) == [("unit-conflict", "D2")]


def test_a_cell_with_a_unit_of_its_own_goes_before_the_line_above():
    mapped = read(
        ["Beträge in T€"], [*START, "Kosten"], ["1", "a", "geplant", "1,2 Mio. €"], ["2", "b", "geplant", 300]
    )

    assert column(mapped, "cost_eur") == ["1200000", "300000"]


def test_a_group_header_names_the_unit_and_is_no_field_of_its_own():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Finanzen (in T€)", None, "Wirkung in kg/a"],
        [None, None, None, "Gesamtkosten", "davon Dritte", "CO2-Einsparung"],
        ["1", "Radweg", "geplant", 1250, 100, 5000],
        merge=("D1:E1", "A1:A2", "B1:B2", "C1:C2"),
    )

    assert errors(mapped) == []
    assert column(mapped, "cost_eur") == ["1250000"]
    assert column(mapped, "co2_saving_t_per_year") == ["5"]
    assert asked(mapped) == ["unread_column:measures:E"]


@pytest.mark.parametrize(
    "title", ["Maßnahmen 2025 (Angaben in Tsd. €)", "Klimaschutz – Kosten in T€, CO2 in kg/a", "Alle Beträge in TEUR"]
)
def test_a_title_merged_over_the_table_names_the_unit(title: str):
    mapped = read([title], [*START, "Kosten", "Fortschritt"], ["1", "a", "geplant", 1250, 5], merge=("A1:E1",))

    assert errors(mapped) == []
    assert column(mapped, "cost_eur") == ["1250000"]
    assert column(mapped, "progress_percent") == ["5"]


def test_units_above_the_header_count_for_their_own_column():
    mapped = read(
        [None, None, None, "T€", "kg/a"], [*START, "Kosten", "CO2-Einsparung"], ["1", "a", "geplant", 1250, 5000]
    )

    assert column(mapped, "cost_eur") == ["1250000"]
    assert column(mapped, "co2_saving_t_per_year") == ["5"]


@pytest.mark.parametrize(("header", "unit"), [("Einheit", "T€"), ("Währung", "CHF"), ("", "Mio. €")])
def test_a_column_that_names_the_unit_of_each_row_is_an_error(header: str, unit: str):
    mapped = read([*START, "Kosten", header], ["1", "a", "geplant", 1250, unit], ["2", "b", "geplant", 5, "€"])

    assert errors(mapped) == [("unit-conflict", "E2")]


def test_a_column_that_names_the_fields_own_unit_is_harmless():
    mapped = read([*START, "Kosten", "Einheit"], ["1", "a", "geplant", 1250, "€"], ["2", "b", "geplant", 5, "EUR"])

    assert errors(mapped) == []
    assert asked(mapped) == []


def test_a_group_that_counts_energy_does_not_fit_a_saving_of_tonnes():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Wirkung in MWh/a", None],
        [None, None, None, "CO2-Einsparung", "Strom"],
        ["1", "Radweg", "geplant", 85, 12],
        merge=("D1:E1", "A1:A2", "B1:B2", "C1:C2"),
    )

    assert errors(mapped) == [("unit-does-not-fit", "D2")]


def test_costs_by_year_below_a_group_are_no_total():
    mapped = read(
        ["Nr.", "Maßnahme", "Status", "Kosten in T€", None],
        [None, None, None, "2024", "2025"],
        ["1", "Radweg", "geplant", 100, 200],
        merge=("D1:E1", "A1:A2", "B1:B2", "C1:C2"),
    )

    assert column(mapped, "cost_eur") == [None]
    assert asked(mapped) == ["unread_column:measures:D", "unread_column:measures:E"]


def test_a_row_of_units_in_brackets_belongs_to_the_header():
    mapped = read(
        [*START, "Kosten", "Fortschritt", "CO2-Einsparung"],
        [None, None, "-", "[Mio. €]", "[%]", "[kg/a]"],
        ["1", "Radweg", "geplant", "1,25", 50, 5000],
    )

    assert errors(mapped) == []
    assert column(mapped, "measure_id") == ["1"]
    assert column(mapped, "cost_eur") == ["1250000"]
    assert column(mapped, "progress_percent") == ["50"]
    assert column(mapped, "co2_saving_t_per_year") == ["5"]


def test_a_word_that_is_known_beside_its_unit_alone_is_known_above_a_row_of_units():
    rows = [[*START, "Kosten", "Einsparung"], ["", "", "", "in T€", "t/a"], ["1", "a", "geplant", "1.250,5", "85"]]
    mapped = read_upload([csv_file(*rows)], KIND, None)

    assert errors(mapped) == []
    assert column(mapped, "cost_eur") == ["1250500"]
    assert column(mapped, "co2_saving_t_per_year") == ["85"]


def test_the_mappings_factor_stands_for_the_unit_of_the_header():
    mapping = measures({"fields": {"Kosten in T€": {"name": "cost_eur", "factor": 1000}}})
    mapped = read([*START, "Kosten in T€"], ["1", "Radweg", "geplant", 1250], mapping=mapping)

    assert column(mapped, "cost_eur") == ["1250000"]


def test_two_columns_of_costs_that_differ_are_an_error_that_names_both():
    mapped = read([*START, "Kosten in T€", "Kosten (Mio. €)"], ["1", "Radweg", "geplant", 1250, 1.5])

    assert errors(mapped) == [("duplicate-label", "D1")]
    assert "F1" not in mapped.report.errors[0].messages["de"]
    assert "E1" in mapped.report.errors[0].messages["de"]


@pytest.mark.parametrize(
    ("headers", "phase"),
    [
        (["Status 2024", "Status 2025"], "implementation"),
        (["Umsetzungsstand (Dez. 2024)", "Umsetzungsstand (Juni 2025)"], "implementation"),
        (["Status Q1/2025", "Status Q3/2025"], "implementation"),
        (["Stand der Umsetzung 31.12.2024", "Stand der Umsetzung 31.12.2025"], "implementation"),
    ],
)
def test_the_newest_state_is_read(headers: list[str], phase: str):
    for order in (1, -1):
        rows = [[*headers], ["geplant", "in Umsetzung"]]
        mapped = read(["Nr.", "Maßnahme", *rows[0][::order]], ["1", "Radweg", *rows[1][::order]])

        assert errors(mapped) == []
        assert column(mapped, "phase") == [phase]
        assert [dropped.reason for dropped in mapped.report.dropped] == ["older-date"]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("davon Förderung", "800.000 €"),
        ("Eigenanteil", 100),
        ("Kosten 2026", 1250),
        ("Kosten pro Jahr", 1250),
        ("Kosten (jährlich)", 1250),
        ("Personalkosten in T€", 40),
        ("Energieeinsparung (MWh/a)", 120),
        ("CO2-Einsparung bis 2030", 500),
        ("Letzter Beschluss am", "30.06.2025"),
        ("Nächster Termin Ausschuss", "12/2026"),
    ],
)
def test_money_amounts_and_dates_without_a_field_are_asked_about(header: str, cell: Any):
    mapped = one(header, cell)

    assert errors(mapped) == []
    assert asked(mapped) == ["unread_column:measures:D"]
    question = mapped.report.questions[0]
    assert question.required
    assert all(part in question.texts["de"] for part in ("Spalte D", header, str(cell), "nicht veröffentlicht"))


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Priorität", "hoch"),
        ("Priorität", 1),
        ("Projektname", "Radweg Mainzer Str."),
        ("Ort", "Innenstadt"),
        ("Ziel", "Mehr Radverkehr bis 2030"),
        ("Stadtteil", "12"),
        ("Bewertung", "+++"),
        ("Kostenstelle", "A-4711"),
    ],
)
def test_harmless_columns_are_told_and_ask_nothing(header: str, cell: Any):
    mapped = one(header, cell)

    assert errors(mapped) == []
    assert asked(mapped) == []
    assert [dropped.header for dropped in mapped.report.dropped] == [header]


def test_a_header_that_nearly_means_a_field_is_named():
    required = read(["Nr.", "Maßnahme", "Umsetzungsstand lt. Ausschuss"], ["1", "Radweg", "geplant"])
    optional = one("Beschreibng", "Ein Radweg")

    assert errors(required) == [("missing-label", None)]
    assert "„Umsetzungsstand lt. Ausschuss“ (C1)" in required.report.errors[0].messages["de"]
    assert asked(optional) == ["unread_column:measures:D"]
    assert "Beschreibung" in optional.report.questions[0].texts["de"]


def test_a_name_alone_is_no_sure_title():
    mapped = read(["Nr.", "Name", "Status"], ["1", "Erika Musterfrau", "geplant"])

    assert codes(mapped) == ["missing-label"]
    assert "„Name“ (B1)" in mapped.report.errors[0].messages["de"]
    assert column(mapped, "title") == [None]


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2024-2026", "2024", "2026"),
        ("2024 – 2026", "2024", "2026"),
        ("2024 bis 2026", "2024", "2026"),
        ("03/2024 - 12/2026", "2024-03", "2026-12"),
        ("01.03.2024–31.12.2026", "2024-03-01", "2026-12-31"),
        ("März 2024 bis Dezember 2026", "2024-03", "2026-12"),
        ("2024/26", "2024", "2026"),
        ("ab 2024", "2024", None),
        ("bis 2026", None, "2026"),
    ],
)
@pytest.mark.parametrize("header", ["Zeitraum", "Umsetzungszeitraum (geplant)", "Laufzeit"])
def test_a_time_span_fills_beginning_and_end(header: str, cell: str, start: str | None, end: str | None):
    mapped = read([*START, header], ["1", "a", "geplant", cell], ["2", "b", "geplant", None])

    assert errors(mapped) == []
    assert column(mapped, "planned_start") == [start, None]
    assert column(mapped, "planned_end") == [end, None]


def test_what_is_no_span_is_an_error_once_and_a_column_of_other_words_is_not_read():
    mixed = read([*START, "Zeitraum"], ["1", "a", "geplant", "2024-2026"], ["2", "b", "geplant", "laufend"])
    words = read([*START, "Zeitraum"], ["1", "a", "geplant", "kurzfristig"], ["2", "b", "geplant", "mittelfristig"])

    assert errors(mixed) == [("not-a-time-span", "D3")]
    assert errors(words) == []
    assert column(words, "planned_start") == [None, None]


@pytest.mark.parametrize("text", ["2019 bis laufend", "2019 – fortlaufend", "seit 2019 laufend", "2019 bis k. A."])
def test_a_span_without_an_end_keeps_its_beginning(text: str):
    assert span_of(text) == ("2019", None)


def test_a_series_in_thousand_tonnes_says_so_in_its_header():
    rows = [["Jahr", "Bereich", "THG-Emissionen in kt CO2e"], ["2020", "Verkehr", "1.953,5"]]
    mapped = read_upload([csv_file(*rows)], GHG, None)

    assert codes(mapped) == []
    assert column(mapped, "co2e_t", "emissions") == ["1953500"]


@given(st.integers(1, 10**6), st.sampled_from(["T€", "TEUR", "Tsd. Euro"]), st.sampled_from(["{} in {}", "{} ({})"]))
def test_a_unit_is_found_in_a_header_however_it_is_set_off(amount: int, unit: str, form: str):
    unit_found = unit_of(form.format("Kosten", unit))

    assert unit_found is not None
    assert unit_found.factor * amount == Decimal(amount * 1000)


@given(st.text(max_size=100))
def test_any_header_and_any_span_can_be_read(text: str):
    assert all(plain.key for plain in plain_headers(text))
    with suppress(NotASpan):
        span_of(text)
