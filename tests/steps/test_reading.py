"""Reading: which version, table and row a reader means, whoever asks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

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
from opendata.domain.packages.version_history import base_of
from opendata.steps.ports.versions import Versions
from opendata.steps.reading import LATEST, Reading
from opendata.steps.row_story import row_story, row_title
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

    story = row_story(reading, dataset, "plans", "2")
    assert story.values is None
    assert [entry.event.event.rpartition(".")[2] for entry in story.entries] == ["added", "removed"]


def test_a_row_that_only_a_withdrawn_version_had_is_withdrawn_too(service: Service, reading: Reading):
    service.published(CYCLE_PATH, as_of="2023-12-31")
    second = service.published(CYCLE_PATH, SOLAR, as_of="2024-12-31")["version"]
    service.done("withdraw", f"{CITY}/plaene", second, "--reason", "The table was wrong")

    with pytest.raises(VersionWithdrawn):
        reading.current_row(plans(reading), "plans", "2")
    with pytest.raises(VersionWithdrawn):
        row_story(reading, plans(reading), "plans", "2")


def test_the_difference_of_two_versions_has_a_direction(service: Service, reading: Reading):
    first = service.published(CYCLE_PATH, as_of="2023-12-31")["version"]
    second = service.published(CYCLE_PATH_DONE, SOLAR, as_of="2024-12-31")["version"]
    before, after = (reading.version(plans(reading), number) for number in (first, second))

    assert reading.difference(before, after).changesets["plans"].counts == {"added": 1, "changed": 1, "removed": 0}
    assert reading.difference(after, before).changesets["plans"].counts == {"added": 0, "changed": 1, "removed": 1}


class WithoutHistory:
    """A real store of versions that nobody may ask for all of them."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def __getattr__(self, name: str) -> Any:
        assert name != "history", "the whole history was read"
        return getattr(self._versions, name)


def test_nothing_that_is_read_grows_with_the_history(service: Service, reading: Reading):
    numbers = [service.published(f"1,Radweg {year},planning,,{year},")["version"] for year in range(2010, 2017)]
    for place in (2, 4, 5):
        service.done("withdraw", f"{CITY}/plaene", numbers[place], "--reason", "The table was wrong")
    bounded = replace(reading, versions=WithoutHistory(reading.versions))
    dataset, history = plans(reading), reading.versions.history(plans(reading))

    for place, version in enumerate(history):
        expected = base_of(version, history)
        told = None if version.withdrawal or (expected and expected.withdrawal) else expected
        assert bounded.version_and_compared(dataset, version.number) == (version, told)
        assert bounded.part_of_history(dataset, place, 1) == ([(version, told)], len(numbers))
        assert bounded.versions.following(version) == (history[place + 1] if place + 1 < len(history) else None)
    assert row_story(bounded, dataset, "plans", "1").values
    assert row_title(bounded, dataset, "plans", "1") == "Radweg 2016"
    withdrawal = history[2].withdrawal
    assert withdrawal
    assert bounded.changes_edition(history[3]) == withdrawal.serial


def test_a_long_story_is_told_from_its_end_with_what_matters_of_its_beginning(service: Service, reading: Reading):
    for year, (phase, end) in enumerate(
        [("planning", "2027"), ("implementation", "2028"), *[("completed", "2029")] * 4]
    ):
        service.published(f"1,Radweg,{phase},{end},{year},", as_of=f"{2020 + year}-12-31")

    story = row_story(reading, plans(reading), "plans", "1", most_entries=2)

    assert story.is_cut
    assert [entry.event.fields["cost"] for entry in story.entries] == [(3, 4), (4, 5)]
    assert [entry.event.fields.get("phase") for entry in story.earlier] == [
        (None, "planning"),
        ("implementation", "completed"),
    ]
    assert story.own_entries[0].event.fields["end"] == (None, "2027")
    assert set(story.versions) == {entry.version for entry in story.own_entries}
