"""A fence with processes of its own, shared by the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata.config import Config
from opendata.fence.fenced_examination import FencedExamination

PATIENT_SECONDS = 120  # the machine may be busy; tests of the deadline set their own


@pytest.fixture(scope="module")
def fence() -> Iterator[FencedExamination]:
    config = Config(Path("unused"), "unused", "unused", "unused", check_seconds=PATIENT_SECONDS)
    made = FencedExamination.of(config, places=2)
    yield made
    made.close()
