"""The pages about figures in a real browser: looked at by axe, embedded by another site, and printed.

Not here: what the pages say, which needs no browser (the other modules beside this one).
"""

import http.server
import re
import threading
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from bench.server import environment, free_port, running
from tests.accessibility import WIDE, violations, wide_and_narrow
from tests.example_service import example_folder
from tests.forked_programs import start_program

pytestmark = pytest.mark.needs("chromium")
CITY = "beispielstadt-auental"
PATHS = (
    "/methods",
    "/press",
    "/reuse",
    "/funding",
    f"/{CITY}/funding",
    f"/{CITY}/out-of-sight",
    f"/{CITY}/treibhausgasbilanz/trend",
    f"/{CITY}/report",
    f"/{CITY}/embed",
    "/compare",
    f"/compare?publishers={CITY},beispielstadt-musterhuetten,beispiel-vg-hinterwalden",
    f"/{CITY}/elsewhere",
    "/kurstadt-bad-musterquell-beispiel/funding",
)
LARGEST_PAGE_BYTES = 100_000
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the example."""
    folder = example_folder(tmp_path_factory)
    env = {**environment(folder, free_port()), "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite'}"}
    env["WEB_CONCURRENCY"] = "1"
    with running(env, start=start_program) as url:
        yield url


def test_everybody_can_use_each_page_and_it_comes_from_here_alone(chromium: Browser, address: str):
    context = chromium.new_context(viewport=WIDE, color_scheme="light")
    page, faults, hosts = context.new_page(), [], set()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    # Every other page is looked at in English: what a page is built of is the same in both languages.
    for path, language in zip(PATHS, cycle(["de", "en"]), strict=False):
        answer = page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer is not None and answer.status == 200, path
        assert len(answer.body()) < LARGEST_PAGE_BYTES, path
        for width in wide_and_narrow(page, narrow=360):
            found = violations(page)
            faults += [f"{path}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{path} is wider than a screen of {width}")
    assert faults == []
    assert hosts == {urlsplit(address).netloc}
    assert context.cookies() == []
    context.close()


def test_a_report_prints_on_two_pages_and_nothing_of_it_is_cut(chromium: Browser, address: str):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    for city in (CITY, "kurstadt-bad-musterquell-beispiel"):
        page.goto(f"{address}/{city}/report")
        page.emulate_media(media="print")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(PAGE_OF_PDF.findall(printed)) == 2, city
        # A sheet is as wide as the paper between its margins, 188 mm, while it is measured.
        page.set_viewport_size({"width": round(188 / 25.4 * 96), "height": 900})
        heights = page.evaluate("[...document.querySelectorAll('.sheet')].map(s => [s.scrollHeight, s.clientHeight])")
        assert len(heights) == 2 and all(needed <= room + 1 for needed, room in heights), (city, heights)
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
    page.close()


def test_another_site_shows_the_card_and_no_other_page(chromium: Browser, address: str, tmp_path: Path):
    frames = "".join(f'<iframe src="{address}{path}"></iframe>' for path in (f"/{CITY}/embed", f"/{CITY}"))
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Zeitung</title>{frames}", encoding="utf-8")
    handler = partial(_Silent, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.set_default_timeout(60_000)
    try:
        page.goto(f"http://localhost:{server.server_port}/index.html")  # another host than 127.0.0.1
        page.frame_locator("iframe").nth(0).get_by_role("heading", level=1, name="Auental").wait_for()
        page.wait_for_function("frames.length === 2")
        refused = [frame for frame in page.frames if frame.url.startswith("chrome-error:")]
        assert len(refused) == 1
    finally:
        page.close()
        server.shutdown()
        server.server_close()


class _Silent(http.server.SimpleHTTPRequestHandler):
    """A site of files that writes no log."""

    def log_message(self, *_: object) -> None:
        """Write nothing."""
