"""The units in deploy/systemd: systemd finds nothing wrong with them, and they start what the Procfile starts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bench.server import ROOT
from tests.stack import procfile

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
MOST_EXPOSED = 25  # of 100, in the judgement of systemd-analyze security


@pytest.fixture
def here(tmp_path: Path) -> list[str]:
    """The units, as if this checkout were the one they speak of."""
    if shutil.which("systemd-analyze") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("systemd-analyze is not installed: apt-get install systemd")
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    found = []
    for unit in UNITS:
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text(encoding="utf-8").replace("/opt/opendata", str(ROOT)), encoding="utf-8")
        found.append(str(copy))
    return found


def test_systemd_finds_nothing_wrong(here: list[str]):
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *here], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_they_may_do_little_beside_their_work(here: list[str]):
    services = [path for path in here if path.endswith(".service")]
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", *services],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize("name", ["web", "worker"])
def test_they_start_what_the_procfile_starts(name: str):
    unit = (ROOT / "deploy" / "systemd" / f"opendata-{name}.service").read_text(encoding="utf-8")
    assert f"\nExecStart=/opt/opendata/{procfile()[name]}\n" in unit
