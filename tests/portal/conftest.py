"""A service whose clock a test can turn, with two cities and somebody for each role."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opendata.web.services import EXTENSION
from tests.portal.browsing import add_person
from tests.service import Service, add_city, open_service

BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime = BEGINNING

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Turn it forward."""
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Portal(Service):
    """A service with its clock."""

    clock: Clock


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a service, copied for each test: hashing passwords takes long, and is meant to.

    Musterstadt has an editor, a publisher and an admin, Leerdorf an admin; and there is an operator.
    """
    folder = tmp_path_factory.mktemp("prepared")
    service = open_service(folder, clock=Clock())
    add_city(service)
    add_city(service, "leerdorf")
    for role in ("editor", "publisher", "admin"):
        add_person(service, f"{role}@musterstadt.example", "musterstadt", role)
    add_person(service, "admin@leerdorf.example", "leerdorf", "admin")
    add_person(service, "betrieb@dienst.example", None)
    service.app.extensions[EXTENSION]().close()
    return folder


@pytest.fixture
def portal(prepared: Path, tmp_path: Path) -> Iterator[Portal]:
    """A service with its people, for one test alone."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    clock = Clock()
    service = Portal(open_service(tmp_path, clock=clock).app, tmp_path, clock)
    yield service
    service.app.extensions[EXTENSION]().close()
