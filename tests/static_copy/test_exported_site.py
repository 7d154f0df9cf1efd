"""A copy of the site as a reader's programs find it on a server that knows nothing but files."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html
from rdflib import DCAT, Graph

from opendata.web.services import EXTENSION
from tests.service import CITY, Service, add_city, open_service, table

BASE = "https://data.example.org/daten"
# Keys that lead astray as names of files: levels, instructions, escapes, devices, twins, and one that is long.
ODD_KEYS = (
    *("a/b", "..", ".", "../../etc/passwd", "A:b", "100%", "a%2Fb", "two//slashes", "index.html", "index~en", "=41"),
    *("twin", "TWIN", "Twin", "CON", ".htaccess", "ä ö", "x.atom", "x~archive-1", "B&<=>'\"", "k" * 400, "k" * 401),
)


def plans(*rows: str) -> bytes:
    return table(*rows).encode()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Musterstadt with three versions, the second of them withdrawn, and a row that is gone."""
    made = open_service(tmp_path_factory.mktemp("copied"))
    add_city(made)
    add_city(made, "leerdorf")
    token = made.token()
    odd = [
        '"' + key.replace('"', '""') + f'",Schlüssel {place},planning,2030,,' for place, key in enumerate(ODD_KEYS)
    ]
    made.published("1,Radweg,planning,2024,12.5,", "2,Solardach,planning,,,", *odd, headers=token)
    made.published("1,Radweg,implementation,2024,12.5,", *odd, as_of="2024-12-31", headers=token)
    made.published("1,Radweg,completed,2024,12.5,", *odd, as_of="2025-12-31", headers=token)
    withdrawn = f"/api/v1/publishers/{CITY}/datasets/plaene/versions/1.1.0/withdraw"
    assert made.client.post(withdrawn, json={"reason": "Falsch."}, headers=token).status_code == 200
    yield made
    made.app.extensions[EXTENSION]().close()


def exported(service: Service, folder: Path) -> str:
    """Write the copy; what the command printed."""
    return service.done("export", str(folder), "--base-url", BASE)


@pytest.fixture(scope="module")
def copy(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy; nobody changes it."""
    folder = tmp_path_factory.mktemp("copy")
    exported(service, folder)
    return folder


def files(folder: Path) -> dict[str, Path]:
    """The files of a folder by their paths."""
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


class Site:
    """What a plain web server would answer from the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.has = cache(self._has)

    def _has(self, path: str) -> bool:
        return (self.folder / unquote(path).lstrip("/")).is_file()

    def broken(self, file: str, links: list[str]) -> list[str]:
        """Those of the links of a file that stay on the site and lead to no file of it."""
        here, lost = f"{BASE}/{file}", []
        for link in links:
            target = urlsplit(urljoin(here, link))
            address = f"{target.scheme}://{target.netloc}{target.path}"
            is_ours = target.netloc == "data.example.org"
            if is_ours and (not address.startswith(f"{BASE}/") or not self.has(address.removeprefix(BASE))):
                lost.append(link)
        return lost


def links_of_page(path: Path) -> list[str]:
    root = html.document_fromstring(path.read_text(encoding="utf-8"))
    found = root.xpath("//@href | //@src | //@action")
    assert isinstance(found, list)
    return [str(link) for link in found]


def links_in_json(value: object) -> Iterator[str]:
    """Every address in the `links` of a JSON document, at any depth."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "links" and isinstance(member, dict):
                yield from (str(link) for link in member.values() if isinstance(link, str))
            else:
                yield from links_in_json(member)
    elif isinstance(value, list):
        for member in value:
            yield from links_in_json(member)


def test_every_link_of_pages_json_and_feeds_leads_to_a_file(copy: Path):
    site, lost, seen = Site(copy), {}, 0
    for file, path in files(copy).items():
        if file.endswith(".html"):
            links = links_of_page(path)
        elif file.endswith(".atom") or file.endswith(".xml"):
            root = etree.parse(str(path)).getroot()
            links = [str(link) for link in root.xpath("//@href")] + [
                str(each.text) for each in root.iter("{*}loc", "{*}uri")
            ]
        elif file.endswith(".json") and file != "api/v1/openapi.json":
            body = json.loads(path.read_text(encoding="utf-8"))
            links = list(links_in_json(body))
            if file.startswith("feeds/"):
                links += [body["feed_url"], body["home_page_url"], *(each["url"] for each in body["items"])]
        else:
            continue
        seen += len(links)
        if broken := site.broken(file, links):
            lost[file] = broken
    assert not lost
    assert seen > 3_000


def test_every_file_of_the_catalogue_is_in_the_copy(copy: Path):
    site = Site(copy)
    for ending, form in (("ttl", "turtle"), ("rdf", "xml")):
        read = Graph().parse(data=(copy / f"catalog.{ending}").read_bytes(), format=form)
        files_named = [str(each) for each in read.objects(None, DCAT.downloadURL)]
        assert len(files_named) > 5
        assert site.broken(f"catalog.{ending}", files_named) == []


def test_a_copy_holds_pages_in_both_languages_api_feeds_catalogue_and_packages(copy: Path):
    found = files(copy)
    versions = f"api/v1/publishers/{CITY}/datasets/plaene/versions"
    for file in (
        *("index.html", "index~en.html", f"{CITY}/index.html", f"{CITY}/plaene/plans/1/index~en.html"),
        *("api/v1/publishers/index.json", f"{versions}/index.json", f"{versions}/latest/plans.json"),
        *(f"{versions}/1.0.0/plans.{ending}" for ending in ("csv", "ndjson", "xlsx", "parquet", "csv-metadata.json")),
        *(f"{versions}/1.0.0/package.zip", f"{versions}/1.0.0/datapackage.json", "api/v1/changes/index.json"),
        *(f"api/v1/publishers/{CITY}/datasets/plaene/workbook.xlsx", "api/v1/openapi.json", "api/v1/docs/index.html"),
        *("feeds/all.atom", "feeds/all~en.atom", "feeds/all.json", f"feeds/{CITY}/plaene/plans/1.atom"),
        *(f"feeds/{CITY}/plaene/plans/1~en.json", f"feeds/{CITY}/plaene.json"),
        *("catalog.ttl", "catalog.jsonld", "catalog.rdf", "robots.txt", "sitemap.xml", ".well-known/api-catalog"),
        *(f"{CITY}/plaene/calendar.ics", "static/site.css", "static/feed.svg", "static-copy.html"),
        *("compat/localmonitoring/api/cities/index.json", "problems/row-not-found/index.html"),
    ):
        assert file in found, file
    assert not [file for file in found if file.startswith(("portal", "healthz", "metrics", "mail"))]
    assert ".well-known/security.txt" not in found  # this service has no operator to tell
    page = html.document_fromstring(found[f"{CITY}/plaene/plans/1/index~en.html"].read_text(encoding="utf-8"))
    assert page.get("lang") == "en"
    gone = found[f"{CITY}/plaene/plans/2/index.html"].read_text(encoding="utf-8")
    assert "nicht mehr" in gone


def test_what_is_kept_as_it_is_has_the_bytes_of_the_service(service: Service, copy: Path):
    place = f"api/v1/publishers/{CITY}/datasets/plaene/versions/1.0.0"
    for name in ("plans.csv", "plans.ndjson", "package.zip", "datapackage.json"):
        assert (copy / place / name).read_bytes() == service.get(f"/{place}/{name}").data, name
    ours = json.loads((copy / place / "plans.json").read_text(encoding="utf-8"))
    theirs = service.get(f"/{place}/plans.json?limit=0").json
    assert ours["items"] == theirs["items"]
    assert ours["total"] == theirs["total"] == len(ODD_KEYS) + 2


def test_no_link_of_a_page_needs_the_place_where_the_copy_stands(copy: Path):
    for file, path in files(copy).items():
        text = path.read_bytes()
        assert b"static-copy.invalid" not in text, file
        if file.endswith(".html"):
            tags = re.findall(r'<(?:a|form|link)\s[^>]*(?:href|action)="(/[^"]*)"', text.decode())
            assert not tags, file


def test_every_row_has_files_of_its_own_that_every_disk_can_keep(copy: Path):
    found = files(copy)
    assert len({file.lower() for file in found}) == len(found)
    pages = {
        file for file in found if re.fullmatch(rf"{CITY}/plaene/plans/[^/]+/index(~[0-9a-f]{{32}})?\.html", file)
    }
    assert len(pages) == len(ODD_KEYS) + 2
    for file in found:
        assert all(re.fullmatch(r"[A-Za-z0-9_.,=~-]{1,200}", part) for part in file.split("/")), file
        assert not {".", ".."} & set(file.split("/"))
    titles = [html.document_fromstring(found[file].read_text(encoding="utf-8")).findtext(".//h1") for file in pages]
    assert len(set(titles)) == len(pages)


def test_a_second_run_writes_what_changed_and_removes_only_its_own(service: Service, copy: Path, tmp_path: Path):
    shutil.copytree(copy, tmp_path, dirs_exist_ok=True)
    (tmp_path / CITY / "notes.txt").write_text("not of the export", encoding="utf-8")
    before = {file: (path.stat().st_mtime_ns, path.stat().st_ino) for file, path in files(tmp_path).items()}
    gone = tmp_path / "leerdorf" / "index.html"
    changed = tmp_path / "index.html"
    changed.write_text("spoilt", encoding="utf-8")
    manifest = tmp_path / "export-manifest.txt"
    with manifest.open("a", encoding="utf-8") as lines:
        digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        lines.write(f"{digest}  old/gone/index.html\n{digest}  ../outside.txt\n")
    (tmp_path / "old" / "gone").mkdir(parents=True)
    (tmp_path / "old" / "gone" / "index.html").touch()
    outside = tmp_path.parent / "outside.txt"
    outside.touch()

    told = exported(service, tmp_path)

    assert told.endswith(f"{len(before) - 2} files in {tmp_path}: 1 written, 1 removed")
    assert changed.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not (tmp_path / "old").exists()
    assert gone.exists()
    assert outside.exists()
    after = {file: (path.stat().st_mtime_ns, path.stat().st_ino) for file, path in files(tmp_path).items()}
    assert {file for file in after if after[file] != before.get(file)} == {"index.html", "export-manifest.txt"}


def test_files_of_others_are_never_replaced(service: Service, tmp_path: Path):
    (tmp_path / "index.html").write_text("somebody's own page", encoding="utf-8")

    told = service.flask("export", str(tmp_path))

    assert told.exit_code == 2
    assert "index.html" in told.stderr
    assert files(tmp_path).keys() == {"index.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_what_is_called_wrongly_ends_with_2_and_one_plain_line(service: Service, tmp_path: Path):
    for arguments in (
        (str(tmp_path), "--base-url", "data.example.org"),
        ("localmonitoring", f"{CITY}/plaene", str(tmp_path / "file.json")),  # plans are no climate measures
    ):
        told = service.flask("export", *arguments)
        assert (told.exit_code, told.stderr.count("\n")) == (2, 1), told.output
    assert not list(tmp_path.iterdir())
