"""Taking back: deleting what was sent and is not published, and withdrawing what is.

Here: these acts, the same for API, portal and terminal. Not here: what remains of a withdrawn version
(domain/packages/withdrawal.py).
"""

from dataclasses import dataclass
from datetime import datetime

from opendata.domain.errors import UploadPublished
from opendata.domain.model import Dataset, Upload, Version
from opendata.steps.desk import Desk
from opendata.steps.uploading import about_upload


def delete_upload(desk: Desk, upload: Upload, now: datetime) -> None:
    """Delete an upload that is not published, with its set time and its preview links; raises UploadPublished."""
    if upload.state == "published":
        raise UploadPublished(upload.id, upload.version or "")
    desk.office.appointments.cancel(upload.id, now)
    desk.uploads.remove(upload)
    desk.office.preview_links.revoke(upload.id, None, now)
    desk.note("upload.deleted", upload.publisher, **about_upload(upload))


@dataclass(frozen=True)
class Going:
    """What withdrawing a version would take away, and what would hold then."""

    version: Version
    rows: int
    holds_then: Version | None  # None: nothing would be published any more
    is_current: bool


def what_goes(desk: Desk, dataset: Dataset, number: str) -> Going:
    """What withdrawing a version would take away; raises VersionNotFound."""
    version = desk.versions.get(dataset, number)
    others = [
        other for other in desk.versions.history(dataset) if other.withdrawal is None and other.number != number
    ]
    rows = sum(resource.rows for resource in version.resources)
    return Going(version, rows, others[-1] if others else None, number == dataset.current)


def withdraw_version(desk: Desk, dataset: Dataset, number: str, reason: str, now: datetime) -> Version:
    """Withdraw a version with a public reason, as withdrawal.reason_text() returns it.

    One person may do it, also where four eyes are wanted: what should not be public must go at once.
    Raises VersionNotFound, AlreadyWithdrawn.
    """
    is_news = desk.versions.get(dataset, number).withdrawal is None
    version = desk.versions.withdraw(dataset, number, reason, now=now)
    if is_news:
        desk.note("version.withdrawn", version.publisher, dataset=dataset.name, version=number, reason=reason)
    return version
