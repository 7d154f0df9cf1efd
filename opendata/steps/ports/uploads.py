"""What the steps ask of the place where uploads are kept: what staff sent, private."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from opendata.domain.model import Dataset, Upload
from opendata.domain.report.findings import Rewrite
from opendata.steps.ports.jobs import NewJob


class Uploads(Protocol):
    """What staff sent, with its report; private."""

    def add(
        self,
        upload: Upload,
        files: Mapping[str, bytes],
        tables: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        job: NewJob | None = None,
    ) -> None:
        """Keep a new upload: the files as they were sent, the draft's tables by name, and all rewrites.

        job: what is still to be done with it; both are there, or neither.
        """
        ...

    def add_draft(self, upload: Upload, tables: Mapping[str, bytes], rewrites: Sequence[Rewrite]) -> None:
        """Keep what upload.run made of the files; it counts once the upload names that run."""
        ...

    def get(self, upload_id: str) -> Upload:
        """Raises UploadNotFound."""
        ...

    def of(self, dataset: Dataset) -> Sequence[Upload]:
        """All that is kept of a dataset's uploads, newest first."""
        ...

    def change(self, upload: Upload) -> None:
        """Keep what became of an upload."""
        ...

    def files(self, upload: Upload) -> Mapping[str, bytes]:
        """The files as they were sent; raises PackageDamaged if they are gone."""
        ...

    def tables(self, upload: Upload, names: Sequence[str]) -> Mapping[str, bytes]:
        """The draft's tables; raises PackageDamaged if they are gone."""
        ...

    def rewrites(self, upload: Upload, start: int, stop: int | None) -> tuple[list[dict[str, Any]], int]:
        """The rewrites from one place to another as JSON has them, and how many there are in all.

        stop: None for the end. Raises PackageDamaged if they are gone.
        """
        ...

    def expire(self, before: datetime, limit: int, *, now: datetime) -> int:
        """Remove what was sent before that time, of published uploads the files. Returns how many."""
        ...

    def clear_strays(self, before: datetime) -> int:
        """Remove files, older than that, which belong to no upload. Returns of how many uploads there were any."""
        ...

    def remove(self, upload: Upload) -> None:
        """Remove an upload with all that was sent."""
        ...
