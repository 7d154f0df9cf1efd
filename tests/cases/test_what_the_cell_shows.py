"""Tables whose meaning is in number formats and colours: what is published, told and refused."""

import pytest

from tests.cases.office import Office


def test_amounts_and_percentages_are_published_as_they_are_shown(office: Office):
    seen = office.send("number-formats.xlsx")

    assert seen.is_published
    assert seen.column("cost_eur") == [1200000, 1250000, 1200000, 500000, 300]
    assert seen.column("progress_percent") == [50, 25, 75.5, 100, 0]
    rewritten = {rewrite["address"]: rewrite["after"] for rewrite in seen.report["rewrites"]}
    assert (rewritten["E4"], rewritten["E5"]) == ("1200000", "500000")
    assert "Tausend Euro" in seen.summary or "Millionen Euro" in seen.summary


def test_the_same_table_of_libreoffice(office: Office):
    seen = office.send("number-formats.ods")

    assert seen.is_published
    assert seen.column("measure_id") == ["M-1", "M-2", "M-3"]
    assert seen.column("cost_eur") == [1200000, 1200000, 500000]
    assert seen.column("planned_end") == ["2026-06-30", "2027", "2025"]
    assert seen.column("progress_percent") == [50, 33.33, 100]


def test_computed_numbers_keep_a_sensible_number_of_digits(office: Office):
    seen = office.send("computed-numbers.xlsx")

    assert seen.is_published
    assert seen.column("cost_eur") == [1000, 300]
    assert seen.column("progress_percent") == [33.33, 7]
    rules = {rewrite["address"]: rewrite["rule"] for rewrite in seen.report["rewrites"]}
    assert rules["D3"] == "computed-digits" and rules["E2"].endswith("computed-digits")


def test_dates_are_no_more_precise_than_they_are_shown(office: Office):
    seen = office.send("dates-shown-as-year-month-quarter.xlsx")

    assert seen.is_published
    assert seen.column("planned_end") == [*("2026", "2026-06", "2026-06-30", "2026-06", "2026-06", "2026", "2026-09")]
    assert any(rewrite["address"] == "D8" for rewrite in seen.report["rewrites"])


def test_numbers_of_measures_are_what_the_screen_shows(office: Office):
    seen = office.send("ids-shown-by-format.xlsx")

    assert seen.is_published
    assert set(seen.column("measure_id")) == {"1.20", "1.10", "2.0", "M-7", "003"}


def test_a_number_that_excel_shortened_is_refused(office: Office):
    seen = office.send("ids-one-ten.xlsx")

    assert not seen.is_published and list(seen.errors) == ["A4"]
    assert "1.10" in seen.errors["A4"] and "„Text“" in seen.errors["A4"]


def test_numbers_that_became_days_are_refused(office: Office):
    seen = office.send("ids-that-became-dates.xlsx")

    assert not seen.is_published and list(seen.errors) == ["A3", "A4"]
    assert all("Datum" in text and "„Text“" in text for text in seen.errors.values())


def test_a_status_by_colour_alone_is_refused(office: Office):
    seen = office.send("status-by-colour.xlsx")

    assert not seen.is_published and list(seen.errors) == ["C2", "C3", "C4"]
    assert all("Farben werden nicht gelesen" in text for text in seen.errors.values())


@pytest.mark.parametrize("name", ["ids-one-ten.xlsx", "ids-that-became-dates.xlsx", "status-by-colour.xlsx"])
def test_the_commands_refuse_the_same(office: Office, name: str):
    seen = office.send(name)

    assert seen.validated.exit_code == 1
    assert seen.published_by_command.exit_code == 1
