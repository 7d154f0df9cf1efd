"""What can go wrong with people and their rights, in facts.

Here: failures that only the staff portal and the commands about people can meet. Not here: all other failures
(errors.py), and attempts to sign in, which have an outcome and raise nothing (steps/signing_in.py).
"""

from opendata.domain.errors import DomainError

GERMAN_ROLES = {"editor": "Bearbeitung", "publisher": "Veröffentlichung", "admin": "Verwaltung"}


class RoleMissing(DomainError):
    """The person who is signed in does not have the role that this needs."""

    def __init__(self, publisher: str, role: str) -> None:
        super().__init__(f"This needs the role '{role}' for publisher '{publisher}'")
        self._german = f"Dafür brauchen Sie für „{publisher}“ die Rolle „{GERMAN_ROLES.get(role, role)}“"
        self.publisher, self.role = publisher, role


class PersonNotFound(DomainError):
    """Nobody with that e-mail address belongs to the publisher, or to the service."""

    def __init__(self, email: str) -> None:
        super().__init__(f"There is no person '{email}' here")
        self._german = f"Eine Person „{email}“ gibt es hier nicht"
        self.email = email
