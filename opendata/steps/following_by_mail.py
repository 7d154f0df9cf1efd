"""Following by mail: asking for it, confirming it, and ending it.

Here: these three, and the job that sends the mail with the link. Not here: the daily mails (daily_mails.py), what can
be followed (followed_subjects.py).

Whether an address is known changes neither the answer to a request nor the mail: who asks learns nothing, and whoever
reads the mailbox decides.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from opendata.domain.following import MailOff, Subject, mail_address, mailbox_of
from opendata.domain.following_letters import confirming_letter
from opendata.domain.people_errors import LinkNotValid
from opendata.steps.followed_subjects import must_exist, subject_name
from opendata.steps.ports.followers import Follower, Followers, FollowRequest
from opendata.steps.ports.jobs import Jobs, NewJob
from opendata.steps.ports.mail import Mail, MailboxRefused, MailMessage, MailNotSent
from opendata.steps.ports.sessions import AttemptLimit, Attempts
from opendata.steps.reading import Reading

JOB = "follow-mail"
HOLDS = timedelta(days=2)  # a request that nobody confirms
PER_MAILBOX = AttemptLimit(3, 24 * 3600)  # mails that ask for confirmation, so that nobody's mailbox can be filled
MOST_FOLLOWED = 100  # by one address


@dataclass(frozen=True)
class FollowDesk:
    """Everything that following by mail needs, joined by app.py."""

    followers: Followers
    reading: Reading
    mail: Mail
    attempts: Attempts
    jobs: Jobs
    service_name: str
    page_of: Callable[..., str]  # the full address of a page, of its parts
    anchor_of: Callable[[int], str]  # the name of an event on such a page, by its serial
    zone: str  # the operator's time zone
    send_at: time  # the hour of the day, there, from which daily mails are sent
    clock: Callable[[], datetime]

    def stop_page(self, secret: str, language: str) -> str:
        """The page where an address sees what it follows and ends it."""
        return f"{self.page_of('mail', 'stop', secret)}?lang={language}"


def must_be_on(desk: FollowDesk) -> None:
    """Raise MailOff where the operator has set no mail server."""
    if not desk.mail.is_possible:
        raise MailOff


def ask(desk: FollowDesk, email: str, subject: Subject, language: str, now: datetime) -> str:
    """Ask for mails; the id of the job that sends the mail with the link.

    Raises MailOff, RequestNotValid, and the errors of what is not there.
    """
    must_be_on(desk)
    address = mail_address(email)
    must_exist(desk.reading, subject)
    request_id = desk.followers.ask(address, language, subject, now, now + HOLDS)
    job_id = f"follow-{secrets.token_hex(12)}"
    desk.jobs.add(NewJob(job_id, JOB, request_id), now)
    return job_id


def send_confirmation(desk: FollowDesk, request_id: str, now: datetime) -> str:
    """Send the mail with the link; what became of it, in a word for the log. Raises MailNotSent.

    A request over the limit of its mailbox is forgotten, as is one whose mailbox does not exist; nobody is told.
    """
    request = desk.followers.request(request_id)
    if request is None or request.expires_at <= now or not desk.mail.is_possible:
        return "nobody waits for it any more"
    limited = f"follow mail to {mailbox_of(request.email)}"
    if desk.attempts.count({limited: PER_MAILBOX}, now) is not None:
        desk.followers.drop_request(request_id)
        return "too many for one mailbox"
    name = subject_name(desk.reading, request.subject, request.language)
    secret = desk.followers.secret_of_request(request_id)
    address = f"{desk.page_of('mail', 'confirm', secret)}?lang={request.language}"
    letter = confirming_letter(desk.service_name, name, address, request.language)
    message = MailMessage(request.email, letter.subject, letter.text, letter.html, f"confirm.{request_id}", now)
    try:
        with desk.mail.sending() as send:
            send(message)
    except MailboxRefused:
        desk.followers.drop_request(request_id)
        return "there is no such mailbox"
    except MailNotSent:
        desk.attempts.take_back([limited])  # this attempt filled no mailbox
        raise
    return "sent"


def open_request(desk: FollowDesk, secret: str, now: datetime) -> FollowRequest:
    """The request that a link confirms; raises MailOff, LinkNotValid."""
    must_be_on(desk)
    request = desk.followers.find_request(secret, now)
    if request is None:
        raise LinkNotValid
    return request


def confirm(desk: FollowDesk, secret: str, now: datetime) -> Follower:
    """Follow what a link confirms, from now on; raises MailOff, LinkNotValid."""
    request = open_request(desk, secret, now)
    follower = desk.followers.confirm(request, desk.reading.journal.last_serial(), MOST_FOLLOWED)
    if follower is None:
        raise LinkNotValid
    return follower
