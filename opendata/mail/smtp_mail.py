"""Mail through the operator's own mail server (SMTP).

Here: one message over one connection. Not here: what is in it.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from opendata.steps.ports.mail import MailNotSent

PATIENCE_SECONDS = 20


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
        if self.url is None or self.sender is None:
            raise MailNotSent("SMTP_URL is not set")
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        message.set_content(text)
        try:
            self._send(message)
        except (OSError, smtplib.SMTPException) as error:
            raise MailNotSent(f"{type(error).__name__}: {error}") from error

    def _send(self, message: EmailMessage) -> None:
        parts = urlsplit(str(self.url))
        host, encrypted = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=PATIENCE_SECONDS, context=encrypted
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE_SECONDS)
        with server:
            if parts.scheme == "smtp" and (parts.username or _offers_encryption(server)):
                server.starttls(context=encrypted)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def _offers_encryption(server: smtplib.SMTP) -> bool:
    server.ehlo()
    return server.has_extn("starttls")
