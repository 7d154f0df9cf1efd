"""A desk with one city and its dataset of plans, for tests of the steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata.steps.desk import Desk
from opendata.web.services import EXTENSION
from tests.copied_services import CopiedServices
from tests.service import add_city


@pytest.fixture
def desk(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Desk]:
    with copied_services.after(add_city, tmp_path) as service, service.app.app_context():
        yield service.app.extensions[EXTENSION]().desk
