"""Managing people: adding them at the command line, changing and taking their roles.

Here: the rules of it. Not here: invitations (inviting.py), passwords (choosing_passwords.py), where people are kept
(storage/accounts/).
"""

from datetime import datetime

from opendata.domain.actors import COMMAND_LINE
from opendata.domain.errors import AlreadyExists
from opendata.domain.people import ROLES, Person, email_address, role_name
from opendata.domain.people_errors import LastAdmin, PersonNotFound
from opendata.steps import inviting
from opendata.steps.choosing_passwords import check_password
from opendata.steps.ports.audit import Act
from opendata.steps.signing_in import Door
from opendata.steps.telling_of_accounts import tell


def add_with_password(
    door: Door, email: str, publisher: str | None, role: str | None, password: str, now: datetime
) -> Person:
    """Add a person with a password and a role, or as an operator where there is no publisher.

    Raises AlreadyExists where the person has the role or is an operator already, RequestNotValid, PublisherNotFound.
    """
    address = email_address(email)
    check_password(door, password, address)
    known = door.people.by_email(address)
    if known and (known.is_operator if publisher is None else publisher in known.roles):
        raise AlreadyExists("user", address)
    if publisher is not None:
        door.people.of_publisher(publisher)
    person = known or door.people.add(address, now)
    if publisher is None or role is None:
        door.people.make_operator(person)
        change, about = "made-operator", {}
    else:
        door.people.give_role(person, publisher, role_name(role), now)
        change, about = "role-given", {"publisher": publisher, "after": role}
    if known is not None:
        tell(door.teller, known, change, now, **about)
    if not person.has_password:
        door.people.set_password_hash(person, door.passwords.hashed(password))
    door.audit.add(Act(COMMAND_LINE, "person.added", publisher, {"email": address, "role": role or "operator"}), now)
    return door.people.person(person.id) or person


def member(door: Door, email: str, publisher: str) -> Person:
    """The person of that address who has a role for the publisher; raises PersonNotFound."""
    person = door.people.by_email(email.strip().lower())
    if person is None or publisher not in person.roles:
        raise PersonNotFound(email)
    return person


def change_role(door: Door, email: str, publisher: str, role: str, by: str, now: datetime) -> Person:
    """Give one of a publisher's people another role; raises PersonNotFound, LastAdmin, RequestNotValid."""
    person, wanted = member(door, email, publisher), role_name(role)
    before = person.roles[publisher]
    if before == wanted:
        return person
    _keep_an_admin(door, person, publisher)
    door.people.give_role(person, publisher, wanted, now)
    about = {"email": person.email, "before": before, "after": wanted}
    door.audit.add(Act(by, "person.role_changed", publisher, about), now)
    tell(door.teller, person, "role-changed", now, by=by, publisher=publisher, before=before, after=wanted)
    return person


def remove(door: Door, email: str, publisher: str, by: str, now: datetime) -> Person:
    """Take a person's role for a publisher; what they have open in the browser shows nothing of it any more.

    Raises PersonNotFound, LastAdmin.
    """
    person = member(door, email, publisher)
    _keep_an_admin(door, person, publisher)
    door.people.take_role(person, publisher)
    inviting.withdraw(door, person.email, publisher, by, now)
    left = door.people.person(person.id)
    if left is None or not left.may_do_anything:
        door.sessions.end_all(person.id)
    door.audit.add(Act(by, "person.removed", publisher, {"email": person.email}), now)
    before = person.roles[publisher]
    tell(door.teller, person, "role-taken", now, by=by, publisher=publisher, before=before)
    return person


def _keep_an_admin(door: Door, person: Person, publisher: str) -> None:
    """Raise LastAdmin where the person is the only admin that the publisher has."""
    admins = [one.email for one in door.people.of_publisher(publisher) if one.roles[publisher] == ROLES[-1]]
    if admins == [person.email]:
        raise LastAdmin(publisher)
