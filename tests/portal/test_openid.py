"""Signing in through OpenID Connect, with a real provider on the loopback."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bench.server import free_port
from opendata.web.services import EXTENSION
from tests.portal.browsing import Browser, add_person, browser
from tests.portal.conftest import Clock, Portal
from tests.portal.openid_provider import openid_provider
from tests.service import add_city, open_service

KNOWN, INVITED, OPERATOR = "erna@musterstadt.example", "neu@musterstadt.example", "betrieb@dienst.example"
LEADER, COLLEAGUE = "leiterin@musterstadt.example", "kollege@musterstadt.example"
ADDRESSES = {
    "erna": {"email": KNOWN, "email_verified": True},
    "neu": {"email": INVITED, "email_verified": True},
    "fremd": {"email": "fremd@anderswo.example", "email_verified": True},
    "falsch": {"email": KNOWN, "email_verified": False},
    "ohne": {},
    "leiterin": {"email": LEADER, "email_verified": True},
    # Of others the provider does not say when they signed in there, or says that it was long ago.
    "ohne-zeit": {"email": "ohne@musterstadt.example", "email_verified": True, "auth_time": None},
    "lange-her": {"email": "lange@musterstadt.example", "email_verified": True, "auth_time": 1_000_000_000},
    "betrieb": {"email": OPERATOR, "email_verified": True},
    "erna-2": {"email": KNOWN, "email_verified": True},  # to whom the address was given when erna had left
}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a provider that knows these people."""
    with openid_provider(ADDRESSES, tmp_path_factory.mktemp("provider") / "log") as address:
        yield address


@pytest.fixture
def portal(provider: str, tmp_path: Path) -> Iterator[Portal]:
    """Musterstadt, whose people sign in through the provider; its clock is the provider's."""
    about: dict[str, Any] = {"oidc_issuer": provider, "oidc_name": "Stadt-Login", "oidc_client_id": "opendata"}
    app = open_service(tmp_path, **about, oidc_client_secret="geheim").app
    service = Portal(app, tmp_path, Clock())
    add_city(service)
    add_person(service, KNOWN, "musterstadt", "publisher")
    add_person(service, OPERATOR, None)
    yield service
    app.extensions[EXTENSION]().close()


def leave(visitor: Browser, path: str = "/portal/login") -> str:
    """Go to the provider by the link of the page; the address there."""
    visitor.get(path)
    (link,) = [a for a in visitor.root.iter("a") if a.text_content() == "Mit Stadt-Login anmelden"]
    answer = visitor.client.get(link.get("href"))
    assert answer.status_code == 303
    return str(answer.location)


def back(visitor: Browser, address: str, person: str) -> Browser:
    """Sign in at the provider, and follow it back."""
    answer = requests.post(address, data={"sub": person}, allow_redirects=False, timeout=30)
    return visitor.get(answer.headers["Location"].removeprefix("http://localhost"))


def test_whom_the_provider_proves_is_signed_in_and_comes_to_the_page_that_was_asked_for(portal: Portal):
    visitor = browser(portal).get("/portal/musterstadt/")
    shown = back(visitor, leave(visitor, visitor.path), "erna")

    assert (shown.path, shown.heading) == ("/portal/musterstadt/", "Musterstadt")
    assert portal.app.extensions[EXTENSION]().door.audit.acts(None, 1)[0].about["way"] == "openid"


def test_the_request_asks_for_a_proof_that_nobody_else_can_use(portal: Portal):
    asked = parse_qs(urlsplit(leave(browser(portal))).query)

    assert asked["response_type"] == ["code"] and asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://localhost/portal/login/openid/back"]
    assert len(asked["state"][0]) == len(asked["nonce"][0]) == 43


def test_an_invitation_is_accepted_by_signing_in(portal: Portal):
    portal.done("users", "invite", INVITED, "--publisher", "musterstadt", "--role", "editor")
    visitor = browser(portal)

    assert back(visitor, leave(visitor), "neu").all("//main//h3") == ["Musterstadt"]


@pytest.mark.parametrize("person", ["fremd", "falsch", "ohne", "betrieb"])
def test_whom_the_service_does_not_know_or_the_provider_does_not_vouch_for_stays_out(portal: Portal, person: str):
    visitor = browser(portal)
    shown = back(visitor, leave(visitor), person)

    assert (shown.status, shown.get("/portal/").heading) == (403, "Anmelden")


def entered(portal: Portal, person: str) -> Browser:
    """What a browser shows in which somebody has signed in at the provider."""
    visitor = browser(portal)
    return back(visitor, leave(visitor), person)


def test_an_address_that_is_given_to_somebody_else_does_not_lead_to_the_rights_of_the_person_before(portal: Portal):
    assert entered(portal, "erna").path == "/portal/"
    people, issuer = portal.app.extensions[EXTENSION]().door.people, portal.app.extensions[EXTENSION]().openid.issuer
    assert people.by_identity(issuer, "erna") == people.by_email(KNOWN)
    assert people.by_identity("https://evil.example", "erna") is None

    assert entered(portal, "erna-2").status == 403
    add_city(portal, "leerdorf")
    portal.done("users", "invite", KNOWN, "--publisher", "leerdorf", "--role", "admin")
    assert entered(portal, "erna-2").status == 403  # nor does an invitation by another city lead there
    assert entered(portal, "erna").path == "/portal/"
    add_person(portal, "chefin@musterstadt.example", "musterstadt", "admin")
    admin = browser(portal).sign_in("chefin@musterstadt.example").get("/portal/musterstadt/people")
    admin.send(f"Entfernen ({KNOWN})").send("Einladen", email=KNOWN, role="editor")
    assert entered(portal, "erna-2").path == "/portal/"
    assert entered(portal, "erna").status == 403


def test_whoever_is_removed_does_not_come_in_by_the_provider(portal: Portal):
    add_person(portal, "chefin@musterstadt.example", "musterstadt", "admin")
    visitor = browser(portal)
    back(visitor, leave(visitor), "erna")
    admin = browser(portal).sign_in("chefin@musterstadt.example").get("/portal/musterstadt/people")
    admin.send(f"Entfernen ({KNOWN})")

    assert visitor.get("/portal/").heading == "Anmelden"
    assert back(visitor, leave(visitor), "erna").status == 403


def test_an_answer_that_belongs_to_another_browser_or_request_signs_nobody_in(portal: Portal):
    """Login CSRF: somebody is sent here with the answer that the provider gave to the attacker."""
    attacker, victim = browser(portal), browser(portal)
    answer = requests.post(leave(attacker), data={"sub": "erna"}, allow_redirects=False, timeout=30)
    path = answer.headers["Location"].removeprefix("http://localhost")

    assert victim.get(path).status == 400
    leave(victim)
    assert victim.get(path).status == 400
    assert victim.get("/portal/").heading == "Anmelden"
    assert attacker.get(path).path == "/portal/"
    assert attacker.client.get(path).status_code == 400  # and once only


def test_whoever_is_connected_with_a_provider_is_told_once(portal: Portal):
    for _ in range(2):
        visitor = entered(portal, "erna")

    told = "Ihr Zugang ist jetzt mit Stadt-Login verbunden: Wer sich dort als Sie anmeldet, kommt auch hier hinein."
    assert [told in line for line in visitor.all("//section[@aria-labelledby='news']//li")] == [True]


def asked_again(portal: Portal, person: str, email: str) -> tuple[Browser, str]:
    """An admin without a password who invites somebody an hour after signing in, and where they are sent for that."""
    portal.done("users", "invite", email, "--publisher", "musterstadt", "--role", "admin")
    visitor, services = entered(portal, person), portal.app.extensions[EXTENSION]()
    (session,) = services.door.sessions.of_person(services.door.people.by_email(email).id)
    services.door.sessions.prove(session, services.now() - timedelta(hours=1))
    visitor.get("/portal/musterstadt/people").send("Einladen", email=COLLEAGUE, role="publisher")
    assert (visitor.status, visitor.heading) == (403, "Bitte bestätigen Sie")
    (link,) = visitor.all("//main//a[.='Noch einmal mit Stadt-Login anmelden']/@href")
    return visitor, str(visitor.client.get(link).location)


def test_whoever_has_no_password_signs_in_anew_before_what_is_dear_and_loses_nothing(portal: Portal):
    visitor, address = asked_again(portal, "leiterin", LEADER)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])

    back(visitor, address, "leiterin")
    assert (visitor.heading, visitor.all("//main//li")) == ("Weiter, wo Sie waren", [COLLEAGUE, "publisher"])
    assert visitor.send("Jetzt absenden").heading == f"{COLLEAGUE} ist eingeladen"


@pytest.mark.parametrize("person", ["ohne-zeit", "lange-her"])
def test_a_provider_that_does_not_say_that_somebody_signed_in_just_now_proves_nothing(portal: Portal, person: str):
    visitor, address = asked_again(portal, person, str(ADDRESSES[person]["email"]))

    back(visitor, address, person)
    assert (visitor.status, "oder sagt nicht, wann Sie sich dort angemeldet haben" in visitor.text) == (403, True)
    visitor.get("/portal/musterstadt/people").send("Einladen", email=COLLEAGUE, role="publisher")
    assert visitor.heading == "Bitte bestätigen Sie"


def test_a_refusal_of_the_provider_is_said(portal: Portal):
    visitor = browser(portal)
    state = parse_qs(urlsplit(leave(visitor)).query)["state"][0]
    shown = visitor.get(f"/portal/login/openid/back?error=access_denied&state={state}")

    assert (shown.status, shown.heading) == (403, "Anmelden")
    assert "abgebrochen oder abgelehnt" in shown.text


def test_a_provider_that_does_not_answer_is_said_and_the_password_still_works(tmp_path: Path):
    about: dict[str, Any] = {
        "oidc_issuer": f"http://127.0.0.1:{free_port()}",
        "oidc_name": "Stadt-Login",
        "oidc_client_id": "opendata",
    }
    service = open_service(tmp_path, **about, oidc_client_secret="geheim")
    add_city(service)
    add_person(service, KNOWN, "musterstadt")
    visitor = browser(service).get("/portal/login/openid")

    assert visitor.status == 502
    assert "Stadt-Login antwortet nicht so, wie es soll." in visitor.text
    assert visitor.sign_in(KNOWN).path == "/portal/"
    service.app.extensions[EXTENSION]().close()


def test_without_a_provider_there_is_no_such_page(tmp_path: Path):
    service = open_service(tmp_path)

    assert service.client.get("/portal/login/openid").status_code == 404
    assert "OpenID" not in service.client.get("/portal/login").get_data(as_text=True)
    service.app.extensions[EXTENSION]().close()
