"""Mails about changes to somebody's account, received by a real mail server."""

from typing import Any

import pyotp
import pytest

from opendata.domain.account_letters import CHANGES, account_letter
from opendata.steps.telling_of_accounts import tell
from opendata.web.services import EXTENSION, now
from tests.mail.test_draft_mails import work
from tests.mail.test_smtp_mail import ADMIN, Mailbox, mailbox, service
from tests.portal.browsing import PASSWORD, add_person, browser
from tests.service import CITY, Service

__all__ = ["mailbox", "service"]  # fixtures
EDITOR = "editor@musterstadt.example"
OTHER, THIRD = "ein anderes Passwort", "noch ein anderes Passwort"


def told(service: Service, mailbox: Mailbox) -> list[tuple[str, str]]:
    """To whom which mails went, once a worker has sent what waits; no request has sent any itself."""
    assert mailbox.taken == []
    work(service)
    seen = [(message["To"], message["Subject"]) for message in mailbox.taken]
    mailbox.taken.clear()
    return seen


def test_people_are_told_of_every_change_in_their_own_language_and_of_no_secret(service: Service, mailbox: Mailbox):
    add_person(service, EDITOR, CITY, "editor")
    editor, admin = browser(service, language="en").sign_in(EDITOR), browser(service).sign_in(ADMIN)
    people, secrets = f"/portal/{CITY}/people", [PASSWORD, OTHER, THIRD]
    assert told(service, mailbox) == []

    admin.get(people).send(f"Rolle speichern ({EDITOR})", role="publisher")
    assert told(service, mailbox) == [(EDITOR, "Your role was changed")]
    secrets += admin.get(f"/portal/{CITY}/tokens").send("Token machen", name="A").all("//input[@readonly]/@value")
    secrets.append(service.done("tokens", "add", CITY, "--name", "B"))
    assert told(service, mailbox) == [(ADMIN, "Ein neues Token für Musterstadt")] * 2
    key = "".join(editor.get("/portal/account/codes").all("//code[@class='secret']")[0].split())
    editor.send("Turn on", current=PASSWORD, code=pyotp.TOTP(key).now())
    recovery = editor.all("//ol[@class='recovery']//code")
    browser(service).sign_in(EDITOR).send("Weiter", code=recovery[0])  # from then on they read German
    admin.get(people).send(f"Codes ausschalten (Telefon verloren) ({EDITOR})")
    work(service)
    assert all(secret not in message.get_content() for message in mailbox.taken for secret in [key, *recovery])
    assert told_since(mailbox) == [
        (EDITOR, "Anmelden mit Code eingeschaltet"),
        (EDITOR, "Ein Wiederherstellungs-Code wurde benutzt"),
        (EDITOR, "Anmelden mit Code ausgeschaltet"),
    ]
    (link,) = admin.get(people).send(f"Link für ein neues Passwort ({EDITOR})").all("//input[@readonly]/@value")
    secrets.append(link.rpartition("/")[2])
    browser(service).get(link.removeprefix("http://localhost")).send(
        "Passwort speichern", password=OTHER, again=OTHER
    )
    editor = browser(service).sign_in(EDITOR, OTHER).get("/portal/account")
    editor.send("Passwort ändern", current=OTHER, password=THIRD, again=THIRD)
    admin.get(people).send(f"Entfernen ({EDITOR})")
    work(service)
    assert all(secret not in message.get_content() for message in mailbox.taken for secret in secrets)
    assert "http://localhost/portal/account" in mailbox.taken[0].get_content()
    assert told_since(mailbox) == [
        (EDITOR, "Ein Link für ein neues Passwort"),
        (EDITOR, "Ihr Passwort wurde ersetzt"),
        (EDITOR, "Ihr Passwort wurde geändert"),
        (EDITOR, "Sie haben eine Rolle nicht mehr"),
    ]


def told_since(mailbox: Mailbox) -> list[tuple[str, str]]:
    """To whom which mails went since the last call."""
    seen = [(message["To"], message["Subject"]) for message in mailbox.taken]
    mailbox.taken.clear()
    return seen


def test_no_mailbox_is_filled_by_an_account_that_changes_again_and_again(service: Service, mailbox: Mailbox):
    door: Any = service.app.extensions[EXTENSION]().door
    for _ in range(22):
        tell(door.teller, door.people.by_email(ADMIN), "password-changed", now())
    work(service)

    assert len(mailbox.taken) == 20
    assert len(door.teller.news.of_person(door.people.by_email(ADMIN).id, 30)) == 22


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_change_has_a_sentence_that_names_all_its_facts(language: str):
    about = {"by": "flask", "publisher": "Musterstadt", "name": "Dienst", "scopes": "upload admin"}
    about |= {"before": "editor", "after": "admin", "device": "Firefox, Windows", "provider": "Stadt-Login"}
    for what in CHANGES:
        letter = account_letter(what, about, language, at="heute", address="https://daten.example/portal/account")
        assert "{" not in letter.subject + letter.text and "flask" not in letter.text, what
    assert ("hochladen, Regeln ändern" if language == "de" else "upload, change rules") in letter.text
