"""What a look asks PostgreSQL, and that the shorter question never hides a change."""

import select
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from opendata.steps.ports.public_state import LookUnderWay
from opendata.storage.sql import postgresql_look, public_state
from opendata.storage.sql.postgresql_look import PostgresqlLook
from opendata.storage.sql.public_state import public_state_of
from opendata.storage.sql.snapshot_call import READY, SnapshotCall
from tests.certificates import certificate
from tests.servers import PostgreSQL, Servers, wait_until

Connection = psycopg.Connection[tuple[int, ...]]
STEPS = 400


@pytest.fixture
def url(servers: Servers) -> str:
    """A database with a number and another table."""
    url = servers.postgresql.new_url()
    with connected(url) as connection:
        prepare(connection)
    return url


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[SnapshotCall]:
    """The calls that have been made, each as often as it was."""
    made: list[SnapshotCall] = []
    ask = SnapshotCall.ask

    def noted(call: SnapshotCall) -> None:
        made.append(call)
        ask(call)

    monkeypatch.setattr(SnapshotCall, "ask", noted)
    return made


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection of the test's own, which commits each statement."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        yield connection


def prepare(connection: Connection) -> None:
    """Make the tables."""
    connection.execute("CREATE TABLE public_state (id int PRIMARY KEY, number bigint, taken_back bigint)")
    connection.execute("INSERT INTO public_state VALUES (1, 7, 3)")
    connection.execute("CREATE TABLE other (id int)")


def raise_number(connection: Connection) -> None:
    """Change what the public sees."""
    connection.execute("UPDATE public_state SET number = number + 1, taken_back = taken_back + number % 2")


def seen(look: PostgresqlLook) -> tuple[int, int] | None:
    """What a look sees."""
    assert look.has_begun()
    return awaited(look)


def awaited(look: LookUnderWay) -> tuple[int, int] | None:
    """What a look sees that has begun, awaited as the poller of a web process does."""
    while not look.has_ended():
        select.select([look.descriptor], [], [], 60)
    return look.number


def test_it_sees_what_another_connection_reads_whatever_transactions_are_open(url: str, calls: list[SnapshotCall]):
    random = Random(12)
    look = PostgresqlLook(url)
    with connected(url) as reader, connected(url) as raising, connected(url) as first, connected(url) as second:
        look.open()
        for _ in range(STEPS):
            other = random.choice((first, second))
            is_open = other.info.transaction_status != psycopg.pq.TransactionStatus.IDLE
            match random.randrange(8):
                case 0:
                    raise_number(raising)
                case 1 if raising.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
                    raising.execute("BEGIN")
                    raise_number(raising)
                case 2 | 3 if raising.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                    raising.execute(random.choice(("COMMIT", "COMMIT", "ROLLBACK")))
                case 4:
                    other.execute("SAVEPOINT a; INSERT INTO other VALUES (1)" if is_open else "BEGIN")
                case 5 if is_open:
                    other.execute(random.choice(("COMMIT", "ROLLBACK", "INSERT INTO other VALUES (2)")))
            assert seen(look) == reader.execute("SELECT number, taken_back FROM public_state").fetchone()
        assert look.number is not None
        assert look.number.number > 20
        for each in (raising, first, second):
            each.execute("ROLLBACK")  # otherwise they end later, when the next test has begun
    look.give_up()
    assert STEPS / 4 < len(calls) < STEPS


def test_where_nothing_is_written_only_the_snapshot_is_asked_for(url: str, calls: list[SnapshotCall]):
    look = PostgresqlLook(url)
    look.open()
    before = len(calls)
    assert [seen(look) for _ in range(12)] == [(7, 3)] * 12
    assert len(calls) - before == 10
    look.give_up()


def test_where_something_is_written_all_the_time_no_look_asks_twice(url: str, calls: list[SnapshotCall]):
    look = PostgresqlLook(url)
    with connected(url) as writing:
        look.open()
        before = len(calls)
        for number in range(8, 30):
            raise_number(writing)
            assert (seen(look) or (0,))[0] == number
    assert len(calls) == before
    look.give_up()


def test_a_server_that_tells_of_a_setting_is_asked_on_another_connection(
    url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgresql_look, "PATIENCE_SECONDS", 60.0)  # the machine may be busy
    state = public_state_of(url)
    looks: list[tuple[int, int] | None] = []

    def backends() -> set[int]:
        """Who answers, after both ways of looking."""
        looks.append(state.look())
        if begun := state.begin():
            looks.append(awaited(begun) or looks[-1])  # None: it ended without an answer, and a thread looks instead
        found = other.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query ~ 'number'"
        )
        return {pid for (pid,) in found} - {other.info.backend_pid}

    with connected(url) as other:
        before = [backends() for _ in range(3)][-1]
        assert len(before) == 2
        try:
            other.execute("ALTER SYSTEM SET IntervalStyle = iso_8601")  # of which each client is told
            other.execute("SELECT pg_reload_conf()")
            wait_until(lambda: len(backends() - before) == 2, lambda: "nobody notices the setting")
        finally:
            other.execute("ALTER SYSTEM RESET IntervalStyle")
            other.execute("SELECT pg_reload_conf()")
    assert set(looks) == {(7, 3)}
    assert caplog.records == []
    state.close()


class Standby(PostgreSQL):
    """A cluster that follows another one, which is gone."""

    def prepare(self) -> None:
        super().prepare()
        self.start()
        with connected(self._address("postgres")) as connection:
            prepare(connection)
        self.stop()
        (self.folder / "data" / "standby.signal").touch()

    @property
    def url(self) -> str:
        """The database with the number, which may be read only."""
        return self._address("postgres")


def test_a_server_that_follows_another_one_is_sent_the_statement_alone(calls: list[SnapshotCall]):
    """Its snapshots do not name the transactions that have not ended."""
    with Standby() as standby:
        look = PostgresqlLook(standby.url)
        look.open()
        assert [seen(look) for _ in range(5)] == [(7, 3)] * 5
        with connected(standby.url) as connection:
            connection.execute("SELECT pg_promote()")
            raise_number(connection)
        assert [seen(look) for _ in range(5)] == [(8, 4)] * 5
        look.give_up()
    assert calls == []


def test_an_encrypted_connection_is_sent_the_statement_alone(url: str, tmp_path: Path, calls: list[SnapshotCall]):
    parts = urlsplit(url)
    assert parts.port
    _, server = certificate(tmp_path, "localhost")
    with encrypting(parts.port, server) as port:
        look = PostgresqlLook(f"{urlunsplit(parts._replace(netloc=f'opendata@127.0.0.1:{port}'))}?sslmode=require")
        look.open()
        assert [seen(look) for _ in range(5)] == [(7, 3)] * 5
        look.give_up()
    assert calls == []


@contextmanager
def encrypting(port: int, context: ssl.SSLContext) -> Iterator[int]:
    """The port of a machine that speaks to one client encrypted, and to PostgreSQL at this port in plain."""

    def pass_on() -> None:
        client, _ = listening.accept()
        assert struct.unpack("!II", client.recv(8)) == (8, 80877103)  # the client asks whether it may encrypt
        client.sendall(b"S")
        with (
            context.wrap_socket(client, server_side=True) as near,
            socket.create_connection(("127.0.0.1", port)) as far,
        ):
            while ready := select.select([near, far], [], [], 60)[0]:
                for side, other in ((near, far), (far, near)):
                    if side in ready:
                        said = side.recv(65536)
                        if not said:
                            return
                        other.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(60)
        passing = Thread(target=pass_on, daemon=True)
        passing.start()
        yield listening.getsockname()[1]
        passing.join(60)


def test_where_something_before_the_server_takes_no_call_the_statement_alone_is_sent(
    url: str, monkeypatch: pytest.MonkeyPatch, calls: list[SnapshotCall]
):
    def refused(_: SnapshotCall) -> None:
        raise ConnectionError("no such message")

    monkeypatch.setattr(SnapshotCall, "answer", refused)
    monkeypatch.setattr(public_state, "DO_WITHOUT_SECONDS", 0.0)
    state = public_state_of(url)
    # Answers are made anew until both connections have found out.
    assert [state.look() for _ in range(6)] == [None, None, (7, 3), (7, 3), (7, 3), (7, 3)]
    assert len(calls) == 2
    state.close()


def test_the_answer_may_come_in_pieces_and_whatever_else_is_an_error():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    call = SnapshotCall(ours.fileno(), 5061)
    answer = b"V" + struct.pack("!II", 4 + 4 + 20, 20) + bytes(range(20)) + READY
    for _ in range(2):
        call.ask()
        assert theirs.recv(100) == b"F" + struct.pack("!IIHHH", 14, 5061, 0, 0, 1)
        for number in range(len(answer) - 1):
            assert call.answer() is None
            theirs.sendall(answer[number : number + 1])
            assert call.answer() is None
        theirs.sendall(answer[-1:])
        assert call.answer() == bytes(range(20))
    wrong = {
        "an error": b"E" + answer[1:],
        "two answers": answer + answer,
        "a transaction is open": answer[:-1] + b"T",
        "a value longer than its message": b"V" + struct.pack("!II", 28, 21) + answer[9:],
    }
    for what, said in wrong.items():
        call.ask()
        theirs.sendall(said)
        with pytest.raises(ConnectionError):
            raise AssertionError((what, call.answer()))
    theirs.close()
    with pytest.raises(ConnectionError):
        call.answer()
    ours.close()
