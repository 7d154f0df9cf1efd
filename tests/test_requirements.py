"""What is installed is known to the byte: each pinned version has the digests of its files."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("requirements", "requirements-dev")
PIN = re.compile(r"^([\w.-]+)==([\w.]+)")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")


def _pins(text: str) -> dict[str, str]:
    pins = (PIN.match(line) for line in text.splitlines())
    return {re.sub("[._]", "-", pin[1].lower()): pin[2] for pin in pins if pin}


def _written(name: str) -> dict[str, str]:
    """The versions in a file that people write, and in the one that it begins with."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    return {**(_written("requirements") if "-r requirements.txt" in text else {}), **_pins(text)}


@pytest.mark.parametrize("name", NAMES)
def test_the_digests_are_those_of_the_pinned_versions(name: str):
    hashed = (ROOT / f"{name}.hashed.txt").read_text(encoding="utf-8")

    assert _pins(hashed) == _written(name), "make hashes"


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_has_digests(name: str):
    hashed = (ROOT / f"{name}.hashed.txt").read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", hashed, flags=re.MULTILINE).strip())

    assert len(requirements) == len(_written(name))
    assert [requirement for requirement in requirements if not DIGEST.search(requirement)] == []


def test_only_files_with_these_digests_are_installed():
    commands = re.findall(r"\$\(INSTALL\) (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))

    assert commands == ["--require-hashes -r $(HASHED)", "--require-hashes -r $(HASHED_DEV)"]


def test_the_environment_of_another_checkout_is_left_as_it_is(tmp_path: Path):
    for name in ("Makefile", *(f"{name}.hashed.txt" for name in NAMES)):
        shutil.copy(ROOT / name, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    (tmp_path / ".venv").symlink_to(other)
    python = tmp_path / "python3"  # the one that runs here; in an environment into which nothing is installed, no pip
    python.write_text(f'#!/bin/sh\n[ "$2" != venv ] || set -- "$@" --without-pip\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)

    subprocess.run(
        ["make", f"PYTHON={python}", "INSTALL=true", "setup"], cwd=tmp_path, check=True, capture_output=True
    )

    assert [path.name for path in other.iterdir()] == ["kept"]
    assert (tmp_path / ".venv/.installed").read_text(encoding="utf-8").strip() == str(tmp_path)
    assert not (tmp_path / ".venv").is_symlink()
