"""A large table over HTTP: published for the first time, then with one row changed; and reading alone.

Run alone: .venv/bin/python -m bench.publishing_large_tables
"""

import tempfile
import time
from pathlib import Path

from bench.publishing_over_http import HEADER, published, published_after, table
from bench.server import environment, flask, free_port, running
from bench.table import Measure, as_text
from opendata.domain.model import SourceFile
from opendata.intake import read_upload
from opendata.kind_folders import load_kind
from opendata.storage.uploads.rewritten_cells_archive import rewrites_file

ROOT = Path(__file__).resolve().parent.parent


def measure(rows: int = 100_000, read: int = 1_000_000) -> list[Measure]:
    """Rows that are published, and rows that are only read: plain ones, and as German offices write them."""
    return [*_over_http(rows), *_reading(read)]


def _over_http(rows: int) -> list[Measure]:
    first = table(rows, 1)
    one = first.replace(f"Bericht 0 zu Nummer {rows - 1}\n", "Bericht jetzt\n")
    with tempfile.TemporaryDirectory() as folder:
        # One process: the second upload meets one that has its modules, as any that has been running for a while.
        env = {**environment(Path(folder) / "data", free_port()), "WEB_CONCURRENCY": "1"}
        flask(env, "publishers", "add", "city", "--name", "City")
        flask(env, "datasets", "add", "city", "climate", "--kind", "climate-measures", "--title", "Climate measures")
        flask(env, "datasets", "add", "city", "warm", "--kind", "climate-measures", "--title", "Climate measures")
        token = flask(env, "tokens", "add", "city", "--name", "bench")
        with running(env) as address:
            published(address, token, table(300, 0), dataset="warm")
            whole = published_after(address, token, first)
            changed = published_after(address, token, one)
    what = f"publish {rows:,} rows, 11 columns"
    return [
        Measure(f"{what}, for the first time, until public", whole, "s"),
        Measure(f"{what}, one of them changed, until public", changed, "s", "for the first time", whole),
    ]


def _reading(rows: int) -> list[Measure]:
    kind = load_kind(ROOT / "datapackages" / "climate-measures")
    measures: list[Measure] = []
    for what, content in (("ISO dates, plain numbers", table(rows, 1)), ("German habits", _german(rows))):
        begin = time.perf_counter()
        mapped = read_upload([SourceFile("table.csv", content.encode())], kind, None)
        seconds = time.perf_counter() - begin
        found = mapped.report.rewrites
        beside = ("plain", measures[0].value) if measures else ("", None)
        measures.append(Measure(f"read {rows:,} rows, {what}, {len(found):,} rewrites", seconds, "s", *beside))
    begin = time.perf_counter()
    rewrites_file(found)
    measures.append(Measure(f"keep {len(found):,} rewrites", time.perf_counter() - begin, "s"))
    return measures


def _german(rows: int) -> str:
    """Dates with points, decimal commas, labels for codes: half the cells are rewritten."""
    lines = [HEADER.replace(",", ";")]
    for number in range(1, rows + 1):
        day, month, year = 1 + number % 28, 1 + number % 12, 2020 + number % 10
        lines.append(
            f"M{number:07};Maßnahme {number} im Stadtgebiet;Mobilität;in Umsetzung;{day:02}.{month:02}.{year};"
            f"31.12.{year + 3};{number % 101};{number % 900 + 1}.{number % 1000:03},{number % 100:02};"
            f"{number},{number % 9 + 1};Umweltamt;Bericht zu Nummer {number}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
