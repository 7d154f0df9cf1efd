"""Times of day and durations of workbooks, as an office sees them on its screen.

Here: ISO 8601 as hours and minutes. Not here: days (files/shown_dates.py), and texts with a time (cells/).
"""

import re

_DURATION = re.compile(r"(-?)PT(\d{1,9})H(\d{1,2})M(\d{1,2}(?:\.\d+)?)S\Z")
_CLOCK = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?\Z")


def shown_clock(stored: str, *, with_seconds: bool = False) -> str:
    """A time of day or a duration, ISO 8601, as the office sees it: 10:05 and 30:00. Other texts stay."""
    if match := _DURATION.match(stored):
        sign, hours, minutes, seconds = match.groups()
        shown = f"{sign}{int(hours)}:{int(minutes):02}"
        return f"{shown}:{int(float(seconds)):02}" if with_seconds else shown
    if _CLOCK.match(stored):
        return stored[:8] if with_seconds else stored[:5]
    return stored
