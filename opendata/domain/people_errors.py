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


class LinkNotValid(DomainError):
    """The link was used, has expired, was replaced by a newer one, or never existed; which of these is not told."""

    def __init__(self) -> None:
        super().__init__("This link was used, has expired, or was replaced by a newer one")
        self._german = "Dieser Link wurde schon benutzt, ist abgelaufen, oder es gibt inzwischen einen neueren"


class LastAdmin(DomainError):
    """The publisher would have no admin any more."""

    def __init__(self, publisher: str) -> None:
        super().__init__(f"Publisher '{publisher}' needs an admin; make somebody else an admin first")
        self._german = (
            f"„{publisher}“ braucht jemanden in der Verwaltung; geben Sie erst einer anderen Person diese Rolle"
        )
        self.publisher = publisher


class OperatorNeeded(DomainError):
    """The person has rights that the admin does not have, so only an operator may hand over their access."""

    def __init__(self, email: str) -> None:
        super().__init__(f"'{email}' also acts for others; only an operator of the service can do this")
        self._german = f"„{email}“ gehört auch noch zu anderen; das kann nur der Betrieb des Dienstes tun"
        self.email = email
