"""Mails about drafts, received by a real mail server: who is asked, who gets a draft back, what was missed."""

from datetime import timedelta
from typing import Any

import pytest

from opendata.domain.actors import person_actor
from opendata.steps import releasing, set_times
from opendata.web.services import EXTENSION, now
from tests.mail.test_smtp_mail import ADMIN, Mailbox, link_in, mailbox, service
from tests.portal.browsing import add_person, browser
from tests.service import CITY, Service, table

__all__ = ["mailbox", "service"]  # fixtures
EDITOR, PUBLISHER = "editor@musterstadt.example", "veroeffentlicht@musterstadt.example"


@pytest.fixture
def people(service: Service) -> Service:
    """Somebody who uploads, and two who may publish."""
    add_person(service, EDITOR, CITY, "editor")
    add_person(service, PUBLISHER, CITY, "publisher")
    return service


def drafted(service: Service, by: str) -> tuple[Any, Any]:
    """A desk at which somebody sits, and the draft that they sent."""
    services = service.app.extensions[EXTENSION]()
    token = services.accounts.add_token(CITY, "amt", ["upload", "publish"], now(), None, by)
    content = table("1,Radweg,planning,,,")
    sent = service.upload(content, publish=False, headers={"Authorization": f"Bearer {token}"})
    return at(services.shared_desk, by), services.uploads.get(sent.json["id"])


def at(desk: Any, email: str) -> Any:
    """The desk with somebody else at it."""
    return type(desk)(**{**vars(desk), "by": person_actor(email)})


def work(service: Service) -> None:
    """Do what a worker does."""
    runner = service.app.extensions[EXTENSION]().runner
    while runner.do_next():
        pass


def test_those_who_may_publish_are_asked_by_mail_and_whoever_asks_is_not(people: Service, mailbox: Mailbox):
    desk, upload = drafted(people, PUBLISHER)
    releasing.ask_for_release(desk, upload, "Bitte die Kosten ansehen.", now())
    work(people)

    message = mailbox.only()
    assert message["To"] == ADMIN
    assert message["Subject"] == "Bitte ansehen und veröffentlichen: Pläne der Stadt"
    assert PUBLISHER in message.get_content() and "Bitte die Kosten ansehen." in message.get_content()
    assert browser(people).sign_in(ADMIN).get(link_in(message)).heading == "Was öffentlich wird"


def test_a_draft_that_is_sent_back_is_told_to_whoever_sent_it(people: Service, mailbox: Mailbox):
    desk, upload = drafted(people, EDITOR)
    releasing.send_back(at(desk, ADMIN), upload, "Es fehlt ein Jahr.\nUnd mehr.", now())
    work(people)

    message = mailbox.only()
    assert (message["To"], message["Subject"]) == (EDITOR, "Zurück an Sie: Pläne der Stadt")
    assert "Es fehlt ein Jahr." in message.get_content()


def test_a_missed_time_is_told_once_to_whoever_set_it_and_sent_the_draft(people: Service, mailbox: Mailbox):
    desk, upload = drafted(people, EDITOR)
    later = (now() + timedelta(days=1)).isoformat(timespec="minutes")
    made = set_times.set_time(at(desk, PUBLISHER), upload, later, now())
    people.published("2,Freibad,planning,,,", as_of="2022-12-31")
    for _ in range(2):
        set_times.keep(desk, made.id, made.at)
    work(people)

    told = [message for message in mailbox.taken if message["To"] != ADMIN]  # who is told of a token
    assert sorted(message["To"] for message in told) == sorted([EDITOR, PUBLISHER])
    assert {message["Subject"] for message in told} == {"Nicht veröffentlicht: Pläne der Stadt"}
    assert all("andere Version veröffentlicht" in message.get_content() for message in told)
