"""Asking for mails to an address: the same for the page and for programs.

Here: how often a client may ask, and having the mail sent where no worker is there. Not here: how often a mailbox is
written to (steps/following_by_mail.py).
"""

from opendata.domain.following import Subject
from opendata.steps import following_by_mail
from opendata.steps.ports.limits import AllowedRate
from opendata.web import limits
from opendata.web.services import services

REQUESTS = AllowedRate("follow-requests", 10, 3600)


def ask(email: str, subject: Subject, language: str) -> None:
    """Have the mail with the link sent; raises TooManyRequests, and what following_by_mail.ask() raises."""
    following_by_mail.must_be_on(services().follow_desk)
    limits.count(REQUESTS)
    now = services().now()
    job_id = following_by_mail.ask(services().follow_desk, email, subject, language, now)
    services().bell.ring(job_id)
    if not services().jobs.attended(now):
        services().runner.do(job_id)
