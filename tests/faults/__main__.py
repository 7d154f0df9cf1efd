"""The command: python -m tests.faults --size 1|3 --seed N --minutes M. Ends with 0 if everything held, 1 if not."""

import argparse
import signal
import sys

from tests.faults.running import SIZES, Plan, run
from tests.programs import NotInstalled


def main() -> int:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--size", type=int, choices=SIZES, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--publishers", type=int, default=Plan.publishers)
    given = parser.parse_args()
    # Whoever ends it, a time limit perhaps, does not leave servers and a disk behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        outcome = run(Plan(given.size, given.seed, given.minutes * 60, given.publishers))
    except (NotInstalled, PermissionError) as missing:
        print(missing, file=sys.stderr)
        return 1
    print(outcome.table())
    return 0 if outcome.good else 1


if __name__ == "__main__":
    sys.exit(main())
