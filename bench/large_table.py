"""A table several times larger than the memory there is: judged by columns, its repeated keys found.

Run: .venv/bin/python -m bench.large_table [ROWS] [MIB] [FOLDER]
Writes a CSV file of so many rows (20 million: 3.2 GiB) with a primary key, a unique field and a key into itself,
of which a few rows are wrong at known places, and judges it in a process that may take no more than so many MiB
(1,024; 0: any) of data, by RLIMIT_DATA. The errors are compared with those that were written.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from frictionless import Package

from bench.server import ROOT
from opendata.validation.columns import judge
from opendata.validation.columns.keys.rows_on_disk import HELD_BYTES

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True}},
        {"name": "code", "type": "string", "constraints": {"pattern": r"[A-Z]{2}-\d{9}", "unique": True}},
        {"name": "parent", "type": "integer"},
        {"name": "start", "type": "date"},
        {"name": "budget", "type": "number", "constraints": {"minimum": 0}},
        {"name": "note", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}
NOTE = "Radweg an der Straße ausbauen vom Bahnhof bis zum Rathaus mit Beleuchtung und Abstellanlagen als Bauabschnitt"
# The limit counts what is reserved, used or not, and allocators reserve in advance, some for each thread.
SPARING = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "POLARS_MAX_THREADS": "2"}
LINES = 100_000  # written at a time
CODES = {"primary-key": None, "unique-error": "code", "foreign-key": None, "type-error": "start"}


def write(path: Path, rows: int, wrong: int) -> dict[str, list[int]]:
    """Write the table; the rows that are wrong, as Frictionless counts them, by the type of their error.

    wrong: every so manieth row is, each in one of four ways.
    """
    expected: dict[str, list[int]] = {code: [] for code in CODES}
    kinds = list(CODES)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,code,parent,start,budget,note\n")
        for first in range(0, rows, LINES):
            lines = []
            for number in range(first, min(first + LINES, rows)):
                key, code, parent, start = number, number, (number * 7_919) % rows, f"2024-01-{1 + number % 28:02}"
                if number and number % wrong == 0:
                    kind = kinds[number // wrong % len(kinds)]
                    expected[kind].append(number + 2)
                    key = number - 1 if kind == "primary-key" else key  # the row before has it
                    code = number // 2 if kind == "unique-error" else code  # a row far before
                    parent = rows + number if kind == "foreign-key" else parent
                    start = "2024-13-01" if kind == "type-error" else start
                lines.append(f"{key},AB-{code:09},{parent},{start},{number}.50,{NOTE} {number}\n")
            file.writelines(lines)
    return expected


def judged(path: Path, mib: int, held_bytes: int) -> dict[str, Any]:
    """The report on a table from a process that may take so many MiB, with its seconds and most memory."""
    command = [sys.executable, "-m", "bench.large_table", "judge", str(path), str(mib), str(held_bytes)]
    ran = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, env={**os.environ, **SPARING})
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def compare(report: dict[str, Any], expected: dict[str, list[int]], rows: int) -> None:
    """Raise where the report does not tell exactly what was written."""
    # A row that repeats the key of the one before leaves its own number out, so the rows that point there miss it.
    gone = {number - 2 for number in expected["primary-key"]}
    missing = set(expected["foreign-key"])
    back = pow(7_919, -1, rows)
    for number in gone:
        row = number * back % rows + 2
        if row not in expected["foreign-key"]:
            missing.add(row)
    wanted = {
        "primary-key": set(expected["primary-key"]),
        "unique-error": set(expected["unique-error"]),
        "foreign-key": missing,
        "type-error": set(expected["type-error"]),
    }
    found: dict[str, set[int]] = {code: set() for code in CODES}
    for code, row in report["rows"]:
        found[code].add(row)
    for code, numbers in wanted.items():
        if found[code] != numbers or report["counts"].get(code, 0) != len(numbers):
            raise RuntimeError(
                f"{code}: {len(found[code])} rows found, {report['counts'].get(code)} counted, {len(numbers)} written"
            )


def _judge(path: Path, mib: int, held_bytes: int) -> dict[str, Any]:
    if mib:
        resource.setrlimit(resource.RLIMIT_DATA, (mib * 2**20, mib * 2**20))
    begin = time.perf_counter()
    described = {"name": "table", "path": path.name, "encoding": "utf-8", "schema": SCHEMA}
    package = {"name": "large", "resources": [{**described, "dialect": {"csv": {"delimiter": ","}}}]}
    os.chdir(path.parent)
    found = judge(Package.from_descriptor(package).resources[0], 0, counts=True, held_bytes=held_bytes)
    counts: Counter[str] = Counter()
    for (_, code), count in found.counts.errors.items() if found.counts else ():
        counts[code] += count
    return {
        "seconds": time.perf_counter() - begin,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "counts": counts,
        "rows": [(each.type, getattr(each, "row_number", None)) for each in found.errors],
    }


def measure(rows: int, mib: int, folder: str | None = None, held_bytes: int = HELD_BYTES) -> str:
    """Write, judge, compare and tell; held_bytes: of each key that are kept in memory."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made) / "table.csv"
        expected = write(path, rows, max(rows // 400, 2))
        gib = path.stat().st_size / 2**30
        report = judged(path, mib, held_bytes)
        compare(report, expected, rows)
    return (
        f"{rows:,} rows, {gib:.2f} GiB, at most {mib:,} MiB of data: {report['seconds']:.1f} s, "
        f"{report['mib']:,.0f} MiB resident, {len(report['rows'])} errors, all as written"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["judge"]:
        print(json.dumps(_judge(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))  # noqa: T201
    else:
        given = [*sys.argv[1:], *("20000000", "1024", "")[len(sys.argv) - 1 :]]
        print(measure(int(given[0]), int(given[1]), given[2] or None))  # noqa: T201
