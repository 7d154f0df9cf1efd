"""The three sizes, each started once for the tests of a module, with one city in it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.making import PLANS, write_kind
from tests.stack import SIZES, Stack

CITY, DATASET = "musterstadt", "musterstadt/plaene"


@contextmanager
def started(size: str, folder: Path, **env: str) -> Iterator[Stack]:
    """A service of that size with Musterstadt's dataset of plans, nothing published yet."""
    write_kind(folder / "kinds", PLANS)
    with ExitStack() as stack:
        service = stack.enter_context(SIZES[size](folder, **{"KINDS_DIR": str(folder / "kinds"), **env}))
        service.flask("publishers", "add", CITY, "--name", "Musterstadt")
        service.flask("datasets", "add", *DATASET.split("/"), "--kind", "plans", "--title", "Pläne der Stadt")
        yield service


@pytest.fixture(scope="module", params=list(SIZES))
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Each size."""
    with started(request.param, tmp_path_factory.mktemp(request.param)) as service:
        yield service


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The third size alone."""
    with started("several-hosts", tmp_path_factory.mktemp("hosts")) as service:
        yield service
