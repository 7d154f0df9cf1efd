"""Sixteen cities publish at once, on SQLite and on PostgreSQL and S3, while readers follow the journal.

Run alone, on two processors: taskset -c 0,1 .venv/bin/python -m bench.publishing_under_load [SECONDS]
Databases, S3 store, two hosts, publishers and readers all run on this machine.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.hosts import PLACES, add_cities
from bench.processors import seconds_by_program
from bench.publishers import percentile, run
from bench.table import Measure, as_text

SEED = 1


def measure(
    seconds: float = 30, cities: int = 16, rows: int = 300, places: Sequence[str] = tuple(PLACES)
) -> list[Measure]:
    """Publications a second, how long one takes, and how far the readers are behind; beside what is asked."""
    found = []
    for kind in places:
        with tempfile.TemporaryDirectory() as folder, PLACES[kind](Path(folder)) as place:
            known = add_cities(place, cities)
            with place.serving() as addresses:
                # A first version of each, and every import done.
                first = run(addresses, known, 0, rows, SEED)
                before = seconds_by_program()
                came = run(addresses, known, seconds, rows, SEED + 1, since=first.last_serial)
                processors = {name: each - before.get(name, 0) for name, each in seconds_by_program().items()}
        if came.problems:
            raise RuntimeError("\n".join(came.problems[:10]))
        took = [each.ended - each.began for each in came.acknowledged]
        lags = [lag for reader in came.readers for lag in reader.lags(came.acknowledged)]
        what = f"{cities} publishers, {rows} rows, {place.what}"
        found += [
            Measure(f"{what}: publications", len(took) / came.seconds, "a second", "asked", 8),
            Measure(f"{what}: one takes, median", percentile(took, 0.5), "s"),
            Measure(f"{what}: one takes, p99", percentile(took, 0.99), "s", "asked", 3),
            Measure(f"{what}: reader behind, median", percentile(lags, 0.5), "s"),
            Measure(f"{what}: reader behind, most", max(lags), "s", "asked", 1),
            *(
                Measure(f"{what}: processor for one, {name}", 1000 * spent / len(took), "ms")
                for name, spent in processors.items()
                if spent > 0.01 * len(took)
            ),
        ]
    return found


if __name__ == "__main__":
    print(as_text(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 30)))  # noqa: T201
