"""Set times: a draft is published once, at a time that was set before, if nothing has changed since.

Here: setting, moving and cancelling the time, and keeping it, as a job. Not here: publishing itself
(publishing_drafts.py).
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from opendata.domain.errors import (
    AnswersMissing,
    DateBeforeLast,
    EarlierPartOpen,
    RequestNotValid,
    UploadNotFound,
    UploadNotReady,
    UploadNotValid,
    VersionConflict,
    VersionWithdrawn,
)
from opendata.domain.four_eyes import must_be_another
from opendata.domain.letters import missed_words
from opendata.domain.local_times import local_moment_text, moment_of
from opendata.domain.model import Upload
from opendata.domain.release_errors import FourEyesNeeded, NoAppointment, TooLateToCancel
from opendata.steps import publishing_drafts, uploading
from opendata.steps.answering import must_be_answered
from opendata.steps.desk import Desk
from opendata.steps.ports.appointments import KEPT, Appointment
from opendata.steps.ports.jobs import NewJob
from opendata.steps.previewing import mark_of, preview
from opendata.steps.releasing import must_be_draft
from opendata.steps.telling import tell

JOB = "appointment"
# Why a draft cannot be published any more, as domain/letters.py tells it.
REASONS: dict[type[Exception], str] = {
    VersionConflict: "another-version",
    AnswersMissing: "answers-missing",
    DateBeforeLast: "date-before-last",
    FourEyesNeeded: "four-eyes",
    VersionWithdrawn: "withdrawn",
    UploadNotValid: "draft-changed",
    UploadNotReady: "draft-changed",
    EarlierPartOpen: "earlier-part",
}
BEFORE_REMOVAL = timedelta(minutes=1)  # so long before the retention removes a draft, its last set time may be


def set_time(desk: Desk, upload: Upload, text: str, now: datetime, *, confirm: bool = False) -> Appointment:
    """Publish a draft at a time, in place of the one that was set before.

    text: such as 2026-01-15T09:00, in the publisher's time zone. Raises RequestNotValid, FourEyesNeeded,
    AnswersMissing, and what previewing a draft raises.
    """
    must_be_draft(upload)
    at = moment_of(text, desk.office.rules.time_zone(upload.publisher))
    last = upload.created_at + desk.keep - BEFORE_REMOVAL
    if at <= now:
        german = "dieser Zeitpunkt ist schon vorbei; zum sofortigen Veröffentlichen gibt es einen eigenen Knopf"
        raise RequestNotValid("at", "this time is over already; publish at once instead", german=german)
    if at > last:
        german = f"Entwürfe werden aufgehoben bis zum {last:%d.%m.%Y}; setzen Sie einen früheren Zeitpunkt"
        raise RequestNotValid("at", f"the draft is kept until {last:%Y-%m-%d}; set an earlier time", german=german)
    seen = preview(desk, upload, confirmed=confirm)
    if seen.plan.number is None:
        german = "es gibt nichts Neues zu veröffentlichen"
        raise RequestNotValid("at", "there is nothing new to publish", german=german)
    if desk.office.rules.four_eyes(upload.publisher):
        must_be_another(desk.by, upload)
    must_be_answered(seen.upload)
    kept = desk.uploads.get(upload.id)
    appointment = Appointment(
        id=secrets.token_hex(12),
        upload=upload.id,
        publisher=upload.publisher,
        at=at,
        by=desk.by,
        mark=_mark(kept),
        confirms=confirm,
        made_at=now,
    )
    was_moved = desk.office.appointments.make(appointment)
    act = "appointment.moved" if was_moved else "appointment.made"
    desk.note(act, upload.publisher, **uploading.about_upload(upload), at=_at(desk, appointment))
    return appointment


def cancel(desk: Desk, upload: Upload, now: datetime) -> None:
    """Call off the set time of a draft; raises NoAppointment, TooLateToCancel."""
    if not desk.office.appointments.cancel(upload.id, now):
        last = appointment_of(desk, upload)
        raise TooLateToCancel(upload.id) if last and (last.waits or last.was_missed) else NoAppointment(upload.id)
    desk.note("appointment.cancelled", upload.publisher, **uploading.about_upload(upload))


def appointment_of(desk: Desk, upload: Upload) -> Appointment | None:
    """The newest set time of an upload; one that was cancelled, or kept, says nothing any more."""
    last = desk.office.appointments.latest([upload.id]).get(upload.id)
    return last if last and (last.waits or last.was_missed) else None


def is_outdated(appointment: Appointment, upload: Upload) -> bool:
    """Whether a draft was changed since its time was set, so that it will not be published."""
    return appointment.waits and appointment.mark != _mark(upload)


def add_due(desk: Desk, now: datetime) -> int:
    """Add the jobs of all appointments whose time has come, unless another worker did; returns how many."""
    due = desk.office.appointments.due(now)
    return sum(desk.office.jobs.add(NewJob(f"due-{each}", JOB, each), now) for each in due)


def keep(desk: Desk, appointment_id: str, now: datetime) -> str:
    """Publish the draft of an appointment whose time has come, or tell why not; returns what became of it.

    A second call, after the first one broke off, publishes nothing twice.
    """
    appointment = desk.office.appointments.get(appointment_id)
    if appointment is None or not desk.office.appointments.take(appointment_id, now):
        return "ended before"
    outcome = _published(replace(desk, by=appointment.by), appointment, now)
    if outcome == KEPT:
        if desk.office.appointments.end(appointment_id, KEPT, now):
            desk.note("appointment.kept", appointment.publisher, by=appointment.by.hand)
        return KEPT
    miss(desk, appointment, outcome, now)
    return outcome


def miss(desk: Desk, appointment: Appointment, outcome: str, now: datetime) -> None:
    """Note that a draft was not published at its set time, and tell the person who set it."""
    if not desk.office.appointments.end(appointment.id, outcome, now):
        return
    office = desk.office
    desk.note("appointment.missed", appointment.publisher, by=appointment.by.hand, reason=outcome)
    try:
        upload = desk.uploads.get(appointment.upload)
    except UploadNotFound:
        return
    members = {person.email for person in office.people.of_publisher(appointment.publisher)}
    to = {appointment.by.person or "", *(upload.hands or ())} & members
    at, word = _at(desk, appointment), missed_words(outcome, office.language)
    tell(desk, sorted(to), upload, "missed", now, f"miss-{appointment.id}", at=at, word=word)


def _published(desk: Desk, appointment: Appointment, now: datetime) -> str:
    """KEPT if the draft is published now, or why it is not."""
    try:
        upload = desk.uploads.get(appointment.upload)
    except UploadNotFound:
        return "gone"
    if upload.state == "published":
        return KEPT
    if not _may_still(desk, appointment, now):
        return "role-lost"
    if upload.base != desk.catalogue.dataset(upload.publisher, upload.dataset).current:
        return "another-version"
    if appointment.mark != _mark(upload):
        return "draft-changed"
    try:
        result = publishing_drafts.publish(desk, upload, {}, now=now, confirm=appointment.confirms)
    except tuple(REASONS) as error:
        return REASONS[type(error)]
    is_ours = desk.uploads.get(upload.id).state == "published"
    return KEPT if is_ours or not result.unchanged else "unchanged"


def _may_still(desk: Desk, appointment: Appointment, now: datetime) -> bool:
    """Whether whoever set the time may still publish."""
    by, publisher = appointment.by, appointment.publisher
    if by.token is not None:
        for token in desk.office.accounts.tokens(publisher):
            if token.id == by.token:
                is_over = token.revoked_at or (token.valid_until and now.date() > token.valid_until)
                return not is_over and "publish" in token.scopes
        return False
    if by.person is None:
        return True  # the command line
    person = desk.office.people.by_email(by.person)
    return person is not None and person.may("publisher", publisher)


def _mark(upload: Upload) -> str:
    """A mark of the draft and its answers, which are published with it."""
    answers = sorted((upload.answers or {}).items(), key=lambda answer: answer[0])
    return hashlib.sha256(f"{mark_of(upload)} {answers!r}".encode()).hexdigest()


def _at(desk: Desk, appointment: Appointment) -> str:
    zone = desk.office.rules.time_zone(appointment.publisher)
    return local_moment_text(appointment.at, zone, desk.office.language)
