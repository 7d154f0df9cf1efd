"""`flask verify` and `flask reindex`: history proved, and rebuilt from the packages alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from opendata.config import ConfigError
from opendata.domain.errors import PackageDamaged
from opendata.domain.packages.descriptor import digest
from opendata.steps.ports.journal import Scope
from opendata.storage.sql.database import HEAD, MIGRATIONS
from opendata.storage.sql.schema import metadata
from opendata.storage.upkeep.reindexing import Reindexing
from opendata.storage.upkeep.verifying import Verification, Verifying
from tests.making import CITY, dataset, plans
from tests.servers import Servers
from tests.storage.conftest import Place, Store, on_servers


@pytest.fixture
def published(store: Store) -> Store:
    """A store with three versions."""
    for year, end in ((2021, "2024"), (2022, "2025"), (2023, "2027")):
        store.publish(f"{year}-12-31", {"plans": plans(("1", "Radweg", None, end))})
    return store


def verify(store: Store, below: str = "") -> Verification:
    return Verifying(store.database, store.packages).verify(below)


PATH = "musterstadt/plaene"


def test_an_untouched_store_is_sound(published: Store):
    verdict = verify(published)

    assert (verdict.sound, verdict.versions, verdict.problems) == (True, 3, [])


class PublishedMeanwhile:
    """A package store, in the middle of whose list another version is published."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store.packages, name)

    def paths(self, below: str = "") -> Iterator[str]:
        self._store.publish("2024-12-31", {"plans": plans(("1", "Radweg", None, "2030"))})
        yield from self._store.packages.paths(below)


def test_who_publishes_meanwhile_is_no_problem(published: Store):
    verdict = Verifying(published.database, PublishedMeanwhile(published)).verify()

    assert (verdict.problems, verdict.left_behind, verdict.versions) == ([], [], 4)
    assert verify(published).versions == 4


def test_a_changed_cell_is_found(published: Store):
    content = published.packages.read(f"{PATH}/1.1.0", "plans.csv")
    published.packages.put(f"{PATH}/1.1.0", "plans.csv", content.replace(b"2025", b"2024"))

    (problem,) = verify(published).problems

    assert problem.startswith("musterstadt/plaene/1.1.0/plans.csv: was changed")


def test_a_missing_version_is_found(published: Store):
    published.packages.remove(f"{PATH}/1.1.0")

    problems = verify(published).problems

    assert "musterstadt/plaene/1.1.0: was published and its package is missing" in problems


def test_a_version_rewritten_with_fitting_digests_is_found_by_the_index_and_by_the_chain(published: Store):
    descriptor = json.loads(published.packages.read(f"{PATH}/1.1.0", "datapackage.json"))
    descriptor["message"] = "rewritten"
    descriptor["digest"] = digest(descriptor)
    published.packages.put(f"{PATH}/1.1.0", "datapackage.json", json.dumps(descriptor).encode())

    problems = verify(published).problems

    assert any("is not the package that was published" in problem for problem in problems)
    assert any("the chain is broken" in problem for problem in problems)


def test_only_what_was_asked_for_is_verified(published: Store):
    published.packages.remove(f"{PATH}/1.2.0")

    assert not verify(published, "musterstadt/plaene").sound
    assert not verify(published, "musterstadt").sound
    assert verify(published, "anderswo").sound


@pytest.fixture
def empty(published: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """The same packages, with a database that has nothing in it."""
    there = published.place
    if published.database.is_sqlite:
        return replace(there, database_url=f"sqlite:///{tmp_path / 'new.sqlite'}")
    servers: Servers = request.getfixturevalue("servers")
    return replace(there, database_url=on_servers(tmp_path, servers).database_url)


def test_an_empty_database_gets_everything_back_from_the_packages(published: Store, empty: Place):
    before = published.journal.since(0, 1000, Scope())
    history = published.versions.history(published.dataset())

    rebuilt = empty.open()
    counts = Reindexing(rebuilt.database, rebuilt.packages).reindex()

    assert (counts.publishers, counts.datasets, counts.versions, counts.entries) == (1, 1, 3, len(before))
    assert rebuilt.journal.since(0, 1000, Scope()) == before
    assert rebuilt.versions.history(rebuilt.dataset()) == history
    assert rebuilt.catalogue.publisher("musterstadt") == CITY
    assert rebuilt.dataset() == published.dataset()
    assert verify(rebuilt).sound
    rebuilt.database.close()


def test_after_a_rebuild_the_next_version_follows_on(published: Store):
    last = published.versions.get(published.dataset(), "1.2.0")

    Reindexing(published.database, published.packages).reindex()
    version = published.publish("2024-12-31", {"plans": plans(("1", "Radweg", None, "2030"))})

    assert (version.number, version.first_serial) == ("1.3.0", last.last_serial + 1)
    entry = published.journal.since(version.first_serial - 1, 1, Scope())[0]
    assert entry.event.times_moved == 3


def test_a_damaged_package_stops_the_rebuild_and_nothing_is_lost(published: Store):
    published.packages.put(f"{PATH}/1.1.0", "datapackage.json", b"{}")

    with pytest.raises(PackageDamaged):
        Reindexing(published.database, published.packages).reindex()

    assert len(published.versions.history(published.dataset())) == 3


def test_a_missing_link_stops_the_rebuild(published: Store):
    published.packages.remove(f"{PATH}/1.1.0")

    with pytest.raises(PackageDamaged, match="not there"):
        Reindexing(published.database, published.packages).reindex()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index ix_versions_first_table")
def test_the_migrations_lead_to_the_tables_as_they_are(store: Store):
    with store.database.reading() as connection:
        # SQLite and PostgreSQL have an index of trigrams and one of first tables each, written in their own ways.
        apart = ("row_search", "row_texts_tri", "ix_versions_first_table")
        own = {"include_name": lambda name, _kind, _parents: not str(name).startswith(apart)}
        differences = compare_metadata(MigrationContext.configure(connection, opts=own), metadata)

    assert differences == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_database_newer_than_the_code_is_refused(store: Store):
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ConfigError, match="newer release"):
        store.database.migrate()


@pytest.fixture
def with_a_leftover(published: Store) -> Store:
    """A store whose third version was never published, and whose serials were given to another dataset's first."""
    left = f"{PATH}/1.2.0"
    files = {name: published.packages.read(left, name) for name in published.packages.names(left)}
    published.packages.remove(left)
    Reindexing(published.database, published.packages).reindex()
    published.catalogue.add_dataset(replace(dataset(), name="andere", current=None))
    published.publish("2023-12-31", {"plans": plans(("1", "Radweg"))}, name="andere")
    published.packages.write(left, files)
    return published


def test_where_nobody_can_tell_which_was_published_both_are_named(with_a_leftover: Store):
    store = with_a_leftover

    with pytest.raises(PackageDamaged, match="was never published") as found:
        Reindexing(store.database, store.packages).reindex()

    assert f"{PATH}/1.2.0" in str(found.value)
    assert "musterstadt/andere/1.0.0" in str(found.value)


def test_what_others_follow_was_published(with_a_leftover: Store):
    store = with_a_leftover
    store.publish("2024-12-31", {"plans": plans(("1", "Radweg"), ("2", "Solardach"))}, name="andere")

    Reindexing(store.database, store.packages).reindex()

    assert (store.dataset().current, store.dataset("andere").current) == ("1.1.0", "1.1.0")
    assert verify(store, "musterstadt/andere").problems == []
