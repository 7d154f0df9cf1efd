"""What the pages of a draft tell of its release: its set time, who has to publish it, and links to its preview.

Here: these facts. Not here: the acts (release_pages.py), the steps (steps/releasing.py, steps/set_times.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.actors import person_actor
from opendata.domain.four_eyes import may_be_released_by
from opendata.domain.letters import missed_words
from opendata.domain.local_times import local_moment_text, local_parts
from opendata.domain.reviews import Review, review_of
from opendata.portal.own_uploads import AtUpload
from opendata.steps import preview_by_link, set_times
from opendata.steps.ports.appointments import Appointment
from opendata.steps.ports.preview_links import PreviewLink
from opendata.web.language import language
from opendata.web.services import services

EARLY = "09:00"


@dataclass(frozen=True)
class ReleaseFacts:
    """How a draft is to be released."""

    four_eyes: bool
    is_own: bool  # the person who looks had a hand in it
    hands: Sequence[str]
    said: Review | None
    appointment: Appointment | None
    at: str  # the set time as the clocks of the publisher show it
    is_outdated: bool
    missed: str  # why the draft was not published at its time
    zone: str
    day: str  # for the form
    time: str
    links: Sequence[PreviewLink]

    @property
    def is_mine(self) -> bool:
        """Whether the rule of four eyes lets the person publish."""
        return not (self.four_eyes and self.is_own)


def release_facts(place: AtUpload) -> ReleaseFacts:
    """How the draft at this place is to be released, for the person who looks."""
    desk, upload, tongue = services().desk, place.upload, language()
    zone = desk.office.rules.time_zone(upload.publisher)
    appointment = set_times.appointment_of(desk, upload)
    day, time = local_parts(appointment.at, zone) if appointment and appointment.waits else ("", EARLY)
    return ReleaseFacts(
        four_eyes=desk.office.rules.four_eyes(upload.publisher),
        is_own=not may_be_released_by(person_actor(place.person.email), upload),
        hands=upload.hands or (),
        said=review_of(upload),
        appointment=appointment,
        at=local_moment_text(appointment.at, zone, tongue) if appointment else "",
        is_outdated=appointment is not None and set_times.is_outdated(appointment, upload),
        missed=missed_words(appointment.outcome, tongue) if appointment and appointment.outcome else "",
        zone=zone,
        day=day,
        time=time,
        links=preview_by_link.open_links(desk, upload, services().now()),
    )
