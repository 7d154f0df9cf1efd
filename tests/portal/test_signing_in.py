"""Signing in and out, as people do it and as attackers try it."""

import pytest

from tests.portal.browsing import PASSWORD, add_person, browser
from tests.portal.conftest import Portal

EDITOR = "editor@musterstadt.example"


def test_whoever_signs_in_sees_the_publishers_that_they_act_for(portal: Portal):
    shown = browser(portal).sign_in(EDITOR)

    assert shown.path == "/portal/"
    assert shown.all("//main//h3") == ["Musterstadt"]
    assert EDITOR in shown.all("//nav[@class='menu']//span")


def test_one_person_can_act_for_several_publishers(portal: Portal):
    add_person(portal, EDITOR, "leerdorf", "admin")

    assert browser(portal).sign_in(EDITOR).all("//main//h3") == ["Leerdorf", "Musterstadt"]


def test_an_operator_acts_for_every_publisher(portal: Portal):
    shown = browser(portal).sign_in("betrieb@dienst.example")

    assert shown.all("//main//h3") == ["Leerdorf", "Musterstadt"]
    assert shown.get("/portal/leerdorf/").heading == "Leerdorf"


@pytest.mark.parametrize(("email", "password"), [(EDITOR, "falsch"), ("niemand@musterstadt.example", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(portal: Portal, email: str, password: str):
    shown = browser(portal).sign_in(email, password)

    assert (shown.status, shown.heading) == (422, "Anmelden")
    (told,) = shown.all("//*[@role='alert']")
    assert told.startswith("E-Mail-Adresse und Passwort passen nicht zusammen.")
    assert shown.all("//input[@name='email']/@value") == [email]
    assert shown.all("//input[@name='password']/@value") == []
    assert shown.get("/portal/").heading == "Anmelden"


def test_the_address_may_be_written_in_capitals(portal: Portal):
    assert browser(portal).sign_in(EDITOR.upper()).path == "/portal/"


def test_after_signing_in_the_page_that_was_asked_for_is_shown(portal: Portal):
    visitor = browser(portal).get("/portal/musterstadt/?lang=en")

    assert visitor.heading == "Sign in"
    shown = visitor.send("Sign in", email=EDITOR, password=PASSWORD)
    assert (shown.path, shown.heading) == ("/portal/musterstadt/?lang=en", "Musterstadt")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/portal/",
        "/\\evil.example/portal/",
        "/portal/\\evil.example",
        "/portal//evil.example/",
        "/portal/../../evil",
        "/portal/..",
        "/portal/%2e%2E/musterstadt",
        "/portal/.%2e/%2Fevil.example",
        "/musterstadt",
        "javascript:alert(1)",
        "/portal/\r\nSet-Cookie: a=b",
        "portal/",
        "http:/portal/",
    ],
)
def test_signing_in_leads_nowhere_but_into_the_portal(portal: Portal, target: str):
    visitor = browser(portal).get("/portal/login")
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    answer = visitor.client.post(
        "/portal/login", data={"email": EDITOR, "password": PASSWORD, "csrf_token": token, "next": target}
    )

    assert (answer.status_code, answer.location) == (303, "/portal/")


def test_a_publisher_of_others_cannot_be_seen(portal: Portal):
    shown = browser(portal).sign_in(EDITOR)

    assert (shown.get("/portal/leerdorf/").status, shown.heading) == (403, "Ihre Rolle erlaubt das nicht")
    assert shown.get("/portal/nirgendwo/").status == 403


def test_signing_out_ends_the_session_on_every_host(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    held = visitor.client.get_cookie("portal")
    assert held is not None

    assert visitor.send("Abmelden").all("//*[@role='status']") == ["Sie sind abgemeldet."]
    other_host = browser(portal)
    other_host.client.set_cookie("portal", held.value)
    assert other_host.get("/portal/").heading == "Anmelden"


def test_a_session_ends_when_it_is_not_used_and_at_the_end_of_a_day(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    portal.clock.turn(hours=3, minutes=59)
    assert visitor.get("/portal/").heading == "Übersicht"
    portal.clock.turn(hours=4)
    assert visitor.get("/portal/").heading == "Anmelden"

    visitor.sign_in(EDITOR)
    for _ in range(5):
        portal.clock.turn(hours=2)
        assert visitor.get("/portal/").heading == "Übersicht"
    portal.clock.turn(hours=2)
    assert visitor.get("/portal/").heading == "Anmelden"


def test_the_secret_of_a_session_is_not_the_one_that_was_held_before(portal: Portal):
    """Session fixation: whoever put a cookie into the browser is not signed in with its owner."""
    visitor = browser(portal)
    visitor.client.set_cookie("portal", "known-to-the-attacker")
    visitor.sign_in(EDITOR)
    held = visitor.client.get_cookie("portal")

    assert held is not None and held.value != "known-to-the-attacker"
    attacker = browser(portal)
    attacker.client.set_cookie("portal", "known-to-the-attacker")
    assert attacker.get("/portal/").heading == "Anmelden"


def test_signing_in_again_ends_the_session_that_the_browser_held(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    first = visitor.client.get_cookie("portal")
    assert first is not None
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    visitor.client.post("/portal/login", data={"email": EDITOR, "password": PASSWORD, "csrf_token": token})

    other = browser(portal)
    other.client.set_cookie("portal", first.value)
    assert other.get("/portal/").heading == "Anmelden"
    assert visitor.get("/portal/").heading == "Übersicht"


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}]
)
def test_a_form_of_another_site_changes_nothing(portal: Portal, headers: dict[str, str]):
    visitor = browser(portal).sign_in(EDITOR)
    token = visitor.all("//input[@name='csrf_token']/@value")[0] if headers else "0" * 64
    answer = visitor.client.post("/portal/logout", data={"csrf_token": token}, headers=headers)

    assert answer.status_code == 400
    assert "Dieses Formular gilt nicht mehr" in answer.get_data(as_text=True)
    assert visitor.get("/portal/").heading == "Übersicht"


def test_a_form_from_before_signing_in_is_refused(portal: Portal):
    visitor = browser(portal).get("/portal/login")
    old = visitor.all("//input[@name='csrf_token']/@value")[0]
    visitor.sign_in(EDITOR)

    assert visitor.client.post("/portal/logout", data={"csrf_token": old}).status_code == 400


def test_the_cookie_is_kept_from_scripts_and_other_sites(portal: Portal):
    plain = portal.client.get("/portal/login")
    secure = portal.client.get("/portal/login", base_url="https://localhost")

    assert [cookie.split("=")[0] for cookie in plain.headers.getlist("Set-Cookie")] == ["portal"]
    (cookie,) = secure.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-portal=")
    assert set(cookie.split("; ")[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_no_page_of_the_portal_is_kept_by_caches_or_runs_what_stands_in_it(portal: Portal):
    shown = browser(portal).sign_in(EDITOR)

    assert shown.headers["Cache-Control"] == "no-store"
    assert "unsafe-inline" not in shown.headers["Content-Security-Policy"]
    assert shown.all("//script[not(@src)] | //style | //@style") == []


def test_many_wrong_attempts_are_slowed_down_by_where_they_come_from(portal: Portal):
    attacker = browser(portal, address="2001:db8::1")
    statuses = [attacker.sign_in(EDITOR, "falsch").status for _ in range(9)]
    assert statuses == [422] * 8 + [429]
    # The right password is not tried either, nor is it from another address of the same network.
    assert attacker.sign_in(EDITOR).status == 429
    assert browser(portal, address="2001:db8::ffff").sign_in(EDITOR).status == 429
    assert int(attacker.headers["Retry-After"]) == 600
    # The owner of the account comes in from elsewhere, and everybody can after a while.
    assert browser(portal, address="2001:db8:1::1").sign_in(EDITOR).path == "/portal/"
    portal.clock.turn(minutes=10)
    assert attacker.sign_in(EDITOR).path == "/portal/"


def test_those_who_know_their_password_are_never_slowed_down(portal: Portal):
    for _ in range(9):
        assert browser(portal).sign_in(EDITOR).path == "/portal/"


@pytest.mark.parametrize(
    ("field", "length", "status"),
    [("email", 20_000, 422), ("email", 20_001, 413), ("kept", 900_000, 422), ("kept", 900_001, 413)],
)
def test_a_field_that_nobody_types_is_not_repeated(portal: Portal, field: str, length: int, status: int):
    visitor = browser(portal).get("/portal/login")
    token = visitor.all("//input[@name='csrf_token']/@value")[0]

    answer = visitor.client.post("/portal/login", data={"csrf_token": token, field: "a" * length}, **visitor._sent())

    assert answer.status_code == status
    assert len(answer.get_data()) < 2**20
