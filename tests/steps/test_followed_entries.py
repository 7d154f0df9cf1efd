"""What one round of mails remembers of the journal."""

from opendata.steps.followed_entries import MemoryOfRound


def test_what_is_remembered_is_bounded_also_where_nothing_was_found():
    kept = MemoryOfRound[int, list[str]](100)
    for asked in range(1_000):
        assert kept.keep(asked, []) == []

    known = [asked for asked in range(1_000) if kept.get(asked) is not None]
    assert 0 < len(known) <= 100
    assert known[-1] == 999


def test_what_is_larger_than_all_room_is_remembered_until_something_else_comes():
    kept = MemoryOfRound[str, list[str]](3)
    kept.keep("many", ["a", "b", "c", "d"])
    assert kept.get("many") == ["a", "b", "c", "d"]

    kept.keep("few", ["e"])
    assert kept.get("many") is None and kept.get("few") == ["e"]
