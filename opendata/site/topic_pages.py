"""Topic pages: what all cities do in one field, such as transport, and the list of these topics.

Here: what the pages show. Not here: the figures of each city (domain/overview/), reading (topic_views.py), HTML
(templates/).
A topic is a code of a list that all publishers of a kind share (the role `topic`), so cities can be put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from markupsafe import Markup

from opendata.domain.kinds import Field
from opendata.domain.overview.status_counts import StatusCounts
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.values_for_people import count_text, partial_date_text
from opendata.pictures.looks import look_of
from opendata.site.links import page_link, row_link
from opendata.site.status_pictures import StatusHead, bar_of, heads_of, says_nothing
from opendata.steps.overviews import DatasetOverview
from opendata.steps.reading import Snapshot

MOST_ROWS_OF_A_CITY = 60
SHORTEST = 0.03  # of the bar of the largest topic


@dataclass(frozen=True)
class TopicLine:
    """A topic: how many rows of how many cities, and how far they are."""

    label: str
    href: str
    total: str
    cities: int
    drawing: Markup


@dataclass(frozen=True)
class TopicRow:
    """A row of a topic."""

    title: str
    href: str
    status: str
    look: str
    due: str  # "" where nothing more is to come


@dataclass(frozen=True)
class TopicCity:
    """What one city does in a topic; says_nothing: it names no phases in it."""

    overview: DatasetOverview
    total: str
    says_nothing: bool
    drawing: Markup | None
    rows: Sequence[TopicRow]
    more: int


@dataclass(frozen=True)
class TopicPage:
    """A topic in all cities."""

    label: str
    choice: str  # as the form for following by mail names it
    total: str
    heads: Sequence[StatusHead]
    drawing: Markup | None
    cities: Sequence[TopicCity]


@dataclass
class _Sum:
    """The rows of a topic in all cities together."""

    status: Field
    topic: Field
    total: int = 0
    cities: int = 0
    by_status: dict[str, int] = field(default_factory=dict)

    def add(self, counts: StatusCounts) -> None:
        """Add those of one city."""
        self.total += counts.total
        self.cities += 1
        for code, count in counts.by_status.items():
            self.by_status[code] = self.by_status.get(code, 0) + count


def topic_lines(overviews: Sequence[DatasetOverview], language: str) -> list[TopicLine]:
    """The topics of these datasets that have rows, in the order of their list."""
    sums: dict[str, _Sum] = {}
    for overview in overviews:
        view = overview.view
        if view.status is None or view.topic is None or not view.topic.codes:
            continue
        for counts in overview.standing.by_topic:
            if counts.group in view.topic.codes:
                sums.setdefault(str(counts.group), _Sum(view.status, view.topic)).add(counts)
    largest = max((told.total for told in sums.values()), default=1)
    order = {code: place for told in sums.values() for place, code in enumerate(told.topic.codes)}
    return [
        TopicLine(
            label=told.topic.code_label(code, language),
            href=page_link("topic", topic=code),
            total=count_text(told.total, language),
            cities=told.cities,
            drawing=bar_of(
                told.status, told.by_status, told.total, language, length=max(SHORTEST, told.total / largest)
            ),
        )
        for code, told in sorted(sums.items(), key=lambda pair: order[pair[0]])
    ]


def topic_page(topic: str, snapshots: Sequence[tuple[DatasetOverview, Snapshot]], language: str) -> TopicPage | None:
    """What all cities do in a topic; None where no city does anything."""
    sums: _Sum | None = None
    cities = []
    for overview, snapshot in snapshots:
        view = overview.view
        counts = next((told for told in overview.standing.by_topic if told.group == topic), None)
        if counts is None or view.topic is None or view.status is None:
            continue
        sums = sums or _Sum(view.status, view.topic)
        sums.add(counts)
        rows = _rows(topic, view, snapshot, language)
        silent = says_nothing(view, counts)
        drawing = None if silent else bar_of(view.status, counts.by_status, counts.total, language)
        more = max(0, counts.total - len(rows))
        cities.append(TopicCity(overview, count_text(counts.total, language), silent, drawing, rows, more))
    if sums is None:
        return None
    return TopicPage(
        label=sums.topic.code_label(topic, language),
        choice=f"{sums.topic.name}:{topic}",
        total=count_text(sums.total, language),
        heads=heads_of(sums.status, list(sums.by_status), language),
        drawing=bar_of(sums.status, sums.by_status, sums.total, language, height=40),
        cities=cities,
    )


def _rows(topic: str, view: ViewedTable, snapshot: Snapshot, language: str) -> list[TopicRow]:
    if view.topic is None:
        return []
    place = {"publisher": snapshot.dataset.publisher.name, "dataset": snapshot.dataset.name}
    fields = [field.name for field in (view.topic, view.title, view.status, view.deadline) if field is not None]
    rows: list[TopicRow] = []
    for frame in snapshot.rows(view.table).pieces(list(dict.fromkeys([*view.table.primary_key, *fields]))):
        chosen = frame.filter(frame[view.topic.name] == topic)
        titles = view.titles(chosen)
        # Of each frame only those are made that are among the first ones, of which the first ones of all are.
        first = sorted(range(chosen.height), key=lambda at: natural_key(titles[at]))[:MOST_ROWS_OF_A_CITY]
        told = chosen[pl.Series(first, dtype=pl.UInt32)]
        of_frame = zip(told.iter_rows(named=True), view.keys(told), (titles[at] for at in first), strict=True)
        rows += [_row(view, row, key, title, place, language) for row, key, title in of_frame]
        rows = sorted(rows, key=lambda row: natural_key(row.title))[:MOST_ROWS_OF_A_CITY]
    return rows


def _row(
    view: ViewedTable, row: Mapping[str, str | None], key: str, title: str, place: Mapping[str, str], language: str
) -> TopicRow:
    status = row.get(view.status.name) if view.status else None
    # Of what was given up or is done the date tells nothing more.
    due = row.get(view.deadline.name) if view.deadline and status not in view.finished else None
    return TopicRow(
        title=title,
        href=row_link(**place, resource=view.table.name, key=key),
        status=view.status.code_label(status, language) if view.status and status else "",
        look=look_of(view.status, status),
        due=partial_date_text(due, language) if due else "",
    )
