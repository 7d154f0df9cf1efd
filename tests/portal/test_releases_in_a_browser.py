"""Two people release a table in a real browser: four eyes, a set time, a link for others, confirming, withdrawing.

Each page is looked at by axe, wide and narrow. Not here: what the pages do in every case (test_releases.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from bench.server import environment, flask, free_port, running
from opendata.app import create_app
from opendata.config import Config
from opendata.web.services import EXTENSION
from tests.accessibility import WIDE
from tests.forked_programs import start_program
from tests.portal.browsing import PASSWORD
from tests.portal.test_in_a_browser import LookTwice
from tests.portal.test_tables_in_a_browser import follow, is_well, send

pytestmark = pytest.mark.needs("chromium")
ANNA, BEN = "anna@musterstadt.example", "ben@musterstadt.example"
PLAN = "measure_id,title,phase\nA-1,Radweg Nord,planning\nA-2,Solardach,implementation\nA-3,Wärmenetz,planning\n"
FILE = {"name": "plan.csv", "mimeType": "text/csv", "buffer": PLAN.encode()}


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a server with one city, somebody who publishes there, and an admin."""
    env = {**environment(tmp_path_factory.mktemp("portal") / "data", free_port()), "WEB_CONCURRENCY": "1"}
    flask(env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
    flask(env, "datasets", "add", "musterstadt", "klima", "--kind", "climate-measures", "--title", "Klimaschutz")
    for email, role in ((ANNA, "publisher"), (BEN, "admin")):
        about = ("--publisher", "musterstadt", "--role", role, "--password-stdin")
        flask(env, "users", "add", email, *about, stdin=f"{PASSWORD}\n")
    return env


@pytest.fixture(scope="module")
def address(env: dict[str, str]) -> Iterator[str]:
    """The address of that server."""
    with running(env, start=start_program) as url:
        yield url


def signed_in(chromium: Browser, address: str, email: str) -> LookTwice:
    """A browser of somebody's own, in which they are signed in."""
    look = LookTwice(chromium.new_context(viewport=WIDE, locale="de").new_page())
    look.page.goto(f"{address}/portal/login")
    look.page.fill("#email", email)
    look.page.fill("#password", PASSWORD)
    look.press("Anmelden")
    look.page.get_by_role("heading", level=1, name="Übersicht").wait_for()
    return look


def test_two_people_release_a_table(chromium: Browser, env: dict[str, str], address: str):
    anna, ben = (signed_in(chromium, address, email) for email in (ANNA, BEN))
    four_eyes_are_switched_on(ben, address)
    anna_asks_and_ben_sends_back(anna, ben, address)
    a_time_is_set_and_called_off(ben, address)
    a_guest_looks_and_is_led_on(chromium, ben, address)
    draft = a_draft_is_read_again(anna, env, address)
    the_same_is_confirmed(anna, ben, address)
    a_draft_that_came_too_late_is_deleted(anna, draft)
    it_is_withdrawn(ben, address)
    a_link_to_a_new_password_is_handed_over(anna, ben, address)
    what_was_typed_survives_the_end_of_a_session(ben, address)
    an_old_form_changes_nothing(anna, address)
    an_operator_reads_the_log_of_all(ben, env, address)
    for look in (anna, ben):
        is_well(look, address)


def four_eyes_are_switched_on(ben: LookTwice, address: str) -> None:
    """The admin's page of rules."""
    ben.page.goto(f"{address}/portal/musterstadt/rules")
    ben.page.check("[name=four_eyes]")
    ben.press("Regeln speichern")
    ben.page.get_by_text("Die Regeln sind gespeichert.").wait_for()
    ben.at("Regeln")


def anna_asks_and_ben_sends_back(anna: LookTwice, ben: LookTwice, address: str) -> None:
    """A draft goes to a colleague and comes back."""
    send(anna.page, address, "klima", FILE, "2024-12-31")
    follow(anna, "Ansehen, was öffentlich wird", "Was öffentlich wird")
    anna.page.fill("#word", "Bitte das Wärmenetz ansehen.")
    anna.press("Um Veröffentlichung bitten")
    anna.page.get_by_text("Sie haben schon darum gebeten.").wait_for()
    anna.at("Was öffentlich wird")
    ben.page.goto(f"{address}/portal/")
    ben.page.get_by_text("Bitte das Wärmenetz ansehen.").wait_for()
    ben.at("Übersicht")
    ben.page.locator("main").get_by_role("link", name="bittet Sie").first.click()
    ben.at("Was öffentlich wird")
    ben.press("Zurückgeben")
    ben.page.get_by_role("alert").wait_for()
    ben.at("Was öffentlich wird")
    ben.page.fill("#send-back-reason", "Die Kosten fehlen.")
    ben.press("Zurückgeben")
    ben.page.get_by_text("Der Entwurf ist zurückgegeben").wait_for()
    anna.page.goto(f"{address}/portal/")
    anna.page.get_by_text("Die Kosten fehlen.").wait_for()
    anna.at("Übersicht")


def a_time_is_set_and_called_off(ben: LookTwice, address: str) -> None:
    """The time is shown where the draft is, and in the overview."""
    page = ben.page
    page.get_by_text("Zu einem gesetzten Zeitpunkt veröffentlichen").click()
    page.fill("#day", "2020-01-01")
    ben.press("Zeitpunkt setzen")
    page.get_by_role("alert").wait_for()
    ben.at("Was öffentlich wird")
    page.fill("#day", (datetime.now(UTC).date() + timedelta(days=3)).isoformat())
    page.fill("#time", "09:30")
    ben.press("Zeitpunkt setzen")
    page.get_by_text("Der Zeitpunkt ist gesetzt.").wait_for()
    ben.at("Was öffentlich wird")
    draft = page.url
    page.goto(f"{address}/portal/")
    ben.at("Übersicht")
    page.goto(draft)
    ben.press("Zeitpunkt absagen")
    page.get_by_text("Der Zeitpunkt ist abgesagt").wait_for()


def a_guest_looks_and_is_led_on(chromium: Browser, ben: LookTwice, address: str) -> None:
    """Somebody without an account sees the preview in a browser of their own, and later what was published."""
    ben.press("Vorschau-Link erstellen")
    ben.at("Ihr Vorschau-Link")
    link = ben.page.input_value("#address")
    guest = LookTwice(chromium.new_context(viewport=WIDE, locale="de").new_page())
    guest.page.goto(link)
    guest.at("Klimaschutz")
    guest.page.locator("details.row-change summary").first.click()
    guest.page.locator("details.row-change[open] a").first.click()
    guest.at("Radweg Nord")
    assert guest.page.context.cookies() == []
    follow(ben, "Zurück zum Entwurf", "Was öffentlich wird")
    ben.press("Version 1.0.0 veröffentlichen")
    ben.at("Version 1.0.0 ist veröffentlicht")
    guest.page.goto(link)
    guest.page.wait_for_url(f"{address}/musterstadt/klima")
    is_well(guest, address)


def the_same_is_confirmed(anna: LookTwice, ben: LookTwice, address: str) -> None:
    """The same table of a later date is confirmed by the other one."""
    later = date(2025, 12, 31)
    send(anna.page, address, "klima", FILE, later.isoformat())
    follow(anna, "Ansehen, was öffentlich wird", "Was öffentlich wird")
    ben.page.goto(anna.page.url)
    ben.at("Was öffentlich wird")
    ben.press("Bestätigen: Die Angaben gelten unverändert")
    ben.at("Version 1.1.0 ist veröffentlicht")


def it_is_withdrawn(ben: LookTwice, address: str) -> None:
    """A version is withdrawn, and the log tells of everything."""
    page = ben.page
    page.goto(f"{address}/portal/musterstadt/datasets/klima/versions/1.1.0/withdraw")
    ben.at("Version 1.1.0 zurückziehen")
    page.fill("#reason", "Aus Versehen bestätigt.")
    page.check("#sure")
    ben.press("Version zurückziehen")
    page.get_by_text("Die Version ist zurückgezogen").wait_for()
    page.goto(f"{address}/portal/musterstadt/log")
    ben.at("Protokoll")
    assert page.locator("tbody tr").count() > 12
    for path in ("/portal/musterstadt/rules?lang=en", "/portal/?lang=en"):
        page.goto(f"{address}{path}")
        ben.at("Rules" if "rules" in path else "Overview")


def a_draft_is_read_again(anna: LookTwice, env: dict[str, str], address: str) -> str:
    """How far a job is shows until the upload is a draft again, and then its report; returns the draft's address."""
    fewer = {**FILE, "buffer": PLAN.replace("A-3,Wärmenetz,planning\n", "").encode()}
    send(anna.page, address, "klima", fewer, "2025-06-30")
    draft = anna.page.url
    services = create_app(Config.from_env(env)).extensions[EXTENSION]()
    upload = services.uploads.get(draft.rstrip("/").rpartition("/")[2])
    services.uploads.change(replace(upload, state="processing"))
    anna.page.select_option("#q0-disposition", "dropped")
    anna.page.fill("#q0-reason", "Im Rat abgelehnt.")
    anna.press("Antworten speichern")
    anna.at("Ihre Antworten sind nicht gespeichert")
    was_answered(anna, 409)
    follow(anna, "Weiter zum Entwurf", "Ihre Tabelle wird geprüft")
    services.uploads.change(upload)
    services.close()
    anna.page.get_by_role("heading", level=1, name="Prüfbericht").wait_for()  # without being asked
    return draft


def a_draft_that_came_too_late_is_deleted(anna: LookTwice, draft: str) -> None:
    """A version of a later date has been published meanwhile."""
    anna.page.goto(f"{draft}preview")
    anna.at("Dieser Entwurf ist überholt")
    was_answered(anna, 409)
    follow(anna, "Entwurf löschen", "Den Entwurf zum 30.06.2025 löschen?")
    anna.press("Entwurf löschen")
    anna.page.get_by_text("Der Entwurf und die hochgeladenen Dateien sind gelöscht.").wait_for()


def a_link_to_a_new_password_is_handed_over(anna: LookTwice, ben: LookTwice, address: str) -> None:
    """The admin makes it, and the other one opens it."""
    ben.page.goto(f"{address}/portal/musterstadt/people")
    ben.page.locator("summary", has_text=ANNA).click()
    ben.page.get_by_role("button", name=f"Link für ein neues Passwort ({ANNA})").click()
    ben.at(f"Neues Passwort für {ANNA}")
    anna.page.goto(ben.page.input_value("#address"))
    anna.at("Neues Passwort wählen")


def what_was_typed_survives_the_end_of_a_session(ben: LookTwice, address: str) -> None:
    """It goes along through signing in, and is sent after it."""
    page = ben.page
    page.goto(f"{address}/portal/musterstadt/rules")
    page.uncheck("[name=four_eyes]")
    page.context.clear_cookies()
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        ben.press("Regeln speichern")
    assert answered.value.status == 403
    ben.at("Anmelden")
    page.fill("#email", BEN)
    page.fill("#password", PASSWORD)
    ben.press("Anmelden")
    ben.at("Weiter, wo Sie waren")
    ben.press("Jetzt absenden")
    page.get_by_text("Die Regeln sind gespeichert.").wait_for()
    assert not page.is_checked("[name=four_eyes]")


def an_old_form_changes_nothing(anna: LookTwice, address: str) -> None:
    """A form whose session is over, or which another site has made."""
    anna.page.goto(f"{address}/portal/account")
    anna.page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(each => { each.value = 'alt' })")
    anna.press("Abmelden")
    anna.at("Dieses Formular gilt nicht mehr")
    was_answered(anna, 400)
    anna.page.goto(f"{address}/portal/")
    anna.at("Übersicht")


def an_operator_reads_the_log_of_all(ben: LookTwice, env: dict[str, str], address: str) -> None:
    """The log of all cities, with the city beside each act."""
    flask(env, "users", "add", BEN, "--operator", "--password-stdin", stdin=f"{PASSWORD}\n")
    ben.page.goto(f"{address}/portal/operator/log")
    ben.at("Protokoll")
    assert ben.page.locator("tbody tr", has_text="musterstadt").count() > 12


def was_answered(look: LookTwice, status: int) -> None:
    """The page came with this status, which the browser wrote down, and nothing else."""
    assert [f"status of {status} " in error for error in look.errors] == [True], look.errors
    look.errors.clear()
