"""Figure tables: the figures of the pictures as CSV, one line for each figure.

Here: their columns and lines. Not here: the figures (domain/overview/), the rows of a version as CSV (formats/).
"""

import csv
import io
from collections.abc import Iterator, Sequence

from opendata.domain.kinds import Field
from opendata.domain.overview.comparison import DatasetStanding
from opendata.domain.overview.progress import ProgressStep
from opendata.domain.overview.status_counts import StatusCounts
from opendata.domain.overview.viewed_table import ViewedTable


def report_table(view: ViewedTable, standing: DatasetStanding, language: str) -> str:
    """All rows of a report by status, then those of each group; sums as far as the rows have the value."""
    weights = [field.name for field in view.weights.values()]
    lines = [["as_of", "field", "group", "status", "label", "rows", *weights]]
    day = standing.as_of.isoformat()
    parts: list[tuple[Field | None, Sequence[StatusCounts]]] = [(None, [standing.counts])]
    parts += [(view.group, standing.by_group), (view.topic, standing.by_topic)]
    for field, groups in parts:
        for group in groups:
            about = [day, field.name if field else "", group.group or ""]
            lines += [[*about, *cells] for cells in _cells(view, group, language)]
    return csv_of(lines)


def progress_table(view: ViewedTable, steps: Sequence[ProgressStep], language: str) -> str:
    """The rows of each report by status, with how many it added and removed."""
    weights = [field.name for field in view.weights.values()]
    lines = [["as_of", "version", "status", "label", "rows", *weights, "added", "removed"]]
    for step in steps:
        about, moved = [step.as_of.isoformat(), step.number], [str(step.added.count), str(step.removed.count)]
        lines += [[*about, *cells, *moved] for cells in _cells(view, step.counts, language)]
    return csv_of(lines)


def _cells(view: ViewedTable, counts: StatusCounts, language: str) -> Iterator[list[str]]:
    """For each status its code, its label, how many rows have it, and what they amount to."""
    without = counts.total - sum(counts.by_status.values())
    for code, rows in {**counts.by_status, **({"": without} if without else {})}.items():
        label = view.status.code_label(code, language) if view.status and code else ""
        sums = [weighted.by_status.get(code) for weighted in counts.weighted.values()]
        yield [code, label, str(rows), *("" if amount is None else format(amount, "f") for amount in sums)]


def csv_of(lines: Sequence[Sequence[str]]) -> str:
    """Lines as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(lines)
    return file.getvalue()
