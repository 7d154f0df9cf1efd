"""One's own access: codes from an app, recovery codes, devices, and the password."""

import re
from datetime import timedelta

import pyotp
import pytest

from opendata.web.services import EXTENSION
from tests.portal.browsing import PASSWORD, Browser, browser
from tests.portal.conftest import Portal

EDITOR, ADMIN = "editor@musterstadt.example", "admin@musterstadt.example"
CODES = "/portal/account/codes"


def code_of(portal: Portal, secret: str, **later: float) -> str:
    """What the app on the phone shows; pyotp stands for the app, as it reads the key from the page."""
    return pyotp.TOTP(secret).at(portal.clock.now + timedelta(**later))


def turned_on(portal: Portal) -> tuple[Browser, str, list[str]]:
    """The browser of somebody who has turned codes on, the key of their app, and their recovery codes."""
    visitor = browser(portal).sign_in(EDITOR).get(CODES)
    secret = "".join(visitor.all("//code[@class='secret']")[0].split())
    visitor.send("Einschalten", current=PASSWORD, code=code_of(portal, secret))
    portal.clock.turn(seconds=60)
    return visitor, secret, visitor.all("//ol[@class='recovery']//code")


def test_the_picture_holds_the_key_and_nothing_that_the_content_policy_forbids(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR).get(CODES)

    secret = "".join(visitor.all("//code[@class='secret']")[0].split())
    (address,) = visitor.all("//p[@class='picture']/a/@href")
    assert pyotp.parse_uri(address).secret == secret
    assert len(visitor.all("//*[local-name()='svg']")) == 1
    assert visitor.all("//@style") == []


def test_codes_are_asked_for_once_the_app_has_proved_that_it_makes_them(portal: Portal):
    _, secret, recovery = turned_on(portal)
    assert len(set(recovery)) == 10

    visitor = browser(portal).sign_in(EDITOR)
    assert visitor.heading == "Code eingeben"
    assert browser_is_out(visitor)
    visitor.get("/portal/login").send("Weiter", code="000000")  # the form is there again after a reload
    assert (visitor.status, visitor.all("//*[@role='alert']")[0][:24]) == (422, "Dieser Code gilt nicht, ")
    assert visitor.send("Weiter", code=code_of(portal, secret)).path == "/portal/"


def browser_is_out(visitor: Browser) -> bool:
    """Whether a session that waits for a code shows nothing."""
    return visitor.client.get("/portal/").status_code == 303


def test_e_mail_address_password_and_code_may_come_at_once(portal: Portal):
    _, secret, _ = turned_on(portal)
    visitor = browser(portal).get("/portal/login?next=/portal/account")
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    fields = {"email": EDITOR, "password": PASSWORD, "next": "/portal/account", "csrf_token": token}
    answer = visitor.client.post("/portal/login", data={**fields, "code": code_of(portal, secret)})

    assert (answer.status_code, answer.location) == (303, "/portal/account")
    assert visitor.get("/portal/account").heading == "Mein Zugang"


def test_no_code_is_taken_twice_nor_one_from_before(portal: Portal):
    _, secret, _ = turned_on(portal)
    code, older = code_of(portal, secret), code_of(portal, secret, seconds=-30)
    assert browser(portal).sign_in(EDITOR).send("Weiter", code=code).path == "/portal/"

    assert browser(portal).sign_in(EDITOR).send("Weiter", code=code).status == 422
    assert browser(portal).sign_in(EDITOR).send("Weiter", code=older).status == 422
    assert browser(portal).sign_in(EDITOR).send("Weiter", code=code_of(portal, secret, seconds=30)).path == "/portal/"


def test_a_recovery_code_lets_in_once_however_it_is_written(portal: Portal):
    _, _, recovery = turned_on(portal)
    written = recovery[0].lower().replace("-", " ")

    shown = browser(portal).sign_in(EDITOR).send("Weiter", code=written)
    assert shown.path == "/portal/"
    assert "Übrige Wiederherstellungs-Codes: 9." in shown.get("/portal/account").text
    assert browser(portal).sign_in(EDITOR).send("Weiter", code=recovery[0]).status == 422
    content = b"".join(file.read_bytes() for file in portal.folder.glob("db.sqlite*"))
    assert recovery[1].encode() not in content and recovery[1].replace("-", "").encode() not in content


def test_codes_cannot_be_tried_out(portal: Portal):
    _, secret, recovery = turned_on(portal)
    visitor = browser(portal).sign_in(EDITOR)
    statuses = [visitor.send("Weiter", code=f"{n:06}").status for n in range(11)]

    assert statuses == [422] * 10 + [429]
    assert visitor.send("Weiter", code=code_of(portal, secret)).status == 429
    other = browser(portal, address="198.51.100.7").sign_in(EDITOR)  # from wherever the attacker tries
    assert other.send("Weiter", code=code_of(portal, secret)).status == 429
    # Nor are a thousand tried in a day, and the log tells of those who knew the password.
    portal.clock.turn(minutes=15)
    later = browser(portal, address="203.0.113.9").sign_in(EDITOR)
    assert [later.send("Weiter", code=f"{n:06}").status for n in range(11, 19)] == [422] * 7 + [429]
    assert 80_000 < int(later.headers["Retry-After"]) <= 86_400
    acts = [act.act for act in portal.app.extensions[EXTENSION]().door.audit.acts(None, None)]
    assert acts.count("codes.wrong") == 17
    assert "Wiederherstellungs-Codes: Der gilt sofort." in later.all("//*[@role='alert']")[0]
    # The owner comes in all the same: nobody finds a recovery code by trying.
    assert later.send("Weiter", code=recovery[0]).path == "/portal/"


def test_a_password_that_was_not_even_tried_is_not_called_wrong(portal: Portal):
    visitor, _, _ = turned_on(portal)
    visitor.get("/portal/account")
    told = [visitor.send("Ausschalten", own="falsch").all("//*[@id='own-error']")[0] for _ in range(8)]
    assert told == ["Das ist nicht Ihr Passwort."] * 8

    visitor.send("Ausschalten", own=PASSWORD)
    assert (visitor.status, visitor.all("//*[@id='own-error']")[0][:33]) == (429, "Es wurde zu oft falsch eingegeben")
    portal.clock.turn(minutes=10)
    visitor.send("Ausschalten", own=PASSWORD)
    assert visitor.all("//*[@role='status']") == ["Beim Anmelden wird kein Code mehr verlangt."]


def test_a_right_password_waits_ten_minutes_for_the_code(portal: Portal):
    _, secret, _ = turned_on(portal)
    visitor = browser(portal).sign_in(EDITOR)
    portal.clock.turn(minutes=10)

    assert visitor.send("Weiter", code=code_of(portal, secret)).heading == "Anmelden"


def test_codes_are_turned_on_and_off_with_the_password_alone(portal: Portal):
    visitor, secret, _ = turned_on(portal)
    visitor.get("/portal/account").send("Ausschalten", own="falsch")
    assert visitor.all("//*[@role='alert']//a/@href") == ["#own"]
    assert visitor.send("Ausschalten", own=PASSWORD).all("//*[@role='status']") == [
        "Beim Anmelden wird kein Code mehr verlangt."
    ]
    assert browser(portal).sign_in(EDITOR).path == "/portal/"
    visitor.get(CODES).send("Einschalten", current="falsch", code=code_of(portal, secret))
    assert visitor.all("//*[@role='alert']//a/@href") == ["#current"]
    visitor.send("Einschalten", current=PASSWORD, code="000000")
    assert visitor.all("//*[@role='alert']//a/@href") == ["#code"]
    assert browser(portal).sign_in(EDITOR).path == "/portal/"


def test_an_admin_helps_somebody_whose_phone_is_gone(portal: Portal):
    turned_on(portal)
    shown = browser(portal).sign_in(ADMIN).get("/portal/musterstadt/people")
    shown.send(f"Codes ausschalten (Telefon verloren) ({EDITOR})")

    assert shown.all("//*[@role='status']") == [f"{EDITOR} meldet sich jetzt ohne Code an."]
    assert browser(portal).sign_in(EDITOR).path == "/portal/"


def test_a_new_password_by_link_does_not_open_a_door_that_asks_for_a_code(portal: Portal):
    turned_on(portal)
    link = portal.done("users", "reset", EDITOR).removeprefix("http://127.0.0.1:8000")
    visitor = browser(portal).get(link)
    visitor.send("Passwort speichern", password="ein anderes Passwort", again="ein anderes Passwort")

    assert visitor.sign_in(EDITOR, "ein anderes Passwort").heading == "Code eingeben"


def test_every_device_is_listed_and_can_be_signed_out(portal: Portal):
    phone, desk = browser(portal), browser(portal)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0"
    phone.sign_in(EDITOR)
    portal.clock.turn(minutes=5)
    desk.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0"
    desk.sign_in(EDITOR).get("/portal/account")

    listed = desk.all("//section[@aria-labelledby='sessions']//p[@class='headline']")
    assert listed == ["Edge, Windows dieses Gerät", "Firefox, Android"]
    assert desk.send("Überall sonst abmelden").all("//*[@role='status']") == ["Sie sind überall sonst abgemeldet."]
    assert phone.get("/portal/").heading == "Anmelden"
    phone.sign_in(EDITOR)
    (button,) = desk.get("/portal/account").all("//button[starts-with(., 'Gerät abmelden')]")
    assert button == "Gerät abmelden (Firefox, Android, 02.03.2026, 09:05 Uhr (MEZ))"  # told apart by their names
    assert desk.send(button, session=_other(desk)).heading == "Mein Zugang"
    assert phone.get("/portal/").heading == "Anmelden"
    # Whoever has signed in often sees the first five, and unfolds the others.
    for _ in range(6):
        browser(portal).sign_in(EDITOR)
    section = "//section[@aria-labelledby='sessions']"
    unfolded, folded = f"{section}/ul/li", f"{section}/details"
    assert len(desk.get("/portal/account").all(unfolded)) == 5
    assert (desk.all(f"{folded}/summary"), len(desk.all(f"{folded}//li"))) == (["2 weitere Geräte"], 2)


def _other(desk: Browser) -> str:
    (session,) = desk.all("//input[@name='session']/@value")
    return session


def test_nobody_ends_a_session_of_somebody_else(portal: Portal):
    other = browser(portal).sign_in(ADMIN).get("/portal/account")
    browser(portal).sign_in(ADMIN)
    session = _other(other.get("/portal/account"))
    visitor = browser(portal).sign_in(EDITOR)
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    visitor.client.post("/portal/account/sessions", data={"csrf_token": token, "session": session})

    assert _other(other.get("/portal/account")) == session


def test_a_changed_password_signs_out_all_other_devices(portal: Portal):
    other, visitor = browser(portal).sign_in(EDITOR), browser(portal).sign_in(EDITOR).get("/portal/account")
    held = visitor.client.get_cookie("portal")
    fields = {"password": "ein anderes Passwort", "again": "ein anderes Passwort"}
    visitor.send("Passwort ändern", current="falsch", **fields)
    assert visitor.all("//*[@role='alert']//a/@href") == ["#current"]

    visitor.send("Passwort ändern", current=PASSWORD, **fields)

    assert visitor.all("//*[@role='status']") == ["Ihr neues Passwort gilt. Auf anderen Geräten sind Sie abgemeldet."]
    assert other.get("/portal/").heading == "Anmelden"
    new = visitor.client.get_cookie("portal")
    assert held and new and held.value != new.value
    assert browser(portal).sign_in(EDITOR, "ein anderes Passwort").path == "/portal/"


def test_news_of_an_account_stand_on_the_overview_until_its_own_page_has_shown_them(portal: Portal):
    visitor, admin = browser(portal).sign_in(EDITOR), browser(portal).sign_in(ADMIN)
    assert visitor.get("/portal/").all("//*[@id='news']") == []
    admin.get("/portal/musterstadt/people").send(f"Rolle speichern ({EDITOR})", role="admin")
    admin.get("/portal/musterstadt/tokens").send("Token machen", name="Fachverfahren")

    told = [
        f"{ADMIN} hat für Musterstadt das Token „Fachverfahren“ gemacht. Ein Programm darf damit: hochladen, "
        "veröffentlichen.",
        f"{ADMIN} hat Ihre Rolle für Musterstadt geändert: Bearbeitung → Verwaltung.",
    ]
    news = "//section[@aria-labelledby='news']//li"
    for path, mark in (("/portal/", "02.03.2026"), ("/portal/account", " neu"), ("/portal/account", "")):
        seen = visitor.get(path).all(news)
        assert [line.startswith(sentence) for line, sentence in zip(seen, told, strict=True)] == [True, True], seen
        assert all((mark in line) == bool(mark) for line in seen) or mark == ""
    assert not any(" neu " in f"{line} " for line in seen)
    assert visitor.get("/portal/").all(news) == []
    assert "Dieser Dienst verschickt keine Mails" in visitor.get("/portal/account").text
    # What is told is kept for three months, and then forgotten with everything else that is over.
    portal.clock.turn(days=91)
    portal.app.extensions[EXTENSION]().runner.tasks["retention"].do(None, portal.clock.now, lambda _share: None)
    assert browser(portal).sign_in(EDITOR).get("/portal/account").all(news) == []


def test_whoever_chooses_a_password_is_helped_and_no_page_tells_what_is_typed(portal: Portal):
    links = [
        portal.done("users", "invite", "neu@musterstadt.example", "--publisher", "musterstadt", "--role", "editor"),
        portal.done("users", "reset", EDITOR),
    ]
    visitor = browser(portal).sign_in(EDITOR)
    for path in ("/portal/account", *(link.removeprefix("http://127.0.0.1:8000") for link in links)):
        shown = visitor.get(path)
        assert shown.all("//*[@class='strength']/@data-of") == ["password"], path
        assert "musterstadt" in shown.all("//*[@class='strength']/@data-own")[0].split()
        assert shown.all("//*[@class='strength']/p/@aria-live") == ["polite"]
        fields, buttons = shown.all("//input[@type='password']/@id"), shown.all("//button/@aria-controls")
        assert buttons == fields and {"password", "again"} <= set(fields)
        assert len(shown.all("//button[@aria-pressed='false'][@hidden][@type='button']")) == len(fields)


def test_the_list_of_the_meter_is_that_of_the_service_and_is_fetched_once(portal: Portal):
    answer = portal.client.get("/portal/common-passwords.txt")
    listed = answer.text.split("\n")

    assert answer.headers["Cache-Control"] == "public, max-age=86400" and "Set-Cookie" not in answer.headers
    assert len(listed) > 30_000 and {"passwort", "password", "klimaschutz"} <= set(listed)
    passwords = portal.app.extensions[EXTENSION]().door.passwords
    assert all(passwords.is_common(each) for each in listed[::1000])
    again = portal.client.get("/portal/common-passwords.txt", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_page_shows_a_word_that_is_missing(portal: Portal, language: str):
    visitor = browser(portal, language=language).sign_in(ADMIN)
    for path in ("/portal/", "/portal/account", CODES, "/portal/musterstadt/people", "/portal/musterstadt/log"):
        visitor.get(path)
        assert (visitor.status, visitor.root.get("lang")) == (200, language), path
        assert not re.search(r"\{\w+\}|\b(people|account|role|menu)\.\w+\b(?!@)", visitor.text.replace(ADMIN, "")), (
            path
        )
