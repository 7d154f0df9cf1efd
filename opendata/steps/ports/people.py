"""What the steps need from where people are kept: who they are, their roles, and the hash of their password."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from opendata.domain.people import Person


class People(Protocol):
    """The people who may sign in, and the roles that each has for publishers."""

    def person(self, person_id: int) -> Person | None:
        """The person with that id as they are now, or None."""
        ...

    def by_email(self, email: str) -> Person | None:
        """The person with that e-mail address, or None."""
        ...

    def of_publisher(self, publisher: str) -> Sequence[Person]:
        """The people who have a role for a publisher, by e-mail address; raises PublisherNotFound."""
        ...

    def add(self, email: str, now: datetime) -> Person:
        """Add a person without roles and without a password; the one who is there already is returned as they are."""
        ...

    def give_role(self, person: Person, publisher: str, role: str, now: datetime) -> None:
        """Give a person a role for a publisher in place of the one that they have; raises PublisherNotFound."""
        ...

    def make_operator(self, person: Person) -> None:
        """Make a person an operator: an admin of every publisher."""
        ...

    def take_role(self, person: Person, publisher: str) -> bool:
        """Take a person's role for a publisher; returns whether they had one."""
        ...

    def password_hash(self, person: Person) -> str | None:
        """The hash of the person's password; None: they have no password."""
        ...

    def set_password_hash(self, person: Person, password_hash: str) -> None:
        """Keep the hash of a new password in place of the old one."""
        ...
