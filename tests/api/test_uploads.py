"""Uploading and publishing over HTTP."""

import gzip
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from opendata.domain.model import SourceFile
from opendata.fence.places import Places
from opendata.fence.process_supply import ProcessSupply
from opendata.steps import processing
from opendata.steps.ports.checking import Caller
from opendata.steps.uploading import Arrival, receive
from opendata.web.services import EXTENSION, now
from tests.making import NOON
from tests.service import CITY, DATASET, Service, add_city, open_service, table


def test_an_upload_is_kept_as_a_draft_with_its_report_and_what_it_would_change(service: Service):
    response = service.upload(table("1,Radweg,in Arbeit,31.12.2026,10.5"), publish=False)
    body = response.json

    assert response.status_code == 201
    assert (body["state"], body["as_of"], body["next_version"]) == ("draft", "2023-12-31", "1.0.0")
    assert body["changes"] == {"added": 1, "changed": 0, "removed": 0}
    assert body["questions"] == []
    assert body["report"]["valid"]
    rewrites = {each["address"]: (each["before"], each["after"]) for each in body["report"]["rewrites"]}
    assert rewrites == {"C2": ("in Arbeit", "implementation"), "D2": ("31.12.2026", "2026-12-31")}
    assert service.get(DATASET).json["current"] is None


def test_a_draft_is_published_and_asked_again_answers_the_same(service: Service):
    headers = service.token()
    upload = service.upload(table("1,Radweg,planning,2026,10.5"), publish=False, headers=headers).json

    first = service.client.post(upload["links"]["publish"], json={"answers": {}}, headers=headers)
    again = service.client.post(upload["links"]["publish"], headers=headers)

    assert (first.status_code, first.json["version"]) == (201, "1.0.0")
    assert first.json["changes"] == {"added": 1, "changed": 0, "removed": 0}
    assert again.json == first.json
    assert len(service.get(f"{DATASET}/versions").json["items"]) == 1
    assert service.get(f"/api/v1/uploads/{upload['id']}", **headers).json["state"] == "published"


def test_the_rows_of_a_draft_are_shown_as_they_would_be_published(service: Service):
    headers = service.token()
    upload = service.upload(table("1,Radweg,planning,2026,10.50"), publish=False, headers=headers).json

    draft = service.get(f"{upload['links']['rows']}/plans.json", **headers)
    service.client.post(upload["links"]["publish"], headers=headers)
    published = service.get(f"{DATASET}/versions/latest/plans.json")

    assert draft.json["items"] == published.json["items"]
    assert '"cost":10.5,' in draft.get_data(as_text=True)


def test_an_invalid_upload_is_kept_and_nothing_is_published(service: Service):
    headers = service.token()
    response = service.upload(table("1,Radweg,in Arbiet,2026,x"), headers=headers)
    problem = response.json

    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert problem["type"].endswith("/problems/upload-not-valid")
    assert [each["address"] for each in problem["report"]["errors"]] == ["C2", "E2"]
    assert "Meinten Sie „in Arbeit“?" in problem["report"]["errors"][0]["message"]
    assert service.get(f"/api/v1/uploads/{problem['upload']}", **headers).json["state"] == "invalid"
    assert service.get(f"{DATASET}/versions").json["total"] == 0


def test_messages_come_in_the_language_that_is_asked_for(service: Service):
    headers = {**service.token(), "Accept-Language": "en"}
    problem = service.upload(table("1,Radweg,in Arbiet"), headers=headers).json

    assert "Did you mean 'in Arbeit'?" in problem["report"]["errors"][0]["message"]


def test_identical_content_publishes_nothing_and_says_so(service: Service):
    service.published("1,Radweg,planning", "2,Solar", as_of="2023-12-31")
    response = service.upload(table("2,Solar", "1,Radweg,in Planung"), as_of="2024-12-31")

    assert (response.status_code, response.json["version"], response.json["unchanged"]) == (200, "1.0.0", True)
    assert service.get("/api/v1/changes").json["last_serial"] == 3


def test_a_draft_that_another_version_overtook_is_a_conflict_and_loses_nothing(service: Service):
    headers = service.token()
    service.published("1,Radweg")
    mine = service.upload(table("1,Radweg", "2,Solar"), publish=False, headers=headers).json
    service.published("1,Radweg", "3,Wärme")

    conflict = service.client.post(mine["links"]["publish"], headers=headers)
    assert (conflict.status_code, conflict.json["current"]) == (409, "1.1.0")
    assert service.get(f"{DATASET}/versions").json["total"] == 2

    # The draft is still there, its changes counted against the version that came between.
    rebased = service.get(f"/api/v1/uploads/{mine['id']}", **headers).json
    assert (rebased["state"], rebased["base"]) == ("draft", "1.1.0")
    assert rebased["changes"] == {"added": 1, "changed": 0, "removed": 1}
    merged = {"vanished:plans:3": {"disposition": "merged", "into": "2"}}
    done = service.client.post(mine["links"]["publish"], json={"answers": merged}, headers=headers)
    assert done.json["version"] == "1.2.0"


def test_a_deleted_draft_is_gone_and_a_published_one_stays(service: Service):
    headers = service.token()
    draft = service.upload(table("1,Radweg"), publish=False, headers=headers).json
    path = f"/api/v1/uploads/{draft['id']}"

    assert service.client.delete(path, headers=headers).status_code == 204
    assert service.get(path, **headers).status_code == 404
    assert not list((service.folder / "uploads").rglob("sent-*"))

    other = service.upload(table("1,Radweg"), publish=False, headers=headers).json
    service.client.post(other["links"]["publish"], headers=headers)
    assert service.client.delete(f"/api/v1/uploads/{other['id']}", headers=headers).status_code == 409


def test_a_mapping_is_remembered_for_the_next_upload(service: Service):
    mapping = {
        "resources": {"plans": {"fields": {"Kürzel": "id", "Was": "title"}, "constants": {"phase": "planning"}}}
    }
    first = service.upload("Kürzel,Was\n1,Radweg\n", mapping=mapping)
    second = service.upload("Kürzel,Was\n1,Radweg\n2,Solar\n", as_of="2024-12-31")

    assert (first.status_code, second.status_code) == (201, 201)
    items = service.get(f"{DATASET}/versions/latest/plans.json").json["items"]
    assert [(each["id"], each["phase"]) for each in items] == [("1", "planning"), ("2", "planning")]


def test_who_may_only_upload_does_not_decide_what_others_publish_next(service: Service):
    harm = {"resources": {"plans": {"fields": {"text": None}, "constants": {"text": "Von mir."}}}}
    draft = service.upload(table("1,Radweg,,,,"), publish=False, headers=service.token(scopes="upload"), mapping=harm)
    assert (draft.status_code, draft.json["state"]) == (201, "draft")

    service.published("1,Radweg,,,,Am Fluss")

    assert service.get(f"{DATASET}/plans/1").json["text"] == "Am Fluss"


def test_a_field_of_the_datasets_own_is_published_with_its_type_and_raises_the_major_number(service: Service):
    service.published("1,Radweg")
    field = {"name": "x_priority", "type": "integer", "title": "Priorität"}
    mapping = {"resources": {"plans": {"fields": {"Prio": field}}}}

    response = service.upload("id,title,Prio\n1,Radweg,5\n", mapping=mapping)

    assert response.json["version"] == "2.0.0"
    (row,) = service.get(f"{DATASET}/versions/latest/plans.json").json["items"]
    assert row["x_priority"] == 5
    package = service.get(f"{DATASET}/versions/latest/datapackage.json").json
    assert package["resources"][0]["schema"]["fields"][-1]["title"] == "Priorität"


def test_a_column_outside_the_schema_is_named_in_the_report_and_appears_nowhere_in_public(service: Service):
    headers = service.token()
    secret = "Frau Geheim, Zimmer 7"
    upload = service.upload(f'id,title,Interne Notiz\n1,Radweg,"{secret}"\n', publish=False, headers=headers).json
    service.client.post(upload["links"]["publish"], headers=headers)

    assert [each["header"] for each in upload["report"]["dropped"]] == ["Interne Notiz"]
    public = [
        f"{DATASET}/versions/latest/{name}"
        for name in ("plans.csv", "plans.json", "datapackage.json", "changes.json")
    ]
    public += [f"{DATASET}/plans/1", f"{DATASET}/plans/1/history", "/api/v1/changes", "/feeds/all.atom", DATASET]
    public += ["/", f"/{CITY}", f"/{CITY}/plaene", f"/{CITY}/plaene/plans/1", f"/{CITY}/plaene/versions/1.0.0"]
    for path in public:
        text = service.get(path).get_data(as_text=True)
        assert "Geheim" not in text, path
        assert "Interne Notiz" not in text, path
    for file in (service.folder / "packages").rglob("*.*"):
        assert file.is_dir() or b"Geheim" not in file.read_bytes()


def test_a_table_that_the_upload_does_not_bring_stays_as_it_is(service: Service):
    both = {"plans.csv": b"id,title\n1,Radweg\n", "grants.csv": b"year,programme,plan_id,paid\n2024,KIPKI,1,5\n"}
    assert service.upload(both).status_code == 201

    upload = service.upload(table("1,Radweg,,,", "2,Solar,,,"), publish=False).json
    assert upload["changes"] == {"added": 1, "changed": 0, "removed": 0}
    assert "table-carried-over" in [note["code"] for note in upload["report"]["notes"]]

    # But a plan that a grant belongs to cannot go while the grant stays.
    assert service.upload(table("2,Solar")).status_code == 422


def test_several_files_are_one_resource_each_and_keys_between_them_are_checked(service: Service):
    files = {"plans.csv": b"id,title\n1,Radweg\n", "grants.csv": b"year,programme,plan_id\n2024,KIPKI,9\n"}

    (error,) = service.upload(files).json["report"]["errors"]

    assert (error["code"], error["resource"], error["address"]) == ("foreign-key", "grants", "C2")


# Who may write


def test_without_a_token_nothing_is_taken(service: Service):
    response = service.upload(table("1,Radweg"), headers={})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_does_not_exist_is_refused(service: Service):
    response = service.upload(table("1,Radweg"), headers={"Authorization": "Bearer odt_falsch"})

    assert response.status_code == 401


def test_a_token_of_another_publisher_is_refused(service: Service):
    add_city(service, "anderswo")
    other = service.token("anderswo")
    upload = service.upload(table("1,Radweg"), publish=False).json

    assert service.upload(table("1,Radweg"), headers=other).status_code == 403
    assert service.get(f"/api/v1/uploads/{upload['id']}", **other).status_code == 403
    assert service.client.post(upload["links"]["publish"], headers=other).status_code == 403


def test_a_token_does_only_what_its_scopes_say(service: Service):
    uploader, publisher = service.token(scopes="upload"), service.token(scopes="publish")
    draft = service.upload(table("1,Radweg"), publish=False, headers=uploader).json

    assert service.upload(table("1,Radweg"), headers=uploader).status_code == 403
    assert service.upload(table("1,Radweg"), publish=False, headers=publisher).status_code == 403
    assert service.client.post(draft["links"]["publish"], headers=uploader).status_code == 403
    assert service.client.post(draft["links"]["publish"], headers=publisher).status_code == 201


def test_tokens_are_kept_nowhere(service: Service):
    token = service.token()["Authorization"].removeprefix("Bearer ")

    for file in service.folder.glob("db.sqlite*"):
        assert token.encode() not in file.read_bytes()


# What is wrong with a request


def test_an_unknown_dataset_is_404(service: Service):
    response = service.upload(table("1,Radweg"), dataset=f"/api/v1/publishers/{CITY}/datasets/unbekannt")

    assert (response.status_code, response.json["dataset"]) == (404, "unbekannt")


def test_a_date_before_the_last_versions_is_refused(service: Service):
    service.published("1,Radweg", as_of="2023-12-31")
    response = service.upload(table("1,Radweg", "2,Solar"), as_of="2022-12-31")

    assert (response.status_code, response.json["last"]) == (422, "2023-12-31")


@pytest.mark.parametrize("as_of", ["31.12.2023", "2023", "2023-13-01", "gestern", "2023-12-31T00:00:00"])
def test_what_is_no_date_is_refused_with_an_example(service: Service, as_of: str):
    response = service.upload(table("1,Radweg"), as_of=as_of)

    assert response.status_code == 400
    assert "2024-12-31" in response.json["detail"]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ({"mapping": "{"}, "mapping"),
        ({"mapping": "[1]"}, "mapping"),
        ({"mapping": "[" * 100_000}, "mapping"),
        ({"titel": "x"}, "titel"),
        ({"message": "x" * 3000}, "message"),
    ],
)
def test_a_wrong_part_of_the_form_is_named(service: Service, form: dict[str, Any], name: str):
    response = service.upload(table("1,Radweg"), **form)

    assert (response.status_code, response.json["name"]) == (400, name)


def test_a_mapping_that_names_what_is_not_there_says_what_is(service: Service):
    response = service.upload(table("1,Radweg"), mapping={"resources": {"plans": {"fields": {"id": "nummer"}}}})

    assert response.status_code == 422
    assert response.json["type"].endswith("/mapping-not-valid")
    assert "title" in response.json["detail"]


def test_no_file_and_an_unknown_argument_are_refused(service: Service):
    headers = service.token()
    nothing = service.client.post(f"{DATASET}/uploads", data={"as_of": "2023-12-31"}, headers=headers)
    unknown = service.client.post(f"{DATASET}/uploads?veröffentlichen=ja", data={}, headers=headers)

    assert (nothing.status_code, nothing.json["name"]) == (400, "file")
    assert (unknown.status_code, unknown.json["known"]) == (400, ["lang", "publish"])


def test_an_answer_to_a_question_that_was_not_asked_is_refused(service: Service):
    headers = service.token()
    upload = service.upload(table("1,Radweg"), publish=False, headers=headers).json

    response = service.client.post(upload["links"]["publish"], json={"answers": {"q1": "yes"}}, headers=headers)

    assert response.status_code == 400
    assert service.get(f"{DATASET}/versions").json["total"] == 0


def test_every_refusal_is_a_problem_with_a_page_that_explains_it(service: Service):
    problem = service.upload(table("1,Radweg"), as_of="gestern").json

    assert set(problem) >= {"type", "title", "status", "detail", "instance"}
    assert service.get(problem["type"]).status_code == 200


def test_a_refused_upload_is_one_line_in_the_log(service: Service, caplog: pytest.LogCaptureFixture):
    headers = service.token()
    caplog.clear()
    service.upload(b"\x00\x01\x02", headers=headers)

    (record,) = [each for each in caplog.records if each.name.startswith("opendata")]
    assert "unreadable-file" in record.getMessage()
    assert "\n" not in record.getMessage()
    assert headers["Authorization"][-20:] not in caplog.text


def test_validating_keeps_nothing_and_needs_no_token(service: Service):
    data = {"kind": "plans", "file": (io.BytesIO(table("1,,kaputt").encode()), "plans.csv")}
    response = service.client.post("/api/v1/validate", data=data)

    assert response.status_code == 200
    assert {each["address"] for each in response.json["errors"]} == {"B2", "C2"}
    assert not (service.folder / "uploads").exists() or not list((service.folder / "uploads").rglob("sent-*"))


def test_how_often_anyone_may_validate_is_limited(service: Service):
    answers = [service.client.post("/api/v1/validate", data={}).status_code for _ in range(40)]

    assert set(answers) == {400, 429}
    assert json.loads(service.client.post("/api/v1/validate", data={}).data)["status"] == 429


def test_a_publisher_finds_its_uploads_and_what_became_of_them(service: Service):
    headers = service.token()
    draft = service.upload(table("1,Radweg"), publish=False, headers=headers).json
    service.upload(table("1,Radweg,in Arbeit"), headers=headers)
    service.upload(table("1,Radweg,kaputt"), headers=headers)

    items = service.get(f"{DATASET}/uploads", **headers).json["items"]

    assert [(each["state"], each["version"]) for each in items] == [
        ("invalid", None),
        ("published", "1.0.0"),
        ("draft", None),
    ]
    assert items[2]["id"] == draft["id"]
    assert service.get(items[1]["links"]["rewrites"], **headers).json["items"][0]["after"] == "implementation"
    assert service.get(f"{DATASET}/uploads").status_code == 401


# How long what was sent is kept


def test_all_rewrites_are_listed_in_pages_and_stay_with_the_version(service: Service):
    headers = service.token()
    upload = service.upload(table(*[f"{n},Plan {n},in Arbeit" for n in range(30)]), publish=False, headers=headers)
    path = upload.json["links"]["rewrites"]
    service.client.post(upload.json["links"]["publish"], headers=headers)

    body = service.get(f"{path}?limit=10&cursor=25", **headers).json

    assert (body["total"], len(body["items"])) == (30, 5)
    assert body["items"][0] == {**upload.json["report"]["rewrites"][25]}


def test_rewrites_that_an_earlier_version_kept_are_listed_and_stay(service: Service):
    headers = service.token()
    upload = service.upload(table(*[f"{n},Plan {n},in Arbeit" for n in range(3)]), publish=False, headers=headers)
    expected = upload.json["report"]["rewrites"]
    service.client.post(upload.json["links"]["publish"], headers=headers)
    (kept,) = (service.folder / "uploads").rglob("rewrites.zip")
    lines = "".join(f"{json.dumps(each)}\n" for each in expected)
    (kept.parent / "rewrites.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    kept.unlink()

    def listed() -> list[Any]:
        page = service.get(f"{upload.json['links']['rewrites']}?limit=2&cursor=1", **headers)
        return list(page.json["items"])

    assert listed() == expected[1:]
    assert service.app.extensions[EXTENSION]().uploads.expire(now() + timedelta(days=1), 10, now=now()) == 1
    assert listed() == expected[1:]


def test_what_was_sent_is_removed_when_its_time_is_over(service: Service):
    headers = service.token()
    draft = service.upload(table("1,Radweg"), publish=False, headers=headers).json
    published = service.upload(table("2,Solar,in Arbeit"), publish=False, headers=headers).json
    service.client.post(published["links"]["publish"], headers=headers)
    uploads = service.app.extensions[EXTENSION]().uploads

    assert uploads.expire(now() - timedelta(days=1), 10, now=now()) == 0
    assert uploads.expire(now() + timedelta(days=1), 10, now=now()) == 2
    assert uploads.expire(now() + timedelta(days=1), 10, now=now()) == 0

    assert service.get(f"/api/v1/uploads/{draft['id']}", **headers).status_code == 404
    record = service.get(f"/api/v1/uploads/{published['id']}", **headers).json
    assert (record["state"], record["version"], record["report"]["rewrite_count"]) == ("published", "1.0.0", 1)
    assert service.get(published["links"]["rewrites"], **headers).json["total"] == 1
    left = [file.name for file in (service.folder / "uploads").rglob("*") if file.is_file()]
    assert left == ["rewrites.zip"]
    assert service.get(f"{DATASET}/versions/latest/plans.csv").status_code == 200


def test_a_new_upload_clears_old_ones(tmp_path: Path):
    service = open_service(tmp_path)
    add_city(service)
    headers = service.token()
    old = service.upload(table("1,Radweg"), publish=False, headers=headers).json
    desk = service.app.extensions[EXTENSION]().desk
    file = SourceFile("plans.csv", table("1,Radweg").encode())
    receive(
        desk, desk.catalogue.dataset(CITY, "plaene"), [file], Arrival(NOON.date()), now=now() + timedelta(days=91)
    )

    assert service.get(f"/api/v1/uploads/{old['id']}", **headers).status_code == 404


def test_a_draft_whose_publication_was_not_answered_is_published_once(service: Service):
    token = service.token()
    draft = service.upload(table("1,Radweg"), publish=False, headers=token).json["id"]
    first, again = (service.client.post(f"/api/v1/uploads/{draft}/publish", json={}, headers=token) for _ in range(2))

    assert (first.status_code, first.json["version"]) == (201, "1.0.0")
    assert again.json == first.json
    assert service.get(f"{DATASET}/versions").json["total"] == 1


def test_while_many_files_are_checked_an_upload_becomes_a_job_where_a_worker_runs(service: Service):
    served = open_service(service.folder)  # as a worker of the server serves it: with a fence
    served.app.extensions[EXTENSION].serve()
    parts = served.app.extensions[EXTENSION]()
    try:
        parts.desk.examination.places = Places(1, {}, dict.fromkeys(Caller, 0.01))
        with parts.desk.examination.places.acquire(Caller.PUBLISHER):
            refused = served.upload(table("1,Radweg"), publish=False)
            parts.jobs.seen("a worker", parts.now())
            accepted = served.upload(table("1,Radweg"), publish=False)
            not_published = served.upload(table("1,Radweg"), publish=True)

        assert (refused.status_code, not_published.status_code) == (503, 503)
        assert int(refused.headers["Retry-After"]) > 0
        assert (accepted.status_code, accepted.json["state"]) == (202, "processing")
        parts.runner.do(processing.job_id(parts.uploads.get(accepted.json["id"])))
        assert parts.uploads.get(accepted.json["id"]).state == "draft"
    finally:
        parts.close()


def test_where_no_file_can_be_read_that_is_said_and_nothing_is_kept(service: Service):
    served = open_service(service.folder)
    served.app.extensions[EXTENSION].serve()
    parts = served.app.extensions[EXTENSION]()
    try:
        fence = parts.desk.examination
        fence.supply = ProcessSupply(parts.config.kinds_dir, Path("/nowhere"), {})  # a folder that is not there
        parts.jobs.seen("a worker", parts.now())
        for sent in (served.upload(table("1,Radweg"), publish=publish) for publish in (False, True)):
            assert (sent.status_code, sent.json["type"].rpartition("/")[2]) == (503, "reading-unavailable")
            assert int(sent.headers["Retry-After"]) > 0
        ready = served.get("/readyz")
        assert (ready.status_code, ready.json["parts"]["file_reading"]) == (200, False)
        assert served.get(f"{DATASET}/uploads", **service.token()).json["total"] == 0
    finally:
        parts.close()
