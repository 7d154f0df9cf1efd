"""Allowances: what is larger may take more, and what is packed counts more than once."""

from opendata.domain.model import SourceFile
from opendata.fence.allowances import MIB, Allowance, allowance

BASE = Allowance(96 * MIB, 3)


def test_small_files_may_take_what_every_upload_may():
    assert allowance([SourceFile("a.csv", bytes(MIB // 2)), SourceFile("b.csv", bytes(MIB // 2))], BASE) == BASE


def test_each_mib_beyond_brings_memory_and_time():
    assert allowance([SourceFile("a.csv", bytes(3 * MIB))], BASE) == Allowance(136 * MIB, 5)


def test_a_packed_file_counts_four_times_for_its_memory_and_twice_for_its_time():
    packed = b"PK\x03\x04" + bytes(MIB - 4)
    assert allowance([SourceFile("a.xlsx", packed)], BASE) == Allowance(156 * MIB, 4)
