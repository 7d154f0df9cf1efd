"""Uploads and their jobs: whether a worker checks what was sent or the request does, the same for API and portal.

Here: this decision, and what is done where workers are gone. Not here: reading and checking (steps/).
"""

from collections.abc import Sequence

from opendata.domain.model import Dataset, SourceFile, Upload
from opendata.steps import processing, uploading
from opendata.steps.uploading import Arrival
from opendata.web.services import services


def receive(dataset: Dataset, files: Sequence[SourceFile], arrival: Arrival) -> Upload:
    """Keep files as an upload: read and checked, or in the state processing where a worker is there for large ones.

    Raises DateBeforeLast and, where they are checked now, what an Examination raises; then nothing is kept.
    """
    now = services().now()
    if processing.is_large(files) and services().jobs.attended(now):
        upload = processing.accept(services().desk, dataset, files, arrival, now=now)
        services().bell.ring(processing.job_id(upload))
        return upload
    return uploading.receive(services().desk, dataset, files, arrival, now=now).upload


def looked_after(upload: Upload) -> Upload:
    """The upload as it is now; one whose workers are gone is processed first, by this request."""
    if upload.state == "processing" and not services().jobs.attended(services().now()):
        services().runner.do(processing.job_id(upload))
        return services().uploads.get(upload.id)
    return upload
