"""Searching all measures, what is alike in other cities, and topics: held against the tables of the example."""

import csv
from collections.abc import Iterator

import pytest

from opendata.domain.tables.partial_dates import slip
from opendata.likeness.letters_alike import LettersAlike
from opendata.steps.finding_alike import AlikeFinder, refresh
from opendata.web.services import EXTENSION
from tests.example_service import KINDS
from tests.service import Service
from tests.site.reading import read

EXAMPLE = KINDS / "climate-measures" / "example"
AUENTAL = "/beispielstadt-auental/klimaschutzmassnahmen/measures"


@pytest.fixture(scope="module")
def searched(towns: Service) -> Iterator[Service]:
    """The example, after the job has kept the texts of its rows."""
    services = towns.app.extensions[EXTENSION]()
    refresh(AlikeFinder(services.reading, services.row_texts, LettersAlike()))
    yield towns


def rows_of_auental(day: str = "2024-12-31") -> list[dict[str, str]]:
    with (EXAMPLE / "beispielstadt-auental" / day / "measures.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_words_are_found_in_all_cities_however_they_are_written(searched: Service):
    page = read(searched, "/suche?q=WAERMEPLANUNG")

    assert page.all("//ol[@class='found']/li/a")
    assert page.link("Kommunale Wärmeplanung") == f"{AUENTAL}/E-1"
    cited = page.all("//p[@class='citation-text']")  # each version in which a row was found, once
    assert len(cited) == len({city.split(" · ")[0] for city in page.all("//ol[@class='found']/li/p")})
    assert sum("/beispielstadt-auental/klimaschutzmassnahmen/versions/1.3.0. " in each for each in cited) == 1
    assert page.all("//form[@class='search']//input[@type='search']/@value") == ["WAERMEPLANUNG"]
    parts = read(searched, "/suche?q=wärmeplan")
    assert len(parts.all("//ol[@class='found']/li")) >= len(page.all("//ol[@class='found']/li"))
    assert "Nichts gefunden zu „Zeppelinlandeplatz“" in read(searched, "/suche?q=Zeppelinlandeplatz").text
    assert read(searched, "/suche?q=%3Cb%3E").all("//main//b") == []


def test_a_search_without_words_is_a_form_and_one_that_is_too_long_is_told(searched: Service):
    assert read(searched, "/suche").all("//form[@class='search']//label") == ["In allen Städten suchen"]
    assert "/suche" in read(searched, "/").all("//form[@class='search']/@action")
    assert read(searched, f"/suche?q={'wort+' * 60}", 400).heading
    assert read(searched, "/suche?q=rad&page=999", 400).heading


def test_a_measure_leads_to_those_like_it_in_other_cities(searched: Service):
    page = read(searched, f"{AUENTAL}/E-1")

    alike = page.all("//ul[@class='alike']/li//a")
    assert alike == ["Kommunaler Wärmeplan", "Kommunale Wärmeplanung im Konvoi mit drei Nachbarn"]
    assert all("Ähnlichkeit" in told for told in page.all("//ul[@class='alike']/li"))


def test_a_measure_tells_by_which_programmes_others_had_the_like_funded(searched: Service):
    # The rows of funding of each measure that the API calls alike enough.
    datasets = "/api/v1/publishers/{}/datasets/{}"
    here = datasets.format("beispielstadt-auental", "klimaschutzmassnahmen")
    similar = searched.get(f"{here}/measures/E-1/similar?limit=0").json["items"]
    expected = set()
    for row in (row for row in similar if row["likeness"] >= 0.3):
        rows = f"{datasets.format(row['publisher'], row['dataset'])}/versions/latest/funding.json"
        funded = searched.get(f"{rows}?measure_id={row['key']}&stage=approved,paid,proven,repaid").json["items"]
        expected |= {funding["funding_id"] for funding in funded}

    page = read(searched, f"{AUENTAL}/E-1")

    shown = page.all("//section[@aria-labelledby='funded']//li/a/@href")
    assert {address.rpartition("/")[2] for address in shown} == expected != set()


def test_a_topic_has_the_measures_of_all_cities(searched: Service):
    page = read(searched, "/topics/transport")
    expected = {row["title"] for row in rows_of_auental() if row["sector"] == "transport"}

    assert page.heading == "Verkehr"
    shown = page.all("//section[h2/a='Beispielstadt Auental (erfunden)']//li//a")
    assert set(shown) == expected and len(shown) == len(expected)
    assert len(page.all("//section[h2]")) > 1
    assert not page.all("//section[contains(., 'Die Stadt nennt keine Phasen.')]")
    for given_up in page.all("//ul[@class='topic-rows']/li[contains(., 'eingestellt')]"):
        assert " bis " not in given_up
    assert len(page.all("//p[@class='citation-text']")) == 4
    assert read(searched, "/topics/nothing", 404).heading
    assert "/topics/transport" in read(searched, "/").all("//table[contains(@class, 'topics')]//a/@href")


def test_home_tells_of_each_city_what_changed_since_its_last_report(searched: Service):
    now, before = rows_of_auental(), rows_of_auental("2023-12-31")
    more = sum(row["phase"] == "completed" for row in now) - sum(row["phase"] == "completed" for row in before)
    added = {row["measure_id"] for row in now} - {row["measure_id"] for row in before}

    (told,) = read(searched, "/").all("//li[h3/a='Beispielstadt Auental (erfunden)']/p[@class='since']")
    assert told == f"Seit Stand 31.12.2023: {more} mehr abgeschlossen, {len(added)} neu"


def test_a_city_names_the_open_measures_that_slipped_most(searched: Service):
    first: dict[str, str] = {}
    for day in ("2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31"):
        for row in rows_of_auental(day):
            if row["planned_end"]:
                first.setdefault(row["measure_id"], row["planned_end"])
    finished = ("completed", "cancelled", "merged")
    open_rows = [row for row in rows_of_auental() if row["planned_end"] and row["phase"] not in finished]
    days = {row["title"]: slip(first[row["measure_id"]], row["planned_end"]) or 0 for row in open_rows}

    page = read(searched, "/beispielstadt-auental")
    shown = page.all("//ol[@class='slips']/li//a")
    assert [days[title] for title in shown] == sorted(days.values(), reverse=True)[:6]
    # Put off is what has a later end than at first, whether it is finished or not.
    ends = [(first[row["measure_id"]], row["planned_end"]) for row in rows_of_auental() if row["planned_end"]]
    later = sum((slip(*both) or 0) > 0 for both in ends)
    figures = zip(
        page.all("//dl[@class='key-figures']//dt"), page.all("//dl[@class='key-figures']//dd[1]"), strict=True
    )
    assert dict(figures)["nach hinten verschoben ?Erklärung: Verschiebung"] == str(later)
    assert f"Angabe bei {len(ends)} von {len(rows_of_auental())}" in page.all("//dd[@class='coverage']")
    assert page.all("//ol[@class='slips']/li//strong")[0] == "3 Jahre später" and days[shown[0]] == 1096


def test_a_city_is_weighted_by_what_its_table_says(searched: Service):
    rows = rows_of_auental()
    page = read(searched, "/beispielstadt-auental")

    saving = [float(row["co2_saving_t_per_year"]) for row in rows if row["co2_saving_t_per_year"]]
    (told,) = [bar for bar in page.all("//p[@class='bar-name']") if "CO₂" in bar]
    assert f"{round(sum(saving)):,}".replace(",", ".") in told
    assert f"Angabe bei {len(saving)} von {len(rows)}" in told
    (counted,) = [bar for bar in page.all("//*[name()='svg']/@aria-label") if bar.startswith("Nach Anzahl")]
    assert f"{sum(row['phase'] == 'completed' for row in rows)} abgeschlossen" in counted
    fields = {row["field_of_action"] for row in rows}
    assert set(page.all("//section[h2='Nach Handlungsfeld']//th[@scope='row']")) == fields


def test_indicators_are_drawn_beside_their_targets_and_stand_in_a_table(searched: Service):
    with (EXAMPLE / "beispielstadt-auental" / "2024-12-31" / "indicator_values.csv").open(encoding="utf-8") as file:
        values = [row for row in csv.DictReader(file) if row["indicator_id"] == "K-PV"]
    page = read(searched, f"{AUENTAL}/E-2")

    assert page.all("//div[@class='series']//tbody//th") == [row["date"] for row in values]
    circles = page.all("//*[name()='svg'][contains(@class, 'line-picture')]//*[name()='circle']")
    assert len(circles) == sum(bool(row["value"]) + bool(row["target"]) for row in values)
    assert page.link("Werte als CSV").endswith("/indicator_values.csv?indicator_id=K-PV")
    assert page.link("Rückfrage an die Stadt").startswith("mailto:klima@auental.example?subject=")
