"""Dates at reduced precision."""

import pytest

from opendata.domain.tables.partial_dates import for_people, slip


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


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2026", "2026", "2026"),
        ("2026-03", "März 2026", "March 2026"),
        ("2026-03-05", "05.03.2026", "5 March 2026"),
        ("bald", "bald", "bald"),
    ],
)
def test_dates_are_shown_as_people_write_them(text: str, german: str, english: str):
    assert (for_people(text, "de"), for_people(text, "en")) == (german, english)
