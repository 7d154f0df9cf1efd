"""Files that are no tables, and files that mean harm: a 4xx problem that says what to do, and nothing changes."""

import io
import json
import re
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.service import CITY, DATASET, Service, open_service, table

MIB = 2**20


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # bombs are quickly packed
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def package(path: str, **more: object) -> bytes:
    descriptor = {"name": "x", "resources": [{"name": "plans", "path": path, **more}]}
    return zipped({"datapackage.json": json.dumps(descriptor).encode(), "plans.csv": b"id,title\n1,Radweg\n"})


def workbook(sheet: str = "Tabelle1") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = sheet
    book.active.append(["id", "title"])
    book.active.append(["1", "Radweg"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    return zipped({"datapackage.json": b'{"resources": []}', "plans.csv": b"\0" * (300 * MIB)})


def workbook_bomb() -> bytes:
    sheet = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 5_000_000 + b"</sheetData></worksheet>"
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet})


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet><sheetData>&l11;</sheetData></worksheet>'
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": text.encode()})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNREADABLE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "blank": lambda: b"\xef\xbb\xbf \r\n\r\n",
    "binary": lambda: bytes(range(256)) * 50,
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "page saved as a workbook": lambda: b"<html><body><table><tr><td>id</td></tr></table></body></html>",
    "old or encrypted workbook": lambda: OLE + b"\0" * 4096,
    "half a workbook": lambda: workbook()[:2000],
    "a zip without a table": lambda: zipped({"readme.txt": b"nothing here"}),
    "a path out of the package": lambda: package("../../../etc/passwd"),
    "an absolute path": lambda: package("/etc/passwd"),
    "a remote path": lambda: package("https://example.org/plans.csv"),
    "a remote schema": lambda: package("plans.csv", schema="https://example.org/schema.json"),
    "a name out of the archive": lambda: zipped({"../datapackage.json": b"{}", "datapackage.json": b"{}"}),
    "a bomb": bomb,
    "a workbook bomb": workbook_bomb,
    "a billion laughs": entities,
    "windows-1252 with a byte it has not": lambda: b"id,title\n1,\x81\x8d\n",
    "a cell that is never closed": lambda: b'id,title\n1,"Radweg\n' + b"2,Solar\n" * 1000,
}


@pytest.fixture
def with_a_version(service: Service) -> Service:
    """A service with one version, which nothing below may touch."""
    service.published("1,Radweg", as_of="2020-12-31")
    return service


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_and_changes_nothing(with_a_version: Service, name: str):
    content = UNREADABLE[name]()
    before, begun = with_a_version.get("/api/v1/changes").json, time.monotonic()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    response = with_a_version.upload(content, as_of="2024-12-31", name="plans.csv")

    assert response.status_code == 422, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    problem = response.json
    if problem["type"].endswith("/unreadable-file"):
        assert problem["file"] == "plans.csv"
        assert len(problem["detail"]) > len("plans.csv: ")
        assert set(problem["messages"]) == {"de", "en"}
    else:
        assert problem["report"]["error_count"] >= 1
    assert with_a_version.get("/api/v1/changes").json == before
    # Bounds against hanging and swelling, wide enough for any machine.
    assert time.monotonic() - begun < 180
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 900 * 1024


def test_a_workbook_is_read_for_what_it_is_whatever_it_is_called(with_a_version: Service):
    response = with_a_version.upload(workbook(), as_of="2024-12-31", name="plans.csv")

    assert (response.status_code, response.json["unchanged"]) == (200, True)


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(with_a_version: Service):
    mapping = {"resources": {"plans": {"sheet": "Tabelle9"}}}
    response = with_a_version.upload(workbook("Maßnahmen"), as_of="2024-12-31", name="x.xlsx", mapping=mapping)

    assert response.status_code == 422
    assert "Maßnahmen" in response.json["detail"]


def test_a_body_over_the_limit_is_refused(tmp_path: Path):
    service = open_service(tmp_path, upload_limit_bytes=100_000)
    service.done("publishers", "add", CITY, "--name", "Musterstadt")
    service.done("datasets", "add", CITY, "plaene", "--kind", "plans", "--title", "Pläne")
    headers = service.token()

    small = service.upload(table("1,Radweg"), headers=headers)
    large = service.upload(table("1," + "x" * 100_000), headers=headers)

    assert small.status_code == 201
    assert (large.status_code, large.content_type) == (413, "application/problem+json")
    assert "100000" in large.json["detail"]


def test_nothing_in_a_file_name_becomes_a_path(with_a_version: Service):
    with_a_version.upload(table("1,Radweg", "2,Solar"), as_of="2024-12-31", name="../../../../tmp/böse\\x.csv")

    kept = [path.name for path in (with_a_version.folder / "uploads").rglob("*") if path.is_file()]
    assert kept
    assert all(re.fullmatch(r"names\.json|rewrites\.zip|sent-\d+|table-[a-z]+", name) for name in kept)


def test_cells_that_look_like_code_are_text_everywhere(service: Service):
    evil = "<script>alert(1)</script>"
    service.published(f'1,"{evil}",,,,"=HYPERLINK(""https://example.org"")"')

    assert service.get(f"{DATASET}/plans/1").json["title"] == evil
    for page in (f"/{CITY}/plaene", f"/{CITY}/plaene/plans/1", "/"):
        assert "<script>alert" not in service.get(page).get_data(as_text=True)
    assert "<script>" not in service.get("/feeds/all.atom").get_data(as_text=True)


def test_a_hundred_thousand_columns_are_refused(with_a_version: Service):
    content = ",".join(f"c{number}" for number in range(100_000)) + "\n"

    assert with_a_version.upload(content, as_of="2024-12-31").status_code == 422


def test_a_cell_of_fifty_megabytes_is_refused(with_a_version: Service):
    response = with_a_version.upload(table("1," + "x" * (50 * MIB)), as_of="2024-12-31")

    assert response.status_code == 422
    assert len(response.data) < MIB
