"""The rule of proportion for zip archives."""

import pytest

from opendata.domain.tables.archive_sizes import most_unpacked

MIB = 2**20


@pytest.mark.parametrize(
    ("archive_bytes", "unpacked_bytes"),
    [(0, 32 * MIB), (1, 32 * MIB + 400), (MIB, 432 * MIB), (3 * MIB, 1024 * MIB), (100 * MIB, 1024 * MIB)],
)
def test_an_archive_may_unpack_to_a_multiple_of_its_size_up_to_a_gibibyte(archive_bytes: int, unpacked_bytes: int):
    assert most_unpacked(archive_bytes) == unpacked_bytes
