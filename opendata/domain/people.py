"""People: who may sign in to the staff portal, and what each of them may do for which publisher.

Here: roles, their order, and the rights that follow from them. Not here: passwords, sessions (steps/signing_in.py),
where people are kept (storage/accounts/), tokens of programs (steps/ports/accounts.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from opendata.domain.errors import RequestNotValid

# Each role may do all that the roles before it may: an editor uploads, a publisher also publishes, an admin also
# manages people, tokens and datasets.
ROLES = ("editor", "publisher", "admin")
LONGEST_ADDRESS = 254  # of an e-mail address, as mail servers have it


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in."""

    id: int
    email: str
    roles: Mapping[str, str] = field(default_factory=dict)  # the name of a publisher: the role there
    is_operator: bool = False  # an admin of every publisher
    has_password: bool = True
    needs_code: bool = False  # signs in with a code from an app as well
    language: str | None = None  # "de" or "en", as the pages spoke last; None: nobody knows

    def may(self, role: str, publisher: str) -> bool:
        """Whether the person has that role, or a higher one, for the publisher."""
        if self.is_operator:
            return True
        own = self.roles.get(publisher)
        return own is not None and ROLES.index(own) >= ROLES.index(role)

    def role_for(self, publisher: str) -> str | None:
        """The person's role for a publisher; an operator counts as an admin."""
        return ROLES[-1] if self.is_operator else self.roles.get(publisher)

    @property
    def may_do_anything(self) -> bool:
        """Whether signing in leads anywhere: a person who was removed from every publisher may do nothing."""
        return self.is_operator or bool(self.roles)


def email_address(text: str) -> str:
    """The e-mail address as it is kept, in lower case; raises RequestNotValid."""
    address = text.strip().lower()
    name, _, host = address.rpartition("@")
    is_plain = address.isprintable() and " " not in address and "," not in address and "@" not in name
    if not name or not host.strip(".") or not is_plain or len(address) > LONGEST_ADDRESS:
        german = f"„{text.strip()}“ ist keine E-Mail-Adresse; schreiben Sie sie wie name@stadt.example"
        raise RequestNotValid("email", f"'{text.strip()}' is not an e-mail address", german=german)
    return address


def role_name(text: str) -> str:
    """The role of that name; raises RequestNotValid and names those that exist."""
    if text not in ROLES:
        raise RequestNotValid("role", f"'{text}' is not a role", ROLES, f"„{text}“ ist keine Rolle")
    return text
