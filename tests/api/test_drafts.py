"""Drafts as programs use them: looking at what was sent, mapping it again, answering, and the preview."""

from pathlib import Path
from typing import Any

import pytest

from opendata.domain.errors import UploadNotReady
from opendata.steps import processing, publishing_drafts
from opendata.web.services import EXTENSION
from tests.service import DATASET, Service, add_city, open_service, table

FOREIGN = "Kennung;Vorhaben;Lage der Dinge\n1;Radweg;bald\n2;Solardach;bald\n3;Wärmenetz;fertig\n"
MAPPING: dict[str, Any] = {
    "resources": {
        "plans": {
            "fields": {"Kennung": "id", "Vorhaben": "title", "Lage der Dinge": "phase"},
            "codes": {"phase": {"bald": "planning"}},
        }
    }
}

WORDS = {"bald": "planning", "fertig": "completed"}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    opened = open_service(tmp_path)
    add_city(opened)
    return opened


def test_columns_and_words_that_are_not_known_are_mapped_and_the_same_upload_is_read_again(service: Service):
    token = service.token()
    sent = service.upload(FOREIGN, publish=False, headers=token).json
    assert (sent["state"], sent["report"]["errors"][0]["code"]) == ("invalid", "no-table")

    seen = service.get(f"/api/v1/uploads/{sent['id']}/sheets", **token).json
    assert seen["sheets"] == [
        {"name": "plans", "file": "plans.csv", "sheet": None, "hidden": False, "rows": 4, "columns": [1, 2, 3]}
    ]
    (reading, _) = seen["readings"]
    assert [(column["header"], column["how"], column["samples"]) for column in reading["columns"]] == [
        ("Kennung", "unknown", ["1", "2", "3"]),
        ("Vorhaben", "unknown", ["Radweg", "Solardach", "Wärmenetz"]),
        ("Lage der Dinge", "unknown", ["bald", "fertig"]),
    ]
    assert reading["missing"] == ["id", "title"]

    again = service.client.post(sent["links"]["map"], json={"mapping": MAPPING}, headers=token).json
    assert (again["id"], again["state"], again["report"]["error_count"]) == (sent["id"], "invalid", 1)
    seen = service.get(f"/api/v1/uploads/{sent['id']}/sheets", **token).json
    assert seen["readings"][0]["codes"] == [
        {"field": "phase", "words": [{"text": "fertig", "whole": "fertig", "count": 1, "proposal": None}]}
    ]

    mapping = {"resources": {"plans": {**MAPPING["resources"]["plans"], "codes": {"phase": WORDS}}}}
    done = service.client.post(sent["links"]["map"], json={"mapping": mapping}, headers=token).json
    assert (done["state"], done["next_version"], done["changes"]["added"]) == ("draft", "1.0.0", 3)
    published = service.client.post(done["links"]["publish"], headers=token)
    assert published.status_code == 201
    rows = service.get(f"{DATASET}/versions/1.0.0/plans.json").json["items"]
    assert [row["phase"] for row in rows] == ["planning", "planning", "completed"]
    assert service.client.post(sent["links"]["map"], json={"mapping": mapping}, headers=token).status_code == 409


def test_the_mapping_of_the_last_publication_is_remembered_and_mended_for_one_upload(service: Service):
    token = service.token()
    mapping = {"resources": {"plans": {**MAPPING["resources"]["plans"], "codes": {"phase": WORDS}}}}
    service.upload(FOREIGN, mapping=mapping, headers=token)
    sent = service.upload(FOREIGN.replace("Wärmenetz", "Fernwärme"), as_of="2024-12-31", publish=False).json
    assert sent["state"] == "draft"

    answer = service.client.post(sent["links"]["map"], json={"mapping": {"resources": {"no": {}}}}, headers=token)
    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (422, "mapping-not-valid")
    kept = service.get(f"/api/v1/uploads/{sent['id']}", **token).json
    assert kept["state"] == "draft" and kept["changes"] == {"added": 0, "changed": 1, "removed": 0}


def test_answers_are_kept_before_anything_is_published(service: Service):
    token = service.token()
    service.published("1,Radweg,planning,,,", "2,Solardach,planning,,,")
    sent = service.upload(table("1,Radweg,planning,,,"), as_of="2024-12-31", publish=False).json
    (question,) = [question for question in sent["questions"] if question["required"]]
    answers = {question["id"]: {"disposition": "dropped", "reason": "Kein Geld."}}
    address = f"/api/v1/uploads/{sent['id']}/answers"

    assert (
        service.client.put(address, json={"answers": {"nonsense": {"yes": True}}}, headers=token).status_code == 400
    )
    assert service.client.put(address, json={"answers": answers}, headers=token).json["answers"] == answers
    assert service.get(f"/api/v1/uploads/{sent['id']}", **token).json["answers"] == answers
    assert service.client.post(sent["links"]["publish"], headers=token).status_code == 201


def test_the_preview_says_what_publishing_then_does(service: Service):
    token = service.token()
    service.published("1,Radweg,planning,,,", "2,Solardach,planning,,,")
    rows = ("1,Radweg,implementation,,,", "2,Solardach,planning,,,", "3,Wärmenetz,,,,")
    sent = service.upload(table(*rows), as_of="2024-12-31", publish=False).json

    seen = service.get(f"/api/v1/uploads/{sent['id']}/preview", **token).json
    published = service.client.post(sent["links"]["publish"], headers=token).json
    version = f"{DATASET}/versions"

    assert (seen["next_version"], seen["base"]) == (published["version"], "1.0.0")
    told = service.get(f"{version}/1.0.0...{published['version']}/changes.json").json
    assert (seen["items"], seen["total"], seen["counts"]) == (told["items"], told["total"], told["counts"])
    news = service.get(f"/api/v1/changes?since={published['serial'] - 3}").json["items"]
    assert seen["sentences"] == [entry["sentence"] for entry in news]


def test_a_draft_that_another_version_overtook_is_compared_anew(service: Service):
    token = service.token()
    service.published("1,Radweg,planning,,,")
    rows = ("1,Radweg,implementation,,,", "2,Solardach,planning,,,")
    sent = service.upload(table(*rows), as_of="2024-12-31", publish=False).json
    service.published("1,Radweg,implementation,,,", as_of="2024-12-31")

    seen = service.get(f"/api/v1/uploads/{sent['id']}/preview", **token).json
    assert (seen["base"], seen["counts"]) == ("1.1.0", {"added": 1, "changed": 0, "removed": 0})


@pytest.mark.parametrize("part", ["sheets", "preview"])
def test_drafts_of_others_are_not_shown(service: Service, part: str):
    add_city(service, "anderswo")
    sent = service.upload(FOREIGN, publish=False).json

    assert service.get(f"/api/v1/uploads/{sent['id']}/{part}").status_code == 401
    assert service.get(f"/api/v1/uploads/{sent['id']}/{part}", **service.token("anderswo")).status_code == 403


def test_a_dataset_is_added_by_those_who_may_publish(service: Service):
    address = "/api/v1/publishers/musterstadt/datasets"
    about = {"title": "Wärmepläne", "kind": "plans", "rhythm": "P1Y"}
    assert service.client.post(address, json=about).status_code == 401
    assert service.client.post(address, json=about, headers=service.token(scopes="upload")).status_code == 403

    token = service.token()
    added = service.client.post(address, json=about, headers=token)
    assert (added.status_code, added.json["slug"], added.json["rhythm"]) == (201, "waermeplaene", "P1Y")
    assert service.get(f"{address}/waermeplaene").json == added.json
    assert service.client.post(address, json=about, headers=token).status_code == 409
    wrong = {"title": "  ", "kind": "plans"}, {**about, "rhythm": "jährlich"}, {**about, "licence": "mine"}
    assert [service.client.post(address, json=body, headers=token).status_code for body in wrong] == [400, 400, 400]
    assert service.client.post(address, json={**about, "kind": "unknown"}, headers=token).status_code == 404


def test_what_was_read_again_meanwhile_is_not_published_unseen(service: Service):
    services, token = service.app.extensions[EXTENSION](), service.token()
    sent = service.upload(table("1,Radweg,planning,,,"), publish=False).json
    seen = services.uploads.get(sent["id"])
    mapping = {"resources": {"plans": {"constants": {"phase": "completed"}, "fields": {"phase": None}}}}
    assert service.client.post(sent["links"]["map"], json={"mapping": mapping}, headers=token).status_code == 200

    with pytest.raises(UploadNotReady):
        publishing_drafts.publish(services.desk, seen, {}, now=services.now())
    assert service.get(DATASET).json["current"] is None
    assert service.client.post(sent["links"]["publish"], headers=token).status_code == 201
    rows = service.get(f"{DATASET}/versions/latest/plans.json").json["items"]
    assert {row["phase"] for row in rows} == {"completed"}


def test_a_large_upload_is_read_again_by_a_job(service: Service, monkeypatch: pytest.MonkeyPatch):
    services, token = service.app.extensions[EXTENSION](), service.token()
    monkeypatch.setattr(processing, "LARGE_BYTES", 10)
    services.jobs.seen("worker", services.now())
    sent = service.upload(table("1,Radweg,,,,"), publish=False).json
    assert sent["state"] == "processing" and services.runner.do_next()
    address = f"/api/v1/uploads/{sent['id']}"
    for phase in ("planning", "completed"):  # the second job takes the place of the first
        mapping = {"resources": {"plans": {"constants": {"phase": phase}, "fields": {"phase": None}}}}
        again = service.client.post(f"{address}/map", json={"mapping": mapping}, headers=token)
        assert again.json["state"] == "processing"
        assert service.client.post(f"{address}/publish", headers=token).status_code == 409
        while services.runner.do_next():
            pass

    rows = service.get(f"{address}/rows/plans.json", **token).json["items"]
    assert [row["phase"] for row in rows] == ["completed"]
    wrong: dict[str, object] = {"resources": {"nichts": {}}}
    assert service.client.post(f"{address}/map", json={"mapping": wrong}, headers=token).status_code == 422
    assert services.uploads.get(sent["id"]).state == "draft"


def test_the_edits_of_a_large_upload_are_put_in_by_a_job(service: Service, monkeypatch: pytest.MonkeyPatch):
    services, token = service.app.extensions[EXTENSION](), service.token()
    monkeypatch.setattr(processing, "LARGE_BYTES", 10)
    services.jobs.seen("worker", services.now())
    sent = service.upload(table("1,Radweg,bald,,,"), publish=False).json
    assert services.runner.do_next()
    address = f"/api/v1/uploads/{sent['id']}"
    edition = service.get(f"{address}/edits", **token).json["edition"]

    def put(*edits: dict[str, Any], **more: object) -> Any:
        return service.client.put(f"{address}/edits", json={"edits": list(edits), **more}, headers=token)

    right: dict[str, Any] = {"address": "C2", "after": "planning"}
    assert put(right, edition=edition).json["state"] == "processing"
    # Whoever comes meanwhile changes nothing, and a request that began before can not replace the reading either.
    assert put({"address": "B2", "after": "anders"}).status_code == 409
    while services.runner.do_next():
        pass
    assert put(edition=edition).status_code == 409
    kept = service.get(address, **token).json
    assert (kept["state"], kept["report"]["error_count"]) == ("draft", 0)
    assert [edit["after"] for edit in service.get(f"{address}/edits", **token).json["edits"]] == ["planning"]

    assert put(right, {"address": "ZZ99", "after": "x"}).json["state"] == "processing"
    while services.runner.do_next():
        pass
    refused = service.get(address, **token).json
    assert [error["code"] for error in refused["report"]["errors"]] == ["edit-not-valid"]
    assert [edit["address"] for edit in service.get(f"{address}/edits", **token).json["edits"]] == ["C2"]
