"""What the steps need in order to send mail."""

from typing import Protocol


class MailNotSent(Exception):
    """The mail server did not take the mail; str() says why, for the operator alone."""


class Mail(Protocol):
    """Sends mail, where the operator has set a mail server."""

    @property
    def is_possible(self) -> bool:
        """Whether mail can be sent at all."""
        ...

    def send(self, to: str, subject: str, text: str) -> None:
        """Send a mail of plain text; raises MailNotSent."""
        ...
