"""Cities for the pages for readers: four with 300 measures in ten reports, with funding and greenhouse gases.

Here: a service with them, published by the project's own steps. Not here: what is measured with it
(pages_for_readers.py). Every second measure has its deadline moved in each report, one is taken out with each, most
have costs and savings, every second one is funded.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from flask import Flask

from bench.server import ROOT
from opendata.app import create_app
from opendata.config import Config
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher
from opendata.domain.packages.canonical_tables import CanonicalTable, written_tables
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import sorted_tables
from opendata.kind_folders import load_kind
from opendata.likeness.letters_alike import LettersAlike
from opendata.steps import publishing
from opendata.steps.finding_alike import AlikeFinder, refresh
from opendata.steps.publishing import Draft
from opendata.storage.sql.database import Database
from opendata.web.services import EXTENSION, Services

CITIES = ("grossstadt", "nordstadt", "suedstadt", "weststadt")
MEASURES, GASES = "climate-measures", "ghg-inventory"
NAME, INVENTORY = "klima", "bilanz"  # of the datasets
PHASES = ("not_started", "planning", "implementation", "completed", "cancelled", "unknown")
SECTORS = ("energy_supply", "buildings", "transport", "municipality", "waste")
EMITTING = ("private_households", "industry", "transport", "municipality")
STAGES = ("applied", "approved", "paid", "proven", "rejected")
PROGRAMMES = ("kipki", "nki", "beg")
FIRST_YEAR = 2020


def configured(folder: Path) -> Config:
    """The configuration of a service that keeps everything in a folder."""
    return Config(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'bench.sqlite'}",
        packages_url=str(folder / "packages"),
        secret_key="only for benchmarks",  # noqa: S106 - it protects nothing
        kinds_dir=ROOT / "datapackages",
    )


def filled(folder: Path, rows: int, reports: int) -> Flask:
    """A service with the four cities, whose rows are compared with each other already."""
    config = configured(folder)
    Database(config.database_url).migrate()
    app = create_app(config)
    services: Services = app.extensions[EXTENSION]()
    kind, gases = (canonical_kind(load_kind(ROOT / "datapackages" / name)) for name in (MEASURES, GASES))
    for turn, city in enumerate(CITIES):
        publisher = Publisher(city, city.title(), population=100_000 + 1_000 * turn)
        services.catalogue.add_publisher(publisher)
        services.catalogue.add_dataset(Dataset(publisher, NAME, MEASURES, "Maßnahmen", rhythm="P1Y"))
        services.catalogue.add_dataset(Dataset(publisher, INVENTORY, GASES, "Treibhausgase"))
        for report in range(reports):
            _publish(services, city, NAME, kind, _measures(kind, rows, report + turn), report)
        _publish(services, city, INVENTORY, gases, _gases(gases), reports - 1)
    refresh(AlikeFinder(services.reading, services.row_texts, LettersAlike()))
    return app


def _publish(
    services: Services, city: str, name: str, kind: Kind, tables: dict[str, CanonicalTable], report: int
) -> None:
    dataset = services.catalogue.dataset(city, name)
    draft = Draft(dataset, kind, tables, date(FIRST_YEAR + report, 12, 31))
    at = datetime(FIRST_YEAR + 1 + report, 3, 1, tzinfo=UTC)
    publishing.publish(draft, services.versions, base=dataset.current, now=at)


def _measures(kind: Kind, rows: int, report: int) -> dict[str, CanonicalTable]:
    numbers = range(report, rows + report)
    measures = {
        "measure_id": [f"M-{n}" for n in numbers],
        "title": [f"Dämmung und Heizungstausch im Quartier {n}" for n in numbers],
        "field_of_action": [f"Handlungsfeld {n % 7}" for n in numbers],
        "sector": [SECTORS[n % len(SECTORS)] for n in numbers],
        "planned_end": [str(2026 + n % 8 + (report if n % 2 else 0)) for n in numbers],
        "phase": [PHASES[(n + report) % len(PHASES)] for n in numbers],
        "status_note": [f"Im Quartier {n} prüft die Stadt, was als Nächstes gebaut wird." for n in numbers],
        "cost_eur": [str(1000 * n) if n % 5 else None for n in numbers],
        "co2_saving_t_per_year": [str(n) if n % 3 else None for n in numbers],
    }
    funded = [n for n in numbers if n % 2]
    funding = {
        "funding_id": [f"F-{n}" for n in funded],
        "measure_id": [f"M-{n}" for n in funded],
        "programme": [PROGRAMMES[n % len(PROGRAMMES)] for n in funded],
        "stage": [STAGES[n % len(STAGES)] for n in funded],
        "grant_eur": [str(500 * n) for n in funded],
        "paid_eur": [str(400 * n) if n % 3 else None for n in funded],
        "proof_due": ["2026-12-31"] * len(funded),
    }
    frames = {"measures": pl.DataFrame(measures), "funding": pl.DataFrame(funding)}
    return written_tables(sorted_tables(frames, kind))


def _gases(kind: Kind) -> dict[str, CanonicalTable]:
    cells = [(year, sector) for year in range(1990, FIRST_YEAR + 5) for sector in EMITTING]
    frame = pl.DataFrame(
        {
            "year": [str(year) for year, _ in cells],
            "category": [sector for _, sector in cells],
            "energy_carrier": ["all"] * len(cells),
            "scenario": ["real"] * len(cells),
            "sector": [sector for _, sector in cells],
            "co2e_t": [str(500_000 - 5_000 * (year - 1990)) for year, _ in cells],
        }
    )
    return written_tables(sorted_tables({"emissions": frame}, kind))
