"""What is published of real tables, and reported on the collected cases, is byte for byte what was committed.

These tests have a module of their own, so that the suite runs them at the same time as those of the made-up tables.
Both sets need tables that are no part of this repository: without them the tests are skipped and say where they
looked, or fail where CI=true.
"""

from pathlib import Path

import pytest

from tests.frozen.comparing import SETS, check_frozen


@pytest.mark.parametrize("name", ["cases", "real"])
def test_public_bytes_are_unchanged(name: str, tmp_path: Path):
    check_frozen(SETS[name], tmp_path)
