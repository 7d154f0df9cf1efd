"""Processing: large uploads are kept at once, and read and checked afterwards, by a job.

Here: what is kept at arrival, what the job does, and the report of an upload that could not be processed.
Not here: reading and checking (uploading.py), doing each job once (storage/job_list/sql_jobs.py, jobs/).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from opendata.domain.errors import (
    DateBeforeLast,
    DomainError,
    EditNotValid,
    MappingNotValid,
    PackageDamaged,
    UnreadableFile,
    UploadChanged,
    UploadNotFound,
    UploadPublished,
    UploadTooDemanding,
)
from opendata.domain.model import Dataset, Job, SourceFile, Upload
from opendata.domain.report.findings import Finding, Report
from opendata.domain.report.summary import report_json
from opendata.steps.desk import Desk
from opendata.steps.looking import must_be_open, sent_files
from opendata.steps.mending import note_mending
from opendata.steps.parts_alike import map_others_alike, mend_others_alike
from opendata.steps.ports.checking import Caller
from opendata.steps.ports.jobs import Jobs, NewJob
from opendata.steps.room_for_files import must_have_room
from opendata.steps.uploading import (
    Arrival,
    about_upload,
    after_last,
    arrived,
    clear_expired,
    examine,
    hands_with,
    keep_older_parts,
    note_arrival,
)

# Of all files of an upload together. Reading and checking this much took one to three seconds (docs/jobs.md).
LARGE_BYTES = 5 * 2**20
JOB, PREFIX = "process-upload", "upload-"
MAPPED, MENDED = "mapped", "mended"  # why a job reads an upload again
GIVEN_UP = {
    "de": "Diese Dateien ließen sich nicht prüfen: Der Dienst ist dabei mehrmals abgebrochen. Bitte reichen Sie eine "
    "kleinere oder einfachere Datei ein, oder fragen Sie den Betreiber; sein Protokoll nennt den Grund.",
    "en": "These files could not be checked: the service broke off several times. Please send a smaller or simpler "
    "file, or ask the operator, whose log says why.",
}
NOT_READ = {
    "de": "Der Dienst konnte in der letzten Zeit keine Dateien lesen; das liegt nicht an Ihren. Bitte reichen Sie "
    "sie noch einmal ein, oder fragen Sie den Betreiber; sein Protokoll nennt den Grund.",
    "en": "The service could not read any files of late, and yours are not to blame. Please send them again, or ask "
    "the operator, whose log says why.",
}
GONE = {
    "de": "Die eingereichten Dateien sind nicht mehr da. Bitte reichen Sie sie noch einmal ein.",
    "en": "The files that were sent are not there any more. Please send them again.",
}


def is_large(files: Sequence[SourceFile]) -> bool:
    """Whether the files take so long to read and check that a request should not wait for it.

    A page of a report takes as long as thousands of rows; one that was read before does not.
    """
    return any(file.is_unread_report for file in files) or sum(len(file.content) for file in files) > LARGE_BYTES


def accept(desk: Desk, dataset: Dataset, files: Sequence[SourceFile], arrival: Arrival, *, now: datetime) -> Upload:
    """Keep files as an upload that is to be processed, with a job for it.

    Raises NoRoomLeft, DateBeforeLast, UploadKnown; then nothing is kept.
    """
    must_have_room(desk, dataset, files, arrival.upload_id)
    after_last(desk, dataset, arrival.as_of)
    upload = arrived(dataset, arrival, now=now)
    upload = replace(upload, hands=hands_with(desk, upload))
    job = _job(upload.id)
    desk.uploads.add(upload, {file.name: file.content for file in files}, {}, [], job)
    note_arrival(desk, upload, [file.name for file in files])
    clear_expired(desk, now)
    return upload


def map_later(desk: Desk, upload: Upload, mapping: Mapping[str, Any], *, now: datetime) -> Upload:
    """Let a job read the files of an upload once more, by this mapping; raises what _read_later() does."""
    again = _read_later(desk, upload, replace(upload, mapping=mapping), _job(upload.id, again=MAPPED), now)
    desk.note("upload.mapped", upload.publisher, **about_upload(upload))
    return again


def mend_later(desk: Desk, upload: Upload, mended: Upload, *, now: datetime) -> Upload:
    """Let a job read the files of an upload once more, with its new edits; raises what _read_later() does.

    mended: the upload as mending.with_edits() made it.
    """
    job = _job(upload.id, again=MENDED, edits_before=list(upload.edits or ()))
    again = _read_later(desk, upload, mended, job, now)
    note_mending(desk, again)
    return again


def _read_later(desk: Desk, upload: Upload, changed: Upload, job: NewJob, now: datetime) -> Upload:
    """Keep an upload as it is to be read again, with the job that does so.

    Raises UploadNotReady, UploadPublished, UploadChanged, DateBeforeLast, NoRoomLeft; then the upload stays as it is.
    """
    must_be_open(upload)
    desk.quota.must_have_room(upload.publisher)
    after_last(desk, desk.catalogue.dataset(upload.publisher, upload.dataset), upload.as_of)
    again = replace(changed, state="processing", counts=None, next_version=None)
    again = replace(again, hands=hands_with(desk, upload), review=None)
    if not desk.uploads.process_again(again, job, now):
        kept = desk.uploads.get(upload.id)
        raise (
            UploadPublished(upload.id, kept.version or "") if kept.state == "published" else UploadChanged(upload.id)
        )
    return again


def job_id(upload: Upload) -> str:
    """The id of the job of an upload; an upload has at most one job."""
    return f"{PREFIX}{upload.id}"


def add_missing(jobs: Jobs, now: datetime) -> int:
    """Add the missing jobs of uploads, for example after a backup was restored; returns how many were added."""
    return sum(jobs.add(_job(upload_id), now) for upload_id in jobs.unattended(PREFIX))


def _job(upload_id: str, **about: Any) -> NewJob:
    # A worker of the release before this one reads "remember" as well; it must not keep the mapping of a mere draft.
    said = {"upload": upload_id, "remember": False, **about}
    return NewJob(f"{PREFIX}{upload_id}", JOB, json.dumps(said))


def process(desk: Desk, job: Job, tell: Callable[[float], None]) -> Upload | None:
    """Process an upload; returns its new state, which the caller stores, or None if it was deleted meanwhile."""
    said = json.loads(job.argument)
    upload = _waiting(desk, said["upload"])
    if upload is None:
        return None
    before = replace(upload, edits=said.get("edits_before", upload.edits) or None)
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    try:
        files = sent_files(desk, upload)
    except PackageDamaged:
        return _refused(upload, "files-missing", GONE)
    try:
        after_last(desk, dataset, upload.as_of)
        examined = examine(desk, dataset, upload, files, caller=Caller.JOB, tell=tell)
    except EditNotValid as error:
        return _refused(before, *_told(error))
    except (DateBeforeLast, UnreadableFile, MappingNotValid, UploadTooDemanding) as error:
        return _refused(upload, *_told(error))
    keep_older_parts(desk, examined, files)
    done = replace(examined.upload, run=job.lease)
    desk.uploads.add_draft(done, examined.tables, examined.rewrites, facts=examined.facts)
    if said.get("again") == MAPPED:
        map_others_alike(desk, examined)
    elif said.get("again") == MENDED:
        mend_others_alike(desk, done, before)
    return done


def given_up(desk: Desk, job: Job) -> Upload | None:
    """The state of an upload that could not be processed; the cause may lie outside of the upload."""
    upload = _waiting(desk, json.loads(job.argument)["upload"])
    return None if upload is None else _refused(upload, "processing-failed", GIVEN_UP)


def not_read(desk: Desk, job: Job) -> Upload | None:
    """The state of an upload whose files could not be read, as no files could be read here."""
    upload = _waiting(desk, json.loads(job.argument)["upload"])
    return None if upload is None else _refused(upload, "reading-unavailable", NOT_READ)


def _waiting(desk: Desk, upload_id: str) -> Upload | None:
    try:
        upload = desk.uploads.get(upload_id)
    except UploadNotFound:
        return None
    return upload if upload.state == "processing" else None


def _refused(upload: Upload, code: str, messages: Mapping[str, str]) -> Upload:
    report = Report(errors=[Finding(code, messages)], error_count=1)
    return replace(upload, state="invalid", report=report_json(report))


def _told(error: DomainError) -> tuple[str, dict[str, Any]]:
    """The code with which a request would have been refused for this error, and the sentences that say why."""
    match error:
        case UnreadableFile():
            code = "unreadable-file"
        case DateBeforeLast():
            code = "date-before-last"
        case UploadTooDemanding():
            code = "upload-too-demanding"
        case EditNotValid():
            code = "edit-not-valid"
        case _:
            code = "mapping-not-valid"
    return code, {language: error.in_language(language) for language in ("de", "en")}
