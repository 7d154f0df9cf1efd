"""What a publication costs, and a page afterwards, when 1, 100 and 5,000 versions are there already: the same.

Run alone: .venv/bin/python -m bench.growing_history
"""

import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import polars as pl

from bench.server import environment, free_port
from bench.table import Measure, as_text
from opendata.app import create_app
from opendata.config import Config
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher
from opendata.domain.packages.canonical_tables import written_tables
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.domain.tables.changeset import sorted_tables
from opendata.kind_folders import load_kind
from opendata.steps import publishing
from opendata.steps.publishing import Draft
from opendata.storage.catalogue.sql_catalogue import SqlCatalogue
from opendata.storage.packages.folder_packages import FolderPackages
from opendata.storage.sql.database import Database
from opendata.storage.versions.sql_versions import SqlVersions

ROOT = Path(__file__).resolve().parent.parent
ROWS = 20
PAGES = ("/", "/city", "/city/climate", "/city/climate/progress", "/city/out-of-sight", "/feeds/all.atom")


def measure(histories: tuple[int, ...] = (1, 100, 5_000), repeats: int = 9) -> list[Measure]:
    """The median of some publications after each of these numbers of versions, beside that after the first."""
    with tempfile.TemporaryDirectory() as folder:
        city = _City(Path(folder))
        medians: dict[int, dict[str, float]] = {}
        for history in histories:
            while city.published < history:
                city.publish()
            medians[history] = city.medians(repeats)
        city.close()
    return [
        Measure(f"{what} after {history:,} versions", median * 1000, "ms", f"after {histories[0]:,}", first * 1000)
        for what, first in medians[histories[0]].items()
        for history in histories
        for median in [medians[history][what]]
    ]


class _City:
    """A dataset that publishes a small table again and again, each time with one row changed."""

    def __init__(self, folder: Path) -> None:
        self.published, self._port = 0, free_port()
        self._kind: Kind = canonical_kind(load_kind(ROOT / "datapackages" / "climate-measures"))
        config = Config.from_env(environment(folder, self._port))
        self._client = create_app(config).test_client()
        self._database = Database(config.database_url)
        self._database.migrate()
        self._catalogue = SqlCatalogue(self._database)
        self._versions = SqlVersions(self._database, FolderPackages(Path(config.packages_url)))
        publisher = Publisher("city", "City")
        self._catalogue.add_publisher(publisher)
        self._catalogue.add_dataset(Dataset(publisher, "climate", "climate-measures", "Climate measures"))

    def publish(self) -> float:
        """Publish the next version; returns the seconds it took, the reading of the current one included."""
        turn = self.published
        measures = self._kind.table("measures")
        values: dict[str, list[str | None]] = {
            "measure_id": [f"{number:03}" for number in range(ROWS)],
            "title": [f"Maßnahme {number}" for number in range(ROWS)],
            "phase": ["implementation"] * ROWS,
            "status_note": [f"Bericht {turn}" if number == turn % ROWS else None for number in range(ROWS)],
        }
        frame = pl.DataFrame(
            {name: pl.Series(values.get(name, [None] * ROWS), dtype=pl.String) for name in measures.field_names}
        )
        begin = time.perf_counter()
        dataset = self._catalogue.dataset("city", "climate")
        tables = sorted_tables({"measures": frame}, self._kind)
        draft = Draft(dataset, self._kind, written_tables(tables), date(2024, 12, 31))
        now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=turn)
        if publishing.publish(draft, self._versions, base=dataset.current, now=now) is None:
            raise RuntimeError("nothing was published")
        self.published += 1
        return time.perf_counter() - begin

    def medians(self, repeats: int) -> dict[str, float]:
        """The median of seconds of a publication, and of each page that is made anew after one."""
        told = {f"publish {ROWS} rows": statistics.median(self.publish() for _ in range(repeats))}
        return told | {
            f"GET {page}": statistics.median(self._made_anew(page) for _ in range(repeats)) for page in PAGES
        }

    def _made_anew(self, page: str) -> float:
        self.publish()
        begin = time.perf_counter()
        answer = self._client.get(page, base_url=f"http://127.0.0.1:{self._port}")
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{page} answers with {answer.status}")
        return time.perf_counter() - begin

    def close(self) -> None:
        """Give the database back."""
        self._database.close()


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
