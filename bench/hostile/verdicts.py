"""Verdicts: what was measured, what is asked for, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

NOTHING = "nothing"  # is asked of a line that only tells


@dataclass(frozen=True)
class Verdict:
    """One line of the table; details: what did not hold, for whoever mends it."""

    stage: str
    what: str
    measured: str
    asked: str
    holds: bool
    details: Sequence[str] = ()


def at_most(stage: str, what: str, value: float, limit: float, unit: str, details: Sequence[str] = ()) -> Verdict:
    """A number that may have at most this value."""
    digits = 0 if unit == "MiB" else 2
    return Verdict(
        stage, what, f"{value:.{digits}f} {unit}", f"at most {limit:g} {unit}", value <= limit, details[:20]
    )


def told(stage: str, what: str, measured: str) -> Verdict:
    """Something of which nothing is asked."""
    return Verdict(stage, what, measured, NOTHING, holds=True)


def none_of(stage: str, what: str, found: Sequence[str], total: int | None = None) -> Verdict:
    """Something that may not happen at all."""
    return Verdict(stage, what, str(len(found)) + (f" of {total}" if total else ""), "none", not found, found[:20])


def as_table(verdicts: Sequence[Verdict]) -> str:
    """The lines as a Markdown table, as it stands in docs/security.md, and below it what did not hold."""
    lines = ["| while | measured | value | asked | holds |", "|---|---|---|---|---|"]
    lines += [f"| {line.stage} | {line.what} | {line.measured} | {line.asked} | {_held(line)} |" for line in verdicts]
    for line in verdicts:
        if not line.holds and line.details:
            lines += ["", f"{line.stage}, {line.what}:", *(f"  {detail}" for detail in line.details)]
    return "\n".join(lines)


def _held(line: Verdict) -> str:
    if line.asked == NOTHING:
        return "–"
    return "yes" if line.holds else "NO"
