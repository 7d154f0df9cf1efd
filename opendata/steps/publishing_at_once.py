"""Publishing at once: files that arrive with the wish to publish them become a version in one transaction.

Here: the way of an upload that is valid and whose questions need no further answer; it is never a draft. Not here:
all other uploads, which are kept first (uploading.py), and publishing itself (publishing.py).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from opendata.domain.errors import AnswersMissing, RequestNotValid, StorageUnavailable, VersionConflict
from opendata.domain.model import Dataset, SourceFile, Upload
from opendata.steps import answering, publishing
from opendata.steps.desk import Desk
from opendata.steps.publishing_drafts import Published
from opendata.steps.uploading import (
    Arrival,
    Examined,
    about_upload,
    clear_expired,
    contents,
    examined_at_arrival,
    keep,
    note_arrival,
)


def receive_and_publish(
    desk: Desk,
    dataset: Dataset,
    files: Sequence[SourceFile],
    arrival: Arrival,
    answers: Mapping[str, Any],
    *,
    now: datetime,
) -> tuple[Examined, Published | None]:
    """Read and check files, and make them the dataset's next version; their upload is kept as published.

    None in place of the version: the upload is kept as uploading.receive() keeps it, because there is something that
    publishing_drafts.publish() has to say about it. Raises what receive() raises; then nothing is kept.
    """
    examined = examined_at_arrival(desk, dataset, files, arrival, now=now)
    published = publish_examined(desk, dataset, files, examined, answers, now=now)
    if published is None:
        keep(desk, examined, files, now=now)
    return examined, published


def publish_examined(
    desk: Desk,
    dataset: Dataset,
    files: Sequence[SourceFile],
    examined: Examined,
    answers: Mapping[str, Any],
    *,
    now: datetime,
) -> Published | None:
    """Make files that were examined just now the dataset's next version; their upload is kept as published.

    None, and nothing is kept, where publishing_drafts.publish() has something to say about it.
    """
    # Where four eyes are wanted, the files are kept first, and publishing_drafts.py says who may publish them.
    four_eyes = desk.office.rules.four_eyes(dataset.publisher.name)
    # A report of several dates is several versions, each of which somebody has to look at.
    upload = None if four_eyes or examined.older else _answered(examined, answers)
    published = None if upload is None else _published(desk, replace(examined, upload=upload), files, now)
    if published is None:
        return None
    note_arrival(desk, examined.upload, [file.name for file in files])
    about = about_upload(examined.upload)
    desk.note("version.published", dataset.publisher.name, **about, version=published.version.number)
    clear_expired(desk, now)
    return published


def _answered(examined: Examined, answers: Mapping[str, Any]) -> Upload | None:
    """The upload with its answers; None if it is not valid, brings nothing new, or needs other answers."""
    draft, plan, upload = examined.draft, examined.plan, examined.upload
    if draft is None or plan is None or plan.number is None:
        return None
    try:
        together = answering.all_answers(upload, answers)
        answering.must_lead_to_rows(upload, together, draft.frames, draft.kind)
        upload = replace(upload, answers=together or None)
        answering.must_be_answered(upload)
    except (AnswersMissing, RequestNotValid):
        return None
    return upload


def _published(desk: Desk, examined: Examined, files: Sequence[SourceFile], now: datetime) -> Published | None:
    """The version that came of an upload; None if another version was published meanwhile."""
    upload, draft = examined.upload, examined.draft
    assert draft is not None
    kept = desk.uploads.keep_files(upload, contents(files), examined.rewrites, facts=examined.facts)
    draft = replace(draft, answers=answering.public_part(upload), arriving=upload, arriving_bytes=kept)
    try:
        version = publishing.publish(draft, desk.versions, base=upload.base, now=now, planned=examined.plan)
    except VersionConflict:
        return None
    except StorageUnavailable as error:
        if not error.is_uncertain:  # otherwise the version, and the record of its upload, may be there
            with suppress(StorageUnavailable):
                desk.uploads.remove(upload)
        raise
    assert version is not None  # a plan with a number brings something new
    return Published(version, unchanged=False)
