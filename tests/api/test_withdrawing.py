"""Withdrawing as programs, readers and feed readers see it; and that nothing of it is left."""

import io
import json
import re
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from sqlalchemy import create_engine, text

from opendata.web.services import EXTENSION
from tests.copied_services import CopiedServices
from tests.service import CITY, DATASET, Service, add_city, open_service, table
from tests.statements import heard

SECRET, AMOUNT, REASON = "Geheimrat", "7713177", "Enthielt den Namen eines Bürgers."
W = f"{DATASET}/versions/1.1.0"
GRANTS = "year,programme,plan_id,paid"


def publish_three(service: Service) -> None:
    add_city(service)
    service.published("1,Radweg,planning,2024", "2,Solar,planning", as_of="2021-12-31")
    files = {
        f"{SECRET}.csv": table(f"1,Radweg {SECRET},in Arbeit,2026,,{SECRET}", "2,Solar", f"3,{SECRET}").encode(),
        "grants.csv": f"{GRANTS}\n2024,KIPKI,1,{AMOUNT}\n".encode(),
    }
    assert service.upload(files, as_of="2022-12-31").status_code == 201
    last = {
        "plans.csv": table("1,Radweg,planning,2027", "2,Solar,planning").encode(),
        "grants.csv": f"{GRANTS}\n2025,KIPKI,1,5\n".encode(),
    }
    assert service.upload(last, as_of="2023-12-31").status_code == 201


@pytest.fixture
def city(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Service]:
    """Three versions; the second tells in every way there is what nobody should read."""
    with copied_services.after(publish_three, tmp_path) as made:
        yield made


def withdraw(service: Service, number: str = "1.1.0", reason: Any = REASON, **headers: str) -> Any:
    return service.client.post(
        f"{DATASET}/versions/{number}/withdraw", json={"reason": reason}, headers=headers or service.token()
    )


def tells(content: bytes) -> bool:
    """Whether something of the withdrawn version is in it."""
    return SECRET.encode() in content or AMOUNT.encode() in content


def content_of(response: Any) -> bytes:
    """What an answer says; a workbook's parts are unpacked."""
    content: bytes = response.data
    if "openxmlformats" in (response.content_type or ""):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return b"\n".join(parts.read(name) for name in parts.namelist())
    return content


def everything(service: Service, *starts: str) -> Iterator[tuple[str, Any]]:
    """Every answer that links lead to, of the API, feeds and pages, with its path; each address is asked once."""
    to_read, seen = list(starts), set(starts)
    while to_read:
        path = to_read.pop()
        response = service.client.get(path)
        yield path, response
        no_text = ("zip", "openxmlformats", "parquet", "image/")
        is_text = not any(word in (response.content_type or "") for word in no_text)
        content = response.get_data(as_text=True) if is_text else ""
        for part in content.replace("&amp;", "&").split('"'):
            url = urlsplit(part)
            if part.startswith(("http://localhost/", "/")) and not any(c in part for c in "<>{} \n\\"):
                found = f"{url.path}?{url.query}" if url.query else url.path
                if found not in seen and not found.startswith("/static"):
                    seen.add(found)
                    to_read.append(found)


def test_its_rows_are_410_with_the_reason_and_its_number_and_digest_stay(city: Service):
    before = city.get(W).json
    answer = withdraw(city)

    assert answer.status_code == 200
    assert answer.json["withdrawn"]["reason"] == REASON
    after = city.get(W).json
    assert {k: after[k] for k in ("version", "digest", "previous", "serials")} == {
        k: before[k] for k in ("version", "digest", "previous", "serials")
    }
    assert after["resources"][0]["hash"] == before["resources"][0]["hash"]
    for path in (
        f"{W}/plans.json", f"{W}/plans.csv", f"{W}/package.zip", f"{W}/changes.json",
        f"{DATASET}/versions/1.0.0...1.1.0/changes.json", f"{DATASET}/versions/1.1.0...1.2.0/changes.csv",
        f"{DATASET}/plans/3",
    ):  # fmt: skip
        gone = city.get(path)
        assert gone.status_code == 410, path
        assert gone.headers["Cache-Control"] == "no-store"
        assert gone.json["type"].endswith("/problems/version-withdrawn")
        assert (gone.json["reason"], gone.json["version"]) == (REASON, "1.1.0")
        assert gone.json["withdrawn_at"] == after["withdrawn"]["at"]
    descriptor = city.get(f"{W}/datapackage.json")
    assert (descriptor.status_code, descriptor.json["digest"]) == (200, before["digest"])
    assert city.get(f"{DATASET}/versions/1.0.0...1.2.0/changes.json").status_code == 200
    as_of = city.get(f"{DATASET}/versions/latest?as_of=2023-01-01").json
    assert as_of["version"] == "1.0.0"


def test_nothing_it_said_is_found_anywhere_by_anybody(city: Service):
    assert any(tells(content_of(response)) for _, response in everything(city, "/feeds/all.atom"))
    token = city.token()
    uploads = [each["id"] for each in city.get(f"{DATASET}/uploads", **token).json["items"]]
    withdraw(city)

    read = 0
    starts = ["/", "/feeds/all.atom", "/feeds/all.atom?lang=en", "/api/v1/publishers", f"{DATASET}/versions",
              "/api/v1/changes?limit=0", f"{DATASET}/plans/1/history", f"{DATASET}/plans/3/history"]  # fmt: skip
    for path, response in everything(city, *starts):
        assert response.status_code in (200, 302, 303, 308, 400, 401, 404, 405, 410), path
        assert not tells(content_of(response)), path
        read += 1
    assert read > 100
    for each in uploads:
        for tail in ("", "/rewrites", "/rows/plans.json"):
            assert not tells(city.get(f"/api/v1/uploads/{each}{tail}", **token).data)
    with create_engine(f"sqlite:///{city.folder / 'db.sqlite'}").connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for name in names:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                assert not tells(repr(row).encode())
    for file in city.folder.rglob("*"):
        if file.is_file():
            assert not tells(file.read_bytes()), file


def test_another_process_that_has_the_rows_at_hand_serves_them_no_more(city: Service):
    other = open_service(city.folder)
    paths = [f"{W}/plans.json", f"{W}/plans.csv", f"{W}/package.zip", f"{CITY}/plaene/compare/1.0.0...1.1.0"]
    assert [other.get(path).status_code for path in paths] == [200] * 4
    etag = other.get(paths[0]).headers["ETag"]
    withdraw(city)

    assert other.get(paths[0], **{"If-None-Match": etag}).status_code == 410
    assert [other.get(path).status_code for path in paths] == [410] * 4
    other.app.extensions[EXTENSION]().close()


def _parsed(response: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = feedparser.parse(response.data, response_headers={"content-type": response.content_type})
    assert not found.bozo
    return found


def test_feeds_tell_it_and_readers_replace_what_they_had(city: Service):
    row = f"/feeds/{CITY}/plaene/plans/1.atom"
    before, old = _parsed(city.get(row)), city.get(row)
    withdraw(city)
    again = city.get(row, **{"If-None-Match": old.headers["ETag"], "If-Modified-Since": old.headers["Last-Modified"]})

    assert again.status_code == 200
    after = _parsed(again)
    assert [each.id for each in after.entries] == [each.id for each in before.entries]
    updated = [b.updated < a.updated for b, a in zip(before.entries, after.entries, strict=True)]
    assert updated == [True, True, False]
    assert after.entries[1].title == "„Pläne der Stadt“, Version 1.1.0: zurückgezogen"
    news = _parsed(city.get("/feeds/all.atom")).entries[0]
    assert news.title.endswith(f"zurückgezogen: {REASON.removesuffix('.')}")
    assert [each.term for each in news.tags] == ["version.withdrawn"]
    events = city.get("/api/v1/changes?event=version.withdrawn").json["items"]
    assert [(each["version"], each["fields"]["reason"]["after"]) for each in events] == [("1.1.0", REASON)]


def test_the_rest_can_be_verified_and_rebuilt_to_the_same_feeds(city: Service, tmp_path: Path):
    withdraw(city)
    out = city.done("verify")
    assert f"musterstadt/plaene/1.1.0: withdrawn on {city.get(W).json['withdrawn']['at'][:10]}: {REASON}" in out
    assert "3 versions verified, 0 problems" in out

    new = open_service(tmp_path / "new", packages_url=str(city.folder / "packages"))
    new.done("reindex")
    for path in ("/feeds/all.atom", f"/feeds/{CITY}/plaene/plans/1.atom", "/api/v1/changes?limit=0", W):
        assert new.get(path).data == city.get(path).data
    assert new.get(f"{W}/plans.json").status_code == 410
    new.app.extensions[EXTENSION]().close()


def test_reports_of_few_uploads_are_in_memory_at_once_while_a_version_is_forgotten(city: Service):
    uploads = city.app.extensions[EXTENSION]().uploads
    draft = city.upload(table("9,Neu"), publish=False).json["id"]
    for number in range(45):
        uploads.add(replace(uploads.get(draft), id=f"{number:032}"), {}, {}, [])

    with heard() as asked:
        assert withdraw(city).status_code == 200

    reads = [(text, len(values)) for text, values in asked if text.startswith("SELECT") and "uploads.report" in text]
    assert sum(count for _, count in reads) >= 45
    assert all("uploads.id" in text.partition("WHERE")[2] and count <= 20 for text, count in reads)


def test_who_may_not_publish_may_not_withdraw(city: Service):
    add_city(city, "anderswo")

    assert withdraw(city, Authorization="Bearer nichts").status_code == 401
    assert withdraw(city, **city.token(scopes="upload")).status_code == 403
    assert withdraw(city, **city.token("anderswo")).status_code == 403
    assert city.get(f"{W}/plans.json").status_code == 200


def test_a_reason_has_to_be_plain_text(city: Service):
    for reason in ("", "  \n ", "x" * 1001, "a\u0000b", "\u202eumgedreht", None, 7):
        answer = withdraw(city, reason=reason)

        assert answer.status_code in (400, 422), reason
        assert "reason" in answer.get_data(as_text=True), reason
        assert city.get(f"{W}/plans.json").status_code == 200, reason


def test_a_reason_is_text_and_never_markup(city: Service):
    withdraw(city, reason="<script>alert(1)</script> & mehr")

    for path in ("/musterstadt/plaene/versions", "/musterstadt/plaene/versions/1.1.0", "/", "/feeds/all.atom"):
        assert b"<script>" not in city.client.get(path).data, path


def test_twice_is_the_same_and_another_reason_a_conflict(city: Service):
    first = withdraw(city).json

    assert withdraw(city).json == first
    conflict = withdraw(city, reason="Ein anderer")
    assert (conflict.status_code, conflict.json["reason"]) == (409, REASON)
    assert withdraw(city, "9.9.9").status_code == 404
    assert withdraw(city, "latest").status_code == 400


def test_by_command(city: Service):
    out = city.done("withdraw", "musterstadt/plaene", "1.2.0", "--reason", REASON)

    assert out.endswith("Zurückgezogen: musterstadt/plaene/1.2.0; jetzt gilt Version 1.1.0")
    again = city.flask("withdraw", "musterstadt/plaene", "1.2.0", "--reason", "Ein anderer")
    assert (again.exit_code, "Grund bleibt" in again.output) == (2, True)
    assert city.flask("withdraw", "musterstadt/plaene", "7.0.0", "--reason", REASON).exit_code == 2
    assert city.flask("withdraw", "musterstadt/plaene", "1.0.0").exit_code == 2


def test_the_last_that_holds_is_latest_and_the_same_content_can_come_again(city: Service):
    rows = city.get(f"{DATASET}/versions/1.2.0/plans.csv").data
    withdraw(city, "1.2.0")
    assert city.get(f"{DATASET}/versions/latest").json["version"] == "1.1.0"
    withdraw(city, "1.1.0")

    again = city.upload(rows, as_of="2023-12-31")

    assert (again.status_code, again.json["version"]) == (201, "1.2.1")
    assert city.get(f"{DATASET}/versions/1.2.1").json["previous"]["version"] == "1.2.0"
    assert "4 versions verified, 0 problems" in city.done("verify")


def test_where_none_is_left_latest_says_why(city: Service):
    for number in ("1.0.0", "1.1.0", "1.2.0"):
        withdraw(city, number)

    for path in ("versions/latest", "versions/latest/plans.json", "plans/1", "versions/latest?as_of=2022-12-31"):
        answer = city.get(f"{DATASET}/{path}")
        assert (answer.status_code, answer.json["reason"]) == (410, REASON)
    assert city.get(DATASET).json["current"] is None
    assert [each["withdrawn"]["reason"] for each in city.get(f"{DATASET}/versions").json["items"]] == [REASON] * 3
    assert city.published("1,Radweg")["version"] == "1.3.0"


def test_an_upload_that_became_it_or_took_tables_from_it_brings_nothing_back(city: Service):
    token = city.token()
    draft = city.upload(table("1,Radweg"), as_of="2024-12-31", publish=False).json
    assert any(note["code"] == "table-carried-over" for note in draft["report"]["notes"])
    (became,) = [e for e in city.get(f"{DATASET}/uploads", **token).json["items"] if e["version"] == "1.2.0"]
    withdraw(city, "1.2.0")

    assert city.client.post(f"/api/v1/uploads/{draft['id']}/publish", headers=token).status_code == 404
    assert city.client.post(f"/api/v1/uploads/{became['id']}/publish", headers=token).status_code == 410
    assert city.get(f"/api/v1/uploads/{became['id']}/rewrites", **token).status_code == 410
    report = city.get(f"/api/v1/uploads/{became['id']}", **token).json["report"]
    assert (report["valid"], report["rewrites"], report["notes"]) == (True, [], [])


def test_pages_say_so(city: Service):
    withdraw(city)

    def page(path: str) -> Any:
        return city.client.get(path, headers={"Accept": "text/html", "Accept-Language": "de"})

    one = page("/musterstadt/plaene/versions/1.1.0")
    assert (one.status_code, one.headers["Cache-Control"]) == (410, "no-store")
    assert REASON in one.text
    versions = page("/musterstadt/plaene/versions").text
    assert "zurückgezogen" in versions
    assert REASON in versions
    assert '<option value="1.1.0"' not in versions
    following = page("/musterstadt/plaene/versions/1.2.0").text
    assert "compare/1.1.0" not in following
    gone = page("/musterstadt/plaene/plans/3")
    assert (gone.status_code, REASON in gone.text) == (410, True)
    row = page("/musterstadt/plaene/plans/1").text
    assert "was davor galt, ist zurückgezogen" in row
    assert page("/musterstadt/plaene/compare/1.1.0...1.2.0").status_code == 410
    for number in ("1.0.0", "1.2.0"):
        withdraw(city, number)
    assert "Alle Versionen sind zurückgezogen" in page("/musterstadt/plaene").text
    assert page("/musterstadt").status_code == page("/").status_code == 200
    for path, response in everything(city, "/"):
        assert response.status_code in (200, 302, 303, 308, 400, 401, 404, 405, 410), path


def test_anybody_can_verify_what_is_left_with_the_lines_in_the_docs(city: Service):
    withdraw(city)
    folder = city.folder / "packages" / "musterstadt" / "plaene"
    file = json.loads((folder / "1.1.0" / "withdrawal.json").read_bytes())

    printed = run_docs(folder)
    assert [line.split()[0] for line in printed.splitlines()] == ["1.0.0", "1.1.0", "1.2.0"]
    assert f"withdrawn: {REASON}" in printed
    (folder / "1.1.0" / "withdrawal.json").write_text(json.dumps({**file, "reason": "Anders"}), encoding="utf-8")
    assert "was changed" in run_docs(folder)


def run_docs(folder: Path) -> str:
    """What the lines in docs/packages.md print of a dataset's folder."""
    page = Path(__file__).resolve().parents[2] / "docs" / "packages.md"
    (script,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(folder)], check=False, capture_output=True, text=True
    )
    return done.stdout + done.stderr
