"""The number of the next version."""

import pytest

from opendata.domain.packages.version_numbers import next_number, parts

NOTHING = {"added": 0, "changed": 0, "removed": 0}


def test_the_first_version_is_1_0_0():
    assert next_number(None, fields_differ=True, counts=NOTHING, same_as_of=False) == "1.0.0"


@pytest.mark.parametrize(
    ("counts", "same_as_of", "expected"),
    [
        ({"changed": 1}, True, "1.2.4"),  # a correction
        ({"changed": 1}, False, "1.3.0"),  # news
        ({"added": 1}, True, "1.3.0"),
        ({"removed": 1, "changed": 5}, True, "1.3.0"),
    ],
)
def test_rows_make_a_minor_and_corrections_a_patch(counts: dict[str, int], same_as_of: bool, expected: str):
    full = {**NOTHING, **counts}

    assert next_number("1.2.3", fields_differ=False, counts=full, same_as_of=same_as_of) == expected


def test_other_columns_make_a_major():
    assert next_number("1.2.3", fields_differ=True, counts=NOTHING, same_as_of=True) == "2.0.0"


def test_numbers_are_compared_as_numbers():
    assert sorted(["1.10.0", "1.9.0", "1.2.10"], key=parts) == ["1.2.10", "1.9.0", "1.10.0"]


@pytest.mark.parametrize("text", ["1.0", "01.0.0", "1.0.0-rc", "latest", "1.0.0\n"])
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(ValueError, match=r"MAJOR\.MINOR\.PATCH"):
        parts(text)
