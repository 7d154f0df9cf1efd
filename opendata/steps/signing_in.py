"""Signing in: from an e-mail address and a password to a session, and from a session to the person who has it.

Here: the order of the proofs, how often they may be tried, and how long a session lasts. Not here: cookies and
forms (portal/), codes (second_factor.py), where people and sessions are kept (storage/accounts/).

Attempts are slowed down by the address they come from, alone and together with the account. No account is locked:
whoever knows an e-mail address could lock out its owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from opendata.domain.people import Person
from opendata.steps.ports.audit import Act, Audit
from opendata.steps.ports.codes import Codes
from opendata.steps.ports.one_time_links import OneTimeLinks
from opendata.steps.ports.passwords import Passwords
from opendata.steps.ports.people import People
from opendata.steps.ports.sessions import AttemptLimit, Attempts, Session, Sessions
from opendata.steps.telling_of_accounts import Teller

IDLE = timedelta(hours=4)  # a session that is not used for that long has ended
LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is kept when a session was used last
CODE_WITHIN = timedelta(minutes=10)  # how long a right password waits for the code
PER_ADDRESS = AttemptLimit(30, 600)  # wrong attempts of one client address, on all accounts together
PER_ACCOUNT_AND_ADDRESS = AttemptLimit(8, 600)


@dataclass(frozen=True)
class Door:
    """What signing in and managing people asks of others."""

    people: People
    sessions: Sessions
    attempts: Attempts
    passwords: Passwords
    codes: Codes
    links: OneTimeLinks
    audit: Audit
    teller: Teller


@dataclass(frozen=True)
class Visitor:
    """Where a request comes from."""

    address: str  # of the client; of IPv6 its network, all of whose addresses one client has
    device: str  # "Firefox, Windows"
    language: str | None = None  # in which the pages speak there; None: nobody knows


@dataclass(frozen=True)
class Entrance:
    """What came of an attempt to sign in."""

    secret: str | None = None  # of the new session
    person: Person | None = None
    waits_for_code: bool = False  # the password was right, and a code is asked for now
    wait_seconds: int | None = None  # too many attempts: nothing was tried


@dataclass(frozen=True)
class SignedIn:
    """A person with the session that proves them."""

    person: Person
    session: Session


def sign_in(door: Door, email: str, password: str, caller: Visitor, now: datetime) -> Entrance:
    """Try an e-mail address with a password; the answer takes as long whether or not the address is known."""
    limits = _limits(email, caller.address)
    if wait := door.attempts.count(limits, now):
        return Entrance(wait_seconds=wait)
    person = door.people.by_email(email.strip().lower())
    known_hash = door.people.password_hash(person) if person and person.may_do_anything else None
    if not door.passwords.is_right(password, known_hash) or person is None or known_hash is None:
        return Entrance()
    door.attempts.take_back(list(limits))
    if door.passwords.is_outdated(known_hash):
        door.people.set_password_hash(person, door.passwords.hashed(password))
    if person.needs_code:
        secret = door.sessions.begin(person.id, caller.device, now, now + CODE_WITHIN, waits_for_code=True)
        return Entrance(secret, person, waits_for_code=True)
    return Entrance(begin_session(door, person, caller, now, way="password", proved_at=now), person)


def begin_session(
    door: Door, person: Person, caller: Visitor, now: datetime, *, way: str, proved_at: datetime | None
) -> str:
    """Begin a session for a person who has proved who they are; returns its secret.

    proved_at: when they did so themselves, by a password or at a provider; None: nobody knows.
    """
    ends_at = now + LONGEST_SESSION
    secret = door.sessions.begin(person.id, caller.device, now, ends_at, waits_for_code=False, proved_at=proved_at)
    if caller.language and caller.language != person.language:
        door.people.set_language(person, caller.language)
    door.audit.add(Act(person.email, "session.begun", about={"way": way, "device": caller.device}), now)
    return secret


def signed_in(door: Door, secret: str, now: datetime) -> SignedIn | None:
    """Who has the session of that secret now; None where it has ended or the person may no longer do anything."""
    session = door.sessions.find(secret)
    if session is None or not is_live(session, now):
        return None
    person = door.people.person(session.person_id)
    if person is None or not person.may_do_anything:
        return None
    if now - session.seen_at >= SEEN_EVERY:
        door.sessions.seen(session, now)
    return SignedIn(person, session)


def is_live(session: Session, now: datetime) -> bool:
    """Whether a session that nobody has ended still lasts."""
    return now < session.ends_at and now < session.seen_at + IDLE


def sign_out_everywhere(door: Door, held: SignedIn, now: datetime) -> int:
    """End every session of a person but the one they use; returns how many."""
    ended = door.sessions.end_all(held.person.id, but=held.session.id)
    door.audit.add(Act(held.person.email, "session.ended_elsewhere", about={"sessions": ended}), now)
    return ended


def _limits(email: str, address: str) -> Mapping[str, AttemptLimit]:
    return {
        f"sign-in {address}": PER_ADDRESS,
        f"sign-in {address} {email.strip().lower()}": PER_ACCOUNT_AND_ADDRESS,
    }
