"""Places: so many at a time, in the order of arrival, a share for each kind of caller, and nobody waits for ever."""

import threading
from collections.abc import Mapping

import pytest

from opendata.domain.errors import ServiceBusy
from opendata.fence.places import Places
from opendata.steps.ports.checking import Caller
from tests.servers import wait_until

LONG: Mapping[Caller, float] = dict.fromkeys(Caller, 60.0)
NOT_AT_ALL: Mapping[Caller, float] = dict.fromkeys(Caller, 0.0)


def test_as_many_as_there_are_places_are_let_in_and_each_in_its_order():
    places, began = Places(2, {}, LONG), list[int]()
    doors = [threading.Event() for _ in range(5)]

    def work(number: int) -> None:
        with places.acquire(Caller.PUBLISHER):
            began.append(number)
            doors[number].wait(60)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        wait_until(lambda arrived=number: len(began) + places.waiting == arrived + 1, lambda: "nobody arrives")  # type: ignore[misc]
    assert began == [0, 1]
    for number in range(5):
        doors[number].set()
        most = min(number + 3, 5)
        wait_until(lambda most=most: len(began) == most, lambda: f"{began} began")  # type: ignore[misc]
    for thread in threads:
        thread.join(60)

    assert began == [0, 1, 2, 3, 4]


def test_callers_of_one_kind_leave_room_for_the_others():
    places = Places(2, {Caller.OPEN_CHECK: 1}, NOT_AT_ALL)
    with places.acquire(Caller.OPEN_CHECK):
        with pytest.raises(ServiceBusy), places.acquire(Caller.OPEN_CHECK):
            pass
        with places.acquire(Caller.PUBLISHER), pytest.raises(ServiceBusy), places.acquire(Caller.PUBLISHER):
            pass
    with places.acquire(Caller.OPEN_CHECK):
        pass


def test_who_finds_no_place_is_told_when_to_come_again():
    places = Places(1, {}, NOT_AT_ALL)
    with places.acquire(Caller.JOB), pytest.raises(ServiceBusy) as busy, places.acquire(Caller.JOB):
        pass
    assert busy.value.retry_seconds > 0


def test_a_place_is_given_back_after_an_error():
    places = Places(1, {}, NOT_AT_ALL)
    with pytest.raises(ValueError, match="torn"), places.acquire(Caller.JOB):
        raise ValueError("torn")
    with places.acquire(Caller.JOB):
        pass
