"""Publishing drafts: a draft becomes the dataset's next version, if all who have to say something about it agree.

Here: questions, four eyes, and what is done where another version came between. Not here: the release itself
(publishing.py), reading and checking files (uploading.py), set times (set_times.py).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from opendata.domain.errors import StorageUnavailable, UploadNotReady, UploadNotValid, VersionConflict
from opendata.domain.four_eyes import must_be_another
from opendata.domain.model import Upload, Version
from opendata.domain.release_errors import FourEyesNeeded
from opendata.steps import answering, publishing
from opendata.steps.desk import Desk
from opendata.steps.parts_in_order import must_be_next, plan_later_parts
from opendata.steps.uploading import (
    Examined,
    about_upload,
    after_last,
    answered_draft,
    draft_of,
    must_not_hold_withdrawn,
    planned_again,
)


@dataclass(frozen=True)
class Published:
    """The result of publishing: the new version, or the current one if the content is the same."""

    version: Version
    unchanged: bool
    confirmed: bool = False  # nothing has changed but the date, and the publisher said so


def publish(
    desk: Desk,
    upload: Upload,
    answers: Mapping[str, Any],
    *,
    now: datetime,
    examined: Examined | None = None,
    confirm: bool = False,
) -> Published:
    """Make a draft the dataset's next version. A second call for the same draft returns the same version.

    examined: the result of examine(), if it was made just now; then nothing is read or compared again.
    answers: to the draft's questions, by their ids; together with those of earlier calls.
    confirm: where nothing has changed and the figures are of a later date, publish that they are confirmed.
    Raises FourEyesNeeded where somebody else has to publish, EarlierPartOpen where another part of the report comes
    first.
    Raises UploadNotValid, DateBeforeLast; RequestNotValid if an answer fits no question; AnswersMissing if a required
        question is open. VersionConflict if another version was published since: the draft stays, and its changes
        and questions are made anew against the current version. VersionWithdrawn if the draft was published as a
        version that is withdrawn, or holds tables that were carried over from such a one.
    """
    if upload.state == "published" and upload.version:
        dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
        must_not_hold_withdrawn(desk, upload, dataset)
        return Published(desk.versions.get(dataset, upload.version), unchanged=False)
    must_be_next(desk, upload)
    draft, plan = _ready(desk, upload, examined)
    dataset = draft.dataset
    if confirm and plan is None and upload.base == dataset.current:
        plan = publishing.plan(draft, desk.versions, confirmed=True)
        upload = planned_again(upload, draft, plan) if plan.confirms else upload
    upload = answered_draft(desk, upload, answers, draft)
    if upload.next_version is not None:
        _must_be_free_to_publish(desk, upload)
    if upload.base == dataset.current:  # otherwise its questions are about another step, and are made anew below
        answering.must_be_answered(upload)
    draft = replace(draft, answers=answering.public_part(upload))
    try:
        published = publishing.publish(
            draft, desk.versions, base=upload.base, now=now, planned=plan, confirmed=confirm
        )
    except VersionConflict:
        dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
        if _is_planned_anew(desk, upload, replace(draft, dataset=dataset), confirm):
            raise
        published = None  # the version that was published since has the same content
    if published is None:
        assert dataset.current is not None  # only an existing version can have the same content
        return Published(desk.versions.get(dataset, dataset.current), unchanged=True)
    confirms = plan is not None and plan.confirms
    act = "version.confirmed" if confirms else "version.published"
    with suppress(StorageUnavailable):  # a time that is still set finds the draft published, and does nothing
        desk.office.appointments.cancel(upload.id, now)
    desk.note(act, upload.publisher, **about_upload(upload), version=published.number)
    plan_later_parts(desk, upload)
    return Published(published, unchanged=False, confirmed=confirms)


def _must_be_free_to_publish(desk: Desk, upload: Upload) -> None:
    """Raise FourEyesNeeded where the publisher wants four eyes and whoever sits at the desk is no second pair."""
    if not desk.office.rules.four_eyes(upload.publisher):
        return
    must_be_another(desk.by, upload)
    # A token outlives the role of the person who made it; it counts as that person only while they have one.
    person = desk.office.people.by_email(desk.by.person or "")
    if person is None or not person.may("publisher", upload.publisher):
        raise FourEyesNeeded(upload.id, None)


def _ready(desk: Desk, upload: Upload, examined: Examined | None) -> tuple[publishing.Draft, publishing.Plan | None]:
    """The draft of an upload, and its plan if it was made just now; raises what publish() raises."""
    if examined and examined.draft and examined.plan and examined.plan.number is not None:
        return examined.draft, examined.plan
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    must_not_hold_withdrawn(desk, upload, dataset)
    if upload.state == "processing":
        raise UploadNotReady(upload.id)
    if upload.state != "draft":
        raise UploadNotValid(upload.id, upload.state, upload.report)
    after_last(desk, dataset, upload.as_of)
    return draft_of(desk, upload, dataset), None


def _is_planned_anew(desk: Desk, upload: Upload, rebased: publishing.Draft, confirm: bool) -> bool:
    """Whether the draft would still publish something after another version came; then it is compared anew."""
    anew = publishing.plan(rebased, desk.versions)
    if anew.number is None and not (confirm and publishing.plan(rebased, desk.versions, confirmed=True).confirms):
        return False
    desk.uploads.change(planned_again(upload, rebased, anew))
    return True
