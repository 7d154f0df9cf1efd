"""Whose turn it is among requests that wait for a thread."""

from opendata.server.client_networks import group_of
from opendata.server.fair_queue import FairQueue


def order(queue: FairQueue[str]) -> list[str]:
    """The items of all turns that can be given now."""
    return [turn[1] for turn in iter(queue.next, None)]


def test_addresses_take_turns_however_many_requests_each_has():
    queue = FairQueue[str]({}, threads=100)
    for number in range(4):
        queue.add("many", "reading", f"many {number}")
    queue.add("one", "reading", "one")
    queue.add("another", "reading", "another")

    assert order(queue) == ["many 0", "one", "another", "many 1", "many 2", "many 3"]
    assert len(queue) == 0


def test_a_sort_that_has_its_share_waits_and_the_others_go_past_it():
    queue = FairQueue[str]({"writing": 2}, threads=4)
    for number in range(3):
        queue.add("publisher", "writing", f"publication {number}")
    for number in range(3):
        queue.add("publisher", "reading", f"page {number}")

    assert order(queue) == ["publication 0", "publication 1", "page 0", "page 1"]  # and no thread is left
    queue.done("reading")
    assert order(queue) == ["page 2"]
    queue.done("writing")
    assert order(queue) == ["publication 2"]
    assert queue.next() is None


def test_where_too_many_wait_the_address_with_the_most_gives_way():
    queue = FairQueue[str]({}, threads=100)
    for address, item in (("many", "1"), ("one", "only"), ("many", "2"), ("many", "3")):
        queue.add(address, "reading", item)

    assert [queue.give_way(lambda _: False) for _ in range(2)] == ["3", "2"]
    queue.add("third", "reading", "with a token")
    assert queue.give_way(lambda item: item == "with a token") == "only"
    assert order(queue) == ["1", "with a token"]


def test_who_has_waited_too_long_waits_no_longer():
    queue = FairQueue[str]({}, threads=4)
    for address, item in (("one", "old 1"), ("one", "new"), ("two", "old 2")):
        queue.add(address, "reading", item)

    assert queue.remove(lambda item: item.startswith("old")) == ["old 1", "old 2"]
    assert order(queue) == ["new"]


def test_addresses_of_one_ipv6_household_are_one_client():
    assert group_of("2001:db8:a:b:1:2:3:4") == group_of("2001:db8:a:b::9") == "2001:db8:a:b::"
    assert group_of("2001:db8:a:c::9") != group_of("2001:db8:a:b::9")
    assert group_of("::ffff:192.0.2.1") == group_of("192.0.2.1") == "192.0.2.1"
    assert group_of("192.0.2.1") != group_of("192.0.2.2")
    assert group_of("fe80::1%eth0") == "fe80::"
    assert group_of("unix:") == "unix:"
    assert group_of("") == ""
