"""Dates at reduced precision."""

import pytest

from opendata.domain.tables.partial_dates import slip


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("2023", "2025", 731),  # 2024 is a leap year
        ("2024-01", "2024-03", 60),
        ("2024-03-15", "2024-03-14", -1),
        ("2026", "2026-06", None),
        ("2026-06-30", "2026", None),
        ("2026-12-31", "2027", 365),
    ],
)
def test_a_slip_is_counted_from_last_day_to_last_day(before: str, after: str, days: int | None):
    assert slip(before, after) == days


@pytest.mark.parametrize("text", ["bald", "2024-13", "2024-02-30", "", "2024-1-1-1"])
def test_what_is_no_date_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        slip("2024", text)
