"""Webhooks in the portal: added and removed by admins, with what was delivered; the rest is tested at the API."""

import shutil
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.outgoing.receiver import Receiver, receiving
from tests.portal.browsing import browser
from tests.portal.conftest import Clock, Portal
from tests.service import open_service

ADMIN, CITY = "admin@musterstadt.example", "/portal/musterstadt"
TOKENS, NEW = f"{CITY}/tokens", f"{CITY}/webhooks/new"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def portal(prepared: Path, tmp_path: Path) -> Iterator[Portal]:
    """A service with its people, whose operator has opened one address of this machine."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    clock = Clock()
    opened = open_service(tmp_path, clock=clock, outgoing_allowed=(ip_network("127.0.0.1/32"),))
    yield Portal(opened.app, tmp_path, clock)
    opened.app.extensions[EXTENSION]().close()


@pytest.fixture
def services(portal: Portal) -> Any:
    return portal.app.extensions[EXTENSION]()


def work(services: Any) -> None:
    """Do what a worker does."""
    while services.runner.add_news(services.now()) or services.runner.do_next_away():
        pass


def test_an_admin_adds_a_webhook_tries_it_switches_it_off_and_removes_it(
    portal: Portal, services: Any, receiver: Receiver
):
    visitor = browser(portal).sign_in(ADMIN).get(TOKENS)
    assert "Noch keiner." in visitor.text
    visitor.get(visitor.all("//a[text()='Webhook hinzufügen']/@href")[0])
    assert visitor.send("Webhook hinzufügen", url="http://10.0.0.1/").status == 422
    assert visitor.all("//*[@role='alert']//a/@href") == ["#url"]
    assert visitor.all("//input[@id='url']/@value") == ["http://10.0.0.1/"]
    visitor.send_twice("Webhook hinzufügen", url=receiver.url)
    (secret,) = visitor.all("//input[@readonly]/@value")
    assert secret.startswith("whsec_")

    visitor.get(visitor.all("//a[text()='Zum Webhook']/@href")[0])
    address = visitor.path
    assert secret not in visitor.text and f"von {ADMIN}" in visitor.text
    visitor.send("Test-Ereignis schicken")
    assert "wartet auf den Versand" in visitor.text
    work(services)
    receiver.statuses = [302]
    portal.published("1,Radweg", as_of="2022-12-31")
    work(services)
    results = visitor.get(address).all("//tbody/tr/td[3]")
    assert len(results) == 2 and "nicht angekommen: Antwort 302" in results
    assert any(result.startswith("angekommen (Antwort 204,") for result in results)
    assert "leiten weiter" in visitor.text and "nächster Versuch 02.03.2026" in visitor.text

    assert "ausgeschaltet seit" in visitor.send("Ausschalten").text
    assert visitor.all("//*[@role='status']") == ["Der Webhook ist ausgeschaltet."]
    assert "ausgeschaltet" in visitor.get(TOKENS).text
    assert "ausgeschaltet seit" not in visitor.get(address).send("Einschalten").text
    work(services)
    assert [request.json["type"] for request in receiver.requests] == ["test", "changes", "changes"]
    assert visitor.get(address).send("Entfernen").all("//*[@role='status']") == ["Der Webhook ist entfernt."]
    assert "Noch keiner." in visitor.text and visitor.get(address).status == 404
    log = visitor.get(f"{CITY}/log").all("//tbody/tr/td[3]")
    assert [line.partition(" an ")[0] for line in log if " an http" in line] == [
        "hat den Webhook",
        "hat den Webhook",
        "hat den Webhook",
        "hat ein Test-Ereignis",
        "hat einen Webhook",
    ]


def test_a_webhook_that_is_given_up_is_shown_to_admins_at_the_start(
    portal: Portal, services: Any, receiver: Receiver
):
    made = portal.client.post(
        "/api/v1/publishers/musterstadt/webhooks", json={"url": receiver.url}, headers=portal.token()
    )
    receiver.statuses = [410]
    portal.published("1,Radweg", as_of="2022-12-31")
    work(services)
    words, address = f"Nachrichten an {receiver.url} kommen nicht mehr an", f"{CITY}/webhooks/{made.json['id']}"
    admin = browser(portal).sign_in(ADMIN).get("/portal/")
    assert words in admin.text
    assert "der Empfänger will nichts mehr bekommen (410)" in admin.get(address).text
    assert words not in browser(portal).sign_in("publisher@musterstadt.example").get("/portal/").text
    assert words not in admin.send("Einschalten").get("/portal/").text


def test_what_is_told_is_chosen_in_words_and_shown_in_words(portal: Portal, services: Any, receiver: Receiver):
    visitor = browser(portal, language="en").sign_in(ADMIN).get(NEW)
    labels = visitor.all("//label[@class='choice']")
    assert {"Pläne der Stadt", "A version is withdrawn", "plan: new", "plan: “phase” is different"} <= set(labels)
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "url": receiver.url, "events": ["plan.phase_changed", "plan.added"]}
    made = visitor.client.post(NEW, data={**data, "datasets": "plaene"})
    assert made.status_code == 200
    (webhook,) = services.messenger.webhooks.of_publisher("musterstadt")
    visitor.get(f"{CITY}/webhooks/{webhook.id}")
    assert "DatasetsPläne der Stadt Eventsplan: “phase” is different · plan: new" in visitor.text
    refused = visitor.client.post(NEW, data={**data, "events": "plan.exploded"})
    assert refused.status_code == 422


def test_nobody_but_an_admin_of_the_publisher_sees_or_changes_a_webhook(
    portal: Portal, services: Any, receiver: Receiver
):
    token = portal.token()
    made = portal.client.post("/api/v1/publishers/musterstadt/webhooks", json={"url": receiver.url}, headers=token)
    one = f"{CITY}/webhooks/{made.json['id']}"
    acts = ("switch", "test", "remove")
    for email in ("publisher@musterstadt.example", "admin@leerdorf.example"):
        visitor = browser(portal).sign_in(email)
        data = {"csrf_token": visitor.all("//input[@name='csrf_token']/@value")[0], "to": "off"}
        for path in (TOKENS, NEW, one):
            assert visitor.get(path).status == 403, path
        for path in (NEW, *(f"{one}/{act}" for act in acts)):
            assert visitor.client.post(path, data={**data, "url": receiver.url}).status_code == 403, path
    # Nor does the page of another publisher show or change a webhook that is not its own.
    away = one.replace("musterstadt", "leerdorf")
    assert visitor.get(away).status == 404
    assert [visitor.client.post(f"{away}/{act}", data=data).status_code for act in acts] == [404] * 3
    visitor = browser(portal).sign_in(ADMIN)
    assert [visitor.client.post(f"{one}/{act}", data={"to": "off"}).status_code for act in acts] == [400] * 3
    assert services.messenger.webhooks.get(made.json["id"]).off is None
