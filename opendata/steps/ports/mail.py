"""What the steps need in order to send mail."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class MailNotSent(Exception):
    """The mail server did not take the mail; str() says why, for the operator alone."""


class MailDeferred(MailNotSent):
    """The mail server does not take the mail to this mailbox now; it may well take those to others."""


class MailboxRefused(MailNotSent):
    """The mail server says for good that it has no such mailbox, or that nothing can be delivered to it."""


@dataclass(frozen=True)
class MailMessage:
    """A mail of both forms, which programs can tell from a letter of a person; html: the same as the text."""

    to: str
    subject: str
    text: str
    html: str
    name: str  # what stands in front of the @ of its Message-ID: the same for the same mail, sent a second time
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)  # beside those that every mail has


class Mail(Protocol):
    """Sends mail, where the operator has set a mail server."""

    @property
    def is_possible(self) -> bool:
        """Whether mail can be sent at all."""
        ...

    def send(self, to: str, subject: str, text: str) -> None:
        """Send a mail of plain text; raises MailNotSent."""
        ...

    def sending(self) -> AbstractContextManager[Callable[[MailMessage], None]]:
        """Send many mails over few connections: what is called for each.

        It raises MailNotSent, MailDeferred, MailboxRefused.
        """
        ...
