"""Compares both engines on made-up tables until it is stopped or finds a difference: `make fuzz`."""

import itertools
import sys
from collections import Counter

from hypothesis import HealthCheck, given, seed, settings

from tests.validation.columns.books import packages_of_books
from tests.validation.columns.both import compared
from tests.validation.columns.made import Made, packages

EXAMPLES = 500


def main(first: int) -> None:
    """Rounds of examples, each from its own seed, so that a round can be had again."""
    answers: Counter[str] = Counter()
    for number in itertools.count(first):

        @seed(number)
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(packages())
        def round_of_tables(made: Made) -> None:
            answers.update(compared(*made))

        @seed(number)
        @settings(max_examples=EXAMPLES // 5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(packages_of_books())
        def round_of_workbooks(made: Made) -> None:
            answers.update(compared(*made))

        round_of_tables()
        round_of_workbooks()
        print(f"seed {number}: {dict(answers)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
