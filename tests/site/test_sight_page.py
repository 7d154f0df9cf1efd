"""The page of what is out of sight: each row once, with what the city says, and nothing that it does not say."""

from tests.service import Service
from tests.site.measured_cities import DROPPED
from tests.site.reading import read


def test_each_sort_has_its_rows_with_what_the_city_says(cities: Service):
    page = read(cities, "/musterstadt/out-of-sight")

    def lines(name: str) -> list[tuple[str, str]]:
        part = f"//section[@aria-labelledby='{name}-1']//li"
        return list(zip(page.all(f"{part}//a"), page.all(f"{part}/p[contains(@class, 'said')]"), strict=True))

    assert lines("dropped") == [("Beratung", f"Die Stadt dazu: Entfallen. Begründung: {DROPPED['reason']}")]
    assert lines("given_up") == [("Baumpflanzung", "Die Stadt dazu: Kein Personal.")]
    # M-1 should have begun in 2021, M-6 in 2022; of M-6 the city says nothing.
    assert lines("never_begun") == [
        ("Radweg an der Mühle", "Die Stadt dazu: Die Planung ruht."),
        ("Lastenräder", "Die Stadt nennt keinen Grund."),
    ]
    ((moved, _),) = lines("often_moved")
    assert moved == "Radweg an der Mühle"
    assert "3-mal verschoben · zuerst 2024, jetzt 2027: 3 Jahre später" in page.text
    assert "4 von bisher 6 Maßnahmen" in page.text  # M-1, M-4, M-5, M-6 of M-1 to M-6
    # M-1 stands in two sections, so these have five lines.
    assert page.all("//p[@class='coverage']") == ["Was in mehreren Abschnitten steht, ist einmal gezählt."]


def test_each_row_leads_to_its_page_also_after_it_is_gone(cities: Service):
    page = read(cities, "/musterstadt/out-of-sight")
    hrefs = page.all("//ul[contains(@class, 'sights')]//a/@href")

    statuses = {href: cities.client.get(href).status_code for href in hrefs}
    assert statuses == {
        "/musterstadt/plan/measures/M-5": 410,
        **{f"/musterstadt/plan/measures/M-{number}": 200 for number in (1, 4, 6)},
    }


def test_a_first_report_cannot_have_dropped_anything(cities: Service):
    assert "Bisher gibt es einen einzigen Bericht" in read(cities, "/neustadt/out-of-sight").text
    assert "noch keinen Bericht über Maßnahmen" in read(cities, "/leerdorf/out-of-sight").text


def test_the_words_of_the_city_are_marked_as_german_on_an_english_page(cities: Service):
    page = read(cities, "/musterstadt/out-of-sight?lang=en")

    assert page.all("//li//a/span/@lang") == ["de"] * len(page.all("//ul[contains(@class, 'sights')]//a"))
    assert "Kein Personal." in page.all("//span[@lang='de']")
    assert "The city gives no reason." in page.text
