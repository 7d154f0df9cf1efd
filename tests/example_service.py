"""A service with the whole example published: four invented towns with several reports each, and one inventory.

Publishing all of it takes seconds of processor time. It is done once for all testers that run side by side, and each
service gets a copy of the files.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opendata import example
from opendata.web.services import EXTENSION
from tests.service import Service, open_service

KINDS = Path(__file__).resolve().parent.parent / "datapackages"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a day on which every town of the example is overdue
MADE_ONCE = "example-made-once"


def example_service(folders: pytest.TempPathFactory, clock: Callable[[], datetime] = lambda: NOW) -> Service:
    """The service, in a folder of its own; whatever its clock says, the example was published at NOW."""
    return open_service(example_folder(folders), [], kinds_dir=KINDS, clock=clock)


def example_folder(folders: pytest.TempPathFactory) -> Path:
    """A new folder with the database and the packages, as open_service() lays them out."""
    shared = folder_of_all_testers(folders)
    with (shared / f"{MADE_ONCE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / MADE_ONCE).exists():
            _make(shared).rename(shared / MADE_ONCE)
    folder = folders.mktemp("example")
    shutil.copytree(shared / MADE_ONCE, folder, dirs_exist_ok=True)
    return folder


def folder_of_all_testers(folders: pytest.TempPathFactory) -> Path:
    """The folder of the whole run; each of several testers has a folder of its own below it."""
    below = folders.getbasetemp()
    return below.parent if "PYTEST_XDIST_WORKER" in os.environ else below


def _make(shared: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=shared))
    made = open_service(folder, [], kinds_dir=KINDS, clock=lambda: NOW)
    services = made.app.extensions[EXTENSION]()
    for _ in example.load(services.shared_desk, KINDS, lambda: NOW):
        pass
    services.close()
    return folder
