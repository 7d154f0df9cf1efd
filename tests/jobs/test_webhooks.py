"""Webhooks with real workers, on SQLite and PostgreSQL: in order, at least once, by one worker at a time."""

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from opendata.web.services import now
from tests.databases import copy_with_tables
from tests.jobs.conftest import HERE, Works, end_all, make_works
from tests.outgoing.receiver import receiving
from tests.servers import Servers, wait_until
from tests.service import CITY

WEBHOOKS = f"/api/v1/publishers/{CITY}/webhooks"


@pytest.fixture(params=HERE)
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Works]:
    """SQLite or PostgreSQL, and an address of this machine that the operator has opened."""
    env, opened = {"OUTGOING_ALLOW_PRIVATE": "127.0.0.1"}, {"outgoing_allowed": (ip_network("127.0.0.1/32"),)}
    if request.param == HERE[0]:
        made = make_works(tmp_path, env, **opened)
    else:
        servers: Servers = request.getfixturevalue("servers")
        database = copy_with_tables(servers.postgresql)
        made = make_works(tmp_path, {"DATABASE_URL": database, **env}, database_url=database, **opened)
    yield made
    end_all(made)


def test_nothing_is_lost_or_out_of_order_when_a_worker_dies_while_it_delivers(works: Works):
    headers = works.service.token()

    def add(url: str) -> str:
        return str(works.service.client.post(WEBHOOKS, json={"url": url}, headers=headers).json["id"])

    def publish(year: int) -> None:
        works.service.published("1,Radweg", f"2,Solar {year}", as_of=f"{year}-12-31", headers=headers)

    with receiving() as slow, receiving() as quick:
        slow.hold = Event()
        held, free = add(slow.url), add(quick.url)
        publish(2020)
        killed = works.start("--threads", "1")
        _until(works, lambda: len(slow.requests) == 1)
        # The receiver that does not answer holds up no other one.
        publish(2021)
        _until(works, lambda: len(quick.requests) == 2)
        # What the worker sends is known as told a moment after it came; killed in between, it would be sent again.
        until_now = works.service.get("/api/v1/changes?limit=0").json["last_serial"]
        _until(works, lambda: _is_told(works, free, headers, until_now))
        works.kill(killed)
        slow.hold.set()
        slow.hold = None
        works.change("UPDATE jobs SET lease_until = :past WHERE state = 'running'", past=now() - timedelta(seconds=1))

        for _ in range(2):
            works.start("--threads", "1")
        for year in (2022, 2023):
            publish(year)
        journal = works.service.get("/api/v1/changes?limit=0").json
        last = journal["last_serial"]
        path = f"{WEBHOOKS}/{{}}/deliveries"
        for webhook, receiver in ((held, slow), (free, quick)):
            _until(works, lambda receiver=receiver: bool(receiver.items()) and receiver.items()[-1]["serial"] == last)
            _until(works, lambda webhook=webhook: _is_told(works, webhook, headers, last))
            listed = works.service.get(path.format(webhook), **headers).json["items"]
            assert {delivery["state"] for delivery in listed} == {"delivered"}
            assert sorted(delivery["attempts"] for delivery in listed) == [1, 1, 1, 1]

    # Only what the killed worker was sending came twice, and bears the id by which the receiver knows that.
    ids = [request.headers["webhook-id"] for request in slow.requests]
    assert ids[0] == ids[1] and len(set(ids)) == len(ids) - 1 == 4
    assert slow.requests[0].json["items"] == slow.requests[1].json["items"]
    for requests in (slow.requests[1:], quick.requests):
        items = [item for request in requests for item in request.json["items"]]
        assert [item["id"] for item in items] == [entry["id"] for entry in journal["items"]]
    _can_be_managed(works, held, headers)


def _can_be_managed(works: Works, webhook: str, headers: dict[str, str]) -> None:
    """Every statement about webhooks works in this database as well."""
    path, client = f"{WEBHOOKS}/{webhook}", works.service.client
    assert client.patch(path, json={"active": False}, headers=headers).json["active"] is False
    assert client.patch(path, json={"active": True}, headers=headers).json["active"] is True
    assert client.post(f"{path}/test", headers=headers).status_code == 202
    assert client.delete(path, headers=headers).status_code == 204
    assert works.rows("SELECT id FROM webhook_deliveries WHERE webhook = :id", id=webhook) == []


def _is_told(works: Works, webhook: str, headers: dict[str, str], last: int) -> bool:
    about: dict[str, Any] = works.service.get(f"{WEBHOOKS}/{webhook}", **headers).json
    return bool(about["last_serial"] == last)


def _until(works: Works, done: Any) -> None:
    last = len(works.started) - 1
    wait_until(done, lambda: works.log(last), lambda: works.runs(last))
