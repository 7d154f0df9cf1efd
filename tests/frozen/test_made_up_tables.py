"""What is published of made-up tables, and reported on them, is byte for byte what was committed.

The docstring of the package tells how the files are remade.
"""

from pathlib import Path

import pytest

from tests.frozen.comparing import SETS, check_frozen


@pytest.mark.parametrize("name", ["example", "values", "reports"])
def test_public_bytes_are_unchanged(name: str, tmp_path: Path):
    check_frozen(SETS[name], tmp_path)
