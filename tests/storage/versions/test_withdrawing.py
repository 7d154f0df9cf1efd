"""Withdrawing: one version goes, its number and reason stay, and everything else holds."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from opendata.domain.errors import (
    AlreadyWithdrawn,
    PackageDamaged,
    StorageUnavailable,
    VersionConflict,
    VersionNotFound,
    VersionWithdrawn,
)
from opendata.domain.journal.row_events import WITHDRAWN
from opendata.domain.packages.descriptor import CHANGES, DESCRIPTOR, digest
from opendata.domain.packages.withdrawal import WITHDRAWAL
from opendata.steps.ports.journal import Scope
from opendata.steps.publishing import publish
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.schema import metadata
from opendata.storage.upkeep.reindexing import Reindexing
from opendata.storage.upkeep.verifying import Verification, Verifying
from opendata.storage.versions.sql_versions import SqlVersions
from tests.making import CITY, NOON, draft, plans
from tests.storage.conftest import Place, Store, on_servers
from tests.storage.other_processes import other_processes

SECRET, REASON = "Geheimrat", "Enthielt einen Namen."
LATER = NOON + timedelta(days=1)
KEPT = [DESCRIPTOR, WITHDRAWAL]


def path(number: str) -> str:
    return f"musterstadt/plaene/{number}"


@pytest.fixture
def three(store: Store) -> Store:
    """Three versions; the one in the middle tells in every way there is what nobody should read."""
    store.publish("2021-12-31", {"plans": plans(("1", "Radweg", None, "2024"), ("2", "Solar", "planning"))})
    store.publish(
        "2022-12-31",
        {
            "plans": plans(
                ("1", f"Radweg {SECRET}", "planning", "2026", None, f"Ansprechpartner {SECRET}"),
                ("2", "Solar", "implementation"),
                ("3", f"Wärmenetz {SECRET}"),
            )
        },
    )
    store.publish("2023-12-31", {"plans": plans(("1", "Radweg", "planning", "2027"), ("2", "Solar", "planning"))})
    return store


def withdraw(store: Store, number: str, reason: str = REASON) -> None:
    store.versions.withdraw(store.dataset(), number, reason, now=LATER)


def verify(store: Store) -> Verification:
    return Verifying(store.database, store.packages).verify()


def dump(store: Store) -> str:
    """All that SQL holds."""
    with store.database.reading() as connection:
        return "\n".join(repr(row) for table in metadata.sorted_tables for row in connection.execute(select(table)))


def on_disk(store: Store) -> bytes:
    """All bytes of the store, and of the database where it is a file."""
    folders = [store.on_disk, store.place.folder]
    return b"\n".join(each.read_bytes() for folder in folders for each in folder.rglob("*") if each.is_file())


def test_its_rows_are_gone_and_its_number_digest_and_reason_stay(three: Store):
    before = three.versions.get(three.dataset(), "1.1.0")
    withdraw(three, "1.1.0")
    version = three.versions.get(three.dataset(), "1.1.0")

    assert version.withdrawal
    assert (version.withdrawal.reason, version.withdrawal.at) == (REASON, LATER)
    assert replace(version, withdrawal=None) == before
    for read in (lambda: three.versions.table(version, "plans"), lambda: three.versions.file(version, CHANGES)):
        with pytest.raises(VersionWithdrawn, match="Namen"):
            read()
    assert json.loads(three.versions.file(version, DESCRIPTOR))["digest"] == version.digest
    assert list(three.packages.names(path("1.1.0"))) == KEPT


def test_nothing_it_said_is_left_anywhere(three: Store):
    assert SECRET in dump(three)
    assert SECRET.encode() in on_disk(three)
    withdraw(three, "1.1.0")

    assert SECRET not in dump(three)
    assert SECRET.encode() not in on_disk(three)
    told = json.loads(three.versions.file(three.versions.get(three.dataset(), "1.2.0"), CHANGES))
    assert all(each["before"] is None for event in told["events"] for each in event["fields"].values())


def test_the_journal_keeps_its_serials_ids_and_keys_and_says_what_happened(three: Store):
    before = three.journal.since(0, 100, Scope())
    withdraw(three, "1.1.0")
    after = three.journal.since(0, 100, Scope())

    def places(entries: Sequence[Any]) -> list[Any]:
        return [
            (e.serial, e.entry_id, e.at, e.version, e.event.events, e.event.resource, e.event.key) for e in entries
        ]

    assert places(after)[:-1] == places(before)
    news = after[-1]
    assert (news.event.event, news.version, news.serial) == (WITHDRAWN, "1.1.0", before[-1].serial + 1)
    assert news.event.sentence["de"].endswith(f"Version 1.1.0, Stand 31.12.2022, zurückgezogen: {REASON}")
    own = [each for each in after if each.version == "1.1.0" and each is not news]
    assert {each.event.sentence["en"] for each in own} == {"“Pläne der Stadt”, version 1.1.0: withdrawn."}
    assert all(each.is_withdrawn and each.redacted_at == LATER and not each.event.fields for each in own)
    changed = next(each for each in after if each.version == "1.2.0" and each.event.key == "1")
    assert changed.event.sentence["de"] == "Plan 1: Ende, Titel und Text geändert; was davor galt, ist zurückgezogen."
    assert changed.event.fields["end"] == (None, "2027")
    assert changed.redacted_at == LATER
    assert all(each.redacted_at is None for each in after if each.version == "1.0.0")


def test_what_stays_can_be_verified(three: Store):
    withdraw(three, "1.1.0")
    verdict = verify(three)

    assert (verdict.problems, verdict.left_behind, verdict.versions) == ([], [], 3)
    assert verdict.withdrawn == [f"{path('1.1.0')}: withdrawn on 2025-03-02: {REASON}"]


def test_rows_that_come_back_are_found(three: Store):
    rows = three.packages.read(path("1.1.0"), "plans.csv")
    told = three.packages.read(path("1.2.0"), CHANGES)
    withdraw(three, "1.1.0")
    three.packages.put(path("1.1.0"), "plans.csv", rows)
    three.packages.put(path("1.2.0"), CHANGES, told)

    problems = verify(three).problems

    assert f"{path('1.1.0')}/plans.csv: was withdrawn, and is back" in problems
    assert f"{path('1.2.0')}/{CHANGES}: was changed: its size or digest does not fit" in problems
    with pytest.raises(PackageDamaged):
        three.versions.file(three.versions.get(three.dataset(), "1.2.0"), CHANGES)


@pytest.mark.parametrize("sealed", [True, False])
def test_a_changed_reason_is_found(three: Store, sealed: bool):
    withdraw(three, "1.1.0")
    content = json.loads(three.packages.read(path("1.1.0"), WITHDRAWAL))
    content["reason"] = "Ein anderer."
    if sealed:
        content["digest"] = digest(content)
    three.packages.put(path("1.1.0"), WITHDRAWAL, json.dumps(content).encode())

    (problem,) = verify(three).problems

    assert problem.startswith(f"{path('1.1.0')}")
    assert ("is not the one" if sealed else "does not fit") in problem


def test_a_withdrawal_that_nobody_made_is_found_and_counts_for_nothing(three: Store):
    withdraw(three, "1.1.0")
    forged = three.packages.read(path("1.1.0"), WITHDRAWAL)
    three.packages.put(path("1.0.0"), WITHDRAWAL, forged)

    assert verify(three).problems == [
        f"{path('1.0.0')}: says that it is withdrawn, and the index does not know of it"
    ]
    assert three.versions.table(three.versions.get(three.dataset(), "1.0.0"), "plans").height == 2
    with pytest.raises(PackageDamaged, match="another version"):
        Reindexing(three.database, three.packages).reindex()


def test_a_withdrawal_that_was_removed_does_not_bring_the_version_back(three: Store):
    withdraw(three, "1.1.0")
    three.packages.remove_files(path("1.1.0"), [WITHDRAWAL])

    assert any(WITHDRAWAL in problem for problem in verify(three).problems)
    with pytest.raises(PackageDamaged, match="was withdrawn"):
        Reindexing(three.database, three.packages).reindex()


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        *(("one-disk", each) for each in (["1.1.0"], ["1.2.0"], ["1.0.0"], ["1.0.0", "1.1.0"])),
        *((each, ["1.2.0", "1.0.0", "1.1.0"]) for each in ("one-disk", "servers")),
    ],
    indirect=["place"],
)
def test_an_empty_database_gets_everything_back_and_what_was_withdrawn_stays_so(
    three: Store, tmp_path: Path, request: pytest.FixtureRequest, numbers: list[str]
):
    for number in numbers:
        withdraw(three, number)
    if "1.2.0" in numbers:
        three.publish("2023-12-31", {"plans": plans(("1", "Radweg", None, "2030"))}, now=LATER)
    rebuilt = _empty(three, tmp_path, request).open()
    Reindexing(rebuilt.database, rebuilt.packages).reindex()

    assert rebuilt.journal.since(0, 1000, Scope()) == three.journal.since(0, 1000, Scope())
    assert rebuilt.versions.history(rebuilt.dataset()) == three.versions.history(three.dataset())
    assert rebuilt.dataset() == three.dataset()
    assert verify(rebuilt).problems == verify(three).problems == []
    assert verify(rebuilt).withdrawn == verify(three).withdrawn
    # What comes next follows on in both in the same way.
    tables = {"plans": plans(("9", "Neu"))}
    version = three.publish("2024-12-31", tables, now=LATER)
    Reindexing(rebuilt.database, rebuilt.packages).reindex()
    assert rebuilt.versions.last(rebuilt.dataset()) == version
    rebuilt.database.close()


def _empty(store: Store, folder: Path, request: pytest.FixtureRequest) -> Place:
    """The same packages, with a database that has nothing in it."""
    if store.database.is_sqlite:
        return replace(store.place, database_url=f"sqlite:///{folder / 'new.sqlite'}")
    return replace(store.place, database_url=on_servers(folder, request.getfixturevalue("servers")).database_url)


def test_where_the_current_one_goes_the_one_before_holds_and_numbers_never_come_again(three: Store):
    withdrawn = three.versions.get(three.dataset(), "1.2.0")
    withdraw(three, "1.2.0")
    assert three.dataset().current == "1.1.0"
    withdraw(three, "1.1.0")
    assert three.dataset().current == "1.0.0"
    assert three.versions.held_on(three.dataset(), date(2030, 1, 1)).number == "1.0.0"

    again = {"plans": plans(("1", "Radweg", "planning", "2027"), ("2", "Solar", "planning"))}
    version = three.publish("2023-12-31", again, now=LATER)

    assert (version.number, version.previous, version.previous_digest) == ("1.2.1", "1.2.0", withdrawn.digest)
    told = json.loads(three.versions.file(version, CHANGES))
    assert (told["from"], told["counts"]) == ("1.0.0", {"added": 0, "changed": 1, "removed": 0})
    entry = three.journal.since(version.first_serial - 1, 1, Scope())[0]
    assert entry.event.sentence["de"] == "Radweg: Phase jetzt „in Planung“; Ende von 2024 auf 2027 verschoben."
    assert verify(three).problems == []


def test_where_all_are_withdrawn_none_holds_and_the_next_follows_the_last(three: Store):
    for number in ("1.0.0", "1.1.0", "1.2.0"):
        withdraw(three, number)

    assert three.dataset().current is None
    with pytest.raises(VersionWithdrawn):
        three.versions.held_on(three.dataset(), date(2030, 1, 1))
    version = three.publish("2021-12-31", {"plans": plans(("1", "Radweg"))}, now=LATER)
    assert (version.number, version.previous, version.counts["added"]) == ("1.3.0", "1.2.0", 1)
    assert (verify(three).problems, len(verify(three).withdrawn)) == ([], 3)


def test_asked_twice_it_answers_twice_and_another_reason_changes_nothing(three: Store):
    withdraw(three, "1.1.0")
    entries = three.journal.since(0, 100, Scope())
    withdraw(three, "1.1.0")

    with pytest.raises(AlreadyWithdrawn, match="Namen"):
        withdraw(three, "1.1.0", "Ein anderer Grund")
    with pytest.raises(VersionNotFound):
        withdraw(three, "7.0.0")
    assert three.journal.since(0, 100, Scope()) == entries
    assert three.versions.sweep(LATER + timedelta(days=1)) == 0


def test_who_publishes_on_what_was_withdrawn_meanwhile_is_told(three: Store):
    seen = three.dataset()
    withdraw(three, "1.2.0")
    with pytest.raises(VersionConflict):
        publish(draft(seen, "2024-12-31", {"plans": plans(("9", "Neu"))}), three.versions, base="1.2.0", now=LATER)

    # A version that came and went in between leaves the same one current, and is followed all the same.
    late, stale = three.dataset(), three.versions
    one = draft(late, "2024-12-31", {"plans": plans(("9", "Neu"))})
    three.publish("2024-12-31", {"plans": plans(("8", "Anders"))}, now=LATER)
    withdraw(three, "1.3.0")
    assert three.dataset().current == late.current
    published = publish(one, stale, base=late.current, now=LATER)
    assert published
    assert published.number == "1.4.0"


CRASHES = ["before", "file there", "committed", "changes replaced", "rows gone"]
CLEARERS = ["sweep", "publish", "withdraw"]
# After each crash, by each of those that clear: on one disk. What they ask of a store is the same on servers, so that
# there each crash and each of them comes, and not each with each.
CLEARED = [
    *(("one-disk", when, by) for when in CRASHES for by in CLEARERS),
    *(("servers", when, CLEARERS[place % 3]) for place, when in enumerate(CRASHES)),
]


class Crashing:
    """A package store whose process dies at some point of a withdrawal."""

    def __init__(self, inner: PackageStore, when: str) -> None:
        self._inner, self._when = inner, when

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def put(self, path: str, name: str, content: bytes) -> None:
        if self._when == "before":
            os._exit(9)
        if name == CHANGES and self._when == "committed":
            os._exit(9)
        self._inner.put(path, name, content)
        if (name, self._when) in ((WITHDRAWAL, "file there"), (CHANGES, "changes replaced")):
            os._exit(9)

    def remove_files(self, path: str, names: Sequence[str]) -> None:
        self._inner.remove_files(path, names)
        if self._when == "rows gone":
            os._exit(9)


def _withdraw_and_die(place: Place, when: str) -> None:
    store = place.open()
    SqlVersions(store.database, Crashing(store.packages, when)).withdraw(store.dataset(), "1.1.0", REASON, now=LATER)


def _die(store: Store, when: str) -> None:
    process = other_processes().Process(target=_withdraw_and_die, args=(store.place, when))
    process.start()
    process.join()
    assert process.exitcode == 9


@pytest.mark.parametrize(("place", "when", "by"), CLEARED, indirect=["place"])
def test_a_crash_leaves_it_withdrawn_or_not_and_what_is_left_is_cleared(three: Store, when: str, by: str):
    _die(three, when)
    version = three.versions.get(three.dataset(), "1.1.0")
    is_withdrawn = CRASHES.index(when) > 1

    assert (version.withdrawal is not None) == is_withdrawn
    assert verify(three).problems == []
    if is_withdrawn:
        with pytest.raises(VersionWithdrawn):
            three.versions.table(version, "plans")
    else:
        assert three.versions.table(version, "plans").height == 3

    later = SqlVersions(three.database, three.packages, grace=timedelta(0))
    now = LATER + timedelta(hours=1)
    if by == "sweep":
        assert later.sweep(now) == 1
    elif by == "publish":
        publish(draft(three.dataset(), "2024-12-31", {"plans": plans(("9", "Neu"))}), later, base="1.2.0", now=now)
    else:
        later.withdraw(three.dataset(), "1.1.0", REASON, now=now)
    assert list(three.packages.names(path("1.1.0"))) == (
        KEPT if is_withdrawn or by == "withdraw" else [CHANGES, DESCRIPTOR, "grants.csv", "plans.csv"]
    )
    assert (SECRET in dump(three)) == (not is_withdrawn and by != "withdraw")
    assert (SECRET.encode() in on_disk(three)) == (not is_withdrawn and by != "withdraw")
    verdict = verify(three)
    assert (verdict.problems, verdict.left_behind) == ([], [])


@pytest.mark.parametrize(
    ("place", "when"),
    [
        *(("one-disk", when) for when in ("committed", "changes replaced", "rows gone")),
        ("servers", "changes replaced"),
    ],
    indirect=["place"],
)
def test_what_a_crash_left_does_not_come_back_by_a_reindex(
    three: Store, tmp_path: Path, request: pytest.FixtureRequest, when: str
):
    _die(three, when)
    rebuilt = _empty(three, tmp_path, request).open()
    Reindexing(rebuilt.database, rebuilt.packages).reindex()

    assert rebuilt.journal.since(0, 1000, Scope()) == three.journal.since(0, 1000, Scope())
    assert SECRET not in dump(rebuilt)
    assert rebuilt.versions.sweep(LATER) == 1
    assert (verify(rebuilt).problems, verify(rebuilt).left_behind) == ([], [])
    assert SECRET.encode() not in b"".join(each.read_bytes() for each in three.on_disk.rglob("*") if each.is_file())
    rebuilt.database.close()


def test_a_withdrawal_that_was_not_committed_is_none_for_a_reindex_either(three: Store):
    _die(three, "file there")
    Reindexing(three.database, three.packages).reindex()

    assert all(each.withdrawal is None for each in three.versions.history(three.dataset()))


class Stubborn:
    """A store that removes nothing at the moment."""

    def __init__(self, inner: PackageStore) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def remove_files(self, path: str, names: Sequence[str]) -> None:
        raise StorageUnavailable("packages", "not now")


def test_a_store_that_does_not_answer_then_is_emptied_later(three: Store):
    SqlVersions(three.database, Stubborn(three.packages)).withdraw(three.dataset(), "1.1.0", REASON, now=LATER)

    assert verify(three).problems == []
    assert f"{path('1.1.0')}/plans.csv" in verify(three).left_behind
    assert three.versions.sweep(LATER) == 1
    assert verify(three).left_behind == []


def test_a_deadline_put_off_by_a_withdrawn_version_does_not_count_if_nothing_followed_it(store: Store):
    for year in (2024, 2025):
        store.publish("2023-12-31", {"plans": plans(("1", "Radweg", None, str(year)))})
    withdraw(store, "1.0.1")
    version = store.publish("2023-12-31", {"plans": plans(("1", "Radweg", None, "2026"))}, now=LATER)

    entry = store.journal.since(version.first_serial - 1, 1, Scope(CITY.name))[0]
    assert (entry.event.fields["end"], entry.event.times_moved) == (("2024", "2026"), 1)
