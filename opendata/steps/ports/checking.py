"""What the steps need from intake/, which reads files, and validation/, which checks tables."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile
from opendata.domain.report.findings import MAX_LISTED, Report
from opendata.domain.report.mapped_tables import Mapped


class TableCheck(Protocol):
    """Checks mapped tables against their schemas."""

    def __call__(self, mapped: Mapped, *, limit: int = MAX_LISTED) -> Report:
        """The report of intake with the verdict added; lists at most `limit` errors."""
        ...


class ReadUpload(Protocol):
    """Reads files as tables in schema terms (intake/)."""

    def __call__(self, files: Sequence[SourceFile], kind: Kind, mapping: Mapping[str, Any] | None = None) -> Mapped:
        """The files as mapped tables; raises UnreadableFile, MappingNotValid."""
        ...


class Turns(Protocol):
    """Limits how many threads of this process read and check at a time, since all share its processors."""

    def taken(self, files: Sequence[SourceFile]) -> AbstractContextManager[None]:
        """Wait until it is the turn of these files; their turn ends with the context."""
        ...
