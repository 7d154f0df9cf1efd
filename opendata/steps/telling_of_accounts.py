"""Telling of accounts: whoever has one is told what became of it, by mail where that is set, and on their own page.

Here: keeping the change, the job that sends one mail, and to whom. Not here: what is told
(domain/account_letters.py), and the acts, each of which calls tell() itself (choosing_passwords.py, second_factor.py,
inviting.py, managing_people.py, openid_sign_in.py).
No request waits for a mail server, and no job holds more than the number of a change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from opendata.domain.account_letters import account_letter
from opendata.domain.local_times import local_moment_text
from opendata.domain.people import ROLES, Person
from opendata.steps.ports.account_news import AccountNews
from opendata.steps.ports.jobs import Jobs, NewJob
from opendata.steps.ports.mail import Mail
from opendata.steps.ports.people import People
from opendata.steps.ports.sessions import AttemptLimit, Attempts

JOB = "account-mail"
PER_PERSON = AttemptLimit(20, 3600)  # so that nobody's mailbox can be filled; what is beyond stands on their page
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Teller:
    """What telling people of their accounts asks of others."""

    news: AccountNews
    jobs: Jobs
    mail: Mail
    base_url: str | None  # for the link in mails; None: no mail is sent either
    language: str  # of those who have not signed in yet
    time_zone: str  # of moments in mails


def tell(teller: Teller, person: Person, what: str, now: datetime, **about: str) -> None:
    """Tell a person of a change to their account.

    what: a name of domain/account_letters.py; about: the facts of its sentence, never a secret.
    """
    change_id = teller.news.add(person.id, what, about, now)
    if teller.mail.is_possible and teller.base_url is not None:
        teller.jobs.add(NewJob(f"{JOB}-{change_id}", JOB, str(change_id)), now)


def tell_of_token(
    teller: Teller, people: People, publisher: str, name: str, scopes: Sequence[str], by: str, now: datetime
) -> None:
    """Tell the admins of a publisher that there is another token, by which a program acts for it."""
    for person in people.of_publisher(publisher):
        if person.roles[publisher] == ROLES[-1]:
            tell(teller, person, "token-made", now, by=by, publisher=publisher, name=name, scopes=" ".join(scopes))


def send(
    teller: Teller,
    people: People,
    attempts: Attempts,
    title_of: Callable[[str], str],
    argument: str,
    now: datetime,
) -> str:
    """Send the mail about a change; returns what came of it, for the log. Raises MailNotSent."""
    change = teller.news.get(int(argument))
    person = people.person(change.person_id) if change else None
    if change is None or person is None:
        return "nobody is to be told any more"
    if attempts.count({f"account mail to {person.id}": PER_PERSON}, now) is not None:
        return "not sent: this person got many such mails within an hour"
    language, about = person.language or teller.language, dict(change.about)
    if "publisher" in about:
        about["publisher"] = title_of(about["publisher"])
    at, address = local_moment_text(change.at, teller.time_zone, language), f"{teller.base_url}/portal/account"
    letter = account_letter(change.what, about, language, at=at, address=address)
    teller.mail.send(person.email, letter.subject, letter.text)
    return "sent"
