"""Mail through the operator's own mail server (SMTP).

Here: messages over connections. Not here: what is in them.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from opendata.steps.ports.mail import MailboxRefused, MailDeferred, MailMessage, MailNotSent

PATIENCE_SECONDS = 20
MAILS_OF_A_CONNECTION = 50  # many servers end a connection that brings many more
POLICY_CODE = re.compile(rb"5\.7\.\d+")  # RFC 3463: refused for what the sender is or may, not for the mailbox
PLAIN_VALUE = re.compile(r"[\x20-\x7e]+")


class WholeLines(EmailPolicy):
    """Headers whose values are addresses of pages stand on one line as they are: a long one would be encoded."""

    WHOLE = ("list-unsubscribe", "list-unsubscribe-post", "list-id", "message-id")

    def fold(self, name: str, value: Any) -> str:
        return self._whole(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        whole = self._whole(name, value)
        return whole.encode("ascii") if whole else super().fold_binary(name, value)

    def _whole(self, name: str, value: Any) -> str | None:
        is_whole = name.lower() in self.WHOLE and PLAIN_VALUE.fullmatch(str(value))
        return f"{name}: {value}{self.linesep}" if is_whole else None


POLICY = WholeLines(linesep="\r\n")


@dataclass(frozen=True)
class SmtpMail:
    """Implements steps.ports.mail.Mail.

    url: smtp://user:password@host:587, which is encrypted where the server can (and must be where there is a
    password), or smtps://…:465, which always is. None: no mail can be sent.
    """

    url: str | None = field(repr=False)
    sender: str | None

    @property
    def is_possible(self) -> bool:
        return self.url is not None

    def send(self, to: str, subject: str, text: str) -> None:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = self._sender(), to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self._domain())
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        message.set_content(text)
        with _telling(), self._connected() as server:
            server.send_message(message)

    @contextmanager
    def sending(self) -> Iterator[Callable[[MailMessage], None]]:
        connection = _Connection(self)

        def send(mail: MailMessage) -> None:
            message = self._message(mail)
            with _telling():
                connection.send(message)

        try:
            yield send
        finally:
            connection.close()

    def connect(self) -> smtplib.SMTP:
        """A connection that takes mails; raises OSError, SMTPException."""
        parts = urlsplit(str(self.url))
        host, encrypted = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=PATIENCE_SECONDS, context=encrypted
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE_SECONDS)
        try:
            if parts.scheme == "smtp" and (parts.username or _offers_encryption(server)):
                server.starttls(context=encrypted)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self.connect()
        with server:
            yield server

    def _message(self, mail: MailMessage) -> EmailMessage:
        """The mail as it is sent; raises ValueError for a line break in a header."""
        message = EmailMessage(policy=POLICY)
        message["From"], message["To"], message["Subject"] = self._sender(), mail.to, mail.subject
        message["Date"], message["Message-ID"] = format_datetime(mail.at), f"<{mail.name}@{self._domain()}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text, cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        for name, value in mail.headers.items():
            message[name] = value
        return message

    def _sender(self) -> str:
        if self.url is None or self.sender is None:
            raise MailNotSent("SMTP_URL is not set")
        return self.sender

    def _domain(self) -> str:
        return self._sender().rpartition("@")[2].rstrip("> ")


@dataclass
class _Connection:
    """A connection that is made when it is needed, and anew after a number of mails or an error."""

    mail: SmtpMail
    server: smtplib.SMTP | None = None
    sent: int = 0

    def send(self, message: EmailMessage) -> None:
        if self.sent >= MAILS_OF_A_CONNECTION:
            self.close()
        if self.server is None:
            self.server, self.sent = self.mail.connect(), 0
        self.sent += 1
        try:
            self.server.send_message(message)
        except smtplib.SMTPRecipientsRefused:
            raise  # the connection stays as it is
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        server, self.server = self.server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


@contextmanager
def _telling() -> Iterator[None]:
    """Raise MailNotSent for whatever a mail server does or does not do."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        is_for_good = 500 <= code < 600 and not POLICY_CODE.match(words)
        kind = MailboxRefused if is_for_good else MailDeferred
        raise kind(f"{code} {words.decode('utf-8', 'replace')}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(f"{type(error).__name__}: {error}") from error


def _offers_encryption(server: smtplib.SMTP) -> bool:
    server.ehlo()
    return server.has_extn("starttls")
