"""What the fence costs: the same upload examined in this process and behind the fence, in turn.

Run alone, on an idle machine: .venv/bin/python -m bench.fence_cost
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.publishing_over_http import table
from bench.server import environment, free_port
from bench.table import Measure, as_text
from opendata.config import Config
from opendata.domain.model import SourceFile
from opendata.fence.fenced_examination import FencedExamination
from opendata.intake import read_upload
from opendata.intake.looking import look_at
from opendata.intake.page_pictures import page_clip
from opendata.kind_folders import KindFolders
from opendata.marking.returned_workbook import returned_workbook
from opendata.steps.examining import Examiner
from opendata.steps.ports.checking import Asked, Caller, CheckedUpload, Examination
from opendata.validation import check
from opendata.validation.proposals import proposals

KIND, TABLE = "climate-measures", "measures"
ASKED_MS = 10
FIRST = 5  # examinations before the clock counts: every import is done by then


def measure(rows: int = 300, turns: int = 40) -> list[Measure]:
    """By how much longer an examination takes behind the fence: the difference of the medians of so many turns."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config.from_env(environment(Path(folder) / "data", free_port()))
        here = Examiner(
            KindFolders(config.kinds_dir), read_upload, check, look_at, proposals, returned_workbook, page_clip
        )
        with closing(FencedExamination.of(config, places=1)) as fence:
            took: dict[str, list[float]] = {"here": [], "fenced": []}
            for turn in range(FIRST + turns):
                ways: list[tuple[str, Examination]] = [("here", here), ("fenced", fence)]
                for name, examination in ways if turn % 2 else ways[::-1]:
                    took[name].append(_milliseconds(examination, _asked(rows, turn)))
    without, behind = (statistics.median(took[name][FIRST:]) for name in ("here", "fenced"))
    what = f"examine {rows} rows, 11 columns (median of {turns})"
    return [
        Measure(f"{what}: behind the fence", behind, "ms", "in the process", without),
        Measure(f"{what}: the fence alone", behind - without, "ms", "asked, at most", ASKED_MS),
    ]


def _asked(rows: int, turn: int) -> Asked:
    """What an upload asks whose dataset has a version with rows in this one table."""
    files = [SourceFile("measures.csv", table(rows, turn).encode())]
    return Asked(files, KIND, None, Caller.PUBLISHER, carried=lambda _: {}, may_carry=[TABLE])


def _milliseconds(examine: Callable[[Asked], CheckedUpload], asked: Asked) -> float:
    begin = time.perf_counter()
    checked = examine(asked)
    took = 1000 * (time.perf_counter() - begin)
    if not checked.valid:
        raise RuntimeError(f"the table is refused: {checked.report['errors'][:3]}")
    return took


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
