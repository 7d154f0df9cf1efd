"""Rows: everything that a page shows of one row, such as a measure.

Here: the row's status and since when, its fields, the rows that point to it, and its last state once it is removed.
Not here: its heading (row_headings.py), its times and its series as pictures (row_times.py, row_series.py), lists of
rows (table_listing.py), events as lines (news.py), HTML (templates/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opendata.domain.errors import RowNotFound
from opendata.domain.journal.answered_events import answer_words
from opendata.domain.kinds import Field, Table
from opendata.domain.model import Entry, Version
from opendata.domain.overview.climate_measures import NOTE
from opendata.domain.overview.status_counts import decimal_of
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.report.questions import RENUMBERED
from opendata.domain.tables import partial_dates
from opendata.domain.tables.json_values import cell_text
from opendata.domain.tables.values_for_people import value_text
from opendata.pictures.looks import look_of
from opendata.site.cells_on_pages import Shown, shown
from opendata.site.news import Happening, timeline
from opendata.site.row_headings import HeadingPart, row_heading
from opendata.site.row_series import RowSeries, has_series, is_series, row_series
from opendata.site.row_times import TimeFigure, time_figure
from opendata.site.table_listing import Listing, references, referring
from opendata.steps.reading import Row, Snapshot
from opendata.steps.row_story import RowStory


@dataclass(frozen=True)
class LabelledValue:
    """A field of a row with its name for people."""

    name: str
    label: str
    description: str | None
    value: Shown


@dataclass(frozen=True)
class StatusSince:
    """The status of a row, and the version that first reported it."""

    label: str
    status: Shown
    since: Version | None
    before: str | None  # the status before, for people; None where this one is the first reported


@dataclass(frozen=True)
class DeadlineStory:
    """A row's deadline, and how it moved since it was first published."""

    label: str
    deadline: str
    first: str | None  # None where it never moved
    times_moved: int
    later_days: int  # days after the date first published; negative where it is earlier now


@dataclass(frozen=True)
class StatedSchedule:
    """How a row keeps to its schedule, as the city says. look: of pictures/looks.py."""

    label: str
    text: str
    look: str


@dataclass(frozen=True)
class RowProgress:
    """How far a row is, as the city says in percent."""

    label: str
    text: str
    share: float


@dataclass(frozen=True)
class RowPage:
    """Everything that a row's page shows."""

    heading: Sequence[HeadingPart]
    table: Table
    key: str
    fields: Sequence[LabelledValue]
    status: StatusSince | None
    deadline: DeadlineStory | None
    schedule: StatedSchedule | None
    progress: RowProgress | None
    note: LabelledValue | None  # the city's own sentences about it
    shows_key: bool  # it is a city's number; a key of several parts is told by the heading already
    is_unknown: bool  # the status says nothing, so the city's own words stand first
    times: TimeFigure | None
    series: Sequence[RowSeries]
    related: Sequence[Listing]
    happenings: Sequence[Happening]
    is_cut: bool  # whether more happened than is listed
    is_removed: bool
    removed_in: Version | None
    became: str  # what the publisher said about its removal; "" where nothing was said

    @property
    def title(self) -> str:
        """The heading as one text."""
        return "".join(part.text for part in self.heading)


def row_page(story: RowStory, resource: str, key: str, language: str, described: Table | None = None) -> RowPage:
    """The page of a row; raises RowNotFound. A removed row is shown as it was before its removal.

    described: its table as the kind has it now, with the properties that are never published.
    """
    snapshot, row, entries = story.snapshot, story.values, story.entries
    table, by_number = snapshot.kind.table(resource), story.versions
    own = story.own_entries
    last = row if row is not None else last_state(own, table)
    if last is None:
        raise RowNotFound(resource, key)
    is_removed = row is None
    view, progress_field = ViewedTable.of(table, described), (described or table).role("progress")
    note, status = _note(table, last), status_since(table, last, own, by_number, language)
    deadline, schedule = deadline_story(table, last, own, language), _schedule(view, last, language)
    progress = _progress(progress_field, last, language)
    # What stands at the top of the page is not told again among all fields.
    at_the_top = (
        (view.status, status),
        (table.role("deadline"), deadline),
        (view.schedule, schedule),
        (progress_field, progress),
        (note, note),
    )
    told = {field.name for field, shown_there in at_the_top if field is not None and shown_there is not None}
    return RowPage(
        heading=row_heading(snapshot, table, last, language, described),
        table=table,
        key=key,
        fields=[field for field in _fields(snapshot, table, last, language) if field.name not in told],
        status=status,
        deadline=deadline,
        schedule=schedule,
        progress=progress,
        note=_labelled(note, last, language) if note is not None else None,
        shows_key=len(table.primary_key) == 1,
        is_unknown=view.status is not None and last.get(view.status.name) in (None, *view.unknown),
        times=time_figure(table, described, last, own, by_number, snapshot.version.as_of, language),
        series=[] if is_removed else row_series(snapshot, table, last, language),
        related=[] if is_removed else _related(snapshot, table, last, language),
        happenings=timeline(entries, table, by_number, language),
        is_cut=story.is_cut,
        is_removed=is_removed,
        removed_in=by_number.get(own[-1].version or "") if is_removed and own and _is_removal(own[-1]) else None,
        became=answer_words(own[-1].event.answers, language) if is_removed and own else "",
    )


def last_state(entries: Sequence[Entry], table: Table) -> Row | None:
    """A row as it was before it was removed, put together from its events; each has the fields that it changed."""
    if not entries:
        return None
    row: dict[str, str | None] = {}
    for entry in entries:
        # Entries that a withdrawal emptied are skipped; the entries before and after them still count.
        if entry.redacted_at and (_is_removal(entry) or entry.is_withdrawn):
            continue
        is_removal = _is_removal(entry)
        if is_removal or entry.event.event.endswith(".added"):
            row = dict.fromkeys(table.field_names)  # these events have all fields of the row
        for name, (before, after) in entry.event.fields.items():
            row[name] = cell_text(before if is_removal else after, table.field_or_text(name))
    return row or None


def status_since(
    table: Table, row: Row, entries: Sequence[Entry], history: Mapping[str, Version], language: str
) -> StatusSince | None:
    """A row's status, and the version since which it has it: that of the last event that changed it."""
    field = table.role("status")
    value = row.get(field.name) if field else None
    if field is None or value is None:
        return None
    status = shown(field, value, language, as_status=True)
    for entry in reversed(entries):
        before, after = entry.event.fields.get(field.name, (None, None))
        if cell_text(after, field) == value and not _only_new_key(entry, entries, field.name, after):
            was = cell_text(before, field)
            # Where the value before is withdrawn, nobody can tell since when the row has this status.
            since = None if entry.redacted_at else history.get(entry.version or "")
            return StatusSince(
                field.label(language), status, since, value_text(field, was, language) if was else None
            )
    return StatusSince(field.label(language), status, None, None)


def _only_new_key(entry: Entry, entries: Sequence[Entry], name: str, value: Any) -> bool:
    """Whether an entry adds a row that had the same value of a field under its key before."""
    former = {answer["from"] for answer in entry.event.answers if answer.get("disposition") == RENUMBERED}
    last = [other.event.fields.get(name, (None, None)) for other in entries if other.event.key in former]
    return bool(last) and last[-1][0] == value


def deadline_story(table: Table, row: Row, entries: Sequence[Entry], language: str) -> DeadlineStory | None:
    """A row's deadline, compared with the deadline that was published first."""
    field = table.role("deadline")
    value = row.get(field.name) if field else None
    if field is None or value is None:
        return None
    first = _first_value(field, entries) or value
    days = _slip_days(first, value)
    return DeadlineStory(
        label=field.label(language),
        deadline=value_text(field, value, language),
        first=value_text(field, first, language) if days else None,
        times_moved=max((entry.event.times_moved or 0 for entry in entries), default=0),
        later_days=days,
    )


def _first_value(field: Field, entries: Sequence[Entry]) -> str | None:
    for entry in entries:
        before, after = entry.event.fields.get(field.name, (None, None))
        if (value := cell_text(before, field) or cell_text(after, field)) is not None:
            return value
    return None


def _is_removal(entry: Entry) -> bool:
    return entry.event.event.endswith(".removed")


def _slip_days(first: str, now: str) -> int:
    try:
        return partial_dates.slip(first, now) or 0
    except ValueError:
        return 0


def _note(table: Table, row: Row) -> Field | None:
    return table.field(NOTE) if NOTE in table.field_names and row.get(NOTE) else None


def _labelled(field: Field, row: Row, language: str) -> LabelledValue:
    return LabelledValue(field.name, field.label(language), None, shown(field, row.get(field.name) or "", language))


def _schedule(view: ViewedTable, row: Row, language: str) -> StatedSchedule | None:
    field = view.schedule
    code = row.get(field.name) if field else None
    if field is None or code is None:
        return None
    return StatedSchedule(field.label(language), field.code_label(code, language), look_of(field, code))


def _progress(field: Field | None, row: Row, language: str) -> RowProgress | None:
    value = row.get(field.name) if field else None
    if field is None or value is None or (percent := decimal_of(value)) is None:
        return None
    return RowProgress(field.label(language), value_text(field, value, language), float(percent) / 100)


def _related(snapshot: Snapshot, table: Table, row: Row, language: str) -> list[Listing]:
    """The rows that refer to this one; measured amounts, and what they are measured for, are told as series."""
    return [
        listing
        for listing in referring(snapshot, table, row, language)
        if not is_series(listing.table) and not has_series(snapshot, listing.table)
    ]


def _fields(snapshot: Snapshot, table: Table, row: Row, language: str) -> list[LabelledValue]:
    """All fields that are not empty, except the title, which is the page's heading."""
    parents, title, status = references(snapshot, table, row, language), table.role("title"), table.role("status")
    return [
        LabelledValue(
            field.name,
            field.label(language),
            field.descriptor.get("description"),
            parents.get(field.name)
            or shown(field, value, language, as_status=field == status, in_key=field.name in table.primary_key),
        )
        for field in table
        if (value := row.get(field.name)) is not None and field != title
    ]
