"""Looking: the sheets of an upload as they look, how they would be read, and reading them again by another mapping.

Here: the order of these steps. Not here: reading files (intake/), the process in which that is done (fence/).
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from opendata.domain.errors import MappingNotValid, UploadChanged, UploadNotReady, UploadPublished
from opendata.domain.model import SourceFile, Upload
from opendata.domain.report.edits import edits_from_json
from opendata.domain.report.sent_tables import SentTables
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.desk import Desk
from opendata.steps.ports.checking import Asked, Caller
from opendata.steps.uploading import Examined, about_upload, after_last, examine, keep_older_parts


def sent_tables(desk: Desk, kept: DearAnswers, upload: Upload, mapping: Mapping[str, Any] | None) -> SentTables:
    """The sheets of an upload, and how they would be read by a mapping.

    Raises PackageDamaged where the files are not kept any more, and what an Examination raises.
    """
    reading = json.dumps([mapping, list(upload.edits or ())], sort_keys=True)
    form = f"sheets {hashlib.sha256(reading.encode()).hexdigest()}"
    edits = edits_from_json(upload.edits)

    def look() -> SentTables:
        return desk.examination.look(
            Asked(sent_files(desk, upload), _kind(desk, upload), mapping, Caller.PUBLISHER, edits=edits)
        )

    return kept.get((upload.id,), form, look, lambda seen: seen.bytes)


def sheets_of(desk: Desk, kept: DearAnswers, upload: Upload) -> SentTables:
    """The sheets of an upload by its own mapping; by none where that does not fit the files."""
    try:
        return sent_tables(desk, kept, upload, upload.mapping)
    except MappingNotValid:
        return sent_tables(desk, kept, upload, None)


def map_again(desk: Desk, upload: Upload, mapping: Mapping[str, Any]) -> Examined:
    """Read and check the files of an upload once more, by this mapping; its report and its draft are made anew.

    Raises UploadNotReady, UploadPublished, UploadChanged, DateBeforeLast, NoRoomLeft, PackageDamaged where the files
    are not kept any more, and what an Examination raises; the upload then stays as it is.
    """
    examined = read_again(desk, upload, replace(upload, mapping=mapping))
    desk.note("upload.mapped", upload.publisher, **about_upload(upload))
    return examined


def read_again(desk: Desk, upload: Upload, changed: Upload) -> Examined:
    """Read and check the files of an upload once more, as `changed` says; both are the same upload.

    Raises what map_again() does, and UploadChanged if somebody had it read again meanwhile.
    """
    must_be_open(upload)
    desk.quota.must_have_room(upload.publisher)
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    after_last(desk, dataset, upload.as_of)
    again = replace(changed, counts=None, next_version=None, run=secrets.token_hex(16))
    files = sent_files(desk, upload)
    examined = examine(desk, dataset, again, files)
    # The files of the new draft have a name of their own, so that nobody reads half of the old and half of the new.
    desk.uploads.add_draft(examined.upload, examined.tables, examined.rewrites, facts=examined.facts)
    if not desk.uploads.replace_reading(examined.upload, upload):
        now = desk.uploads.get(upload.id)
        raise UploadPublished(upload.id, now.version or "") if now.state == "published" else UploadChanged(upload.id)
    keep_older_parts(desk, examined, files)
    return examined


def must_be_open(upload: Upload) -> None:
    """Raise UploadNotReady or UploadPublished if nothing can be done to an upload."""
    if upload.state == "processing":
        raise UploadNotReady(upload.id)
    if upload.state == "published":
        raise UploadPublished(upload.id, upload.version or "")


def sent_files(desk: Desk, upload: Upload) -> list[SourceFile]:
    """The files of an upload as they were sent; raises PackageDamaged where they are not kept any more."""
    readings = desk.uploads.readings(upload)
    return [SourceFile(name, content, readings.get(name)) for name, content in desk.uploads.files(upload).items()]


def _kind(desk: Desk, upload: Upload) -> str:
    return desk.catalogue.dataset(upload.publisher, upload.dataset).kind
