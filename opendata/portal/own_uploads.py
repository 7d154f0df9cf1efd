"""Own uploads: the upload that an address means, for those who may see it, and the day of the reader's calendar.

Here: what pages about uploads ask first, and what drafts are called. Not here: the pages.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from opendata.domain.errors import StorageUnavailable, UploadNotFound
from opendata.domain.model import Dataset, Publisher, Upload
from opendata.domain.people import Person
from opendata.portal.access import require
from opendata.web.services import services
from opendata.web.upload_jobs import looked_after

AHEAD_OF_UTC = timedelta(hours=2)  # German offices: shortly after midnight their day has begun there already


@dataclass(frozen=True)
class AtDataset:
    """A person at a dataset of a publisher."""

    person: Person
    publisher: Publisher
    dataset: Dataset

    @property
    def may_publish(self) -> bool:
        """Whether the person may publish here."""
        return self.person.may("publisher", self.publisher.name)


@dataclass(frozen=True)
class AtUpload(AtDataset):
    """A person at an upload."""

    upload: Upload


def dataset_place(publisher: str, dataset: str, role: str = "editor") -> AtDataset:
    """The dataset at this address; raises what require() raises, and DatasetNotFound."""
    person = require(role, publisher)
    place = services().catalogue.dataset(publisher, dataset)
    return AtDataset(person, place.publisher, place)


def upload_place(publisher: str, upload_id: str, role: str = "editor") -> AtUpload:
    """The upload at this address; raises what require() raises, and UploadNotFound for another publisher's, too."""
    person = require(role, publisher)
    upload = services().uploads.get(upload_id)
    if upload.publisher != publisher:
        raise UploadNotFound(upload_id)
    # Newer content of an address replaces no draft that somebody has looked at.
    services().source_desk.sources.look_at(upload_id)
    dataset = services().catalogue.dataset(publisher, upload.dataset)
    return AtUpload(person, dataset.publisher, dataset, looked_after(upload))


def sent_names(drafts: Sequence[Upload]) -> dict[str, Sequence[str]]:
    """By the id of a draft, what its files were called; nothing where that cannot be read at the moment."""
    names: dict[str, Sequence[str]] = {}
    with suppress(StorageUnavailable):
        for draft in drafts:
            if draft.id not in names:  # a draft has several steps where a set time was missed
                names[draft.id] = services().uploads.sent_names(draft)
    return names


def today() -> date:
    """The day that it is in German offices."""
    return (services().now() + AHEAD_OF_UTC).date()
