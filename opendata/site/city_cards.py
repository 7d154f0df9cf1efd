"""City cards: each publisher on the home page with a small picture, its date, and what changed since its last report.

Here: what a card says. Not here: which datasets a publisher has (catalogue_pages.py), figures (domain/overview/).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from opendata.domain.model import Dataset, Publisher
from opendata.domain.overview.progress import ProgressStep
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.values_for_people import count_text
from opendata.site.catalogue_pages import DatasetCard
from opendata.site.overview_page import Freshness, KeyFigure, freshness, key_figures, rows_label
from opendata.site.page_texts import text
from opendata.site.status_pictures import done_codes, says_nothing, small_bar
from opendata.steps.overviews import DatasetOverview


@dataclass(frozen=True)
class ChangeSince:
    """What changed since the report before, in a few words; before None: this is the first report."""

    before: date | None
    words: Sequence[str]


@dataclass(frozen=True)
class StandingCard:
    """A dataset with its small picture."""

    dataset: Dataset
    rows_label: str
    total: str
    freshness: Freshness
    drawing: Markup | None
    says_nothing: bool
    figures: Sequence[KeyFigure]
    change: ChangeSince | None


@dataclass(frozen=True)
class CityCard:
    """A publisher: where its leading dataset stands, and its other datasets."""

    publisher: Publisher
    standing: StandingCard | None
    others: Sequence[DatasetCard]


def standing_card(overview: DatasetOverview, steps: Sequence[ProgressStep], language: str) -> StandingCard:
    """A dataset as a card; steps: its last two reports, or its only one."""
    view, counts = overview.view, overview.standing.counts
    silent = view.status is not None and says_nothing(view, counts)
    return StandingCard(
        dataset=overview.dataset,
        rows_label=rows_label(view.table, counts.total, language),
        total=count_text(counts.total, language),
        freshness=freshness(overview, language),
        drawing=None if silent else small_bar(view, counts, language),
        says_nothing=silent,
        figures=key_figures(overview, language)[1:],
        change=change_since(view, steps, language) if steps else None,
    )


def change_since(view: ViewedTable, steps: Sequence[ProgressStep], language: str) -> ChangeSince:
    """What the last report changed against the one before it."""
    if len(steps) < 2:
        return ChangeSince(None, [])
    before, now = steps[-2:]
    words = []
    if view.status is not None and not says_nothing(view, now.counts):
        for code in done_codes(view):
            more = now.counts.by_status.get(code, 0) - before.counts.by_status.get(code, 0)
            words.append(_more(more, view.status.code_label(code, language), language))
    if now.added.count:
        words.append(text("home.since.added", language, count=count_text(now.added.count, language)))
    if now.removed.count:
        words.append(text("home.since.removed", language, count=count_text(now.removed.count, language)))
    return ChangeSince(before.as_of, words or [text("home.since.none", language)])


def _more(more: int, label: str, language: str) -> str:
    count = count_text(abs(more), language)
    if more > 0:
        return text("home.since.more", language, count=count, label=label)
    if more < 0:
        return text("home.since.fewer", language, count=count, label=label)
    return text("home.since.same", language, label=label)
