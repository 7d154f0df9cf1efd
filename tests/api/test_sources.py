"""Following an address: what is fetched, what becomes of it, and what never does."""

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from opendata.config import ROOT
from opendata.domain.sources import WHOLE_AFTER, FetchedContent, Source
from opendata.domain.webhooks import DELAYS
from opendata.steps.source_files import SourceReader
from opendata.steps.taking_content import TurnOver, take
from opendata.web.services import EXTENSION
from tests.outgoing.file_server import FileServer, serving
from tests.reports.making import report_pdf
from tests.service import CITY, DATASET, Service, add_city, open_service, table

SOURCE = f"{DATASET}/source"
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FIRST, SECOND = table("1,Radweg,planning"), table("1,Radweg,completed", "2,Solar,planning")
DAY = timedelta(days=1, hours=2)


class Followed:
    """A service whose clock is turned by hand, its publisher's token, and what its worker does."""

    def __init__(self, folder: Path, token: dict[str, str], **config: Any) -> None:
        self.now, self.token = BEGINNING, token
        opened = {"sources_allowed": (ip_network("127.0.0.1/32"),), **config}
        kinds = {"kinds": ()} if "kinds_dir" in config else {}
        self.service: Service = open_service(folder, clock=lambda: self.now, **kinds, **opened)

    @property
    def services(self) -> Any:
        return self.service.app.extensions[EXTENSION]()

    def put(self, url: str, token: dict[str, str] | None = None, **about: Any) -> Any:
        return self.service.client.put(SOURCE, json={"url": url, **about}, headers=token or self.token)

    def work(self) -> None:
        """Do what a worker does until there is nothing to do."""
        runner = self.services.runner
        while runner.add_news(self.now) or runner.do_next_away() or runner.do_next():
            pass

    def turn(self, by: timedelta = DAY) -> dict[str, Any]:
        """Time passes, and a worker is at work; the newest fetch."""
        self.now += by
        self.work()
        return self.fetch()

    def follow(self, url: str, **about: Any) -> dict[str, Any]:
        """Follow an address, and fetch it; the newest fetch."""
        self.now += timedelta(minutes=1)
        response = self.put(url, **about)
        assert response.status_code == 200, response.get_data(as_text=True)
        self.work()
        return self.fetch()

    def content(self, source: Source) -> FetchedContent:
        """What the address of a source leads to now."""
        source_desk = self.services.source_desk
        content = SourceReader(source_desk.fetcher, source, source_desk.most_bytes, self.now).content()
        assert content is not None
        return content

    def get(self, path: str) -> Any:
        return self.service.get(path, **self.token).json

    def fetch(self) -> dict[str, Any]:
        return dict(self.get(f"{SOURCE}/fetches")["items"][0])

    def uploads(self) -> list[dict[str, Any]]:
        return list(self.get(f"{DATASET}/uploads")["items"])

    def states(self) -> list[str]:
        return [upload["state"] for upload in self.uploads()]

    def version(self) -> dict[str, Any]:
        return dict(self.service.get(f"{DATASET}/versions/latest").json)

    def acts(self) -> list[str]:
        return [act.act for act in self.services.door.audit.acts(CITY, None)]


Prepared = tuple[Path, dict[str, str]]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The folder of a service with a dataset, copied for each test, and the token of its publisher."""
    folder = tmp_path_factory.mktemp("prepared")
    service = open_service(folder)
    add_city(service)
    token = service.token()
    service.app.extensions[EXTENSION]().close()
    return folder, token


@pytest.fixture
def followed(prepared: Prepared, tmp_path: Path) -> Iterator[Followed]:
    shutil.copytree(prepared[0], tmp_path, dirs_exist_ok=True)
    made = Followed(tmp_path, prepared[1])
    yield made
    made.services.close()


@pytest.fixture(scope="module")
def running() -> Iterator[FileServer]:
    with serving() as server:
        yield server


@pytest.fixture
def files(running: FileServer) -> FileServer:
    running.forget()
    return running


def test_new_content_becomes_a_draft_by_the_checks_of_every_upload(followed: Followed, files: FileServer):
    files.give("/plans.csv", FIRST)
    made = followed.put(files.at("/plans.csv"), rhythm="P1W")
    assert (made.json["rhythm"], made.json["as_of_from"], made.json["publish"]) == ("P1W", "fetched", False)
    followed.work()
    fetched = followed.fetch()

    (upload,) = followed.uploads()
    assert (fetched["outcome"], fetched["upload"], fetched["status"]) == ("draft", upload["id"], 200)
    assert (upload["state"], upload["as_of"], upload["changes"]["added"]) == ("draft", "2026-03-02", 1)
    rows = followed.get(f"/api/v1/uploads/{upload['id']}/rows/plans.json")["items"]
    assert [(row["id"], row["title"], row["phase"]) for row in rows] == [("1", "Radweg", "planning")]
    assert followed.service.get(f"{DATASET}/versions/latest").status_code == 404
    about = followed.get(SOURCE)
    assert about["failures"] == 0 and about["last_fetch_at"] == "2026-03-02T08:00:00.000000Z"
    # A week, and a little later, so that not all are fetched at once.
    assert "2026-03-09T08:00:00.0" <= about["next_fetch_at"] <= "2026-03-09T09:00:00.1"
    followed.turn(timedelta(days=6))
    assert len(files.requests) == 1
    assert followed.acts()[:2] == ["upload.sent", "source.made"]


def test_the_same_content_makes_nothing_and_a_server_that_knows_so_is_believed_for_a_week(
    followed: Followed, files: FileServer
):
    files.give("/plans.csv", FIRST, **{"ETag": '"1"'})
    followed.follow(files.at("/plans.csv"))
    files.answer("/plans.csv", 304)
    assert followed.turn()["reason"] == "not-modified"
    assert files.requests[-1].headers["if-none-match"] == '"1"'
    # Somebody who says for ever that nothing has changed is asked for the whole file after a week.
    files.give("/plans.csv", FIRST)
    assert followed.turn(WHOLE_AFTER)["reason"] == "same-content"
    assert "if-none-match" not in files.requests[-1].headers
    # A server with dates alone is asked by them, and other bytes with the same figures are nothing new either.
    files.give("/plans.csv", FIRST, **{"Last-Modified": "Mon, 02 Mar 2026 07:00:00 GMT"})
    followed.turn()
    files.give("/plans.csv", FIRST.replace("\n", "\r\n"))
    followed.turn()
    assert files.requests[-1].headers["if-modified-since"] == "Mon, 02 Mar 2026 07:00:00 GMT"
    (draft,) = followed.uploads()
    followed.service.client.post(draft["links"]["publish"], json={}, headers=followed.token)
    files.give("/plans.csv", f"\ufeff{FIRST}")
    assert followed.turn()["reason"] == "same-figures"
    assert followed.states() == ["published"]


def test_a_draft_that_nobody_has_looked_at_gives_way_and_one_that_somebody_touched_stays(
    followed: Followed, files: FileServer
):
    files.give("/plans.csv", FIRST)
    followed.follow(files.at("/plans.csv"))
    files.give("/plans.csv", SECOND)
    newer = followed.turn()
    assert [upload["id"] for upload in followed.uploads()] == [newer["upload"]]
    assert "source.replaced" in followed.acts()
    # Somebody has answered, or mapped, or looked at it in the portal: it is theirs.
    mapping = {"resources": {"plans": {"fields": {"cost": None}}}}
    mapped = followed.service.client.post(
        f"/api/v1/uploads/{newer['upload']}/map", json={"mapping": mapping}, headers=followed.token
    )
    assert mapped.status_code == 200
    files.give("/plans.csv", table("1,Radweg,planning", "3,Dach,planning"))
    third = followed.turn()
    followed.services.source_desk.sources.look_at(third["upload"])
    files.give("/plans.csv", table("4,Dach,planning"))
    fourth = followed.turn()
    assert [upload["id"] for upload in followed.uploads()] == [fourth["upload"], third["upload"], newer["upload"]]


def test_content_with_errors_replaces_no_draft_and_does_not_pile_up(followed: Followed, files: FileServer):
    files.give("/plans.csv", FIRST)
    valid = followed.follow(files.at("/plans.csv"), publish=False)["upload"]
    for wrong in ("1,", "2,"):
        files.give("/plans.csv", table(wrong))
        fetched = followed.turn()
        assert (fetched["outcome"], "Fehlern" in fetched["sentence"]["de"]) == ("invalid", True)
    assert [upload["id"] for upload in followed.uploads()] == [fetched["upload"], valid]
    files.give("/plans.csv", SECOND)
    assert [followed.turn()["upload"]] == [upload["id"] for upload in followed.uploads()]


def test_content_is_published_at_once_where_the_publisher_said_so_and_nothing_needs_an_answer(
    followed: Followed, files: FileServer
):
    files.give("/plans.csv", FIRST)
    fetched = followed.follow(files.at("/plans.csv"), publish=True)
    assert (fetched["outcome"], fetched["version"]) == ("published", "1.0.0")
    assert followed.version()["as_of"] == "2026-03-02"
    files.give("/plans.csv", SECOND)
    assert followed.turn()["version"] == "1.1.0"
    # A row that is gone is asked about: nobody has answered, so it waits.
    files.give("/plans.csv", table("2,Solar,planning"))
    asked = followed.turn()
    assert (asked["outcome"], asked["reason"], followed.version()["version"]) == ("draft", "asks", "1.1.0")
    # With errors nothing is published, whatever the publisher said.
    files.give("/plans.csv", table("1,"))
    assert followed.turn()["outcome"] == "invalid"
    # Four eyes are two more than those of whoever chose the address.
    followed.service.done("publishers", "four-eyes", CITY, "on")
    files.give("/plans.csv", table("1,Radweg,completed", "2,Solar,completed"))
    waits = followed.turn()
    assert (waits["outcome"], waits["reason"]) == ("draft", "four-eyes")
    assert followed.services.uploads.get(waits["upload"]).hands == ["token:test"]
    refused = followed.service.client.post(f"/api/v1/uploads/{waits['upload']}/publish", headers=followed.token)
    assert refused.status_code == 403
    followed.service.done("publishers", "four-eyes", CITY, "off")
    # What somebody took back does not come again by itself.
    withdrawal = {"reason": "Falsche Zahlen."}
    path = f"{DATASET}/versions/1.1.0/withdraw"
    assert followed.service.client.post(path, json=withdrawal, headers=followed.token).status_code == 200
    files.give("/plans.csv", SECOND.replace("\n", "\r\n"))
    taken_back = followed.turn()
    assert (taken_back["outcome"], taken_back["reason"]) == ("draft", "withdrawn")


def test_the_date_comes_from_the_rule_that_was_chosen_or_nothing_is_taken(followed: Followed, files: FileServer):
    changed = datetime(2025, 12, 30, 23, 30, tzinfo=UTC)  # in Germany it is the next day already
    files.give("/plans.csv", FIRST, **{"Last-Modified": format_datetime(changed, usegmt=True)})
    assert followed.follow(files.at("/plans.csv"), as_of_from="last-modified")["as_of"] == "2025-12-31"
    for headers in ({}, {"Last-Modified": "gestern"}):
        files.give("/plans.csv", SECOND, **headers)
        assert followed.turn()["reason"] == "no-date"
    followed.service.published("1,Radweg", as_of="2026-02-01")
    files.give("/plans.csv", SECOND, **{"Last-Modified": format_datetime(changed, usegmt=True)})
    assert followed.turn()["reason"] == "date-before-last"
    assert followed.put(files.at("/plans.csv"), as_of_from="guess").status_code == 400


def test_a_resource_of_ckan_is_followed_by_its_page_or_by_its_api(followed: Followed, files: FileServer):
    resource = "6f2b0d5c-41f0-4d1c-8a55-0f5a3c0d9e11"
    about: dict[str, Any] = {"url": files.at("/download/plans.csv"), "format": "CSV"}
    about["last_modified"] = "2026-01-31T10:00:00.123456"
    told = {"success": True, "result": about}
    files.give("/download/plans.csv", FIRST)
    files.give("/de/api/3/action/resource_show", json.dumps(told))
    page = files.at(f"/de/dataset/plaene/resource/{resource}")
    assert followed.follow(page, as_of_from="metadata")["as_of"] == "2026-01-31"
    assert [request.path for request in files.requests] == [
        f"/de/api/3/action/resource_show?id={resource}",
        "/download/plans.csv",
    ]
    assert followed.follow(files.at(f"/de/api/3/action/resource_show?id={resource}"))["outcome"] == "draft"
    # A dataset is followed where it has one table; otherwise nobody can know which is meant.
    package: dict[str, Any] = {"resources": [about, {"url": files.at("/bericht.pdf"), "format": "PDF"}]}
    files.give("/api/3/action/package_show", json.dumps({"success": True, "result": package}))
    assert followed.follow(files.at("/dataset/plaene"))["outcome"] == "draft"
    package["resources"].append({**about, "format": "XLSX"})
    files.give("/api/3/action/package_show", json.dumps({"success": True, "result": package}))
    assert followed.turn()["reason"] == "ckan-several"
    package["resources"] = [{"url": "http://10.1.2.3/plans.csv", "format": "CSV"}]
    files.give("/api/3/action/package_show", json.dumps({"success": True, "result": package}))
    assert followed.turn()["reason"] == "address-refused"
    for answer in ("{}", "no JSON", '{"success": false}', '{"success": true, "result": {"resources": []}}'):
        files.give("/api/3/action/package_show", answer)
        assert followed.turn()["reason"] in ("ckan-answer", "ckan-no-file")


def test_a_data_package_comes_whole_or_not_at_all(followed: Followed, files: FileServer):
    packed = io.BytesIO()
    described = {"name": "p", "resources": [{"name": "plans", "path": "data/plans.csv"}]}
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("datapackage.json", json.dumps(described))
        archive.writestr("data/plans.csv", FIRST)
    files.give("/all.zip", packed.getvalue())
    assert followed.follow(files.at("/all.zip"))["outcome"] == "draft"
    files.give("/p/datapackage.json", json.dumps(described))
    files.give("/p/data/plans.csv", SECOND)
    assert followed.follow(files.at("/p/datapackage.json"))["outcome"] == "draft"
    assert followed.uploads()[0]["changes"]["added"] == 2
    files.give("/p/data/plans.csv", table("5,Dach,planning"))
    assert followed.turn()["outcome"] == "draft"
    for path in ("../plans.csv", "http://127.0.0.1/plans.csv", "/plans.csv", "//10.0.0.1/plans.csv", "a\\b.csv"):
        files.give("/p/datapackage.json", json.dumps({"resources": [{"name": "plans", "path": path}]}))
        assert followed.turn()["reason"] == "package", path
    files.give("/p/datapackage.json", json.dumps({"resources": [{"name": "plans", "path": "missing.csv"}]}))
    assert (followed.turn()["reason"], followed.fetch()["status"]) == ("status", 404)


def test_what_is_no_table_is_told_plainly_and_replaces_nothing(followed: Followed, files: FileServer):
    files.give("/plans.csv", FIRST)
    kept = followed.follow(files.at("/plans.csv"))["upload"]
    page = "<!-- ä -->\n<!DOCTYPE html><title>Anmelden</title>"
    told = {}
    for content in (page, "  ", "%PDF-1.7 bericht", '{"a": 1}'):
        files.give("/plans.csv", content)
        told[content] = followed.turn()
    assert told[page]["reason"] == "web-page" and "Anmeldung" in told[page]["sentence"]["de"]
    assert told["  "]["reason"] == "empty"
    assert "PDF" in told["%PDF-1.7 bericht"]["sentence"]["en"]
    assert {fetched["outcome"] for fetched in told.values()} == {"failed"}
    for status in (401, 403, 404, 410, 429, 500, 418, 204, 206, 304):
        files.answer("/plans.csv", status)
        assert (followed.turn()["status"], followed.fetch()["outcome"]) == (status, "failed")
    assert [upload["id"] for upload in followed.uploads()] == [kept]
    assert followed.get(SOURCE)["failures"] == 14
    files.give("/plans.csv", SECOND)
    assert followed.turn()["outcome"] == "draft"
    assert (followed.get(SOURCE)["failures"], followed.get(SOURCE)["failing_since"]) == (0, None)


def test_what_fails_is_tried_again_soon_then_daily_and_never_given_up(followed: Followed, files: FileServer):
    files.answer("/plans.csv", 503)
    followed.follow(files.at("/plans.csv"), rhythm="P1M")
    for number, delay in enumerate(DELAYS, 2):
        followed.turn(delay - timedelta(seconds=1))
        assert len(files.requests) == number - 1
        followed.turn(timedelta(seconds=1))
        assert len(files.requests) == number
    for _ in range(3):
        followed.turn()
    assert len(files.requests) == len(DELAYS) + 4
    # A file that is not there will not be there in ten seconds.
    files.answer("/plans.csv", 404)
    followed.turn()
    followed.turn(timedelta(hours=20))
    assert len(files.requests) == len(DELAYS) + 5


def test_nothing_inside_is_ever_fetched(followed: Followed, files: FileServer):
    with serving("127.0.0.2") as inside:
        inside.give("/secret.csv", FIRST)
        for url in (
            *(
                inside.at("/secret.csv"),
                "http://10.0.0.1/a.csv",
                "http://[::ffff:127.0.0.2]/a.csv",
                "file:///etc/passwd",
            ),
            *("https://user:word@example.org/a.csv", "http://localhost/a.csv\u0000", "ftp://example.org/a.csv"),
        ):
            refused = followed.put(url)
            assert (refused.status_code, refused.json["name"]) in ((400, "url"), (400, "json")), url
        named = f"http://[::ffff:127.0.0.2]:{inside.port}/secret.csv"
        for target in (
            inside.at("/secret.csv"),
            named,
            "file:///etc/passwd",
            "http://a:b@example.org/",
            "//10.0.0.1/",
        ):
            files.answer("/plans.csv", 302, Location=target)
            assert followed.follow(files.at("/plans.csv"))["reason"] == "address-refused", target
        assert inside.requests == []
    files.give("/plans.csv", FIRST)
    files.answer("/moved.csv", 301, Location="/plans.csv#part")
    assert followed.follow(files.at("/moved.csv"))["outcome"] == "draft"
    files.answer("/circle.csv", 302, Location="/circle.csv?more=1")
    asked = len(files.requests)
    assert followed.follow(files.at("/circle.csv"))["reason"] == "too-many-redirects"
    assert len(files.requests) == asked + 6


def test_who_may_what_and_no_secret_of_an_address_is_told(followed: Followed, files: FileServer):
    files.give("/plans.csv", FIRST)
    editor = followed.service.token(scopes="upload")
    url = files.at("/plans.csv?token=geheim")
    assert followed.put(url, editor, publish=True).status_code == 403
    assert followed.put(url, editor).status_code == 200
    assert followed.put(url, publish=True).status_code == 200
    # Whoever may not publish does not lead what is published at once to another address.
    assert followed.put(files.at("/other.csv"), editor).status_code == 403
    for method, path in (("get", ""), ("post", "/fetch"), ("get", "/fetches"), ("delete", "")):
        call = getattr(followed.service.client, method)
        assert call(f"{SOURCE}{path}").status_code == 401
    followed.work()
    assert files.requests[-1].path == "/plans.csv?token=geheim"
    audit = [str(vars(act)) for act in followed.services.door.audit.acts(CITY, None)]
    assert not [act for act in audit if "geheim" in act] and [act for act in audit if "/plans.csv?…" in act]
    public = followed.service.get(f"/{CITY}/plaene").get_data(as_text=True)
    package = followed.service.get(f"{DATASET}/versions/latest/datapackage.json").get_data(as_text=True)
    assert "geheim" not in public + package + json.dumps(followed.get(f"{SOURCE}/fetches"))
    assert followed.service.client.delete(SOURCE, headers=editor).status_code == 204
    assert followed.service.get(SOURCE, **editor).status_code == 404
    assert followed.states() == ["published"]


def test_it_is_fetched_when_somebody_asks_and_not_over_and_over(followed: Followed, files: FileServer):
    files.give("/plans.csv", FIRST)
    followed.follow(files.at("/plans.csv"))
    files.give("/plans.csv", SECOND)
    for _ in range(3):
        asked = followed.service.client.post(f"{SOURCE}/fetch", headers=followed.token)
        assert asked.status_code == 202
        followed.work()
    assert len(files.requests) == 1
    assert followed.turn(timedelta(minutes=1))["outcome"] == "draft"
    assert len(files.requests) == 2


def test_a_packed_answer_is_unpacked_and_a_bomb_is_not(prepared: Prepared, tmp_path: Path, files: FileServer):
    shutil.copytree(prepared[0], tmp_path, dirs_exist_ok=True)
    followed = Followed(tmp_path, prepared[1], upload_limit_bytes=200_000)
    packed = {"Content-Encoding": "gzip"}
    files.give("/plans.csv", gzip.compress(FIRST.encode()), **packed)
    assert followed.follow(files.at("/plans.csv"))["outcome"] == "draft"
    bomb = gzip.compress(bytes(5_000_000))
    assert len(bomb) < 10_000
    for content, headers, reason in (
        (bomb, packed, "too-large"),
        (bytes(200_001), {}, "too-large"),
        (gzip.compress(FIRST.encode())[:-9], packed, "cut-off"),
        (b"no gzip", packed, "cut-off"),
        (FIRST.encode(), {"Content-Encoding": "br"}, "unknown-coding"),
    ):
        files.give("/plans.csv", content, **headers)
        assert followed.turn()["reason"] == reason
    followed.services.close()


def test_a_run_that_is_believed_dead_keeps_nothing_and_what_it_kept_is_recognised(
    followed: Followed, files: FileServer
):
    files.give("/plans.csv", FIRST)
    followed.put(files.at("/plans.csv"))
    runner, source_desk = followed.services.runner, followed.services.source_desk
    runner.add_news(followed.now)
    # A worker dies after it has kept the draft, and before it says so.
    (late,) = source_desk.sources.all()
    ends = source_desk.sources.end
    content = followed.content(late)
    first = take(source_desk, late, content, followed.now, lambda _share: None)
    followed.work()
    assert followed.fetch()["upload"] == first.upload and len(followed.uploads()) == 1
    # Its turn is over now: whatever it still does is refused.
    assert not ends(late, None)
    files.give("/plans.csv", SECOND)
    content = followed.content(late)
    with pytest.raises(TurnOver):
        take(source_desk, late, content, followed.now, lambda _share: None)
    assert len(followed.uploads()) == 1


def test_a_pdf_report_is_never_published_unseen_and_all_of_its_parts_give_way_together(
    tmp_path: Path, files: FileServer
):
    service = open_service(tmp_path, (), kinds_dir=ROOT / "datapackages")
    add_city(service, kind="climate-measures")
    service.app.extensions[EXTENSION]().close()
    followed = Followed(tmp_path, service.token(), kinds_dir=ROOT / "datapackages")
    report = report_pdf()
    files.give("/bericht.pdf", report)
    fetched = followed.follow(files.at("/bericht.pdf"), publish=True)
    assert (fetched["outcome"], fetched["reason"]) == ("draft", "asks")
    first = {upload["id"] for upload in followed.uploads()}
    assert len(first) == 3 and fetched["upload"] in first
    files.give("/bericht.pdf", report + b"\n% another edition\n")
    later = followed.turn()
    second = {upload["id"] for upload in followed.uploads()}
    assert len(second) == 3 and later["upload"] in second and not first & second
    assert set(followed.states()) == {"draft"}
    followed.services.close()
