"""Forgotten passwords: a mail with a link, for everybody who has access and knows their address.

Here: asking for the mail, and sending it, as a job, so that the answer to the request is the same, and takes as long,
whether or not there is somebody with that address. Not here: what the link allows (choosing_passwords.py).
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from opendata.domain.people import Person
from opendata.steps.choosing_passwords import link_by_mail
from opendata.steps.ports.jobs import Jobs, NewJob
from opendata.steps.ports.mail import Mail
from opendata.steps.ports.sessions import AttemptLimit
from opendata.steps.signing_in import Door, Visitor

JOB = "password-mail"
PER_CLIENT = AttemptLimit(10, 3600)
PER_PERSON = AttemptLimit(3, 3600)  # so that nobody's mailbox can be filled


@dataclass(frozen=True)
class Letter:
    """The mail as the page that asked for it would have it: its words, and {address} where the link goes."""

    subject: str
    text: str
    address: str  # where the link leads, with {secret}


def ask(
    door: Door, jobs: Jobs, email: str, letter: Letter, caller: Visitor, now: datetime
) -> tuple[str | None, int | None]:
    """Ask for the mail; the id of the job, or after how many seconds it can be asked for again.

    Whether there is somebody with that address is looked up by the job alone.
    """
    wait = door.attempts.count({f"password mail from {caller.address}": PER_CLIENT}, now)
    if wait is not None:
        return None, wait
    about = {
        "email": email.strip().lower(),
        "subject": letter.subject,
        "text": letter.text,
        "address": letter.address,
    }
    job_id = f"mail-{secrets.token_hex(12)}"
    jobs.add(NewJob(job_id, JOB, json.dumps(about)), now)
    return job_id, None


def send(door: Door, mail: Mail, argument: str, now: datetime) -> Person | None:
    """Send the mail that was asked for; None where nobody has that address. Raises MailNotSent."""
    about = json.loads(argument)
    person = door.people.by_email(about["email"])
    if person is None or not person.may_do_anything or not person.has_password:
        return None
    if door.attempts.count({f"password mail to {person.id}": PER_PERSON}, now) is not None:
        return None
    address = about["address"].format(secret=link_by_mail(door, person, now))
    mail.send(person.email, about["subject"], about["text"].format(address=address))
    return person
