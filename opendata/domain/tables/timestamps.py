"""Moments: how a point in time is written for programs, the same in packages, the API and feeds.

Here: a moment to text. Not here: cells that hold a moment (canonical_text.py), moments for people
(values_for_people.py).
"""

from datetime import UTC, datetime


def moment_json(moment: datetime) -> str:
    """An aware moment in UTC, to the microsecond: 2025-03-15T09:30:00.000000Z (RFC 3339)."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
