"""The number of the next version, after the Data Package Version recipe.

Here: MAJOR.MINOR.PATCH as values and the rule that raises one of them. Not here: what changed (changeset.py).
Source: https://datapackage.org/recipes/data-package-version/
"""

import re
from collections.abc import Mapping

FIRST = "1.0.0"
NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def parts(number: str) -> tuple[int, int, int]:
    """The three numbers, to sort by; raises ValueError."""
    if not (match := NUMBER.fullmatch(number)):
        raise ValueError(f"{number!r} is not MAJOR.MINOR.PATCH")
    major, minor, patch = map(int, match.groups())
    return major, minor, patch


def next_number(current: str | None, *, fields_differ: bool, counts: Mapping[str, int], same_as_of: bool) -> str:
    """The number of the version that follows `current`.

    MAJOR: columns changed, so that programs may have to be changed. PATCH: rows were corrected, and the date of the
    figures is the same. MINOR: everything else: rows were added or removed, or the date of the figures is later.
    """
    if current is None:
        return FIRST
    major, minor, patch = parts(current)
    if fields_differ:
        return f"{major + 1}.0.0"
    if same_as_of and not counts["added"] and not counts["removed"]:
        return f"{major}.{minor}.{patch + 1}"
    return f"{major}.{minor + 1}.0"
