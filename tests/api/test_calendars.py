"""Calendars of deadlines, as a calendar program reads them and as rows.json would have them."""

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from opendata.web.services import EXTENSION, now
from tests.example_service import example_service
from tests.service import CITY, DATASET, Service, add_city, open_service

PATH = f"/{CITY}/plaene/calendar.ics"
WHY = {"deadline_moved:plans:1": {"reason": "Es fehlt Personal."}}


def events(service: Service, path: str) -> dict[str, Any]:
    """The events of a calendar by UID, as another library than ours reads them."""
    response = service.get(path)
    assert response.status_code == 200, response.text
    assert response.content_type == "text/calendar; charset=utf-8"
    read = vobject.readOne(response.data.decode())
    return {event.uid.value: event for event in read.contents.get("vevent", [])}


def only(service: Service, path: str) -> Any:
    """The one event of a calendar."""
    (event,) = events(service, path).values()
    return event


def last_day(text: str) -> date:
    """The last day of 2026, 2026-02 or 2026-02-03, reckoned without our code."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@pytest.mark.parametrize(
    ("end", "day", "german", "english"),
    [
        ("2027", date(2027, 12, 31), "bis Ende 2027", "by the end of 2027"),
        ("2028-02", date(2028, 2, 29), "bis Ende Februar 2028", "by the end of February 2028"),
        ("2027-03-15", date(2027, 3, 15), "bis 15.03.2027", "by 15 March 2027"),
    ],
)
def test_a_month_or_a_year_is_its_last_day(service: Service, end: str, day: date, german: str, english: str):
    service.published(f"1,Radweg,planning,{end}", as_of="2026-12-31")
    event = only(service, PATH)
    assert event.dtstart.value == day
    assert event.summary.value == f"Radweg: Ende {german}"
    assert only(service, f"{PATH}?lang=en").summary.value == f"Radweg: end {english}"
    assert event.description.value == "Phase: in Planung"
    assert service.get(event.url.value).status_code == 200


def test_a_deadline_that_is_put_off_keeps_its_uid_and_tells_the_reason(service: Service):
    service.published("1,Radweg,planning,2026", as_of="2024-12-31")
    before = only(service, PATH)
    service.published("1,Radweg,planning,2028", as_of="2025-12-31", answers=WHY)
    after = only(service, PATH)

    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    published = service.get(f"{DATASET}/versions/latest").json["published_at"]
    assert after.dtstamp.value == datetime.fromisoformat(published).replace(microsecond=0)
    assert after.dtstart.value == date(2028, 12, 31)
    assert after.description.value.split("\n")[1:] == ["Verschoben von 2026 auf 2028.", "Grund: Es fehlt Personal."]

    service.published("1,Radweg,planning,2029", as_of="2026-12-31")
    assert "Verschoben von 2028 auf 2029, 2-mal seit Beginn." in only(service, PATH).description.value


def test_a_withdrawal_brings_the_earlier_date_back_with_a_higher_sequence(service: Service):
    service.published("1,Radweg,planning,2026", as_of="2024-12-31")
    service.published("1,Radweg,planning,2028", as_of="2025-12-31", answers=WHY)
    number = service.get(f"{DATASET}/versions/latest").json["version"]
    moved = only(service, PATH)
    assert "Es fehlt Personal" in moved.description.value
    service.done("withdraw", f"{CITY}/plaene", number, "--reason", "Falsche Datei.")
    back = only(service, PATH)
    assert (back.uid.value, back.dtstart.value) == (moved.uid.value, date(2026, 12, 31))
    assert int(back.sequence.value) > int(moved.sequence.value)
    assert "Es fehlt Personal" not in service.get(PATH).text


def test_the_bytes_stay_the_same_until_something_is_published(tmp_path: Path):
    day = datetime(2026, 3, 1, tzinfo=UTC)
    service = open_service(tmp_path, clock=lambda: day)
    add_city(service)
    service.published("1,Radweg,planning,2026", as_of="2025-12-31")
    before = service.get(PATH)
    day += timedelta(days=700)
    after = service.get(PATH)
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])
    assert not before.headers["ETag"].startswith("W/")
    assert service.get(PATH, **{"If-None-Match": before.headers["ETag"]}).status_code == 304
    service.published("1,Radweg,planning,2027", as_of="2026-12-31")
    assert service.get(PATH).headers["ETag"] != before.headers["ETag"]
    service.app.extensions[EXTENSION]().close()


def test_deadlines_that_ended_more_than_a_year_before_the_day_of_the_data_are_left_out(service: Service):
    service.published(
        "1,Alt,planning,2024-12-30", "2,Jung,planning,2024-12-31", "3,Ohne,planning,", as_of="2026-01-01"
    )
    assert [event.summary.value for event in events(service, PATH).values()] == ["Jung: Ende bis 31.12.2024"]


def test_lines_are_folded_at_75_octets_and_signs_are_escaped(service: Service):
    title = "Bäume; Büsche, Straßen\\Wege " + "und Öfen für alle Gebäude " * 6
    service.published(f'1,"{title}",planning,2027', as_of="2026-12-31")
    response = service.get(PATH)
    lines = response.data.split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two
    assert r"SUMMARY:Bäume\; Büsche\, Straßen\\Wege" in re.sub(r"\r\n ", "", response.text)
    assert only(service, PATH).summary.value == f"{' '.join(title.split())}: Ende bis Ende 2027"


def test_a_calendar_says_what_it_is_and_may_be_read_by_other_sites(service: Service):
    service.published("1,Radweg,planning,2027", as_of="2026-12-31")
    response = service.get(PATH, **{"Accept-Language": "en"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Language" in response.headers["Vary"]
    head = vobject.readOne(response.text).contents
    assert head["x-wr-calname"][0].value == "Musterstadt: Pläne der Stadt: deadlines"
    assert head["refresh-interval"][0].value == "PT12H"
    assert head["version"][0].value == "2.0"
    assert service.get(f"{PATH}?lang=fr").status_code == 400
    assert service.get(f"{PATH}?day=1").json["name"] == "day"


def test_a_calendar_is_empty_before_the_first_version_and_absent_without_a_dataset(service: Service):
    assert events(service, PATH) == {}
    assert events(service, f"/{CITY}/calendar.ics") == {}
    for path in ("/nirgends/calendar.ics", f"/{CITY}/nirgends/calendar.ics"):
        response = service.get(path)
        assert response.status_code == 404
        assert response.content_type == "application/problem+json"


def test_a_row_whose_key_is_calendar_ics_keeps_its_page(service: Service):
    service.published("calendar.ics,Radweg,planning,2027", as_of="2026-12-31")
    response = service.get(f"/{CITY}/plaene/plans/calendar.ics")
    assert response.status_code == 200
    assert response.content_type.startswith("text/html")
    assert only(service, PATH).url.value.endswith(f"/{CITY}/plaene/plans/calendar.ics")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the example's municipalities."""
    made = example_service(tmp_path_factory, now)
    yield made
    made.app.extensions[EXTENSION]().close()


MET = {
    ("measures", "planned_end"): ("phase", {"completed", "cancelled", "merged"}),
    ("funding", "spend_by"): ("stage", {"paid", "proven", "repaid", "rejected"}),
    ("funding", "proof_due"): ("stage", {"proven", "repaid", "rejected"}),
}


def expected(service: Service, publisher: str, dataset: str) -> list[tuple[date, str]]:
    """Day and page of each open deadline, reckoned from the rows that everybody can read."""
    base = f"/api/v1/publishers/{publisher}/datasets/{dataset}/versions/latest"
    version = service.get(base)
    if version.status_code != 200:
        return []
    begin = date.fromisoformat(version.json["as_of"]) - timedelta(days=366)
    names = {resource["name"] for resource in version.json["resources"]}
    told = []
    for (resource, field), (status, met) in MET.items():
        rows = service.get(f"{base}/{resource}.json?limit=1000").json["items"] if resource in names else []
        for row in rows:
            if row[field] and row[status] not in met and last_day(row[field]) >= begin:
                key = row["measure_id" if resource == "measures" else "funding_id"]
                told.append((last_day(row[field]), f"/{publisher}/{dataset}/{resource}/{key}"))
    return sorted(told)


def test_calendars_of_the_example_hold_the_open_deadlines_of_its_rows(example: Service):
    all_told = []
    for about in example.get("/api/v1/publishers").json["items"]:
        publisher, of_publisher = about["slug"], []
        for dataset in example.get(f"/api/v1/publishers/{publisher}/datasets").json["items"]:
            told = expected(example, publisher, dataset["name"])
            read = events(example, f"/{publisher}/{dataset['name']}/calendar.ics").values()
            places = [(event.dtstart.value, event.url.value.removeprefix("http://localhost")) for event in read]
            assert sorted(places) == told
            assert [day for day, _ in places] == sorted(day for day, _ in places)
            of_publisher += told
        assert len(events(example, f"/{publisher}/calendar.ics")) == len(of_publisher)
        all_told += of_publisher
    assert {place.split("/")[3] for _, place in all_told} == {"measures", "funding"}


def test_pages_lead_to_the_calendar_as_long_as_it_holds_anything(service: Service):
    assert "calendar.ics" not in service.get(f"/{CITY}").text
    service.published("1,Radweg,planning,2027", as_of="2026-12-31")
    assert f'href="{PATH}?lang=de"' in service.get(f"/{CITY}/plaene?lang=de").text
    assert f'href="/{CITY}/calendar.ics"' in service.get(f"/{CITY}").text
    assert len(events(service, PATH)) == 1
    # Then nothing is due, and then what is due has passed long ago.
    for year, row in ((2027, "1,Radweg,planning,"), (2028, "1,Radweg,planning,2026")):
        service.published(row, as_of=f"{year}-12-31")
        assert events(service, PATH) == events(service, f"/{CITY}/calendar.ics") == {}
        assert all("calendar.ics" not in service.get(path).text for path in (f"/{CITY}/plaene", f"/{CITY}"))
