"""For how long a report is due, in the words of people; which steps there are is tested in the portal."""

from datetime import date

import pytest

from opendata.steps.next_steps import lateness


@pytest.mark.parametrize(
    ("day", "today", "said"),
    [
        (date(2025, 12, 31), date(2026, 1, 1), (1, "days")),
        (date(2025, 12, 31), date(2026, 3, 2), (61, "days")),
        (date(2025, 12, 31), date(2026, 3, 30), (89, "days")),
        (date(2025, 12, 31), date(2026, 3, 31), (3, "months")),
        (date(2025, 11, 30), date(2026, 2, 28), (3, "months")),  # the last day of a month stays the last day
        (date(2024, 6, 15), date(2026, 6, 14), (23, "months")),
        (date(2024, 6, 15), date(2026, 6, 15), (2, "years")),
        (date(2014, 12, 31), date(2026, 11, 28), (11, "years")),
    ],
)
def test_what_is_long_due_is_not_counted_in_days(day: date, today: date, said: tuple[int, str]):
    assert lateness(day, today) == said
