"""Room for files that arrive: whether their publisher may store them.

Here: asking before they are read. Not here: the quota itself (quotas.py).
"""

from collections.abc import Sequence
from contextlib import suppress

from opendata.domain.errors import UploadKnown, UploadNotFound
from opendata.domain.model import Dataset, SourceFile
from opendata.domain.quota_errors import NoRoomLeft
from opendata.steps.desk import Desk


def must_have_room(desk: Desk, dataset: Dataset, files: Sequence[SourceFile], upload_id: str | None) -> None:
    """Raise NoRoomLeft where the publisher may not store these files.

    upload_id: under which they are to be kept. Raises UploadKnown where they are already, as by a form sent twice.
    """
    try:
        desk.quota.must_have_room(dataset.publisher.name, files)
    except NoRoomLeft:
        if upload_id is not None:
            with suppress(UploadNotFound):
                raise UploadKnown(desk.uploads.get(upload_id).id) from None
        raise
