"""Sources with real workers, on SQLite and PostgreSQL: one fetch at a time, and nothing is lost when a worker dies."""

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from opendata.web.services import now
from tests.jobs.conftest import HERE, Works, end_all, make_works
from tests.outgoing.file_server import serving
from tests.servers import Servers, wait_until
from tests.service import DATASET, table

SOURCE = f"{DATASET}/source"


@pytest.fixture(params=HERE)
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Works]:
    """SQLite or PostgreSQL, and an address of this machine that the operator has opened."""
    env, opened = {"OUTGOING_ALLOW_PRIVATE": "127.0.0.1"}, {"outgoing_allowed": (ip_network("127.0.0.1/32"),)}
    if request.param == HERE[0]:
        made = make_works(tmp_path, env, **opened)
    else:
        servers: Servers = request.getfixturevalue("servers")
        url = servers.postgresql.new_url()
        database = url.replace("postgresql:", "postgresql+psycopg:")
        made = make_works(tmp_path, {"DATABASE_URL": url, **env}, database_url=database, **opened)
    yield made
    end_all(made)


def test_a_worker_that_is_killed_while_it_fetches_loses_nothing_and_nobody_fetches_twice(works: Works):
    headers, client = works.service.token(), works.service.client

    def fetches() -> list[dict[str, Any]]:
        listed = works.service.get(f"{SOURCE}/fetches", **headers).json
        return list(listed.get("items", ()))

    with serving() as files:
        files.give("/plans.csv", table("1,Radweg"))
        files.hold = Event()
        body = {"url": files.at("/plans.csv"), "publish": True}
        assert client.put(SOURCE, json=body, headers=headers).status_code == 200
        killed = works.start("--threads", "1")
        _until(works, lambda: len(files.requests) == 1)
        other = works.start("--threads", "1")
        works.kill(killed)
        assert fetches() == [] and len(files.requests) == 1
        files.hold.set()
        works.change("UPDATE jobs SET lease_until = :past WHERE state = 'running'", past=now() - timedelta(seconds=1))
        _until(works, lambda: len(fetches()) == 1)
        assert (fetches()[0]["outcome"], fetches()[0]["version"]) == ("published", "1.0.0")
        assert len(files.requests) == 2 and works.runs(other)

        # With two workers, a source that is due is fetched once.
        works.start("--threads", "1")
        files.give("/plans.csv", table("1,Radweg", "2,Dach"))
        for number in (2, 3):
            works.change("UPDATE sources SET next_at = :past", past=now() - timedelta(seconds=1))
            _until(works, lambda number=number: len(fetches()) == number)
        assert [fetch["outcome"] for fetch in fetches()] == ["unchanged", "published", "published"]
        assert len(files.requests) == 4
    assert client.put(SOURCE, json={**body, "rhythm": "P1W"}, headers=headers).json["rhythm"] == "P1W"
    assert client.delete(SOURCE, headers=headers).status_code == 204
    assert works.rows("SELECT id FROM source_fetches") == []


def _until(works: Works, done: Any) -> None:
    last = len(works.started) - 1
    wait_until(done, lambda: works.log(last), lambda: works.runs(last))
