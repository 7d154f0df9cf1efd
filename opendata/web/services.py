"""Services: the parts that app.py joined, as views and commands reach them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from flask import current_app

from opendata.config import Config
from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile
from opendata.steps.desk import Desk
from opendata.steps.following_by_mail import FollowDesk
from opendata.steps.messenger import Messenger
from opendata.steps.ports.accounts import Accounts
from opendata.steps.ports.catalogue import Catalogue
from opendata.steps.ports.jobs import Jobs
from opendata.steps.ports.journal import Journal
from opendata.steps.ports.limits import Counters
from opendata.steps.ports.mail import Mail
from opendata.steps.ports.openid import Provider
from opendata.steps.ports.public_state import PublicState
from opendata.steps.ports.reads import Reads
from opendata.steps.ports.row_texts import RowTexts
from opendata.steps.ports.uploads import Uploads
from opendata.steps.ports.versions import Versions
from opendata.steps.reading import Reading
from opendata.steps.remembering import CheckMapping
from opendata.steps.signing_in import Door
from opendata.steps.source_desk import SourceDesk
from opendata.web.acting import acting
from opendata.web.made_files import MadeFiles

EXTENSION = "opendata"


@dataclass(frozen=True)
class Services:
    """Everything a view or a command may call, behind the domain's interfaces."""

    config: Config
    kinds: Mapping[str, Kind]  # by name; asking for an unknown kind raises KindNotFound
    catalogue: Catalogue
    accounts: Accounts
    versions: Versions
    journal: Journal
    uploads: Uploads
    shared_desk: Desk
    messenger: Messenger  # tells webhooks, and a hub of WebSub, of what was published
    source_desk: SourceDesk  # addresses that datasets follow
    door: Door  # people, their sessions, and what it takes to sign in
    mail: Mail
    openid: Provider
    reading: Reading  # finds the dataset, version and row that a request means
    row_texts: RowTexts  # for searching rows, and which rows of others are like them
    follow_desk: FollowDesk  # what citizens follow by mail
    check_mapping: CheckMapping  # of a kind, before it is remembered
    system_of: Callable[[SourceFile], str | None]  # whose shape the measures in a JSON file have, for the terminal
    reads: Reads  # how often datasets were read
    jobs: Jobs
    runner: "Does"  # jobs/job_runs.py
    bell: "Rings"  # jobs/job_notification.py
    verify: Callable[[str], Any]  # storage/upkeep/verifying.py, for the terminal
    reindex: Callable[[], Any]  # storage/upkeep/reindexing.py, for the terminal
    backup: Callable[..., Any]  # storage/upkeep/backup.py, for the terminal
    restore: Callable[[Path], Any]
    now: Callable[[], datetime]  # the time, aware, in UTC; views and commands hand it to the domain
    ready: Callable[[], dict[str, bool]]  # each part, and whether it answers
    made_files: MadeFiles  # large answers of this process
    limits: Counters  # how often a client does something, counted for all processes together
    public_state: PublicState  # a number that is another one after each change of what the public sees
    close: Callable[[], None]

    @property
    def desk(self) -> Desk:
        """The desk, at which whoever this request or command acts for sits."""
        return replace(self.shared_desk, by=acting())


class Does(Protocol):
    """Does jobs in this process."""

    def do(self, job_id: str) -> bool:
        """Do the job of this id if it is free to take; returns whether it was. Raises StorageUnavailable."""
        ...


class Rings(Protocol):
    """Tells workers of jobs."""

    def ring(self, job_id: str) -> None:
        """Say that there is a job; never raises."""
        ...


def services() -> Services:
    """The services of this application."""
    opened: Services = current_app.extensions[EXTENSION]()
    return opened


def now() -> datetime:
    """The time of this machine, aware, in UTC: the clock of services that are opened without another one."""
    return datetime.now(UTC)
