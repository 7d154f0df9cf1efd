"""Pages for readers made anew: of a city of 300 measures and 10 versions, and how large they are.

Every second measure has its deadline moved in each version, most have costs and savings. Tables that were read are
kept, as the service keeps them; every figure is counted anew. Run alone: .venv/bin/python -m bench.pages_for_readers
"""

import gzip
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from flask import Flask

from bench.server import ROOT
from bench.table import Measure, as_text
from opendata.app import create_app
from opendata.config import Config
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher
from opendata.domain.packages.canonical_tables import CanonicalTable, written_tables
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import sorted_tables
from opendata.kind_folders import load_kind
from opendata.steps import publishing
from opendata.steps.publishing import Draft
from opendata.storage.sql.database import Database
from opendata.web.services import EXTENSION, Services

KIND, CITY, NAME = "climate-measures", "grossstadt", "klima"
PLACE = f"/{CITY}/{NAME}"
PAGES = {
    "home": "/",
    "a city": f"/{CITY}",
    "its progress": f"{PLACE}/progress",
    "a report of it": f"{PLACE}/progress/{{day}}",
    "a measure": f"{PLACE}/measures/M-1",
    "a topic": "/topics/transport",
}
PHASES = ("not_started", "planning", "implementation", "completed", "cancelled", "unknown")
SECTORS = ("energy_supply", "buildings", "transport", "municipality", "waste")
GOAL_MILLISECONDS, GOAL_KILOBYTES = 150, 100


def measure(rows: int = 300, versions: int = 10, turns: int = 5) -> list[Measure]:
    """The median time of each page, and what it and the style sheets take on the way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = _filled(folder, rows, versions)
        services: Services = app.extensions[EXTENSION]()
        measures = []
        for what, path in PAGES.items():
            page = path.format(day=f"{2020 + versions // 2}-12-31")
            told = f"{what}, {rows} measures and {versions} versions"
            seconds, size = _made_anew(app, services, page, turns)
            measures.append(Measure(f"page of {told}", seconds * 1000, "ms", "the goal", GOAL_MILLISECONDS))
            measures.append(Measure(f"bytes of {told}", size / 1000, "kB", "the goal", GOAL_KILOBYTES))
        services.close()
    return measures


def _filled(folder: Path, rows: int, versions: int) -> Flask:
    """A service with one city."""
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    database = Database(url)
    database.migrate()
    config = Config(
        data_dir=folder,
        database_url=url,
        packages_url=str(folder / "packages"),
        secret_key="only for benchmarks",  # noqa: S106 - it protects nothing
        kinds_dir=ROOT / "datapackages",
    )
    app = create_app(config)
    services: Services = app.extensions[EXTENSION]()
    publisher, kind = Publisher(CITY, "Großstadt"), canonical_kind(load_kind(ROOT / "datapackages" / KIND))
    services.catalogue.add_publisher(publisher)
    services.catalogue.add_dataset(Dataset(publisher, NAME, KIND, "Maßnahmen", rhythm="P1Y"))
    for year in range(versions):
        dataset = services.catalogue.dataset(CITY, NAME)
        draft = Draft(dataset, kind, _tables(kind, rows, year), date(2020 + year, 12, 31))
        at = datetime(2021 + year, 3, 1, tzinfo=UTC)
        publishing.publish(draft, services.versions, base=dataset.current, now=at)
    return app


def _tables(kind: Kind, rows: int, year: int) -> dict[str, CanonicalTable]:
    numbers = range(rows)
    frame = pl.DataFrame(
        {
            "measure_id": [f"M-{n}" for n in numbers],
            "title": [f"Dämmung und Heizungstausch im Quartier {n}" for n in numbers],
            "field_of_action": [f"Handlungsfeld {n % 7}" for n in numbers],
            "sector": [SECTORS[n % len(SECTORS)] for n in numbers],
            "planned_end": [str(2026 + n % 8 + (year if n % 2 else 0)) for n in numbers],
            "phase": [PHASES[(n + year) % len(PHASES)] for n in numbers],
            "cost_eur": [str(1000 * n) if n % 5 else None for n in numbers],
            "co2_saving_t_per_year": [str(n) if n % 3 else None for n in numbers],
        }
    )
    return written_tables(sorted_tables({"measures": frame}, kind))


def _made_anew(app: Flask, services: Services, path: str, turns: int) -> tuple[float, int]:
    """The median of so many turns, in seconds, and the bytes of the page and its style sheets, packed."""
    client, seconds, page = app.test_client(), [], b""
    sheets = [client.get(f"/static/{sheet}").get_data() for sheet in ("site.css", "views.css")]
    client.get(path)  # its templates and tables are read
    for turn in range(turns):
        for version in services.versions.history(services.catalogue.dataset(CITY, NAME)):
            services.reading.answers.drop(version.digest)
        begin = time.perf_counter()
        # Another query makes it another answer, so that none is kept.
        page = client.get(f"{path}?turn={turn}").get_data()
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)[turns // 2], sum(len(gzip.compress(part)) for part in (page, *sheets))


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
