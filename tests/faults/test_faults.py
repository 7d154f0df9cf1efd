"""A short run of the fault program in both sizes, with fixed seeds; `make faults` is the long one."""

import pytest

from tests.faults.running import Plan, run


@pytest.mark.parametrize(("size", "seed"), [(1, 3), (3, 3)], ids=["one command", "several hosts"])
def test_nothing_acknowledged_is_lost_while_parts_fail(size: int, seed: int):
    plan = Plan(size, seed, seconds=8, publishers=3, readers=1, cities=2, rows=15, quiet=(0.2, 0.5), short=True)

    outcome = run(plan)

    assert outcome.good, outcome.table()
    assert outcome.ledger.counts["acknowledged"] > 0
    assert sum(outcome.done.values()) > 0, outcome.table()
