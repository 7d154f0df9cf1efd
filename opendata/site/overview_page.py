"""Overview pages: where a dataset stands in one of its versions, as a page of a city shows it.

Here: the parts of the page, from figures. Not here: the figures (domain/overview/, steps/overviews.py), the pictures
of statuses (status_pictures.py), reading (overview_views.py), HTML (templates/).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile

from opendata.domain.deadlines import Deadline
from opendata.domain.journal.answered_events import answer_words
from opendata.domain.kinds import Table
from opendata.domain.overview.comparison import known_status
from opendata.domain.overview.out_of_sight import Removal
from opendata.domain.overview.slip import later_days
from opendata.domain.overview.slip_columns import Slip
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.values_for_people import count_text, duration_text, partial_date_text
from opendata.site.links import page_link, row_link
from opendata.site.page_texts import text
from opendata.site.status_pictures import (
    GroupPicture,
    StatusPicture,
    coverage_text,
    done_codes,
    group_picture,
    says_nothing,
    schedule_picture,
    status_picture,
)
from opendata.steps.overviews import DatasetOverview

MOST_SLIPS, MOST_DUE, MOST_GONE = 6, 6, 6
WIDEST_SLIP = 0.98  # of the bar of the longest slip


@dataclass(frozen=True)
class Freshness:
    """Of which day the figures are, and how old that is."""

    as_of: date
    age: str
    overdue_since: date | None


@dataclass(frozen=True)
class KeyFigure:
    """One figure with what it counts, and what it rests on."""

    figure: str
    words: str
    coverage: str = ""
    explained: str = ""  # the name of an explanation (explanations.py)


@dataclass(frozen=True)
class SlippedRow:
    """A row whose deadline moved."""

    title: str
    href: str
    first: str
    now: str
    slip: str
    moved: int
    share: float  # of the longest slip on the page


@dataclass(frozen=True)
class DueRow:
    """What is due next."""

    title: str
    href: str
    due: str
    what: str


@dataclass(frozen=True)
class DueRows:
    """What is due from today on, and what was open in the report and has passed since.

    passed: the first ones of these; passed_count: all of them.
    """

    next: Sequence[DueRow]
    passed: Sequence[DueRow]
    passed_count: int


@dataclass(frozen=True)
class GoneRow:
    """A row that is not contained any more, and what the city said."""

    title: str
    href: str
    key: str
    as_of: date
    became: str


@dataclass(frozen=True)
class OverviewPage:
    """Where a dataset stands."""

    overview: DatasetOverview
    freshness: Freshness
    rows_label: str  # "Maßnahmen"
    status: StatusPicture | None
    says_nothing: bool  # every status is unknown
    schedule: StatusPicture | None
    key_figures: Sequence[KeyFigure]
    by_group: GroupPicture | None
    by_topic: GroupPicture | None


def overview_page(overview: DatasetOverview, language: str) -> OverviewPage:
    """The figures of a version as pictures and words."""
    view, standing = overview.view, overview.standing
    counts = standing.counts
    by_group, by_topic = standing.by_group, standing.by_topic
    return OverviewPage(
        overview=overview,
        freshness=freshness(overview, language),
        rows_label=rows_label(view.table, counts.total, language),
        status=status_picture(view, counts, language, _link_to_status(overview)),
        says_nothing=view.status is not None and says_nothing(view, counts),
        schedule=schedule_picture(view, counts, language),
        key_figures=key_figures(overview, language),
        by_group=group_picture(view, view.group, by_group, language),
        by_topic=group_picture(view, view.topic, by_topic, language),
    )


def freshness(overview: DatasetOverview, language: str) -> Freshness:
    """Of which day the figures are, how old that is, and since when the next report is missing."""
    standing = overview.standing
    return Freshness(standing.as_of, age_text(standing.age_days, language), standing.overdue_since)


def rows_label(table: Table, count: int, language: str) -> str:
    """What so many rows are called: the name of the table, or the word for one row."""
    if count != 1:
        return table.label(language)
    entity = table.entity_labels.get(language, table.entity)
    return entity[:1].upper() + entity[1:]


def has_deadlines(overview: DatasetOverview) -> bool:
    """Whether any row says by when it is due."""
    field = overview.view.deadline
    return field is not None and overview.standing.coverage.get(field.name, 0) > 0


def age_text(days: int, language: str) -> str:
    """A length of time after "vor" and before "ago"."""
    told = duration_text(days, language)
    return f"{told}n" if language == "de" and told.endswith("e") else told


def key_figures(overview: DatasetOverview, language: str) -> list[KeyFigure]:
    """What a reader would ask first: how many are done, how many are late, how many have a known status."""
    view, counts = overview.view, overview.standing.counts
    total = counts.total
    figures = [KeyFigure(count_text(total, language), rows_label(view.table, total, language))]
    if view.status is None or says_nothing(view, counts):
        return figures
    done_ones = done_codes(view)
    done = sum(counts.by_status.get(code, 0) for code in done_ones)
    known = round(known_status(view, counts) * total)
    coverage = "" if known == total else coverage_text(known, total, language)
    if done_ones:
        labels = ", ".join(view.status.code_label(code, language) for code in done_ones)
        figures.append(KeyFigure(count_text(done, language), labels, coverage))
    if _may_be_late(overview):
        late = counts.late
        told = text("overview.late.of", language, stated=late.stated, passed=late.passed)
        words = text("overview.late", language)
        figures.append(KeyFigure(count_text(late.count, language), words, told if late.passed else "", "late"))
    return figures


def put_off_figure(overview: DatasetOverview, slips: Sequence[Slip], language: str) -> list[KeyFigure]:
    """How many rows have a later deadline than was published first; none where a single report shows no moves."""
    view = overview.view
    if overview.version.previous is None or view.deadline is None or not has_deadlines(overview):
        return []
    later = len(later_days(slips))
    total = overview.standing.counts.total
    known = round(overview.standing.coverage.get(view.deadline.name, 0.0) * total)
    coverage = "" if known == total else coverage_text(known, total, language)
    return [KeyFigure(count_text(later, language), text("overview.put_off", language), coverage, "slip")]


def _may_be_late(overview: DatasetOverview) -> bool:
    """Whether any row says how it keeps to its schedule, or by when it is due."""
    view, known = overview.view, overview.standing.coverage
    says = view.schedule is not None and known.get(view.schedule.name, 0) > 0
    return bool(says or (view.finished and has_deadlines(overview)))


def slipped_rows(
    view: ViewedTable, place: Mapping[str, str], slips: Sequence[Slip], language: str
) -> list[SlippedRow]:
    """The rows that slipped most, of those that were put off and are not finished."""
    finished = {*view.finished, *done_codes(view)}
    put_off = takewhile(lambda slip: slip.days is not None and slip.days > 0, slips)  # they come first
    later = list(islice((slip for slip in put_off if slip.deadline and slip.status not in finished), MOST_SLIPS))
    longest = max((slip.days or 0 for slip in later), default=1)
    return [
        SlippedRow(
            title=slip.title,
            href=row_link(**place, resource=view.table.name, key=slip.key),
            first=partial_date_text(slip.baseline, language),
            now=partial_date_text(slip.deadline or "", language),
            slip=duration_text(slip.days or 0, language),
            moved=slip.moved,
            share=WIDEST_SLIP * (slip.days or 0) / longest,
        )
        for slip in later
    ]


def due_rows(
    place: Mapping[str, str], deadlines: Sequence[Deadline], today: date, language: str, most: int = MOST_DUE
) -> DueRows:
    """The open deadlines of a report: the next ones, and those that have passed since without a newer report."""
    passed = [deadline for deadline in deadlines if deadline.last_day < today]
    coming = deadlines[len(passed) :]

    def told(some: Sequence[Deadline]) -> list[DueRow]:
        return [
            DueRow(
                title=deadline.name[language],
                href=row_link(**place, resource=deadline.resource, key=deadline.key),
                due=partial_date_text(deadline.due, language),
                what=deadline.what[language],
            )
            for deadline in some
        ]

    return DueRows(told(coming[:most]), told(passed[:most]), len(passed))


def gone_rows(
    view: ViewedTable, place: Mapping[str, str], removed: Sequence[Removal], language: str
) -> list[GoneRow]:
    """The rows that are not contained any more, the last ones first."""
    newest_first = sorted(removed, key=lambda removal: removal.as_of, reverse=True)
    return [
        GoneRow(
            title=removal.title,
            href=row_link(**place, resource=view.table.name, key=removal.key),
            key=removal.key,
            as_of=removal.as_of,
            became=removal_words(removal, language),
        )
        for removal in newest_first
    ]


def removal_words(removal: Removal, language: str) -> str:
    """What the publisher said became of a row; "" where nothing was said."""
    if removal.disposition is None and removal.reason is None:
        return ""
    answer = {"about": "vanished", "disposition": removal.disposition, "into": removal.into, "reason": removal.reason}
    return answer_words([{name: value for name, value in answer.items() if value}], language)


def _link_to_status(overview: DatasetOverview) -> Callable[[str | None], str | None]:
    dataset, version = overview.dataset, overview.version
    place = {"publisher": dataset.publisher.name, "dataset": dataset.name, "resource": overview.view.table.name}
    if version.number != dataset.current:
        return lambda code: None
    return lambda code: page_link("table", **place, status=code or "")
