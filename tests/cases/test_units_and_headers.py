"""Units in words and the words of headers: the tables of an office, sent in every way there is."""

import io

import openpyxl
import pytest

from tests.cases.office import Office, case


def test_units_in_headers_are_converted_and_told(office: Office):
    seen = office.send("cost-in-teur-header.xlsx")

    assert seen.is_published
    assert seen.column("cost_eur") == [1250000, 480000]
    assert seen.column("co2_saving_t_per_year") == [5, 0.1]
    assert seen.not_told("D2", "E2") == {}


def test_costs_in_two_units_agree(office: Office):
    seen = office.send("cost-twice-in-two-units.xlsx")

    assert seen.is_published
    assert seen.column("cost_eur") == [1250000, 480000]
    assert seen.not_told("Spalten D „Kosten in T€“ und F „Kosten (Mio. €)“") == {}


def test_a_group_header_names_the_unit_and_money_without_a_field_is_asked_about(office: Office):
    seen = office.send("group-header-in-teur.xlsx")

    assert (seen.state, seen.status_code) == ("draft", 409)
    assert list(seen.questions) == ["unread_column:measures:E"]
    assert "Eigenanteil" in seen.asked and "„100“ in E3" in seen.asked
    assert seen.column("cost_eur") == [1250000, 480000]


def test_a_line_above_the_table_names_the_unit(office: Office):
    seen = office.send("title-line-in-tsd-euro.xlsx")

    assert seen.is_published
    assert seen.column("cost_eur") == [1250000, 480000]
    assert seen.not_told("D4", "Tsd. Euro") == {}


def test_a_row_of_units_is_part_of_the_header(office: Office):
    seen = office.send("units-row-under-header.xlsx")

    assert seen.is_published
    assert seen.column("measure_id") == ["1", "2"]
    assert seen.column("cost_eur") == [1250000, 480000]
    assert seen.column("co2_saving_t_per_year") == [5, 0.1]


def test_units_in_cells_are_read_or_refused_at_their_cell(office: Office):
    seen = office.send("units-in-cells.xlsx")

    assert seen.state == "invalid"
    assert set(seen.errors) == {"E3", "E4"}
    book = openpyxl.load_workbook(case("units-in-cells.xlsx"))
    book.worksheets[0]["E3"] = book.worksheets[0]["E4"] = None
    content = io.BytesIO()
    book.save(content)

    mended = office.send("units-in-cells.xlsx", content=content.getvalue())

    assert mended.is_published
    assert mended.column("co2_saving_t_per_year") == [5, 12, 300, 2000]
    assert mended.column("cost_eur") == [1000000, None, None, 10000]
    assert mended.not_told("E2", "D2") == {}


def test_ordinary_headers_are_understood(office: Office):
    seen = office.send("ordinary-headers-a.xlsx")

    assert seen.is_published
    measure = seen.measure("1")
    expected = {
        "title": "Radweg",
        "phase": "implementation",
        "planned_start": "2024",
        "planned_end": "2026",
        "responsible": "Amt 66",
        "cost_eur": 1250000,
        "status_note": "läuft gut",
    }
    assert {name: measure[name] for name in expected} == expected
    assert seen.not_told("Projektname", "Umsetzungszeitraum", "Priorität", "Status (Ampel)") == {}


def test_ordinary_headers_are_understood_and_money_without_a_field_is_asked_about(office: Office):
    seen = office.send("ordinary-headers-b.xlsx")

    assert (seen.state, seen.status_code) == ("draft", 409)
    assert list(seen.questions) == ["unread_column:measures:G"]
    assert "davon Förderung" in seen.asked
    measure = seen.measure("1")
    expected = {
        "phase": "implementation",
        "planned_start": "2024",
        "planned_end": "2026",
        "cost_eur": 1250000,
        "co2_saving_t_per_year": 85,
    }
    assert {name: measure[name] for name in expected} == expected


def test_the_newest_of_two_states_is_read_and_the_older_told(office: Office):
    seen = office.send("status-of-two-years.xlsx")

    assert seen.is_published
    assert seen.column("phase") == ["implementation"]
    assert seen.not_told("Status 2024") == {}


def test_a_column_whose_words_are_none_of_the_list_is_asked_about(office: Office):
    seen = office.send("art-investiv.xlsx")

    assert (seen.state, seen.status_code) == ("draft", 409)
    assert list(seen.questions) == ["unread_column:measures:D"]
    assert seen.column("sector") == ["transport", "energy_supply"]
    assert seen.column("kind") == [None, None]


def test_a_name_beside_the_measure_is_not_its_title(office: Office):
    seen = office.send("name-column-is-a-person.xlsx")

    assert seen.is_published
    assert seen.column("title") == ["Radweg", "PV"]
    assert seen.not_told("Name") == {}
    assert "Muster" not in seen.everything()


@pytest.mark.parametrize("name", ["nothing-to-ask.csv"])
def test_a_plain_table_asks_nothing(office: Office, name: str):
    seen = office.send(name)

    assert seen.is_published
    assert seen.questions == {}
    assert seen.column("cost_eur") == [480000, 12500, None]
    assert seen.column("planned_start") == ["2024", None, "2026-06"]
    assert seen.column("planned_end") == ["2026", None, "2027-12-31"]
