"""Following by mail in a real browser, from the page of a city to the end of all mails; axe looks at each page."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from bench.server import free_port
from tests.accessibility import violations
from tests.mail.postbox import READER, Town, link_in, town
from tests.mail.test_daily_mails import MEASURES_KIND, published

pytestmark = pytest.mark.needs("chromium")
WAYS = [(1280, "light", "de"), (390, "dark", "en")]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[tuple[Town, str]]:
    """Musterstadt with measures, and the address where a browser finds it."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    with town(tmp_path, MEASURES_KIND, base_url=address) as made:
        published(made, "musterstadt", "2023-12-31", "1,Radweg,Mobilität,transport,a", "2,Dach,Energie,buildings,a")
        server = make_server("127.0.0.1", port, made.service.app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield made, address
        server.shutdown()
        thread.join()
        server.server_close()


def look(page: Page, faults: list[str], heading: str) -> None:
    """Look at the page that shows now, which must have this heading."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    found = violations(page)
    faults += [f"{heading}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if width[0] > width[1]:
        faults.append(f"{heading}: is {width[0]} wide on a screen of {width[1]}")


def test_the_way_from_a_page_to_the_end_of_all_mails(here: tuple[Town, str], chromium: Browser):
    made, address = here
    faults: list[str] = []
    requests: list[str] = []
    for width, scheme, language in WAYS:
        about: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        page = chromium.new_context(**about, locale=language).new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: requests.append(request.url))
        _go_the_way(made, page, faults, german=language == "de", start=f"{address}/musterstadt")

    assert faults == []
    assert {url for url in requests if not url.startswith(f"{address}/")} == set()


def _go_the_way(made: Town, page: Page, faults: list[str], *, german: bool, start: str) -> None:
    def press(german_name: str, english_name: str) -> None:
        page.get_by_role("button", name=german_name if german else english_name, exact=True).click()

    def at(german_name: str, english_name: str) -> None:
        look(page, faults, german_name if german else english_name)

    page.goto(start)
    page.get_by_role("link", name="Per E-Mail folgen" if german else "Follow by e-mail", exact=True).click()
    at("Per E-Mail folgen", "Follow by e-mail")
    page.fill("#email", "niemand@nirgends")
    press("Mail zur Bestätigung schicken", "Send the mail for confirmation")
    page.locator("[role=alert]:focus").wait_for()  # the browser gives the focus a moment after it shows the page
    at("Per E-Mail folgen", "Follow by e-mail")
    page.fill("#email", READER)
    page.select_option("#topic", "sector:transport")
    press("Mail zur Bestätigung schicken", "Send the mail for confirmation")
    at("Bitte sehen Sie in Ihr Postfach", "Please look into your mailbox")
    page.goto(link_in(made.box.take(), host=start.removesuffix("/musterstadt"), whole=True))
    at("Möchten Sie per E-Mail folgen?", "Do you want to follow by e-mail?")
    confirming = page.url
    press("Ja, ich möchte folgen", "Yes, I want to follow")
    page.get_by_role("status").wait_for()
    at("Ihre Mails", "Your mails")
    stopping = page.url
    press("Keine Mails mehr schicken", "Send no more mails")
    at("Es kommen keine Mails mehr", "No more mails will come")
    page.goto(stopping)
    at("Zu diesem Link gehören keine Mails", "No mails belong to this link")
    page.goto(confirming)
    at("Dieser Link gilt nicht mehr", "This link is no longer valid")
