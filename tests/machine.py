"""What some tests need that cannot be installed with pip, and what is said and done on a machine without it.

A test that needs such a thing is marked: @pytest.mark.needs("systemd-analyze"). Where it is missing the test is left
out, and one line at the start of the run says so. In continuous integration nothing may be missing.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

IN_MEMORY = Path("/dev/shm")
ROOM_MIB = 4 * 1024  # more than the suite keeps there at a time
FREE_MEMORY_MIB = 8 * 1024  # so that its processes have enough beside it


def browser() -> str | None:
    """The browser of the tests: Chromium's shell without windows, which needs less of the processor, or Chromium."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


class Need(NamedTuple):
    """Something that a machine has or lacks."""

    is_there: Callable[[], bool]
    without_it: str  # what the tests do not show without it
    remedy: str


def can_mount() -> bool:
    """Whether small disks can be made here."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        if tried.returncode == 0:
            subprocess.run(["umount", folder], check=True)
    return tried.returncode == 0


NEEDS = {
    "systemd-analyze": Need(
        lambda: shutil.which("systemd-analyze") is not None,
        "how systemd itself judges the units in deploy/",
        "apt-get install systemd",
    ),
    "curl": Need(
        lambda: shutil.which("curl") is not None,
        "curl's own requests: of the documentation (tests/curl.py sends them), of the page about using a dataset",
        "apt-get install curl",
    ),
    "chromium": Need(
        lambda: browser() is not None,
        "the staff portal in a real browser",
        "apt-get install chromium",
    ),
    "small disks": Need(can_mount, "disks that are full or read-only", "run as root, allowed to mount"),
}


@cache
def missing() -> frozenset[str]:
    """The names of all needs that this machine does not meet."""
    return frozenset(name for name, need in NEEDS.items() if not need.is_there())


def what_is_left_out() -> str:
    """One line that says what the tests do not show on this machine, and what to do about it; empty if nothing."""
    parts = [f"{need.without_it}: {need.remedy}" for name, need in NEEDS.items() if name in missing()]
    return f"Not tested on this machine: {'; '.join(parts)}" if parts else ""


def keep_files_in_memory() -> None:
    """Let all temporary files of the tests lie in memory, unless TMPDIR says where, or this machine has no room.

    Services acknowledge nothing before it is on the disk, for which the tests would wait thousands of times.
    """
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None  # what was found out before


def _has_room() -> bool:
    with contextlib.suppress(OSError):
        here = os.statvfs(IN_MEMORY)
        if here.f_flag & os.ST_NOEXEC or not os.access(IN_MEMORY, os.W_OK):  # tests write programs as well
            return False
        available = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
        return (
            here.f_bavail * here.f_frsize >= ROOM_MIB * 2**20
            and available is not None
            and int(available[1]) >= FREE_MEMORY_MIB * 1024
        )
    return False
