"""The page of one row: where it stands, since when, what happened, and what belongs to it."""

from pathlib import Path
from urllib.parse import quote

import pytest

from opendata.config import ROOT
from opendata.web.services import EXTENSION
from tests.service import Service, add_city, open_service
from tests.site.conftest import ODD_KEYS
from tests.site.reading import read

PLANS = "/musterstadt/plaene/plans"


def test_where_a_row_stands_and_since_when(service: Service):
    page = read(service, f"{PLANS}/1")

    assert page.heading == "Radweg"
    assert page.all("//p[@class='over']") == ["Plan 1"]
    assert "So berichtet seit Stand 31.12.2025; vorher: in Umsetzung." in page.text
    assert "Zuerst geplant: 2024. Das Ende liegt jetzt rund 3 Jahre später. Verschiebungen bisher: 2." in (page.text)


def test_a_status_that_never_changed_and_a_deadline_that_was_only_made_precise(service: Service):
    page = read(service, f"{PLANS}/2")

    assert "So berichtet seit Stand 31.12.2023, der ersten Angabe dazu." in page.text
    assert "Seit der ersten Veröffentlichung nicht verschoben." in page.text


def test_filled_fields_are_shown_for_people_and_empty_ones_left_out(service: Service):
    page = read(service, f"{PLANS}/1")

    shown = dict(zip(page.all("//dl[@class='details']//dt"), page.all("//dl[@class='details']//dd"), strict=True))
    assert shown == {"Nr.": "1", "Kosten": "1.250.000,5 €"}
    at_the_top = page.all("//section[@aria-labelledby='standing']//dd")  # what stands here is not told again below
    assert [told.split(" ")[0] for told in at_the_top] == ["abgeschlossen", "2027"]
    english = read(service, f"{PLANS}/2?lang=en")
    assert "15 March 2026" in english.text


def test_the_timeline_is_newest_first_with_values_before_and_after(service: Service):
    page = read(service, f"{PLANS}/1")

    versions = page.all("//ol[@class='timeline']/li//a")
    assert versions[-1] == "Version 1.0.0" and len(versions) == 3
    assert page.all("(//ol[@class='timeline']/li)[2]//tbody/tr") == ["Phasein Planungin Umsetzung", "Ende20242026"]


def test_the_values_of_an_indicator_can_be_downloaded_whatever_its_number_is(tmp_path: Path):
    new_service = open_service(tmp_path, [], kinds_dir=ROOT / "datapackages")
    new_service.done("publishers", "add", "neustadt", "--name", "Neustadt")
    new_service.done("datasets", "add", "neustadt", "plan", "--kind", "climate-measures", "--title", "Plan")
    tables = {
        "measures.csv": "measure_id,title,phase\n1,Solardach,planning\n",
        "indicators.csv": 'indicator_id,title,unit,measure_id\n"K 1, A&B",Leistung,kWp,1\nK,Strom,kWh,1\n',
        "indicator_values.csv": 'indicator_id,date,value\n"K 1, A&B",2023,5\n"K 1, A&B",2024,7\nK,2023,1\nK,2024,2\n',
    }
    files = {name: content.encode() for name, content in tables.items()}
    place = "/api/v1/publishers/neustadt/datasets/plan"
    answer = new_service.upload(files, headers=new_service.token("neustadt"), dataset=place)
    assert answer.status_code == 201, answer.get_data(as_text=True)

    links = read(new_service, "/neustadt/plan/measures/1").all("//a[text()='Werte als CSV']/@href")

    found = [new_service.get(link).text.splitlines()[1:] for link in links]
    assert sorted(len(rows) for rows in found) == [2, 2]
    assert {row.partition(",20")[0] for rows in found for row in rows} == {'"K 1, A&B"', "K"}
    new_service.app.extensions[EXTENSION]().close()


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


def test_the_times_of_a_row_are_a_picture_and_are_told_in_words(service: Service):
    page = read(service, f"{PLANS}/1")

    lines = dict(
        zip(page.all("//dl[@class='times-list']//dt"), page.all("//dl[@class='times-list']//dd"), strict=True)
    )
    assert lines == {
        "Zuerst geplant": "2024",
        "Jetzt geplant": "2027",
        "Berichtet": "in Planung seit Stand 31.12.2023, in Umsetzung seit Stand 31.12.2024, "
        "abgeschlossen seit Stand 31.12.2025",
    }
    (name,) = page.all("//*[name()='svg'][@class='time-picture']/@aria-label")
    assert name == "; ".join(f"{label}: {told}" for label, told in lines.items())
    # The first deadline and the one of the second report are marked as such that no longer hold.
    assert len(page.all("//*[name()='line'][@class='mark-past']")) == 2


def test_a_row_as_it_stood_has_an_address_for_each_report(service: Service):
    page = read(service, f"{PLANS}/1")
    assert page.all("//nav[@class='steps']//a/@href") == [
        f"/musterstadt/plaene/versions/{number}/plans/1" for number in ("1.0.0", "1.1.0", "1.2.0")
    ]

    then = read(service, "/musterstadt/plaene/versions/1.1.0/plans/1")
    assert "So stand es im Bericht zum 31.12.2024." in then.text
    assert then.all("//section[@class='standing']//dd")[0].startswith("in Umsetzung")
    assert len(then.all("//ol[@class='timeline']/li")) == 2  # nothing that was published later
    assert then.link("Wo es heute steht") == f"{PLANS}/1"
    assert read(service, "/musterstadt/plaene/versions/1.1.0/plans/3", 404).heading
    assert read(service, "/musterstadt/plaene/versions/1.0.0/plans/3").heading == "Beratung"
    latest = service.client.get("/musterstadt/plaene/versions/latest/plans/1")
    assert latest.headers["Location"] == "/musterstadt/plaene/versions/1.2.0/plans/1"


def test_a_row_in_two_reports_is_compared_field_by_field(service: Service):
    answer = service.client.get("/musterstadt/plaene/compare?before=1.0.0&after=1.2.0&resource=plans&key=1")
    page = read(service, answer.headers["Location"])

    assert page.heading == "Radweg: Stand 31.12.2023 und 31.12.2025"
    assert page.all("//dl[@class='in-two']/div/dt") == ["Phase", "Ende"]
    assert page.all("(//dl[@class='in-two']/div)[1]/dd") == [
        "Stand 31.12.2023 in Planung",
        "Stand 31.12.2025 abgeschlossen",
    ]
    assert (
        "In beiden Berichten steht dasselbe."
        in read(service, "/musterstadt/plaene/compare/1.1.0...1.2.0/plans/2").text
    )
    gone = read(service, "/musterstadt/plaene/compare/1.0.0...1.2.0/plans/3")
    assert "Im Bericht zum 31.12.2025 ist dieser Eintrag nicht enthalten." in gone.text
    assert read(service, "/musterstadt/plaene/compare/1.1.0...1.2.0/plans/3", 404).heading


def test_long_texts_are_compared_word_by_word_and_a_question_can_be_asked(new_service: Service):
    new_service.done("publishers", "add", "musterstadt", "--name", "Musterstadt", "--email", "klima@example.org")
    new_service.done("datasets", "add", "musterstadt", "plaene", "--kind", "plans", "--title", "Pläne der Stadt")
    said = "Die Stadt prüft seit dem Frühjahr ob der Radweg an der Nordstraße gebaut werden kann <b>oder</b> nicht"
    new_service.published(f"1,Radweg,planning,2024,,{said}.", as_of="2023-12-31")
    new_service.published(f"1,Radweg,planning,2024,,{said.replace('prüft', 'klärt')}.", as_of="2024-12-31")

    page = read(new_service, "/musterstadt/plaene/compare/1.0.0...1.1.0/plans/1")
    assert (page.all("//dd/del"), page.all("//dd/ins")) == (["prüft"], ["klärt"])
    assert "<b>oder</b>" in page.text
    ask = read(new_service, f"{PLANS}/1").link("Rückfrage an die Stadt")
    assert ask.startswith("mailto:klima@example.org?subject=R%C3%BCckfrage%20zu%20Plan%201%3A%20Radweg&body=")
    assert quote("http://localhost/musterstadt/plaene/plans/1", safe="") in ask
