"""A service with one city and its dataset of plans."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copied_services import CopiedServices
from tests.service import Service, add_city


@pytest.fixture
def service(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Service]:
    """A service with Musterstadt's dataset of plans, nothing published yet."""
    with copied_services.after(add_city, tmp_path) as made:
        yield made
