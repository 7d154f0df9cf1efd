"""The measures of a report as they are found: labels and what stands under them.

Here: the values. Not here: finding them (measure_search.py), and the table that they become (measure_table.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from opendata.intake.reports.label_words import label_key
from opendata.intake.reports.lattices import Cell


@dataclass
class LabelledText:
    """What stands under one label of a measure; cells: in reading order."""

    label: str
    cells: list[Cell]

    @property
    def text(self) -> str:
        return "\n".join(text for cell in self.cells if (text := cell.text))


@dataclass
class ReportRecord:
    """A measure; entries by the key of their label. kind: from a "row" or a "sheet".

    heading: of a sheet. group: the field of action that a heading names. above: the heading above a table of rows.
    state_of: the day whose state a heading above says that the table tells.
    """

    page: int
    kind: str
    entries: dict[str, LabelledText] = field(default_factory=dict)
    group: Cell | None = None
    heading: Cell | None = None
    above: Cell | None = None
    state_of: date | None = None
    is_sum: bool = False

    def put(self, label: str, cell: Cell) -> None:
        """Add what stands under a label; below the same label it goes on."""
        entry = self.entries.get(label_key(label))
        if entry is None:
            self.entries[label_key(label)] = LabelledText(
                " ".join(label.rstrip(" :").split()), [cell] if cell.lines else []
            )
        elif cell.lines:
            entry.cells.append(cell)

    def go_on(self, label: str, cell: Cell) -> None:
        """Join what stands on the next page to what stood under a label before."""
        entry = self.entries.get(label_key(label))
        if entry is None or not entry.cells:
            self.put(label, cell)
        else:
            entry.cells[-1] = entry.cells[-1].followed_by(cell)

    @property
    def last_label(self) -> str | None:
        return next(reversed(self.entries.values())).label if self.entries else None

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.entries)


def keys_of(records: Iterable[ReportRecord]) -> list[str]:
    """The keys of all labels, each after the one that it follows where it stands first."""
    order: list[str] = []
    for record in records:
        after = -1
        for key in record.entries:
            if key in order:
                after = order.index(key)
            else:
                after += 1
                order.insert(after, key)
    return order
