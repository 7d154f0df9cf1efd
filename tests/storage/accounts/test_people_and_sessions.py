"""People, sessions, links, attempts and the audit log, as SQLite and PostgreSQL keep them, for several processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from opendata.domain.errors import PublisherNotFound
from opendata.steps.ports.audit import Act
from opendata.steps.ports.one_time_links import INVITATION, NEW_PASSWORD, OneTimeLink
from opendata.steps.ports.sessions import AttemptLimit
from opendata.storage.accounts.sql_attempts import SqlAttempts
from opendata.storage.accounts.sql_audit import SqlAudit
from opendata.storage.accounts.sql_one_time_links import SqlOneTimeLinks
from opendata.storage.accounts.sql_people import SqlPeople
from opendata.storage.accounts.sql_sessions import SqlSessions
from tests.making import CITY, NOON
from tests.storage.conftest import Store

ERNA = "erna@musterstadt.example"
LIMIT = {"erna from here": AttemptLimit(3, 60)}


def test_a_person_is_added_once_and_has_one_role_for_each_publisher(store: Store):
    people = SqlPeople(store.database)
    assert people.is_empty()
    erna = people.add(ERNA, NOON)
    people.give_role(erna, CITY.name, "editor", NOON)
    people.give_role(erna, CITY.name, "admin", NOON)

    assert people.add(ERNA, NOON).roles == {CITY.name: "admin"}
    assert [person.email for person in people.of_publisher(CITY.name)] == [ERNA]
    assert people.take_role(erna, CITY.name) and not people.take_role(erna, CITY.name)
    assert people.by_email(ERNA) is not None and not people.is_empty()
    with pytest.raises(PublisherNotFound):
        people.give_role(erna, "nirgendwo", "editor", NOON)


def test_a_code_is_taken_once_however_many_send_it_at_once(store: Store):
    people = SqlPeople(store.database)
    erna = people.add(ERNA, NOON)
    people.set_second_factor(erna, "A" * 32, 100, ["one", "two"])

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: people.take_step(erna, 101), range(8)))
        used = list(pool.map(lambda _: people.use_recovery_code(erna, "one"), range(8)))
    assert sorted(taken) == sorted(used) == [False] * 7 + [True]
    assert not people.take_step(erna, 100)
    assert people.recovery_codes_left(erna) == 1
    people.set_second_factor(erna, None, None, [])
    assert (people.code_secret(erna), people.recovery_codes_left(erna)) == (None, 0)


def test_a_session_is_found_by_its_secret_alone_and_ends_everywhere(store: Store):
    erna = SqlPeople(store.database).add(ERNA, NOON)
    here, there = SqlSessions(store.database), SqlSessions(store.place.open().database)
    ends_at = NOON + timedelta(hours=12)
    first = here.begin(erna.id, "Firefox", NOON, ends_at, waits_for_code=False)
    second = here.begin(erna.id, "Edge", NOON + timedelta(hours=1), ends_at, waits_for_code=True)

    found = there.find(first)
    assert found and (found.device, found.ends_at, found.waits_for_code) == ("Firefox", ends_at, False)
    assert [session.device for session in there.of_person(erna.id)] == ["Edge", "Firefox"]
    assert there.find(found.id) is None
    assert not there.end(found.id, erna.id + 1)
    assert there.end_all(erna.id, but=found.id) == 1
    assert here.find(second) is None and here.find(first)
    assert here.forget(ends_at + timedelta(seconds=1)) == 1
    there.database.close()


def test_a_link_is_used_once_however_many_click_at_once(store: Store):
    links = SqlOneTimeLinks(store.database)
    made = OneTimeLink("", INVITATION, ERNA, CITY.name, "editor", "amt", NOON, NOON + timedelta(days=7))
    replaced, secret = links.make(made), links.make(made)
    other = links.make(OneTimeLink("", NEW_PASSWORD, ERNA, None, None, "amt", NOON, NOON + timedelta(days=1)))
    link, old = links.find(secret), links.find(replaced)
    assert link and old and link.is_open(NOON) and not old.is_open(NOON)
    assert not link.is_open(link.expires_at)

    with ThreadPoolExecutor(8) as pool:
        used = list(pool.map(lambda _: links.use(link, NOON), range(8)))
    assert sorted(used) == [False] * 7 + [True]
    assert links.invitations(CITY.name, NOON) == links.invitations_for(ERNA, NOON) == []
    second = links.find(other)
    assert second and not links.use(second, second.expires_at)
    assert links.forget(NOON + timedelta(days=2)) == 1
    assert links.find("nonsense") is None


def test_attempts_are_counted_for_all_processes_together(store: Store):
    here = SqlAttempts(store.database, "secret")
    other = store.place.open().database
    there = SqlAttempts(other, "secret")

    with ThreadPoolExecutor(6) as pool:
        waits = list(pool.map(lambda n: (here, there)[n % 2].count(LIMIT, NOON), range(6)))
    assert waits.count(None) == 3 and waits.count(60) == 3
    later = NOON + timedelta(seconds=59)
    assert here.count(LIMIT, later) == 1
    assert there.count(LIMIT, NOON + timedelta(seconds=60)) is None
    there.take_back(list(LIMIT))
    assert [there.count(LIMIT, NOON + timedelta(seconds=61)) for _ in range(4)] == [None, None, None, 59]
    assert here.forget(NOON + timedelta(hours=1)) == 1
    other.close()


def test_the_audit_log_only_grows(store: Store):
    audit = SqlAudit(store.database)
    audit.add(Act(ERNA, "person.invited", CITY.name, {"email": "neu@musterstadt.example"}), NOON)
    audit.add(Act("fremd@anderswo.example", "session.begun"), NOON)

    for statement in ("UPDATE audit SET person = 'niemand'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="only grows"), store.database.writing() as connection:
            connection.execute(text(statement))
    (act,) = audit.acts(CITY.name, None)
    assert (act.person, act.at, act.about) == (ERNA, NOON, {"email": "neu@musterstadt.example"})
    assert [act.person for act in audit.acts(None, 1)] == ["fremd@anderswo.example"]
    assert [act.person for act in audit.acts(None, 9, before=2)] == [ERNA]
    assert [act.person for act in audit.acts(None, 9, start=1)] == [ERNA]
    assert (audit.count(None), audit.count(CITY.name), audit.acts(CITY.name, 9, start=1)) == (2, 1, [])
