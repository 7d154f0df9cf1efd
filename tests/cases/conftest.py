"""One office for all tables of a module: opening a service takes longer than sending a table."""

from collections.abc import Iterator

import pytest

from opendata.web.services import EXTENSION
from tests.cases.office import ROOT, Office
from tests.service import open_service


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the kinds of this repository."""
    service = open_service(tmp_path_factory.mktemp("office"), [], kinds_dir=ROOT / "datapackages")
    yield Office(service)
    service.app.extensions[EXTENSION]().close()
