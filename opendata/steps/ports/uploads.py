"""What the steps need from the store of uploads, which keeps what staff sent and is private."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from opendata.domain.model import Dataset, Upload
from opendata.domain.report.findings import Rewrite
from opendata.domain.report.report_facts import ReportFacts
from opendata.steps.ports.jobs import NewJob


class Uploads(Protocol):
    """The private store of what staff sent, with its reports."""

    def add(
        self,
        upload: Upload,
        files: Mapping[str, bytes],
        tables: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        job: NewJob | None = None,
        *,
        facts: ReportFacts | None = None,
    ) -> None:
        """Keep a new upload: the files as they were sent, the draft's tables by name, and all rewrites.

        facts: of a report with pages; kept beside the draft, as in keep_files() and add_draft().

        job: what is still to be done with the upload; either both are stored or neither. Raises UploadKnown, and
        leaves everything as it is, if there is an upload with this id.
        """
        ...

    def keep_files(
        self,
        upload: Upload,
        files: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        *,
        facts: ReportFacts | None = None,
    ) -> int:
        """Keep the files of an upload that is published at once: its record is written with the version.

        Returns how many bytes these are. Files without a record are removed by clear_strays(), or by remove().
        """
        ...

    def add_draft(
        self,
        upload: Upload,
        tables: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        *,
        facts: ReportFacts | None = None,
    ) -> None:
        """Keep the draft that the run upload.run made; it is used as soon as the stored upload names that run."""
        ...

    def get(self, upload_id: str) -> Upload:
        """The upload with this id; raises UploadNotFound."""
        ...

    def of(self, dataset: Dataset, start: int = 0, limit: int | None = None) -> tuple[Sequence[Upload], int]:
        """So many stored uploads of a dataset from a place on, newest first, and how many there are.

        limit None: all from there on. Their reports, which may be long, are left out.
        """
        ...

    def waiting(self, dataset: Dataset, start: int, limit: int) -> tuple[Sequence[Upload], int]:
        """So many uploads of a dataset that are not published, from a place on, newest first; and how many there are.

        Of their reports there is what lists of drafts tell: "error_count", "more" and "questions".
        """
        ...

    def change(self, upload: Upload) -> None:
        """Store the new state of an upload."""
        ...

    def replace_draft(self, upload: Upload) -> bool:
        """Store the new state of an unpublished upload; False, and no change, if it is published or gone by now."""
        ...

    def replace_reading(self, upload: Upload, before: Upload) -> bool:
        """Store an upload that was read again; False, and no change, if it is published, gone, or read again since.

        before: the upload as it was when its reading began.
        """
        ...

    def process_again(self, upload: Upload, job: NewJob, now: datetime) -> bool:
        """Store an unpublished upload that is to be read again, with the job for it, which takes the place of an
        earlier one; False, and no change, if it is published, gone, or read again since by now.

        Its run is the one of the reading that is to be replaced.
        """
        ...

    def answer(self, upload: Upload, answers: Mapping[str, Any]) -> None:
        """Store the answers to the questions of a draft; no change if it is not a draft any more."""
        ...

    def review(self, upload: Upload, review: Mapping[str, Any]) -> bool:
        """Keep what was said about a draft; False, and no change, if it was changed or published meanwhile."""
        ...

    def files(self, upload: Upload) -> Mapping[str, bytes]:
        """The files as they were sent; raises PackageDamaged if they are missing."""
        ...

    def sent_names(self, upload: Upload) -> Sequence[str]:
        """What the files were called that were sent; empty where they are gone."""
        ...

    def readings(self, upload: Upload) -> Mapping[str, bytes]:
        """The readings that are kept of reports among the files, by the names of these."""
        ...

    def origins(self, upload: Upload) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Where the values of a report stand on its pages, as ReportFacts has it; empty where that is not kept."""
        ...

    def parts(self, part_of: str) -> Sequence[Upload]:
        """The uploads that are parts of one report, oldest first, without their reports."""
        ...

    def tables(self, upload: Upload, names: Sequence[str]) -> Mapping[str, bytes]:
        """The draft's tables; raises PackageDamaged if they are missing."""
        ...

    def rewrites(self, upload: Upload, start: int, stop: int | None) -> tuple[list[dict[str, Any]], int]:
        """The rewrites at the positions from start to stop in the form for JSON, and how many there are in all.

        stop: None for the end. Raises PackageDamaged if they are missing.
        """
        ...

    def expire(self, before: datetime, limit: int, *, now: datetime) -> int:
        """Remove uploads sent before that time; of published ones, only the files. Returns how many uploads."""
        ...

    def clear_strays(self, before: datetime) -> int:
        """Remove files older than that time that belong to no upload. Returns of how many uploads there were any."""
        ...

    def remove(self, upload: Upload) -> None:
        """Remove an upload with all its files."""
        ...
