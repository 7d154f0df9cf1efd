"""Turns: so many at a time, in the order in which they came, and none lost to an error."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from opendata.domain.model import SourceFile
from opendata.jobs.processor_queue import LARGE_AT_ONCE, SMALL_AT_ONCE, ProcessorTurns
from opendata.steps.processing import LARGE_BYTES
from tests.servers import wait_until

SMALL, LARGE = [SourceFile("a.csv", b"a")], [SourceFile("a.csv", bytes(LARGE_BYTES)), SourceFile("b.csv", b"b")]
LONG = 180  # seconds that no wait takes unless something is wrong


def until(is_so: Callable[[], bool]) -> None:
    wait_until(is_so, lambda: "the threads do not come so far")


@pytest.mark.parametrize(("files", "most"), [(SMALL, SMALL_AT_ONCE), (LARGE, LARGE_AT_ONCE)])
def test_so_many_at_a_time_and_each_in_its_order(files: list[SourceFile], most: int):
    turns, began = ProcessorTurns(), list[int]()
    waiting = (turns._large if files is LARGE else turns._small)._waiting  # nothing else says that a thread queues
    doors = [Event() for _ in range(most + 4)]

    def work(number: int) -> None:
        with turns.taken(files):
            began.append(number)
            assert doors[number].wait(LONG)

    threads = [Thread(target=work, args=(number,)) for number in range(len(doors))]
    for number, thread in enumerate(threads):
        thread.start()
        until(lambda number=number: len(began) + len(waiting) > number)  # type: ignore[misc]
    for number in range(len(doors)):
        assert began == list(range(min(number + most, len(doors))))
        doors[number].set()
        until(lambda number=number: len(began) >= min(number + 1 + most, len(doors)))  # type: ignore[misc]
    for thread in threads:
        thread.join(LONG)


def test_a_turn_ends_with_an_error_as_well():
    turns = ProcessorTurns()
    for _ in range(SMALL_AT_ONCE + 1):
        with pytest.raises(ValueError, match="torn"), turns.taken(SMALL):
            raise ValueError("torn")
    with turns.taken(SMALL):
        pass


def test_small_tables_do_not_wait_for_large_ones():
    turns, done = ProcessorTurns(), Event()

    def small() -> None:
        with turns.taken(SMALL):
            done.set()

    with turns.taken(LARGE):
        Thread(target=small).start()
        assert done.wait(LONG)
