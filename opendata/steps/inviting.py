"""Inviting: a link that expires, and by which somebody becomes one of a publisher's people, once.

Here: making, accepting and withdrawing invitations. Not here: the pages and mails that hold the link.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from opendata.domain.errors import AlreadyExists, RequestNotValid
from opendata.domain.people import Person, email_address, role_name
from opendata.domain.people_errors import LinkNotValid
from opendata.steps.choosing_passwords import check_password
from opendata.steps.ports.audit import Act
from opendata.steps.ports.one_time_links import INVITATION, OneTimeLink
from opendata.steps.signing_in import Door
from opendata.steps.telling_of_accounts import tell

INVITATION_HOLDS = timedelta(days=7)


class Invited(NamedTuple):
    """The secret of the link, which nothing else can tell, and whether the invitation was made now."""

    secret: str
    is_new: bool


def invite(
    door: Door, email: str, publisher: str, role: str, by: str, now: datetime, secret: str | None = None
) -> Invited:
    """Invite somebody to a role for a publisher.

    An open invitation of the same person is replaced; one with this very secret stays as it is. secret: None lets one
    be made. Raises AlreadyExists for somebody who has a role there, PublisherNotFound, RequestNotValid.
    """
    address, wanted = email_address(email), role_name(role)
    known = door.people.by_email(address)
    if known and (publisher in known.roles or known.is_operator):
        raise AlreadyExists("user", address)
    before = door.links.find(secret) if secret else None
    if before and not before.is_open(now):
        german = "dieses Formular wurde schon einmal abgeschickt, und seine Einladung gilt nicht mehr"
        raise RequestNotValid("email", "this form was sent before, and its invitation holds no more", german=german)
    if secret and before:
        return Invited(secret, False)
    link = OneTimeLink("", INVITATION, address, publisher, wanted, by, now, now + INVITATION_HOLDS)
    secret = door.links.make(link, secret)
    door.audit.add(Act(by, "person.invited", publisher, {"email": address, "role": wanted}), now)
    return Invited(secret, True)


def open_link(door: Door, secret: str, purpose: str, now: datetime) -> OneTimeLink:
    """The link of that secret if it can still be used for that; raises LinkNotValid."""
    link = door.links.find(secret)
    if link is None or link.purpose != purpose or not link.is_open(now):
        raise LinkNotValid
    return link


def accept(door: Door, link: OneTimeLink, password: str | None, now: datetime) -> Person:
    """Become one of the publisher's people; password: for somebody who has none yet, and ignored for others.

    None leaves somebody without a password, who then signs in through OpenID Connect. Raises LinkNotValid where the
    link was used meanwhile, RequestNotValid for a password that may not be taken; then the link can still be used.
    """
    known = door.people.by_email(link.email)
    needs_password = password is not None and not (known and known.has_password)
    if needs_password and password is not None:
        check_password(door, password, link.email)
    if link.publisher is None or link.role is None or not door.links.use(link, now):
        raise LinkNotValid
    person = known or door.people.add(link.email, now)
    door.people.give_role(person, link.publisher, link.role, now)
    if needs_password and password is not None:
        door.people.set_password_hash(person, door.passwords.hashed(password))
    about = {"role": link.role, "invited_by": link.made_by}
    door.audit.add(Act(link.email, "person.joined", link.publisher, about), now)
    if known is not None:
        tell(door.teller, known, "role-given", now, publisher=link.publisher, after=link.role)
    return door.people.person(person.id) or person


def withdraw(door: Door, email: str, publisher: str, by: str, now: datetime) -> bool:
    """Let an open invitation be used no more; returns whether there was one."""
    closed = door.links.close(email, INVITATION, publisher, now)
    if closed:
        door.audit.add(Act(by, "invitation.withdrawn", publisher, {"email": email}), now)
    return closed
