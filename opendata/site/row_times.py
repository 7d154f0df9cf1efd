"""Row times: what was planned first, what is planned now and what came, of one row on one axis of years.

Here: which stretches there are, from the row and its journal. Not here: drawing (pictures/time_pictures.py), the rest
of the row's page (row_page.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from opendata.domain.kinds import Field, Table
from opendata.domain.model import Entry, Version
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.json_values import cell_text
from opendata.domain.tables.partial_dates import Span
from opendata.domain.tables.values_for_people import day_text, partial_date_text
from opendata.pictures.looks import look_of
from opendata.pictures.scales import time_scale
from opendata.pictures.time_pictures import MarkedDay, Stretch, TimeRow, time_picture
from opendata.site.page_texts import text
from opendata.steps.reading import Row

LENGTH_OF_A_DAY = 10  # characters
FARTHEST_YEARS = 60  # from the day of the data; a slip of the pen such as 2204 would make all else a point


@dataclass(frozen=True)
class TimeLine:
    """One line of the picture in words."""

    label: str
    told: str


@dataclass(frozen=True)
class PhaseSince:
    """From which report on the row had a status, and until which."""

    code: str | None
    since: date
    until: date
    is_last: bool


@dataclass(frozen=True)
class TimeFigure:
    """The picture and its lines in words."""

    drawing: Markup
    lines: Sequence[TimeLine]
    status_looks: Sequence[tuple[str, str]]  # look and label of each status in the picture
    has_marks: bool  # whether earlier deadlines are marked


def time_figure(
    table: Table,
    described: Table | None,
    row: Row,
    entries: Sequence[Entry],
    versions: Mapping[str, Version],
    as_of: date,
    language: str,
) -> TimeFigure | None:
    """The times of a row; None where fewer than two days are known. entries: its own, oldest first."""
    view = ViewedTable.of(table, described)
    phases = phases_since(view, entries, versions, as_of)
    if all(phase.code in (None, *view.unknown) for phase in phases):
        phases = []  # a bar that says nothing
    rows = [*_plans(view, row, entries, as_of, language), *_happened(table, described, row, as_of, language)]
    if phases:
        stretches = [Stretch(phase.since, phase.until, look_of(view.status, phase.code)) for phase in phases]
        rows.append((TimeRow(text("times.reported", language), stretches), _phases_text(view, phases, language)))
    days = [day for line, _ in rows for stretch in line.stretches for day in (stretch.first, stretch.last)]
    if len(set(days)) < 2:
        return None
    scale = time_scale([*days, *(mark.day for line, _ in rows for mark in line.marks)])
    lines = [TimeLine(line.name, told) for line, told in rows]
    name = "; ".join(f"{line.label}: {line.told}" for line in lines)
    drawing = time_picture([line for line, _ in rows], scale, name, as_of=as_of)
    codes = dict.fromkeys(phase.code for phase in phases)
    looks = [(look_of(view.status, code), _status_label(view, code, language)) for code in codes]
    return TimeFigure(drawing, lines, looks, has_marks=any(line.marks for line, _ in rows))


def phases_since(
    view: ViewedTable, entries: Sequence[Entry], versions: Mapping[str, Version], as_of: date
) -> list[PhaseSince]:
    """Which status the row was reported with from report to report, up to the day of the data."""
    field = view.status
    if field is None:
        return []
    changes: list[tuple[date, str | None]] = []
    for entry in entries:
        version = versions.get(entry.version or "")
        if version is None or field.name not in entry.event.fields or entry.redacted_at:
            continue
        _, after = entry.event.fields[field.name]
        code = cell_text(after, field)
        if not entry.event.event.endswith(".removed") and (not changes or changes[-1][1] != code):
            changes.append((version.as_of, code))
    if not changes:
        return []
    ends = [*(since for since, _ in changes[1:]), max(as_of, changes[-1][0])]
    last = len(changes) - 1
    return [
        PhaseSince(code, since, end, is_last=place == last)
        for place, ((since, code), end) in enumerate(zip(changes, ends, strict=True))
    ]


def _plans(
    view: ViewedTable, row: Row, entries: Sequence[Entry], as_of: date, language: str
) -> Iterator[tuple[TimeRow, str]]:
    """The plan as it was first published, and as it is now where that differs."""
    start, end = _value(view.start, row), _value(view.deadline, row)
    ends = _values_told(view.deadline, entries)
    first_end = ends[0] if ends else end
    starts = _values_told(view.start, entries)
    first_start = starts[0] if starts else start
    first, now = _stretch(first_start, first_end, "open", as_of), _stretch(start, end, "ahead", as_of)
    if first is not None and (first_start, first_end) != (start, end):
        yield TimeRow(text("times.first", language), [first]), _span_text(first_start, first_end, language)
    if now is not None:
        earlier = [day for told in ends[:-1] if (day := _last(told, as_of)) is not None and told != end]
        marks = [MarkedDay(day, is_past=True) for day in dict.fromkeys(earlier)]
        yield TimeRow(text("times.now", language), [now], marks), _span_text(start, end, language)


def _happened(
    table: Table, described: Table | None, row: Row, as_of: date, language: str
) -> Iterator[tuple[TimeRow, str]]:
    """What really began and ended, where the table has such fields."""
    about = [
        field for field in described or table if field.descriptor.get("happened") and field.name in table.field_names
    ]
    bounds = {str(field.descriptor.get("bound")): field for field in about}
    begun, ended = _value(bounds.get("start"), row), _value(bounds.get("end"), row)
    if not begun:
        return
    stretch = _stretch(begun, ended or as_of.isoformat(), "done" if ended else "going", as_of)
    if stretch is not None:
        shown = _span_text(begun, ended, language)
        yield (
            TimeRow(text("times.really", language), [stretch]),
            shown if ended else text("times.since", language, date=shown),
        )


def _stretch(start: str | None, end: str | None, look: str, as_of: date) -> Stretch | None:
    """From the first day of a date to the last of another; a date alone is as long as it is vague."""
    first, last = _first(start or end, as_of), _last(end or start, as_of)
    return Stretch(first, last, look) if first is not None and last is not None and first <= last else None


def _value(field: Field | None, row: Row) -> str | None:
    return row.get(field.name) if field is not None else None


def _values_told(field: Field | None, entries: Sequence[Entry]) -> list[str]:
    """The values that a field had, oldest first, each once in a row."""
    told: list[str] = []
    for entry in entries:
        for value in entry.event.fields.get(field.name, ()) if field is not None else ():
            shown = cell_text(value, field) if field is not None else None
            if shown and (not told or told[-1] != shown):
                told.append(shown)
    return told


def _span(value: str | None, as_of: date) -> Span | None:
    try:
        span = Span.read(value[:LENGTH_OF_A_DAY]) if value else None
    except ValueError:
        return None
    return span if span and abs(span.first.year - as_of.year) <= FARTHEST_YEARS else None


def _first(value: str | None, as_of: date) -> date | None:
    span = _span(value, as_of)
    return span.first if span else None


def _last(value: str | None, as_of: date) -> date | None:
    span = _span(value, as_of)
    return span.last if span else None


def _span_text(start: str | None, end: str | None, language: str) -> str:
    words = [partial_date_text(value[:LENGTH_OF_A_DAY], language) for value in (start, end) if value]
    return " – ".join(dict.fromkeys(words))


def _phases_text(view: ViewedTable, phases: Sequence[PhaseSince], language: str) -> str:
    told = []
    for phase in phases:
        label = _status_label(view, phase.code, language)
        told.append(text("times.phase", language, label=label, date=day_text(phase.since, language)))
    return ", ".join(told)


def _status_label(view: ViewedTable, code: str | None, language: str) -> str:
    if code is None or view.status is None:
        return text("dataset.statuses.none", language)
    return view.status.code_label(code, language)
