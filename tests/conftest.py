"""What holds for every test: none sees the settings, or the data, of its machine; real servers, started once."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bench.server import SETTINGS
from tests.servers import S3, NotInstalled, PostgreSQL, Redis, Server

ServerType = TypeVar("ServerType", bound=Server)


@pytest.fixture(autouse=True)
def _settings_of_no_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(_nowhere(tmp_path_factory)))


def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that only a test which forgot to say where its data lies would write to."""
    return tmp_path_factory.getbasetemp() / "nowhere"


class Servers:
    """The real servers, each started by the first test that asks for it and kept for the others."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack, self._started = stack, dict[type[Server], Any]()

    def _get(self, server: type[ServerType]) -> ServerType:
        if server not in self._started:
            try:
                self._started[server] = self._stack.enter_context(server())
            except NotInstalled as missing:
                if os.environ.get("CI") == "true":
                    pytest.fail(str(missing))
                pytest.skip(str(missing))
        started: ServerType = self._started[server]
        return started

    @property
    def postgresql(self) -> PostgreSQL:
        """A cluster; each test takes a new database of it."""
        return self._get(PostgreSQL)

    @property
    def redis(self) -> Redis:
        """A Redis that all tests share."""
        return self._get(Redis)

    @property
    def s3(self) -> S3:
        """An S3 store; each test takes a new bucket of it."""
        return self._get(S3)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL, Redis and S3, for real."""
    with ExitStack() as stack:
        yield Servers(stack)
