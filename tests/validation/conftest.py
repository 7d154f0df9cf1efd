"""What holds for every test of the check: judging by columns meets no error that nobody thought of."""

import logging
from collections.abc import Iterator

import pytest


class _Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def _no_unforeseen_error() -> Iterator[None]:
    """Frictionless would be asked instead, and answer rightly: only the log tells of the defect."""
    kept, log = _Kept(), logging.getLogger("opendata.validation.engines")
    log.addHandler(kept)
    try:
        yield
    finally:
        log.removeHandler(kept)
    assert kept.messages == []
