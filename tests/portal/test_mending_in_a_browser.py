"""Mending in a real browser: a city's first workbook with planted mistakes, mended in the page and by the workbook.

Not here: what the pages do in every case, which needs no browser (test_mending.py).
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from bench.server import environment, flask, free_port, running
from tests.accessibility import WIDE
from tests.forked_programs import start_program
from tests.portal.browsing import PASSWORD
from tests.portal.test_in_a_browser import Look, LookTwice
from tests.portal.test_tables_in_a_browser import follow, is_well, publish, send
from tests.reports.making import report_pdf
from tests.test_real_data import DATA

pytestmark = pytest.mark.needs("chromium")
EMAIL = "amt@musterstadt.example"
COLUMNS = {"column-5": "+", "column-6": "+", "column-8": "-", "column-9": "-", "constant-phase": "unknown"}
WORKBOOK = "Massnahmen_Stand_2013.xlsx"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, started_chromium: Browser) -> Iterator[str]:
    """The address of a server with one city and somebody who may publish."""
    env = {**environment(tmp_path_factory.mktemp("mending") / "data", free_port()), "WEB_CONCURRENCY": "1"}
    flask(env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
    flask(env, "datasets", "add", "musterstadt", "bericht", "--kind", "climate-measures", "--title", "Klimaschutz")
    flask(env, "datasets", "add", "musterstadt", "pdf", "--kind", "climate-measures", "--title", "Aus dem PDF")
    link = flask(env, "users", "invite", EMAIL, "--publisher", "musterstadt", "--role", "publisher")
    with running(env, start=start_program) as url:
        with started_chromium.new_page(locale="de") as visitor:
            visitor.goto(f"{url}{urlsplit(link).path}")
            visitor.fill("#password", PASSWORD)
            visitor.fill("#again", PASSWORD)
            visitor.locator("main button").last.click()
            visitor.get_by_role("heading", level=1, name="Übersicht").wait_for()
        yield url


@pytest.fixture
def page(chromium: Browser) -> Page:
    """A page of this machine's browser, wide and German."""
    return chromium.new_page(viewport=WIDE, locale="de")


def city_workbook() -> Any:
    """The first workbook of a real city, with a number twice, a measure without a title, and a mistyped date."""
    path = Path(DATA / "muenster" / "excel" / WORKBOOK)
    if not path.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real tables are missing: {path}")
        pytest.skip(f"the real tables are not here: {path}")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["J4"], sheet["J7"], sheet["J8"] = "Ende geplant", "31.12.2O20", "2020"
    sheet["A8"], sheet["C9"] = sheet["A7"].value, None
    return book


def as_file(book: Any, name: str = WORKBOOK) -> dict[str, Any]:
    """A workbook as a file that is chosen in a form."""
    content = io.BytesIO()
    book.save(content)
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content.getvalue()}


def sign_in(look: Look, address: str) -> None:
    """Sign in."""
    look.page.goto(f"{address}/portal/login")
    look.page.fill("#email", EMAIL)
    look.page.fill("#password", PASSWORD)
    look.press("Anmelden")


def map_columns(look: Look) -> None:
    """Say what the city's columns mean."""
    follow(look, "Spalten zuordnen", "Spalten zuordnen")
    for field, value in COLUMNS.items():
        look.page.select_option(f"#{field}", value)
    look.press("So zuordnen und noch einmal prüfen")
    look.page.get_by_text("noch einmal geprüft").wait_for()


def test_planted_mistakes_are_mended_in_the_page_and_by_the_workbook(page: Page, address: str):
    look, book = LookTwice(page), city_workbook()
    right_number = str(openpyxl.load_workbook(Path(DATA / "muenster" / "excel" / WORKBOOK)).worksheets[0]["A8"].value)
    sign_in(look, address)
    send(page, address, "bericht", as_file(book), "2013-12-31")
    map_columns(look)
    assert "3 Stellen sind zu verbessern." in page.inner_text("main")
    look.at("Prüfbericht")
    look.press("Vorschlag: 31.12.2020 für J7 übernehmen")
    page.get_by_text("Noch 2 Stellen sind zu verbessern.").wait_for()

    follow(look, "Stellen in der Tabelle verbessern", "Ihre Tabelle")
    page.fill("[name='cell-A8']", "nur ein Versuch")
    page.press("[name='cell-A8']", "Escape")
    assert page.input_value("[name='cell-A8']") == str(book.worksheets[0]["A7"].value)
    page.fill("[name='cell-A8']", right_number)
    page.get_by_text("1 noch nicht übernommen").wait_for()
    look.at("Ihre Tabelle")
    look.press("Änderungen übernehmen und neu prüfen")
    page.get_by_text("Noch eine Stelle ist zu verbessern.").wait_for()
    look.at("Ihre Tabelle")

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Datei mit markierten Fehlern herunterladen").click()
    marked = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    sheet, listed = marked.worksheets[0], marked["Fehler"]
    assert sheet["C9"].comment.text.startswith("Prüfbericht: ")
    told = [row for row in listed.iter_rows(values_only=True) if row[0] in ("A8", "C9", "J7")]
    assert [row[0] for row in told] == ["C9", "J7", "A8"]
    sheet["C9"] = "Ein Vorhaben"
    for address_of_cell, *_, after, _ in told[1:]:
        sheet[address_of_cell] = after
    send(page, address, "bericht", as_file(marked, "verbessert.xlsx"), "2013-12-31")
    map_columns(look)
    assert "Die Tabelle ist in Ordnung." in page.inner_text("main")

    follow(look, "Ihre Tabelle", "Ihre Tabelle")
    page.locator("#r10 td").nth(2).dblclick()
    page.fill("[name='cell-C10']", "In der Seite umbenannt")
    look.press("Änderungen übernehmen und neu prüfen")
    page.get_by_text("Die Tabelle ist jetzt in Ordnung.").wait_for()
    look.at("Ihre Tabelle")
    follow(look, "Prüfbericht", "Prüfbericht")
    publish(look, "1.0.0")
    edits = page.request.get(f"{address}/api/v1/publishers/musterstadt/datasets/bericht/versions/1.0.0/edits.json")
    assert [(edit["address"], edit["after"]) for edit in edits.json()] == [("C10", "In der Seite umbenannt")]
    is_well(look, address)


def test_the_values_of_a_report_are_compared_with_its_pages_by_keyboard(page: Page, address: str):
    look = LookTwice(page)
    sign_in(look, address)
    report = {"name": "bericht.pdf", "mimeType": "application/pdf", "buffer": report_pdf()}
    send(page, address, "pdf", report, "2018-12-31")
    look.at("Prüfbericht")
    follow(look, "Jetzt vergleichen", "Angaben mit dem Bericht vergleichen")
    follow(look, "Radverkehr", "1.1 Radverkehr")
    clips = page.locator(".value-clip img")
    clips.last.scroll_into_view_if_needed()
    assert [
        clip.evaluate("image => image.decode().then(() => image.naturalWidth > 100)") for clip in clips.all()
    ] == [
        True,
        True,
        True,
    ]
    page.locator("body").press("ArrowRight")
    look.at("1.2 Solardächer")
    page.locator("form.values [name='cell-A3']").press("ArrowLeft")  # moves the cursor there, and leads nowhere
    page.evaluate("document.activeElement.blur()")
    page.locator("body").press("ArrowLeft")
    look.at("1.1 Radverkehr")
    page.locator("form.values select").select_option("completed")
    look.press("Übernehmen und weiter")
    look.at("1.2 Solardächer")
    page.goto(f"{page.url.partition('/values')[0]}/values?lang=en")
    look.at("Compare the values with the report")
    assert "1 value" in page.inner_text("main")
    is_well(look, address)
