"""Tables in a real browser: from the file to the published version, each page looked at by axe, wide and narrow.

Not here: what the pages do in every case, which needs no browser (test_tables.py).
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, sync_playwright

from bench.server import environment, free_port, running
from tests.portal.browsing import PASSWORD
from tests.portal.test_in_a_browser import Look
from tests.service import command
from tests.test_real_data import DATA

pytestmark = pytest.mark.needs("chromium")
EMAIL = "amt@musterstadt.example"
INVENTED = "Kennung;Vorhaben;Lage der Dinge\nA-1;Radweg Nord;bald\nA-2;Solardach;bald\nA-3;Wärmenetz;bald\n"
NARROW: ViewportSize = {"width": 390, "height": 900}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with one city, two datasets, and somebody who may publish."""
    env = {**environment(tmp_path_factory.mktemp("portal") / "data", free_port()), "WEB_CONCURRENCY": "1"}
    command(env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
    for name in ("erfunden", "bericht"):
        command(env, "datasets", "add", "musterstadt", name, "--kind", "climate-measures", "--title", "Klimaschutz")
    link = command(env, "users", "invite", EMAIL, "--publisher", "musterstadt", "--role", "publisher")
    with running(env) as url:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{url}{urlsplit(link).path}")
            page.fill("#password", PASSWORD)
            page.fill("#again", PASSWORD)
            page.locator("main button").last.click()
            page.get_by_role("heading", level=1, name="Übersicht").or_(
                page.get_by_role("heading", level=1, name="Overview")
            ).wait_for()
            browser.close()
        yield url


class LookTwice(Look):
    """Looks at each page wide and light, then narrow and dark."""

    def at(self, heading: str) -> None:
        """Look at the page that shows now, twice."""
        super().at(heading)
        self.page.set_viewport_size(NARROW)
        self.page.emulate_media(color_scheme="dark")
        super().at(heading)
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of this machine's browser, wide and light to begin with."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser.new_page(viewport=WIDE, locale="de")
        browser.close()


def send(page: Page, address: str, dataset: str, file: str | Any, as_of: str) -> None:
    """Choose a file and upload it."""
    page.goto(f"{address}/portal/musterstadt/datasets/{dataset}/upload")
    page.set_input_files("#file", file)
    page.fill("#as_of", as_of)
    page.get_by_role("button", name="Hochladen und prüfen").click()
    page.get_by_role("heading", level=1, name="Prüfbericht").wait_for()


def follow(look: Look, link: str, heading: str) -> None:
    """Follow a link of the page, and look at where it leads."""
    look.page.locator("main").get_by_role("link", name=link, exact=True).first.click()
    look.at(heading)


def from_file_to_publication(
    look: Look, address: str, dataset: str, file: str | Any, as_of: str, choices: Mapping[str, str]
) -> None:
    """The whole way of a first table whose headers are not known."""
    page = look.page
    page.goto(f"{address}/portal/login")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    look.press("Anmelden")
    look.at("Übersicht")
    page.goto(f"{address}/portal/musterstadt/datasets/{dataset}/upload")
    look.at("Eine Tabelle hochladen")
    page.set_input_files("#file", {"name": "leer.csv", "mimeType": "text/csv", "buffer": b""})
    look.press("Hochladen und prüfen")
    page.get_by_role("alert").wait_for()
    look.at("Eine Tabelle hochladen")
    send(page, address, dataset, file, as_of)
    look.at("Prüfbericht")
    follow(look, "Ihre Tabelle", "Ihre Tabelle")
    follow(look, "Spalten zuordnen", "Spalten zuordnen")
    for field, value in choices.items():
        page.select_option(f"#{field}", value)
    look.press("So zuordnen und noch einmal prüfen")
    page.get_by_text("noch einmal geprüft").wait_for()
    look.at("Prüfbericht")


def publish(look: Look, number: str) -> None:
    """Go from the report to the published version."""
    follow(look, "Ansehen, was öffentlich wird", "Was öffentlich wird")
    look.press(f"Version {number} veröffentlichen")
    look.at(f"Version {number} ist veröffentlicht")


def is_well(look: Look, address: str) -> None:
    """Nothing was wrong with any page, nothing broke the content policy, and nothing came from elsewhere."""
    assert look.faults == []
    assert look.errors == []
    assert {urlsplit(url).netloc for url in look.requests} == {urlsplit(address).netloc}


def test_an_invented_table_goes_from_the_file_to_its_second_version(page: Page, address: str):
    look = LookTwice(page, "de")
    file = {"name": "plan.csv", "mimeType": "text/csv", "buffer": INVENTED.encode()}
    choices = {"column-1": "measure_id", "column-2": "title", "column-3": "phase"}
    from_file_to_publication(look, address, "erfunden", file, "2024-12-31", choices)
    assert "3 Stellen sind zu verbessern." in look.page.inner_text("main")
    follow(look, "Spalten zuordnen", "Spalten zuordnen")
    look.page.select_option("#code-phase-0", "planning")
    look.press("So zuordnen und noch einmal prüfen")
    look.page.get_by_text("Die Tabelle ist in Ordnung.").wait_for()
    publish(look, "1.0.0")
    for path, heading in (
        ("/", "Musterstadt"),
        ("/new-dataset", "Einen Datensatz anlegen"),
        ("/datasets/erfunden/", "Klimaschutz"),
        ("/datasets/erfunden/versions/1.0.0/withdraw", "Version 1.0.0 zurückziehen"),
    ):
        look.page.goto(f"{address}/portal/musterstadt{path}")
        look.at(heading)

    fewer = {**file, "buffer": INVENTED.replace("A-3;Wärmenetz;bald\n", "").encode()}
    send(look.page, address, "erfunden", fewer, "2025-12-31")
    look.at("Prüfbericht")
    look.page.select_option("#q0-disposition", "completed")
    look.press("Antworten speichern und weiter")
    look.at("Was öffentlich wird")
    assert re.search(r"1\.1\.0", look.page.inner_text("main dl"))
    look.press("Version 1.1.0 veröffentlichen")
    look.at("Version 1.1.0 ist veröffentlicht")
    is_well(look, address)


def test_the_first_workbook_of_a_real_city_goes_from_the_file_to_publication(page: Page, address: str):
    workbook = Path(DATA / "muenster" / "excel" / "Massnahmen_Stand_2013.xlsx")
    if not workbook.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real tables are missing: {workbook}")
        pytest.skip(f"the real tables are not here: {workbook}")
    look = Look(page, "de")
    columns = {"column-5": "+", "column-6": "+", "column-8": "-", "column-9": "-", "constant-phase": "unknown"}
    from_file_to_publication(look, address, "bericht", str(workbook), "2013-12-31", columns)
    assert "Die Tabelle ist in Ordnung." in look.page.inner_text("main")
    publish(look, "1.0.0")
    assert "54 Meldungen" in look.page.inner_text("main")
    is_well(look, address)
