"""Which versions of a dataset follow each other after a withdrawal, and which rows only a withdrawn version had.

Not here: reading the history (steps/reading.py), withdrawing (withdrawal.py).
"""

from collections.abc import Sequence

from opendata.domain.errors import VersionWithdrawn
from opendata.domain.model import Entry, Version
from opendata.domain.tables.timestamps import moment_json


def gone(version: Version) -> VersionWithdrawn:
    """The error for whoever asks for a withdrawn version."""
    assert version.withdrawal is not None
    reason, at = version.withdrawal.reason, moment_json(version.withdrawal.at)
    return VersionWithdrawn(f"{version.publisher}/{version.dataset}", version.number, reason, at)


def base_of(version: Version, history: Sequence[Version]) -> Version | None:
    """The version against which a version's changes were counted; None if there was none.

    That is the last earlier version that was not withdrawn at the time of publication. history: oldest first.
    """
    held = (
        candidate
        for candidate in reversed(history)
        if candidate.last_serial < version.first_serial
        and (candidate.withdrawal is None or candidate.withdrawal.serial > version.first_serial)
    )
    return next(held, None)


def successors(version: Version, history: Sequence[Version]) -> list[Version]:
    """The versions that are not withdrawn and whose changes were counted against this one."""
    later = [
        candidate
        for candidate in history
        if candidate.withdrawal is None and candidate.first_serial > version.last_serial
    ]
    return [
        candidate for candidate in later if (base := base_of(candidate, history)) and base.number == version.number
    ]


def only_in_withdrawn(entries: Sequence[Entry]) -> str | None:
    """The number of the withdrawn version that had a row, if the journal says nothing else about the row."""
    withdrawn = [entry.version for entry in entries if entry.is_withdrawn]
    return withdrawn[-1] if withdrawn and all(entry.redacted_at for entry in entries) else None
