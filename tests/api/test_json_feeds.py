"""JSON Feeds: the entries of the Atom feeds beside them, in the form of JSON Feed 1.1."""

from typing import Any

import pytest

from opendata.api import feeds
from tests.api.test_feeds import feed
from tests.service import CITY, Service

PATHS = ["/feeds/all", f"/feeds/{CITY}", f"/feeds/{CITY}/plaene", f"/feeds/{CITY}/plaene/plans/1"]


def json_feed(service: Service, path: str) -> Any:
    """A JSON Feed; whatever follows in its pages, too."""
    answer = service.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/feed+json; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_json_feed_has_the_entries_of_the_atom_feed_beside_it(service: Service, path: str, language: str):
    service.published("1,Radweg,planning,2024", "2,Solar", as_of="2022-12-31")
    service.published("1,Radweg,planning,2026", "2,Solar", as_of="2023-12-31")

    atom, read = feed(service, f"{path}.atom?lang={language}"), json_feed(service, f"{path}.json?lang={language}")

    assert (read["version"], read["title"]) == ("https://jsonfeed.org/version/1.1", atom.feed.title)
    assert (read["description"], read["language"]) == (atom.feed.subtitle, language)
    assert read["feed_url"] == f"http://localhost{path}.json?lang={language}"
    assert service.get(read["home_page_url"]).status_code == 200
    entries = [
        (entry.id, entry.title, entry.link, entry.published, entry.updated, [tag.term for tag in entry.tags])
        for entry in atom.entries
    ]
    assert len(entries) > 1
    assert [(item["summary"], item["content_html"]) for item in read["items"]] == [
        (entry.summary, entry.content[0].value) for entry in atom.entries
    ]
    labels = [
        [(label["term"], label["label"]) for label in item["_opendata"]["categories"]] for item in read["items"]
    ]
    assert labels == [[(tag.term, tag.label) for tag in entry.tags] for entry in atom.entries]
    (terms,) = {link.href for part in (atom.feed, *atom.entries) for link in part.links if link.rel == "license"}
    about = read if path.count("/") > 2 else read["items"][0]
    assert about["_opendata"]["licence"]["url"] == terms
    assert [
        (item["id"], item["title"], item["url"], item["date_published"], item["date_modified"], item["tags"])
        for item in read["items"]
    ] == entries


def test_older_entries_are_reached_page_by_page(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feeds, "ARCHIVE_SERIALS", 4)
    monkeypatch.setattr(feeds, "NEWEST_ENTRIES", 2)
    for year in range(2015, 2024):
        service.published(f"1,Radweg,,{year}", as_of=f"{year}-12-31")

    address, seen = "/feeds/all.json", []
    while address:
        page = json_feed(service, address)
        seen += [item["id"] for item in page["items"]]
        address = page.get("next_url")

    assert len(set(seen)) == entries_in_the_journal(service)


def entries_in_the_journal(service: Service) -> int:
    """How many entries the journal has."""
    total: int = service.get("/api/v1/changes?since=0&limit=0").json["last_serial"]
    return total


def test_a_reader_who_has_the_feed_is_told_so_and_unknown_parameters_are_problems(service: Service):
    first = service.get("/feeds/all.json")

    assert service.client.get("/feeds/all.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert service.get("/feeds/all.json?page=1").status_code == 400
    assert service.get("/feeds/nirgends.json").status_code == 404
