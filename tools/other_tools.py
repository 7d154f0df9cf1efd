"""Other tools: what they make of a published dataset, tried with the tools themselves.

Here: the example of every kind is published into a temporary folder, its files are given to each tool that is there,
and what the tool says is held against the table itself. `python -m tools.other_tools` prints a table, and ends with 1
where a tool disagrees; a tool that is not installed is named. docs/bridges.md tells how a reader uses them. Not here:
tests, because LibreOffice and CKAN are no requirements of this service.
"""

import argparse
import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas
import rdflib
from frictionless import Package, system

from opendata import example
from opendata.app import create_app
from opendata.config import Config
from opendata.domain.model import SourceFile
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import read_upload
from opendata.kind_folders import load_kind
from opendata.web.services import EXTENSION

KINDS = Path(__file__).resolve().parent.parent / "datapackages"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SECONDS = 180
# What a CKAN that harvests the catalogue runs, without a server: the parser of ckanext-dcat (see docs/bridges.md).
CKAN_PARSER = """
import json, sys
from ckanext.dcat.processors import RDFParser
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(sys.stdin.read(), _format="turtle")
print(json.dumps([[data["title"], len(data["resources"])] for data in parser.datasets()]))
"""
Get = Callable[[str], bytes]  # what the service answers to an address


@dataclass(frozen=True)
class PublishedTable:
    """A table of a published version: where it stands, its fields, and its rows as its canonical CSV has them."""

    dataset: str  # its address in the API
    name: str
    fields: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def address(self) -> str:
        """Its address without an ending."""
        return f"{self.dataset}/versions/latest/{self.name}"


@dataclass(frozen=True)
class Outcome:
    """What a tool made of something; agrees: None where the tool is not installed."""

    tool: str
    given: str
    agrees: bool | None
    said: str


def published_tables(get: Get) -> Iterator[PublishedTable]:
    """Every table of every dataset that has rows."""
    for publisher in json.loads(get("/api/v1/publishers?limit=0"))["items"]:
        for dataset in json.loads(get(f"/api/v1/publishers/{publisher['slug']}/datasets?limit=0"))["items"]:
            address = f"/api/v1/publishers/{publisher['slug']}/datasets/{dataset['name']}"
            version = json.loads(get(f"{address}/versions/latest"))
            for resource in version["resources"]:
                text = get(f"{address}/versions/latest/{resource['name']}.csv").decode()
                fields, *rows = csv.reader(io.StringIO(text, newline=""))
                if rows:
                    yield PublishedTable(address, resource["name"], fields, rows)


def with_frictionless(get: Get, tables: Sequence[PublishedTable], folder: Path) -> Iterator[Outcome]:
    """Each package.zip, unpacked and validated as anybody would."""
    for dataset in dict.fromkeys(table.dataset for table in tables):
        place = folder / dataset.replace("/", "-")
        zipfile.ZipFile(io.BytesIO(get(f"{dataset}/versions/latest/package.zip"))).extractall(place)
        with system.use_context(trusted=True):
            report = Package(str(place / "datapackage.json")).validate()
        rows = sum(task.stats.get("rows") or 0 for task in report.tasks)
        expected = sum(len(table.rows) for table in tables if table.dataset == dataset)
        yield Outcome("Frictionless", f"{dataset}: package.zip", report.valid and rows == expected, f"{rows} rows")


def with_libreoffice(get: Get, tables: Sequence[PublishedTable], folder: Path) -> Iterator[Outcome]:
    """Workbooks, and the CSV for a German Excel, converted to CSV by LibreOffice without a window."""
    program = shutil.which("soffice")
    if program is None:
        yield Outcome("LibreOffice", "workbook.xlsx", None, "not installed: apt-get install libreoffice-calc")
        return
    for place, table in enumerate(tables):
        sheet, german = folder / f"{place}-sheet.xlsx", folder / f"{place}-german.csv"
        sheet.write_bytes(get(f"{table.address}.xlsx"))
        german.write_bytes(get(f"{table.address}.csv?dialect=excel-de"))
    out = folder / "converted"
    _convert(program, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", sorted(folder.glob("*.xlsx")), out)
    # 59 semicolon, 34 quotation mark, 76 UTF-8, 1031 German: numbers with a decimal comma are numbers.
    _convert(
        program,
        "xlsx",
        sorted(folder.glob("*-german.csv")),
        out,
        read_as="Text - txt - csv (StarCalc):59,34,76,1,,1031",
    )
    for place, table in enumerate(tables):
        with (out / f"{place}-sheet.csv").open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        same = _same_rows(rows, table.rows)
        yield Outcome("LibreOffice", f"{table.address}.xlsx", same, f"{len(rows)} rows")
        cells = openpyxl.load_workbook(out / f"{place}-german.xlsx").worksheets[0]
        yield Outcome("LibreOffice", f"{table.address}.csv?dialect=excel-de", *_german(cells, table))


def workbooks_carried_on(get: Get, tables: Sequence[PublishedTable], folder: Path) -> Iterator[Outcome]:
    """The workbook of each dataset, saved by LibreOffice and read again as if it had been sent in."""
    program = shutil.which("soffice")
    if program is None:
        return
    datasets = dict.fromkeys(table.dataset for table in tables)
    place, out = folder / "carried-on", folder / "carried-on" / "saved"
    place.mkdir()
    for number, dataset in enumerate(datasets):
        (place / f"{number}.xlsx").write_bytes(get(f"{dataset}/workbook.xlsx"))
    _convert(program, "xlsx:Calc MS Excel 2007 XML", sorted(place.glob("*.xlsx")), out)
    for number, dataset in enumerate(datasets):
        kind = load_kind(KINDS / json.loads(get(dataset))["kind"])
        mapped = read_upload([SourceFile("workbook.xlsx", (out / f"{number}.xlsx").read_bytes())], kind)
        own = [table for table in tables if table.dataset == dataset]
        same = all(_cells_of(mapped, table) == [list(row) for row in table.rows] for table in own)
        rows = sum(len(table.rows) for table in own)
        yield Outcome("LibreOffice", f"{dataset}: workbook.xlsx, saved and sent back", same, f"{rows} rows unchanged")


def _cells_of(mapped: Mapped, table: PublishedTable) -> list[list[str]]:
    """The rows that the service reads, in the order and with the fields of the published table."""
    frame = mapped.tables[table.name].frame
    order = [name for name in table.fields if name in frame.columns]
    rows = [["" if cell is None else cell for cell in row] for row in frame.select(order).rows()]
    places = {tuple(row): at for at, row in enumerate(map(list, table.rows))}
    return sorted(rows, key=lambda row: places.get(tuple(row), -1))


def _convert(program: str, form: str, files: Sequence[Path], out: Path, read_as: str | None = None) -> None:
    profile = f"-env:UserInstallation=file://{out.parent}/profile"
    how = [f"--infilter={read_as}"] if read_as else []
    command = [program, profile, "--headless", *how, "--convert-to", form, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def _same_rows(rows: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> bool:
    """Whether a table that a spreadsheet wrote has the cells of another; numbers are compared as numbers."""
    return [[_plain(cell) for cell in row] for row in rows] == [[_plain(cell) for cell in row] for row in expected]


def _plain(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return {"TRUE": "true", "FALSE": "false"}.get(cell, cell)


def _german(cells: openpyxl.worksheet.worksheet.Worksheet, table: PublishedTable) -> tuple[bool, str]:
    """Whether all rows are there, and numbers with a decimal comma are numbers and not texts."""
    _, *rows = cells.iter_rows(values_only=True)
    amounts = [at for at, name in enumerate(table.fields) if name.endswith(("_eur", "_t", "value"))]
    wrong = [
        (row[at], expected[at])
        for row, expected in zip(rows, table.rows, strict=False)
        for at in amounts
        if (row[at] if row[at] is not None else "") != (float(expected[at]) if expected[at] else "")
    ]
    return len(rows) == len(table.rows) and not wrong, f"{len(rows)} rows, {len(amounts)} columns of amounts" + (
        f", first difference {wrong[0]}" if wrong else ""
    )


def with_analysts_tools(get: Get, tables: Sequence[PublishedTable], folder: Path) -> Iterator[Outcome]:
    """DuckDB and pandas, which read Parquet and CSV."""
    for place, table in enumerate(tables):
        file = folder / f"{place}.parquet"
        file.write_bytes(get(f"{table.address}.parquet"))
        count = duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]  # noqa: S608 - a name made here
        yield Outcome("DuckDB", f"{table.address}.parquet", count == len(table.rows), f"{count} rows")
        frame = pandas.read_csv(io.BytesIO(get(f"{table.address}.csv")), dtype=str, keep_default_na=False)
        same = frame.to_numpy().tolist() == [list(row) for row in table.rows]
        yield Outcome("pandas", f"{table.address}.csv", same, f"{len(frame)} rows")


def with_ckan(get: Get, tables: Sequence[PublishedTable], python: str | None) -> Iterator[Outcome]:
    """The catalogue: read by RDFLib, and by the parser that a CKAN harvests with, in a Python that has it."""
    turtle, datasets = get("/catalog.ttl"), len(dict.fromkeys(table.dataset for table in tables))
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    kept_up = set(graph.objects(None, DCAT.dataset))
    yield Outcome(
        "RDFLib", "/catalog.ttl", len(kept_up) >= datasets, f"{len(kept_up)} datasets, {len(graph)} triples"
    )
    if python is None:
        yield Outcome("ckanext-dcat", "/catalog.ttl", None, "not tried: --ckan PYTHON names one, see docs/bridges.md")
        return
    command = [python, "-c", CKAN_PARSER]
    done = subprocess.run(command, input=turtle, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode:
        yield Outcome("ckanext-dcat", "/catalog.ttl", False, done.stderr.decode().strip().splitlines()[-1])
        return
    read = json.loads(done.stdout.splitlines()[-1])
    files = sum(count for _, count in read)
    yield Outcome("ckanext-dcat", "/catalog.ttl", len(read) >= datasets, f"{len(read)} datasets, {files} files")


def outcomes(folder: Path, ckan_python: str | None) -> Iterator[Outcome]:
    """What every tool makes of the example."""
    app = create_app(Config.from_env({"DATA_DIR": str(folder / "data"), "SECRET_KEY": "of this run alone"}))
    services = app.extensions[EXTENSION]()
    for _ in example.load(services.shared_desk, KINDS, lambda: NOW):
        pass
    client = app.test_client()

    def get(address: str) -> bytes:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return answer.get_data()

    tables = list(published_tables(get))
    yield from with_frictionless(get, tables, folder)
    yield from with_libreoffice(get, tables, folder)
    yield from workbooks_carried_on(get, tables, folder)
    yield from with_analysts_tools(get, tables, folder)
    yield from with_ckan(get, tables, ckan_python)
    services.close()


def main() -> int:
    """Print what each tool makes of the example; 1 where one disagrees."""
    parser = argparse.ArgumentParser(prog="python -m tools.other_tools", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ckan", metavar="PYTHON", help="a Python in which ckan and ckanext-dcat are installed")
    asked = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for outcome in outcomes(Path(folder), asked.ckan):
            word = {True: "agrees", False: "DISAGREES", None: "-"}[outcome.agrees]
            failed += outcome.agrees is False
            given = outcome.given.replace("/api/v1/publishers/", "").replace("/datasets/", "/")
            print(f"{outcome.tool:13} {word:10} {given}: {outcome.said}", flush=True)  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
