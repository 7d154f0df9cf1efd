"""The server that is harmed: gunicorn with the settings as shipped, a large table in two versions, and one publisher.

Here: starting it, filling it, and sending every hostile input. Not here: the stages and what is asked of them
(stages.py).
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bench.hostile.data_tricks import data_tricks
from bench.hostile.http_tricks import http_tricks
from bench.hostile.insider import insider
from bench.hostile.office_tricks import office_tricks
from bench.hostile.other_files import other_files
from bench.hostile.other_requests import other_requests
from bench.hostile.package_tricks import package_tricks
from bench.hostile.pdf_tricks import pdf_tricks
from bench.hostile.portal_tricks import portal_tricks
from bench.hostile.question_tricks import question_tricks
from bench.hostile.requests import hostile_requests
from bench.hostile.sending import Hostile, files_in
from bench.hostile.sheet_tricks import sheet_tricks
from bench.hostile.tables import hostile_tables
from bench.hostile.text_tricks import text_tricks
from bench.hostile.visits import visit
from bench.hostile.watching import Ordinary, Processes
from bench.hostile.wire_tricks import wire_tricks
from bench.hostile.workbooks import hostile_workbooks
from bench.hosts import City, add_cities, on_one_disk
from bench.server import ROOT, running
from opendata.domain.model import SourceFile
from opendata.steps import publishing_drafts, uploading
from opendata.steps.uploading import Arrival
from opendata.web.services import Services, now
from tests.servers import descendants, wait_until

# Scripts that make further hostile files, where a checkout has them beside it; each writes into the current folder.
BESIDE = ROOT.parent / "shared" / "cases" / "hostile"
BESIDE_FILES = (
    ("wide_csv.py", "16000", "40000"),
    ("ods_repeat.py", "1", "40", "999000", "repeated.ods"),
    ("nested.py",),
    ("xlsx_cols.py", "1", "columns.xlsx"),
    ("xlsx_merge.py", "200000", "100", "merged.xlsx"),
    ("xlsx_si.py", "100", "texts.xlsx"),
    ("xlsx_token.py", "64", "token.xlsx"),
    ("xlsx_shared_amplify.py", "900000", "540", "amplified.xlsx"),
)
LARGE = "reader"
WARMING = 6  # requests, of which every worker gets some


@dataclass(frozen=True)
class Place:
    """A running server; city: the publisher of ordinary requests, large: the one of the large table.

    names: what stands for the braces in the paths and headers of inputs.
    """

    address: str
    city: City
    large: City
    log: Path
    folder: Path
    inputs: Sequence[Hostile]
    names: Mapping[str, str]

    @property
    def comparison(self) -> str:
        """The path of the dearest answer, of which one item is asked for."""
        return f"{self._versions}/1.0.0...1.1.0/changes.json?limit=1"

    @property
    def large_answer(self) -> str:
        """The path of a large answer that is quickly made."""
        return f"{self._versions}/1.0.0/measures.csv"

    @property
    def _versions(self) -> str:
        return f"/api/v1/publishers/{self.large.name}/datasets/{self.large.dataset}/versions"

    def ordinary(self) -> Ordinary:
        """Somebody who asks ordinary requests."""
        return Ordinary(self.address, self.city)

    def processes(self) -> Processes:
        """The processes of the server."""
        own = [pid for pid in descendants(os.getpid()) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return Processes(min(own), self.log)


@contextmanager
def opened(
    folder: Path, rows: int, inputs: Sequence[Hostile] | None = None, *, as_shipped: bool = True
) -> Iterator[Place]:
    """A server that takes requests, with a table of so many rows in two versions; inputs: None for all.

    as_shipped: whether checks have the deadline that they have without any setting, which a busy machine may miss,
    and whether the server is warm, so that its memory can be measured.
    """
    with on_one_disk(folder) as disk:
        env = {**disk.environment(0), "TRUSTED_PROXIES": "1"}  # so that each request comes from another address
        if as_shipped:
            del env["CHECK_SECONDS"]
        (city,), (large,) = add_cities(disk, 1), add_cities(disk, 1, LARGE)
        with disk.services() as services:
            _publish_large(services, large, rows)
            names = {"reader": large.name, "token": large.token, **insider(services, large)}
        log = folder / "server.log"
        sent = all_inputs(folder) if inputs is None else inputs
        with running(env, log) as address:
            place = Place(address, city, large, log, folder, sent, names)
            place.ordinary().once()
            if as_shipped:
                _fill_caches(place)
                # Otherwise the memory of a fence that starts later would count as that of an input.
                wait_until(place.processes().are_warm, lambda: "the workers have no fences")
            yield place


def _fill_caches(place: Place) -> None:
    """Ask for the large answers until every worker has them, because caches that are bounded are no harm.

    And once for each format of a small table: whoever asks first for one has its libraries loaded, which then stay.
    """
    small = f"/api/v1/publishers/{place.city.name}/datasets/{place.city.dataset}"
    files = [f"{small}/versions/latest/measures.{ending}?limit=5" for ending in ("csv", "ndjson", "xlsx", "parquet")]
    files += [f"{small}/workbook.xlsx", f"{small}/versions/latest/package.zip", "/catalog.ttl", "/feeds/all.atom"]
    files += [
        f"/{place.city.name}",
        f"/{place.city.name}/{place.city.dataset}",
        "/api/v1/openapi.json",
        "/api/v1/docs",
    ]
    for _ in range(WARMING):
        for path in (place.comparison, f"{place.large_answer.removesuffix('.csv')}.json?limit=1", *files):
            visit(place.address, Hostile(path, path=path, method="GET"), {})


def all_inputs(folder: Path) -> list[Hostile]:
    """Every hostile input, ours and those beside the repository; each is made once, and kept."""
    ours = [*hostile_tables(), *hostile_workbooks(), *hostile_requests(), *text_tricks(), *office_tricks()]
    ours += [*package_tricks(), *http_tricks(), *portal_tricks(), *pdf_tricks()]
    ours += [*sheet_tricks(), *data_tricks(), *wire_tricks(), *question_tricks()]
    ours += [*other_files(), *other_requests()]
    return [_made(hostile) for hostile in [*ours, *_beside_the_repository(folder / "beside")]]


def _made(hostile: Hostile) -> Hostile:
    body = hostile.body()
    return replace(hostile, body=lambda: body)


def _beside_the_repository(folder: Path) -> list[Hostile]:
    if not BESIDE.is_dir():
        return []
    folder.mkdir()
    for script, *arguments in BESIDE_FILES:
        command = [sys.executable, str(BESIDE / script), *arguments]
        made = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout
        if made:
            (folder / script).with_suffix(".csv").write_bytes(made)
    return list(files_in(folder))


def _publish_large(opened_services: Services, large: City, rows: int) -> None:
    """Two versions, between which every row changes."""
    desk = opened_services.desk
    for year, cost in ((2023, 5), (2024, 6)):
        lines = (f"{row};Plan {row};geplant;{cost};Beschreibung des Plans {row}" for row in range(rows))
        content = "\n".join(["Nr.;Maßnahme;Status;Kosten in Euro;Beschreibung", *lines]).encode()
        dataset = opened_services.catalogue.dataset(large.name, large.dataset)
        arrival = Arrival(date(year, 12, 31))
        examined = uploading.receive(desk, dataset, [SourceFile("large.csv", content)], arrival, now=now())
        publishing_drafts.publish(desk, examined.upload, {}, now=now(), examined=examined)
