"""What became of somebody's account, as their own pages tell it.

Here: the latest changes with their sentences. Not here: the sentences (domain/account_letters.py), the same by mail
(steps/telling_of_accounts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from opendata.domain.account_letters import account_sentence
from opendata.domain.errors import PublisherNotFound
from opendata.domain.people import Person
from opendata.web.language import language
from opendata.web.services import services

MOST_CHANGES = 10


@dataclass(frozen=True)
class ToldChange:
    """A change in the reader's language; is_new: the page of one's own access has not shown it yet."""

    sentence: str
    at: datetime
    is_new: bool


def told_changes(person: Person) -> Sequence[ToldChange]:
    """The latest changes to a person's account, the newest first."""
    changes = services().door.teller.news.of_person(person.id, MOST_CHANGES)
    return [
        ToldChange(account_sentence(each.what, _with_title(each.about), language()), each.at, not each.is_seen)
        for each in changes
    ]


def _with_title(about: Mapping[str, str]) -> dict[str, str]:
    """The facts of a change, with the title of the publisher that they name."""
    if "publisher" not in about:
        return dict(about)
    try:
        return {**about, "publisher": services().catalogue.publisher(about["publisher"]).title}
    except PublisherNotFound:
        return dict(about)
