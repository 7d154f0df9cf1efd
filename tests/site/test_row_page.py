"""The page of one row: where it stands, since when, what happened, and what belongs to it."""

from urllib.parse import quote

import pytest

from tests.service import Service, add_city
from tests.site.conftest import ODD_KEYS
from tests.site.reading import read

PLANS = "/musterstadt/plaene/plans"


def test_where_a_row_stands_and_since_when(service: Service):
    page = read(service, f"{PLANS}/1")

    assert page.heading == "Radweg"
    assert page.all("//p[@class='over']") == ["Plan 1"]
    assert "So berichtet seit Stand 31.12.2025; vorher: in Umsetzung." in page.text
    assert (
        "Zuerst veröffentlicht: 2024. Das ist rund 3 Jahre später als zuerst geplant. Verschiebungen bisher: 2."
        in (page.text)
    )


def test_a_status_that_never_changed_and_a_deadline_that_was_only_made_precise(service: Service):
    page = read(service, f"{PLANS}/2")

    assert "So berichtet seit Stand 31.12.2023, der ersten Angabe dazu." in page.text
    assert "Seit der ersten Veröffentlichung nicht verschoben." in page.text


def test_filled_fields_are_shown_for_people_and_empty_ones_left_out(service: Service):
    page = read(service, f"{PLANS}/1")

    shown = dict(zip(page.all("//dl[@class='details']//dt"), page.all("//dl[@class='details']//dd"), strict=True))
    assert shown == {"Nr.": "1", "Phase": "abgeschlossen", "Ende": "2027", "Kosten": "1.250.000,5 €"}
    english = read(service, f"{PLANS}/2?lang=en")
    assert "15 March 2026" in english.text


def test_the_timeline_is_newest_first_with_values_before_and_after(service: Service):
    page = read(service, f"{PLANS}/1")

    versions = page.all("//ol[@class='timeline']/li//a")
    assert versions[-1] == "Version 1.0.0" and len(versions) == 3
    assert page.all("(//ol[@class='timeline']/li)[2]//tbody/tr") == ["Phasein Planungin Umsetzung", "Ende20242026"]


def test_rows_that_point_to_a_row_are_on_its_page_and_it_is_on_theirs(service: Service):
    page = read(service, f"{PLANS}/1")
    assert page.all("//section[h2='grants']//tbody//a/@href") == [
        "/musterstadt/plaene/grants/2024,KIPKI",
        "/musterstadt/plaene/grants/2025,KIPKI",
    ]

    grant = read(service, "/musterstadt/plaene/grants/2025,KIPKI")
    assert grant.heading == "KIPKI (2025)"  # the programme alone names two rows
    assert grant.all("//dl[@class='details']//a[.='1 Radweg']/@href") == [f"{PLANS}/1"]
    assert "2025" in grant.all("//dl[@class='details']//dd")  # a year is no quantity: no 2.025


def test_a_row_that_is_gone_still_shows_its_last_state_and_its_history(service: Service):
    page = read(service, f"{PLANS}/3", 410)

    assert page.heading == "Beratung"
    assert "seit Version 1.1.0 (Stand 31.12.2024) nicht mehr in der Tabelle" in page.text
    assert page.all("//dl[@class='details']//dd") == ["3"]
    assert len(page.all("//ol[@class='timeline']/li")) == 2


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_key_may_be_any_text(service: Service, key: str):
    listed = read(service, "/musterstadt/plaene")
    title = f"Seltsamer Schlüssel {ODD_KEYS.index(key)}"

    page = read(service, listed.link(title))

    assert page.heading == title
    assert page.all("//span[@class='key']") == [key]
    assert page.all("//head/link[@type='application/atom+xml']/@href") == [
        f"/feeds/musterstadt/plaene/plans/{quote(key, safe='')}.atom"
    ]
    assert read(service, f"{PLANS}/{quote(key, safe='')}").heading == title


def test_a_key_may_begin_with_a_slash_or_have_several_lines(new_service: Service):
    add_city(new_service)
    new_service.published("/1,Schrägstrich,planning,,,", '"2\n3",Zwei Zeilen,planning,,,')

    listed = read(new_service, "/musterstadt/plaene")
    for title in ("Schrägstrich", "Zwei Zeilen"):
        assert read(new_service, listed.link(title)).heading == title


def test_a_row_that_never_was_leads_back_to_the_dataset(service: Service):
    page = read(service, f"{PLANS}/77", 404)

    assert page.heading == "Diesen Eintrag gibt es nicht"
    assert page.link("Zu musterstadt/plaene") == "/musterstadt/plaene"
    assert read(service, "/musterstadt/plaene/nothing/1", 404).heading == "Diese Tabelle gibt es nicht"
    assert read(service, "/leerdorf/plaene/plans/1", 404).heading == "Hier ist noch nichts veröffentlicht"
