"""Local times: what a clock on the wall of an office shows, as a moment, and back.

Here: time zones with their summer time. Not here: which zone a publisher is in (steps/ports/publishing_rules.py).
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from opendata.domain.errors import RequestNotValid

LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?")
GERMAN_ZONES = {"CET": "MEZ", "CEST": "MESZ"}
MONTHS = "January February March April May June July August September October November December".split()


def zone_name(name: str) -> str:
    """The name of a time zone that exists; raises RequestNotValid."""
    if name not in available_timezones():
        german = f"„{name[:60]}“ ist keine Zeitzone; schreiben Sie sie wie Europe/Berlin"
        raise RequestNotValid("time_zone", f"'{name[:60]}' is no time zone, such as Europe/Berlin", german=german)
    return name


def moment_of(text: str, zone: str) -> datetime:
    """The moment of a text such as 2026-01-15T09:00, in UTC; raises RequestNotValid.

    Without an offset it is the time of the zone. In the hour that comes twice in autumn, the first one is meant; in
    the hour that is left out in spring there is no such time.
    """
    match = LOCAL.fullmatch(text.strip())
    try:
        if not match:
            raise ValueError(text)
        time = datetime.fromisoformat("".join((match[1], "T", match[2], match[3] or "", match[4] or "")))
    except ValueError:
        german = f"„{text[:40]}“ ist kein Zeitpunkt; schreiben Sie ihn wie 2026-01-15T09:00"
        raise RequestNotValid(
            "at", f"'{text[:40]}' is no time; write it as 2026-01-15T09:00", german=german
        ) from None
    if time.tzinfo is not None:
        return time.astimezone(UTC)
    moment = time.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != time:
        german = f"{time:%H:%M} Uhr gibt es am {time:%d.%m.%Y} nicht: Die Uhren werden vorgestellt"
        raise RequestNotValid("at", f"there is no {time:%H:%M} on that day: the clocks go forward", german=german)
    return moment


def local_moment_text(moment: datetime, zone: str, language: str) -> str:
    """A moment as the clocks of the zone show it: 15.01.2026, 09:00 Uhr (MEZ)."""
    local = moment.astimezone(ZoneInfo(zone))
    name = local.tzname() or zone
    if language == "de":
        return f"{local:%d.%m.%Y, %H:%M} Uhr ({GERMAN_ZONES.get(name, name)})"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H:%M} ({name})"


def local_parts(moment: datetime, zone: str) -> tuple[str, str]:
    """The date and the time of day that the clocks of the zone show: 2026-01-15 and 09:00."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"
