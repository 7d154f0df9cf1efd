"""Telling: mails to colleagues about a draft, where the operator has set a mail server.

Here: to whom, and the job that sends one mail. Not here: their words (domain/letters.py), sending (mail/).
"""

import json
from collections.abc import Iterable
from datetime import datetime

from opendata.domain.actors import person_actor
from opendata.domain.four_eyes import may_be_released_by
from opendata.domain.letters import draft_letter
from opendata.domain.model import Upload
from opendata.domain.tables.values_for_people import day_text
from opendata.steps.desk import Desk
from opendata.steps.ports.jobs import NewJob
from opendata.steps.ports.mail import Mail

JOB = "draft-mail"


def who_may_release(desk: Desk, upload: Upload) -> list[str]:
    """The addresses of the colleagues who may publish a draft in which others had a hand."""
    return [
        person.email
        for person in desk.office.people.of_publisher(upload.publisher)
        if person.may("publisher", upload.publisher) and may_be_released_by(person_actor(person.email), upload)
    ]


def who_had_a_hand(desk: Desk, upload: Upload) -> list[str]:
    """The addresses of the people who had a hand in a draft and still belong to the publisher."""
    members = {person.email for person in desk.office.people.of_publisher(upload.publisher)}
    return [hand for hand in upload.hands or () if hand in members]


def tell(
    desk: Desk, to: Iterable[str], upload: Upload, letter: str, now: datetime, once: str, /, **facts: str
) -> int:
    """Add a job for each mail; once: two calls with the same text send one mail. Returns to how many it is sent."""
    office, told = desk.office, 0
    if not office.mail.is_possible or office.base_url is None:
        return 0
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    facts = {
        "dataset": dataset.title,
        "publisher": dataset.publisher.title,
        "as_of": day_text(upload.as_of, office.language),
        "address": f"{office.base_url}/portal/{upload.publisher}/uploads/{upload.id}/preview",
        **facts,
    }
    words = draft_letter(letter, office.language, **facts)
    for place, address in enumerate(to):
        about = json.dumps({"to": address, "subject": words.subject, "text": words.text})
        told += office.jobs.add(NewJob(f"{once}-{place}", JOB, about), now)
    return told


def send(mail: Mail, argument: str) -> None:
    """Send one mail; raises MailNotSent."""
    about = json.loads(argument)
    mail.send(about["to"], about["subject"], about["text"])
