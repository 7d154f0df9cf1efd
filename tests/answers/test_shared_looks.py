"""What kept answers depend on: the number of the public state, and the days that begin at midnight."""

from datetime import UTC, datetime, timedelta

import pytest

from opendata.answers.shared_looks import SharedLooks
from opendata.steps.ports.public_state import PublicNumber


class Still:
    """A public state in which nothing happens but what a test does. Implements PublicState."""

    is_near = True

    def __init__(self) -> None:
        self.number: PublicNumber | None = PublicNumber(7, 0)

    def look(self) -> PublicNumber | None:
        return self.number

    def begin(self) -> None:
        return None

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("midnight", ["2026-07-01T22:00:00", "2026-07-02T00:00:00"], ids=["Germany", "UTC"])
def test_at_midnight_what_was_kept_is_of_another_state(midnight: str):
    moment = datetime.fromisoformat(midnight).replace(tzinfo=UTC)
    times = [moment - timedelta(seconds=1), moment, moment + timedelta(minutes=59)]
    looks = SharedLooks(Still, lambda: times.pop(0), lambda: None)

    before, after, later = looks.look(), looks.look(), looks.look()

    assert before is not None
    assert before != after
    assert after == later


def test_what_was_taken_back_is_forgotten_once_and_no_state_is_told_where_there_is_none():
    state, forgotten = Still(), []
    looks = SharedLooks(lambda: state, lambda: datetime(2026, 7, 1, tzinfo=UTC), lambda: forgotten.append(1))
    looks.look()
    state.number = PublicNumber(8, 1)

    assert looks.look() is not None
    assert looks.look() is not None
    assert forgotten == [1]
    state.number = None
    assert looks.look() is None
