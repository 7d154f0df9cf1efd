"""One report read by the service's own intake, and what came of it as plain lists.

`python -m bench.reports.reading FILE` reads in a process of its own and prints JSON, with its time and most memory.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.server import ROOT
from opendata.domain.errors import DomainError
from opendata.domain.model import SourceFile
from opendata.domain.report.mapped_tables import MappedTable
from opendata.intake.upload_reading import read_tables, read_upload
from opendata.kind_folders import load_kind

PAGE_COLUMN = "Seite im Dokument"
LONGEST_SECONDS = 300
MEASURES = "measures"


@dataclass(frozen=True)
class Reading:
    """What was read.

    header, rows: the largest table as text, without rows that intake leaves out, such as sums.
    positions: the source position of each column.
    pages: the page that each row names. mapped: the column that the mapping proposes for each field, by its position.
    refused: the German sentence with which the file was sent back; broken: what was raised instead of a sentence.
    """

    header: Sequence[str] = ()
    positions: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = field(default=(), repr=False)
    pages: Sequence[int | None] = field(default=(), repr=False)
    tables: int = 0
    mapped: Mapping[str, int] = field(default_factory=dict)
    dates: Sequence[str] = ()
    refused: str = ""
    broken: str = ""
    seconds: float = 0.0
    mib: float = 0.0


def read_alone(path: Path) -> Reading:
    """The report, read in a process of its own."""
    command = [sys.executable, "-m", "bench.reports.reading", str(path)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Reading(broken=f"more than {LONGEST_SECONDS} s", seconds=LONGEST_SECONDS)
    if done.returncode:
        return Reading(broken=(done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1])
    return Reading(**json.loads(done.stdout))


def read_made(pdf: bytes) -> Reading:
    """The bytes, read in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bericht.pdf"
        path.write_bytes(pdf)
        return read_alone(path)


def read_here(pdf: bytes, *, mapped: bool = True) -> Reading:
    """The bytes, read in this process; mapped: and again, for the columns that a mapping proposes."""
    source = SourceFile("bericht.pdf", pdf)
    begun = time.perf_counter()
    try:
        tables = read_tables([source])
    except DomainError as error:
        return Reading(refused=error.in_language("de"), seconds=time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    largest = max(tables, key=lambda table: table.rows.len())
    measures = _mapped(source) if mapped else None
    numbers = set(measures.rows) | {largest.rows[0]} if measures else set(largest.rows)
    cells = zip(largest.rows, largest.cells.rows(), strict=True)
    header, *rows = [["" if text is None else text for text in row] for number, row in cells if number in numbers]
    return Reading(
        header,
        largest.columns,
        rows,
        _pages(header, rows),
        len(tables),
        dict(measures.columns) if measures else {},
        [date.header for date in largest.reporting_dates],
        seconds=seconds,
    )


def _pages(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int | None]:
    if PAGE_COLUMN not in header:
        return [None for _ in rows]
    texts = [row[header.index(PAGE_COLUMN)] for row in rows]
    return [int(text) if text.isdecimal() else None for text in texts]


def _mapped(source: SourceFile) -> MappedTable | None:
    """The measures by the mapping that is proposed; None where nothing is proposed."""
    kind = load_kind(ROOT / "datapackages" / "climate-measures")
    try:
        return read_upload([source], kind).tables.get(MEASURES)
    except DomainError:
        return None


def main() -> None:
    """Read one file and tell of it."""
    try:
        reading = read_here(Path(sys.argv[1]).read_bytes())
    except Exception as error:  # whatever is raised is a fault that the figures must show
        reading = Reading(broken=f"{type(error).__name__}: {error}"[:300])
    print(json.dumps({**asdict(reading), "mib": _most_memory_mib()}))  # noqa: T201


def _most_memory_mib() -> float:
    """The most memory that this process has had; getrusage() would tell that of its parent where it had more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
