"""Daily mails: to each address one mail of all that happened to what it follows, once a day at the most.

Here: to whom, when, and in which order things are noted, so that a killed sender leaves nothing out and sends as
little as possible twice. Not here: which entries are told (followed_entries.py), and words
(domain/following_letters.py).

Before a mail is sent, the table notes the day and the serial up to which it tells; after the mail server has taken
it, the table notes that it is told. A sender that dies in between may have sent the mail or not, which nobody can
know: the mail is sent again, with the same entries and the same Message-ID, so that mailboxes that know it show it
once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from opendata.domain.errors import DomainError, StorageUnavailable
from opendata.domain.following import Subject
from opendata.domain.following_letters import LetterLine, LetterPart, daily_letter, one_line
from opendata.domain.journal.short_titles import DATASET, short_title
from opendata.domain.model import Entry
from opendata.steps.followed_entries import EntriesOfRound, ToldPart
from opendata.steps.followed_subjects import subject_name
from opendata.steps.following_by_mail import FollowDesk
from opendata.steps.ports.followers import Follower
from opendata.steps.ports.mail import MailboxRefused, MailDeferred, MailMessage, MailNotSent

log = logging.getLogger("opendata.mail")
AT_ONCE = 50
SENDING = timedelta(minutes=10)  # longer than a mail can take: then its sender is dead
MOST_REFUSALS = 3  # in a row, each on another day; then the address is forgotten
MOST_FAILURES = 3  # in a row: then the mail server is down, and this round ends
# Mails in a row whose mailboxes the mail server defers: then it means all of them. With fewer, the mailboxes of one
# provider that come first would keep back the mails of everybody else in each round.
MOST_DEFERRED = 30
Send = Callable[[MailMessage], None]


def send_due(desk: FollowDesk, tell: Callable[[float], None]) -> str:
    """Send the mails that are due now; what was done, in words for the log. Raises StorageUnavailable."""
    day = mail_day(desk.zone, desk.send_at, desk.clock()) if desk.mail.is_possible else None
    if day is None:
        return "no mails at this hour" if desk.mail.is_possible else "no mail server is set"
    one_round = _Round(desk, day, desk.reading.journal.last_serial())
    after = ""
    with desk.mail.sending() as send:
        while ids := desk.followers.due(day, after, AT_ONCE, desk.clock()):
            for follower_id in ids:
                one_round.send_to(follower_id, send)
                if one_round.takes_none:
                    return f"{one_round.words()}; the mail server takes none"
            after = ids[-1]
            tell(0.5)
    return one_round.words()


def mail_day(zone: str, send_at: time, now: datetime) -> date | None:
    """The day whose mails may be sent at this moment, by the clocks of a time zone; None before their hour."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= send_at else None


@dataclass
class _Round:
    """One round of mails: of one day, up to one serial."""

    desk: FollowDesk
    day: date
    upto: int
    entries: EntriesOfRound = field(init=False)
    names: dict[tuple[Subject, str], str] = field(default_factory=dict)
    sent: int = 0
    empty: int = 0
    refused: int = 0
    forgotten: int = 0
    failed: int = 0
    failed_in_a_row: int = 0
    deferred_in_a_row: int = 0

    def __post_init__(self) -> None:
        self.entries = EntriesOfRound(self.desk.reading)

    @property
    def takes_none(self) -> bool:
        """Whether the mail server takes no mails at the moment, as far as can be told."""
        return self.failed_in_a_row >= MOST_FAILURES or self.deferred_in_a_row >= MOST_DEFERRED

    def words(self) -> str:
        told = f"{self.sent} mails sent, nothing to tell to {self.empty}"
        return f"{told}, {self.refused} refused ({self.forgotten} addresses forgotten), {self.failed} not taken"

    def send_to(self, follower_id: str, send: Send) -> None:
        """Send the mail of one address, if nobody else does at this moment."""
        now, followers = self.desk.clock(), self.desk.followers
        follower = followers.take(follower_id, self.day, self.upto, now, now + SENDING)
        if follower is None:
            return
        try:
            message = self._message(follower, now)
            if message is not None:
                send(message)
        except MailboxRefused as error:
            self.refused += 1
            self.forgotten += followers.refused(follower, self.day, MOST_REFUSALS)
            log.warning("the mailbox of %s is refused: %s", follower.id, _without_address(error, follower))
        except MailNotSent as error:
            followers.not_sent(follower)
            self._count_failure(is_for_this_mailbox=isinstance(error, MailDeferred))
            log.warning("the mail to %s was not taken: %s", follower.id, _without_address(error, follower))
        except StorageUnavailable:
            raise
        except Exception:
            # What is wrong with one mail must not keep those of others from being sent.
            followers.not_sent(follower)
            self.failed += 1
            log.exception("the mail to %s cannot be made", follower.id)
        else:
            followers.sent(follower, self.day)
            if message is not None:
                self.failed_in_a_row = self.deferred_in_a_row = 0
            self.sent, self.empty = self.sent + (message is not None), self.empty + (message is None)

    def _count_failure(self, *, is_for_this_mailbox: bool) -> None:
        self.failed += 1
        if is_for_this_mailbox:
            self.failed_in_a_row, self.deferred_in_a_row = 0, self.deferred_in_a_row + 1
        else:
            self.failed_in_a_row += 1

    def _message(self, follower: Follower, now: datetime) -> MailMessage | None:
        """The mail to an address; None if nothing happened."""
        parts = self.entries.told(follower)
        if not parts:
            return None
        desk, tongue = self.desk, follower.language
        stop = desk.stop_page(desk.followers.secret_of(follower), tongue)
        names = sorted(self._name(following.subject, tongue) for following in follower.followings)
        told = [_letter_part(desk, part, tongue) for part in parts]
        letter = daily_letter(desk.service_name, told, names, stop, tongue)
        # The same for the same mail: its sender may have died after the mail server took it.
        name = sha256(f"{follower.id} {follower.told_to} {follower.sending_to}".encode()).hexdigest()[:32]
        headers = {
            "List-Id": f"<daily.{urlsplit(desk.page_of()).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
            "Precedence": "bulk",
            "Content-Language": tongue,
        }
        return MailMessage(follower.email, letter.subject, letter.text, letter.html, f"daily.{name}", now, headers)

    def _name(self, subject: Subject, language: str) -> str:
        if (subject, language) not in self.names:
            try:
                self.names[subject, language] = subject_name(self.desk.reading, subject, language)
            except DomainError:  # what was followed is not there any more
                self.names[subject, language] = subject.address
        return self.names[subject, language]


def _letter_part(desk: FollowDesk, part: ToldPart, language: str) -> LetterPart:
    place = (part.dataset.publisher.name, part.dataset.name)
    more = desk.page_of(*place, "versions", part.version) if part.version else desk.page_of(*place)
    return LetterPart(
        publisher=one_line(part.dataset.publisher.title),
        title=part.dataset.title,
        head=_line(desk, part, part.head, language) if part.head else None,
        lines=[_line(desk, part, entry, language) for entry in part.lines],
        left_out=part.left_out,
        more=more,
    )


def _line(desk: FollowDesk, part: ToldPart, entry: Entry, language: str) -> LetterLine:
    event, place = entry.event, (entry.publisher, entry.dataset)
    if event.resource and event.key is not None:
        address = f"{desk.page_of(*place, event.resource, event.key)}#{desk.anchor_of(entry.serial)}"
    else:
        address = desk.page_of(*place, "versions", entry.version) if entry.version else desk.page_of(*place)
    kind = desk.reading.kinds.get(part.dataset.kind)
    return LetterLine(short_title(entry, kind, language, of=DATASET), address)


def _without_address(error: MailNotSent, follower: Follower) -> str:
    return str(error).replace(follower.email, "…")
