"""The cache of versions keeps what was read last, in a given number of bytes."""

from collections.abc import Callable

import polars as pl

from opendata.storage.versions.version_cache import VersionCache

TABLE = pl.DataFrame({"year": list(range(1000))})  # of 64-bit numbers: 8,000 bytes


def test_a_part_is_read_once():
    cache, reads = VersionCache(20_000), list[str]()

    tables = [cache.get("a", "plans", _reading("a", reads)) for _ in range(2)]

    assert reads == ["a"]
    assert tables[0] is tables[1]


def test_what_was_used_longest_ago_makes_room():
    cache, reads = VersionCache(20_000), list[str]()
    for digest in ("a", "b", "a", "c"):
        cache.get(digest, "plans", _reading(digest, reads))
    assert reads == ["a", "b", "c"]

    for digest in ("a", "c", "b"):
        cache.get(digest, "plans", _reading(digest, reads))
    assert reads == ["a", "b", "c", "b"]


def test_a_table_larger_than_half_of_the_cache_is_not_kept():
    cache, reads = VersionCache(2 * 8_000 - 1), list[str]()

    for _ in range(2):
        cache.get("large", "plans", _reading("large", reads))
    assert reads == ["large", "large"]


def test_what_nobody_asks_for_gives_its_memory_back_until_little_is_left():
    cache, reads = VersionCache(40_000), list[str]()
    for digest in ("a", "b", "c"):
        cache.get(digest, "plans", _reading(digest, reads))

    cache.let_go(3_600, rest_bytes=0)
    cache.let_go(0, rest_bytes=8_000)
    for digest in ("c", "b"):
        cache.get(digest, "plans", _reading(digest, reads))

    assert reads == ["a", "b", "c", "b"]


def test_who_reads_many_versions_once_remembers_few_of_them():
    cache = VersionCache(20_000)
    for number in range(5_000):
        cache.get(str(number), "plans", TABLE.clone)
    assert len(cache._asked_at) < 2_000

    cache.let_go(0, rest_bytes=0)
    reads = list[str]()
    cache.get("4999", "plans", _reading("4999", reads))
    assert reads == ["4999"]


def test_a_version_that_is_dropped_is_read_again_and_no_other_is():
    cache, reads = VersionCache(20_000), list[str]()
    for digest in ("a", "b"):
        cache.get(digest, "plans", _reading(digest, reads))

    cache.drop("a")
    for digest in ("a", "b"):
        cache.get(digest, "plans", _reading(digest, reads))
    assert reads == ["a", "b", "a"]


def _reading(digest: str, reads: list[str]) -> Callable[[], pl.DataFrame]:
    """A function that reads the table of a version, and notes that it did."""

    def read() -> pl.DataFrame:
        reads.append(digest)
        return TABLE.clone()

    return read
