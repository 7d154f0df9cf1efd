"""The pages for readers in a real browser: each looked at by axe, and none wider than its window.

Not here: what the pages say (the other modules beside this one).
"""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from lxml import html
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from opendata.web.services import EXTENSION
from tests.accessibility import WIDE, violations, wide_and_narrow
from tests.service import Service, open_service

pytestmark = pytest.mark.needs("chromium")
ROOT = Path(__file__).parents[2]
NARROW = 360
PLACE = "/langenstadt/massnahmen"
PAGES = [
    "/",
    "/langenstadt",
    "/topics/transport",
    f"{PLACE}/progress",
    f"{PLACE}/progress/2023-12-31",
    PLACE,
    f"{PLACE}/measures/1",
    f"{PLACE}/measures/2",
    f"{PLACE}/versions/1.0.0/measures/1",
    f"{PLACE}/compare/1.0.0...1.1.0/measures/1",
]
# Looked at narrow and in dark colours alone, which is harder than wide and light.
MORE_PAGES = [
    "/suche?q=rad",
    f"{PLACE}/versions",
    f"{PLACE}/versions/1.1.0",
    f"{PLACE}/compare/1.0.0...1.1.0",
    f"{PLACE}/use",
    f"{PLACE}/measures/4",  # it is gone
    f"{PLACE}/indicators/K",
    "/problems",
    "/problems/row-removed",
    "/nirgendwo",
]
LONG = "Wärmeversorgungsinfrastrukturmodernisierungsmaßnahmenpaket"
HEAD = (
    "measure_id,title,field_of_action,sector,planned_start,planned_end,phase,schedule,progress_percent,status_note,"
    "cost_eur\n"
)
FIRST = (
    f"1,{LONG},Energieeffizienz,buildings,2022,2024,planning,on_time,10,{'Die Stadt prüft den Bau. ' * 5},120000\n"
    "2,Radweg,Mobilität,transport,2023,2026,not_started,,,,\n"
    "3,Beratung,Mobilität,transport,,,unknown,,,Läuft seit Mai.,\n"
    "4,Fonds,Energieeffizienz,buildings,2020,2023,implementation,late,60,,50000\n"
)
SECOND = FIRST.replace("2024,planning,on_time,10", "2027,implementation,late,40").replace("prüft", "beginnt")
SECOND = SECOND.replace("4,Fonds", "5,Solardach")
VALUES = "indicator_id,date,value,target\n" + "".join(
    f"K,{2018 + n},{n * 120},{1000 if n > 3 else ''}\n" for n in range(6)
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with a city that has two reports with long words, unknown phases and an indicator."""
    service = open_service(tmp_path_factory.mktemp("browser"), [], kinds_dir=ROOT / "datapackages")
    _publish(service)
    server = make_server("127.0.0.1", 0, service.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    service.app.extensions[EXTENSION]().close()


def test_topics_measured_amounts_and_own_words_stand_on_their_pages(address: str):
    def text(path: str) -> str:
        with urlopen(f"{address}{path}?lang=de") as answer:
            body: Any = html.document_fromstring(answer.read().decode()).body
        return " ".join(body.text_content().split())

    # Two of the four rows are about transport: one has not begun, one is unknown.
    topic = text("/topics/transport")
    assert "Einträge: 2, aus einer Stadt oder Gemeinde" in topic
    assert "Radweg nicht begonnen · bis 2026" in topic and "Beratung unbekannt" in topic
    measure = text(f"{PLACE}/measures/1")
    assert "ZeitWertZielwert" in measure
    assert "20180–" in measure and "20236001.000" in measure  # the cells of the years
    assert "Zuerst geplant2022 – 2024Jetzt geplant2022 – 2027" in measure
    unknown = text(f"{PLACE}/measures/3")
    assert unknown.index("Läuft seit Mai.") < unknown.index("unbekannt")


def test_everybody_can_read_every_page(chromium: Browser, address: str):
    context = chromium.new_context(viewport=WIDE, color_scheme="light")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    # Every other page is looked at in English: what a page is built of is the same in both languages.
    for path, language in zip(PAGES + MORE_PAGES, cycle(["de", "en"]), strict=False):
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
        for width in wide_and_narrow(page, NARROW):
            if width == NARROW or path in PAGES:
                found = violations(page)
                assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], path
                wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(wider) <= 0, path
    # The browser itself complains of the pages that answer 404 and 410.
    assert [told for told in complaints if "(NOT FOUND)" not in told and "(GONE)" not in told] == []
    context.close()


def _publish(service: Service) -> None:
    service.done("publishers", "add", "langenstadt", "--name", f"Verbandsgemeinde {LONG}", "--email", "a@example.org")
    service.done("datasets", "add", "langenstadt", "massnahmen", "--kind", "climate-measures", "--title", "Maßnahmen")
    indicators = f"indicator_id,title,unit,measure_id\nK,{LONG}e je Haushalt,kWp,1\n"
    token = service.token("langenstadt")
    for as_of, rows in (("2023-12-31", FIRST), ("2024-12-31", SECOND)):
        tables = {"measures.csv": HEAD + rows, "indicators.csv": indicators, "indicator_values.csv": VALUES}
        answer = service.upload(
            {name: table.encode() for name, table in tables.items()},
            as_of=as_of,
            headers=token,
            dataset="/api/v1/publishers/langenstadt/datasets/massnahmen",
        )
        assert answer.status_code in (200, 201), answer.get_data(as_text=True)
