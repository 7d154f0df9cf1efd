"""A server with one worker, as gunicorn starts it, that loses patience with slow clients soon; and a worker alone."""

import logging
import os
import selectors
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from gunicorn.config import Config

from opendata.server.buffering_worker import BufferingWorker
from opendata.server.held_bytes import HeldCount
from tests.making import PLANS, write_kind
from tests.operations.conftest import CITY, DATASET
from tests.service import command
from tests.stack import Web

ROOT = Path(__file__).resolve().parents[2]
IMPATIENT = """
exec(compile(open({settings!r}).read(), {settings!r}, "exec"))

from opendata.server import connections, patience

patience.HEAD_SECONDS = connections.PACE_SECONDS = 2.0
graceful_timeout = 100  # a stop on a busy machine
"""


class ImpatientWeb(Web):
    """gunicorn with the project's settings, and two seconds where they say fifteen."""

    def command(self) -> Sequence[str]:
        settings = self.data_dir.parent / "gunicorn.conf.py"
        settings.write_text(IMPATIENT.format(settings=str(ROOT / "gunicorn.conf.py")), encoding="utf-8")
        return [str(settings) if word == "gunicorn.conf.py" else word for word in super().command()]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One worker with sixteen threads, with Musterstadt's dataset of plans."""
    folder = tmp_path_factory.mktemp("server")
    write_kind(folder / "kinds", PLANS)
    server = ImpatientWeb("web", "web", folder, {"KINDS_DIR": str(folder / "kinds"), "WEB_CONCURRENCY": "1"})
    command(server.env, "publishers", "add", CITY, "--name", "Musterstadt")
    command(server.env, "datasets", "add", *DATASET.split("/"), "--kind", "plans", "--title", "Pläne der Stadt")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def token(web: Web) -> str:
    """A token of Musterstadt."""
    return command(web.env, "tokens", "add", CITY, "--name", "test")


@pytest.fixture
def worker() -> Iterator[BufferingWorker]:
    """A worker in this process, without threads and without connections; those that it has in the end are closed."""
    made = BufferingWorker(1, os.getppid(), [], None, 30, Config(), logging.getLogger("test"))
    made.connections, made.tally, made.poller = set(), HeldCount(), selectors.DefaultSelector()
    yield made
    for connection in list(made.connections):
        made._end(connection)
    made.poller.close()
    made.tmp.close()
