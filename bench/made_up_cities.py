"""Made-up cities with made-up measures, whose titles are joined of parts of words as German ones are.

Here: a store with their datasets, published by the project's own steps. Not here: what is measured with them.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from bench.server import ROOT
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher
from opendata.domain.packages.canonical_tables import written_tables
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import sorted_tables
from opendata.kind_folders import load_kind
from opendata.likeness.letters_alike import LettersAlike
from opendata.steps import publishing
from opendata.steps.finding_alike import AlikeFinder
from opendata.steps.publishing import Draft
from opendata.steps.reading import Reading
from opendata.storage.alike.sql_row_texts import SqlRowTexts
from opendata.storage.catalogue.sql_catalogue import SqlCatalogue
from opendata.storage.packages.folder_packages import FolderPackages
from opendata.storage.sql.database import Database
from opendata.storage.versions.sql_journal import SqlJournal
from opendata.storage.versions.sql_versions import SqlVersions

KIND, NAME = "climate-measures", "klima"
FIRST = "Rad Fern Wärme Solar Strom Energie Gebäude Schul Stadt Park Wasser Klär Bus Bahn Klima Verkehrs".split()
SECOND = "weg netz planung konzept anlage sanierung beratung management versorgung förderung speicher dach".split()
VERBS = "Ausbau Erweiterung Prüfung Förderung Umbau Neubau Planung Aufbau Verdichtung Optimierung".split()
PLACES = "straße platz weg ring feld berg bach hof tor dorf au heim furt see garten markt".split()
# Stems that mean nothing, for all the other words that titles have.
NAMES = [
    beginning + vowel + end
    for beginning in "b br d f g gr h k kl l m n p pf r s schl schw st t tr w z".split()
    for vowel in "a e i o u ei au ü".split()
    for end in "ch ck ld lm mm nd ng rg rt sch tz".split()
]
PHASES = ("not_started", "planning", "implementation", "ongoing", "completed")


class Cities:
    """A store with cities; what is made is the same each time."""

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self._kind: Kind = canonical_kind(load_kind(ROOT / "datapackages" / KIND))
        self.database = Database(database_url or f"sqlite:///{folder / 'cities.sqlite'}")
        self.database.migrate()
        self.catalogue = SqlCatalogue(self.database)
        self.versions = SqlVersions(self.database, FolderPackages(folder / "packages"))
        self.texts = SqlRowTexts(self.database)
        reading = Reading({KIND: self._kind}, self.catalogue, self.versions, SqlJournal(self.database))
        self.finder = AlikeFinder(reading, self.texts, LettersAlike())
        self._random = random.Random(1)  # noqa: S311 - the same words each time, and no secret

    def dataset(self, city: int) -> Dataset:
        """The dataset of a city, as it stands now."""
        return self.catalogue.dataset(f"stadt-{city:03}", NAME)

    def publish(self, city: int, rows: int, year: int) -> None:
        """Publish so many measures of a city; the first one of each year has a title of its own."""
        publisher = Publisher(f"stadt-{city:03}", f"Stadt {city}")
        if year == 0:
            self.catalogue.add_publisher(publisher)
            self.catalogue.add_dataset(Dataset(publisher, NAME, KIND, "Maßnahmen"))
        chosen = random.Random(city)  # noqa: S311
        titles = list(self.titles(rows, chosen))
        titles[0] = next(self.titles(1, random.Random(1_000 * city + year)))  # noqa: S311
        texts = [" ".join([*self.titles(4, chosen)]) for _ in range(rows)]
        frame = pl.DataFrame({"measure_id": [f"M-{n}" for n in range(rows)], "title": titles, "description": texts})
        frame = frame.with_columns(phase=pl.lit(PHASES[city % len(PHASES)]))
        tables = written_tables(sorted_tables({"measures": frame}, self._kind))
        dataset = self.dataset(city)
        draft = Draft(dataset, self._kind, tables, date(2020 + year, 12, 31))
        publishing.publish(draft, self.versions, base=dataset.current, now=datetime(2021 + year, 3, 1, tzinfo=UTC))

    def titles(self, count: int, chosen: random.Random | None = None) -> Iterator[str]:
        """So many titles."""
        chosen = chosen or self._random
        for _ in range(count):
            word = chosen.choice(FIRST) + chosen.choice(NAMES) + chosen.choice(SECOND)
            yield f"{chosen.choice(VERBS)} {word} {chosen.choice(NAMES).title()}{chosen.choice(PLACES)}"

    def close(self) -> None:
        """Close the database."""
        self.database.close()
