"""Reading: which version, table and row a reader means, whoever asks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from opendata.domain.errors import (
    DatasetNotFound,
    PublisherNotFound,
    ResourceNotFound,
    RowNotFound,
    RowRemoved,
    VersionNotFound,
    VersionWithdrawn,
)
from opendata.domain.model import Dataset
from opendata.steps.reading import LATEST, Reading
from opendata.web.services import EXTENSION
from tests.service import CITY, Service, add_city, open_service

CYCLE_PATH, SOLAR = "1,Radweg,planning,2026,,", "2,Solardach,planning,2027,,"
CYCLE_PATH_DONE = "1,Radweg,completed,2026,,"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = open_service(tmp_path)
    add_city(made)
    with made.app.app_context():
        yield made
    made.app.extensions[EXTENSION]().close()


@pytest.fixture
def reading(service: Service) -> Reading:
    found: Reading = service.app.extensions[EXTENSION]().reading
    return found


def plans(reading: Reading) -> Dataset:
    return reading.dataset(CITY, "plaene")


def test_what_does_not_exist_is_named(reading: Reading):
    with pytest.raises(PublisherNotFound):
        reading.dataset("nowhere", "plaene")
    with pytest.raises(DatasetNotFound):
        reading.dataset(CITY, "nothing")
    with pytest.raises(VersionNotFound):
        reading.version(plans(reading), LATEST)


def test_latest_is_the_version_that_holds_now_or_that_held_on_a_day(service: Service, reading: Reading):
    first = service.published(CYCLE_PATH, SOLAR, as_of="2023-12-31")["version"]
    second = service.published(CYCLE_PATH_DONE, SOLAR, as_of="2024-12-31")["version"]
    dataset = plans(reading)

    assert reading.version(dataset, LATEST).number == second
    assert reading.version(dataset, first).number == first
    assert reading.version(dataset, LATEST, date(2024, 12, 30)).number == first
    assert reading.version(dataset, LATEST, date(2024, 12, 31)).number == second
    with pytest.raises(VersionNotFound):
        reading.version(dataset, LATEST, date(2023, 12, 30))


def test_a_withdrawn_version_is_never_the_latest(service: Service, reading: Reading):
    first = service.published(CYCLE_PATH, as_of="2023-12-31")["version"]
    second = service.published(CYCLE_PATH_DONE, as_of="2024-12-31")["version"]
    service.done("withdraw", f"{CITY}/plaene", second, "--reason", "The table was wrong")

    assert reading.version(plans(reading), LATEST).number == first
    assert reading.version(plans(reading), second).withdrawal is not None

    service.done("withdraw", f"{CITY}/plaene", first, "--reason", "The table was wrong")
    with pytest.raises(VersionWithdrawn):
        reading.version(plans(reading), LATEST)


def test_a_row_is_found_by_its_key_and_told_of_after_it_has_gone(service: Service, reading: Reading):
    service.published(CYCLE_PATH, SOLAR, as_of="2023-12-31")
    service.published(CYCLE_PATH_DONE, as_of="2024-12-31")
    dataset = plans(reading)

    assert reading.current_row(dataset, "plans", "1").values["phase"] == "completed"
    with pytest.raises(RowRemoved):
        reading.current_row(dataset, "plans", "2")
    with pytest.raises(RowNotFound):
        reading.current_row(dataset, "plans", "3")
    with pytest.raises(ResourceNotFound):
        reading.current_row(dataset, "streets", "1")

    story = reading.row_story(dataset, "plans", "2")
    assert story.values is None
    assert [entry.event.event.rpartition(".")[2] for entry in story.entries] == ["added", "removed"]


def test_a_row_that_only_a_withdrawn_version_had_is_withdrawn_too(service: Service, reading: Reading):
    service.published(CYCLE_PATH, as_of="2023-12-31")
    second = service.published(CYCLE_PATH, SOLAR, as_of="2024-12-31")["version"]
    service.done("withdraw", f"{CITY}/plaene", second, "--reason", "The table was wrong")

    with pytest.raises(VersionWithdrawn):
        reading.current_row(plans(reading), "plans", "2")
    with pytest.raises(VersionWithdrawn):
        reading.row_story(plans(reading), "plans", "2")


def test_the_difference_of_two_versions_has_a_direction(service: Service, reading: Reading):
    first = service.published(CYCLE_PATH, as_of="2023-12-31")["version"]
    second = service.published(CYCLE_PATH_DONE, SOLAR, as_of="2024-12-31")["version"]
    before, after = (reading.version(plans(reading), number) for number in (first, second))

    assert reading.difference(before, after).changesets["plans"].counts == {"added": 1, "changed": 1, "removed": 0}
    assert reading.difference(after, before).changesets["plans"].counts == {"added": 0, "changed": 1, "removed": 1}
