"""Mail, received by a real mail server on the loopback."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from bench.server import free_port
from opendata.mail.smtp_mail import SmtpMail
from opendata.steps.ports.mail import MailNotSent
from opendata.web.services import EXTENSION
from tests.portal.browsing import PASSWORD, add_person, browser
from tests.service import Service, add_city, open_service

ADMIN, SENDER = "amt@musterstadt.example", "dienst@opendata.example"


@dataclass
class Mailbox:
    """A mail server that keeps what it takes."""

    port: int = 0
    taken: list[Any] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail."""
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def only(self) -> Any:
        """The one mail that was taken."""
        (message,) = self.taken
        return message


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server without encryption or accounts."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def service(mailbox: Mailbox, tmp_path: Path) -> Iterator[Service]:
    """Musterstadt with an admin, where mail can be sent."""
    about: dict[str, Any] = {
        "smtp_url": f"smtp://127.0.0.1:{mailbox.port}",
        "mail_from": SENDER,
        "base_url": "http://localhost",
    }
    made = open_service(tmp_path, **about)
    add_city(made)
    add_person(made, ADMIN, "musterstadt", "admin")
    yield made
    made.app.extensions[EXTENSION]().close()


def link_in(message: Any) -> str:
    """The path of the one link in a mail."""
    (line,) = [line for line in message.get_content().splitlines() if line.startswith("http")]
    return str(line.removeprefix("http://localhost"))


def test_a_mail_arrives_as_it_was_written(mailbox: Mailbox):
    SmtpMail(f"smtp://127.0.0.1:{mailbox.port}", SENDER).send("u@x.example", "Für Sie", "Grüße\n\nhier")

    message = mailbox.only()
    assert (message["From"], message["To"], message["Subject"]) == (SENDER, "u@x.example", "Für Sie")
    assert message.get_content().splitlines() == ["Grüße", "", "hier"]
    assert message["Auto-Submitted"] == "auto-generated" and message["Date"] and message["Message-ID"]


def test_a_password_is_sent_over_an_encrypted_connection_alone():
    tried: list[bytes] = []

    def authenticator(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        tried.append(data.password)
        return AuthResult(success=True)

    box = Mailbox(free_port())
    controller = Controller(
        box, hostname="127.0.0.1", port=box.port, authenticator=authenticator, auth_require_tls=False
    )
    controller.start()
    try:
        with pytest.raises(MailNotSent):
            SmtpMail(f"smtp://amt:geheim@127.0.0.1:{box.port}", SENDER).send("a@b.example", "x", "y")
    finally:
        controller.stop()
    assert (tried, box.taken) == ([], [])


def test_a_server_that_is_not_there_is_said(mailbox: Mailbox):
    with pytest.raises(MailNotSent):
        SmtpMail(f"smtp://127.0.0.1:{free_port()}", SENDER).send("a@b.example", "x", "y")
    with pytest.raises(MailNotSent):
        SmtpMail(None, None).send("a@b.example", "x", "y")


def test_no_header_can_be_slipped_in(mailbox: Mailbox):
    with pytest.raises((MailNotSent, ValueError)):
        SmtpMail(f"smtp://127.0.0.1:{mailbox.port}", SENDER).send("a@b.example\r\nBcc: c@d.example", "x", "y")
    assert mailbox.taken == []


def test_an_invitation_comes_by_mail_and_its_link_works(service: Service, mailbox: Mailbox):
    admin = browser(service).sign_in(ADMIN).get("/portal/musterstadt/people")
    form, path = admin.root, admin.path
    shown = admin.send("Einladen", email="neu@musterstadt.example", role="editor")
    assert "Wir haben ihn auch als Mail geschickt." in shown.text
    admin.root, admin.path = form, path  # the button is pressed twice, and one mail goes out
    assert admin.send("Einladen", email="neu@musterstadt.example", role="editor").status == 200
    message = mailbox.only()
    assert (message["To"], message["Subject"]) == ("neu@musterstadt.example", "Einladung zu Musterstadt")
    new = browser(service).get(link_in(message)).send("Zugang einrichten", password=PASSWORD, again=PASSWORD)
    assert new.path == "/portal/"


def test_whoever_forgot_the_password_gets_a_link_by_mail(service: Service, mailbox: Mailbox):
    visitor = browser(service).get("/portal/login/forgotten").send("Link schicken", email=ADMIN.upper())

    (told,) = visitor.all("//*[@role='status']")
    assert told.startswith(f"Wenn es zu {ADMIN.upper()} einen Zugang gibt, ist in ein paar Minuten eine Mail")
    message = mailbox.only()
    assert (message["To"], message["Subject"]) == (ADMIN, "Neues Passwort wählen")
    visitor.get(link_in(message))
    visitor.send("Passwort speichern", password="ein anderes Passwort", again="ein anderes Passwort")
    assert visitor.sign_in(ADMIN, "ein anderes Passwort").path == "/portal/"


def test_an_unknown_address_is_answered_alike_and_gets_no_mail(service: Service, mailbox: Mailbox):
    answers = []
    for email in (ADMIN, "niemand@musterstadt.example"):
        visitor = browser(service).get("/portal/login/forgotten").send("Link schicken", email=email)
        answers.append((visitor.status, visitor.path, visitor.all("//*[@role='status']")[0].replace(email, "")))

    assert answers[0] == answers[1]
    assert [message["To"] for message in mailbox.taken] == [ADMIN]


def test_no_mailbox_can_be_filled(service: Service, mailbox: Mailbox):
    statuses = []
    for _ in range(11):
        visitor = browser(service).get("/portal/login/forgotten").send("Link schicken", email=ADMIN)
        statuses.append(visitor.status)

    assert statuses == [200] * 10 + [429]
    assert len(mailbox.taken) == 3


def test_the_link_leads_to_the_address_of_the_service_whatever_the_request_calls_it(tmp_path: Path, mailbox: Mailbox):
    """A forged Host header would otherwise send the secret of somebody's link to another server."""
    about: dict[str, Any] = {"smtp_url": f"smtp://127.0.0.1:{mailbox.port}", "mail_from": SENDER}
    service = open_service(tmp_path, **about, base_url="https://daten.musterstadt.example")
    add_city(service)
    add_person(service, ADMIN, "musterstadt", "admin")
    client = service.app.test_client()
    forged = {"Host": "evil.example", "Accept-Language": "de"}
    page = client.get("/portal/login/forgotten", headers=forged).get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1][:64]
    client.post("/portal/login/forgotten", data={"csrf_token": token, "email": ADMIN}, headers=forged)

    text = mailbox.only().get_content()
    assert "https://daten.musterstadt.example/portal/link/password/" in text and "evil" not in text
    service.app.extensions[EXTENSION]().close()
