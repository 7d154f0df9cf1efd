"""Large uploads are kept at once and processed by a worker, once, whatever becomes of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from opendata.domain.packages.long_tables import LONG_BYTES
from opendata.steps import processing
from opendata.steps.processing import LARGE_BYTES
from opendata.storage.packages import bucket_packages
from opendata.web.services import now
from tests.jobs.conftest import Works
from tests.servers import wait_until
from tests.service import CITY, DATASET, table

LARGE = table(*[f'{n},Plan {n},in Arbeit,31.12.2026,"10,5",{"Text " * 450}' for n in range(3_000)])
# A workbook in name and first bytes, and none in truth.
BROKEN = b"PK\x03\x04" + bytes(LARGE_BYTES)


def test_a_large_upload_is_kept_at_once_and_becomes_a_draft(works: Works, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bucket_packages, "PIECE_BYTES", 2**20)  # of a table from a bucket
    assert len(LARGE) > max(LARGE_BYTES, LONG_BYTES)
    headers = works.service.token()
    worker = works.start()

    sent = works.service.upload(LARGE, publish=False, headers=headers)
    assert (sent.status_code, sent.json["state"], sent.json["report"]) == (201, "processing", None)
    assert sent.json["progress"] == 0
    path = f"/api/v1/uploads/{sent.json['id']}"

    done = _done(works, path, headers)
    assert (done["state"], done["changes"], done["next_version"]) == ("draft", _added(3_000), "1.0.0")
    assert done["report"]["rewrite_count"] == 12_000
    assert "progress" not in done
    assert works.service.get(f"{path}/rewrites?limit=1", **headers).json["total"] == 12_000
    assert works.service.client.post(f"{path}/publish", headers=headers).json["version"] == "1.0.0"
    assert works.service.get(f"{DATASET}/versions/latest/plans.json?limit=1").json["total"] == 3_000
    # The table is too long for one frame: what tells of all of its rows counts them part by part.
    overview = works.service.get(f"{DATASET}/overview").json
    assert (overview["by_phase"], overview["cost_eur"]) == ({"implementation": 3_000}, 31_500)
    last_page = works.service.get(f"/{CITY}/plaene/plans?status=implementation&page=6")
    assert last_page.status_code == 200 and "Plan 2999" in last_page.text and "Plan 2499" not in last_page.text
    events = works.service.get(f"{DATASET}/versions/1.0.0/changes.json").json["events"]
    assert [event["event"] for event in events].count("plan.added") == 3_000
    assert works.log(worker).count("job process-upload") == 1


def test_a_draft_that_a_worker_made_asks_and_is_answered_like_any_other(works: Works):
    headers = works.service.token()
    works.service.published("1,Radweg", "2,Solar", "3,Bus")
    upload = works.accept(table("1,Radweg"), as_of="2099-12-31")
    path = f"/api/v1/uploads/{upload.id}"

    assert works.services.runner.do(processing.job_id(upload))

    # Lists of drafts take of its report what they tell, on each database.
    (listed,), total = works.services.uploads.waiting(works.services.catalogue.dataset(CITY, "plaene"), 0, 5)
    whole = works.services.uploads.get(upload.id)
    part = {name: whole.report[name] for name in ("error_count", "more", "questions")}
    assert (listed, total) == (replace(whole, report=part), 1)
    draft = works.service.get(path, **headers).json
    required = [question for question in draft["questions"] if question["required"]]
    assert [question["id"] for question in required] == ["future_date", "many_removed:plans"]
    open_still = works.service.client.post(f"{path}/publish", headers=headers)
    assert (open_still.status_code, open_still.json["questions"]) == (409, required)
    answers = {"future_date": {"yes": True}, "many_removed:plans": {"reason": "Fertig."}}
    done = works.service.client.post(f"{path}/publish", json={"answers": answers}, headers=headers)
    assert (done.status_code, done.json["changes"]["removed"]) == (201, 2)
    assert works.service.get(path, **headers).json["answers"] == answers


def test_what_a_worker_was_killed_over_is_done_by_another(works: Works):
    headers = works.service.token()
    killed = works.start()
    path = f"/api/v1/uploads/{works.service.upload(LARGE, publish=False, headers=headers).json['id']}"
    wait_until(lambda: bool(works.jobs("running")), lambda: works.log(killed), lambda: works.runs(killed))
    works.kill(killed)
    assert works.service.get(path, **headers).json["state"] == "processing"

    _time_passes(works)
    other = works.start()
    done = _done(works, path, headers)

    assert (done["state"], done["changes"]) == ("draft", _added(3_000))
    assert "job process-upload" not in works.log(killed)
    assert works.log(other).count("job process-upload") == 1
    assert works.jobs("done") == {f"upload-{done['id']}": 2}
    assert works.service.get(f"{DATASET}/uploads", **headers).json["total"] == 1
    assert works.service.client.post(f"{path}/publish", headers=headers).json["version"] == "1.0.0"


def test_what_a_worker_brings_that_was_believed_dead_is_refused(works: Works):
    headers = works.service.token()
    upload = works.accept(table("1,Radweg"))
    jobs, job_id = works.services.jobs, processing.job_id(upload)
    late = jobs.take(job_id, "late", now())
    lates = processing.process(works.services.desk, late, lambda _: None)
    assert lates
    _time_passes(works)
    # Between the two runs another version was published: they find different changes.
    works.service.published("1,Radweg", "2,Solar")
    works.start()
    path = f"/api/v1/uploads/{upload.id}"
    done = _done(works, path, headers)

    assert not jobs.end(late, now(), upload=lates)
    works.services.uploads.add_draft(lates, {"plans": b"worse than nothing"}, [])
    assert (lates.base, done["base"]) == (None, "1.0.0")
    assert works.service.get(path, **headers).json == done
    answers = {"vanished:plans:2": {"disposition": "completed"}}
    published = works.service.client.post(f"{path}/publish", json={"answers": answers}, headers=headers)
    assert published.json["changes"] == done["changes"]


def test_what_cannot_be_processed_says_so_in_plain_words(works: Works):
    headers = works.service.token()
    works.start()
    sent = works.service.upload(BROKEN, name="plans.xlsx", publish=False, headers=headers)
    at_once = works.service.upload(BROKEN, name="plans.xlsx", headers=headers)
    body = _done(works, f"/api/v1/uploads/{sent.json['id']}", headers)

    # The same that a request with ?publish=true is refused with.
    assert (at_once.status_code, at_once.json["type"].rpartition("/")[2]) == (422, "unreadable-file")
    assert (body["state"], body["report"]["valid"], body["report"]["error_count"]) == ("invalid", False, 1)
    (error,) = body["report"]["errors"]
    assert error["code"] == "unreadable-file"
    assert error["messages"]["de"] == at_once.json["detail"]
    assert works.service.get(f"/api/v1/uploads/{body['id']}/rewrites", **headers).json["total"] == 0
    publish = works.service.client.post(f"/api/v1/uploads/{body['id']}/publish", headers=headers)
    assert (publish.status_code, publish.json["type"].rpartition("/")[2]) == (422, "upload-not-valid")


def test_an_upload_that_ended_three_workers_is_given_up_and_says_so(works: Works):
    headers = works.service.token()
    upload = works.accept(table("1,Radweg"))
    works.change("UPDATE jobs SET attempts = 3")
    works.start()
    body = _done(works, f"/api/v1/uploads/{upload.id}", headers)

    assert body["state"] == "invalid"
    assert [each["code"] for each in body["report"]["errors"]] == ["processing-failed"]
    assert body["report"]["errors"][0]["message"].startswith("Diese Dateien ließen sich nicht prüfen")
    (row,) = works.rows("SELECT state, error FROM jobs WHERE name = 'process-upload'")
    assert (row.state, row.error[:18]) == ("failed", "broke off 3 times ")


def test_without_a_worker_large_uploads_are_checked_in_the_request(works: Works):
    body = works.service.upload(LARGE, publish=False).json

    assert (body["state"], body["changes"]) == ("draft", _added(3_000))
    assert works.rows("SELECT id FROM jobs") == []


def test_when_all_workers_are_gone_who_asks_does_it(works: Works):
    headers = works.service.token()
    upload = works.accept(table("1,Radweg"))
    works.services.jobs.seen("worker", now())
    path = f"/api/v1/uploads/{upload.id}"
    assert works.service.get(path, **headers).json["state"] == "processing"
    early = works.service.client.post(f"{path}/publish", headers=headers)
    assert (early.status_code, early.json["type"].rpartition("/")[2]) == (409, "upload-not-ready")
    assert works.service.get(f"{path}/rows/plans.json", **headers).status_code == 409

    works.services.jobs.seen("worker", now() - timedelta(minutes=5))

    assert works.service.get(path, **headers).json["state"] == "draft"
    assert works.service.client.post(f"{path}/publish", headers=headers).json["version"] == "1.0.0"


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_an_upload_that_is_deleted_while_it_waits_is_gone(when: str, works: Works):
    headers = works.service.token()
    upload = works.accept(table("1,Radweg"))
    job = works.services.jobs.take(processing.job_id(upload), "lease", now())
    path = f"/api/v1/uploads/{upload.id}"
    if when == "before":
        assert works.service.client.delete(path, headers=headers).status_code == 204
    done = processing.process(works.services.desk, job, lambda _: None)
    if when == "meanwhile":
        assert works.service.client.delete(path, headers=headers).status_code == 204

    assert works.services.jobs.end(job, now(), upload=done)
    assert works.service.get(path, **headers).status_code == 404
    assert list(works.services.uploads.store.folders()) == []


def test_an_upload_without_a_job_gets_one(works: Works):
    upload = works.accept(table("1,Radweg"))
    works.change("DELETE FROM jobs")

    assert processing.add_missing(works.services.jobs, now()) == 1
    assert processing.add_missing(works.services.jobs, now()) == 0
    assert works.services.runner.do(processing.job_id(upload))
    assert works.services.uploads.get(upload.id).state == "draft"


def _time_passes(works: Works) -> None:
    """The leases that were given are over."""
    works.change("UPDATE jobs SET lease_until = :past WHERE state = 'running'", past=now() - timedelta(seconds=1))


def _done(works: Works, path: str, headers: dict[str, str]) -> Any:
    """An upload when it is processed."""
    found: list[Any] = []

    def is_done() -> bool:
        body = works.service.get(path, **headers).json
        assert body["state"] != "processing" or 0 <= body["progress"] <= 1
        found.append(body)
        return bool(body["state"] != "processing")

    wait_until(is_done, lambda: f"{found[-1]}\n{[works.log(n) for n in range(len(works.started))]}")
    return found[-1]


def _added(rows: int) -> dict[str, int]:
    return {"added": rows, "changed": 0, "removed": 0}
