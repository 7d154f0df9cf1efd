"""Counts of reads by a real server with several processes: none is lost when it stops."""

import sqlite3
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.server import environment, free_port, running
from tests.forked_programs import start_program
from tests.service import command

READS = 60


def test_what_several_processes_counted_is_kept_when_the_server_stops(tmp_path: Path):
    env = {**environment(tmp_path / "data", free_port()), "WEB_CONCURRENCY": "2"}
    command(env, "publishers", "add", "stadt", "--name", "Stadt")
    command(env, "datasets", "add", "stadt", "klima", "--kind", "climate-measures", "--title", "Klima")
    with running(env, start=start_program) as address:

        def read(_number: int) -> None:
            urllib.request.urlopen(f"{address}/stadt/klima", timeout=60).close()

        with ThreadPoolExecutor(8) as readers:
            list(readers.map(read, range(READS)))

    database = sqlite3.connect(tmp_path / "data" / "opendata.sqlite")
    assert database.execute("SELECT sum(count) FROM reads").fetchone() == (READS,)
    database.close()
