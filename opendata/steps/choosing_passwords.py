"""Choosing passwords: what a new one must be like, changing one's own, and a link by which a lost one is replaced.

Here: the rules of it. Not here: how a password is proved when signing in (signing_in.py).
"""

from datetime import datetime, timedelta
from enum import Enum

from opendata.domain.actors import COMMAND_LINE
from opendata.domain.password_rules import check_length, too_common, words_of
from opendata.domain.people import Person
from opendata.domain.people_errors import LinkNotValid, OperatorNeeded
from opendata.steps.ports.audit import Act
from opendata.steps.ports.one_time_links import NEW_PASSWORD, OneTimeLink
from opendata.steps.ports.sessions import AttemptLimit
from opendata.steps.signing_in import Door, SignedIn, Visitor, begin_session
from opendata.steps.telling_of_accounts import tell

LINK_HOLDS = timedelta(hours=24)
MAILED_LINK_HOLDS = timedelta(hours=2)
OWN_PASSWORD = AttemptLimit(8, 600)
PROOF_HOLDS = timedelta(minutes=15)  # for so long a password is not asked for again before what is dear


def check_password(door: Door, password: str, email: str) -> None:
    """Raise RequestNotValid where a person may not take this password."""
    check_length(password)
    if door.passwords.is_common(password, words_of(email)):
        raise too_common()


class OwnPassword(Enum):
    """What came of asking somebody who is signed in for their password."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_TRIED = "not tried"  # too many wrong ones just before


def is_proved(held: SignedIn, now: datetime) -> bool:
    """Whether somebody has proved so shortly before who they are that they need not do so again.

    A clock that was set back makes nobody proved for longer.
    """
    proved_at = held.session.proved_at
    return proved_at is not None and abs(now - proved_at) < PROOF_HOLDS


def try_own_password(door: Door, held: SignedIn, password: str, now: datetime) -> OwnPassword:
    """Whether somebody who is signed in knows their password, asked before changes that a passer-by must not make.

    Who knows it is proved for the next while.
    """
    key = f"own password {held.person.id}"
    if door.attempts.count({key: OWN_PASSWORD}, now):
        return OwnPassword.NOT_TRIED
    if not door.passwords.is_right(password, door.people.password_hash(held.person)):
        return OwnPassword.WRONG
    door.attempts.take_back([key])
    door.sessions.prove(held.session, now)
    return OwnPassword.RIGHT


def change(door: Door, held: SignedIn, password: str, caller: Visitor, now: datetime) -> str:
    """Take a new password; every session ends, and a new one begins, whose secret is returned.

    Raises RequestNotValid.
    """
    check_password(door, password, held.person.email)
    door.people.set_password_hash(held.person, door.passwords.hashed(password))
    door.sessions.end_all(held.person.id)
    door.audit.add(Act(held.person.email, "password.changed"), now)
    tell(door.teller, held.person, "password-changed", now)
    return begin_session(door, held.person, caller, now, way="password", proved_at=now)


def link_for(door: Door, person: Person, by: Person | None, publisher: str | None, now: datetime) -> str:
    """A link by which a person can choose a new password, for an admin to hand over; returns its secret.

    Raises OperatorNeeded where the person has rights that the admin does not have: who gets the link gets the rights.
    """
    if by is not None and not may_hand_over(by, person):
        raise OperatorNeeded(person.email)
    made_by = by.email if by else COMMAND_LINE
    secret = _make(door, person, made_by, publisher, now, LINK_HOLDS)
    tell(door.teller, person, "password-link-made", now, by=made_by)
    return secret


def may_hand_over(admin: Person, person: Person) -> bool:
    """Whether an admin has every right that a person has, so that handing over the person's access gains nothing."""
    if admin.is_operator:
        return True
    return not person.is_operator and all(admin.may("admin", publisher) for publisher in person.roles)


def link_by_mail(door: Door, person: Person, now: datetime) -> str:
    """A link by which a person can choose a new password, for a mail to the person's own address."""
    return _make(door, person, person.email, None, now, MAILED_LINK_HOLDS)


def choose_by_link(door: Door, link: OneTimeLink, password: str, now: datetime) -> Person:
    """Take a new password; every session ends, codes are still asked for. Raises LinkNotValid, RequestNotValid."""
    person = door.people.by_email(link.email)
    if person is None or not person.may_do_anything:
        raise LinkNotValid
    check_password(door, password, link.email)
    if not door.links.use(link, now):
        raise LinkNotValid
    door.people.set_password_hash(person, door.passwords.hashed(password))
    door.sessions.end_all(person.id)
    door.audit.add(Act(person.email, "password.replaced"), now)
    tell(door.teller, person, "password-replaced", now)
    return person


def _make(door: Door, person: Person, by: str, publisher: str | None, now: datetime, holds: timedelta) -> str:
    link = OneTimeLink("", NEW_PASSWORD, person.email, None, None, by, now, now + holds)
    secret = door.links.make(link)
    door.audit.add(Act(by, "password.link_made", publisher, {"email": person.email}), now)
    return secret
