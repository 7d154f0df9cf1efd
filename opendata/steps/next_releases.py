"""Next steps about releasing: set times, missed ones, and drafts that wait for a second pair of eyes.

Here: what whoever sits at the desk learns of them. Not here: all other next steps (next_steps.py), their words
(portal/words/).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from opendata.domain.four_eyes import may_be_released_by
from opendata.domain.model import Dataset, Version
from opendata.domain.reviews import ASKED, Review, review_of
from opendata.steps import next_steps
from opendata.steps.desk import Desk
from opendata.steps.next_steps import PUBLISH, NextStep, Standing
from opendata.steps.ports.appointments import Appointment
from opendata.steps.set_times import is_outdated

SCHEDULED, OUTDATED, MISSED = "scheduled", "outdated", "missed"
SAME, RELEASE, WAITS, HAND_OVER, SENT_BACK = "same", "release", "waits", "hand_over", "sent_back"


def standings(desk: Desk, datasets: Sequence[Dataset], today: date) -> list[Standing]:
    """How several datasets stand, for whoever sits at the desk."""
    current = desk.versions.current(datasets)
    return [standing(desk, dataset, today, current=current) for dataset in datasets]


def standing(
    desk: Desk, dataset: Dataset, today: date, start: int = 0, current: Mapping[str, Version] | None = None
) -> Standing:
    """How a dataset stands, for whoever sits at the desk; start and current: as next_steps.standing() has them."""
    plain = next_steps.standing(desk, dataset, today, start, current)
    drafts = [upload.id for upload in plain.waiting]
    appointments = desk.office.appointments.latest(drafts) if drafts else {}
    publisher = dataset.publisher.name
    four_eyes = bool(drafts) and desk.office.rules.four_eyes(publisher)
    person = desk.office.people.by_email(desk.by.person) if drafts and desk.by.person else None
    may_publish = person is not None and person.may("publisher", publisher)
    steps = []
    for step in plain.steps:
        appointment = appointments.get(step.upload.id) if step.upload else None
        steps += [*_told(desk, step, appointment), _now(desk, step, appointment, four_eyes, may_publish)]
    return replace(plain, steps=steps)


def _told(desk: Desk, step: NextStep, appointment: Appointment | None) -> Iterator[NextStep]:
    """What somebody has to know before they go on."""
    if step.upload is None:
        return
    if appointment and appointment.was_missed:
        yield _of(desk, step, appointment, MISSED)
    said = review_of(step.upload)
    if said and said.what != ASKED and said.by != desk.by.hand:
        yield replace(step, what=SENT_BACK, count=0, by=said.by, word=said.word or "")


def _now(desk: Desk, step: NextStep, appointment: Appointment | None, four_eyes: bool, may_publish: bool) -> NextStep:
    """The step itself, or what stands in its place."""
    if step.upload is None or step.what != PUBLISH:
        return step
    if step.upload.next_version is None:
        return replace(step, what=SAME)
    if appointment and appointment.waits:
        return _of(desk, step, appointment, OUTDATED if is_outdated(appointment, step.upload) else SCHEDULED)
    said, own = review_of(step.upload), not may_be_released_by(desk.by, step.upload)
    if said and said.what == ASKED:
        return _asked(step, said, may_publish and not own)
    return replace(step, what=HAND_OVER) if four_eyes and own else step


def _asked(step: NextStep, said: Review, is_mine: bool) -> NextStep:
    return replace(step, what=RELEASE if is_mine else WAITS, by=said.by, word=said.word or "")


def _of(desk: Desk, step: NextStep, appointment: Appointment, what: str) -> NextStep:
    zone = desk.office.rules.time_zone(appointment.publisher)
    return replace(step, what=what, count=0, at=appointment.at, zone=zone, reason=appointment.outcome or "")
