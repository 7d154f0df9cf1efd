"""The pictures of the pages for readers in docs/site.md: each page wide and narrow, taken from a real server.

Here: which pages (PAGES), and taking their pictures. `python -m tools.site_pictures` loads the example into a server,
takes all pictures anew and writes the section with them. A page is added by a line of PAGES.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.server import ROOT, environment, flask, free_port, running
from opendata.site.compare_texts import COMPARE_TEXTS
from tools.pictures_in_docs import PictureSection
from tools.small_pictures import with_few_colours

PICTURES = ROOT / "docs" / "pictures" / "site"
SIZES: dict[int, ViewportSize] = {1280: {"width": 1280, "height": 900}, 360: {"width": 360, "height": 800}}
TALLEST = 2600  # pixels of a picture; what lies below is left out
CITY = "/beispielstadt-auental"
DATASET = f"{CITY}/klimaschutzmassnahmen"
# The name of each picture, what it shows, and its address; the dark ones are taken in dark colours.
PAGES: list[tuple[str, str, str]] = [
    ("start", "Die Startseite: wo die Städte und Gemeinden stehen", "/"),
    ("stadt", "Eine Stadt: wie weit sie ist, nach Anzahl, CO₂ und Kosten", CITY),
    ("stadt-dunkel", "Dieselbe Stadt in dunklen Farben", CITY),
    (
        "vergleich",
        "Zwei Städte nebeneinander",
        f"/compare?publishers={CITY.removeprefix('/')},beispielstadt-musterhuetten",
    ),
    ("anderswo", "Was andere Städte haben und diese nicht", f"{CITY}/elsewhere"),
    ("verlauf", "Von Bericht zu Bericht", f"{DATASET}/progress"),
    ("bericht", "Die Stadt, wie sie in einem früheren Bericht stand", f"{DATASET}/progress/2022-12-31"),
    ("massnahme", "Eine Maßnahme mit Zeitplan und Kennzahlen", f"{DATASET}/measures/E-2"),
    ("massnahme-damals", "Dieselbe Maßnahme in einem früheren Bericht", f"{DATASET}/versions/1.0.0/measures/E-2"),
    ("massnahme-vergleich", "Eine Maßnahme in zwei Berichten", f"{DATASET}/compare/1.0.0...1.3.0/measures/E-2"),
    ("datensatz", "Alle Maßnahmen einer Stadt", DATASET),
    ("foerdermittel", "Fördermittel einer Stadt", f"{CITY}/funding"),
    ("aus-dem-blick", "Was gestrichen, nie begonnen oder oft verschoben wurde", f"{CITY}/out-of-sight"),
    ("treibhausgase", "Treibhausgase mit Zielpfad und Trend", f"{CITY}/treibhausgasbilanz/trend"),
    ("druckbericht", "Der Bericht zum Drucken", f"{CITY}/report"),
    ("karte", "Die Karte zum Einbetten", f"{CITY}/embed"),
    ("erklaerungen", "Erklärungen", "/methods"),
]


def take(folder: Path = PICTURES) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with _server() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--lang=de"]
        )
        painter = chromium.new_page()
        for name, _, path in PAGES:
            for width in SIZES:
                page = _page(chromium, width, is_dark=name.endswith("-dunkel"))
                page.goto(f"{address}{path}")
                picture = with_few_colours(painter, _shot(page, width))
                (folder / f"{name}-{width}.png").write_bytes(picture)
                page.context.close()
        chromium.close()


def section() -> PictureSection:
    """The section of docs/site.md with the pictures."""
    pictures = [(name, words) for name, words, _ in PAGES]
    return PictureSection(ROOT / "docs" / "site.md", PICTURES, "tools.site_pictures", {1280: 640, 360: 180}, pictures)


def _page(chromium: Browser, width: int, *, is_dark: bool) -> Page:
    scheme: Literal["dark", "light"] = "dark" if is_dark else "light"
    return chromium.new_context(viewport=SIZES[width], locale="de", color_scheme=scheme).new_page()


def _shot(page: Page, width: int) -> bytes:
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


@contextmanager
def _server() -> Iterator[str]:
    """A server with the example."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**environment(Path(folder) / "data", free_port()), "WEB_CONCURRENCY": "1"}
        flask(env, "example", "load")
        with running(env) as address, _worker(env):
            # Pages about alike rows show nothing before a job has found them.
            while COMPARE_TEXTS["elsewhere.waiting"]["de"] in _read(f"{address}{CITY}/elsewhere"):
                time.sleep(1)
            yield address


def _read(url: str) -> str:
    with urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


@contextmanager
def _worker(env: Mapping[str, str]) -> Iterator[None]:
    """A process that does jobs."""
    with subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], cwd=ROOT, env=env) as process:
        try:
            yield
        finally:
            process.terminate()


if __name__ == "__main__":
    take()
    section().remove_others()
    section().write()
