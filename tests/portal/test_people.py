"""People: invited by a link, given roles, and removed, by those who may."""

import re

import pytest
from itsdangerous import URLSafeTimedSerializer

from opendata.portal.kept_forms import SALT
from tests.portal.browsing import PASSWORD, Browser, add_person, browser
from tests.portal.conftest import Portal

ADMIN, EDITOR, NEW = "admin@musterstadt.example", "editor@musterstadt.example", "neu@musterstadt.example"
PEOPLE = "/portal/musterstadt/people"


def invited(portal: Portal, email: str = NEW, role: str = "editor") -> str:
    """The path of the link that invites somebody."""
    shown = browser(portal).sign_in(ADMIN, path=f"/portal/login?next={PEOPLE}")
    shown.send_twice("Einladen", email=email, role=role)
    (address,) = shown.all("//input[@readonly]/@value")
    return address.removeprefix("http://localhost")


def accept(portal: Portal, link: str, password: str = PASSWORD) -> Browser:
    return browser(portal).get(link).send("Zugang einrichten", password=password, again=password)


def test_an_invitation_leads_from_the_link_to_the_first_page(portal: Portal):
    link = invited(portal, role="publisher")
    visitor = browser(portal).get(link)
    assert visitor.heading == "Einladung zu Musterstadt"
    assert f"{ADMIN} hat Sie eingeladen" in visitor.text and "Ihre Rolle: Veröffentlichung" in visitor.text

    shown = visitor.send("Zugang einrichten", password=PASSWORD, again=PASSWORD)

    assert (shown.path, shown.all("//*[@role='status']")) == (
        "/portal/",
        ["Willkommen! Sie gehören jetzt zu Musterstadt."],
    )
    assert shown.all("//main//h3") == ["Musterstadt"]
    assert shown.get("/portal/").all("//*[@role='status']") == []  # said once
    assert browser(portal).sign_in(NEW).path == "/portal/"


def test_a_link_opened_by_a_mail_server_can_still_be_used(portal: Portal):
    link = invited(portal)
    for _ in range(3):
        assert browser(portal).get(link).status == 200

    assert accept(portal, link).path == "/portal/"


def test_an_invitation_is_used_once(portal: Portal):
    link = invited(portal)
    visitor, other = browser(portal).get(link), browser(portal).get(link)
    assert visitor.send("Zugang einrichten", password=PASSWORD, again=PASSWORD).path == "/portal/"

    other.send("Zugang einrichten", password="ganz anderes Passwort", again="ganz anderes Passwort")
    assert (other.status, other.heading) == (410, "Dieser Link gilt nicht mehr")
    assert other.all("//main//a[.='Zur Anmeldung']/@href") == ["/portal/"]
    assert browser(portal).get(link).status == 410
    assert browser(portal).sign_in(NEW, "ganz anderes Passwort").status == 422


def test_an_invitation_expires(portal: Portal):
    link = invited(portal)
    visitor = browser(portal).get(link)
    portal.clock.turn(days=7)

    assert visitor.send("Zugang einrichten", password=PASSWORD, again=PASSWORD).status == 410
    assert browser(portal).get("/portal/link/invitation/nonsense").status == 410


def test_a_second_invitation_replaces_the_first_and_can_be_withdrawn(portal: Portal):
    first, second = invited(portal), invited(portal, role="admin")
    assert browser(portal).get(first).status == 410

    shown = browser(portal).sign_in(ADMIN).get(PEOPLE).send(f"Zurückziehen ({NEW})")
    assert shown.all("//*[@role='status']") == [f"Die Einladung an {NEW} gilt nicht mehr."]
    assert browser(portal).get(second).status == 410


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("kurz", "kurz", "password"),
        (PASSWORD, PASSWORD[:-1], "again"),
        ("Passwort123456", "Passwort123456", "password"),
    ],
)
def test_a_password_that_cannot_be_taken_is_said_at_its_field_and_uses_nothing_up(
    portal: Portal, password: str, again: str, field: str
):
    link = invited(portal)
    shown = browser(portal).get(link).send("Zugang einrichten", password=password, again=again)

    assert shown.status == 422
    assert shown.all("//title")[0].startswith("Fehler: ")
    assert shown.all("//*[@role='alert']//a/@href") == [f"#{field}"]
    (described,) = shown.all(f"//input[@id='{field}'][@aria-invalid='true']/@aria-describedby")
    assert shown.all(f"//*[@id='{described.split()[0]}']")
    assert accept(portal, link).path == "/portal/"


def test_somebody_with_access_joins_a_second_publisher_without_a_new_password(portal: Portal):
    link = invited(portal, "admin@leerdorf.example")

    shown = browser(portal).get(link).send("Annehmen")

    assert shown.heading == "Anmelden"  # the link alone signs nobody in who has a password
    assert shown.sign_in("admin@leerdorf.example").all("//main//h3") == ["Leerdorf", "Musterstadt"]


@pytest.mark.parametrize("email", ["keine Adresse", "a@", "@b", "zwei@a.example,b@a.example", EDITOR])
def test_an_address_that_cannot_be_invited_is_said_and_stays_in_the_form(portal: Portal, email: str):
    shown = browser(portal).sign_in(ADMIN).get(PEOPLE).send("Einladen", email=email, role="publisher")

    assert shown.status == 422
    assert shown.all("//*[@role='alert']//a/@href") == ["#email"]
    assert shown.all("//input[@id='email']/@value") == [email]
    assert shown.all("//section[@aria-labelledby='invite']//input[@checked]/@value") == ["publisher"]


def test_an_address_with_signs_that_are_no_text_is_refused(portal: Portal):
    shown = browser(portal).sign_in(ADMIN).get(PEOPLE).send("Einladen", email="a@b\x00", role="publisher")

    assert shown.status == 400
    assert "NUL" in shown.all("//main")[0]


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_only_an_admin_manages_people(portal: Portal, role: str):
    visitor = browser(portal).sign_in(f"{role}@musterstadt.example")
    assert visitor.get(PEOPLE).status == 403
    visitor.get("/portal/")
    token = visitor.all("//input[@name='csrf_token']/@value")[0]

    for act in ("invite", "role", "remove", "withdraw", "password", "codes-off"):
        data = {"csrf_token": token, "email": ADMIN, "role": "editor"}
        assert visitor.client.post(f"{PEOPLE}/{act}", data=data).status_code == 403, act
    assert visitor.get("/portal/musterstadt/log").status == 403
    assert visitor.get("/portal/musterstadt/log.csv").status == 403


def test_an_admin_of_one_publisher_is_nobody_for_another(portal: Portal):
    visitor = browser(portal).sign_in("admin@leerdorf.example")
    token = visitor.all("//input[@name='csrf_token']/@value")[0]

    assert visitor.get(PEOPLE).status == 403
    for act in ("invite", "role", "remove", "password"):
        data = {"csrf_token": token, "email": EDITOR, "role": "admin"}
        assert visitor.client.post(f"{PEOPLE}/{act}", data=data).status_code == 403, act
    # Nor may its own page be used for people of another publisher.
    for act in ("role", "remove", "password"):
        data = {"csrf_token": token, "email": EDITOR, "role": "admin"}
        assert visitor.client.post(f"/portal/leerdorf/people/{act}", data=data).status_code == 404, act


def test_a_role_that_was_changed_holds_from_the_next_click_on(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    assert visitor.get(PEOPLE).status == 403

    shown = browser(portal).sign_in(ADMIN).get(PEOPLE).send(f"Rolle speichern ({EDITOR})", role="admin")
    assert shown.all("//*[@role='status']") == [f"Die Rolle von {EDITOR} ist geändert."]
    assert visitor.get(PEOPLE).status == 200
    visitor.send(f"Rolle speichern ({ADMIN})", role="editor")
    assert shown.get(PEOPLE).status == 403


def test_whoever_is_removed_is_out_with_the_next_click(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    browser(portal).sign_in(ADMIN).get(PEOPLE).send(f"Entfernen ({EDITOR})")

    assert visitor.get("/portal/musterstadt/").heading == "Anmelden"
    assert visitor.sign_in(EDITOR).status == 422
    # Invited again, the session of before stays ended.
    add_person(portal, EDITOR, "musterstadt")
    assert visitor.get("/portal/").heading == "Anmelden"


def test_the_last_admin_stays(portal: Portal):
    visitor = browser(portal).sign_in(ADMIN)

    assert visitor.get(PEOPLE).send(f"Entfernen ({ADMIN})").heading == "Jemand muss in der Verwaltung bleiben"
    assert visitor.get(PEOPLE).send(f"Rolle speichern ({ADMIN})", role="editor").status == 409


def test_an_admin_hands_over_a_link_to_a_new_password(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    shown = browser(portal).sign_in(ADMIN).get(PEOPLE).send(f"Link für ein neues Passwort ({EDITOR})")
    (address,) = shown.all("//input[@readonly]/@value")
    link = address.removeprefix("http://localhost")

    other = browser(portal).get(link)
    other.send("Passwort speichern", password="ein anderes Passwort", again="ein anderes Passwort")
    assert other.all("//*[@role='status']") == ["Das neue Passwort gilt. Bitte melden Sie sich damit an."]
    assert visitor.get("/portal/").heading == "Anmelden"
    assert other.sign_in(EDITOR, "ein anderes Passwort").path == "/portal/"
    assert browser(portal).get(link).status == 410
    assert browser(portal).get(link.replace("password", "invitation")).status == 410


def test_no_admin_gets_at_what_a_person_may_do_elsewhere(portal: Portal):
    """Who hands over the access of a person hands over all their rights, so an admin needs every one of them."""
    add_person(portal, EDITOR, "leerdorf", "admin")
    visitor = browser(portal).sign_in(ADMIN).get(PEOPLE)
    token = visitor.all("//input[@name='csrf_token']/@value")[0]

    assert f"Link für ein neues Passwort ({EDITOR})" not in visitor.all("//button")
    for act in ("password", "codes-off"):
        answer = visitor.client.post(f"{PEOPLE}/{act}", data={"csrf_token": token, "email": EDITOR})
        assert answer.status_code == 403, act
    assert browser(portal).sign_in("betrieb@dienst.example").get(PEOPLE).status == 200


def test_the_command_line_invites_as_the_page_does(portal: Portal):
    printed = portal.done("users", "invite", NEW, "--publisher", "musterstadt", "--role", "admin")

    assert re.fullmatch(r"http://127\.0\.0\.1:8000/portal/link/invitation/[\w-]{43}", printed)
    shown = browser(portal).get(printed.removeprefix("http://127.0.0.1:8000"))
    assert "Der Betreiber hat Sie eingeladen" in shown.text
    shown.send("Zugang einrichten", password=PASSWORD, again=PASSWORD)
    assert shown.get(PEOPLE).status == 200
    assert "nirgendwo" in portal.flask("users", "invite", NEW, "--publisher", "nirgendwo", "--role", "admin").stderr
    link = portal.done("users", "reset", NEW)
    assert browser(portal).get(link.removeprefix("http://127.0.0.1:8000")).heading == "Neues Passwort wählen"


def test_the_log_tells_every_act_and_belongs_to_the_publisher(portal: Portal):
    accept(portal, invited(portal))
    admin = browser(portal).sign_in(ADMIN)
    admin.get(PEOPLE).send(f"Rolle speichern ({NEW})", role="publisher")
    admin.get(PEOPLE).send(f"Entfernen ({NEW})")

    shown = admin.get("/portal/musterstadt/log")
    lines = list(zip(shown.all("//tbody/tr/td[2]"), shown.all("//tbody/tr/td[3]"), strict=True))
    assert lines[:2] == [
        (ADMIN, f"hat {NEW} entfernt"),
        (ADMIN, f"hat die Rolle von {NEW} geändert: Bearbeitung → Veröffentlichung"),
    ]
    assert (NEW, f"hat die Einladung von {ADMIN} angenommen: Bearbeitung") in lines
    assert lines.count((ADMIN, f"hat {NEW} eingeladen: Bearbeitung")) == 1  # although the button was pressed twice
    elsewhere = browser(portal).sign_in("admin@leerdorf.example").get("/portal/leerdorf/log")
    assert NEW not in elsewhere.text and ADMIN not in elsewhere.text
    assert NEW in browser(portal).sign_in("betrieb@dienst.example").get("/portal/operator/log").text


def test_the_log_can_be_downloaded_and_no_spreadsheet_computes_it(portal: Portal):
    invited(portal, "=cmd|'/c calc'!a1@evil.example".replace(" ", ""))
    visitor = browser(portal).sign_in(ADMIN)
    answer = visitor.client.get("/portal/musterstadt/log.csv?lang=en")
    excel = visitor.client.get("/portal/musterstadt/log.csv?dialect=excel-de")

    assert answer.mimetype == "text/csv"
    head, *lines = answer.get_data(as_text=True).splitlines()
    assert head == "at,person,publisher,act,sentence"
    assert f",{ADMIN},musterstadt,person.invited,invited =cmd" in lines[1]
    assert excel.data.startswith("\ufeffat;person;".encode())
    assert not [cell for line in lines for cell in line.split(",") if cell.startswith(("=", "+", "-", "@"))]


def test_what_was_typed_is_still_there_when_the_session_has_ended_meanwhile(portal: Portal):
    visitor = browser(portal).sign_in(ADMIN).get(PEOPLE)
    portal.clock.turn(hours=5)
    visitor.send("Einladen", email=NEW, role="publisher")
    assert (visitor.status, visitor.heading) == (403, "Anmelden")

    visitor.send("Anmelden", email=ADMIN, password="falsch")
    visitor.send("Anmelden", email=ADMIN, password=PASSWORD)
    assert visitor.heading == "Weiter, wo Sie waren"
    assert visitor.all("//main//li") == [NEW, "publisher"]
    assert visitor.send("Jetzt absenden").heading == f"{NEW} ist eingeladen"


def test_what_is_dear_asks_for_the_password_again_and_loses_nothing(portal: Portal):
    visitor = browser(portal).sign_in(ADMIN).get(PEOPLE)
    portal.clock.turn(minutes=15)
    visitor.send("Einladen", email=NEW, role="publisher")
    assert (visitor.status, visitor.heading) == (403, "Bitte bestätigen Sie")
    assert f"Sie laden {NEW} ein." in visitor.text
    visitor.send("Bestätigen", current="falsch")
    assert (visitor.status, visitor.all("//*[@role='alert']//a/@href")) == (422, ["#current"])
    assert NEW not in browser(portal).sign_in(ADMIN).get("/portal/musterstadt/log").text

    visitor.send("Bestätigen", current=PASSWORD)
    assert visitor.heading == f"{NEW} ist eingeladen"
    assert "Veröffentlichung, gilt bis" in visitor.get(PEOPLE).text
    # For a quarter of an hour nothing is asked; uploading and publishing never are.
    portal.clock.turn(minutes=14)
    visitor.send(f"Rolle speichern ({EDITOR})", role="admin")
    assert visitor.all("//*[@role='status']") == [f"Die Rolle von {EDITOR} ist geändert."]
    portal.clock.turn(minutes=1)
    for button in ("Rolle speichern", "Entfernen", "Link für ein neues Passwort"):
        assert visitor.get(PEOPLE).send(f"{button} ({EDITOR})").heading == "Bitte bestätigen Sie", button
    tokens = "/portal/musterstadt/tokens"
    assert visitor.get(tokens).send("Token machen", name="Dienst").heading == "Bitte bestätigen Sie"
    assert portal.done("tokens", "list", "musterstadt") == ""
    visitor.send("Bestätigen", current=PASSWORD)
    assert visitor.all("//input[@readonly]/@value")[0].startswith("odt_")


def test_nothing_is_kept_that_another_site_sent_and_no_password(portal: Portal):
    client = portal.app.test_client()
    data = {"email": NEW, "role": "admin", "password": PASSWORD}
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(f"{PEOPLE}/invite", data=data, headers=headers)
        assert 'name="kept"' not in answer.get_data(as_text=True)
    page = client.post(f"{PEOPLE}/invite", data=data, headers={"Origin": "http://localhost"}).get_data(as_text=True)
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert PASSWORD not in str(_read(portal, kept)) and NEW in str(_read(portal, kept))


def _read(portal: Portal, kept: str) -> object:
    return URLSafeTimedSerializer(portal.app.config["SECRET_KEY"], salt=SALT).loads(kept)
