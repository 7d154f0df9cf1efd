"""Taking back: deleting what was sent and is not published, and withdrawing what is.

Here: these acts, the same for API, portal and terminal. Not here: what remains of a withdrawn version
(domain/packages/withdrawal.py).
"""

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
