"""Services with which many tests begin: each is made once for a tester, and every test gets a copy of its folder.

Here: making and copying. Not here: the whole example, which is made once for all testers (example_service.py).
Tests of a module that only read may share one copy.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from opendata.web.services import EXTENSION
from tests.service import Service, open_service

Make = Callable[[Service], object]


class CopiedServices:
    """The services that were made so far, by the function that filled each of them."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._made: dict[Make, Service] = {}

    @contextmanager
    def after(self, make: Make, folder: Path) -> Iterator[Service]:
        """A service in this empty folder, as `make` leaves one; it is closed at the end.

        make: called once, and never for a copy: what it returns is lost, and so is what it does outside the folder.
        """
        if make not in self._made:
            first = open_service(self._folders.mktemp("copied"))
            try:
                make(first)
            finally:
                _close(first)
            self._made[make] = first
        first = self._made[make]
        shutil.copytree(first.folder, folder, dirs_exist_ok=True)
        copied = open_service(folder)
        copied.take_tokens_of(first)
        try:
            yield copied
        finally:
            _close(copied)


def _close(service: Service) -> None:
    service.app.extensions[EXTENSION]().close()
