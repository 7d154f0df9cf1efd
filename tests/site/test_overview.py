"""Where a city stands, and how it came there: the figures of pages against counts of the tables that were sent."""

import csv
import io

import pytest
from lxml import etree

from tests.service import Service, add_city
from tests.site.reading import Page, read

PLACE = "/musterstadt/plaene"


@pytest.fixture(scope="module")
def city(service: Service) -> Page:
    return read(service, "/musterstadt")


def bars(page: Page) -> list[str]:
    """What readers are told who do not see the bars."""
    return page.all("//*[name()='svg'][@role='img']/@aria-label")


def test_a_city_shows_how_far_it_is_of_which_day_and_by_which_table(city: Page):
    assert city.heading == "Musterstadt"
    assert "Stand 31.12.2025, vor" in city.text
    assert city.all("//dl[@class='key-figures']//dd[@class='number']")[0] == "9"
    # Of the nine rows that were sent one was completed and eight were planned, and nobody gave a schedule.
    assert bars(city)[0] == "Nach Anzahl: 1 abgeschlossen, 8 in Planung"
    # The weights are the costs that were sent: 1,250,000.50 and 480 euros; seven rows have none.
    assert "Angabe bei 2 von 9. Das ist weniger als die Hälfte" in city.text
    assert city.all("//table[contains(@class, 'wide-legend')]/tbody/tr") == [
        "abgeschlossen ?Erklärung: abgeschlossen 1Kosten (€) 1,3 Mio. 11 %",
        "in Planung ?Erklärung: in Planung 8Kosten (€) 480 89 %",
    ]
    assert city.link("in Planung") == f"{PLACE}/plans?status=planning"


def test_a_city_that_names_no_phases_has_a_card_without_a_bar(cities: Service):
    page = read(cities, "/")
    cards = {name: f"//li[@class='city'][h3/a='{name}']" for name in ("Musterstadt", "Neustadt", "Leerdorf")}
    assert {name: len(page.all(f"{card}//*[name()='svg']")) for name, card in cards.items()} == {
        "Musterstadt": 1, "Neustadt": 0, "Leerdorf": 0,
    }  # fmt: skip
    (without,) = page.all(cards["Neustadt"])
    assert "Stand 30.06.2026 · 2 Maßnahmen Die Stadt nennt keine Phasen." in without
    assert "Die Stadt nennt keine Phasen." not in page.all(cards["Musterstadt"])[0]


def test_every_bar_has_its_patterns_its_legend_and_a_download(city: Page):
    referred = {fill for fill in city.all("//*[name()='rect']/@fill") if fill.startswith("url")}
    defined = {f"url(#{name})" for name in city.all("//*[name()='pattern']/@id")}

    assert referred and referred <= defined
    assert city.link("Zahlen dieses Bildes als CSV") == f"{PLACE}/progress/2025-12-31.csv"


def test_the_figures_can_be_downloaded_and_add_up(service: Service):
    answer = service.get(f"{PLACE}/progress/2025-12-31.csv")
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))

    assert (
        answer.mimetype == "text/csv"
        and 'filename="musterstadt-plaene-2025-12-31.csv"' in answer.headers["Content-Disposition"]
    )
    whole = [line for line in lines if not line["field"]]
    assert {line["status"]: line["rows"] for line in whole} == {"planning": "8", "completed": "1"}
    steps = list(csv.DictReader(io.StringIO(service.get(f"{PLACE}/progress.csv").get_data(as_text=True))))
    assert [(step["as_of"], step["added"], step["removed"]) for step in steps if step["status"] == "planning"] == [
        ("2023-12-31", "10", "0"),
        ("2024-12-31", "0", "1"),
        ("2025-12-31", "0", "0"),
    ]


def test_what_slipped_is_told_with_its_first_deadline(service: Service):
    page = read(service, "/musterstadt")

    # The only plan that moved is completed by now, so no open deadline has been put off.
    assert "Bisher wurde keine offene Frist nach hinten geschoben." in page.text
    assert page.all("//ul[@class='gone']/li")[0].startswith("Beratung 3 seit Stand 31.12.2024 Entfallen. Begründung:")
    assert page.all("//section[@aria-labelledby='changed']//li")[0] == "Abgeschlossen: Radweg"


def test_what_is_due_next_is_due_from_today_on(cities: Service):
    # On 2026-11-27 open are, by the report of 2024, M-1 until 2027, M-2 until 2030, and dates of F-1 and F-6.
    page = read(cities, "/musterstadt")

    days = page.all("//section[@aria-labelledby='due']//*[@class='due-day']")
    assert days == ["15.12.2026", "10.01.2027", "30.06.2027", "2027", "2030"]
    assert not page.all("//section[@aria-labelledby='due']//details")


def test_what_has_passed_since_the_report_is_told_apart_from_what_is_due_next(new_service: Service):
    add_city(new_service)
    new_service.published("1,Radweg,planning,2024-02,,", "2,Solardach,planning,2025,,", "3,Park,planning,2999,,")

    page = read(new_service, "/musterstadt")
    (due,) = page.root.xpath("//section[@aria-labelledby='due']")
    assert due.xpath("./ol//*[@class='due-day']/text()") == ["2999"]
    assert due.xpath("./details//*[@class='due-day']/text()") == ["Februar 2024", "2025"]
    assert due.xpath("./details/summary/text()") == ["2 offene Fristen sind seit dem Bericht verstrichen"]
    assert "Das zeigt sich vom zweiten Bericht an." in page.text  # what slipped


def test_what_nobody_knows_is_not_counted_as_known(new_service: Service):
    add_city(new_service)
    rows = [f"{n},Plan {n},{'completed' if n < 1100 else ''},,{n if n % 2 else ''}," for n in range(2200)]
    new_service.published(*rows)

    page = read(new_service, "/musterstadt")
    assert "Angabe bei 1.100 von 2.200" in page.all("//dd[@class='coverage']")
    assert any("Angabe bei 1.100 von 2.200" in told for told in page.all("//span[@class='coverage']"))


def test_progress_shows_each_report_the_newest_first_and_what_came_and_went(service: Service):
    page = read(service, f"{PLACE}/progress")

    assert page.all("//table[contains(@class, 'reports')]//th[@scope='row']") == [
        "31.12.2025",
        "31.12.2024",
        "31.12.2023",
    ]
    # Ten rows were sent first, of which two had a status that went on, one had none; nine were sent later.
    assert bars(page)[-1] == "2023-12-31: 9 in Planung, 1 ohne Angabe"
    assert page.all("//section[@aria-labelledby='moves']//li/a") == ["Beratung"]
    assert "Entfallen. Begründung: So gewollt." in page.text


def test_the_city_as_it_stood_has_an_address_for_each_report(service: Service):
    page = read(service, f"{PLACE}/progress/2023-12-31")

    assert page.heading == "So stand es am 31.12.2023"
    assert page.all("//nav[@class='steps']//a[@aria-current]") == ["31.12.2023"]
    assert "Das ist ein früherer Bericht. Der neueste ist vom 31.12.2025." in page.text
    assert bars(page)[0] == "Nach Anzahl: 9 in Planung, 1 ohne Angabe"
    between = service.client.get(f"{PLACE}/progress/2024-05-17")
    assert (between.status_code, between.headers["Location"]) == (303, f"{PLACE}/progress/2023-12-31")
    assert service.client.get(f"{PLACE}/progress/gestern", headers={"Accept": "text/html"}).status_code == 400
    assert service.client.get(f"{PLACE}/progress/1999-12-31", headers={"Accept": "text/html"}).status_code == 404


def test_a_city_that_missed_its_own_rhythm_is_overdue(new_service: Service):
    new_service.done("publishers", "add", "musterstadt", "--name", "Musterstadt")
    new_service.done(
        "datasets", "add", "musterstadt", "plaene", "--kind", "plans", "--title", "Pläne", "--rhythm", "P1Y"
    )
    new_service.published("1,Radweg,planning,2024,,", as_of="2020-12-31")

    assert "Überfällig seit 31.12.2021" in read(new_service, "/musterstadt").text
    assert "überfällig seit 31.12.2021" in read(new_service, "/").text
    one = read(new_service, f"{PLACE}/progress")
    assert "Es gibt erst einen Bericht." in one.text


def test_rows_without_any_status_are_told_as_such_and_lead_to_the_list(new_service: Service):
    add_city(new_service)
    new_service.published("1,Radweg,,2024,,Im Bau", "2,Solardach,,,,")

    page = read(new_service, "/musterstadt")
    assert "Die Stadt nennt keine Phasen." in page.text
    assert not page.all("//table[contains(@class, 'legend')]")


def test_pictures_are_well_formed_and_name_no_colour(city: Page):
    for picture in city.root.xpath("//*[name()='svg']"):
        text = etree.tostring(picture, encoding="unicode")
        assert "style=" not in text and "#" not in text.replace("url(#look-", "")
