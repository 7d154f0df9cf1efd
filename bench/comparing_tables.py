"""Compare two tables of a million rows, one in a hundred changed: seconds, and the most memory the process had.

Run alone: .venv/bin/python -m bench.comparing_tables
Beside it: finding the same rows with Python's dicts, in a process of its own.
"""

import json
import resource
import subprocess
import sys
import time

import polars as pl

from bench.server import ROOT
from bench.table import Measure, as_text
from opendata.domain.tables.changeset import diff


def measure(rows: int = 1_000_000) -> list[Measure]:
    """The domain's diff beside plain Python, each in a process of its own."""
    ours, plain = _in_a_process("diff", rows), _in_a_process("dicts", rows)
    if ours["changed"] != plain["changed"]:
        raise RuntimeError(f"the two disagree: {ours['changed']} and {plain['changed']} rows changed")
    what = f"diff of two tables of {rows:,} rows, {ours['changed']:,} changed"
    return [
        Measure(what, ours["seconds"], "s", "the same with dicts", plain["seconds"]),
        Measure("  most memory, the tables included", ours["mib"], "MiB", "the same with dicts", plain["mib"]),
    ]


def tables(rows: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two tables of six columns, the second in another order and with every hundredth cost changed."""
    number = pl.int_range(rows, eager=True)
    before = pl.DataFrame(
        {
            "id": number.cast(pl.String),
            "title": "Maßnahme " + number.cast(pl.String),
            "phase": (number % 5).cast(pl.String),
            "end": (number % 20 + 2025).cast(pl.String),
            "cost": (number * 7).cast(pl.String),
            "text": pl.Series([None], dtype=pl.String).extend_constant(None, rows - 1),
        }
    )
    news = pl.when(number % 100 == 0).then(pl.col("cost") + ".5").otherwise(pl.col("cost"))
    return before, before.with_columns(news.alias("cost")).reverse()


def _diff(before: pl.DataFrame, after: pl.DataFrame) -> int:
    return diff(before, after, ["id"]).changed.height


def _dicts(before: pl.DataFrame, after: pl.DataFrame) -> int:
    known = {row[0]: row for row in before.iter_rows()}
    return len([row for row in after.iter_rows() if known[row[0]] != row])


WAYS = {"diff": _diff, "dicts": _dicts}


def _in_a_process(way: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.comparing_tables", way, str(rows)]
    result: dict[str, float] = json.loads(
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    )
    return result


def _run(way: str, rows: int) -> dict[str, float]:
    before, after = tables(rows)
    begin = time.perf_counter()
    changed = WAYS[way](before, after)
    seconds = time.perf_counter() - begin
    return {
        "changed": changed,
        "seconds": seconds,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_run(sys.argv[1], int(sys.argv[2]))))  # noqa: T201
    else:
        print(as_text(measure()))  # noqa: T201
