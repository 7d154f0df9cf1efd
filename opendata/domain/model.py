"""The nouns: publisher, dataset, version, resource, upload. Frozen values without I/O.

Here: what each of them is made of. Not here: where they are kept (storage/), how they are written (formats/).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from opendata.domain.errors import NameNotAllowed, RequestNotValid

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# First parts of an address that the service uses itself, so no publisher may bear them.
RESERVED = frozenset(
    # The second line: first parts below /portal/, where publishers have their pages too.
    "api feeds portal compat catalog compare static healthz readyz metrics problems kinds about mail "
    "login logout account link operator "
    # Pages of the site beside those of publishers.
    "methods press reuse funding share suche topics".split()
)


# Pages of a publisher beside its datasets, so no dataset may bear these names.
RESERVED_DATASETS = frozenset("elsewhere embed funding out-of-sight report".split())


def slug(name: str, *, reserved: frozenset[str] = frozenset()) -> str:
    """The name itself if it can stand in an address; raises NameNotAllowed."""
    if not SLUG.fullmatch(name) or len(name) > 80:
        raise NameNotAllowed(name, "use lower-case letters a-z, digits and single hyphens, at most 80")
    if name in reserved:
        raise NameNotAllowed(name, "the service uses this name itself")
    return name


def as_of_date(text: str) -> date:
    """The date the figures speak of; raises RequestNotValid."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        german = f"„{text}“ ist kein Datum; schreiben Sie es wie 2024-12-31"
        raise RequestNotValid("as_of", f"'{text}' is not a date; write it as 2024-12-31", german=german) from None


@dataclass(frozen=True)
class Licence:
    """Under what terms a dataset may be used."""

    name: str  # as the licence registers know it
    title: str
    path: str


LICENCES: Mapping[str, Licence] = {
    "dl-de-by-2.0": Licence(
        "dl-de-by-2.0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-de-zero-2.0": Licence(
        "dl-de-zero-2.0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
    ),
    "cc-by-4.0": Licence(
        "CC-BY-4.0",
        "Creative Commons Namensnennung 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "cc-by-sa-4.0": Licence(
        "CC-BY-SA-4.0",
        "Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "cc0-1.0": Licence("CC0-1.0", "CC0 1.0 Universell", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "odbl-1.0": Licence(
        "ODbL-1.0", "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    ),
    "odc-by-1.0": Licence(
        "ODC-BY-1.0", "Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"
    ),
}


def licence(name: str) -> Licence:
    """The licence of that name, in any case; raises RequestNotValid and names the known ones."""
    try:
        return LICENCES[name.lower()]
    except KeyError:
        raise RequestNotValid("licence", f"'{name}' is not known here", sorted(LICENCES)) from None


@dataclass(frozen=True)
class Publisher:
    """Who answers for the data: a city, a district, an office."""

    name: str  # in addresses
    title: str  # for people
    ags: str | None = None  # Amtlicher Gemeindeschlüssel, eight digits, text
    population: int | None = None
    homepage: str | None = None
    email: str | None = None


# What a publisher says about a dataset, and may say anew; the address and the kind stay for ever.
PDF, PDF_WITHIN = b"%PDF-", 1024  # the mark stands among the first bytes
DATASET_SETTINGS = ("title", "licence", "rhythm", "homepage", "email")


@dataclass(frozen=True)
class Dataset:
    """A table kept up over time by one publisher."""

    publisher: Publisher
    name: str
    kind: str
    title: str
    licence: str = "dl-de-by-2.0"
    rhythm: str | None = None  # ISO 8601 duration in which the publisher means to report
    homepage: str | None = None  # the publisher's own page on the subject
    email: str | None = None  # public: whom to ask about it; None: whom the publisher names
    current: str | None = None  # number of the version that holds now
    mapping: Mapping[str, Any] | None = field(default=None, repr=False)  # private: of the last publication

    @property
    def path(self) -> str:
        """publisher/dataset, as in addresses and folders."""
        return f"{self.publisher.name}/{self.name}"


@dataclass(frozen=True)
class Resource:
    """One table of a version as a file: what is needed to recognise its bytes."""

    name: str
    path: str
    rows: int
    bytes: int
    hash: str  # "sha256:…"


@dataclass(frozen=True)
class Withdrawal:
    """The record of a withdrawal: the rows of the version are gone; its number, its digest and this record stay."""

    at: datetime  # aware, UTC
    reason: str  # public
    serial: int  # of the journal entry about the withdrawal


@dataclass(frozen=True)
class Version:
    """An immutable snapshot of a dataset."""

    publisher: str
    dataset: str
    number: str  # MAJOR.MINOR.PATCH
    as_of: date
    published_at: datetime  # aware, UTC
    digest: str  # of the descriptor, which holds the digests of all files and of the version before
    previous: str | None  # number of the version before
    previous_digest: str | None
    first_serial: int
    last_serial: int
    counts: Mapping[str, int]  # added, changed, removed
    resources: Sequence[Resource]
    message: str | None = None
    withdrawal: Withdrawal | None = None  # None: the version is valid
    place: str | None = None  # the name of its folder, if it differs from the number
    answers: Sequence[Mapping[str, str]] = ()  # to questions about the draft: dispositions and reasons, public
    edits: int = 0  # how many cells were mended in the service; its file edits.json lists them

    @property
    def path(self) -> str:
        """The version's name: publisher/dataset/number."""
        return f"{self.publisher}/{self.dataset}/{self.number}"

    @property
    def stored_at(self) -> str:
        """Where its package is kept: at its path, or at a path beside it if an earlier writer failed there."""
        return f"{self.publisher}/{self.dataset}/{self.place or self.number}"


@dataclass(frozen=True)
class Event:
    """Something the public may want to know, before it has its place in the journal."""

    event: str  # "measure.phase_changed"; the most important one if a row changed in several ways
    events: Sequence[str]  # all that happened to the row
    resource: str | None
    key: str | None
    fields: Mapping[str, tuple[Any, Any]]  # name: (before, after) as JSON values, numbers as Decimal
    sentence: Mapping[str, str]  # "de", "en"
    times_moved: int | None = None  # how often the deadline has been put off so far, if this event put it off again
    # What the publisher said about it: about, disposition, into (the key that carries on) or from, and reason
    answers: Sequence[Mapping[str, str]] = ()
    row_group: str | None = None  # the group and the status of the row in this version, for who follows one of them
    row_status: str | None = None


@dataclass(frozen=True)
class Entry:
    """An event in its place in the journal."""

    serial: int
    at: datetime
    publisher: str
    dataset: str
    version: str | None
    event: Event
    entry_id: str  # urn:uuid, never changes
    redacted_at: datetime | None = None  # when a withdrawal removed its values

    @property
    def updated_at(self) -> datetime:
        """When the entry got its present content."""
        return self.redacted_at or self.at

    @property
    def is_withdrawn(self) -> bool:
        """Whether the entry only says that its version was withdrawn."""
        return self.redacted_at is not None and not self.event.fields


@dataclass(frozen=True)
class SourceFile:
    """A file as it was sent; its name is a hint for people and never a path.

    reading: the tables in it, as they were read before, where reading it takes long; None: not read yet.
    """

    name: str
    content: bytes
    reading: bytes | None = field(default=None, repr=False)

    @property
    def is_unread_report(self) -> bool:
        """Whether this seems to be a PDF report that was not read before, which takes as long as a large table."""
        return self.reading is None and PDF in self.content[:PDF_WITHIN]


@dataclass(frozen=True)
class Upload:
    """What staff sent, with its report; a draft until it is published. Private."""

    id: str
    publisher: str
    dataset: str
    state: str  # "processing", "draft", "invalid", "published"
    as_of: date
    created_at: datetime
    message: str | None
    base: str | None  # the version that its changes were counted against
    report: Mapping[str, Any]  # what report_json() returns
    counts: Mapping[str, int] | None  # rows added, changed and removed since base
    next_version: str | None
    version: str | None = None  # the number of the version that was published from it
    serial: int | None = None
    mapping: Mapping[str, Any] | None = field(default=None, repr=False)
    own_fields: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)  # by resource, descriptors
    run: str | None = None  # of the job that made the draft; None: the request made it when the upload arrived
    answers: Mapping[str, Any] | None = None  # to its questions by id, those given so far; a bare yes stays private
    hands: Sequence[str] | None = None  # private: who sent, mapped or mended it, the sender first
    review: Mapping[str, Any] | None = None  # private: who asked for its release or sent it back, when, and why
    edits: Sequence[Mapping[str, Any]] | None = None  # cells mended in the service, as Edit.as_json() writes them
    part_of: str | None = None  # the parts of one report share this: a report of several dates is several uploads


@dataclass(frozen=True)
class Job:
    """A task to be done once, and the run that does it now."""

    id: str
    name: str
    argument: str
    attempts: int  # this run included
    lease: str  # of this run; a run whose lease is not the stored one has lost the job
    created_at: datetime
