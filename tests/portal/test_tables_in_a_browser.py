"""Tables in a real browser: from the file to the published version, each page looked at by axe, wide and narrow.

Not here: what the pages do in every case, which needs no browser (test_tables.py).
"""

import os
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from bench.server import environment, free_port, running
from tests.accessibility import WIDE
from tests.forked_programs import start_program
from tests.operations.portal_visitor import HIDDEN, Person
from tests.portal.browsing import PASSWORD
from tests.portal.test_in_a_browser import Look, LookTwice
from tests.service import command
from tests.test_real_data import DATA

pytestmark = pytest.mark.needs("chromium")
EMAIL = "amt@musterstadt.example"
INVENTED = "Kennung;Vorhaben;Lage der Dinge\nA-1;Radweg Nord;bald\nA-2;Solardach;bald\nA-3;Wärmenetz;bald\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, started_chromium: Browser) -> Iterator[str]:
    """The address of a server with one city, two datasets, and somebody who may publish."""
    env = {**environment(tmp_path_factory.mktemp("portal") / "data", free_port()), "WEB_CONCURRENCY": "1"}
    command(env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
    for name in ("erfunden", "bericht", "zwei"):
        command(env, "datasets", "add", "musterstadt", name, "--kind", "climate-measures", "--title", "Klimaschutz")
    link = command(env, "users", "invite", EMAIL, "--publisher", "musterstadt", "--role", "publisher")
    with running(env, start=start_program) as url:
        with started_chromium.new_page() as page:
            page.goto(f"{url}{urlsplit(link).path}")
            page.fill("#password", PASSWORD)
            page.fill("#again", PASSWORD)
            page.locator("main button").last.click()
            page.get_by_role("heading", level=1, name="Übersicht").or_(
                page.get_by_role("heading", level=1, name="Overview")
            ).wait_for()
        yield url


@pytest.fixture
def page(chromium: Browser) -> Page:
    """A page of this machine's browser, wide and light to begin with."""
    return chromium.new_page(viewport=WIDE, locale="de")


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


def sign_in(page: Page, address: str) -> None:
    """Sign in."""
    page.goto(f"{address}/portal/login")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).last.click()


def from_file_to_mapped_columns(
    look: Look, address: str, dataset: str, file: str | Any, as_of: str, choices: Mapping[str, str]
) -> None:
    """The way of a first table whose headers are not known, to the report after they have been mapped."""
    page = look.page
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
    look = LookTwice(page)
    file = {"name": "plan.csv", "mimeType": "text/csv", "buffer": INVENTED.encode()}
    sign_in(page, address)
    look.at("Übersicht")
    page.goto(f"{address}/portal/musterstadt/datasets/erfunden/upload")
    look.at("Eine Tabelle hochladen")
    page.set_input_files("#file", {"name": "leer.csv", "mimeType": "text/csv", "buffer": b""})
    page.fill("#as_of", "2024-12-31")  # no day is proposed before the first version, and a browser asks for one
    look.press("Hochladen und prüfen")
    page.get_by_role("alert").wait_for()
    look.at("Eine Tabelle hochladen")
    choices = {"column-1": "measure_id", "column-2": "title", "column-3": "phase"}
    from_file_to_mapped_columns(look, address, "erfunden", file, "2024-12-31", choices)
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
        ("/datasets/erfunden/settings", "Angaben zum Datensatz"),
        ("/datasets/erfunden/mapping", "So werden Ihre Tabellen gelesen"),
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


def test_files_chosen_and_dragged_survive_a_lost_connection_and_a_session_that_ended(page: Page, address: str):
    look = Look(page)
    page.goto(f"{address}/portal/login?next=/portal/musterstadt/datasets/zwei/upload")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    look.press("Anmelden")
    look.at("Eine Tabelle hochladen")
    measures = "Nr.;Titel;Umsetzungsstand\nA-1;Radweg Nord;in Planung\n"
    funding = "Nr.;Maßnahme;Programm\nF-1;A-1;Klimaschutz\n"
    for name, content in (("falsch.csv", "x"), ("Maßnahmen.csv", measures)):
        page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    dragged = page.evaluate_handle(
        "text => { const held = new DataTransfer(); held.items.add(new File([text], 'Förderung.csv')); return held }",
        funding,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dragged})
    page.get_by_role("button", name="Entfernen: falsch.csv").click()
    assert [line.split()[0] for line in page.locator("#chosen li").all_inner_texts()] == [
        "Maßnahmen.csv",
        "Förderung.csv",
    ]
    page.fill("#as_of", "2024-12-31")
    page.fill("#message", "Beide Tabellen.")
    page.route("**/datasets/zwei/upload", lambda route: route.abort("connectionreset"))
    look.press("Hochladen und prüfen")
    page.get_by_text("Die Verbindung ist abgebrochen").wait_for()
    look.at("Eine Tabelle hochladen")
    assert page.input_value("#message") == "Beide Tabellen."
    page.unroute("**/datasets/zwei/upload")
    look.errors.clear()  # the browser writes down the broken connection
    look.press("Hochladen und prüfen")
    look.at("Prüfbericht")
    follow(look, "Ihre Tabelle", "Ihre Tabelle")
    assert page.get_by_role("navigation", name="Blätter").locator("li").count() == 2
    progress_is_shown(page, address)

    # A session that ends while the form is filled: the files stay chosen, and signing in elsewhere is enough.
    page.goto(f"{address}/portal/musterstadt/datasets/zwei/upload")
    page.set_input_files("#file", {"name": "Neu.csv", "mimeType": "text/csv", "buffer": measures.encode()})
    page.fill("#as_of", "2025-12-31")
    page.context.clear_cookies()
    look.press("Hochladen und prüfen")
    page.get_by_text("Ihre Anmeldung ist inzwischen abgelaufen").wait_for()
    look.at("Eine Tabelle hochladen")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="In einem neuen Fenster anmelden").click()
    opened.value.fill("#email", EMAIL)
    opened.value.fill("#password", PASSWORD)
    opened.value.locator("main button").last.click()
    opened.value.get_by_role("heading", level=1, name="Übersicht").wait_for()
    look.press("Hochladen und prüfen")
    page.get_by_role("heading", level=1, name="Prüfbericht").wait_for()
    is_well(look, address)


def progress_is_shown(page: Page, address: str) -> None:
    """While a file is on its way its part that has arrived is shown, and afterwards that it is being checked."""
    shown: list[tuple[str | None, str]] = []
    page.expose_function("tell", lambda *seen: shown.append(seen))
    page.goto(f"{address}/portal/musterstadt/datasets/zwei/upload")
    rows = "".join(f"A-{number};Radweg {number};in Planung;{'gut ' * 2_500}\n" for number in range(40))
    content = f"Nr.;Titel;Umsetzungsstand;Vermerk\n{rows}".encode()
    page.set_input_files("#file", {"name": "lang.csv", "mimeType": "text/csv", "buffer": content})
    page.fill("#as_of", "2024-12-31")
    page.evaluate(
        "() => { const bar = document.getElementById('bar'), text = document.getElementById('progress-text');"
        " const look = () => tell(bar.getAttribute('value'), text.textContent);"
        " new MutationObserver(look).observe(bar, { attributes: true }) }"
    )
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}  # bytes a second
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_role("button", name="Hochladen und prüfen").click()
    page.get_by_role("heading", level=1, name="Prüfbericht").wait_for()
    network.detach()

    parts = [float(value) for value, text in shown if value and text == "Die Datei wird gesendet."]
    assert parts == sorted(parts) and [part for part in parts if 0 < part < 100]
    assert shown[-1] == (None, "Die Datei ist angekommen und wird geprüft.")  # for how long is not known


def test_a_table_of_which_nine_tenths_arrived_is_not_there_and_can_be_sent_again(address: str):
    dataset = "/portal/musterstadt/datasets/zwei/"
    person, host = Person(), urlsplit(address)
    assert person.send(address, address, "/portal/login", email=EMAIL, password=PASSWORD).status_code == 303
    form = dict(HIDDEN.findall(person.look(address, f"{dataset}upload").text))
    form |= {"as_of": "2023-12-31", "message": "Neun Zehntel."}
    rows = "Nr.;Titel;Umsetzungsstand\n" + "".join(f"{n};Radweg {n};in Planung\n" for n in range(5_000))
    sent = requests.Request("POST", f"{address}{dataset}upload", data=form, files={"file": ("plan.csv", rows)})
    ready = person.browser.prepare_request(sent)
    head = "".join(f"{name}: {_text(value)}\r\n" for name, value in ready.headers.items())
    body = ready.body if isinstance(ready.body, bytes) else b""
    with socket.create_connection((host.hostname, host.port), timeout=100) as connection:
        begin = f"POST {dataset}upload HTTP/1.1\r\nHost: {host.netloc}\r\n{head}\r\n".encode()
        connection.sendall(begin + body[: len(body) * 9 // 10])
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))  # until the service gives the connection up

    assert b"/uploads/" not in answer
    assert "Neun Zehntel." not in person.look(address, dataset).text
    assert "/uploads/" in person.browser.send(ready, allow_redirects=False).headers["Location"]
    assert person.look(address, dataset).text.count("Neun Zehntel.") == 1


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()


def test_the_workbooks_of_a_real_city_go_from_the_first_file_to_the_one_that_the_service_wrote(
    page: Page, address: str, tmp_path: Path
):
    first, second = (DATA / "muenster" / "excel" / f"Massnahmen_Stand_{years}.xlsx" for years in ("2013", "2015-16"))
    if not first.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real tables are missing: {first}")
        pytest.skip(f"the real tables are not here: {first}")
    look = Look(page)
    sign_in(page, address)
    page.get_by_role("heading", level=1, name="Übersicht").wait_for()
    columns = {"column-5": "+", "column-6": "+", "column-8": "-", "column-9": "-", "constant-phase": "unknown"}
    from_file_to_mapped_columns(look, address, "bericht", str(first), "2013-12-31", columns)
    assert "Die Tabelle ist in Ordnung." in page.inner_text("main")
    follow(look, "Ansehen, was öffentlich wird", "Was öffentlich wird")
    look.page.locator("details.row-change summary").first.click()
    title = look.page.locator("details.row-change caption").first.text_content()
    look.page.locator("details.row-change a").first.click()
    look.at(str(title))
    follow_back(look)
    look.press("Version 1.0.0 veröffentlichen")
    look.at("Version 1.0.0 ist veröffentlicht")
    assert "54 Meldungen" in page.inner_text("main")

    # The next table is read without a mapping; what became of measures that are gone is asked.
    send(page, address, "bericht", str(second), "2016-12-31")
    look.at("Prüfbericht")
    assert "Die Tabelle ist in Ordnung." in page.inner_text("main")
    answer_all(page)
    look.press("Antworten speichern und weiter")
    look.at("Was öffentlich wird")
    number = page.locator("dl.facts-list dd").first.inner_text()
    look.press(f"Version {number} veröffentlichen")
    look.at(f"Version {number} ist veröffentlicht")

    # The workbook that the service wrote comes back with one change in it, and needs no mapping either.
    workbook = tmp_path / "workbook.xlsx"
    answer = page.request.get(f"{address}/api/v1/publishers/musterstadt/datasets/bericht/workbook.xlsx?lang=de")
    workbook.write_bytes(answer.body())
    changed = change_one_title(workbook)
    send(page, address, "bericht", str(workbook), "2017-12-31")
    look.at("Prüfbericht")
    answer_all(page)
    if page.get_by_role("button", name="Antworten speichern und weiter").count():
        look.press("Antworten speichern und weiter")
    else:
        follow(look, "Ansehen, was öffentlich wird", "Was öffentlich wird")
    look.at("Was öffentlich wird")
    assert page.locator("details.row-change").count() == 1
    assert changed in page.inner_text("details.row-change table")
    last = page.locator("dl.facts-list dd").first.inner_text()
    look.press(f"Version {last} veröffentlichen")
    look.at(f"Version {last} ist veröffentlicht")
    withdraw(look, address, last)
    is_well(look, address)


def follow_back(look: Look) -> None:
    """Go from the page of a row of the draft back to the preview."""
    look.page.get_by_role("link", name="Zurück zur Vorschau").click()
    look.at("Was öffentlich wird")


def answer_all(page: Page) -> None:
    """Answer every question that must be answered: what is gone was given up, and everything else has a reason."""
    for group in page.locator("ul.questions > li.question").all():
        parts = group.locator(":scope > fieldset")
        if (disposition := parts.locator("select[name$=-disposition]")).count():
            disposition.select_option("dropped")
        if (reason := parts.locator("textarea")).count():
            reason.fill("Im Rat so beschlossen.")
        if (tick := parts.locator("input[type=checkbox]")).count():
            tick.check()


def change_one_title(workbook: Path) -> str:
    """Change the title of the first measure in a workbook of the service; returns the new one."""
    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    headers = {str(cell.value): cell.column for cell in sheet[1]}
    cell = sheet.cell(2, headers["Maßnahme"])
    cell.value = f"{cell.value} (fortgeschrieben)"
    book.save(workbook)
    return str(cell.value)


def withdraw(look: Look, address: str, number: str) -> None:
    """Withdraw a version with a reason, in two attempts: the first one lacks the tick."""
    look.page.goto(f"{address}/portal/musterstadt/datasets/bericht/versions/{number}/withdraw")
    look.at(f"Version {number} zurückziehen")
    look.page.fill("#reason", "Nur eine Probe.")
    look.page.check("#sure")
    look.press("Version zurückziehen")
    look.at("Klimaschutz")
    assert "zurückgezogen" in look.page.get_by_role("status").inner_text()
