"""No part of a list is longer than some megabytes, however long its cells are; the next part goes on there."""

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opendata.formats.package_archive import zip_package
from opendata.web.services import EXTENSION
from tests.service import DATASET, Service, add_city, open_service, table

MIB = 2**20
LONG = "ä" * (MIB // 2)  # characters of two bytes
ROWS = 7
LINES = [f"{number},Plan {number},,,,{LONG}" for number in range(1, ROWS + 1)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with two versions of rows that have a text of a megabyte each."""
    service = open_service(Path(tmp_path_factory.mktemp("bounded")))
    add_city(service)
    service.published(*LINES, as_of="2022-12-31")
    service.published(*(f"{line}x" for line in LINES), as_of="2023-12-31")
    yield service
    service.app.extensions[EXTENSION]().close()


def _parts(service: Service, path: str, **headers: str) -> list[Any]:
    """All parts of a list, found by the links to the next one; each is short enough."""
    parts = []
    while path:
        answer = service.get(path, **headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert len(answer.get_data()) < 5 * MIB
        parts.append(answer.json)
        path = answer.json["links"].get("next", "").removeprefix("http://localhost")
    return parts


@pytest.mark.parametrize("limit", ["", "limit=5000"])
@pytest.mark.parametrize(
    "path",
    [
        "/versions/latest/plans.json",
        "/versions/1.0.0...1.0.1/changes.json",
        "/versions/1.0.0...latest/changes.json",
        "/plans/3/history",
    ],
)
def test_a_list_of_long_texts_is_given_in_short_parts(city: Service, path: str, limit: str):
    numbers = [version["version"] for version in city.get(f"{DATASET}/versions").json["items"]]
    path = path.replace("1.0.1", numbers[-1])
    parts = _parts(city, f"{DATASET}{path}?{limit}")
    whole = city.get(f"{DATASET}{path}?limit=0").json
    if path.endswith("plans.json"):  # a table that is read part by part, of rows longer than any part
        assert [row["text"][: len(LONG)] for row in whole["items"]] == [LONG] * ROWS

    assert [item for part in parts for item in part["items"]] == whole["items"]
    assert {part["total"] for part in parts} == {len(whole["items"])}
    assert len(parts) > 1 or "history" in path


def test_files_of_a_long_table_say_what_its_package_says(city: Service):
    latest = f"{DATASET}/versions/latest"
    descriptor = city.get(f"{latest}/datapackage.json").json
    table = next(each for each in descriptor["resources"] if each["name"] == "plans")
    rows = city.get(f"{latest}/plans.json?limit=0").json["items"]

    answer = city.get(f"{latest}/plans.csv")
    assert f"sha256:{hashlib.sha256(answer.data).hexdigest()}" == table["hash"]
    assert answer.headers["Repr-Digest"] == _digest(answer.data)
    assert answer.headers["X-Row-Count"] == str(ROWS)
    part = city.get(f"{latest}/plans.csv", Range="bytes=1048577-1048580")
    assert (part.status_code, part.data) == (206, answer.data[1048577:1048581])

    lines = city.get(f"{latest}/plans.ndjson").data.splitlines()
    assert [json.loads(line) for line in lines] == rows
    some = city.get(f"{latest}/plans.ndjson?fields=text,id&limit=2").data.splitlines()
    assert [list(json.loads(line).items()) for line in some] == [
        [("text", row["text"]), ("id", row["id"])] for row in rows[:2]
    ]
    excel = city.get(f"{latest}/plans.csv?dialect=excel-de").data.decode("utf-8-sig")
    assert [row["text"] for row in csv.DictReader(io.StringIO(excel, newline=""), delimiter=";")] == [
        row["text"] for row in rows
    ]

    assert city.get(f"{DATASET}/plans/{rows[3]['id']}").json["text"] == rows[3]["text"]
    assert city.get(f"{DATASET}/plans/{ROWS + 1}").status_code == 404

    package = city.get(f"{latest}/package.zip")
    assert package.headers["Repr-Digest"] == _digest(package.data)
    with zipfile.ZipFile(io.BytesIO(package.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files["plans.csv"] == answer.data
    assert json.loads(files["datapackage.json"]) == descriptor
    # Whoever held this package before, when it was put together in memory, has the same bytes.
    assert zip_package(files) == package.data


def _digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def test_the_journal_is_given_in_short_parts_from_which_nothing_is_missing(city: Service):
    parts = _parts(city, "/api/v1/changes?since=0&limit=0")

    serials = [entry["serial"] for part in parts for entry in part["items"]]
    assert serials == list(range(1, len(serials) + 1))
    assert len(parts) > 1
    assert parts[-1]["last_serial"] == serials[-1]


def test_the_rows_and_rewrites_of_a_draft_are_given_in_short_parts(city: Service):
    token = city.token()
    lines = [f"{number},Plan {number},,,, {LONG}y" for number in range(1, ROWS + 1)]  # the blank is removed
    draft = city.upload(table(*lines), as_of="2024-12-31", publish=False, headers=token)
    assert draft.status_code == 201
    assert len(draft.get_data()) < 5 * MIB
    links = draft.json["links"]

    rows = _parts(city, f"{links['rows'].removeprefix('http://localhost')}/plans.json", **token)
    rewrites = _parts(city, links["rewrites"].removeprefix("http://localhost"), **token)

    assert [row["text"] for part in rows for row in part["items"]] == [f"{LONG}y"] * ROWS
    assert [cell["before"] for part in rewrites for cell in part["items"]] == [f" {LONG}y"] * ROWS
    assert len(rows) > 1
    assert len(rewrites) > 1
