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

    def is_empty(self) -> bool:
        """Whether nobody may sign in yet."""
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

    def set_language(self, person: Person, language: str) -> None:
        """Keep the language, "de" or "en", in which the person reads."""
        ...

    def code_secret(self, person: Person) -> str | None:
        """The secret that the person's app makes codes from; None: they sign in without a code."""
        ...

    def set_second_factor(
        self, person: Person, secret: str | None, step: int | None, recovery_digests: Sequence[str]
    ) -> None:
        """Keep a secret, the step of time of the last code that was taken, and digests of recovery codes."""
        ...

    def take_step(self, person: Person, step: int) -> bool:
        """Take a code's step of time; returns whether it is later than all that were taken before."""
        ...

    def use_recovery_code(self, person: Person, digest: str) -> bool:
        """Remove a recovery code; returns whether it was there."""
        ...

    def recovery_codes_left(self, person: Person) -> int:
        """How many recovery codes the person has not used."""
        ...

    def by_identity(self, issuer: str, subject: str) -> Person | None:
        """The person whom a provider of OpenID Connect knows by that name, or None."""
        ...

    def add_identity(self, person: Person, issuer: str, subject: str) -> None:
        """Keep by what name a provider of OpenID Connect knows a person, in place of its name for them before."""
        ...

    def has_identity(self, person: Person, issuer: str) -> bool:
        """Whether it is known what that provider calls a person."""
        ...
