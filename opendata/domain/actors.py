"""Actors: who does something to a dataset, as the audit log names them and as four eyes count them.

Here: people, programs and the command line in one form. Not here: what each of them may do (domain/people.py,
web/access.py), the rule of four eyes (four_eyes.py).
"""

from dataclasses import dataclass

TOKEN = "token:"  # noqa: S105 - before the name of a token, in the audit log
COMMAND_LINE = "flask"  # who acted, where a command did


@dataclass(frozen=True)
class Actor:
    """Who acts."""

    name: str  # in the audit log: an e-mail address, TOKEN with the name of a token, or a name of this module
    person: str | None = None  # the e-mail address of the person who answers for it; None: nobody is known
    token: int | None = None  # the id of the token that a program came with

    @property
    def hand(self) -> str:
        """The name under which a draft remembers that this actor had a hand in it."""
        return self.person or self.name


SERVICE = Actor("service")  # the service itself, when a set time has come
ON_THE_COMMAND_LINE = Actor(COMMAND_LINE)
BY_LINK = Actor("preview-link")  # somebody who opened a preview link; nobody knows who


def person_actor(email: str) -> Actor:
    """A person who is signed in."""
    return Actor(email, email)


def token_actor(name: str, made_by: str | None, token_id: int) -> Actor:
    """A program with a token; it counts as the person who made the token."""
    return Actor(f"{TOKEN}{name}", made_by, token_id)
