"""What the steps need from intake/, which reads files, validation/, which checks tables, and fence/ around both."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile
from opendata.domain.packages.canonical_tables import CanonicalTable
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import MAX_LISTED, Report, Rewrite
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.report.page_clips import PageClip, PlaceOnPage
from opendata.domain.report.report_facts import ReportFacts
from opendata.domain.report.sent_tables import SentTables
from opendata.domain.tables.marked_workbooks import MarkedFile


class TableCheck(Protocol):
    """Checks mapped tables against their schemas."""

    def __call__(self, mapped: Mapped, *, limit: int = MAX_LISTED) -> Report:
        """The report of intake with the verdict added; lists at most `limit` errors."""
        ...


class ReadUpload(Protocol):
    """Reads files as tables in schema terms (intake/)."""

    def __call__(
        self,
        files: Sequence[SourceFile],
        kind: Kind,
        mapping: Mapping[str, Any] | None = None,
        *,
        edits: Sequence[Edit] = (),
    ) -> Mapped:
        """The files as mapped tables; raises UnreadableFile, MappingNotValid, EditNotValid."""
        ...


class LookAt(Protocol):
    """Reads files as they look (intake/)."""

    def __call__(
        self,
        files: Sequence[SourceFile],
        kind: Kind,
        mapping: Mapping[str, Any] | None = None,
        *,
        edits: Sequence[Edit] = (),
    ) -> SentTables:
        """The tables in the files and how they would be read; raises what ReadUpload does."""
        ...


class Propose(Protocol):
    """Finds what wrong cells may have been meant to hold (validation/)."""

    def __call__(self, report: Report, mapped: Mapped) -> Mapping[int, Edit]:
        """The proposals by the positions of their errors in the report."""
        ...


class MarkErrors(Protocol):
    """Puts marks into the files that were sent (marking/)."""

    def __call__(
        self,
        files: Sequence[SourceFile],
        mapped: Mapped,
        report: Report,
        proposals: Mapping[int, Edit],
        language: str,
        file: str | None = None,
    ) -> MarkedFile:
        """One of the files with its marks; raises RequestNotValid if there is no such file, and UnreadableFile."""
        ...


class DrawPages(Protocol):
    """Draws places on the pages of a report (intake/)."""

    def __call__(self, file: SourceFile, places: Sequence[PlaceOnPage]) -> PageClip:
        """A picture of these places; raises UnreadableFile."""
        ...


class Caller(StrEnum):
    """Who wants files examined: places for them are shared by this."""

    OPEN_CHECK = "open-check"  # anybody, without a token
    PUBLISHER = "publisher"  # who has a token
    JOB = "job"  # a job, for which nobody waits


# The tables of the current version by name, of those that are asked for; the argument: the tables that were sent.
Carried = Callable[[Collection[str]], Mapping[str, pl.DataFrame]]


@dataclass(frozen=True)
class Asked:
    """What is to be examined.

    kind: its name. carried: gives the tables that the upload takes over from the current version; None if only the
    report is wanted, and no tables. may_carry: the names of those that there are. tell: called with the share of the
    work that is done, 0 to 1; None if nobody wants to know.
    """

    files: Sequence[SourceFile]
    kind: str
    mapping: Mapping[str, Any] | None
    caller: Caller
    carried: Carried | None = None
    may_carry: Collection[str] = ()
    tell: Callable[[float], None] | None = None
    edits: Sequence[Edit] = ()  # cells that hold something else than the files say


@dataclass(frozen=True)
class CheckedUpload:
    """What reading and checking found.

    report: in the form of report_json(). own_fields: the descriptors of the dataset's own fields, by table. tables:
    every table of the kind in canonical order; empty if the report has errors, or no tables were wanted.
    """

    report: Mapping[str, Any]
    own_fields: Mapping[str, Sequence[Mapping[str, Any]]]
    rewrites: Sequence[Rewrite] = ()
    tables: Mapping[str, CanonicalTable] | None = None
    edits: Sequence[Edit] = ()  # those that were asked for, with what was found out about each
    of_report: ReportFacts | None = None  # where the tables were read from a report with pages

    @property
    def valid(self) -> bool:
        """Whether the upload may be published."""
        return bool(self.report["valid"])


class Examination(Protocol):
    """Reads and checks what was sent, in this process or behind the fence."""

    def __call__(self, asked: Asked) -> CheckedUpload:
        """What was found.

        Raises KindNotFound, UnreadableFile, MappingNotValid, EditNotValid; behind the fence UploadTooDemanding,
        ServiceBusy, ReadingUnavailable, too.
        """
        ...

    def look(self, asked: Asked) -> SentTables:
        """The tables as they were sent, and how they would be read; raises the same."""
        ...

    def mark(self, asked: Asked, language: str, file: str | None = None) -> MarkedFile:
        """One of the files as a workbook with its errors marked; raises the same, and RequestNotValid.

        file: its name; None: the first one in which something is wrong.
        """
        ...

    def clip(self, asked: Asked, places: Sequence[PlaceOnPage]) -> PageClip:
        """A picture of places on the pages of the only file; raises UnreadableFile, and behind the fence the same."""
        ...
