"""Tables held against a schema: by columns, beside Frictionless itself; seconds, memory, and the same list.

Run alone: .venv/bin/python -m bench.validation [ROWS]
Eleven columns: key, pattern, enum, dates, decimals with bounds, integer, uri, text, digits. Each engine judges each
file in a process of its own, warm: tables of 300 and of 3,000 rows have been
judged there before.
"""

import hashlib
import importlib.util
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from bench.server import ROOT
from bench.table import Measure, as_text
from opendata.validation import validate_files

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "code", "type": "string", "constraints": {"pattern": r"[A-Z]{2}-\d{4}"}},
        {"name": "phase", "type": "string", "constraints": {"enum": ["planning", "implementation", "completed"]}},
        {"name": "start", "type": "date"},
        {"name": "end", "type": "date", "constraints": {"minimum": "2000-01-01"}},
        {"name": "budget", "type": "number", "constraints": {"minimum": 0}},
        {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
        {"name": "count", "type": "integer"},
        {"name": "link", "type": "string", "format": "uri"},
        {"name": "note", "type": "string", "constraints": {"maxLength": 200}},
        {"name": "ags", "type": "string", "constraints": {"pattern": "[0-9]{8}"}},
    ],
    "primaryKey": ["id"],
}
WRONG = ["x", "done", "05.01.2024", "2024-13-01", "1.5.5", "101", "1.0", "www.example.org", "y" * 300, "x"]
PHASES = ("planning", "implementation", "completed")
TYPES = dict.fromkeys((each["name"] for each in SCHEMA["fields"]), pl.String) | {
    "start": pl.Date,
    "end": pl.Date,
    "budget": pl.Float64,
    "share": pl.Float64,
    "count": pl.Int64,
}
PEER_RUNS = 3  # the best of so many is told, because these take hundredths of a second
SMALL_RUNS, SMALL_BYTES = 15, 2**20  # of a small table as well, in the same process
WARM = {"warm.csv": 3_000, "small.csv": 300, "warm.xlsx": 3_000}  # rows of the tables that are judged before


@dataclass(frozen=True)
class Case:
    """A file to judge. wrong_every: one cell of every so manieth row is wrong, 0 for none."""

    what: str
    rows: int
    wrong_every: int = 0
    limit: int = 0
    encoding: str = "utf-8"
    ragged: bool = False
    file: str = "table.csv"  # or one that ends in .xlsx
    counts: bool = False  # whether all errors are counted; Frictionless counts those that it lists


def measure(rows: int = 1_000_000, peers: bool = True, quick: bool = False) -> list[Measure]:
    """Every case with both engines, and other programs on a tenth of the rows; raises where the lists differ.

    quick: each table is judged once only, with little before it, and by Frictionless in this process, so that the
    lists are compared and neither time nor memory is told.
    """
    tenth = rows // 10
    cases = [
        Case("300 rows, all valid", 300),
        Case(f"{tenth:,} rows, all valid", tenth),
        Case(f"{rows:,} rows, all valid", rows),
        Case(f"{rows:,} rows, 1 % wrong, all errors", rows, wrong_every=100),
        Case(f"{rows:,} rows, each wrong, all errors", rows, wrong_every=1),
        Case(f"{rows:,} rows, each wrong, 1,000 errors", rows, wrong_every=1, limit=1_000),
        Case(f"{rows:,} rows, each wrong, 1,000 errors and counts", rows, wrong_every=1, limit=1_000, counts=True),
        Case(f"{rows:,} rows of Windows-1252", rows, encoding="cp1252"),
        Case(f"{rows:,} rows, one of them ragged", rows, ragged=True),
        Case(f"XLSX, {tenth:,} rows, all valid", tenth, file="table.xlsx"),
        Case(f"XLSX, {tenth:,} rows, 1 % wrong, all errors", tenth, wrong_every=100, file="table.xlsx"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, warm in WARM.items():
            _write(Path(folder) / name, Case("", warm // 100 if quick else warm))
        together = [cases] if quick else [[case] for case in cases]
        reference, runs = (_run, 1) if quick else (_in_a_process, SMALL_RUNS)
        lines = [line for some in together for line in _both(some, Path(folder), runs, reference)]
        return lines + (_peers(tenth, Path(folder)) if peers else [])


def _both(cases: Sequence[Case], folder: Path, small_runs: int, reference: Callable[..., Any]) -> list[Measure]:
    """What both engines say of these tables. reference: has Frictionless judge them, in this process or another."""
    asked = [{**asdict(case), "file": f"{number}-{case.file}"} for number, case in enumerate(cases)]
    for case, about in zip(cases, asked, strict=True):
        _write(folder / about["file"], case)
    found = _in_a_process("fast", asked, folder, small_runs), reference("frictionless", asked, folder, small_runs)
    lines = []
    for case, ours, theirs in zip(cases, *found, strict=True):
        if ours["digest"] != theirs["digest"]:
            raise RuntimeError(f"{case.what}: the two lists differ")
        by = f"by {ours['engine']}"
        lines += [
            Measure(f"Frictionless: {case.what}", theirs["seconds"], "s", by, ours["seconds"]),
            Measure("  most memory of the process", theirs["mib"], "MiB", by, ours["mib"]),
        ]
    return lines


def _write(path: Path, case: Case) -> None:
    header = ",".join(each["name"] for each in SCHEMA["fields"])
    if path.suffix == ".xlsx":
        _write_workbook(path, header, case)
        return
    with path.open("w", encoding=case.encoding, newline="") as file:
        file.write(f"{header}\n")
        file.writelines(_rows(case))


def _write_workbook(path: Path, header: str, case: Case) -> None:
    """The same table with real numbers and dates, as Excel would store it."""
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, header.split(","))
        for at, line in enumerate(_rows(case), start=1):
            for column, cell in enumerate(line.removesuffix("\n").split(",")):
                kind = SCHEMA["fields"][column]["type"]
                try:
                    if kind == "date":
                        sheet.write_datetime(at, column, date.fromisoformat(cell), day)
                    elif kind in ("number", "integer"):
                        sheet.write_number(at, column, float(cell))
                    else:
                        sheet.write_string(at, column, cell)
                except ValueError:  # one of the wrong cells
                    sheet.write_string(at, column, cell)


def _rows(case: Case) -> Iterator[str]:
    for number in range(case.rows):
        year, month, day = number % 30, 1 + number % 12, 1 + number % 28
        row = [
            f"M{number}",
            f"AB-{number % 9999:04}",
            PHASES[number % 3],
            f"{2000 + year}-{month:02}-{day:02}",
            f"{2031 + number % 9}-{month:02}-{day:02}",
            f"{number % 100_000}.{number % 100:02}",
            str(number % 101),
            str(number * 7 % 1_000_003),
            f"https://www.stadt-{number % 500}.example.org/massnahmen/{number}",
            "Radweg an der Straße ausbauen" if number % 2 else "",
            f"{7_000_000 + number % 999_999:08}",
        ]
        if case.wrong_every and number % case.wrong_every == 0:
            at = number // case.wrong_every % len(WRONG)
            row[at + 1] = WRONG[at]
        if case.ragged and number == case.rows // 2:
            row.pop()
        yield ",".join(row) + "\n"


def _in_a_process(
    engine: str, asked: Sequence[dict[str, Any]], folder: Path, small_runs: int
) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "bench.validation", engine, str(folder), str(small_runs), json.dumps(asked)]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    results: list[dict[str, Any]] = json.loads(told)
    return results


def _run(engine: str, asked: Sequence[dict[str, Any]], folder: Path, small_runs: int) -> list[dict[str, Any]]:
    for name in WARM:
        _judged(engine, folder, replace(Case(**asked[0]), file=name, encoding="utf-8"))
    return [_timed(engine, folder, Case(**each), small_runs) for each in asked]


def _judged(engine: str, folder: Path, case: Case) -> dict[str, Any]:
    described = {"name": "table", "path": case.file, "encoding": case.encoding, "schema": SCHEMA}
    package = {"name": "bench", "resources": [described]}
    path = folder / case.file
    return validate_files([path], package=package, engine=engine, limit=case.limit, counts=case.counts)


def _timed(engine: str, folder: Path, case: Case, small_runs: int) -> dict[str, Any]:
    runs = small_runs if (folder / case.file).stat().st_size < SMALL_BYTES else 1
    seconds = math.inf
    for _ in range(runs):
        begin = time.perf_counter()
        report = _judged(engine, folder, case)
        seconds = min(seconds, time.perf_counter() - begin)
    names = ("code", "row", "field", "column", "cell", "note", "address", "message")
    digest = hashlib.sha256(str(report["more"]).encode())
    for error in report["errors"]:
        digest.update(repr([error[name] for name in names]).encode())
    return {
        "seconds": seconds,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "digest": digest.hexdigest(),
        "engine": "columns" if report["engine"] == "fast" else "Frictionless as well",
    }


def _peers(rows: int, folder: Path) -> list[Measure]:
    """Other ways to check the same valid table, each in a process of its own and as warm as the check by columns."""
    case = Case(f"{rows:,} rows, all valid", rows)
    _write(folder / "table.csv", case)
    (folder / "schema.json").write_text(json.dumps(SCHEMA))
    asked = [asdict(case)]
    ours = min(_in_a_process("fast", asked, folder, SMALL_RUNS)[0]["seconds"] for _ in range(PEER_RUNS))
    begin = time.perf_counter()
    command = [str(Path(sys.executable).parent / "frictionless"), "validate", "table.csv", "--schema", "schema.json"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    found = [Measure("frictionless validate, start included", time.perf_counter() - begin, "s", "by columns", ours)]
    for name in PEERS:
        if name == "pandera on Polars" and not importlib.util.find_spec("pandera"):
            continue
        command = [sys.executable, "-m", "bench.validation", name, str(folder)]
        runs = [subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE) for _ in range(PEER_RUNS)]
        found.append(Measure(name, min(float(each.stdout) for each in runs), "s", "by columns", ours))
    return found


def _run_peer(name: str, folder: Path) -> float:
    way = PEERS[name]
    for warm in WARM:
        if warm.endswith(".csv"):
            way(folder / warm)
    begin = time.perf_counter()
    if not way(folder / "table.csv"):
        raise RuntimeError(f"{name} finds fault with a valid table")
    return time.perf_counter() - begin


def _by_hand(path: Path) -> bool:
    """The rules of the schema as anybody would write them for Polars: a verdict without a list, and not exact."""
    rules = [
        pl.col("id").is_not_null().all() & (pl.col("id").n_unique() == pl.len()),
        pl.col("code").str.contains(r"^[A-Z]{2}-\d{4}$").all(),
        pl.col("phase").is_in(PHASES).all(),
        pl.col("start").is_not_null().all(),
        (pl.col("end") >= date(2000, 1, 1)).all(),
        (pl.col("budget") >= 0).all(),
        pl.col("share").is_between(0, 100).all(),
        pl.col("count").is_not_null().all(),
        pl.col("link").str.contains("^[a-z]+:").all(),
        (pl.col("note").str.len_chars() <= 200).all(),
        pl.col("ags").str.contains("^[0-9]{8}$").all(),
    ]
    # Reading the types at once is quicker than casting texts; the first cell that cannot be read is an exception.
    table = pl.scan_csv(path, schema=TYPES)
    return all(table.select(rule.alias(str(at)) for at, rule in enumerate(rules)).collect().row(0))


def _with_pandera(path: Path) -> bool:
    # Measured where somebody has installed it: the project has no other use for it.
    pandera = importlib.import_module("pandera.polars")
    columns = {
        "id": pandera.Column(str, unique=True),
        "code": pandera.Column(str, pandera.Check.str_matches(r"^[A-Z]{2}-\d{4}$")),
        "phase": pandera.Column(str, pandera.Check.isin(PHASES)),
        "start": pandera.Column(pl.Date),
        "end": pandera.Column(pl.Date, pandera.Check.ge(date(2000, 1, 1))),
        "budget": pandera.Column(float, pandera.Check.ge(0)),
        "share": pandera.Column(float, pandera.Check.in_range(0, 100)),
        "count": pandera.Column(int),
        "link": pandera.Column(str, pandera.Check.str_matches("^[a-z]+:")),
        "note": pandera.Column(str, pandera.Check.str_length(max_value=200), nullable=True),
        "ags": pandera.Column(str, pandera.Check.str_matches("^[0-9]{8}$")),
    }
    pandera.DataFrameSchema(columns).validate(pl.read_csv(path, schema=TYPES), lazy=True)
    return True


PEERS: dict[str, Callable[[Path], bool]] = {
    "Polars, written by hand": _by_hand,
    "pandera on Polars": _with_pandera,
}

if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(_run_peer(sys.argv[1], Path(sys.argv[2])))  # noqa: T201
    elif len(sys.argv) == 5:
        engine, place, small, asked = sys.argv[1:]
        print(json.dumps(_run(engine, json.loads(asked), Path(place), int(small))))  # noqa: T201
    else:
        print(as_text(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))  # noqa: T201
