"""Feeds of one event, one group and one phase."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from opendata.api import feeds
from tests.api.test_feeds import feed, links
from tests.making import PLANS
from tests.service import CITY, Service, add_city, open_service

HEADER = "id,title,phase,field"
FEED = f"/feeds/{CITY}/plaene.atom"


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service whose plans have a group, with two versions: one plan changes its phase, another its group."""
    made = open_service(tmp_path_factory.mktemp("grouped"), [_kind_with_groups()])
    add_city(made)
    _publish(made, "2022-12-31", "1,Radweg,planning,Verkehr", "2,Solar,planning,Energie", "3,Bus,completed,Verkehr")
    _publish(
        made, "2023-12-31", "1,Radweg,completed,Verkehr", "2,Solar,planning,Verkehr", "3,Busnetz,completed,Verkehr"
    )
    return made


def _kind_with_groups() -> dict[str, Any]:
    kind = deepcopy(PLANS)
    kind["resources"][0]["roles"]["group"] = "field"
    kind["resources"][0]["schema"]["fields"].append({"name": "field", "type": "string", "title": "Feld"})
    return kind


def _publish(service: Service, as_of: str, *rows: str) -> None:
    assert service.upload("\n".join([HEADER, *rows]) + "\n", as_of=as_of).status_code == 201


def titles(service: Service, query: str) -> list[str]:
    return [entry.title for entry in feed(service, f"{FEED}?{query}").entries]


EXPECTED = {
    "event=plan.phase_changed": ["Abgeschlossen: Radweg"],
    "event=version.published": [
        "Stand 31.12.2023: 3 geändert",
        "Stand 31.12.2022: erste Veröffentlichung mit 3 Einträgen",
    ],
    # A plan is told of in the feed of the group that it had then.
    "group=Energie": ["Neu: Solar"],
    "group=Verkehr": [
        "Bus heißt jetzt „Busnetz“",
        "Solar: Feld jetzt „Verkehr“",
        "Abgeschlossen: Radweg",
        "Neu: Bus",
        "Neu: Radweg",
    ],
    "phase=completed": ["Bus heißt jetzt „Busnetz“", "Abgeschlossen: Radweg", "Neu: Bus"],
    "phase=completed&event=plan.phase_changed&group=Verkehr": ["Abgeschlossen: Radweg"],
    "group=Energie&phase=completed": [],
}


@pytest.mark.parametrize("query", EXPECTED)
def test_a_feed_tells_of_what_was_chosen_only(grouped: Service, query: str):
    assert titles(grouped, query) == EXPECTED[query]


def test_the_index_made_anew_from_the_packages_tells_the_same(grouped: Service):
    before = [grouped.get(f"{FEED}?{query}&lang=de").data for query in EXPECTED]
    grouped.done("reindex")

    assert [grouped.get(f"{FEED}?{query}&lang=de").data for query in EXPECTED] == before


def test_each_choice_is_a_feed_of_its_own_with_its_name(grouped: Service):
    chosen = feed(grouped, f"{FEED}?phase=completed&group=Verkehr&lang=de").feed

    assert chosen.title == "Musterstadt: Pläne der Stadt – Verkehr, abgeschlossen"
    ids = {feed(grouped, f"{FEED}?{query}").feed.id for query in ("", *EXPECTED)}
    assert len(ids) == len(EXPECTED) + 1
    (own,) = [link.href for link in chosen.links if link.rel == "self"]
    assert own == f"http://localhost{FEED}?group=Verkehr&phase=completed&lang=de"
    answer = grouped.get(FEED.replace("atom", "json") + "?event=plan.phase_changed&lang=de").json
    assert [item["title"] for item in answer["items"]] == EXPECTED["event=plan.phase_changed"]
    assert answer["title"].endswith("– Phase geändert")


def test_archive_pages_of_a_choice_never_change_and_skip_what_was_not_chosen(
    grouped: Service, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(feeds, "ARCHIVE_SERIALS", 2)
    monkeypatch.setattr(feeds, "NEWEST_ENTRIES", 1)
    newest = f"{FEED}?lang=de&phase=completed"  # another address than those of the answers that are kept by now
    seen, path = list[str](), newest
    while path:
        seen += [entry.title for entry in feed(grouped, path).entries]
        path = links(grouped, path).get("prev-archive", "")

    assert list(dict.fromkeys(seen)) == EXPECTED["phase=completed"]
    oldest = links(grouped, newest)["last"]
    kept = grouped.get(oldest).data
    assert links(grouped, links(grouped, oldest)["next-archive"])["prev-archive"] == oldest
    _publish(
        grouped, "2024-12-31", "1,Radweg,completed,Verkehr", "2,Solar,completed,Verkehr", "3,Busnetz,completed,Rad"
    )
    assert grouped.get(oldest).data == kept


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("event=plan.eaten", "plan.phase_changed"),
        ("phase=eaten", "completed"),
        ("group=" + "a" * 201, "200"),
        ("group=a%0Ab", ""),
    ],
)
def test_what_no_feed_can_be_made_of_is_a_problem(grouped: Service, query: str, named: str):
    answer = grouped.get(f"{FEED}?{query}")

    assert answer.status_code == 400
    assert named in answer.get_data(as_text=True)


def test_after_a_withdrawal_what_was_withdrawn_is_told_in_no_group(tmp_path: Path):
    made = open_service(tmp_path, [_kind_with_groups()])
    add_city(made)
    _publish(made, "2021-12-31", "1,Radweg,planning,Verkehr", "2,Solar,planning,Energie")
    _publish(made, "2022-12-31", "1,Radweg,planning,Geheim", "2,Solar,planning,Energie", "3,Bus,planning,Geheim")
    _publish(made, "2023-12-31", "1,Weg,planning,Geheim", "2,Solar,planning,Energie", "3,Bus,completed,Rad")
    withdraw = f"/api/v1/publishers/{CITY}/datasets/plaene/versions/1.1.0/withdraw"
    assert made.client.post(withdraw, json={"reason": "Versehen"}, headers=made.token()).status_code == 200

    groups = ("Verkehr", "Energie", "Geheim", "Rad")
    told = {group: titles(made, f"group={group}") for group in groups}
    assert told["Verkehr"] == ["Neu: Radweg"]
    assert [len(told[group]) for group in groups] == [1, 1, 1, 1]
    made.done("reindex")
    assert {group: titles(made, f"group={group}") for group in groups} == told
