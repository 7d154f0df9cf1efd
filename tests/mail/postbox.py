"""A mail server on the loopback that keeps what it takes, and a service that citizens follow by it.

Here: the server with mailboxes that it refuses, and the way from asking to following. Not here: tests.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from bench.server import free_port
from opendata.steps.daily_mails import send_due
from opendata.web.services import EXTENSION
from tests.making import PLANS
from tests.service import Service, add_city, open_service

SENDER, READER = "dienst@opendata.example", "leserin@buerger.example"
HOST = "http://localhost"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Postbox:
    """A mail server that keeps what it takes, byte by byte. refusing: what it answers to an address, by address."""

    port: int = field(default_factory=free_port)
    raw: list[bytes] = field(default_factory=list)
    refusing: dict[str, str] = field(default_factory=dict)
    refusing_all: str | None = None  # what it answers to every mail as a whole

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, or refuse it."""
        if address in self.refusing:
            return self.refusing[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a mail."""
        if self.refusing_all:
            return self.refusing_all
        self.raw.append(envelope.content)
        return "250 OK"

    @property
    def mails(self) -> list[Any]:
        """The mails that were taken."""
        return [message_from_bytes(content, policy=default) for content in self.raw]

    def texts_to(self, address: str) -> list[str]:
        """The plain texts of the mails to an address."""
        return [plain(mail) for mail in self.mails if mail["To"] == address]

    def take(self) -> Any:
        """The one mail that was taken since the last call."""
        (mail,) = self.mails
        self.raw.clear()
        return mail


@contextmanager
def listening() -> Iterator[Postbox]:
    """A mail server without encryption or accounts."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Town:
    """Musterstadt, whose citizens follow it by mail."""

    service: Service
    box: Postbox
    clock: Clock

    @property
    def services(self) -> Any:
        return self.service.app.extensions[EXTENSION]()

    def get(self, path: str) -> Any:
        """A page in German."""
        return self.service.get(path, **{"Accept-Language": "de"})

    def post(self, path: str, **form: str) -> Any:
        """Send a form."""
        return self.service.client.post(path, data=form, headers={"Accept-Language": "de"})

    def asks(self, email: str = READER, **place: str) -> str:
        """Ask to follow something; the path of the link in the mail that came."""
        answer = self.post("/mail/follow", email=email, **place)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/mail/asked"), answer.text
        return link_in(self.box.take())

    def follows(self, email: str = READER, **place: str) -> str:
        """Follow something; the path of the page that ends it."""
        answer = self.post(self.asks(email, **place))
        assert answer.status_code == 303, answer.text
        path: str = answer.headers["Location"].partition("?")[0]
        return path

    def sends(self) -> str:
        """Send the mails that are due, as the job does; its words."""
        return send_due(self.services.follow_desk, lambda _progress: None)


@contextmanager
def town(folder: Path, kind: Mapping[str, Any] = PLANS, **config: Any) -> Iterator[Town]:
    """Musterstadt with one dataset, and a mail server."""
    with listening() as box:
        about = {"smtp_url": f"smtp://127.0.0.1:{box.port}", "mail_from": SENDER, "base_url": HOST}
        clock = Clock()
        service = open_service(folder, [kind], clock=clock, **{**about, **config})
        add_city(service, kind=kind["name"])
        yield Town(service, box, clock)
        service.app.extensions[EXTENSION]().close()


def plain(mail: Any) -> str:
    """The plain text of a mail."""
    text: str = mail.get_body(("plain",)).get_content()
    return text.replace("\r\n", "\n")


def link_in(mail: Any, host: str = HOST, *, whole: bool = False) -> str:
    """The path of the first link in a mail; whole: with the host."""
    found = re.search(rf"^{host}(\S+)$", plain(mail), re.MULTILINE)
    assert found, plain(mail)
    return found[0] if whole else found[1]
