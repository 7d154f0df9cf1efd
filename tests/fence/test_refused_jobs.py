"""A large upload that passes a limit of the fence becomes invalid, and its report says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn

import pytest

from opendata.domain.errors import ReadingUnavailable, ServiceBusy
from opendata.domain.model import Job, SourceFile
from opendata.fence.allowances import MIB, Allowance
from opendata.fence.fenced_examination import FencedExamination
from opendata.fence.places import Places
from opendata.jobs.job_runs import LATER, Runner
from opendata.jobs.job_tasks import WAITS_FOR_READING, ProcessUpload
from opendata.steps import processing
from opendata.steps.desk import Desk
from opendata.steps.ports.checking import Caller
from opendata.steps.uploading import Arrival
from opendata.web.services import EXTENSION
from tests.service import CITY, add_city, open_service, table

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
FILES = [SourceFile("plans.csv", table(*(f"{n},Radweg" for n in range(20_000)), header="id,title").encode())]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose fence gives an upload hardly any memory."""
    service = open_service(tmp_path_factory.mktemp("service"))
    add_city(service)
    with service.app.app_context():
        services = service.app.extensions[EXTENSION]()
        fence = FencedExamination.of(services.config, 1)
        fence.base = Allowance(MIB // 4, 120)
        yield replace(services.desk, examination=fence)
        fence.close()
        services.close()


def job_of(desk: Desk) -> Job:
    dataset = desk.catalogue.dataset(CITY, "plaene")
    upload = processing.accept(desk, dataset, FILES, Arrival(date(2024, 12, 31)), now=NOW)
    argument = f'{{"upload": "{upload.id}"}}'
    return Job(processing.job_id(upload), processing.JOB, argument, attempts=1, lease="a", created_at=NOW)


def test_an_upload_that_takes_too_much_becomes_invalid(desk: Desk):
    upload = processing.process(desk, job_of(desk), lambda _: None)

    assert upload
    assert upload.state == "invalid"
    (error,) = upload.report["errors"]
    assert error["code"] == "upload-too-demanding"
    assert "CSV" in error["messages"]["de"]
    assert "CSV" in error["messages"]["en"]


def test_an_upload_for_which_there_is_no_place_waits(desk: Desk):
    fence = desk.examination
    assert isinstance(fence, FencedExamination)
    fence.places = Places(1, {}, dict.fromkeys(Caller, 0.0))
    job = job_of(desk)

    with fence.places.acquire(Caller.PUBLISHER), pytest.raises(ServiceBusy):
        processing.process(desk, job, lambda _: None)

    assert desk.uploads.get(job.id.removeprefix("upload-")).state == "processing"


def test_an_upload_that_cannot_be_read_for_long_becomes_invalid_and_says_that_the_files_are_not_to_blame(desk: Desk):
    def unable(_: object) -> NoReturn:
        raise ReadingUnavailable(60)

    dataset = desk.catalogue.dataset(CITY, "plaene")
    upload = processing.accept(desk, dataset, FILES, Arrival(date(2024, 12, 31)), now=NOW)
    clock, jobs = [NOW], desk.office.jobs
    runner = Runner(jobs, {processing.JOB: ProcessUpload(replace(desk, examination=unable))}, lambda: clock[0])  # type: ignore[arg-type]
    for waited in (timedelta(0), *[LATER] * 5, WAITS_FOR_READING):
        clock[0] += waited
        assert desk.uploads.get(upload.id).state == "processing"
        assert runner.do(processing.job_id(upload))
        assert not runner.do(processing.job_id(upload))  # it is not tried again at once

    known = desk.uploads.get(upload.id)
    assert known.state == "invalid"
    assert [error["code"] for error in known.report["errors"]] == ["reading-unavailable"]
    assert "nicht an Ihren" in known.report["errors"][0]["messages"]["de"]
