"""Previewing: what publishing a draft would bring about, before anybody publishes it.

Here: the plan of a draft against the version that holds now, the sentences of its events, and keeping answers.
Not here: publishing (publishing_drafts.py), which makes the same plan again.
"""

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from opendata.domain.errors import UploadNotReady, UploadNotValid, UploadPublished
from opendata.domain.journal.event_columns import Events
from opendata.domain.kinds import Kind
from opendata.domain.model import Upload, Version
from opendata.steps import publishing
from opendata.steps.dear_answers import DearAnswers
from opendata.steps.desk import Desk
from opendata.steps.uploading import about_upload, after_last, answered_draft, draft_of, planned_again

FEW_ROWS = 5_000  # of both versions together are compared faster than one waits for a turn
_TURNS = DearAnswers(at_once=1)  # apart from those of readers, who may not keep staff from publishing


@dataclass(frozen=True)
class Preview:
    """A draft and what publishing it now would bring about.

    upload: as it is kept now. has_moved: whether its changes and questions were made anew, because another version
    holds than the one that it was compared with.
    """

    upload: Upload
    draft: publishing.Draft
    plan: publishing.Plan
    before: Kind  # by which the version that holds now is read; the draft's where there is none
    events: Events = field(repr=False)
    mark: str  # of what is shown
    has_moved: bool = False


def preview(desk: Desk, upload: Upload, *, confirmed: bool = False, keeps: bool = True) -> Preview:
    """What publishing a draft would bring about.

    confirmed: as in publishing.plan(). keeps: whether changes and questions made anew are kept with the draft.
    Raises UploadNotReady, UploadPublished, UploadNotValid, DateBeforeLast, VersionWithdrawn, AnswersBusy.
    """
    draft = _draft(desk, upload)
    with _turn_for(desk, draft):
        return _previewed(desk, upload, draft, confirmed=confirmed, keeps=keeps)


def _turn_for(desk: Desk, draft: publishing.Draft) -> AbstractContextManager[None]:
    """A turn for comparing a long table, which takes its memory several times over."""
    rows = sum(table.frame.height for table in draft.tables.values())
    if draft.dataset.current is not None:
        rows += sum(resource.rows for resource in _current(desk, draft).resources)
    return _TURNS.turn() if rows > FEW_ROWS else nullcontext()


def _previewed(desk: Desk, upload: Upload, draft: publishing.Draft, *, confirmed: bool, keeps: bool) -> Preview:
    after_last(desk, draft.dataset, upload.as_of)
    plan = publishing.plan(draft, desk.versions)
    has_moved = upload.base != draft.dataset.current
    if has_moved:
        upload = planned_again(upload, draft, plan)
        if keeps:
            desk.uploads.replace_draft(upload)
    mark = mark_of(upload)
    if confirmed and plan.number is None:
        plan = publishing.plan(draft, desk.versions, confirmed=True)
        # Questions about confirming are not kept with the draft: nobody has said yet that it confirms anything.
        upload = planned_again(upload, draft, plan) if plan.confirms else upload
    events = Events.of([]) if plan.number is None else publishing.events_of(draft, plan, desk.versions)
    before = draft.kind if draft.dataset.current is None else desk.versions.kind(_current(desk, draft))
    return Preview(upload, draft, plan, before, events, mark, has_moved)


def mark_of(upload: Upload) -> str:
    """A mark of what a preview shows, so that nobody publishes what they have not seen."""
    shown = (upload.run, upload.base, upload.next_version, sorted((upload.counts or {}).items()))
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def keep_answers(desk: Desk, upload: Upload, answers: Mapping[str, Any]) -> Upload:
    """The draft with these answers and those it had, which are kept with it; nothing is published.

    Raises what preview() raises, and RequestNotValid if an answer fits no question.
    """
    answered = answered_draft(desk, upload, answers, _draft(desk, upload))
    if answered.answers != upload.answers:
        desk.note("upload.answered", upload.publisher, **about_upload(upload))
    return answered


def forget_answers(desk: Desk, upload: Upload, names: set[str]) -> Upload:
    """The draft without its answers of these names, so that their questions are open again."""
    left = {name: answer for name, answer in (upload.answers or {}).items() if name not in names}
    if left != (upload.answers or {}):
        desk.uploads.answer(upload, left)
    return replace(upload, answers=left or None)


def _current(desk: Desk, draft: publishing.Draft) -> Version:
    return desk.versions.get(draft.dataset, draft.dataset.current or "")


def _draft(desk: Desk, upload: Upload) -> publishing.Draft:
    if upload.state == "processing":
        raise UploadNotReady(upload.id)
    if upload.state == "published":
        raise UploadPublished(upload.id, upload.version or "")
    if upload.state != "draft":
        raise UploadNotValid(upload.id, upload.state, upload.report)
    return draft_of(desk, upload, desk.catalogue.dataset(upload.publisher, upload.dataset))
