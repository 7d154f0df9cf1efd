"""Managing people: adding them, their roles and their passwords.

Here: the rules of it. Not here: signing in (signing_in.py), where people are kept (storage/accounts/).
"""

from datetime import datetime

from opendata.domain.errors import AlreadyExists
from opendata.domain.password_rules import check_length, too_common, words_of
from opendata.domain.people import Person, email_address, role_name
from opendata.steps.signing_in import Door


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
    else:
        door.people.give_role(person, publisher, role_name(role), now)
    if not person.has_password:
        door.people.set_password_hash(person, door.passwords.hashed(password))
    return door.people.person(person.id) or person


def check_password(door: Door, password: str, email: str) -> None:
    """Raise RequestNotValid where a person may not take this password."""
    check_length(password)
    if door.passwords.is_common(password, words_of(email)):
        raise too_common()
