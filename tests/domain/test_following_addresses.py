"""Addresses that datasets follow: when they are fetched, how they are written, and which are those of CKAN."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opendata.domain.ckan import CkanAnswerUnfit, api_address, file_of
from opendata.domain.source_words import ENDED, REASONS, fetch_words
from opendata.domain.sources import (
    OUTCOMES,
    RHYTHMS,
    FetchFailed,
    SourceFetch,
    file_name,
    header_day,
    next_attempt_at,
    next_fetch,
    plain_address,
    shown_address,
)

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ID = "6f2b0d5c-41f0-4d1c-8a55-0f5a3c0d9e11"


def test_an_address_is_fetched_on_its_rhythm_and_not_all_at_once():
    for rhythm, every in RHYTHMS.items():
        soonest, latest = next_fetch(rhythm, NOW, 0.0) - NOW, next_fetch(rhythm, NOW, 1.0) - NOW
        assert soonest == every and every < latest <= every + min(every / 10, timedelta(hours=1))


def test_after_failures_it_is_fetched_ever_less_often_and_within_about_a_day_whatever_its_rhythm():
    for rhythm in RHYTHMS:
        waits = [next_attempt_at(rhythm, failures, NOW, 0.0, may_pass=True) - NOW for failures in range(1, 30)]
        assert waits[0] == timedelta(seconds=10) and waits[-1] <= timedelta(days=1)
        assert waits[:9] == sorted(waits[:9]) and waits[9] >= timedelta(hours=8)
        assert next_attempt_at(rhythm, 1, NOW, 1.0, may_pass=False) - NOW <= timedelta(hours=25)
    assert FetchFailed("too-slow").may_pass and FetchFailed("status", 503).may_pass
    assert not FetchFailed("web-page").may_pass and not FetchFailed("status", 404).may_pass


def test_an_address_is_written_as_servers_know_it():
    written = {
        " https://example.org/Maßnahmen 2025.csv ": "https://example.org/Ma%C3%9Fnahmen%202025.csv",
        "https://müller.example:8080/a?b=ä": "https://xn--mller-kva.example:8080/a?b=%C3%A4",
        "https://example.org/a%20b.csv?x={1}": "https://example.org/a%20b.csv?x=%7B1%7D",
        "no address \ud800": "no%20address%20?",
    }
    for typed, plain in written.items():
        assert plain_address(typed) == plain
    assert shown_address("https://example.org/a.csv?key=secret") == "https://example.org/a.csv?…"
    assert file_name("https://example.org/x/Ma%C3%9Fnahmen.csv?key=secret") == "Maßnahmen.csv"
    assert file_name("https://example.org/a%2F..%2Fb%00.csv") == "a..b.csv"
    assert (file_name("https://example.org/"), file_name("https://example.org")) == ("file", "file")


def test_only_a_date_with_its_zone_is_a_date():
    assert header_day("Tue, 30 Dec 2025 23:30:00 GMT") == datetime(2025, 12, 30, 23, 30, tzinfo=UTC)
    for text in (None, "", "yesterday", "Tue, 30 Dec 2025 23:30:00", "2025-12-30", "Tue, 99 Dec 99999 23:30:00 GMT"):
        assert header_day(text) is None, text


@pytest.mark.parametrize(
    ("page", "api"),
    [
        (f"https://d.example/dataset/a-b/resource/{ID}", f"https://d.example/api/3/action/resource_show?id={ID}"),
        (f"https://d.example/x/de/dataset/a/resource/{ID}/", None),
        ("https://d.example/dataset/a-b", "https://d.example/api/3/action/package_show?id=a-b"),
        (f"https://d.example/dataset/a-b/resource/{ID}/download/a.csv", ""),
        ("https://d.example/dataset/a.csv", ""),
        ("https://d.example/data.csv?dataset=1", ""),
        ("https://d.example/api/3/action/resource_show", ""),
    ],
)
def test_pages_of_ckan_lead_to_its_api_and_files_to_themselves(page: str, api: str | None):
    if api is None:  # one letter is no name in CKAN
        assert api_address(page) is None
        assert api_address(page.replace("/a/", "/aa/")) == (
            f"https://d.example/x/de/api/3/action/resource_show?id={ID}"
        )
    else:
        assert (api_address(page) or "") == api


def test_what_ckan_answers_leads_to_one_file_or_to_none():
    asked = "https://d.example/api/3/action/resource_show?id=1"
    told = {"success": True, "result": {"url": "/files/a.csv", "last_modified": None}}
    assert vars(file_of(told, asked)) == {"url": "https://d.example/files/a.csv", "modified": None}
    answer: Any
    for answer in (None, [], {}, {"success": False, "result": {}}, {"success": True, "result": {"url": 5}}):
        with pytest.raises(CkanAnswerUnfit):
            file_of(answer, asked)


def test_everything_that_can_come_of_a_fetch_has_a_sentence():
    for outcome in OUTCOMES[:-1]:
        assert set(fetch_words(SourceFetch("1", NOW, outcome, "not-modified"))) == {"de", "en"}
    for reason in (*ENDED, *REASONS):
        assert all(fetch_words(SourceFetch("1", NOW, "failed" if reason in REASONS else "draft", reason)).values())
    for status in (401, 403, 404, 410, 418, 429, 500):
        told = fetch_words(SourceFetch("1", NOW, "failed", "status", status))
        assert str(status) in told["de"] and str(status) in told["en"]
