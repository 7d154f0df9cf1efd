"""Tables with headings, sums and notes between the measures, and headers of two rows."""

import pytest

from tests.cases.office import Office, Seen, case


def places(seen: Seen, reason: str) -> list[int]:
    """The rows that the draft's report lists as left out for this reason."""
    return [row["row"] for row in seen.report["left_out"] if row["reason"] == reason]


def notes(seen: Seen) -> dict[str, str]:
    return {note["code"]: note["messages"]["de"] for note in seen.report["notes"]}


def test_sections_subtotals_a_total_and_a_note(office: Office):
    seen = office.send(case("sections-and-subtotals.xlsx"))

    assert (seen.errors, seen.is_published) == ({}, True)
    costs = {row["measure_id"]: row["cost_eur"] for row in seen.measures()}
    assert costs == {"1.1": 1250000, "1.2": None, "1.10": 480000, "2.1": 2000000, "2.2": 50000}
    assert places(seen, "section-heading") == [6, 11]
    assert (places(seen, "subtotal"), places(seen, "total"), places(seen, "note-below-table")) == ([10], [14], [16])
    assert "Zeilen 10, 14" in notes(seen)["totals-agree"]
    assert "1730000" not in seen.everything() and "3780000" not in seen.everything()
    assert seen.not_told("Überschriften zwischen den Zeilen", "Zwischensumme Mobilität", "* Kosten sind") == {}
    assert seen.not_told("Die Summen stimmen mit ihren Zeilen überein") == {}


def test_totals_with_a_status(office: Office):
    seen = office.send(case("totals-with-status.xlsx"))

    assert (seen.errors, seen.is_published) == ({}, True)
    assert seen.column("measure_id") == ["1", "2"]
    assert places(seen, "total") == [4, 5]
    assert "3000" not in seen.everything()
    assert seen.not_told("Summen, nicht veröffentlicht", "Σ", "Gesamt") == {}


def test_a_total_and_a_source_below_a_csv(office: Office):
    seen = office.send(case("total-and-source-below.csv"))

    assert (seen.errors, seen.is_published) == ({}, True)
    assert (seen.column("measure_id"), seen.column("cost_eur")) == (["1", "2"], [1000, 2000])
    assert (places(seen, "total"), places(seen, "note-below-table")) == ([5], [6])
    assert seen.not_told("Summe", "Quelle: Amt für Umwelt") == {}


def test_a_header_of_two_rows_that_are_not_merged(office: Office):
    seen = office.send(case("two-header-rows-unmerged.xlsx"))

    assert (seen.errors, seen.is_published) == ({}, True)
    assert seen.column("planned_start") == ["2024", "2025"]
    assert seen.column("planned_end") == ["2026", "2027"]


def test_a_second_table_below_the_first(office: Office):
    seen = office.send(case("two-tables-below-each-other.xlsx"))

    assert (seen.errors, seen.is_published) == ({}, True)
    assert seen.column("measure_id") == ["1", "2", "3", "4"]
    assert (places(seen, "section-heading"), places(seen, "header-repeated")) == ([5], [6])
    assert seen.not_told("Abgeschlossene Maßnahmen", "Nr. | Maßnahme | Status") == {}


def test_one_year_merged_over_two_columns(office: Office):
    seen = office.send(case("one-year-over-two-columns.xlsx"))

    assert (seen.errors, seen.is_published) == ({}, True)
    assert seen.measure("1")["planned_start"] == seen.measure("1")["planned_end"] == "2026"
    assert seen.not_told("D2:E2") == {}


@pytest.mark.parametrize("name", ["sections-and-subtotals.xlsx", "totals-with-status.xlsx"])
def test_nothing_is_asked_about_them(office: Office, name: str):
    assert office.send(case(name)).questions == {}
