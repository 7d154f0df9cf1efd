"""A service with one city and its dataset of plans."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata.web.services import EXTENSION
from tests.service import Service, add_city, open_service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service with Musterstadt's dataset of plans, nothing published yet."""
    made = open_service(tmp_path)
    add_city(made)
    yield made
    made.app.extensions[EXTENSION]().close()
