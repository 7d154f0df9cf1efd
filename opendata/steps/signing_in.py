"""Signing in: from an e-mail address and a password to a session, and from a session to the person who has it.

Here: the order of the proofs, how often they may be tried, and how long a session lasts. Not here: cookies and
forms (portal/), where people and sessions are kept (storage/accounts/).

Attempts are slowed down by the address they come from, alone and together with the account. No account is locked:
whoever knows an e-mail address could lock out its owner.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from opendata.domain.people import Person
from opendata.steps.ports.passwords import Passwords
from opendata.steps.ports.people import People
from opendata.steps.ports.sessions import Attempts, Limit, Session, Sessions

IDLE = timedelta(hours=4)  # a session that is not used for that long has ended
LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is kept when a session was used last
CODE_WITHIN = timedelta(minutes=10)  # how long a right password waits for the code
PER_ADDRESS = Limit(30, 600)  # wrong attempts of one client address, on all accounts together
PER_ACCOUNT_AND_ADDRESS = Limit(8, 600)


@dataclass(frozen=True)
class Door:
    """What signing in asks of others."""

    people: People
    sessions: Sessions
    attempts: Attempts
    passwords: Passwords


@dataclass(frozen=True)
class Entrance:
    """What came of an attempt to sign in."""

    secret: str | None = None  # of the new session
    person: Person | None = None
    wait_seconds: int | None = None  # too many attempts: nothing was tried

    @property
    def needs_code(self) -> bool:
        """Whether the password was right, and a code is asked for now."""
        return self.person is not None and self.person.needs_code


@dataclass(frozen=True)
class SignedIn:
    """A person with the session that proves them."""

    person: Person
    session: Session


def sign_in(door: Door, email: str, password: str, *, address: str, device: str, now: datetime) -> Entrance:
    """Try an e-mail address with a password; the answer takes as long whether or not the address is known."""
    limits = _limits(email, address)
    if wait := door.attempts.count(limits, now):
        return Entrance(wait_seconds=wait)
    person = door.people.by_email(email.strip().lower())
    known_hash = door.people.password_hash(person) if person and person.may_do_anything else None
    if not door.passwords.is_right(password, known_hash) or person is None or known_hash is None:
        return Entrance()
    door.attempts.take_back(list(limits))
    if door.passwords.is_outdated(known_hash):
        door.people.set_password_hash(person, door.passwords.hashed(password))
    return Entrance(begin_session(door, person, device, now, waits_for_code=person.needs_code), person)


def begin_session(door: Door, person: Person, device: str, now: datetime, *, waits_for_code: bool = False) -> str:
    """Begin a session for a person who has proved who they are; returns its secret."""
    ends_at = now + (CODE_WITHIN if waits_for_code else LONGEST_SESSION)
    return door.sessions.begin(person.id, device, now, ends_at, waits_for_code=waits_for_code)


def signed_in(door: Door, secret: str, now: datetime) -> SignedIn | None:
    """Who has the session of that secret now; None where it has ended or the person may no longer do anything."""
    session = door.sessions.find(secret)
    if session is None or session.ends_at <= now or session.seen_at + IDLE <= now:
        return None
    person = door.people.person(session.person_id)
    if person is None or not person.may_do_anything:
        return None
    if now - session.seen_at >= SEEN_EVERY:
        door.sessions.seen(session, now)
    return SignedIn(person, session)


def client_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the network of an IPv6 address, all of which one has at once."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped) if parsed.ipv4_mapped else f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


def _limits(email: str, address: str) -> dict[str, Limit]:
    client = client_of(address)
    return {
        f"sign-in {client}": PER_ADDRESS,
        f"sign-in {client} {email.strip().lower()}": PER_ACCOUNT_AND_ADDRESS,
    }
