"""The units in deploy/systemd: nothing is wrong with them, and they start what the Procfile starts.

What can be seen in the files is held without systemd. systemd's own judgement is asked for where it is installed.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.server import ROOT
from tests.stack import procfile

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
MOST_EXPOSED = 25  # of 100, in the judgement of systemd-analyze security

# What every service gives up; systemd-analyze security counts each of these.
CONFINED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectProc": "invisible",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "RemoveIPC": "yes",
    "CapabilityBoundingSet": "",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service",
}
# systemd warns of a name that it does not know, or not in that section, and goes on without it: a typing error in one
# of the above would only be seen in the log. So every name that the units use stands here.
KNOWN = {
    "Unit": {"Description", "Documentation", "After", "Wants", "StartLimitIntervalSec"},
    "Service": {
        *CONFINED, "Type", "User", "Group", "WorkingDirectory", "EnvironmentFile", "StateDirectory",
        "StateDirectoryMode", "ReadWritePaths", "ExecStart", "ExecStartPost", "Restart", "RestartSec", "KillMode",
        "TimeoutStopSec", "LimitNOFILE", "Nice", "IOSchedulingClass", "UMask",
    },
    "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
    "Install": {"WantedBy"},
}  # fmt: skip

each_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)


def settings(unit: Path) -> dict[str, dict[str, str]]:
    """The settings of a unit by section; none of the units sets a name twice, or goes on in the next line."""
    sections: dict[str, dict[str, str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            name, equals, value = line.partition("=")
            assert equals, line
            assert name not in section, line
            assert not value.endswith("\\"), line
            section[name] = value
    return sections


@each_unit
def test_systemd_knows_every_setting(unit: Path):
    for section, values in settings(unit).items():
        assert set(values) <= KNOWN[section], section


@each_service
def test_a_service_may_do_little_beside_its_work(service: Path):
    values = settings(service)["Service"]

    assert {name: values.get(name) for name in CONFINED} == CONFINED
    assert values["UMask"] in ("0027", "0077")
    assert (values["User"], values["Group"]) == ("opendata", "opendata")


@each_service
def test_what_a_service_starts_and_points_to_is_in_a_checkout(service: Path):
    unit, values = settings(service)["Unit"], settings(service)["Service"]

    assert values["WorkingDirectory"] == "/opt/opendata"
    assert (ROOT / unit["Documentation"].removeprefix("file:/opt/opendata/")).is_file()
    for name in ("ExecStart", "ExecStartPost"):
        for word in values.get(name, "").replace("'", " ").split():
            if ".venv/bin/" in word:
                assert (Path(sys.executable).parent / word.partition(".venv/bin/")[2]).is_file(), word
            elif word.endswith(".py"):
                assert (ROOT / word).is_file(), word


@pytest.mark.parametrize("timer", [path for path in UNITS if path.suffix == ".timer"], ids=lambda path: path.name)
def test_a_timer_starts_a_service_that_is_there(timer: Path):
    assert timer.with_suffix(".service") in SERVICES
    assert settings(timer)["Install"] == {"WantedBy": "timers.target"}


@pytest.mark.parametrize("name", ["web", "worker"])
def test_they_start_what_the_procfile_starts(name: str):
    unit = (ROOT / "deploy" / "systemd" / f"opendata-{name}.service").read_text(encoding="utf-8")
    assert f"\nExecStart=/opt/opendata/{procfile()[name]}\n" in unit


@pytest.fixture
def here(tmp_path: Path) -> list[str]:
    """The units, as if this checkout were the one they speak of."""
    copies = []
    for unit in UNITS:
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text(encoding="utf-8").replace("/opt/opendata", str(ROOT)), encoding="utf-8")
        copies.append(str(copy))
    return copies


@pytest.mark.needs("systemd-analyze")
def test_systemd_finds_nothing_wrong(here: list[str]):
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *here], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.needs("systemd-analyze")
def test_systemd_sees_little_that_the_services_may_do(here: list[str]):
    services = [path for path in here if path.endswith(".service")]
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", *services],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout
