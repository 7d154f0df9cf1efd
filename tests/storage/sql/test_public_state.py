"""The number of the public state: another one after everything that the public can see, and in the same moment."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Update, create_engine, insert, text, update

from opendata.domain.model import Publisher
from opendata.steps.ports.public_state import PublicNumber, PublicState
from opendata.storage.alike.sql_row_texts import SqlRowTexts
from opendata.storage.sql import postgresql_look
from opendata.storage.sql import public_state as module
from opendata.storage.sql.public_state import public_state_of
from opendata.storage.sql.schema import datasets, metadata, publishers, versions
from opendata.storage.upkeep.reindexing import Reindexing
from tests.making import CITY, NOON, dataset, plans
from tests.servers import Servers
from tests.storage.conftest import Store

PUBLIC = {"publishers", "datasets", "versions", "texted_datasets"}
# Nobody writes into these but in the transaction that writes into `versions` as well.
WITH_VERSIONS = {"journal", "journal_head"}
# Nobody writes into these but in the transaction that raises `changes` in `texted_datasets`.
WITH_TEXTS = {"row_texts", "row_parts", "alike_rows"}
# Nothing in these is part of any public answer.
PRIVATE = {
    *("uploads", "unfinished", "jobs", "workers"),
    *("people", "memberships", "sessions", "attempts", "one_time_links", "recovery_codes", "identities"),
    *("account_news", "stored_bytes", "stored_by_publisher"),
    *("audit", "tokens", "public_state", "reads", "appointments", "preview_links"),
    *("webhooks", "webhook_deliveries", "hubs"),
    *("sources", "source_fetches", "source_uploads"),
    *("follow_requests", "followers", "followings"),
}


@pytest.fixture
def state(store: Store) -> Iterator[PublicState]:
    """The number in the store's database."""
    looking = public_state_of(store.place.database_url)
    yield looking
    looking.close()


def number(state: PublicState) -> PublicNumber:
    """The number now."""
    seen = state.look()
    assert seen is not None
    return seen


def test_of_every_table_it_is_known_whether_the_public_sees_it():
    """A new table stands in one of these lists; a public one needs triggers, and a line in the test below."""
    assert set(metadata.tables) == PUBLIC | WITH_VERSIONS | WITH_TEXTS | PRIVATE


def test_every_public_write_makes_it_another_one(store: Store, state: PublicState):
    first, second = plans(("1", "Radweg", None, None, None, None)), plans(("2", "Dach", None, None, None, None))
    writes: dict[str, Callable[[], object]] = {
        "a publisher": lambda: store.catalogue.add_publisher(Publisher("other", "Andere")),
        "a dataset": lambda: store.catalogue.add_dataset(replace(dataset(name="zweite"), current=None)),
        "a first version": lambda: store.publish("2023-12-31", {"plans": first}),
        "a version": lambda: store.publish("2024-12-31", {"plans": second}),
        "a withdrawal": lambda: store.versions.withdraw(store.dataset(), "1.0.0", "Falsche Zahlen", now=NOON),
        "texts of rows": lambda: SqlRowTexts(store.database).keep(store.dataset(), "1.1.0", [], [], 0),
        "a reindex": lambda: Reindexing(store.database, store.packages).reindex(),
        "an edit of a publisher": lambda: _write(store, update(publishers).values(title="Neuer Name")),
        "an edit of a dataset": lambda: _write(store, update(datasets).values(title="Neuer Titel")),
        "copies that were removed": lambda: _write(store, update(versions).values(emptied_at=NOON)),
    }
    for what, write in writes.items():
        before = number(state)
        assert number(state) == before
        write()
        assert number(state).number > before.number, what
        assert (number(state).taken_back > before.taken_back) == (what in ("a withdrawal", "a reindex")), what


def _write(store: Store, statement: Update) -> None:
    """What a later release may do: the number does not depend on who writes."""
    with store.database.writing() as connection:
        connection.execute(statement)


def test_it_is_another_one_from_the_commit_on_and_not_before(store: Store, state: PublicState):
    before = number(state)
    with store.database.writing() as connection:
        connection.execute(insert(publishers).values(**vars(Publisher("other", "Andere"))))
        assert number(state) == before
    assert number(state) != before


def test_what_did_not_happen_does_not_change_it(store: Store, state: PublicState):
    before = number(state)
    with pytest.raises(RuntimeError), store.database.writing() as connection:
        connection.execute(insert(publishers).values(**vars(Publisher("other", "Andere"))))
        raise RuntimeError("given up")
    assert number(state) == before


def test_many_looks_hold_on_to_no_old_state(store: Store, state: PublicState):
    for turn in range(5):
        before = number(state)
        store.catalogue.add_publisher(Publisher(f"city-{turn}", CITY.title))
        assert number(state) != before
    if store.database.is_sqlite:
        with store.database.reading() as connection:  # a look that is not finished would hold up the log
            busy = connection.execute(text("PRAGMA wal_checkpoint(PASSIVE)")).one()
        assert busy[1] == busy[2]


def test_a_database_that_is_not_there_tells_nothing_and_is_not_made(tmp_path: Path):
    missing = public_state_of(f"sqlite:///{tmp_path / 'missing.sqlite'}")
    assert missing.look() is None
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_was_started_again_is_asked_again(servers: Servers, monkeypatch: pytest.MonkeyPatch):
    url = servers.postgresql.new_url().replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE public_state (id int, number bigint, taken_back bigint)"))
        connection.execute(text("INSERT INTO public_state VALUES (1, 7, 3)"))
        state = public_state_of(url)
        assert state.look() == (7, 3)
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT number%'")
        )
        assert state.look() == (7, 3)
        # A server that hangs is waited for no longer than it is told, and then not asked for a while.
        monkeypatch.setattr(postgresql_look, "PATIENCE_SECONDS", 0.2)
        with engine.connect() as other:
            other.execute(text("BEGIN"))
            other.execute(text("LOCK TABLE public_state IN ACCESS EXCLUSIVE MODE"))
            assert state.look() is None
            other.execute(text("ROLLBACK"))
        monkeypatch.setattr(module, "DO_WITHOUT_SECONDS", 0.0)
        state.close()
    engine.dispose()
