"""A hostile visitor against a real server, as it is shipped: make hostile [MINUTES=30] [SEED=1].

Every hostile input is sent, one after another and eight at once; then crowds hold their connections, one dear answer
is asked for again and again, and files are sent and abandoned. Meanwhile others ask ordinary requests. MINUTES: all
of it mixed for so long, afterwards. Exit code 1 if anything asked for in docs/security.md does not hold.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.hostile.running import Place, opened
from bench.hostile.stages import crowds_hold, everything_mixed, inputs_are_sent
from bench.hostile.verdicts import Verdict, as_table


def main() -> int:
    """Run what the arguments say, and print the table; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--only-mixed", action="store_true", help="none of what comes before all of it is mixed")
    parser.add_argument("--only-in-turn", action="store_true", help="nothing but the inputs one after another")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=100_000, help="of the large table")
    parser.add_argument("--seconds", type=float, default=30, help="how long each crowd holds")
    given = parser.parse_args()
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory(prefix="opendata-hostile-") as folder, opened(Path(folder), given.rows) as place:
        verdicts += _all_stages(place, given)
    print(f"{os.cpu_count()} processors, {given.rows} rows, seed {given.seed}")  # noqa: T201
    print(as_table(verdicts))  # noqa: T201
    return 0 if all(verdict.holds for verdict in verdicts) else 1


def _all_stages(place: Place, given: argparse.Namespace) -> list[Verdict]:
    verdicts: list[Verdict] = []
    if not given.only_mixed:
        verdicts += inputs_are_sent(place, at_once=1, seed=given.seed)
    if not given.only_mixed and not given.only_in_turn:
        verdicts += inputs_are_sent(place, at_once=8, seed=given.seed)
        verdicts += crowds_hold(place, given.seconds)
    if given.minutes:
        verdicts += everything_mixed(place, given.minutes * 60, seed=given.seed)
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
