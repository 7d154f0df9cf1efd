"""The committed files: digests of all artefacts of a set, the small made-up ones whole; comparing with them.

Here: reading and writing bytes/, and telling differences. Not here: where artefacts come from.
"""

import difflib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.frozen.example import artefacts_of_example
from tests.frozen.real import DATA, artefacts_of_real_data
from tests.frozen.reports import CASES, artefacts_of_cases, artefacts_of_reports
from tests.frozen.values import artefacts_of_values

BYTES = Path(__file__).resolve().parent / "bytes"
DIFF_LINES = 40
DIFFS_SHOWN = 10
WHOLE_OF_VALUES = (
    "api/changes.json",
    "feeds/all.de.atom",
    "feeds/all.en.atom",
    "packages/musterstadt/werte/1.1.0/datapackage.json",
    "packages/musterstadt/werte/1.1.0/changes.json",
    "api/musterstadt/werte/1.0.0...1.1.0/changes.csv",
)


@dataclass(frozen=True)
class FrozenSet:
    """A set of artefacts: how they are made, which are kept whole, and what must lie beside the repository."""

    name: str
    artefacts: Callable[[Path], Mapping[str, bytes]]
    longest_whole_bytes: int = 0
    always_whole: tuple[str, ...] = ()
    needs: Path | None = None

    @property
    def digests_file(self) -> Path:
        """The digests, as sha256sum writes them."""
        return BYTES / f"{self.name}.sha256"

    def is_whole(self, name: str, content: bytes) -> bool:
        """Whether an artefact is kept whole."""
        return name in self.always_whole or len(content) <= self.longest_whole_bytes


SETS = {
    each.name: each
    for each in (
        FrozenSet("example", artefacts_of_example, 800, ("digests.txt",)),
        FrozenSet("values", artefacts_of_values, 1_500, WHOLE_OF_VALUES),
        FrozenSet("reports", artefacts_of_reports, 1_200),
        FrozenSet("cases", artefacts_of_cases, needs=CASES),
        # Digests of versions tell nothing of the data.
        FrozenSet("real", artefacts_of_real_data, always_whole=("digests.txt",), needs=DATA),
    )
}


def write(of: FrozenSet, artefacts: Mapping[str, bytes]) -> None:
    """Replace what is committed of a set."""
    BYTES.mkdir(exist_ok=True)
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(artefacts.items())]
    of.digests_file.write_text("".join(lines), encoding="utf-8")
    folder = BYTES / of.name
    if folder.is_dir():
        shutil.rmtree(folder)
    write_whole(folder, {name: content for name, content in artefacts.items() if of.is_whole(name, content)})


def write_whole(folder: Path, artefacts: Mapping[str, bytes]) -> None:
    """Write artefacts as files."""
    for name, content in artefacts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def check_frozen(of: FrozenSet, folder: Path) -> None:
    """Fail the test that calls this if a public byte of the set has changed.

    If the tables of the set are not there, the test is skipped; where CI=true, it fails.

    folder: for the service, and where there are differences, for all artefacts as they are now.
    """
    if of.needs and not of.needs.is_dir():
        missing = f"The tables of the set '{of.name}' are not beside the repository: {of.needs}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    artefacts = of.artefacts(folder / "service")
    if found := list(differences(of, artefacts)):
        write_whole(folder / "now", artefacts)
        listed = "\n".join(found)
        pytest.fail(
            f"{len(found)} public artefacts differ; all of them as they are now lie in {folder / 'now'}\n{listed}\n"
            f"If this is meant: python -m tests.frozen.remake {of.name}",
            pytrace=False,
        )


def differences(of: FrozenSet, artefacts: Mapping[str, bytes]) -> Iterator[str]:
    """What differs from the committed files: each artefact by name, the first of them with a diff if that can be."""
    lines = of.digests_file.read_text(encoding="utf-8").splitlines()
    frozen = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in sorted(frozen.keys() - artefacts.keys()):
        yield f"{of.name}/{name} is gone"
    for name in sorted(artefacts.keys() - frozen.keys()):
        yield f"{of.name}/{name} is new"
    left = DIFFS_SHOWN
    for name in sorted(frozen.keys() & artefacts.keys()):
        if hashlib.sha256(artefacts[name]).hexdigest() == frozen[name]:
            continue
        whole = BYTES / of.name / name
        if not whole.is_file() or left == 0:
            yield f"{of.name}/{name} differs"
        else:
            left -= 1
            yield f"{of.name}/{name} differs:\n{_diff(whole.read_bytes(), artefacts[name])}"


def _diff(before: bytes, after: bytes) -> str:
    lines = list(difflib.unified_diff(_lines(before), _lines(after), "frozen", "now", lineterm="", n=1))
    more = [f"… and {len(lines) - DIFF_LINES} more lines"] if len(lines) > DIFF_LINES else []
    return "\n".join([*lines[:DIFF_LINES], *more]) or "(the difference is in blanks of JSON, or in line ends)"


def _lines(content: bytes) -> list[str]:
    """The text as lines; JSON indented, since it is one line otherwise."""
    text = content.decode("utf-8", "backslashreplace")
    try:
        return json.dumps(json.loads(text, parse_float=str), ensure_ascii=False, indent=1).splitlines()
    except ValueError:
        return text.replace("><", ">\n<").splitlines()
