"""A service as readers find it: a city with three versions of its plans, and others that have published nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata.web.services import EXTENSION
from tests.service import Service, add_city, open_service, table
from tests.site.measured_cities import opened

ODD_KEYS = ("B5+6", "G2/Ü4", "a?b#c%20", "two//slashes", "100%", "x,y", "B 7;=&'\"")
HOSTILE = "<script>alert(1)</script>"
GRANTS = "year,programme,plan_id,paid"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Musterstadt with three versions, and Leerdorf with a dataset that has none; nobody changes them."""
    made = open_service(tmp_path_factory.mktemp("site"))
    add_city(made)
    add_city(made, "leerdorf")
    made.done("publishers", "add", "nurname", "--name", "Nur ein Name", "--homepage", "https://example.org/")
    odd = [
        f'"{key.replace(chr(34), chr(34) * 2)}",Seltsamer Schlüssel {n},planning,2030,,'
        for n, key in enumerate(ODD_KEYS)
    ]
    first = ["1,Radweg,planning,2024,1250000.50,", "2,Solardach,planning,2026-03,480,", "3,Beratung,,,,"]
    made.published(*first, *odd, message="Erster Bericht\nmit zwei Zeilen")
    made.published(
        "1,Radweg,implementation,2026,1250000.50,",
        f'2,"{HOSTILE}Solardach",planning,2026-03-15,480,"<b>fett</b>\nzweite Zeile https://example.org"',
        *odd,
        as_of="2024-12-31",
    )
    plans = table(
        "1,Radweg,completed,2027,1250000.50,",
        f'2,"{HOSTILE}Solardach",planning,2026-03-15,480,"<b>fett</b>\nzweite Zeile https://example.org"',
        *odd,
    )
    grants = table("2024,KIPKI,1,1000", "2025,KIPKI,1,2500.5", "2025,NKI,2,", header=GRANTS)
    answer = made.upload({"plans.csv": plans.encode(), "grants.csv": grants.encode()}, as_of="2025-12-31")
    assert answer.status_code == 201, answer.get_data(as_text=True)
    yield made
    made.app.extensions[EXTENSION]().close()


@pytest.fixture(scope="session")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The cities of measured_cities.py; nobody changes them."""
    for made in opened(tmp_path_factory.mktemp("cities")):
        yield made
        made.app.extensions[EXTENSION]().close()


@pytest.fixture
def new_service(tmp_path: Path) -> Iterator[Service]:
    """A service with nothing in it."""
    made = open_service(tmp_path)
    yield made
    made.app.extensions[EXTENSION]().close()
