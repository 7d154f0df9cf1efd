"""Deadlines: which dates of a version's rows are still to be kept, in the order in which they come.

Here: which fields hold deadlines, which rows have an open one, and what is said of it. Not here: from when on
deadlines are told and how often they were put off (steps/reading_deadlines.py), calendars (formats/calendar_file.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

import polars as pl

from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.tables.partial_dates import Span
from opendata.domain.tables.table_rows import TableRows, rows_having

LANGUAGES = ("de", "en")
LENGTH_OF_A_DAY = 10  # characters: 2026-03-15, with which a moment begins as well


@dataclass(frozen=True)
class PutOff:
    """That a deadline was put off the last time it moved: what it was before, how often that happened, and why."""

    before: str
    times: int | None
    reasons: Sequence[str]


@dataclass(frozen=True)
class Deadline:
    """A date that is to be kept; words are by language."""

    resource: str
    key: str
    field: str
    due: str  # 2026, 2026-03 or 2026-03-15
    last_day: date
    name: Mapping[str, str]  # of the row
    what: Mapping[str, str]  # what is due
    status: Mapping[str, str]  # with the field's name; "" where it is not known
    put_off: PutOff | None = None


@dataclass(frozen=True)
class DeadlineField:
    """A field of a table that holds deadlines."""

    field: Field
    what: Mapping[str, str]
    met: frozenset[str]  # the codes of the status with which nothing is due any more


def deadline_fields(table: Table, described: Table | None) -> tuple[DeadlineField, ...]:
    """The fields with the role `deadline` or the property, in the order of the table.

    table: as the version has it; described: as its kind has it now, with the properties that are never published.
    """
    role, done = table.role("deadline"), _codes_of_the_past(described)
    fields = []
    for field in table:
        known = described.field_or_text(field.name) if described else field
        words = known.deadline
        if not field.holds_dates or (words is None and field != role):
            continue
        labels = {tongue: _without_until(field.label(tongue)) for tongue in LANGUAGES}
        met = words.met if words and words.met is not None else done
        fields.append(DeadlineField(field, {**labels, **(words.labels if words else {})}, met))
    return tuple(fields)


def open_deadlines(
    kind: Kind, described: Kind | None, tables: Mapping[str, TableRows], since: date, most: int
) -> list[Deadline]:
    """The first deadlines that end on a day or later and are not met, `most` of them at most.

    kind: that of the version; described: the kind as it is now; tables: all tables of the version.
    """
    told: list[Deadline] = []
    for table in kind:
        now = described.table_or_none(table.name) if described else None
        for stated in deadline_fields(table, now):
            if table.name in tables:
                told += _of_field(kind, table, stated, tables, since, most)
    return nsmallest(most, told, key=lambda deadline: deadline.last_day)  # the order of equals stays


def with_put_off(deadline: Deadline, put_off: PutOff | None) -> Deadline:
    """The deadline with what is known of its being put off."""
    return replace(deadline, put_off=put_off)


def _of_field(
    kind: Kind,
    table: Table,
    stated: DeadlineField,
    tables: Mapping[str, TableRows],
    since: date,
    most: int,
) -> list[Deadline]:
    name, status = stated.field.name, table.role("status")
    fields, open_ends = _fields_of(table, stated), dict[str, date]()
    rows = pl.DataFrame(schema=dict.fromkeys(fields, pl.String))
    for piece in tables[table.name].pieces(fields):
        ends = {text: _last_day(text) for text in piece[name].unique().to_list() if text}
        here = {text: end for text, end in ends.items() if end is not None and end >= since}
        kept = piece.select(fields).filter(pl.col(name).is_in(list(here)))
        if status is not None:
            kept = kept.filter(~pl.col(status.name).fill_null("").is_in(list(stated.met)))
        open_ends |= here
        # Of the first ones until now and those of this piece, the first ones stay.
        rows = _first_ones(pl.concat([rows, kept]), name, open_ends, most)
    names = RowNames.of(kind, table, _parents_of(rows, kind, table, tables))
    by_language = {tongue: names.names(rows, tongue).to_list() for tongue in LANGUAGES}
    statuses = rows[status.name].to_list() if status else [None] * rows.height
    return [
        Deadline(
            resource=table.name,
            key=key,
            field=name,
            due=due[:LENGTH_OF_A_DAY],
            last_day=open_ends[due],
            name={tongue: by_language[tongue][place] for tongue in LANGUAGES},
            what=stated.what,
            status=_status_text(status, code),
        )
        for place, (key, due, code) in enumerate(
            zip(names.keys(rows).to_list(), rows[name].to_list(), statuses, strict=True)
        )
    ]


def _fields_of(table: Table, stated: DeadlineField) -> list[str]:
    """The fields of a table by which a deadline is found and its row is named."""
    roles = [field.name for field in (table.role("status"), table.role("title")) if field is not None]
    foreign = [name for key in table.foreign_keys for name in key.fields]
    return list(dict.fromkeys([stated.field.name, *table.primary_key, *roles, *foreign]))


def _first_ones(rows: pl.DataFrame, name: str, ends: Mapping[str, date], most: int) -> pl.DataFrame:
    """The rows whose deadlines end first; of those that end on one day the ones that stand first."""
    days = rows[name].replace_strict(ends, return_dtype=pl.Date)
    return rows.with_columns(days.alias(" end")).sort(" end", maintain_order=True).head(most).drop(" end")


def _parents_of(
    rows: pl.DataFrame, kind: Kind, table: Table, tables: Mapping[str, TableRows]
) -> dict[str, pl.DataFrame]:
    """The rows of other tables to which these rows belong, with the titles that their names begin with."""
    parents: dict[str, pl.DataFrame] = {}
    for key in table.foreign_keys:
        parent = kind.table_or_none(key.resource) if key.resource not in ("", table.name) else None
        title, there = parent.role("title") if parent else None, tables.get(key.resource)
        if len(key.fields) == 1 and title is not None and there is not None and key.reference[0] in there.columns:
            asked = rows[key.fields[0]].drop_nulls().unique().to_list()
            found = rows_having(there, key.reference[0], asked, [key.reference[0], title.name])
            parents.setdefault(key.resource, found)
    return parents


def _status_text(status: Field | None, code: str | None) -> Mapping[str, str]:
    if status is None or not code:
        return dict.fromkeys(LANGUAGES, "")
    return {tongue: f"{status.label(tongue)}: {status.code_label(code, tongue)}" for tongue in LANGUAGES}


def _last_day(text: str) -> date | None:
    try:
        return Span.read(text[:LENGTH_OF_A_DAY]).last
    except ValueError:
        return None


def _codes_of_the_past(table: Table | None) -> frozenset[str]:
    """The codes of the table's status that lie after the thing, as its kind says."""
    status = table.role("status") if table else None
    codes = status.descriptor.get("codes") if status else None
    return frozenset(code for code, about in (codes or {}).items() if about and about.get("time") == "past")


def _without_until(label: str) -> str:
    """A label such as "Zu verwenden bis", without the word that the date brings again."""
    return label.removesuffix(" bis").removesuffix(" by")
