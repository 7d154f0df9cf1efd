"""The report: what intake changed in a city's table and which errors the check found, in one structure.

Here: its parts and how they are written as JSON. Not here: finding anything (intake/, validation/).
Row numbers are those of the source: the line of the sheet or the record of the CSV, header included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from opendata.domain.report.questions import Question

MAX_LISTED = 1_000  # how many errors a report for people lists; if there are more, it says "at least"
MAX_REWRITES_LISTED = 1_000  # how many rewrites one answer lists; all are counted, and the stored record has all


class Finding(NamedTuple):
    """One mistake and what to do about it; code is Frictionless' error type, or our own if intake reports it."""

    code: str
    messages: Mapping[str, str]  # "de", "en": one sentence each, with the address in front
    resource: str | None = None
    row: int | None = None
    field: str | None = None
    column: int | None = None  # 1-based position in the source
    cell: str | None = None
    address: str | None = None  # "F12"
    sheet: str | None = None
    note: str | None = None  # Frictionless' own words

    def as_json(self, language: str) -> dict[str, Any]:
        """The finding in the form of INTERFACE, with its message in the given language and in both."""
        return {
            "code": self.code,
            "resource": self.resource,
            "row": self.row,
            "field": self.field,
            "column": self.column,
            "cell": self.cell,
            "address": self.address,
            "sheet": self.sheet,
            "message": self.messages.get(language) or next(iter(self.messages.values()), ""),
            "messages": dict(self.messages),
            "note": self.note,
        }


@dataclass(frozen=True)
class Rewrite:
    """A cell that intake rewrote, and the rules that it applied, joined by + if there are several."""

    resource: str
    row: int | None
    field: str
    address: str | None
    before: str
    after: str | None  # None: the cell is empty now
    rule: str
    sheet: str | None = None


@dataclass(frozen=True)
class Dropped:
    """A column that is not published; only the uploader is told its name."""

    resource: str | None
    column: int
    header: str
    reason: str  # "not-in-schema", "mapped-to-nothing", "no-header"
    sheet: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """A row, or a whole sheet if row is None, that is not part of the table."""

    resource: str | None
    row: int | None
    reason: str  # "title", "empty", "skip-rows", "note-below-table", "header-repeated", "sheet-not-used"
    text: str = ""  # the beginning of its text
    sheet: str | None = None


@dataclass(frozen=True)
class Note:
    """A hint for the uploader about something that is no mistake: a merged header, a hidden column, a default."""

    code: str
    messages: Mapping[str, str]
    resource: str | None = None
    row: int | None = None
    address: str | None = None
    sheet: str | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        """The note with its message in the given language and in both."""
        return {
            "code": self.code,
            "resource": self.resource,
            "row": self.row,
            "address": self.address,
            "sheet": self.sheet,
            "message": self.messages.get(language) or next(iter(self.messages.values()), ""),
            "messages": dict(self.messages),
        }


@dataclass(frozen=True)
class Count:
    """How many errors of one code one field of a table has; field is None if they belong to no single field."""

    resource: str | None
    field: str | None
    code: str
    count: int


@dataclass(frozen=True)
class Report:
    """Everything that the service says about one upload to its publisher; it is never public."""

    errors: Sequence[Finding] = ()
    error_count: int = 0
    more: bool = False  # there are more errors than error_count says: "at least"
    rewrites: Sequence[Rewrite] = ()
    rewrite_counts: Sequence[Mapping[str, Any]] = ()  # resource, field, rule, and how many rewrites there are of them
    dropped: Sequence[Dropped] = ()
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[Note] = ()
    questions: Sequence[Question] = ()  # to be answered before the upload is published
    engine: str = "frictionless"
    counts: Sequence[Count] | None = None  # of all errors, listed or not; None: the errors were not counted
    counts_complete: bool = False  # whether the counts cover the whole tables

    @property
    def valid(self) -> bool:
        """Whether the upload may be published."""
        return self.error_count == 0

    def with_errors(self, errors: Sequence[Finding], *, more: bool = False, limit: int = MAX_LISTED) -> Self:
        """The report with these errors added, cut at the limit."""
        together = [*self.errors, *errors]
        return replace(
            self,
            errors=together[:limit],
            error_count=min(len(together), limit) if more else len(together),
            more=self.more or more,
        )

    def as_json(self, language: str = "de", rewrites: int | None = MAX_REWRITES_LISTED) -> dict[str, Any]:
        """The report in the form of INTERFACE; rewrites: how many of them to list, None for all."""
        return {
            "valid": self.valid,
            "error_count": self.error_count,
            "more": self.more,
            "errors": [error.as_json(language) for error in self.errors],
            "rewrites": [dict(vars(rewrite)) for rewrite in self.rewrites[:rewrites]],
            "rewrite_count": len(self.rewrites),
            "rewrite_counts": [dict(count) for count in self.rewrite_counts],
            "dropped": [dict(vars(column)) for column in self.dropped],
            "left_out": [dict(vars(row)) for row in self.left_out],
            "notes": [note.as_json(language) for note in self.notes],
            "questions": [question.as_json() for question in self.questions],
            "engine": self.engine,
            "counts": None if self.counts is None else [dict(vars(count)) for count in self.counts],
            "counts_complete": self.counts_complete,
        }
