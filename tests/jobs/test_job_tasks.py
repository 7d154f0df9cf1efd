"""What comes round by itself: what was sent goes when its time is over, and what crashes left is cleared."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from opendata.steps.ports.jobs import NewJob
from opendata.storage.sql.schema import unfinished
from opendata.web.services import now
from tests.jobs.conftest import Works
from tests.service import DATASET, table


def test_retention_removes_what_was_sent_when_its_time_is_over_and_nothing_younger(
    works: Works, caplog: pytest.LogCaptureFixture
):
    headers = works.service.token()

    def sent(rows: str) -> str:
        return str(works.service.upload(rows, publish=False, headers=headers).json["id"])

    def publish(upload: str, answers: dict[str, Any] | None = None) -> int:
        address, body = f"/api/v1/uploads/{upload}/publish", {"answers": answers or {}}
        return int(works.service.client.post(address, json=body, headers=headers).status_code)

    published, old = sent(table("1,Radweg,in Arbeit")), [sent(table("2,Solar")), sent(table("2,Solar,falsch"))]
    assert publish(published) == 201
    young, waiting = sent(table("2,Solar")), works.accept(table("3,Wald")).id
    # Time passes at the end: each upload removes a few old ones, and here the job is to do it.
    keep, minute = timedelta(days=90), timedelta(minutes=1)
    for upload in (published, *old, waiting, young):
        then = _stored(works, now() - keep + (minute if upload == young else -minute))
        works.change("UPDATE uploads SET created_at = :then WHERE id = :id", then=then, id=upload)
    # One of them is gone already, by a crash or by hand.
    works.services.uploads.store.remove(f"musterstadt/plaene/{old[0]}")

    assert _do(works, "retention", caplog).startswith("4 uploads from before")
    assert _do(works, "retention", caplog).startswith("0 uploads from before")

    for gone in (*old, waiting):
        assert works.service.get(f"/api/v1/uploads/{gone}", **headers).status_code == 404
    record = works.service.get(f"/api/v1/uploads/{published}", **headers).json
    assert (record["state"], record["version"]) == ("published", "1.0.0")
    assert works.service.get(f"{DATASET}/versions/latest/plans.csv").status_code == 200
    assert publish(young, {"many_removed:plans": {"reason": "So gewollt."}}) == 201
    store = works.services.uploads.store
    kept = {path.rpartition("/")[2]: list(store.names(path)) for path, _ in store.folders()}
    assert kept.pop(published) == ["rewrites.zip"]
    assert set(kept) == {young}
    # The job of an upload that went before its turn has nothing to do, and ends.
    assert works.services.runner.do(f"upload-{waiting}")


def test_files_that_no_record_knows_are_removed_when_nobody_can_be_writing_them(
    works: Works, caplog: pytest.LogCaptureFixture
):
    headers = works.service.token()
    known = works.service.upload(table("1,Radweg"), publish=False, headers=headers).json["id"]
    store = works.services.uploads.store
    store.write(f"musterstadt/plaene/{'a' * 32}", {"sent-0": b"left by a crash", "names.json": b"[]"})

    assert _do(works, "strays", caplog) == "files of 0 unknown uploads removed"
    assert works.services.uploads.clear_strays(now() + timedelta(minutes=1)) == 1
    assert [path for path, _ in store.folders()] == [f"musterstadt/plaene/{known}"]
    assert works.service.client.post(f"/api/v1/uploads/{known}/publish", headers=headers).status_code == 201


def test_what_was_half_written_or_half_removed_is_a_stray_as_well(works: Works):
    store = works.services.uploads.store
    if not hasattr(store, "root"):
        return  # nothing lies beside its place in a bucket
    half = store.root / "musterstadt" / "plaene" / ".unfinished-abc"
    half.mkdir(parents=True)
    (half / "sent-0").write_bytes(b"half")
    for each in (half / "sent-0", half):
        os.utime(each, (0, 0))

    assert works.services.uploads.clear_strays(now() - timedelta(days=1)) == 1
    assert not half.exists()


def test_sweep_clears_what_publications_left_and_nothing_that_may_be_at_work(
    works: Works, caplog: pytest.LogCaptureFixture
):
    works.service.published("1,Radweg")
    services = works.services
    marks = {"1.1.0": timedelta(minutes=5), "1.2.0": timedelta(seconds=5), "1.0.0": timedelta(minutes=5)}
    for number, age in marks.items():
        if number != "1.0.0":
            services.versions._packages.write(f"musterstadt/plaene/{number}", {"plans.csv": b"half"})
        with services.uploads.database.writing() as connection:
            path = f"musterstadt/plaene/{number}"
            connection.execute(insert(unfinished).values(id=number, path=path, begun_at=now() - age))

    assert _do(works, "sweep", caplog).startswith("2 unfinished writes cleared")

    assert [row.id for row in works.rows("SELECT id FROM unfinished WHERE cleared_at IS NULL")] == ["1.2.0"]
    assert services.versions._packages.names("musterstadt/plaene/1.1.0") == []
    assert services.versions._packages.names("musterstadt/plaene/1.2.0") == ["plans.csv"]
    assert works.service.get(f"{DATASET}/versions/1.0.0/plans.csv").status_code == 200


def _do(works: Works, name: str, caplog: pytest.LogCaptureFixture) -> str:
    """Do one of them now; its words in the log."""
    caplog.clear()
    job_id = f"{name}-{datetime.now(UTC).timestamp()}"
    works.services.jobs.add(NewJob(job_id, name), now())
    with caplog.at_level("INFO", logger="opendata.jobs"):
        assert works.services.runner.do(job_id)
    (said,) = [each.getMessage() for each in caplog.records if each.name == "opendata.jobs"]
    return said.split(" s: ", 1)[1]


def _stored(works: Works, when: datetime) -> Any:
    """A time as the database keeps it: SQLite as UTC without saying so."""
    return when.replace(tzinfo=None).isoformat(" ") if works.services.uploads.database.is_sqlite else when
