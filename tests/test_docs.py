"""The documentation holds: its commands run, its outputs are what is printed, its links lead somewhere."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from bench.server import SETTINGS, environment, free_port, running
from opendata.app import create_app
from opendata.config import Config
from tests import RUN, run_name
from tests.example_service import example_folder
from tests.forked_programs import start_program

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {".venv", "var", "node_modules", ".git", ".pytest_cache"}
PAGES = sorted(path for path in ROOT.rglob("*.md") if not NOT_OURS & set(path.relative_to(ROOT).parts))
FENCE = re.compile(r"(<!-- not run: .+? -->\n)?```(\w+)\n(.*?)```\n", re.DOTALL)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


class Service(NamedTuple):
    """A running server as `make run` starts it, with the example in it."""

    env: dict[str, str]
    data_dir: Path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data_dir = example_folder(tmp_path_factory)
    for part in data_dir.glob("db.sqlite*"):  # with what SQLite has written beside it
        part.rename(part.with_name(part.name.replace("db", "opendata", 1)))
    env = environment(data_dir, free_port())
    with running(env, start=start_program):
        yield Service(env, data_dir)


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md", "docs/queries.md"])
def test_a_newcomer_can_follow_the_page(page: str, service: Service, tmp_path: Path):
    env = {**(service.env if shutil.which("curl") else _with_a_curl(service.env, tmp_path)), RUN: run_name()}
    flask = _program(tmp_path / "bin", "flask", "forked_command.py")
    shell = ["bash", "-euo", "pipefail", "-c"]
    output = ""
    for skipped, language, text in _blocks(ROOT / page):
        if skipped or language == "ini":
            continue
        if language == "sh":
            here = text.replace(":8000", f":{service.env['PORT']}").replace("/tmp/", f"{tmp_path}/")
            here = here.replace(".venv/bin/flask", shlex.quote(str(flask)))
            here = here.replace(".venv/bin/", f"{shlex.quote(str(Path(sys.executable).parent))}/")
            done = subprocess.run([*shell, here], cwd=ROOT, env=env, check=False, capture_output=True, text=True)
            output = done.stdout + done.stderr
            assert done.returncode == 0, f"{text}\n{output}"
        else:
            for line in text.splitlines():
                assert line.strip().replace("/tmp/", f"{tmp_path}/") in output


def test_the_lines_in_docs_packages_verify_a_package(service: Service, tmp_path: Path):
    (script,) = (text for _, language, text in _blocks(ROOT / "docs" / "packages.md") if language == "python")
    packages = tmp_path / "packages"
    shutil.copytree(service.data_dir / "packages", packages)
    dataset = next(path.parent.parent for path in sorted(packages.glob("*/*/1.1.0/datapackage.json")))

    printed = _python(script, dataset)
    assert [line.split()[0] for line in printed.splitlines()][:2] == ["1.0.0", "1.1.0"]

    table = next((dataset / "1.0.0").glob("*.csv"))
    table.write_bytes(table.read_bytes() + b"\n")
    assert f"{table} was changed" in _python(script, dataset)


def test_every_setting_is_in_the_readme_and_nothing_else_is(tmp_path: Path):
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Configuration")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))

    assert documented == _read_by_config(tmp_path) | _read_by_the_start() == set(SETTINGS)


@each_page
def test_links_lead_somewhere(page: Path):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), target


@each_page
def test_every_command_named_exists(page: Path, tmp_path: Path):
    commands = create_app(Config.from_env({"DATA_DIR": str(tmp_path)})).cli.commands
    for name, following in re.findall(
        r"(?:`|bin/)flask ([a-z-]+)(?: ([a-z][a-z-]*))?", page.read_text(encoding="utf-8")
    ):
        assert name in commands, f"flask {name}"
        command = commands[name]
        if following and isinstance(command, click.Group):
            assert following in command.commands, f"flask {name} {following}"


def test_make_help_names_targets_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"'make (\w+) ", makefile))

    assert named | {"help"} == set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def _blocks(page: Path) -> list[tuple[str, str, str]]:
    """(mark that says why it is not run, language, text) of every fenced block."""
    return FENCE.findall(page.read_text(encoding="utf-8"))


def _python(script: str, folder: Path) -> str:
    """What it prints, isolated from everything that is installed."""
    command = [sys.executable, "-I", "-S", "-c", script, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


class _Recorder(dict[str, str]):
    """An environment that notes what is looked up in it."""

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)


def _read_by_config(data_dir: Path) -> set[str]:
    recorder = _Recorder(DATA_DIR=str(data_dir))
    Config.from_env(recorder)
    return recorder.asked


def _read_by_the_start() -> set[str]:
    """What the server and `make run` read beside the application."""
    sources = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("gunicorn.conf.py", "tools/run.py"))
    return set(re.findall(r'(?:environ\.get|_whole)\("(\w+)"', sources))


def _with_a_curl(env: dict[str, str], folder: Path) -> dict[str, str]:
    """The environment, with tests/curl.py under the name of curl."""
    return {**env, "PATH": f"{_program(folder / 'bin', 'curl', 'curl.py').parent}:{env['PATH']}"}


def _program(folder: Path, name: str, file: str) -> Path:
    """A program of this name that runs a file of tests/."""
    program = folder / name
    folder.mkdir(exist_ok=True)
    words = (sys.executable, str(ROOT / "tests" / file))
    program.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    program.chmod(0o755)
    return program
