"""The documentation in a real browser: a request can be tried in the page, and nothing keeps anybody from reading it.

Not here: what the pages tell (test_description.py).
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from bench.server import environment, free_port, running
from tests.accessibility import WIDE, violations, wide_and_narrow
from tests.forked_programs import start_program
from tests.service import command

pytestmark = pytest.mark.needs("chromium")
PAGES = (("", "de"), ("", "en"), ("/version-rows", "de"), ("/uploads", "en"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with one city."""
    env = {**environment(tmp_path_factory.mktemp("docs") / "data", free_port()), "WEB_CONCURRENCY": "1"}
    command(env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
    with running(env, start=start_program) as url:
        yield url


def test_everybody_can_read_the_pages_and_try_a_request(chromium: Browser, address: str):
    page = chromium.new_page(viewport=WIDE, color_scheme="light")
    page.set_default_timeout(60_000)
    errors: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith(address) else foreign.append(request.url))
    for path, language in PAGES:
        page.goto(f"{address}/api/v1/docs{path}?lang={language}")
        for width in wide_and_narrow(page):
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    for language in ("de", "en"):
        page.goto(f"{address}/api/v1/docs/datasets?lang={language}")
        tried = _tried(page, "list_publishers", limit="1")
        assert "200 OK" in tried
        assert "etag:" in tried
        assert '"slug": "musterstadt"' in tried
        assert "/api/v1/publishers?limit=1" in tried
        assert "404 NOT FOUND" in _tried(page, "get_publisher", publisher="a/b").upper()
    for _ in wide_and_narrow(page):
        assert violations(page) == []
    assert foreign == []
    # The browser itself writes down that an answer was 404.
    assert [error for error in errors if "status of 404" not in error] == []
    page.close()


def _tried(page: Page, operation: str, **values: str) -> str:
    """What the page shows of the answer to a request that is sent from it."""
    section = page.locator(f'section[aria-labelledby="{operation}"]')
    for name, value in values.items():
        section.locator(f'[name="{name}"]').fill(value)
    section.get_by_role("button").click()
    section.locator(".try-status").wait_for()
    return section.locator(".try-answer").inner_text()
