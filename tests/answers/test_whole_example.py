"""Every sort of public address of the example says the same whether answers are kept or not, in both languages."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from opendata.app import create_app
from opendata.config import Config
from opendata.web.addresses import is_private
from opendata.web.services import EXTENSION
from tests.example_service import example_folder

HOST = "http://localhost"
OF_EACH_SORT = 2  # addresses of each view, with a query and without
BEGIN = (
    *("/", "/problems", "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/kinds", "/api/v1/publishers?limit=0"),
    *("/api/v1/changes?since=0&limit=0", "/feeds/all.atom", "/api/v1/changes?since=5&limit=3"),
)
LINK = re.compile(rb"(?:href=|<id>|\"[a-z_.]+\": ?)\"?(http://localhost[^\"<\s]*|/[a-z][^\"<\s]*)\"?")


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Flask]]:
    """The example, served twice from the same folder: with and without answers that are kept."""
    folder = example_folder(tmp_path_factory)
    places = {"database_url": f"sqlite:///{folder / 'db.sqlite'}", "packages_url": str(folder / "packages")}
    made = [
        create_app(Config(data_dir=folder, secret_key="only for tests", kept_answers_mib=mib, **places))  # type: ignore[arg-type]
        for mib in (64, 0)
    ]
    yield made[0], made[1]
    for app in made:
        app.extensions[EXTENSION]().close()


def sort_of(app: Flask, address: str) -> tuple[Any, bool]:
    """The view of an address, and whether it has a query; raises HTTPException where no view answers by itself."""
    parts = urlsplit(address)
    return app.url_map.bind("localhost").match(parts.path)[0], bool(parts.query)


def answers(app: Flask) -> dict[str, Any]:
    """The German answers at addresses that are linked, beginning from a few, and no more than some of each sort."""
    client = app.test_client()
    waiting, known, sorts = list(BEGIN), set(BEGIN), Counter[Any]()
    found = {}
    while waiting:
        address = waiting.pop(0)
        try:
            sort = sort_of(app, address)
        except HTTPException:  # a redirect, or what the API describes with a name in braces
            continue
        sorts[sort] += 1
        if sorts[sort] > OF_EACH_SORT or is_private(urlsplit(address).path):
            continue
        found[address] = client.get(address, headers={"Accept-Language": "de"})
        for link in LINK.findall(found[address].data):
            path = link.decode().replace("&amp;", "&").removeprefix(HOST)
            if path.startswith("/") and "{" not in path and path not in known:
                known.add(path)
                waiting.append(path)
    return found


@pytest.fixture(scope="module")
def found(apps: tuple[Flask, Flask]) -> dict[str, Any]:
    """Addresses of each sort, with their German answers from where none is kept."""
    return answers(apps[1])


def test_the_same_bytes_from_every_sort_of_address(apps: tuple[Flask, Flask], found: dict[str, Any]):
    keeping, making = apps
    views = {sort_of(making, address)[0] for address in found}
    # Enough of the service was seen: pages, API, feeds, files.
    assert {"site.home", "site.row", "feeds.row_feed", "rows.get_history"} <= views
    endings = {urlsplit(address).path.rpartition(".")[2] for address in found}
    assert {"csv", "json", "atom", "zip"} <= endings
    assert len(found) > 120
    sorts = set()
    for address, german in found.items():
        sort = sort_of(making, address)
        if sort in sorts:  # another address of the same view: its answer is its own, and made by the same lines
            second = keeping.test_client().get(address, headers={"Accept-Language": "de"})
            assert (second.status, second.data) == (german.status, german.data), address
            continue
        sorts.add(sort)
        for language in ("de", "en"):
            headers = {"Accept-Language": language}
            plain = german if language == "de" else making.test_client().get(address, headers=headers)
            for turn in range(2):
                kept = keeping.test_client().get(address, headers=headers)
                assert (kept.status, kept.data) == (plain.status, plain.data), (address, language, turn)
                for name in ("Content-Type", "ETag", "Cache-Control", "Link", "Last-Modified", "Content-Disposition"):
                    assert kept.headers.getlist(name) == plain.headers.getlist(name), (address, name)
            if plain.status_code != 200:
                continue
            packed = keeping.test_client().get(address, headers={**headers, "Accept-Encoding": "gzip"})
            is_packed = packed.headers.get("Content-Encoding") == "gzip"
            assert (gzip.decompress(packed.data) if is_packed else packed.data) == plain.data, address
            for tag in (plain.headers["ETag"], packed.headers["ETag"]):
                has_it = keeping.test_client().get(address, headers={**headers, "If-None-Match": tag})
                assert (has_it.status_code, has_it.headers["ETag"], has_it.data) == (304, tag, b""), address
            head = keeping.test_client().head(address, headers=headers)
            assert (head.data, head.content_length) == (b"", len(plain.data)), address


def test_one_view_of_the_example_in_parts(apps: tuple[Flask, Flask], found: dict[str, Any]):
    client = apps[0].test_client()
    path = next(each for each in found if re.fullmatch(r"/api/.*/versions/[^.]+[^/]*/\w+\.csv", each))
    whole = client.get(path).data
    part = client.get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (
        206,
        whole[10:20],
        f"bytes 10-19/{len(whole)}",
    )
    behind = client.get(path, headers={"Range": f"bytes={len(whole)}-"})
    assert (behind.status_code, behind.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert behind.get_json()["type"].endswith("/problems/range-not-satisfiable")
    several = client.get(path, headers={"Range": "bytes=0-3,8-9"})
    assert several.status_code == 206
    assert several.headers["Content-Type"].startswith("multipart/byteranges")
