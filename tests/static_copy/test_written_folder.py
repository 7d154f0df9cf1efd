"""The folder of a copy stays whole, whenever a run is killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from opendata.domain.errors import RequestNotValid
from opendata.static_copy.written_folder import BESIDE, MANIFEST, WrittenFolder

PAGES = 400
LONGEST_SECONDS = 60


def write(folder: Path, place: str) -> int:
    """Write pages, each of which links to a file of its own in that place; returns how many files were removed."""
    with WrittenFolder(folder) as written:
        for number in range(PAGES):
            for path in (f"{place}/{number}.txt", f"page-{number}.txt"):
                written.known.file_of(f"/{path}", path)
        for number, _, file in written.known.addresses():
            target = f"{place}/{file.removeprefix('page-')}" if file.startswith("page-") else "the end"
            written.put(number, file, [target.encode()])
        return written.finish()


def pages_and_links(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("page-*.txt")}


def test_a_run_that_is_killed_leaves_a_site_whose_links_all_lead_somewhere(tmp_path: Path):
    assert write(tmp_path, "old") == 0
    line = f"from pathlib import Path; from {__name__} import write; write(Path({str(tmp_path)!r}), 'new')"
    running = subprocess.Popen([sys.executable, "-c", line])
    deadline = time.monotonic() + LONGEST_SECONDS
    while not (tmp_path / "new").exists() and running.poll() is None and time.monotonic() < deadline:
        pass
    running.send_signal(signal.SIGKILL)
    running.wait()

    links = pages_and_links(tmp_path)
    assert len(links) == PAGES
    assert all((tmp_path / link).read_text(encoding="utf-8") == "the end" for link in links.values())
    listed = {line.partition("  ")[2] for line in (tmp_path / MANIFEST).read_text(encoding="utf-8").splitlines()}
    ours = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.txt") if BESIDE not in path.parts}
    assert ours - {MANIFEST} <= listed

    write(tmp_path, "new")
    assert set(pages_and_links(tmp_path).values()) == {f"new/{number}.txt" for number in range(PAGES)}
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("page-")} == {"new", MANIFEST}


def test_two_runs_do_not_write_into_one_folder_at_once(tmp_path: Path):
    with WrittenFolder(tmp_path), pytest.raises(RequestNotValid), WrittenFolder(tmp_path):
        pass


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path):
    outside, site = tmp_path / "outside", tmp_path / "site"
    outside.mkdir()
    site.mkdir()
    (site / "old").symlink_to(outside)

    with pytest.raises(RequestNotValid):
        write(site, "old")

    assert not list(outside.iterdir())


@pytest.mark.parametrize("way", ["file", "folder", "link", "link to a folder"])
def test_nothing_is_written_where_something_of_somebody_else_is_in_the_way(tmp_path: Path, way: str):
    folder, other = tmp_path / "copy", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    put: dict[str, Callable[[], object]] = {
        "file": lambda: (folder / "old").write_text("mine"),
        "folder": (folder / "page-399.txt").mkdir,
        "link": lambda: (folder / "page-399.txt").symlink_to(tmp_path / "nothing"),
        "link to a folder": lambda: (folder / "old").symlink_to(other),
    }
    put[way]()
    before = sorted(path.name for path in folder.iterdir())

    with pytest.raises(RequestNotValid, match="is there already"):
        write(folder, "old")
    assert sorted(path.name for path in folder.iterdir()) == before and list(other.iterdir()) == []
