"""Who follows what by mail, kept on SQLite and on PostgreSQL: each mail has one sender, and links are digests."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from opendata.domain.following import Subject
from opendata.steps.ports.followers import Follower
from opendata.storage.followers.sql_followers import SqlFollowers
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import follow_requests, followers, followings
from tests.databases import copy_with_tables, with_tables
from tests.making import NOON
from tests.servers import Servers

TODAY, TOMORROW = date(2026, 3, 1), date(2026, 3, 2)
CITY, SECTOR = Subject("musterstadt"), Subject(field="sector", value="transport")
SOON = NOON + timedelta(minutes=10)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlFollowers]:
    """Followers in an empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{with_tables(tmp_path / 'db.sqlite')}"
    else:
        servers: Servers = request.getfixturevalue("servers")
        url = copy_with_tables(servers.postgresql)
    database = Database(url)
    yield SqlFollowers(database, "only for tests")
    database.close()


def follower(kept: SqlFollowers, email: str = "a@x.example", subject: Subject = CITY, serial: int = 5) -> Follower:
    """Somebody who follows something."""
    request = kept.request(kept.ask(email, "de", subject, NOON, NOON + timedelta(days=2)))
    assert request is not None
    made = kept.confirm(request, serial, 3)
    assert made is not None
    return made


def told(kept: SqlFollowers, which: Follower) -> int | None:
    """Up to which serial an address was told; None if it is forgotten."""
    found = kept.find(kept.secret_of(which))
    return found.told_to if found else None


def test_a_request_becomes_a_following_once(kept: SqlFollowers):
    request_id = kept.ask("a@x.example", "en", CITY, NOON, SOON)
    secret = kept.secret_of_request(request_id)
    request = kept.find_request(secret, NOON)
    assert request is not None and (request.email, request.language, request.subject) == ("a@x.example", "en", CITY)
    assert kept.find_request(secret, SOON) is None and kept.find_request("x", NOON) is None

    made = kept.confirm(request, 7, 3)

    assert made is not None and (made.email, made.language, made.told_to) == ("a@x.example", "en", 7)
    assert [(each.subject, each.since) for each in made.followings] == [(CITY, 7)]
    assert kept.confirm(request, 7, 3) is None and kept.request(request_id) is None
    assert kept.find(kept.secret_of(made)) == made


def test_an_address_has_one_row_and_each_subject_once_and_the_oldest_gives_way(kept: SqlFollowers):
    first = follower(kept)
    again = follower(kept, serial=9)
    assert again == first
    more = [follower(kept, subject=Subject(f"city-{number}"), serial=10 + number) for number in range(3)]

    assert {each.id for each in more} == {first.id}
    assert [each.subject.publisher for each in more[-1].followings] == ["city-0", "city-1", "city-2"]


def test_nothing_but_digests_of_links_is_kept(kept: SqlFollowers):
    request_id = kept.ask("b@x.example", "de", CITY, NOON, SOON)
    secrets = {kept.secret_of_request(request_id), kept.secret_of(follower(kept))}
    with kept.database.reading() as connection:
        tables = (follow_requests, followers, followings)
        values = {str(value) for table in tables for row in connection.execute(select(table)) for value in row}

    assert len(secrets) == 2 and not secrets & values


def test_of_many_senders_one_sends(kept: SqlFollowers):
    somebody = follower(kept)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda serial: kept.take(somebody.id, TODAY, serial, NOON, SOON), range(20, 28)))

    (sender,) = [each for each in taken if each is not None]
    assert sender.told_to == 5 and sender.sending_to in range(20, 28)
    kept.sent(sender, TODAY)
    assert kept.take(somebody.id, TODAY, 30, NOON, SOON) is None
    assert kept.due(TODAY, "", 10, NOON) == []
    assert kept.due(TOMORROW, "", 10, NOON) == [somebody.id]
    assert told(kept, somebody) == sender.sending_to


def test_who_follows_a_dead_sender_on_the_same_day_tells_the_same_and_later_tells_more(kept: SqlFollowers):
    somebody = follower(kept)
    kept.take(somebody.id, TODAY, 20, NOON, SOON)

    assert kept.due(TODAY, "", 10, NOON) == [] and kept.take(somebody.id, TODAY, 25, NOON, SOON) is None
    second = kept.take(somebody.id, TODAY, 25, SOON, SOON + timedelta(minutes=10))
    assert second is not None and (second.told_to, second.sending_to) == (5, 20)
    kept.not_sent(second)
    third = kept.take(somebody.id, TOMORROW, 30, SOON, SOON)
    assert third is not None and (third.told_to, third.sending_to) == (5, 30)
    kept.sent(third, TOMORROW)
    kept.sent(second, TODAY)  # it only hung
    assert told(kept, somebody) == 30


def test_an_address_that_is_refused_again_and_again_is_forgotten(kept: SqlFollowers):
    somebody, days = follower(kept), [TODAY + timedelta(days=number) for number in range(6)]

    def refused(day: date) -> bool:
        taken = kept.take(somebody.id, day, 20, NOON, SOON)
        assert taken is not None
        return kept.refused(taken, day, 3)

    assert [refused(day) for day in days[:2]] == [False, False]
    taken = kept.take(somebody.id, days[2], 20, NOON, SOON)
    assert taken is not None
    kept.sent(taken, days[2])
    assert [refused(day) for day in days[3:]] == [False, False, True]
    assert told(kept, somebody) is None


def test_ending_one_thing_and_all(kept: SqlFollowers):
    somebody, other = follower(kept), follower(kept, "b@x.example")
    both = follower(kept, subject=SECTOR)

    assert not kept.stop(somebody.id, "nothing of theirs") and not kept.stop(somebody.id, other.followings[0].id)
    assert not kept.stop(somebody.id, both.followings[0].id)
    assert kept.stop(somebody.id, both.followings[1].id)
    assert kept.find(kept.secret_of(somebody)) is None and told(kept, other) == 5
    assert kept.stop(other.id) and kept.due(TODAY, "", 10, NOON) == []


def test_what_expires_is_forgotten_and_the_rest_is_not(kept: SqlFollowers):
    old = kept.ask("a@x.example", "de", CITY, NOON, NOON)
    new = kept.ask("a@x.example", "de", CITY, NOON, SOON)

    assert kept.forget(NOON) == 1
    assert kept.request(old) is None and kept.request(new) is not None
    kept.drop_request(new)
    assert kept.request(new) is None


def test_those_who_are_due_come_page_by_page(kept: SqlFollowers):
    ids = sorted(follower(kept, f"a{number}@x.example").id for number in range(5))

    first = kept.due(TODAY, "", 3, NOON)
    assert [*first, *kept.due(TODAY, first[-1], 3, NOON)] == ids
