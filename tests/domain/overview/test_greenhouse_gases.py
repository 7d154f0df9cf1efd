"""Greenhouse gases: series, totals without parts that overlap, and the year to which a trend points."""

from decimal import Decimal

import polars as pl
import pytest

from opendata.domain.overview.greenhouse_gases import FIELDS, EmissionPart, emission_trend, emissions
from opendata.domain.tables.table_rows import TableRows
from tests.making import cut

SECTORS = ("total", "transport", "industry", "private_households", "electricity", "heat")


def rows(*cells: str) -> TableRows:
    """Rows written as `year category carrier scenario sector amount`, in small parts; - stands for an empty cell."""
    split = [[None if cell == "-" else cell for cell in row.split()] for row in cells]
    return cut(pl.DataFrame(split, schema=dict.fromkeys(FIELDS, pl.String), orient="row"), 40)


def test_amounts_of_a_sector_are_those_of_all_its_categories_and_carriers():
    told = emissions(
        rows(
            "2020 Busse diesel real transport 10",
            "2020 Busse petrol real transport 2.5",
            "2020 Bahn all real transport 4",
            "2020 Bahn electricity real transport 3",  # is in the row of all carriers
            "2021 Busse all real transport 9",
        ),
        SECTORS,
    )

    (transport,) = told.sectors
    assert transport.measured == {2020: Decimal("16.5"), 2021: Decimal(9)}
    assert told.total.measured == {}  # a single sector is no whole city
    assert told.trend is None and told.latest is None and told.goal is None


def test_a_total_that_the_city_states_comes_before_any_sum():
    told = emissions(
        rows(
            "2020 Verkehr all real transport 10",
            "2020 Industrie all real industry 20",
            "2021 Verkehr all real transport 9",
            "2021 Industrie all real industry 19",
            "2021 Gesamt all real total 40",
        ),
        SECTORS,
    )

    assert told.total.measured == {2020: Decimal(30), 2021: Decimal(40)}
    assert told.summed == {2020}
    assert [each.part.sector for each in told.sectors] == ["transport", "industry"]


@pytest.mark.parametrize(
    "cells",
    [
        ("2020 Verkehr all real transport 10", "2021 Industrie all real industry 20"),  # no year has both
        ("2020 Strom all real electricity 10", "2020 Haushalte all real private_households 20"),  # they overlap
    ],
)
def test_parts_that_overlap_or_are_incomplete_are_not_added_up(cells: tuple[str, ...]):
    assert emissions(rows(*cells), SECTORS).total.measured == {}


def test_a_category_without_a_sector_stands_under_the_citys_own_word():
    told = emissions(rows("2020 Flughafen all real - 7", "2020 Verkehr all real transport 1"), SECTORS)

    assert [each.part for each in told.sectors] == [EmissionPart("transport"), EmissionPart(None, "Flughafen")]
    assert told.total.measured == {2020: Decimal(8)}


def test_a_trend_points_to_the_year_in_which_its_line_reaches_zero():
    trend = emission_trend({year: Decimal(1000 - 50 * (year - 2010)) for year in (2010, 2012, 2016, 2020)})

    assert trend is not None
    assert (trend.first, trend.last, trend.values) == (2010, 2020, 4)
    assert trend.slope == pytest.approx(-50)
    assert trend.zero_year == 2030


def test_values_from_before_the_last_ten_years_say_nothing_of_a_trend():
    old = {1990: Decimal(9000), 2000: Decimal(100)}
    late = {2012: Decimal(500), 2015: Decimal(450), 2020: Decimal(380)}

    assert emission_trend(old | late) == emission_trend(late)
    assert emission_trend({1990: Decimal(2), 2019: Decimal(1), 2020: Decimal(1)}) is None


@pytest.mark.parametrize(("last", "year"), [("110", None), ("100", None), ("99.9", None), ("0", 2020)])
def test_a_trend_that_does_not_lead_to_zero_names_no_year(last: str, year: int | None):
    middle = (Decimal(100) + Decimal(last)) / 2
    trend = emission_trend({2018: Decimal(100), 2019: middle, 2020: Decimal(last)})

    assert trend is not None
    assert trend.zero_year == year


def test_the_goal_is_the_last_target_and_the_strictest_one_may_come_before_it():
    told = emissions(
        rows(
            "2019 Gesamt all real total 120",
            "2020 Gesamt all real total 100",
            "2020 Gesamt all target total 90",
            "2030 Gesamt all target total 40",
            "2040 Gesamt all target total 0",
        ),
        SECTORS,
    )

    assert (told.latest, told.goal) == (2020, 2040)
    assert told.strictest == (2030, Decimal(6))  # 60 tonnes in ten years; 100 in twenty would be 5 a year
    assert told.years == [2019, 2020, 2030, 2040]


def test_a_target_of_a_year_that_has_passed_is_no_goal():
    told = emissions(rows("2021 Gesamt all real total 100", "2020 Gesamt all target total 90"), SECTORS)

    assert told.goal is None and told.strictest is None
