"""Versions: kept, made public whole, read back proved."""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, Table, text

from opendata.domain.errors import (
    DatasetNotFound,
    PackageDamaged,
    ResourceNotFound,
    StorageUnavailable,
    VersionConflict,
    VersionNotFound,
)
from opendata.steps.ports.journal import Scope
from opendata.steps.publishing import publish
from opendata.storage.packages.package_store import PackageStore, Staged
from opendata.storage.sql.schema import journal, versions
from opendata.storage.upkeep.verifying import Verifying
from opendata.storage.versions import sql_versions
from opendata.storage.versions.sql_versions import SqlVersions
from tests.making import CITY, NOON, dataset, draft, plans
from tests.statements import heard
from tests.storage.conftest import Place, Store
from tests.storage.other_processes import other_processes

FIRST = {"plans": plans(("1", "Radweg", "planning", "2024"))}
SECOND = {"plans": plans(("1", "Radweg", "implementation", "2025"), ("2", "Solar"))}


def test_what_was_published_is_read_back(store: Store):
    published = store.publish("2023-12-31", FIRST)

    assert store.versions.get(store.dataset(), "1.0.0") == published
    assert store.versions.table(published, "plans").rows() == FIRST["plans"].rows()
    assert store.versions.kind(published).table("plans").primary_key == ("id",)
    assert store.dataset().current == "1.0.0"


def test_versions_follow_one_another_in_a_chain(store: Store):
    first, second = store.publish("2023-12-31", FIRST), store.publish("2024-12-31", SECOND)

    assert second.number == "1.1.0"
    assert (second.previous, second.previous_digest) == ("1.0.0", first.digest)
    assert second.first_serial == first.last_serial + 1
    assert [v.number for v in store.versions.history(store.dataset())] == ["1.0.0", "1.1.0"]


def test_the_version_that_held_on_a_day_is_found(store: Store):
    store.publish("2022-12-31", FIRST)
    store.publish("2023-12-31", SECOND)

    assert store.versions.held_on(store.dataset(), date(2023, 12, 30)).number == "1.0.0"
    assert store.versions.held_on(store.dataset(), date(2030, 1, 1)).number == "1.1.0"
    with pytest.raises(VersionNotFound):
        store.versions.held_on(store.dataset(), date(2022, 12, 30))


def test_what_is_not_there_is_said_by_name(store: Store):
    version = store.publish("2023-12-31", FIRST)

    with pytest.raises(VersionNotFound):
        store.versions.get(store.dataset(), "9.9.9")
    with pytest.raises(ResourceNotFound, match="plans, grants"):
        store.versions.table(version, "trees")
    with pytest.raises(DatasetNotFound):
        store.versions.history(replace(dataset(), name="unbekannt"))


def test_of_two_that_publish_on_the_same_version_one_wins_and_the_other_changes_nothing(store: Store):
    store.publish("2023-12-31", FIRST)
    both_saw = store.dataset()
    store.publish("2024-12-31", SECOND)

    late = draft(both_saw, "2024-12-31", {"plans": plans(("3", "Wärmenetz"))})
    with pytest.raises(VersionConflict) as conflict:
        publish(late, store.versions, base="1.0.0", now=NOON)

    assert (conflict.value.expected, conflict.value.current) == ("1.0.0", "1.1.0")
    assert [v.number for v in store.versions.history(store.dataset())] == ["1.0.0", "1.1.0"]
    assert Verifying(store.database, store.packages).verify().sound
    assert store.publish("2024-12-31", {"plans": plans(("3", "Wärmenetz"))}).number == "1.2.0"


def test_times_never_go_back_though_the_clock_does(store: Store):
    first = store.publish("2023-12-31", FIRST, now=NOON)
    second = store.publish("2024-12-31", SECOND, now=NOON - timedelta(days=1))

    assert second.published_at == first.published_at


def test_how_often_a_deadline_was_put_off_is_kept_in_the_journal(store: Store):
    for year in (2024, 2025, 2026, 2025, 2028):
        store.publish("2023-12-31", {"plans": plans(("1", "Radweg", None, str(year)))})

    entries = store.journal.since(0, 100, Scope(CITY.name, "plaene", "plans", "1"))

    assert [entry.event.times_moved for entry in entries] == [None, 1, 2, None, 3]
    assert store.versions.times_moved(store.dataset(), "plans", ["1", "2"]) == {"1": 3}
    # Single entries are had by their serials, with their fields, the oldest first.
    assert store.journal.some([entries[3].serial, entries[1].serial, 10**6]) == [entries[1], entries[3]]
    (without_fields,) = store.journal.some([entries[1].serial], longest=1)
    assert without_fields.event.fields == {} and without_fields.event.sentence == entries[1].event.sentence
    assert store.journal.some([]) == []


@pytest.mark.parametrize("many", [0, 100])
def test_rows_that_were_once_removed_are_known_however_many_are_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, many: int
):
    monkeypatch.setattr(sql_versions, "MANY_KEYS", many)  # for more, the history of the table is read once
    store.publish("2022-12-31", {"plans": plans(("1", "Radweg"), ("2", "Solar"), ("3", "Bus"))})
    store.publish("2023-12-31", {"plans": plans(("1", "Radweg"))})
    store.publish("2024-12-31", {"plans": plans(("1", "Radweg"), ("3", "Bus"))})

    assert set(store.versions.once_removed(store.dataset(), "plans", ["1", "2", "4"])) == {"2"}
    assert set(store.versions.once_removed(store.dataset(), "plans", ["3"])) == {"3"}


CRASHES = ["before", "half way", "tables there", "sealed"]


class Crashing:
    """A package store whose process dies at some point of the next publication."""

    def __init__(self, inner: PackageStore, when: str) -> None:
        self._inner, self._when = inner, when

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def stage(self, path: str, files: Mapping[str, bytes], mark: str | None = None) -> Any:
        if self._when == "before":
            os._exit(9)
        if self._when == "half way":
            self._inner.stage(path, dict(list(files.items())[:1]), mark)
            os._exit(9)
        staged = self._inner.stage(path, files, mark)
        if self._when == "tables there":
            os._exit(9)
        return Sealing(staged)


class Sealing:
    """Dies when the package is whole, and not yet public."""

    def __init__(self, inner: Staged) -> None:
        self._inner = inner

    def seal(self, name: str, content: bytes) -> None:
        self._inner.seal(name, content)
        os._exit(9)

    def discard(self) -> bool:
        return self._inner.discard()


def _publish_and_die(place: Place, when: str) -> None:
    store = place.open()
    versions = SqlVersions(store.database, Crashing(store.packages, when))
    publish(draft(store.dataset(), "2024-12-31", SECOND), versions, base="1.0.0", now=NOON)


@pytest.mark.parametrize("when", CRASHES)
def test_a_crash_leaves_the_old_version_and_does_not_trip_the_next(store: Store, when: str):
    store.publish("2023-12-31", FIRST)
    context = other_processes()
    process = context.Process(target=_publish_and_die, args=(store.place, when))
    process.start()
    process.join()

    assert process.exitcode == 9
    assert store.dataset().current == "1.0.0"
    assert Verifying(store.database, store.packages).verify().sound

    # Another number than the one left behind: what was left is cleared all the same.
    tables = {"plans": plans(("1", "Radweg", "completed", "2024"))}
    later = SqlVersions(store.database, store.packages, grace=timedelta(0))
    corrected = publish(draft(store.dataset(), "2023-12-31", tables), later, base="1.0.0", now=NOON + timedelta(1))

    assert corrected
    assert corrected.number == "1.0.1"
    assert list(store.packages.paths()) == ["musterstadt/plaene/1.0.0", "musterstadt/plaene/1.0.1"]
    left = {str(p.relative_to(store.on_disk)) for p in store.on_disk.rglob("*") if p.is_file()}
    assert left == {
        f"musterstadt/plaene/{number}/{name}"
        for number in ("1.0.0", "1.0.1")
        for name in ("changes.json", "datapackage.json", "grants.csv", "plans.csv")
    }
    verdict = Verifying(store.database, store.packages).verify()
    assert (verdict.problems, verdict.left_behind) == ([], [])


@pytest.mark.parametrize(
    ("place", "when"),
    [*(("one-disk", when) for when in CRASHES), *(("servers", when) for when in ("half way", "sealed"))],
    indirect=["place"],
)
def test_what_a_crash_left_a_moment_ago_does_not_trip_who_publishes_at_once(store: Store, when: str):
    store.publish("2023-12-31", FIRST)
    context = other_processes()
    process = context.Process(target=_publish_and_die, args=(store.place, when))
    process.start()
    process.join()

    version = store.publish("2024-12-31", SECOND)

    assert version.number == "1.1.0"
    assert store.versions.table(version, "plans").height == SECOND["plans"].height
    assert Verifying(store.database, store.packages).verify().problems == []


class FullDisk:
    """No space left when a package is to be written."""

    def __init__(self, inner: PackageStore) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def stage(self, path: str, files: Mapping[str, bytes], mark: str | None = None) -> Any:
        raise StorageUnavailable("packages", "No space left on device")


def test_a_full_disk_publishes_nothing_and_hinders_nothing_later(store: Store):
    store.publish("2023-12-31", FIRST)
    full = SqlVersions(store.database, FullDisk(store.packages))

    with pytest.raises(StorageUnavailable):
        publish(draft(store.dataset(), "2024-12-31", SECOND), full, base="1.0.0", now=NOON)

    assert store.dataset().current == "1.0.0"
    assert store.publish("2024-12-31", SECOND).number == "1.1.0"


def _publish_many(place: Place, name: str, times: int) -> None:
    store = place.open()
    for count in range(times):
        store.publish("2023-12-31", {"plans": plans(*[(str(n), f"{name} {count}") for n in range(5)])}, name=name)


def test_many_who_publish_at_once_leave_a_journal_without_gaps(store: Store):
    names = [f"plaene-{number}" for number in range(4)]
    for name in names:
        store.catalogue.add_dataset(replace(dataset(), name=name))
    context = other_processes()
    processes = [context.Process(target=_publish_many, args=(store.place, name, 5)) for name in names]
    for process in processes:
        process.start()

    seen: list[int] = []
    while any(process.is_alive() for process in processes) or store.journal.last_serial() > len(seen):
        seen += [entry.serial for entry in store.journal.since(seen[-1] if seen else 0, 7, Scope())]
        time.sleep(0.01)  # the processors are for those who publish

    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    assert seen == list(range(1, 4 * 5 * 6 + 1))
    assert Verifying(store.database, store.packages).verify().sound


def _publish_when_all_are_ready(place: Place, title: str, ready: Barrier) -> None:
    store = place.open()
    late = draft(store.dataset(), "2024-12-31", {"plans": plans(("1", title))})
    ready.wait()
    try:
        publish(late, store.versions, base="1.0.0", now=NOON)
    except VersionConflict:
        sys.exit(7)


def test_of_many_at_the_very_same_time_exactly_one_wins(store: Store):
    store.publish("2023-12-31", FIRST)
    context = other_processes()
    ready = context.Barrier(4)
    processes = [
        context.Process(target=_publish_when_all_are_ready, args=(store.place, f"Plan {number}", ready))
        for number in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert sorted(process.exitcode or 0 for process in processes) == [0, 7, 7, 7]
    assert [v.number for v in store.versions.history(store.dataset())] == ["1.0.0", "1.1.0"]
    verdict = Verifying(store.database, store.packages).verify()
    assert (verdict.problems, verdict.left_behind) == ([], [])


def test_a_damaged_file_is_never_served_as_good(store: Store):
    version = store.publish("2023-12-31", FIRST)
    content = store.packages.read(version.path, "plans.csv")
    store.packages.put(version.path, "plans.csv", content.replace(b"2024", b"2042"))

    with pytest.raises(PackageDamaged, match="digest"):
        store.versions.table(version, "plans")
    with pytest.raises(PackageDamaged):
        store.versions.file(version, "plans.csv")


@pytest.mark.parametrize("path", ["../secret", "a/../../b", "/etc", "a//b", "."])
def test_no_name_leads_out_of_the_store(store: Store, path: str):
    with pytest.raises(ValueError, match="no path"):
        store.packages.read(path, "datapackage.json")


def test_files_outside_the_package_are_not_served(store: Store):
    version = store.publish("2023-12-31", FIRST)

    with pytest.raises(PackageDamaged):
        store.versions.file(version, "../../../db.sqlite")


def test_reports_are_those_that_are_not_withdrawn_in_the_order_of_their_days(store: Store):
    days = ("2023-12-31", "2025-12-31", "2024-12-31", "2024-12-31", "2026-12-31")
    published = [store.publish(day, {"plans": plans(("1", f"Plan {day} {at}"))}) for at, day in enumerate(days)]
    store.versions.withdraw(store.dataset(), published[1].number, "A reason that is public.", now=NOON)
    in_order = [published[place].number for place in (0, 2, 3, 4)]

    def asked(start: int, limit: int | None) -> tuple[list[str], int]:
        found = store.versions.reports(store.dataset(), start, limit)
        return [version.number for version in found], store.versions.count_reports(store.dataset())

    for start in range(6):
        for limit in (0, 1, 2, 9, None):
            assert asked(start, limit) == (in_order[start : None if limit is None else start + limit], 4)
            if start:
                assert asked(-start, limit) == (in_order[-start:][:limit], 4)


def test_reports_and_removals_are_found_by_indexes_of_their_own(store: Store):
    store.publish("2023-12-31", SECOND)
    store.publish("2024-12-31", FIRST)
    with heard(store.database.engine) as asked:
        newest = store.versions.reports(store.dataset(), -1, None)
        held = store.versions.held_on(store.dataset(), date(2024, 12, 30))
        removals = store.journal.removals(Scope(CITY.name, "plaene", "plans"), 10)
    assert ([version.number for version in newest], held.number) == (["1.1.0"], "1.0.0")
    assert [entry.event.key for entry in removals] == ["2"]

    statements = [each for each in asked if "FROM versions" in each[0] or "FROM journal" in each[0]]
    with store.database.engine.connect() as connection:  # what it adds is gone afterwards
        if not store.database.is_sqlite:  # which reads few rows as soon without an index, or with any other one
            _add_many(connection, versions, {"id": "g + 10", "number": "'1.0.' || g", "first_serial": "g + 10"})
            _add_many(connection, journal, {"serial": "g + 10", "event": "'plan.changed'", "entry_id": "'e' || g"})
            connection.exec_driver_sql("ANALYZE")
        explain = "EXPLAIN QUERY PLAN " if store.database.is_sqlite else "EXPLAIN "
        plans_of = [
            " ".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))
            for statement, values in statements
        ]
    newest_plan, held_plan, removals_plan = plans_of
    assert "ix_versions_reports" in newest_plan
    assert "ix_versions_reports" in held_plan
    assert "ix_journal_removals" in removals_plan


def _add_many(connection: Connection, table: Table, told: Mapping[str, str]) -> None:
    """Two thousand more rows like the first one, but for these columns; g: the number of the row."""
    names = [column.name for column in table.c]
    values = ", ".join(told.get(name, name) for name in names)
    statement = (
        f"INSERT INTO {table.name} ({', '.join(names)}) "
        "WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < 2000) "
        f"SELECT {values} FROM n, (SELECT * FROM {table.name} LIMIT 1) AS one"
    )
    connection.execute(text(statement))


def test_versions_with_the_same_first_table_are_found_by_an_index(store: Store):
    first, _ = store.publish("2023-12-31", FIRST), store.publish("2024-12-31", SECOND)
    again = store.publish("2025-12-31", FIRST)

    with heard(store.database.engine) as asked:
        found = store.versions.with_first_table(first.resources[0].hash)

    assert [each.version.number for each in found] == [again.number, "1.0.0"]
    assert {each.publisher_title for each in found} == {CITY.title}
    (statement, values), *more = asked
    assert not more
    with store.database.engine.connect() as connection:  # what it drops is there again afterwards
        if not store.database.is_sqlite:  # which reads three rows as soon without an index, or with any other one
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("DROP INDEX ix_versions_reports")
        explain = "EXPLAIN QUERY PLAN " if store.database.is_sqlite else "EXPLAIN "
        plan = " ".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))
    assert "ix_versions_first_table" in plan, plan
