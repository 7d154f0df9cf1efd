"""Telling of sources: a mail to those who answer for a dataset, when its address has failed for several days.

Here: to whom. Not here: its words (domain/letters.py), the job that sends it (telling.py).
"""

import json
from datetime import datetime

from opendata.domain.letters import draft_letter
from opendata.domain.source_words import fetch_words
from opendata.domain.sources import Source, SourceFetch, shown_address
from opendata.domain.tables.values_for_people import moment_text
from opendata.steps.ports.jobs import NewJob
from opendata.steps.source_desk import SourceDesk
from opendata.steps.telling import JOB


def tell_of_failures(
    source_desk: SourceDesk, source: Source, fetch: SourceFetch, since: datetime, now: datetime
) -> bool:
    """Add a job for one mail about failures in a row; False where no mail can be sent, or nobody is known."""
    office = source_desk.desk.office
    dataset = source_desk.desk.catalogue.dataset(source.publisher, source.dataset)
    to = dataset.email or dataset.publisher.email or source.made_by_person
    if (
        not office.mail.is_possible
        or office.base_url is None
        or to is None
        or not source_desk.sources.told(source, now)
    ):
        return False
    letter = draft_letter(
        "source-fails",
        office.language,
        dataset=dataset.title,
        publisher=dataset.publisher.title,
        at=moment_text(since, office.language),
        word=f"{fetch_words(fetch)[office.language]}\n\n{shown_address(source.url)}",
        address=f"{office.base_url}/portal/{source.publisher}/datasets/{source.dataset}/source",
    )
    about = json.dumps({"to": to, "subject": letter.subject, "text": letter.text})
    return source_desk.jobs.add(NewJob(f"told-{source.id}-{source.turn}"[:40], JOB, about), now)
