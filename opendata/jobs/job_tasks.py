"""Tasks: which jobs there are, and which of them are periodic.

Here: the calls of steps/ and storage/, and the words for the log. Not here: how jobs are run (job_runs.py).
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from opendata.domain.errors import PublisherNotFound, ReadingUnavailable
from opendata.domain.model import Job, Upload
from opendata.jobs.job_runs import Outcome, Task
from opendata.steps import (
    daily_mails,
    finding_alike,
    following_by_mail,
    forgotten_passwords,
    processing,
    set_times,
    telling,
    telling_of_accounts,
)
from opendata.steps.desk import Desk
from opendata.steps.following_by_mail import FollowDesk
from opendata.steps.overdue_reports import tell_overdue
from opendata.steps.ports.catalogue import Catalogue
from opendata.steps.ports.jobs import Jobs, NewJob
from opendata.steps.ports.mail import Mail
from opendata.steps.signing_in import Door

log = logging.getLogger("opendata.quotas")
# Periodic jobs, and how often they are due. Their ids hold the number of the turn, so that one worker adds each.
EVERY = {
    "retention": timedelta(hours=1),
    "sweep": timedelta(minutes=10),
    "strays": timedelta(days=1),
    "daily-mails": timedelta(minutes=10),  # each turn sends the mails of the day that were not sent yet
    "overdue": timedelta(days=1),
    "counting": timedelta(hours=1),  # of what is stored and was not counted by whoever wrote it
}
EXPIRED_AT_ONCE = 100
STRAY_AGE = timedelta(days=1)  # files of an upload are written before its record, so younger files are left alone
JOBS_KEPT = timedelta(days=30)
WAITS_FOR_READING = timedelta(hours=1)  # an upload that nothing here can read; then its sender is told
DAY, LINKS_KEPT = timedelta(days=1), timedelta(days=30)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add_due(jobs: Jobs, now: datetime) -> None:
    """Add the jobs whose turn has come, unless another worker did. Raises StorageUnavailable."""
    for name, every in EVERY.items():
        jobs.add(NewJob(f"{name}-{(now - EPOCH) // every}", name), now)


def tasks(
    desk: Desk,
    jobs: Jobs,
    sweep: Callable[[datetime], int],
    door: Door,
    mail: Mail,
    follow_desk: FollowDesk,
    finder: finding_alike.AlikeFinder,
) -> Mapping[str, Task]:
    """What jobs of each name do; sweep: removes what unfinished writes left behind."""

    def retention(now: datetime, tell: Callable[[float], None]) -> str:
        removed, before = 0, now - desk.keep
        while removed_at_once := desk.uploads.expire(before, EXPIRED_AT_ONCE, now=now):
            removed += removed_at_once
            tell(0.5)
        forgotten = jobs.forget(now - JOBS_KEPT)
        ended = door.sessions.forget(now) + door.attempts.forget(now - DAY) + door.links.forget(now - LINKS_KEPT)
        ended += door.teller.news.forget(now - telling_of_accounts.KEPT)
        ended += desk.office.appointments.forget(now - LINKS_KEPT)
        ended += desk.office.preview_links.forget(now - LINKS_KEPT) + follow_desk.followers.forget(now)
        words = f"{forgotten} jobs and {ended} ended sessions, links, set times and counts forgotten"
        return f"{removed} uploads from before {before:%Y-%m-%d %H:%M} removed, {words}"

    def strays(now: datetime, _tell: Callable[[float], None]) -> str:
        return f"files of {desk.uploads.clear_strays(now - STRAY_AGE)} unknown uploads removed"

    def swept(now: datetime, _tell: Callable[[float], None]) -> str:
        return f"{sweep(now)} unfinished writes cleared, {processing.add_missing(jobs, now)} uploads taken up"

    def overdue(now: datetime, _tell: Callable[[float], None]) -> str:
        return f"told of {tell_overdue(desk.catalogue, desk.versions, now)} reports that are due"

    def counted(_now: datetime, _tell: Callable[[float], None]) -> str:
        missing = desk.quota.stored.count_missing()
        if full := desk.quota.nearly_full():
            log.warning("nearly as much stored as publishers may: %s", ", ".join(full))
        return f"the bytes of {missing} packages and uploads counted that nobody had counted"

    def alike(_now: datetime, tell: Callable[[float], None]) -> str:
        return finding_alike.refresh(finder, tell)

    def daily(_now: datetime, tell: Callable[[float], None]) -> str:
        return daily_mails.send_due(follow_desk, tell)

    round_by_round = {
        "retention": retention,
        "strays": strays,
        "sweep": swept,
        "daily-mails": daily,
        "overdue": overdue,
        "counting": counted,
    }
    return {
        processing.JOB: ProcessUpload(desk),
        forgotten_passwords.JOB: PasswordMail(door, mail),
        set_times.JOB: KeepAppointment(desk),
        telling.JOB: DraftMail(mail),
        telling_of_accounts.JOB: AccountMail(door, desk.catalogue),
        finding_alike.JOB: _Chore(alike),
        following_by_mail.JOB: ConfirmingMail(follow_desk),
        **{name: _Chore(round_by_round[name]) for name in EVERY},
    }


@dataclass(frozen=True)
class ProcessUpload:
    """Reads and checks a large upload."""

    desk: Desk

    def do(self, job: Job, now: datetime, tell: Callable[[float], None]) -> Outcome:
        try:
            upload = processing.process(self.desk, job, tell)
        except ReadingUnavailable:
            if now - job.created_at < WAITS_FOR_READING:
                raise
            # What waited for ever would look like progress.
            upload = processing.not_read(self.desk, job)
        return Outcome("the upload is gone" if upload is None else f"the upload is {upload.state}", upload)

    def given_up(self, job: Job) -> Upload | None:
        return processing.given_up(self.desk, job)


@dataclass(frozen=True)
class PasswordMail:
    """Sends the mail for which somebody asked who has forgotten their password."""

    door: Door
    mail: Mail

    def do(self, job: Job, now: datetime, _tell: Callable[[float], None]) -> Outcome:
        sent = forgotten_passwords.send(self.door, self.mail, job.argument, now)
        return Outcome("nobody has this address" if sent is None else "sent")

    def given_up(self, _job: Job) -> Upload | None:
        return None


@dataclass(frozen=True)
class KeepAppointment:
    """Publishes a draft whose set time has come."""

    desk: Desk

    def do(self, job: Job, now: datetime, _tell: Callable[[float], None]) -> Outcome:
        return Outcome(f"the appointment: {set_times.keep(self.desk, job.argument, now)}")

    def given_up(self, job: Job) -> Upload | None:
        appointment = self.desk.office.appointments.get(job.argument)
        if appointment is not None:
            set_times.miss(self.desk, appointment, "failed", self.desk.clock())
        return None


@dataclass(frozen=True)
class DraftMail:
    """Sends a mail about a draft to a colleague."""

    mail: Mail

    def do(self, job: Job, _now: datetime, _tell: Callable[[float], None]) -> Outcome:
        telling.send(self.mail, job.argument)
        return Outcome("sent")

    def given_up(self, _job: Job) -> Upload | None:
        return None


@dataclass(frozen=True)
class AccountMail:
    """Sends a mail about a change to somebody's account."""

    door: Door
    catalogue: Catalogue

    def do(self, job: Job, now: datetime, _tell: Callable[[float], None]) -> Outcome:
        door = self.door
        return Outcome(
            telling_of_accounts.send(door.teller, door.people, door.attempts, self.title_of, job.argument, now)
        )

    def title_of(self, publisher: str) -> str:
        """The title of a publisher; its name where there is none of that name."""
        try:
            return self.catalogue.publisher(publisher).title
        except PublisherNotFound:
            return publisher

    def given_up(self, _job: Job) -> Upload | None:
        return None


@dataclass(frozen=True)
class ConfirmingMail:
    """Sends the mail by which somebody confirms that they want to follow something."""

    desk: FollowDesk

    def do(self, job: Job, now: datetime, _tell: Callable[[float], None]) -> Outcome:
        return Outcome(following_by_mail.send_confirmation(self.desk, job.argument, now))

    def given_up(self, _job: Job) -> Upload | None:
        return None


@dataclass(frozen=True)
class _Chore:
    """A job that belongs to no upload."""

    work: Callable[[datetime, Callable[[float], None]], str]

    def do(self, _job: Job, now: datetime, tell: Callable[[float], None]) -> Outcome:
        return Outcome(self.work(now, tell))

    def given_up(self, _job: Job) -> Upload | None:
        return None
