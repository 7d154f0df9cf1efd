"""The page of greenhouse gases: figures, target and trend are those of the rows, computed here by other means."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest

from opendata.site.trend_page import change_text
from opendata.web.services import EXTENSION
from tests.service import Service
from tests.site import measured_cities
from tests.site.measured_cities import EMISSIONS, GASES, rows_of
from tests.site.reading import read

PATH = "/musterstadt/bilanz/trend"
TOTALS = {2012: 1100.0, 2016: 980.0, 2020: 860.0}  # 2021 has the airport alone, so it has no total


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The cities of measured_cities.py; nobody changes them."""
    for service in measured_cities.opened(tmp_path_factory.mktemp("trend")):
        yield service
        service.app.extensions[EXTENSION]().close()


def test_the_rows_of_the_city_have_no_total_because_a_part_is_missing_in_most_years(cities: Service):
    page = read(cities, PATH)

    assert "lassen sich nicht zusammenzählen" in page.text
    assert page.all("//dl[@class='key-figures']//dt") == ["Ziel der Stadt für 2040"]


def test_the_table_has_each_row_of_the_city_and_nothing_else(cities: Service):
    page = read(cities, PATH)
    heads = page.all("(//section[@aria-labelledby='figures']//table)[1]/thead//th")
    shown = {}
    for row in page.root.xpath("(//section[@aria-labelledby='figures']//table)[1]/tbody/tr"):
        for head, cell in zip(heads[1:], row.iter("td"), strict=True):
            if cell.text_content() != "–":
                shown[row.find("th").text_content(), head] = cell.text_content()
    labels = {"transport": "Verkehr", "private_households": "Private Haushalte", "": "Flughafen"}
    expected = {
        (row["year"], labels[row["sector"]]): str(round(float(row["co2e_t"])))
        for row in rows_of(GASES, EMISSIONS)
        if row["scenario"] == "real"
    }

    assert shown == expected


def test_the_figures_can_be_downloaded(cities: Service):
    answer = cities.get(f"{PATH}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))

    assert answer.mimetype == "text/csv"
    stated = {(row["year"], row["sector"], row["figure"]): row["co2e_t"] for row in rows}
    assert stated["2016", "private_households", "measured"] == "500"
    assert stated["2040", "total", "target"] == "0"


def test_only_an_inventory_has_this_page(cities: Service):
    assert read(cities, "/musterstadt/plan/trend", 404).heading == "Diese Tabelle gibt es nicht"


def test_the_heading_of_a_value_has_its_codes_in_the_language_of_the_page(cities: Service):
    path = "/musterstadt/bilanz/emissions/2030,Gesamt,all,target"
    german, english = read(cities, path), read(cities, f"{path}?lang=en")

    # What goes without saying, all energy carriers, is left out, and the key says nothing that the heading does not.
    assert (german.heading, english.heading) == ("Gesamt (2030, Ziel)", "Gesamt (2030, Target)")
    assert (german.all("//p[@class='over']"), german.all("//h1/span")) == (["Emission"], [])
    assert english.all("//h1/span[@lang='de']") == ["Gesamt"]


def test_trend_and_target_are_told_with_their_method(cities: Service):
    """Without the airport, which is counted in one year alone, the sectors make a total."""
    text = EMISSIONS + "".join(line + "\n" for line in GASES.splitlines() if "Flughafen" not in line)
    cities.done("datasets", "add", "neustadt", "bilanz", "--kind", "ghg-inventory", "--title", "Bilanz")
    measured_cities.published(cities, "neustadt", "bilanz", {"emissions.csv": text}, "2021-12-31")
    page = read(cities, "/neustadt/bilanz/trend")
    slope, intercept = np.polyfit(list(TOTALS), list(TOTALS.values()), 1)
    zero = int(np.ceil(-intercept / slope - 1e-6))

    words = page.all("//dl[@class='key-figures']//dt")
    figures = dict(zip(words, page.all("//dl[@class='key-figures']//dd[@class='number']"), strict=True))
    assert figures == {
        "Ausstoß 2020": "860 t",
        "seit 2012": f"−{round(100 * (1 - 860 / 1100))} %",
        "zeigt der Trend auf null": str(zero),
        "Ziel der Stadt für 2040": "0 t",
    }
    assert page.all("//dl[@class='key-figures']//*[@class='coverage']") == ["1,7 t je Einwohner"]  # 860 t, 500 people
    # The nearer target asks more than the last one, so the page names that one.
    asked = max((2030, (860 - 300) / 10), (2040, 860 / 20), key=lambda each: each[1])
    assert f"um {round(-slope)} t im Jahr" in page.text
    assert f"für {asked[0]} müssten es von 2020 an {round(asked[1])} t im Jahr sein" in page.text
    assert "3 Werte von 2012 bis 2020" in page.text
    assert "die Summe ihrer Bereiche" in page.text
    assert page.all("//*[@role='img']/@aria-label")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [(1000, 640, "−36 %"), (1000, 1063, "+6 %"), (1000, 996, "−0,4 %"), (1000, 1004, "+0,4 %"), (1000, 1000, "+0 %")],
)
def test_a_change_is_told_with_its_sign_also_where_it_is_small(before: int, after: int, told: str):
    assert change_text(Decimal(before), Decimal(after), "de") == told
