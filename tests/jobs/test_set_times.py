"""Set times, kept by real workers: once by two of them, and after the service was down."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from opendata.steps import publishing_drafts, set_times
from opendata.storage.sql.schema import appointments
from opendata.web.services import now
from tests.jobs.conftest import Works
from tests.servers import wait_until
from tests.service import DATASET, table


def test_two_workers_publish_a_draft_once_whose_time_came_while_none_was_there(works: Works):
    sent = works.service.upload(table("1,Radweg,planning,,,"), publish=False, as_of="2023-12-31").json
    desk = works.services.shared_desk
    upload = works.services.uploads.get(sent["id"])
    later = (now() + timedelta(hours=1)).isoformat(timespec="minutes")
    made = set_times.set_time(desk, upload, later, now())
    with works.services.uploads.database.writing() as connection:  # as time would
        connection.execute(update(appointments).values(at=datetime(2020, 1, 1, tzinfo=UTC)))

    for _ in range(2):
        works.start()
    wait_until(
        lambda: _acts(works).count("appointment.kept") > 0,
        lambda: works.log(0) + works.log(1),
        lambda: works.runs(0) and works.runs(1),
    )

    kept = works.services.shared_desk.office.appointments.get(made.id)
    assert kept and kept.outcome == "kept"
    assert works.service.get(f"{DATASET}/versions").json["total"] == 1
    assert (_acts(works).count("appointment.kept"), _acts(works).count("version.published")) == (1, 1)
    again = publishing_drafts.publish(desk, works.services.uploads.get(upload.id), {}, now=now())
    assert again.version.number == "1.0.0"


def _acts(works: Works) -> list[str]:
    return [act.act for act in works.services.door.audit.acts("musterstadt", None)]
