"""Atom feeds, as a feed reader sees them."""

import warnings
from typing import Any

import feedparser
import pytest
from lxml import etree

from opendata.api import feeds
from opendata.api.feeds import ARCHIVE_SERIALS
from tests.service import CITY, DATASET, Service, table

ATOM = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
ROW = f"/feeds/{CITY}/plaene/plans/1.atom"


def feed(service: Service, path: str) -> Any:
    """The feed as feedparser reads it, without complaint."""
    response = service.get(path)
    assert response.status_code == 200
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = feedparser.parse(response.data, response_headers={"content-type": response.content_type})
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def links(service: Service, path: str) -> dict[str, str]:
    """The links of a feed document by relation; the first where there are several."""
    found: dict[str, str] = {}
    for link in etree.fromstring(service.get(path).data).findall("a:link", ATOM):
        found.setdefault(link.get("rel", ""), link.get("href", ""))
    return found


def test_who_follows_one_measure_reads_one_sentence_when_it_changes(service: Service):
    service.published("1,Radweg Mainzer Straße,planning,2024", "2,Solar", as_of="2022-12-31")
    before = {entry.id for entry in feed(service, ROW).entries}

    service.published("1,Radweg Mainzer Straße,planning,2026", "2,Solar,planning", as_of="2023-12-31")
    (news,) = [entry for entry in feed(service, ROW).entries if entry.id not in before]

    assert news.title == "Ende von 2024 auf 2026 verschoben"
    assert news.summary == "Radweg Mainzer Straße: Ende von 2024 auf 2026 verschoben."
    page, _, anchor = news.link.partition("#")
    assert f'<li id="{anchor}">' in service.get(page).get_data(as_text=True)
    assert feed(service, f"{ROW}?lang=en").entries[0].title == "End put off from 2024 to 2026"
    wider = [entry.title for entry in feed(service, f"/feeds/{CITY}/plaene.atom").entries]
    assert "Radweg Mainzer Straße: Ende von 2024 auf 2026 verschoben" in wider


def test_the_content_lists_every_value_before_and_after_with_the_reason(service: Service):
    service.published("1,Radweg,planning,2024,,Weg & <Steg>", as_of="2022-12-31")
    draft = service.upload(table("1,Radweg,planning,2026,1500"), as_of="2023-12-31", publish=False).json
    reason = {question["id"]: {"reason": "Der Bau ist <teuer>."} for question in draft["questions"]}
    publish = f"/api/v1/uploads/{draft['id']}/publish"
    assert service.client.post(publish, json={"answers": reason}, headers=service.token()).status_code == 201

    (content,) = feed(service, ROW).entries[0].content

    assert content.type == "text/html"
    assert content.value == (
        "<ul><li><b>Ende</b> – bisher: <del>2024</del>, jetzt: <ins>2026</ins></li>"
        "<li><b>Kosten</b> – bisher: <i>ohne Angabe</i>, jetzt: <ins>1.500 €</ins></li>"
        "<li><b>Text</b> – bisher: <del>Weg &amp; &lt;Steg&gt;</del>, jetzt: <i>ohne Angabe</i></li></ul>"
        "<p>Begründung: Der Bau ist &lt;teuer&gt;.</p>"
    )


def test_an_entry_with_very_long_values_is_told_by_its_sentence(service: Service):
    service.published(f"1,Radweg,planning,,,{'x' * (feeds.LONGEST_FIELDS + 1)}")

    (entry,) = feed(service, ROW).entries

    assert entry.title == "Radweg: neu aufgenommen (Phase: in Planung)"
    assert entry.content[0].value == f"<p>{entry.title}.</p>"


def test_entries_have_times_of_their_own_a_licence_and_labels(service: Service):
    service.published("1,Radweg,planning", "2,Solar,completed", as_of="2022-12-31")

    entries = feed(service, "/feeds/all.atom").entries

    assert len({entry.updated for entry in entries}) == len(entries) == 3
    assert sorted(entry.updated for entry in entries) == [entry.updated for entry in reversed(entries)]
    tags = {(tag.term, tag.label) for tag in entries[1].tags}
    assert tags == {("plan.added", "Plan neu"), ("completed", "abgeschlossen")}
    assert entries[1].rights == "Musterstadt, Datenlizenz Deutschland – Namensnennung – Version 2.0"
    assert [link.href for link in entries[1].links if link.rel == "license"] == [
        "https://www.govdata.de/dl-de/by-2-0"
    ]
    narrow = feed(service, f"/feeds/{CITY}/plaene.atom")
    assert narrow.feed.rights == entries[1].rights
    assert "rights" not in narrow.entries[0]


def test_confirmations_and_withdrawals_are_entries(service: Service):
    service.published("1,Radweg,planning", as_of="2022-12-31")
    assert service.upload(table("1,Radweg,planning"), as_of="2023-12-31", confirm="true").status_code == 201
    withdraw = f"{DATASET}/versions/1.1.0/withdraw"
    assert service.client.post(withdraw, json={"reason": "Zu früh"}, headers=service.token()).status_code == 200

    titles = [entry.title for entry in feed(service, f"/feeds/{CITY}/plaene.atom").entries]

    assert titles[0] == "Version 1.1.0 zurückgezogen: Zu früh"
    assert feed(service, "/feeds/all.atom").entries[0].title == (
        "Musterstadt, „Pläne der Stadt“, Version 1.1.0 zurückgezogen: Zu früh"
    )
    assert titles[2:] == ["Stand 31.12.2022: erste Veröffentlichung mit 1 Eintrag", "Neu: Radweg"]


def test_a_version_that_does_not_touch_a_measure_does_not_touch_its_feed(service: Service):
    service.published("1,Radweg", "2,Solar", as_of="2022-12-31")
    before = service.get(ROW)
    service.published("1,Radweg", "2,Solar,planning", as_of="2023-12-31")

    assert service.get(ROW).data == before.data
    assert service.get(ROW, **{"If-None-Match": before.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/feeds/all.atom", f"/feeds/{CITY}.atom", f"/feeds/{CITY}/plaene.atom", ROW])
def test_every_feed_is_read_without_complaint_before_and_after_the_first_entry(service: Service, path: str):
    if path != ROW:
        assert feed(service, path).entries == []
    service.published('1,"<b>Rad & ""Weg""</b>",,,,"a\nb"')

    parsed = feed(service, path)

    assert len(parsed.entries) == (1 if path == ROW else 2)
    assert parsed.feed.id.startswith("urn:uuid:")
    assert {"id", "title", "updated", "author", "link"} <= set(parsed.entries[0])


def test_ids_never_change_and_updated_never_goes_back(service: Service):
    ids: list[str] = []
    last = ""
    feed_ids = set()
    for year in range(2015, 2024):
        service.published(f"1,Radweg,,{year}", as_of=f"{year}-12-31")
        parsed = feed(service, "/feeds/all.atom")
        now = [entry.id for entry in reversed(parsed.entries)]
        assert now[: len(ids)] == ids
        assert parsed.feed.updated >= last
        assert len(set(now)) == len(now)
        ids, last = now, parsed.feed.updated
        feed_ids.add(parsed.feed.id)
    assert len(feed_ids) == 1


def test_the_archive_pages_hold_everything_once_and_never_change(service: Service):
    rows = [f"{number},Plan {number}" for number in range(2 * ARCHIVE_SERIALS)]
    service.published(*rows, as_of="2020-12-31")
    newest = links(service, "/feeds/all.atom")
    archived, narrow = service.get(newest["prev-archive"]).data, f"{ROW.replace('1.atom', '7.atom')}?archive=1"
    of_one = service.get(narrow).data
    service.published(*[f"{row},planning" for row in rows[:30]], *rows[30:], as_of="2021-12-31")

    service.published("7,Plan mit neuem Namen,completed", *rows[8:], as_of="2022-12-31")

    assert etree.fromstring(archived).find("fh:archive", ATOM) is not None
    assert service.get(newest["prev-archive"]).data == archived
    assert service.get(narrow).data == of_one

    seen: list[str] = []
    path: str | None = "/feeds/all.atom"
    while path:
        seen += [entry.id for entry in feed(service, path).entries if entry.id not in seen]
        path = links(service, path).get("prev-archive")
    assert len(seen) == len(service.get("/api/v1/changes?limit=0").json["items"])


def test_the_newest_page_is_small_however_much_a_version_changes(service: Service):
    rows = [f"{number},Plan {number}" for number in range(5 * ARCHIVE_SERIALS - 2)]
    service.published(*rows)

    entries = feed(service, "/feeds/all.atom").entries

    assert len(entries) == feeds.NEWEST_ENTRIES
    assert "erste Veröffentlichung" in entries[0].title


def test_archive_pages_lead_forwards_too(service: Service):
    service.published(*[f"{number},Plan {number}" for number in range(3 * ARCHIVE_SERIALS)])
    oldest = "/feeds/all.atom?archive=1"

    assert "prev-archive" not in links(service, oldest)
    second = links(service, oldest)["next-archive"]
    assert links(service, second)["prev-archive"].endswith("archive=1")
    assert links(service, second)["current"].endswith("/feeds/all.atom")
    third = links(service, second)["next-archive"]
    assert service.get(third).data.count(b"<entry>") == ARCHIVE_SERIALS
    # What comes behind the last full page is the newest one, until it is full itself.
    behind = service.get(links(service, third)["next-archive"])
    assert behind.headers["Content-Location"] == "http://localhost/feeds/all.atom"
    assert behind.data == service.get("/feeds/all.atom").data


def test_a_reader_of_pages_gets_from_the_newest_to_the_last_and_back(service: Service):
    service.published(*[f"{number},Plan {number}" for number in range(2 * ARCHIVE_SERIALS)])
    newest = "/feeds/all.atom"

    assert links(service, newest)["last"].endswith("archive=1")
    path, seen = newest, []
    while path:
        seen.append(path)
        path = links(service, path).get("next", "")
    assert links(service, newest)["last"] == seen[-1]
    assert links(service, seen[-1])["first"].endswith(newest)
    assert links(service, links(service, seen[1])["previous"])["self"].endswith(newest)


def test_the_feed_of_a_row_skips_archive_pages_it_is_not_on(service: Service):
    filler = [f"x{number},Plan" for number in range(3 * ARCHIVE_SERIALS)]
    service.published("1,Radweg", as_of="2020-12-31")
    service.published("1,Radweg", *filler, as_of="2021-12-31")
    service.published("1,Radweg,planning", *filler, as_of="2022-12-31")

    assert [entry.title for entry in feed(service, ROW).entries] == [
        "In Planung",
        "Neu aufgenommen",
    ]
    assert links(service, links(service, ROW)["prev-archive"])["self"].endswith("archive=1")


@pytest.mark.parametrize(
    "name, value", [("event", "measure.added"), ("group", "A"), ("archive", "1"), ("lang", "en")]
)
def test_a_parameter_that_is_given_twice_is_refused_and_not_half_heard(service: Service, name: str, value: str):
    answer = service.get(f"/feeds/all.atom?{name}={value}&{name}={value}")

    assert (answer.status_code, answer.get_json()["name"]) == (400, name)


@pytest.mark.parametrize("number", ["0", "99", "-1", "eins", "1e3"])
def test_an_archive_page_that_is_not_full_yet_is_not_there(service: Service, number: str):
    service.published("1,Radweg")

    assert service.get(f"/feeds/all.atom?archive={number}").status_code == 400
