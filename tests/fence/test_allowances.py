"""Allowances: what is larger may take more, and what is packed counts more than once."""

from opendata.domain.model import SourceFile
from opendata.fence.allowances import MIB, Allowance, allowance
from opendata.steps.ports.checking import Caller

BASE = Allowance(96 * MIB, 3)


def allowed(*contents: bytes, caller: Caller = Caller.PUBLISHER) -> Allowance:
    return allowance([SourceFile("a", content) for content in contents], BASE, caller)


def test_small_files_may_take_what_every_upload_may():
    assert allowed(bytes(MIB // 2), bytes(MIB // 2)) == BASE


def test_each_mib_beyond_brings_memory_and_time_and_strangers_half_of_the_time():
    assert allowed(bytes(3 * MIB)) == Allowance(136 * MIB, 5)
    assert allowed(bytes(3 * MIB), caller=Caller.OPEN_CHECK) == Allowance(136 * MIB, 4)


def test_strangers_get_no_more_memory_for_what_is_still_larger():
    large, larger = (b"a" * (size * MIB) for size in (9, 90))

    assert allowed(large, caller=Caller.OPEN_CHECK).memory_bytes == BASE.memory_bytes + 160 * MIB
    assert allowed(larger, caller=Caller.OPEN_CHECK).memory_bytes == BASE.memory_bytes + 160 * MIB
    assert allowed(larger).memory_bytes == BASE.memory_bytes + 89 * 20 * MIB


def test_a_packed_file_counts_four_times_for_its_memory_and_twice_for_its_time():
    packed = b"PK\x03\x04" + bytes(MIB - 4)
    assert allowed(packed) == Allowance(156 * MIB, 4)
    assert allowed(packed, caller=Caller.OPEN_CHECK) == Allowance(156 * MIB, 3.5)


def test_a_report_may_take_a_minute_more_and_one_of_strangers_what_a_report_of_its_size_takes():
    report = b"%PDF-1.7\n" + bytes(MIB // 2 - 9)
    assert allowed(report) == Allowance(160 * MIB, 63)
    assert allowed(report, caller=Caller.OPEN_CHECK) == Allowance(160 * MIB, 13)
    assert allowed(report[:1024], caller=Caller.OPEN_CHECK).seconds < 3.1
