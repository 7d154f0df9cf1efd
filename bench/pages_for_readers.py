"""Pages for readers made anew: of a city of 300 measures and 10 reports, and how large they are.

Here: what is measured. Not here: the cities (cities_for_readers.py). Run alone, also with smaller tables:
.venv/bin/python -m bench.pages_for_readers [measures [reports]]

Each page is measured in two ways: with all figures counted anew while the tables that were read are kept, as the
service keeps them, and in a service that has just started and has read nothing yet.
"""

import gzip
import re
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from flask import Flask

from bench.cities_for_readers import CITIES, INVENTORY, NAME, configured, filled
from bench.table import Measure, as_text
from opendata.app import create_app
from opendata.web.compiled_templates import COMPILED, compile_first
from opendata.web.services import EXTENSION, Services

CITY = CITIES[0]
PLACE = f"/{CITY}/{NAME}"
COMPARISON = "a comparison of four cities"
PAGES = {
    "home": "/",
    "a city": f"/{CITY}",
    "its progress": f"{PLACE}/progress",
    "a report of it": f"{PLACE}/progress/{{day}}",
    "its list of measures": PLACE,
    "its versions": f"{PLACE}/versions",
    "two of its versions": f"{PLACE}/compare/1.0.0...{{number}}",
    "a measure": f"{PLACE}/measures/M-{{kept}}",
    "a measure then": f"{PLACE}/versions/1.0.0/measures/M-{{kept}}",
    "a measure in two reports": f"{PLACE}/compare/1.0.0...{{number}}/measures/M-{{kept}}",
    "a measure that is gone": f"{PLACE}/measures/M-0",
    "its funding": f"/{CITY}/funding",
    "the funding of all": "/funding",
    "what is out of sight": f"/{CITY}/out-of-sight",
    "its greenhouse gases": f"/{CITY}/{INVENTORY}/trend",
    "its report to print": f"/{CITY}/report",
    "its card": f"/{CITY}/embed",
    "what others have": f"/{CITY}/elsewhere",
    COMPARISON: f"/compare?publishers={','.join(CITIES)}",
    "a topic": "/topics/transport",
    "a search": "/suche?q=quartier",
    "the explanations": "/methods",
}
GONE = 410
GOAL_MILLISECONDS, GOAL_OF_COMPARISON_MILLISECONDS, GOAL_KILOBYTES = 150, 500, 100
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def measure(
    rows: int = 300, versions: int = 10, turns: int = 5, *, at_first: Collection[str] = tuple(PAGES)
) -> list[Measure]:
    """The median time of each page, and what it and its style sheets take on the way.

    at_first: the pages that are measured in services that have just started as well.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = filled(folder, rows, versions)
        services: Services = app.extensions[EXTENSION]()
        number = services.catalogue.dataset(CITY, NAME).current
        measures = []
        for what, path in PAGES.items():
            page = path.format(day=f"{2020 + versions // 2}-12-31", number=number, kept=rows - 1)
            told = f"{what}, {rows} measures and {versions} versions"
            goal = GOAL_OF_COMPARISON_MILLISECONDS if what == COMPARISON else GOAL_MILLISECONDS
            seconds, size = _made_anew(app, services, page, turns)
            measures.append(Measure(f"page of {told}", seconds * 1000, "ms", "the goal", goal))
            if what in at_first:
                told, seconds = f"  the first one after a start: {what}", _at_first(folder, page, turns)
                measures.append(Measure(told, seconds * 1000, "ms", "the goal", goal))
            measures.append(Measure(f"  bytes of {what}", size / 1000, "kB", "the goal", GOAL_KILOBYTES))
        services.close()
    return measures


def _made_anew(app: Flask, services: Services, path: str, turns: int) -> tuple[float, int]:
    """The median of so many turns, in seconds, and the bytes of the page and its style sheets, packed."""
    client, seconds, page = app.test_client(), [], b""
    client.get(path)  # its templates and tables are read
    for turn in range(turns):
        for city in CITIES:
            for dataset in services.catalogue.datasets(city):
                for version in services.versions.history(dataset):
                    services.reading.answers.drop(version.digest)
        seconds.append(_seconds(app, path, turn))
    page = client.get(path).get_data()
    sheets = [client.get(sheet).get_data() for sheet in SHEET.findall(page.decode())]
    return sorted(seconds)[turns // 2], sum(len(gzip.compress(part)) for part in (page, *sheets))


def _at_first(folder: Path, path: str, turns: int) -> float:
    """The median of so many turns in services that have read nothing but the problem pages, in seconds."""
    seconds = []
    for turn in range(turns):
        COMPILED.clear()
        compile_first()  # as the server does before it starts its workers
        app = create_app(configured(folder))
        app.test_client().get("/problems")  # what every page needs is there, as after a server's first request
        seconds.append(_seconds(app, path, turn))
        app.extensions[EXTENSION]().close()
    return sorted(seconds)[turns // 2]


def _seconds(app: Flask, path: str, turn: int) -> float:
    # Another query makes it another answer, so that none is kept.
    asked = f"{path}{'&' if '?' in path else '?'}turn={turn}"
    begin = time.perf_counter()
    response = app.test_client().get(asked)
    seconds = time.perf_counter() - begin
    if response.status_code not in (200, GONE):
        raise RuntimeError(f"{path}: {response.status_code}")
    return seconds


if __name__ == "__main__":
    print(as_text(measure(*[int(number) for number in sys.argv[1:3]])))  # noqa: T201
