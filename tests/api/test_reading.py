"""What programs read: lists, versions, rows, changes, history, the journal."""

import base64
import csv
import hashlib
import io
import json
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opendata.app import create_app
from opendata.web.services import EXTENSION
from tests.copied_services import CopiedServices
from tests.service import CITY, DATASET, Service, add_city
from tests.statements import heard

LIST = f"/api/v1/publishers/{CITY}/datasets"

ROWS_KNOW = "as_of cursor fields lang limit q sort id title phase end cost text".split()
KEYS = ["/B5", "B|5", "B5+6", "G2/Ü4", "a?b#c%20", "x y", "..", "ä/history", "1.atom"]


def publish_twice(service: Service) -> None:
    add_city(service)
    service.published("1,Radweg,planning,2024,10.50", "2,Solar,,,", as_of="2022-12-31", message="Erster Stand")
    service.published("1,Radweg,implementation,2026,10.50", "3,Wärmenetz,,,", as_of="2023-12-31")


@pytest.fixture
def published(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Service]:
    """A service with two versions."""
    with copied_services.after(publish_twice, tmp_path) as made:
        yield made


def test_publishers_and_datasets_are_listed_with_their_links(published: Service):
    (city,) = published.get("/api/v1/publishers").json["items"]
    (dataset,) = published.get(city["links"]["datasets"]).json["items"]

    assert (city["slug"], city["name"]) == (CITY, "Musterstadt")
    assert (dataset["slug"], dataset["current"], dataset["kind"]) == ("plaene", "1.1.0", "plans")
    assert "mapping" not in dataset
    for link in (*city["links"].values(), *dataset["links"].values()):
        assert published.get(link).status_code == 200, link


def test_one_part_of_a_publishers_datasets_is_read_and_a_feed_reads_those_it_names(published: Service):
    for number in range(3):
        new = {"slug": f"z-{number}", "title": "Z", "kind": "plans", "licence": "dl-de-by-2.0"}
        assert published.client.post(LIST, json=new, headers=published.token()).status_code == 201

    with heard() as asked:
        part = published.get(f"{LIST}?limit=2&cursor=1").json
        feed = published.get("/feeds/all.atom")

    assert ([each["slug"] for each in part["items"]], part["total"]) == (["z-0", "z-1"], 4)
    assert "limit=2&cursor=3" in part["links"]["next"] and feed.status_code == 200
    reads = [(text, values) for text, values in asked if "SELECT datasets.id" in text and "datasets.title" in text]
    assert len(reads) == 2
    for text, values in reads:
        assert "LIMIT" in text or "plaene" in values, text


def test_versions_are_listed_oldest_first_and_each_is_found(published: Service):
    versions = published.get(f"{DATASET}/versions").json

    assert [(each["version"], each["as_of"]) for each in versions["items"]] == [
        ("1.0.0", "2022-12-31"),
        ("1.1.0", "2023-12-31"),
    ]
    first, second = versions["items"]
    assert first["message"] == "Erster Stand"
    assert second["previous"] == {"version": "1.0.0", "digest": first["digest"]}
    assert second["resources"][0]["links"].keys() == {"csv", "json", "ndjson", "xlsx", "parquet"}
    for link in (*second["links"].values(), *second["resources"][0]["links"].values()):
        assert published.get(link).status_code == 200, link
    assert published.get(f"{DATASET}/versions/latest").json == second


def test_latest_on_a_day_is_the_version_that_held_then(published: Service):
    assert published.get(f"{DATASET}/versions/latest?as_of=2023-06-30").json["version"] == "1.0.0"
    assert (
        published.get(f"{DATASET}/versions/latest/plans.json?as_of=2022-12-31").json["items"][1]["title"] == "Solar"
    )
    assert published.get(f"{DATASET}/versions/latest?as_of=2020-01-01").status_code == 404


@pytest.mark.parametrize(
    "path", [f"{DATASET}/versions/latest", f"{DATASET}/versions/latest/plans.csv", f"/{CITY}/plaene"]
)
def test_a_first_version_that_comes_while_it_is_asked_for_is_given(
    service: Service, monkeypatch: pytest.MonkeyPatch, path: str
):
    """The dataset was read before its first version came, and the version afterwards."""
    catalogue = service.app.extensions[EXTENSION]().catalogue
    before = catalogue.dataset(CITY, "plaene")
    service.published("1,Radweg")
    monkeypatch.setattr(type(catalogue), "dataset", lambda *_: before)

    answer = service.get(path)

    assert before.current is None
    assert answer.status_code == 200
    assert "Radweg" in answer.text or "1.0.0" in answer.text


def test_rows_are_exact_in_json_and_csv(published: Service):
    text = published.get(f"{DATASET}/versions/1.0.0/plans.json").get_data(as_text=True)
    table = published.get(f"{DATASET}/versions/1.0.0/plans.csv").get_data(as_text=True)

    assert json.loads(text)["items"][0] == {
        "id": "1", "title": "Radweg", "phase": "planning", "end": "2024", "cost": 10.5, "text": None
    }  # fmt: skip
    assert json.loads(text)["items"][1]["cost"] is None
    assert table == "id,title,phase,end,cost,text\n1,Radweg,planning,2024,10.5,\n2,Solar,,,,\n"


def test_a_number_is_written_as_it_is_in_the_table_however_long(service: Service):
    service.published("1,Radweg,,,12345678901234567890.12345678901234567890,")

    text = service.get(f"{DATASET}/versions/latest/plans.json").get_data(as_text=True)

    assert '"cost":12345678901234567890.1234567890123456789,' in text


def test_pages_of_latest_stay_with_the_version_they_began_with(service: Service):
    service.published(*[f"{number},Plan {number}" for number in range(5)])
    first = service.get(f"{DATASET}/versions/latest/plans.json?limit=2").json
    service.published("9,Anders", as_of="2024-12-31")

    second = service.get(first["links"]["next"]).json
    third = service.get(second["links"]["next"]).json

    assert [row["id"] for page in (first, second, third) for row in page["items"]] == list("01234")
    assert "next" not in third["links"]
    assert service.get(third["links"]["prev"]).json["items"] == second["items"]


def test_a_limit_of_nought_is_all(service: Service):
    service.published(*[f"{number:03},Plan" for number in range(150)])

    assert len(service.get(f"{DATASET}/versions/latest/plans.json").json["items"]) == 100
    assert len(service.get(f"{DATASET}/versions/latest/plans.json?limit=0").json["items"]) == 150


def test_a_version_is_cached_for_ever_and_latest_is_asked_for_again(published: Service):
    fixed = published.get(f"{DATASET}/versions/1.1.0/plans.csv")
    moving = published.get(f"{DATASET}/versions/latest/plans.csv")

    assert "immutable" in fixed.headers["Cache-Control"]
    assert "immutable" not in moving.headers["Cache-Control"]
    again = published.get(f"{DATASET}/versions/latest/plans.csv", **{"If-None-Match": moving.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    published.published("1,Radweg,completed", as_of="2024-12-31")
    news = published.get(f"{DATASET}/versions/latest/plans.csv", **{"If-None-Match": moving.headers["ETag"]})
    assert news.status_code == 200


def test_a_truncated_download_shows(published: Service):
    response = published.get(f"{DATASET}/versions/1.0.0/plans.csv")
    digest = base64.b64encode(hashlib.sha256(response.data).digest()).decode()

    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response.headers["X-Row-Count"] == "2"
    part = published.get(f"{DATASET}/versions/1.0.0/plans.csv", Range="bytes=0-9")
    assert (part.status_code, part.data) == (206, response.data[:10])


def test_the_package_is_whole_and_the_same_every_time(published: Service):
    one, other = (published.get(f"{DATASET}/versions/1.1.0/package.zip").data for _ in range(2))
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        names, descriptor = archive.namelist(), json.loads(archive.read("datapackage.json"))
        content = archive.read("plans.csv")

    assert one == other
    assert names == ["datapackage.json", "plans.csv", "grants.csv", "changes.json"]
    assert descriptor["resources"][0]["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert descriptor == published.get(f"{DATASET}/versions/1.1.0/datapackage.json").json


def test_a_package_from_here_can_be_sent_back_and_changes_nothing(published: Service):
    archive = published.get(f"{DATASET}/versions/1.1.0/package.zip").data

    response = published.upload(archive, name="package.zip", as_of="2023-12-31")

    assert (response.status_code, response.json.get("unchanged")) == (200, True), response.json


def test_changes_between_two_versions_agree_with_a_comparison_of_their_csv(published: Service):
    def rows(number: str) -> dict[str, dict[str, str]]:
        text = published.get(f"{DATASET}/versions/{number}/plans.csv").get_data(as_text=True)
        return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}

    before, after = rows("1.0.0"), rows("1.1.0")
    body = published.get(f"{DATASET}/versions/1.0.0...1.1.0/changes.json").json

    assert {each["key"] for each in body["items"] if each["change"] == "added"} == after.keys() - before.keys()
    assert {each["key"] for each in body["items"] if each["change"] == "removed"} == before.keys() - after.keys()
    (changed,) = [each for each in body["items"] if each["change"] == "changed"]
    assert changed["fields"] == {
        "phase": {"before": "planning", "after": "implementation"},
        "end": {"before": "2024", "after": "2026"},
    }
    assert body["counts"] == {"added": 1, "changed": 1, "removed": 1}


def test_changes_backwards_are_the_same_turned_round(published: Service):
    forwards = published.get(f"{DATASET}/versions/1.0.0...1.1.0/changes.json").json
    backwards = published.get(f"{DATASET}/versions/1.1.0...1.0.0/changes.json").json

    assert backwards["counts"] == {"added": 1, "changed": 1, "removed": 1}
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(each["key"], turned[each["change"]]) for each in forwards["items"]} == {
        (each["key"], each["change"]) for each in backwards["items"]
    }


def test_changes_as_csv_are_one_line_a_field(published: Service):
    text = published.get(f"{DATASET}/versions/1.0.0...latest/changes.csv").get_data(as_text=True)
    lines = list(csv.DictReader(io.StringIO(text)))

    assert {
        "resource": "plans",
        "key": "1",
        "change": "changed",
        "field": "end",
        "before": "2024",
        "after": "2026",
    } in lines


def test_a_row_and_its_history(published: Service):
    row = published.get(f"{DATASET}/plans/1").json
    history = published.get(row["links"]["history"]).json

    assert (row["title"], row["end"]) == ("Radweg", "2026")
    assert [(each["version"], each["as_of"], each["event"]) for each in history["items"]] == [
        ("1.0.0", "2022-12-31", "plan.added"),
        ("1.1.0", "2023-12-31", "plan.phase_changed"),
    ]


def test_a_row_that_is_gone_says_so_and_keeps_its_history(published: Service):
    assert published.get(f"{DATASET}/plans/2").status_code == 410
    assert published.get(f"{DATASET}/plans/2/history").json["items"][-1]["event"] == "plan.removed"
    assert published.get(f"{DATASET}/plans/77").status_code == 404


@pytest.mark.parametrize("key", KEYS)
def test_keys_with_odd_letters_have_addresses(service: Service, key: str):
    service.published(f'"{key}",Radweg')
    entry = service.get("/api/v1/changes?limit=1").json["items"][0]

    row = service.get(entry["links"]["row"])

    assert (row.status_code, row.json["id"]) == (200, key)
    assert service.get(entry["links"]["history"]).json["total"] == 1
    assert service.get(entry["links"]["feed"]).status_code == 200
    assert service.get(entry["links"]["page"]).status_code == 200


def test_a_key_of_several_parts_has_an_address(service: Service):
    files = {"plans.csv": b"id,title\n1,Radweg\n", "grants.csv": b'year,programme\n2024,"KIPKI, Teil 1"\n'}
    assert service.upload(files).status_code == 201

    row = service.get(f"{DATASET}/grants/2024,KIPKI%252C%20Teil%201")

    assert (row.status_code, row.json["year"], row.json["programme"]) == (200, 2024, "KIPKI, Teil 1")


# The journal


def test_the_journal_tells_every_change_once_and_in_order(published: Service):
    body = published.get("/api/v1/changes").json

    assert [each["serial"] for each in body["items"]] == [1, 2, 3, 4, 5, 6, 7]
    assert [each["event"] for each in body["items"]] == [
        "plan.added",
        "plan.added",
        "version.published",
        "plan.added",
        "plan.phase_changed",
        "plan.removed",
        "version.published",
    ]
    change = body["items"][4]
    assert change["fields"]["phase"] == {"before": "planning", "after": "implementation"}
    assert change["sentence"]["de"] == (
        "Radweg: Phase von „in Planung“ zu „in Umsetzung“; Ende von 2024 auf 2026 verschoben."
    )
    assert body["last_serial"] == 7
    for link in change["links"].values():
        assert published.get(link).status_code == 200, link


def test_a_reader_who_goes_on_from_the_last_serial_misses_nothing(published: Service):
    seen, since = [], 0
    while items := (body := published.get(f"/api/v1/changes?since={since}&limit=3").json)["items"]:
        seen += [each["serial"] for each in items]
        since = body["last_serial"]

    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_the_journal_is_narrowed_by_publisher_dataset_and_event(published: Service):
    add_city(published, "anderswo")
    other = published.token("anderswo")
    path = "/api/v1/publishers/anderswo/datasets/plaene"
    assert published.upload("id,title\n1,Baum\n", headers=other, dataset=path).status_code == 201

    def serials(query: str) -> list[int]:
        return [each["serial"] for each in published.get(f"/api/v1/changes?{query}").json["items"]]

    assert serials("publisher=anderswo") == [8, 9]
    assert serials(f"publisher={CITY}&dataset=plaene&since=5") == [6, 7]
    # A row that changed in two ways is one entry, and is found by either.
    assert serials("event=plan.phase_changed") == [5]
    assert serials("event=plan.deadline_moved") == [5]
    assert published.get("/api/v1/changes?publisher=nirgends").status_code == 404
    assert published.get("/api/v1/changes?dataset=plaene").status_code == 400


def test_a_reader_may_wait_for_what_happens_next(published: Service):
    def publish_soon() -> None:
        time.sleep(0.5)
        published.published("1,Radweg,completed", as_of="2024-12-31")

    thread = threading.Thread(target=publish_soon)
    thread.start()
    body = published.get("/api/v1/changes?since=7&wait=60").json
    thread.join()

    assert body["items"][0]["serial"] == 8


def test_a_reader_who_waits_in_vain_gets_an_empty_answer(published: Service):
    body = published.get("/api/v1/changes?since=7&wait=1").json

    assert (body["items"], body["last_serial"]) == ([], 7)


# What is not there


@pytest.mark.parametrize(
    ("path", "status", "known"),
    [
        (f"{DATASET}/versions/latest/plans.json?farbe=rot", 400, ROWS_KNOW),
        (f"{DATASET}/versions/latest/trees.json", 404, ["plans", "grants"]),
        (f"{DATASET}/versions/9.9.9", 404, None),
        (f"{DATASET}/versions/neueste", 404, None),
        ("/api/v1/publishers/nirgends", 404, None),
        ("/api/v1/publishers/nirgends/datasets", 404, None),
        ("/api/v1/kinds/nichts", 404, ["plans"]),
        ("/api/v1/changes?limit=-1", 400, None),
        ("/api/v1/changes?event=nichts", 400, None),
        ("/api/v1/nichts", 404, None),
        ("/feeds/all.atom?seite=2", 400, ["archive", "event", "group", "lang", "phase"]),
        ("/feeds/all.atom?lang=fr", 400, ["de", "en"]),
        ("/feeds/nirgends.atom", 404, None),
    ],
)
def test_what_is_not_there_is_a_problem_that_says_what_is(
    published: Service, path: str, status: int, known: list[str] | None
):
    response = published.get(path)

    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert known is None or response.json["known"] == known
    assert published.get(response.json["type"]).status_code == 200


def test_a_dataset_without_a_version_has_no_latest(service: Service):
    assert service.get(f"{DATASET}/versions/latest").status_code == 404
    assert service.get(f"{DATASET}/versions").json["items"] == []


def test_reading_is_open_to_pages_of_other_hosts_and_writing_is_not(published: Service):
    reading = published.get("/api/v1/changes", Origin="https://example.org")
    writing = published.upload("id,title\n1,x\n", headers={"Origin": "https://example.org"})

    assert reading.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in writing.headers


def test_a_damaged_package_is_an_error_and_not_an_answer(published: Service):
    path = Path(published.folder, "packages", CITY, "plaene", "1.0.0", "plans.csv")
    path.write_bytes(path.read_bytes().replace(b"Radweg", b"Radwege"))

    response = published.get(f"{DATASET}/versions/1.0.0/plans.csv")

    assert response.status_code == 500
    assert response.json["type"].endswith("/package-damaged")
    assert published.get(f"{DATASET}/versions/latest/plans.csv").status_code == 200


@pytest.mark.parametrize(
    "path", ["datapackage.json", "changes.json", "package.zip", "plans.csv", "plans.json?limit=1", ""]
)
def test_a_reader_who_has_an_answer_is_told_so_before_anything_is_read(published: Service, path: str):
    address = f"{DATASET}/versions/1.0.0/{path}".rstrip("/")
    etag = published.get(address).headers["ETag"]
    shutil.rmtree(published.folder / "packages")
    opened_anew = Service(create_app(published.app.extensions[EXTENSION]().config), published.folder)

    answer = opened_anew.get(address, **{"If-None-Match": etag})

    assert answer.status_code == 304
    assert answer.headers["ETag"] == etag
    assert answer.get_data() == b""
    opened_anew.app.extensions[EXTENSION]().close()


def test_versions_are_listed_in_parts_that_tell_the_same_as_the_whole_list(service: Service):
    for year in range(2015, 2021):
        service.published(f"1,Radweg,planning,2024,{year}", as_of=f"{year}-12-31")

    def parts(limit: int) -> list[Any]:
        whole: list[Any] = service.get(f"{DATASET}/versions?limit=0").json["items"]
        starts = range(0, len(whole), limit)
        listed = [service.get(f"{DATASET}/versions?limit={limit}&cursor={start}").json for start in starts]
        assert {part["total"] for part in listed} == {len(whole)}
        assert [version for part in listed for version in part["items"]] == whole
        return whole

    assert len(parts(2)) == 6
    service.done("withdraw", f"{CITY}/plaene", parts(4)[2]["version"], "--reason", "Falsche Tabelle")
    assert "changes" not in parts(1)[3]["links"]
    assert "changes" in parts(2)[4]["links"]
    assert service.get(f"{DATASET}/versions?cursor=100").json["items"] == []
