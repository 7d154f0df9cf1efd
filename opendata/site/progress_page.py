"""Progress pages: how a dataset moved from report to report.

Here: what the page shows of each report. Not here: the figures (domain/overview/progress.py), one report alone
(overview_page.py), HTML (templates/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from opendata.domain.overview.progress import ProgressStep
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.values_for_people import count_text
from opendata.pictures.bar_pictures import Portion, sentence, stacked_bar
from opendata.pictures.looks import in_order, look_of
from opendata.site.links import row_link
from opendata.site.overview_page import GoneRow
from opendata.site.page_texts import text
from opendata.site.short_amounts import percent_text
from opendata.site.status_pictures import StatusHead, all_amounts

MOST_NAMED = 30  # rows that came, or went, with one report


@dataclass(frozen=True)
class ReportLine:
    """One report: its bar and its figures."""

    number: str
    as_of: date
    drawing: Markup | None
    cells: Sequence[str]  # how many have each status of the page's list
    total: str
    added: int
    removed: int
    is_first: bool


@dataclass(frozen=True)
class NamedRow:
    """A row that came or went; became: what the city said about its removal."""

    title: str
    href: str
    became: str = ""


@dataclass(frozen=True)
class Moves:
    """Which rows came and went with a report."""

    as_of: date
    added: Sequence[NamedRow]
    removed: Sequence[NamedRow]
    more_added: int
    more_removed: int


@dataclass(frozen=True)
class ProgressPage:
    """A dataset from report to report, the newest first."""

    status_label: str
    heads: Sequence[StatusHead]
    reports: Sequence[ReportLine]
    moves: Sequence[Moves]


def progress_page(
    view: ViewedTable,
    steps: Sequence[ProgressStep],
    place: Mapping[str, str],
    titles: Mapping[str, str],
    gone: Mapping[str, GoneRow],
    language: str,
) -> ProgressPage:
    """The page. steps: oldest first. titles: of the rows that are contained now. gone: removed rows by key."""
    codes: list[str | None] = []
    if view.status is not None:
        seen = {code for step in steps for code in step.counts.by_status}
        codes = [*in_order(view.status, list(seen))]
        if any(sum(step.counts.by_status.values()) < step.counts.total for step in steps):
            codes.append(None)
    largest = max((step.counts.total for step in steps), default=1) or 1
    lines = report_lines(view, steps, codes, largest, language)

    def named(keys: Sequence[str], *, are_gone: bool) -> list[NamedRow]:
        return [
            NamedRow(
                titles.get(key) or (gone[key].title if key in gone else key),
                row_link(**place, resource=view.table.name, key=key),
                gone[key].became if are_gone and key in gone else "",
            )
            for key in keys[:MOST_NAMED]
        ]

    moves = [
        Moves(
            step.as_of,
            named(step.added.first, are_gone=False),
            named(step.removed.first, are_gone=True),
            max(0, step.added.count - MOST_NAMED),
            max(0, step.removed.count - MOST_NAMED),
        )
        for step in reversed(steps[1:])
        if step.added.count or step.removed.count
    ]
    heads = [StatusHead(_label(view, code, language), look_of(view.status, code)) for code in codes]
    label = view.status.label(language) if view.status else view.table.label(language)
    return ProgressPage(label, heads, list(reversed(lines)), moves)


def report_lines(
    view: ViewedTable, steps: Sequence[ProgressStep], codes: Sequence[str | None], largest: int, language: str
) -> list[ReportLine]:
    """The reports with their bars, oldest first; largest: how many rows the longest bar stands for."""
    lines = []
    for place, step in enumerate(steps):
        counts = step.counts
        amounts = all_amounts(counts.by_status, counts.total)
        portions = [
            Portion(_label(view, code, language), look_of(view.status, code), amount, count_text(amount, language))
            for code in codes
            if (amount := amounts.get(code, 0))
        ]
        name = f"{step.as_of.isoformat()}: {sentence(portions)}"
        drawing = stacked_bar(portions, name, height=26, length=counts.total / largest) if portions else None
        lines.append(
            ReportLine(
                number=step.number,
                as_of=step.as_of,
                drawing=drawing,
                cells=[_cell(amounts.get(code, 0), counts.total, language) for code in codes],
                total=count_text(counts.total, language),
                added=step.added.count,
                removed=step.removed.count,
                is_first=place == 0,
            )
        )
    return lines


def _cell(amount: int, total: int, language: str) -> str:
    if not amount or not total:
        return "0"
    return f"{count_text(amount, language)} ({percent_text(amount / total, language)})"


def _label(view: ViewedTable, code: str | None, language: str) -> str:
    if code is None or view.status is None:
        return text("dataset.statuses.none", language)
    return view.status.code_label(code, language)
