"""Sources with real workers, on PostgreSQL: one fetch at a time, and none is lost when a worker dies."""

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from opendata.web.services import now
from tests.databases import copy_with_tables
from tests.jobs.conftest import Works, end_all, make_works
from tests.outgoing.file_server import serving
from tests.servers import Servers, wait_until
from tests.service import DATASET, table

SOURCE = f"{DATASET}/source"


@pytest.fixture
def works(servers: Servers, tmp_path: Path) -> Iterator[Works]:
    """PostgreSQL, and an address of this machine that the operator has opened; SQLite has the tests of the API."""
    database, opened = copy_with_tables(servers.postgresql), (ip_network("127.0.0.1/32"),)
    env = {"DATABASE_URL": database, "SOURCES_ALLOW_PRIVATE": "127.0.0.1"}
    made = make_works(tmp_path, env, database_url=database, sources_allowed=opened)
    yield made
    end_all(made)


def test_a_worker_that_is_killed_while_it_fetches_loses_nothing_and_nobody_fetches_twice(works: Works):
    headers, client, runner = works.service.token(), works.service.client, works.services.runner

    def fetches() -> list[dict[str, Any]]:
        """What is known of fetches, after this process has done what another worker would do."""
        runner.add_news(now())
        while runner.do_next_away():
            pass
        return list(works.service.get(f"{SOURCE}/fetches", **headers).json["items"])

    with serving() as files:
        files.give("/plans.csv", table("1,Radweg"))
        files.hold = Event()
        killed = works.start("--threads", "1")
        body = {"url": files.at("/plans.csv"), "publish": True}
        assert client.put(SOURCE, json=body, headers=headers).status_code == 200
        wait_until(lambda: len(files.requests) == 1, lambda: works.log(killed), lambda: works.runs(killed))
        assert fetches() == [] and len(files.requests) == 1  # one worker has it, so that no other takes it
        works.kill(killed)
        files.hold.set()
        works.change("UPDATE jobs SET lease_until = :past WHERE state = 'running'", past=now() - timedelta(seconds=1))
        (fetch,) = fetches()
        assert (fetch["outcome"], fetch["version"], len(files.requests)) == ("published", "1.0.0", 2)

        files.give("/plans.csv", table("1,Radweg", "2,Dach"))
        for number in (2, 3):
            works.change("UPDATE sources SET next_at = :past", past=now() - timedelta(seconds=1))
            assert len(fetches()) == number
        assert [fetch["outcome"] for fetch in fetches()] == ["unchanged", "published", "published"]
        assert len(files.requests) == 4
    assert client.put(SOURCE, json={**body, "rhythm": "P1W"}, headers=headers).json["rhythm"] == "P1W"
    assert client.delete(SOURCE, headers=headers).status_code == 204
    assert works.rows("SELECT id FROM source_fetches") == []
