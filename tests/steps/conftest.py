"""A desk with one city and its dataset of plans, for tests of the steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata.steps.desk import Desk
from opendata.web.services import EXTENSION
from tests.service import add_city, open_service


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    service = open_service(tmp_path)
    add_city(service)
    with service.app.app_context():
        yield service.app.extensions[EXTENSION]().desk
