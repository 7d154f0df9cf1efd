"""Reports that are due and were not published: told once for each date, and kept in the packages."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from opendata.domain.model import Dataset, Publisher, Version
from opendata.steps.overdue_reports import missed_day, tell_overdue
from opendata.web.services import EXTENSION, Services
from tests.api.test_feeds import feed
from tests.service import CITY, DATASET, Service, open_service

FEED = f"/feeds/{CITY}/plaene.atom?lang=de"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    made = open_service(tmp_path)
    made.done("publishers", "add", CITY, "--name", "Musterstadt")
    made.done("datasets", "add", CITY, "plaene", "--kind", "plans", "--title", "Pläne der Stadt", "--rhythm", "P1Y")
    made.published("1,Radweg,planning", as_of="2022-12-31")
    return made


def told(service: Service, now: str) -> int:
    """How many reports the daily job tells of on a day."""
    joined: Services = service.app.extensions[EXTENSION]()
    return tell_overdue(
        joined.catalogue, joined.versions, datetime.fromisoformat(f"{now}T03:00:00").replace(tzinfo=UTC)
    )


def overdue_entries(service: Service) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = service.get("/api/v1/changes?event=report.overdue&limit=0").json["items"]
    return items


def test_a_missing_report_is_told_once_for_each_date(service: Service):
    days = ("2023-12-31", "2024-01-01", "2024-01-02", "2025-01-01", "2025-06-01")

    assert [told(service, day) for day in days] == [0, 1, 0, 1, 0]

    first, second = overdue_entries(service)
    assert (first["version"], first["fields"]["due"]["after"]) == (None, "2023-12-31")
    assert second["fields"] == {
        "due": {"before": None, "after": "2024-12-31"},
        "newest": {"before": None, "after": "2022-12-31"},
    }
    assert first["sentence"]["de"] == (
        "Musterstadt: „Pläne der Stadt“: Der Bericht zum 31.12.2023 ist überfällig; "
        "der neueste hat den Stand 31.12.2022."
    )
    read = feed(service, FEED).entries
    assert [entry.title for entry in read[:2]] == [
        "Bericht zum 31.12.2024 ist überfällig",
        "Bericht zum 31.12.2023 ist überfällig",
    ]
    assert read[0].tags[0].label == "Bericht überfällig"
    assert service.get(read[0].link).status_code == 200
    assert feed(service, "/feeds/all.atom?lang=en").entries[0].title == (
        "Musterstadt, “Pläne der Stadt”: report as of 31 December 2024 is overdue"
    )


def test_after_a_report_nothing_is_due_until_the_next_date(service: Service):
    assert told(service, "2024-03-01") == 1
    service.published("1,Radweg,completed", as_of="2023-12-31")

    assert [told(service, day) for day in ("2024-03-02", "2024-12-31", "2025-01-01")] == [0, 0, 1]


def test_the_packages_alone_tell_it_again_with_the_same_serials_and_ids(service: Service):
    assert told(service, "2024-01-01") == 1
    service.published("1,Radweg,completed", as_of="2023-12-31")
    assert told(service, "2026-06-01") == 1
    before = service.get("/api/v1/changes?limit=0").json
    service.done("verify")

    service.done("reindex")

    assert service.get("/api/v1/changes?limit=0").json == before
    service.done("verify")
    assert told(service, "2026-06-02") == 0


def test_a_withdrawn_version_keeps_what_was_told_after_it(service: Service):
    assert told(service, "2024-01-01") == 1
    before = overdue_entries(service)
    withdraw = f"{DATASET}/versions/1.0.0/withdraw"
    assert service.client.post(withdraw, json={"reason": "Versehen"}, headers=service.token()).status_code == 200

    service.done("verify")
    service.done("reindex")

    assert overdue_entries(service) == before
    assert told(service, "2025-01-01") == 0  # there is no version any more after which a report is missing


def test_a_file_that_was_changed_is_found(service: Service):
    assert told(service, "2024-01-01") == 1
    file = service.folder / "packages" / CITY / "plaene" / "1.0.0" / "overdue-2023-12-31.json"
    content = json.loads(file.read_text("utf-8"))
    file.chmod(0o600)
    file.write_text(json.dumps({**content, "due": "2022-12-31"}), encoding="utf-8")

    result = service.flask("verify")

    assert result.exit_code == 1
    assert "overdue-2023-12-31.json: was changed" in result.output
    assert service.flask("reindex").exit_code == 1


def test_what_a_crash_left_behind_is_no_report(service: Service):
    """The mark of a writer that died before its transaction ended is there, and its file too."""
    joined: Services = service.app.extensions[EXTENSION]()
    dataset = joined.catalogue.dataset(CITY, "plaene")
    version = joined.versions.get(dataset, "1.0.0")
    assert told(service, "2024-01-01") == 1
    name = "overdue-2023-12-31.json"
    folder = service.folder / "packages" / CITY / "plaene" / "1.0.0"
    left = folder / name.replace("2023", "2024")
    left.write_bytes((folder / name).read_bytes())
    writing = joined.versions._writing  # type: ignore[attr-defined]  # there is no other way to die in between
    writing.mark(f"{version.stored_at}/{left.name}", datetime(2025, 1, 1, tzinfo=UTC))
    service.done("verify")
    service.done("reindex")

    service.published("1,Radweg,completed", as_of="2023-12-31")

    assert not left.exists()
    assert (folder / name).exists()
    assert len(overdue_entries(service)) == 1


@pytest.mark.parametrize(
    ("rhythm", "as_of", "today", "missed"),
    [
        (None, "2020-12-31", "2026-01-01", None),
        ("P2W", "2020-12-31", "2026-01-01", None),
        ("P1Y", "2024-12-31", "2025-12-31", None),
        ("P1Y", "2024-12-31", "2026-01-01", "2025-12-31"),
        ("P1Y", "2021-12-31", "2026-01-01", "2025-12-31"),
        ("P1M", "2025-01-31", "2025-03-01", "2025-02-28"),
        ("P6M", "2025-01-31", "2025-07-31", None),
        ("P2Y", "2025-06-30", "2024-01-01", None),
    ],
)
def test_which_date_was_missed(rhythm: str | None, as_of: str, today: str, missed: str | None):
    dataset = Dataset(Publisher(CITY, "Musterstadt"), "plaene", "plans", "Pläne", rhythm=rhythm, current="1.0.0")
    day = date.fromisoformat(as_of)
    version = Version(CITY, "plaene", "1.0.0", day, datetime.now(UTC), "", None, None, 1, 1, {}, [])

    assert missed_day(dataset, version, date.fromisoformat(today)) == (missed and date.fromisoformat(missed))
