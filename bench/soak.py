"""Publishers and readers for as long as you like, on SQLite and on PostgreSQL and S3; prints what it found.

Run: make soak [SEED=1] [SECONDS=600], or .venv/bin/python -m bench.soak SEED SECONDS
Every city publishes again and again, with pauses and tables of its own; the journal is followed on two hosts from its
beginning, and from a place that chance names. In the end the packages are verified. Exit code 1 if anything is wrong.
"""

import random
import sys
import tempfile
from pathlib import Path

from bench.hosts import PLACES, Place, add_cities
from bench.publishers import Reader, percentile, run

CITIES, MOST_ROWS, PAUSE_SECONDS = 16, 300, 2.0


def soak(place: Place, seed: int, seconds: float) -> list[str]:
    """What is wrong after so many seconds; prints what was seen."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    cities, since, problems = add_cities(place, CITIES), 0, []
    rounds = max(1, round(seconds / 60))
    with place.serving() as addresses:
        for number in range(rounds):
            rows, pause = chance.randint(1, MOST_ROWS), chance.choice([0.0, PAUSE_SECONDS])
            came = run(addresses, cities, seconds / rounds, rows, seed * 1_000 + number, since=since, pause=pause)
            again = Reader(chance.choice(addresses), limit=chance.randint(1, 500), since=chance.randint(0, since))
            again.start()
            again.stop_at(came.last_serial)
            problems += [*came.problems, *again.found(came.acknowledged)]
            lags = [lag for reader in came.readers for lag in reader.lags(came.acknowledged)]
            _say(
                f"{place.what}, {rows} rows, pauses up to {pause:.0f} s: {len(came.acknowledged)} publications, "
                f"serials {since + 1} to {came.last_serial}, readers behind by {percentile(lags, 0.5):.2f} s, "
                f"at most {max(lags, default=0):.2f} s, {len(problems)} problems"
            )
            since = came.last_serial
    with place.services() as opened:
        verdict = opened.verify("")
    _say(f"{place.what}: {verdict.versions} versions verified, {len(verdict.problems)} problems")
    return [*problems, *verdict.problems, *verdict.left_behind]


def main(seed: int, seconds: float) -> int:
    """Soak both; the exit code."""
    _say(f"seed {seed}, {seconds:.0f} seconds each")
    problems = []
    for place_of in PLACES.values():
        with tempfile.TemporaryDirectory() as folder, place_of(Path(folder)) as place:
            problems += soak(place, seed, seconds)
    for problem in problems[:100]:
        _say(problem)
    return 1 if problems else 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:3]]
    sys.exit(main(int(given[0]) if given else 1, given[1] if given[1:] else 600))
