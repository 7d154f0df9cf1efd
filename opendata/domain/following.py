"""Following by mail: what somebody may follow, and which texts are addresses to which mail can be sent.

Here: values and their text in the database. Not here: whether what is named exists (steps/followed_subjects.py),
words (domain/following_letters.py).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from opendata.domain.errors import DomainError, RequestNotValid

LONGEST_ADDRESS, LONGEST_LOCAL_PART = 254, 64
# The plain form of RFC 5321: no quotes and comments, and none of the signs by which old mail servers were told a way.
LOCAL_PART = re.compile(r"[A-Za-z0-9&'*+/=?^_`{|}~$#-]+(\.[A-Za-z0-9&'*+/=?^_`{|}~$#-]+)*")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class MailOff(DomainError):
    """The operator has set no mail server, so nothing can be followed by mail."""

    def __init__(self) -> None:
        super().__init__("This service sends no mail; follow the feeds instead")
        self._german = "Dieser Dienst verschickt keine Mails; folgen Sie stattdessen den Feeds"


@dataclass(frozen=True)
class Subject:
    """What somebody follows: everything, a publisher, a dataset or a row; or a topic in everything or in one of them.

    field, value: the topic, such as the sector "transport": the rows that have this value in this field.
    """

    publisher: str | None = None
    dataset: str | None = None
    resource: str | None = None
    key: str | None = None
    field: str | None = None
    value: str | None = None

    @property
    def text(self) -> str:
        """The subject as one text, the same for the same subject."""
        return json.dumps({name: part for name, part in sorted(vars(self).items()) if part is not None})

    @property
    def address(self) -> str:
        """The subject by its names alone, for when it is not there any more."""
        return ", ".join(part for part in (self.publisher, self.dataset, self.key, self.value) if part)

    @classmethod
    def of_text(cls, text: str) -> Self:
        """The subject of such a text."""
        parts: Mapping[str, str] = json.loads(text)
        return cls(**parts)


def mail_address(text: str) -> str:
    """An address as it is kept: in small letters, its domain in ASCII; raises RequestNotValid.

    No address that passes can add a recipient or a header to a mail.
    """
    local, _, domain = text.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    address = f"{local}@{domain}"
    is_short = len(local) <= LONGEST_LOCAL_PART and len(address) <= LONGEST_ADDRESS
    if not (is_short and LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain)):
        german = "das ist keine E-Mail-Adresse; schreiben Sie sie wie name@example.org"
        raise RequestNotValid("email", "this is no e-mail address, such as name@example.org", german=german)
    return address


def mailbox_of(address: str) -> str:
    """The mailbox that an address most likely leads to: many servers leave out what stands behind a plus sign."""
    local, _, domain = address.partition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
