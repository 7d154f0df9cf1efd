"""A service with the whole example published: four invented towns with several reports each, and one inventory."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from opendata import example
from opendata.web.services import EXTENSION
from tests.service import Service, open_service

KINDS = Path(__file__).resolve().parent.parent / "datapackages"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a day on which every town of the example is overdue


def example_service(folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> Service:
    """The service, in a folder of its own."""
    made = open_service(folder, [], kinds_dir=KINDS, clock=clock)
    services = made.app.extensions[EXTENSION]()
    for _ in example.load(services.shared_desk, KINDS, clock):
        pass
    return made
