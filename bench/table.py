"""What a benchmark measured, as lines of one table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line: what was measured, beside what, and how they relate."""

    what: str
    value: float
    unit: str
    beside: str = ""
    beside_value: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the one goes into the other; below 1: less than what it stands beside."""
        return self.value / self.beside_value if self.beside_value else None


def as_text(measures: Sequence[Measure]) -> str:
    """The lines as a table, numbers right-aligned."""
    rows = [("measured", "value", "", "beside", "value", "ratio")]
    for each in measures:
        beside = f"{each.beside_value:.3f}" if each.beside_value is not None else ""
        ratio = f"{each.ratio:.2f}" if each.ratio is not None else ""
        rows.append((each.what, f"{each.value:.3f}", each.unit, each.beside, beside, ratio))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    right = {1, 4, 5}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
