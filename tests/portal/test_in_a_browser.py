"""The portal in a real browser: from the invitation to the pages of an admin, each looked at by axe.

Not here: what the pages do in every case, which needs no browser (the other modules beside this one).
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from bench.server import environment, free_port, running
from opendata.domain.password_rules import words_of
from opendata.identity.passwords import Argon2Passwords
from tests.accessibility import WIDE, violations, wide_and_narrow, without_visible_focus
from tests.forked_programs import start_program
from tests.portal.browsing import PASSWORD
from tests.service import command

pytestmark = pytest.mark.needs("chromium")
# What the meter says of passwords; {email} is the own address.
STRENGTHS = [
    ("kurz", "Noch mindestens 8 Zeichen.", "At least 8 more characters."),
    ("Passwort2026!", "Wird nicht genommen: Das probieren", "Is not taken: attackers try this first."),
    ("{email}", "Wird nicht genommen: Es besteht aus Ihrer", "Is not taken: it consists of your own address."),
    ("dragon-dragon-dragon", "Schwach: Es wird genommen,", "Weak: it is taken,"),
    ("aaaaaaaaaaaab1", "Schwach: Es wird genommen,", "Weak: it is taken,"),
    ("Kaktusblüte 7", "Gut.", "Good."),
    (PASSWORD, "Sehr gut.", "Very good."),
]
LARGEST_PAGE_BYTES = 150_000
# What reaches beyond the screen: the innermost elements, each with its class.
WIDEST = """[...document.body.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.children.length)
    .slice(0, 5).map(one => one.parentElement.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a server with one city."""
    made = {**environment(tmp_path_factory.mktemp("portal") / "data", free_port()), "WEB_CONCURRENCY": "1"}
    command(made, "publishers", "add", "musterstadt", "--name", "Musterstadt")
    # A word that is wider than a phone must not widen a page.
    long = "Klimaschutzmaßnahmenumsetzungsüberwachungsaufgabenübertragungsverzeichnis"
    for name, title in (("klima", "Klimaschutz"), ("lang", long)):
        command(made, "datasets", "add", "musterstadt", name, "--kind", "climate-measures", "--title", title)
    return made


@pytest.fixture(scope="module")
def address(env: dict[str, str]) -> Iterator[str]:
    """The address of that server."""
    with running(env, start=start_program) as url:
        yield url


@dataclass
class Look:
    """A page of the browser, and everything that is wrong with what it showed."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    walked: set[str] = field(default_factory=set)  # headings of the pages that the keyboard has gone through

    def __post_init__(self) -> None:
        self.page.set_default_timeout(60_000)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self._console)

    def _console(self, message: Any) -> None:
        # A form that was refused is answered with 422, one to be confirmed with 403, which the browser writes down.
        if message.type == "error" and not re.search("status of (422|403)", message.text):
            self.errors.append(message.text)

    def at(self, heading: str) -> None:
        """Look at the page that shows now, which must have this heading."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        found = violations(self.page)
        self.faults += [f"{heading}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if width[0] > width[1]:
            widest = self.page.evaluate(WIDEST)
            self.faults.append(f"{heading}: is {width[0]} wide on a screen of {width[1]}: {widest}")
        if heading not in self.walked:
            self.walked.add(heading)
            self.faults += [f"{heading}: no focus is seen at {each}" for each in without_visible_focus(self.page)]

    def press(self, button: str) -> None:
        """Press a button of the page's main part, or of the menu."""
        self.page.get_by_role("button", name=button, exact=True).last.click()


class LookTwice(Look):
    """Looks at each page wide and light, then narrow and dark."""

    def at(self, heading: str) -> None:
        """Look at the page that shows now, twice."""
        for _ in wide_and_narrow(self.page):
            super().at(heading)


def test_the_way_from_the_invitation_to_every_page(env: dict[str, str], address: str, chromium: Browser):
    email = "amt@musterstadt.example"
    link = command(env, "users", "invite", email, "--publisher", "musterstadt", "--role", "admin")
    context = chromium.new_context(viewport=WIDE, color_scheme="light", locale="de")
    look = LookTwice(page := context.new_page())
    english: list[tuple[str, str, str]] = []  # addresses, and the heading and a button that are there in English

    def also_english(heading: str, button: str) -> None:
        english.append((page.url, heading, button))

    page.goto(f"{address}{urlsplit(link).path}?lang=en")
    look_in_english(look, [(page.url, "Invitation to Musterstadt", "Set up the account")])
    choose_with_help(look, email, german=False)
    page.goto(f"{address}{urlsplit(link).path}?lang=de")
    choose_with_help(look, email, german=True)
    look.at("Einladung zu Musterstadt")
    page.fill("#password", "kurz")
    page.fill("#again", "kurz")
    look.press("Zugang einrichten")
    page.locator("[role=alert]:focus").wait_for()  # announced, and next in order; the focus comes a moment late
    look.at("Einladung zu Musterstadt")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    look.press("Zugang einrichten")
    look.at("Übersicht")
    also_english("Overview", "Sign out")
    page.locator("[role=status]:focus").wait_for()
    page.get_by_role("link", name="Musterstadt", exact=True).click()
    look.at("Musterstadt")
    also_english("Musterstadt", "Sign out")
    page.get_by_role("link", name="Personen", exact=True).click()
    page.locator("summary").first.click()
    look.at("Personen")
    also_english("People", "Invite")
    page.fill("#email", "neu@musterstadt.example")
    forget_proofs(env)
    look.press("Einladen")
    look.at("Bitte bestätigen Sie")
    page.fill("#current", PASSWORD)
    look.press("Bestätigen")
    look.at("neu@musterstadt.example ist eingeladen")
    page.get_by_role("link", name="Zugänge für Programme", exact=True).click()
    look.at("Zugänge für Programme")
    also_english("Access for programs", "Sign out")
    page.get_by_role("link", name="Webhook hinzufügen", exact=True).click()
    also_english("A new webhook", "Add the webhook")
    page.locator("summary").first.click()
    look.at("Ein neuer Webhook")
    page.fill("#url", "https://example.org:25/")
    look.press("Webhook hinzufügen")
    page.get_by_role("alert").wait_for()
    look.at("Ein neuer Webhook")
    page.fill("#url", "https://example.org/receive")
    look.press("Webhook hinzufügen")
    look.at("Der Webhook ist hinzugefügt")
    page.get_by_role("link", name="Zum Webhook", exact=True).click()
    look.press("Test-Ereignis schicken")
    page.get_by_role("status").wait_for()
    look.at("Webhook")
    also_english("Webhook", "Send a test event")
    page.goto(f"{address}/portal/musterstadt/datasets/klima/import")
    look.at("Maßnahmen aus einem anderen System übernehmen")
    also_english("Take over measures from another system", "Take over and check")
    page.fill("#address", "https://example.org:25/musterstadt")
    page.fill("#as_of", "2025-12-31")
    look.press("Übernehmen und prüfen")
    page.get_by_role("alert").wait_for()
    look.at("Maßnahmen aus einem anderen System übernehmen")
    page.goto(f"{address}/portal/musterstadt/datasets/klima/source")
    look.at("Aus dem Netz abholen")
    also_english("Fetch from the web", "Follow this address")
    page.fill("#url", "https://example.org:25/")
    look.press("Dieser Adresse folgen")
    page.get_by_role("alert").wait_for()
    look.at("Aus dem Netz abholen")
    page.fill("#url", "https://example.org/plans.csv")
    look.press("Dieser Adresse folgen")
    page.get_by_role("status").wait_for()
    look.at("Aus dem Netz abholen")
    look.press("Nicht mehr folgen")
    page.get_by_role("status").wait_for()
    page.get_by_role("link", name="Protokoll", exact=True).click()
    look.at("Protokoll")
    also_english("Log", "Sign out")
    page.get_by_role("link", name="Mein Zugang", exact=True).click()
    look.at("Mein Zugang")
    also_english("My account", "Sign out")
    page.goto(f"{address}/portal/account/codes")
    look.at("Anmelden mit Code einschalten")
    also_english("Turn on signing in with a code", "Turn on")
    look_in_english(look, english)
    page.goto(f"{address}/portal/account/codes?lang=de")
    codes = pyotp.TOTP("".join(page.inner_text("code.secret").split()))
    page.fill("#current", PASSWORD)
    page.fill("#code", codes.now())
    look.press("Einschalten")
    look.at("Ihre Wiederherstellungs-Codes")
    recovery = page.locator("ol.recovery code").first.inner_text()
    look.press("Abmelden")
    look.at("Anmelden")
    look_in_english(look, [(page.url, "Sign in", "Sign in")])
    page.goto(f"{address}/portal/login?lang=de")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    look.press("Anmelden")
    look.at("Code eingeben")
    page.fill("#code", recovery)
    look.press("Weiter")
    look.at("Übersicht")
    context.close()

    assert look.faults == []
    assert look.errors == []  # of the content policy, above all
    assert {urlsplit(url).netloc for url in look.requests} == {urlsplit(address).netloc}


def look_in_english(look: LookTwice, pages: list[tuple[str, str, str]]) -> None:
    """Look at pages of these addresses in English, narrow and dark: each with its heading and a button."""
    look.page.set_viewport_size({"width": 390, "height": 900})
    look.page.emulate_media(color_scheme="dark")
    for url, heading, button in pages:
        look.page.goto(f"{url.partition('?')[0]}?lang=en")
        Look.at(look, heading)
        assert look.page.get_by_role("button", name=button, exact=True, include_hidden=True).count() > 0
    look.page.set_viewport_size(WIDE)
    look.page.emulate_media(color_scheme="light")


def forget_proofs(env: dict[str, str]) -> None:
    """Let all who are signed in have proved long ago who they are."""
    with closing(sqlite3.connect(Path(env["DATA_DIR"]) / "opendata.sqlite")) as database, database:
        database.execute("UPDATE sessions SET proved_at = NULL")


def choose_with_help(look: Look, email: str, *, german: bool) -> None:
    """Try passwords, whose strength is told as the service decides, and look at what was typed, without a mouse."""
    for typed, *told in STRENGTHS:
        password, expected = typed.format(email=email), told[0 if german else 1]
        look.page.fill("#password", password)
        look.page.locator(".strength-words", has_text=expected).wait_for()
        is_refused = len(password) >= 12 and Argon2Passwords().is_common(password, words_of(email))
        assert is_refused == expected.startswith(("Wird nicht", "Is not"))
    look.page.get_by_role("button", name="Zeigen (Passwort)" if german else "Show (Password)", exact=True).focus()
    for pressed, shown in (("true", "text"), ("false", "password")):
        look.page.keyboard.press("Space")
        assert look.page.get_attribute(":focus", "aria-pressed") == pressed
        assert look.page.get_attribute("#password", "type") == shown


def test_a_page_is_small_with_all_that_it_needs(address: str, chromium: Browser):
    context = chromium.new_context()
    page, sizes = context.new_page(), list[int]()
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{address}/portal/login")
    page.wait_for_load_state("networkidle")
    context.close()

    assert len(sizes) >= 3
    assert sum(sizes) < LARGEST_PAGE_BYTES
