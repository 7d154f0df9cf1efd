"""The desk: everything that the steps of an upload need, and who sits at it.

Here: what app.py joins, and the one place where the audit log learns of what was done. Not here: the steps.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from opendata.domain.actors import SERVICE, Actor
from opendata.domain.errors import StorageUnavailable
from opendata.domain.kinds import Kind
from opendata.steps.ports.accounts import Accounts
from opendata.steps.ports.appointments import Appointments
from opendata.steps.ports.audit import Act, Audit
from opendata.steps.ports.catalogue import Catalogue
from opendata.steps.ports.checking import Examination
from opendata.steps.ports.jobs import Jobs
from opendata.steps.ports.mail import Mail
from opendata.steps.ports.people import People
from opendata.steps.ports.preview_links import PreviewLinks
from opendata.steps.ports.publishing_rules import PublishingRules
from opendata.steps.ports.uploads import Uploads
from opendata.steps.ports.versions import Versions
from opendata.steps.quotas import Quota

log = logging.getLogger("opendata.audit")


@dataclass(frozen=True)
class Office:
    """What the steps for four eyes, set times and preview links need of others."""

    rules: PublishingRules
    appointments: Appointments
    preview_links: PreviewLinks
    people: People
    accounts: Accounts
    jobs: Jobs
    mail: Mail
    base_url: str | None  # for links in mails; None: no mail is sent either
    language: str  # of mails that no request causes


@dataclass(frozen=True)
class Desk:
    """Everything that the steps of an upload need, joined by app.py, and who sits at it."""

    kinds: Mapping[str, Kind]  # by name; a name that does not exist raises KindNotFound
    catalogue: Catalogue
    versions: Versions
    uploads: Uploads
    examination: Examination
    keep: timedelta  # how long sent files are kept
    audit: Audit
    office: Office
    clock: Callable[[], datetime]  # for the audit log
    quota: Quota  # how much each publisher may store
    by: Actor = SERVICE

    def note(self, act: str, publisher: str, /, **about: str) -> None:
        """Write into the audit log what was done just now; about: facts in plain values, never a secret.

        What was done stays done where the log cannot be written: the operator's log then has it.
        """
        made_by = {"token_of": self.by.person} if self.by.token is not None and self.by.person else {}
        noted = Act(self.by.name, act, publisher, {**about, **made_by})
        try:
            self.audit.add(noted, self.clock())
        except StorageUnavailable as error:
            log.error("not in the audit log: %s (%s)", noted, error.reason)
