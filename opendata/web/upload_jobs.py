"""Uploads and their jobs: whether a worker checks what was sent or the request does, the same for API and portal.

Here: this decision, and what is done where workers are gone. Not here: reading and checking (steps/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opendata.domain.errors import ServiceBusy
from opendata.domain.model import Dataset, SourceFile, Upload
from opendata.domain.report.edits import Edit
from opendata.steps import looking, mending, parts_alike, parts_in_order, processing, uploading
from opendata.steps.uploading import Arrival
from opendata.web.services import services


@dataclass(frozen=True)
class Received:
    """An upload that is kept. waits_for_a_place: a worker checks it because no place was free for the request."""

    upload: Upload
    waits_for_a_place: bool = False


def receive(dataset: Dataset, files: Sequence[SourceFile], arrival: Arrival) -> Received:
    """Keep files as an upload: read and checked, or in the state processing where a worker does that.

    A worker checks large files, and small ones while all places are taken. Raises DateBeforeLast, ServiceBusy where
    no worker is there and, where they are checked now, what an Examination raises; then nothing is kept.
    """
    now = services().now()
    if processing.is_large(files) and services().jobs.attended(now):
        return Received(_handed_to_a_worker(dataset, files, arrival))
    try:
        return Received(uploading.receive(services().desk, dataset, files, arrival, now=now).upload)
    except ServiceBusy:
        if not services().jobs.attended(now):
            raise
        return Received(_handed_to_a_worker(dataset, files, arrival), waits_for_a_place=True)


def map_again(upload: Upload, mapping: Mapping[str, Any]) -> Upload:
    """The upload, read and checked once more by this mapping; in the state processing where a worker does that.

    Raises MappingNotValid, and what looking.map_again() raises; then the upload stays as it is.
    """
    desk, now = services().desk, services().now()
    services().check_mapping(mapping, desk.kinds[desk.catalogue.dataset(upload.publisher, upload.dataset).kind])
    if processing.is_large(looking.sent_files(desk, upload)) and services().jobs.attended(now):
        return _rung(processing.map_later(desk, upload, mapping, now=now))
    examined = looking.map_again(desk, upload, mapping)
    parts_alike.map_others_alike(desk, examined)
    return examined.upload


def put_edits(upload: Upload, edits: Sequence[Edit], *, by: str, seen: str | None = None) -> Upload:
    """The upload with these edits in place of all that it had; in the state processing where a worker reads it again.

    Raises what mending.put_edits() raises; then the upload stays as it is.
    """
    desk, now = services().desk, services().now()
    mended = mending.with_edits(upload, edits, by=by, now=now, seen=seen)
    if processing.is_large(looking.sent_files(desk, upload)) and services().jobs.attended(now):
        return _rung(processing.mend_later(desk, upload, mended, now=now))
    return mending.put_edits(desk, upload, edits, by=by, now=now, seen=seen)


def _rung(upload: Upload) -> Upload:
    """An upload that waits for a worker, who learns of it at once."""
    services().bell.ring(processing.job_id(upload))
    return upload


def _handed_to_a_worker(dataset: Dataset, files: Sequence[SourceFile], arrival: Arrival) -> Upload:
    return _rung(processing.accept(services().desk, dataset, files, arrival, now=services().now()))


def looked_after(upload: Upload) -> Upload:
    """The upload as it is now; one whose workers are gone is processed first, by this request.

    A part of a report is compared with the version that holds now.
    """
    if upload.state == "processing" and not services().jobs.attended(services().now()):
        services().runner.do(processing.job_id(upload))
        return services().uploads.get(upload.id)
    return parts_in_order.planned_anew(services().desk, upload)
