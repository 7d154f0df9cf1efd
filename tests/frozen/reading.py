"""Everything that the public reads of what is published, kept as artefacts.

Here: the addresses that are asked. Not here: what is published.
"""

import hashlib
import io
import zipfile
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from tests.frozen.service import TONGUES, FrozenService, dataset_path

ROWS_SHOWN = 2  # of each table: the row of most events, and the one that sorts last


def read_everything(service: FrozenService) -> None:
    """Keep the lists, the journal, the feeds, and every dataset with its packages."""
    datasets = []
    publishers = service.read("api/publishers.json", "/api/v1/publishers")["items"]
    for publisher in (each["slug"] for each in publishers):
        path = f"/api/v1/publishers/{publisher}"
        service.read(f"api/{publisher}.json", path)
        listed = service.read(f"api/{publisher}/datasets.json", f"{path}/datasets")["items"]
        datasets += [f"{publisher}/{each['name']}" for each in listed]
        _read_feed(service, publisher)
    for dataset in datasets:
        read_dataset(service, dataset)
    service.keep("digests.txt", "".join(f"{line}\n" for each in datasets for line in digest_lines(service, each)))
    service.read("api/changes.json", "/api/v1/changes?limit=0")
    service.read("api/changes-page.json", "/api/v1/changes?since=3&limit=5")
    _read_feed(service, "all")
    for number in (1, 2):
        _read_feed(service, "all", f"archive={number}")


def digest_lines(service: FrozenService, dataset: str) -> list[str]:
    """The digests of a dataset's versions, each the sha256 of its descriptor in canonical form."""
    listed = service.app.test_client().get(f"{dataset_path(dataset)}/versions?limit=0").get_json()["items"]
    return [f"{dataset} {each['version']} {each['digest']}" for each in listed]


def read_dataset(service: FrozenService, dataset: str, prefix: str = "") -> None:
    """Keep a dataset, its versions with their packages, what changed between them, its feed, and some rows."""
    path, name = dataset_path(dataset), f"{prefix}api/{dataset}"
    service.read(f"{name}.json", path)
    versions = service.read(f"{name}/versions.json", f"{path}/versions?limit=0")["items"]
    for version in versions:
        _read_version(service, dataset, version["version"], prefix)
    for before, after in pairwise(each["version"] for each in versions):
        for form in ("json?limit=0", "csv"):
            asked = f"{path}/versions/{before}...{after}/changes.{form}"
            service.read(f"{name}/{before}...{after}/changes.{form.partition('?')[0]}", asked)
    _read_feed(service, dataset, prefix=prefix)
    publisher, _, own = dataset.partition("/")
    scope = f"publisher={publisher}&dataset={own}"
    journal = service.read(f"{name}/changes.json", f"/api/v1/changes?limit=0&{scope}")["items"]
    for resource, key in _rows_to_show(journal):
        _read_row(service, dataset, resource, key, prefix)


def _read_version(service: FrozenService, dataset: str, number: str, prefix: str) -> None:
    path, name = f"{dataset_path(dataset)}/versions/{number}", f"{prefix}packages/{dataset}/{number}"
    version = service.read(f"{prefix}api/{dataset}/{number}.json", path)
    service.read(f"{name}/datapackage.json", f"{path}/datapackage.json")
    service.read(f"{name}/changes.json", f"{path}/changes.json")
    for resource in (each["name"] for each in version["resources"]):
        service.read(f"{name}/{resource}.csv", f"{path}/{resource}.csv")
        service.read(f"{prefix}api/{dataset}/{number}/{resource}.json", f"{path}/{resource}.json?limit=0")
        service.read(f"{prefix}api/{dataset}/{number}/{resource}-page.json", f"{path}/{resource}.json?limit=2")
    archive = service.app.test_client().get(f"{path}/package.zip")
    if archive.status_code == 200:
        service.keep(f"{name}/package.zip.txt", _contents(archive.get_data()))
    folder = service.folder / "packages" / dataset / number
    stored = [f"{_sha256(file.read_bytes())}  {file.name}\n" for file in sorted(folder.glob("*")) if file.is_file()]
    service.keep(f"{name}/stored-files.txt", "".join(stored))


def _read_row(service: FrozenService, dataset: str, resource: str, key: str, prefix: str) -> None:
    # Keys of real data must not be told by the names of artefacts, which are committed.
    name = f"{prefix}api/{dataset}/{resource}/row-{_sha256(key.encode())[:8]}"
    path = f"{dataset_path(dataset)}/{resource}/{quote(key)}"
    service.read(f"{name}.json", path)
    service.read(f"{name}/history.json", f"{path}/history?limit=0")
    for tongue in TONGUES:
        address = f"/feeds/{dataset}/{resource}/{quote(key)}.atom?lang={tongue}"
        service.read(name.replace("api/", "feeds/", 1) + f".{tongue}.atom", address)


def _rows_to_show(journal: list[dict[str, Any]]) -> list[tuple[str, str]]:
    counts: dict[tuple[str, str], int] = {}
    for entry in journal:
        if entry["key"] is not None:
            row = (entry["resource"], entry["key"])
            counts[row] = counts.get(row, 0) + 1
    shown = []
    for resource in sorted({resource for resource, _ in counts}):
        rows = sorted((row for row in counts if row[0] == resource), key=lambda row: (-counts[row], row))
        shown += sorted({rows[0], max(rows)})[:ROWS_SHOWN]
    return shown


def _read_feed(service: FrozenService, of: str, query: str = "", prefix: str = "") -> None:
    for tongue in TONGUES:
        ending = f".{query.replace('=', '-')}" if query else ""
        asked = "&".join(filter(None, [query, f"lang={tongue}"]))
        service.read(f"{prefix}feeds/{of}{ending}.{tongue}.atom", f"/feeds/{of}.atom?{asked}")


def _contents(archive: bytes) -> str:
    """The names and digests of what is in a zip; its own bytes depend on the machine's zlib."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return "".join(
            f"{_sha256(opened.read(each))}  {each.filename} {each.date_time}\n" for each in opened.filelist
        )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
