"""Fetching measures from LocalMonitoring and Kausal Watch, from real servers on this machine.

The answers are invented, in the shapes that both systems document. One address of the loopback is opened to the
client, the others are not.
"""

import json
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from opendata.domain.errors import RequestNotValid
from opendata.outgoing.guarded_client import GuardedClient
from opendata.outgoing.guarded_fetcher import GuardedFetcher
from opendata.steps.fetching_measures import MOST_BYTES, Fetch, kausal, localmonitoring
from tests.outgoing.file_server import FileServer, serving

FETCHER = GuardedFetcher(GuardedClient((ip_network("127.0.0.1/32"),)))
CITY = {"name": "Musterstadt", "slug": "musterstadt", "contact_email": "a@b.example", "local_group": {"name": "Zero"}}
TASKS = [{"id": 1, "title": "Radweg", "execution_status": 2, "children": []}]
PLAN = {"id": 7, "identifier": "musterstadt", "name": "Plan", "primary_action_classification": 3}


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[FileServer, FileServer]]:
    """A server that may be reached, and one inside that may not."""
    with serving() as reachable, serving("127.0.0.2") as inside:
        yield reachable, inside


@pytest.fixture
def server(servers: tuple[FileServer, FileServer]) -> FileServer:
    servers[0].forget()
    pages = {
        "/api/cities/musterstadt": json.dumps(CITY).encode(),
        "/api/cities/musterstadt/tasks": json.dumps(TASKS).encode(),
        "/saved/task.json": json.dumps(TASKS).encode(),
        "/v1/plan/?identifier=musterstadt": page([PLAN]),
        "/v1/plan/7/": json.dumps(PLAN).encode(),
        "/v1/plan/7/actions/": page([{"id": 1, "name": "Radweg"}], "http://inside.example/v1/actions/?page=2"),
        "/v1/plan/7/actions/?page=2": page([{"id": 2, "name": "Solardach"}]),
        "/v1/action_status/?plan=7": page([{"id": 4, "identifier": "late", "name": "Verzögert"}]),
        "/v1/plan/7/action_implementation_phases/": page([]),
        "/v1/plan/7/category-types/": page([{"id": 3, "identifier": "field"}]),
        "/v1/plan/7/category-types/3/categories/": page([{"id": 9, "name": "Verkehr"}]),
        "/v1/organization/?plan=musterstadt": page([{"id": 5, "name": "Tiefbauamt"}]),
    }
    for path, content in pages.items():
        servers[0].give(path, content)
    return servers[0]


def page(entries: list[Any], onward: str | None = None) -> bytes:
    return json.dumps({"count": len(entries), "next": onward, "previous": None, "results": entries}).encode()


def refusal(fetch: Fetch, url: str) -> str:
    with pytest.raises(RequestNotValid) as refused:
        fetch(FETCHER, url, "address")
    assert refused.value.name == "address" and refused.value.in_language("de")
    return str(refused.value)


@pytest.mark.parametrize(
    "path",
    [
        *("/musterstadt", "/musterstadt/massnahmen/strom?a=b#c", "/api/cities/musterstadt"),
        "/api/cities/musterstadt/tasks",
    ],
)
def test_a_city_is_found_by_its_page_and_by_its_place_in_the_api(server: FileServer, path: str):
    fetched = localmonitoring(FETCHER, server.at(path), "address")

    assert fetched.name == "musterstadt.json"
    about = {"name": "Musterstadt", "slug": "musterstadt", "local_group": {"name": "Zero"}}
    assert json.loads(fetched.content) == {"city": about, "tasks": TASKS}  # and nobody's address
    assert {request.headers["accept"] for request in server.requests} == {"application/json"}


def test_a_saved_file_is_fetched_as_it_is(server: FileServer):
    for fetch in (localmonitoring, kausal):
        fetched = fetch(FETCHER, f"{server.at('/')}saved/task.json", "address")
        assert (fetched.name, json.loads(fetched.content)) == ("task.json", TASKS)


@pytest.mark.parametrize("path", ["/v1/plan/?identifier=musterstadt", "/v1/plan/7/", "/v1/plan/musterstadt/actions/"])
def test_a_plan_is_fetched_with_all_that_its_numbers_stand_for(server: FileServer, path: str):
    fetched = json.loads(kausal(FETCHER, server.at(path), "address").content)

    assert [action["name"] for action in fetched["actions"]] == ["Radweg", "Solardach"]
    assert fetched["action_statuses"][0]["identifier"] == "late"
    assert fetched["category_types"] == [
        {"id": 3, "identifier": "field", "categories": [{"id": 9, "name": "Verkehr"}]}
    ]
    assert fetched["organizations"] == [{"id": 5, "name": "Tiefbauamt"}]
    assert fetched["plan"] == PLAN


def test_redirects_are_followed_but_never_to_a_place_inside(
    server: FileServer, servers: tuple[FileServer, FileServer]
):
    inside = servers[1]
    redirects = {
        "/api/cities/new": "/api/cities/musterstadt",
        "/api/cities/new/tasks": f"{server.at('/')}api/cities/musterstadt/tasks",
        "/api/cities/inside": f"{inside.at('/')}secret",
        "/api/cities/cloud": "http://169.254.169.254/latest/meta-data/",
        "/api/cities/file": "file:///etc/passwd",
        "/api/cities/round": "/api/cities/round",
    }
    for path, onward in redirects.items():
        server.answer(path, 302, Location=onward)
    assert json.loads(localmonitoring(FETCHER, f"{server.at('/')}new", "address").content)["tasks"] == TASKS
    for place in ("inside", "cloud"):
        assert "does not lead to the public internet" in refusal(localmonitoring, f"{server.at('/')}{place}")
    assert "does not lead to the public internet" in refusal(localmonitoring, f"{server.at('/')}file")
    assert "again and again" in refusal(localmonitoring, f"{server.at('/')}round")
    assert inside.requests == []


def test_what_answers_with_something_else_is_told_in_a_sentence(
    server: FileServer, servers: tuple[FileServer, FileServer]
):
    origin = server.at("")
    pages = {
        "/api/cities/page": b"<!doctype html>",
        "/api/cities/deep": b"[" * 100_000,
        "/api/cities/list": b"[]",
        "/v1/plan/8/": json.dumps({**PLAN, "id": 8}).encode(),
        "/v1/plan/8/actions/": page([], "?page=2"),
        "/v1/plan/8/actions/?page=2": page([], "?page=2"),
        "/large.json": bytes(MOST_BYTES + 1),
    }
    for path, content in pages.items():
        server.give(path, content)
    server.answer("/api/cities/broken", 500)
    assert "answers with status 500" in refusal(localmonitoring, f"{origin}/broken")
    assert "shows no city 'nirgends'" in refusal(localmonitoring, f"{origin}/nirgends")
    assert "shows no city 'list'" in refusal(localmonitoring, f"{origin}/list")
    assert "does not answer with JSON" in refusal(localmonitoring, f"{origin}/page")
    assert "does not answer with JSON" in refusal(localmonitoring, f"{origin}/deep")
    for nameless in ("", "/", "/api/cities", "/api/cities/"):
        assert "names no city" in refusal(localmonitoring, origin + nameless), nameless
    assert "no address of the API" in refusal(kausal, f"{origin}/musterstadt")
    assert "shows no plan 'nirgends'" in refusal(kausal, f"{origin}/v1/plan/nirgends/")
    assert "does not come to an end" in refusal(kausal, f"{origin}/v1/plan/8/")
    assert "there is no file" in refusal(kausal, f"{origin}/none.json")
    for wrong in (
        "",
        "musterstadt",
        "file:///etc/passwd",
        "https://[::1",
        "https://a:b@example.org/x",
        servers[1].at("/"),
    ):
        for fetch in (localmonitoring, kausal):
            assert refusal(fetch, wrong)
    assert "more than any plan" in refusal(localmonitoring, f"{origin}/large.json")
