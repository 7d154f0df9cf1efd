"""Cells mended in the service: proposals, edits, undoing them, and where they are listed afterwards."""

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests.intake.making import xlsx_file
from tests.service import DATASET, Service, add_city, open_service, table

ROWS = ("1,Radweg,plannning,2026,1O0,", "2,Solardach,planning,31.02.2026,,", "3,Netz,wer weiß,,,")


@pytest.fixture
def service(tmp_path: Path) -> Service:
    opened = open_service(tmp_path)
    add_city(opened)
    return opened


def sent(service: Service, token: dict[str, str], content: Any = None, **form: Any) -> dict[str, Any]:
    body: dict[str, Any] = service.upload(content or table(*ROWS), publish=False, headers=token, **form).json
    return body


def put(service: Service, token: dict[str, str], upload: str, *edits: tuple[str, str | None], **more: Any) -> Any:
    listed = [{"address": address, "after": after} for address, after in edits]
    return service.client.put(f"/api/v1/uploads/{upload}/edits", json={"edits": listed, **more}, headers=token)


def errors_at(body: dict[str, Any]) -> list[str]:
    return [error["address"] for error in body["report"]["errors"]]


def test_a_proposal_is_an_edit_that_makes_its_cell_right(service: Service):
    token = service.token()
    body = sent(service, token)
    proposed = service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["proposals"]
    errors = body["report"]["errors"]
    assert {errors[each.pop("error")]["address"]: each["after"] for each in proposed} == {
        "C2": "planning",
        "E2": "100",
        "D3": "2026-02-28",
    }
    assert sorted(errors_at(body)) == ["C2", "C4", "D3", "E2"]

    again = service.client.put(f"/api/v1/uploads/{body['id']}/edits", json={"edits": proposed}, headers=token).json

    assert (again["id"], errors_at(again)) == (body["id"], ["C4"])


def test_an_edited_upload_is_published_with_its_edits_listed_and_the_file_stays_as_it_was(service: Service):
    token = service.token()
    body = sent(service, token)
    wanted = (("C2", "in Planung"), ("E2", "1.000,50"), ("D3", None), ("C4", "abgeschlossen"))
    done = put(service, token, body["id"], *wanted).json
    assert (done["state"], done["next_version"]) == ("draft", "1.0.0")

    kept = service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["edits"]
    assert [(edit["address"], edit["before"], edit["after"], edit["field"]) for edit in kept] == [
        ("C2", "plannning", "in Planung", "phase"),
        ("E2", "1O0", "1.000,50", "cost"),
        ("D3", "31.02.2026", None, "end"),
        ("C4", "wer weiß", "abgeschlossen", "phase"),
    ]
    assert {(edit["file"], edit["by"]) for edit in kept} == {("plans.csv", "token")}
    stored = service.folder / "uploads"
    (sent_file,) = stored.rglob("sent-0")
    assert sent_file.read_text(encoding="utf-8") == table(*ROWS)

    assert service.client.post(done["links"]["publish"], headers=token).status_code == 201
    rows = service.get(f"{DATASET}/versions/1.0.0/plans.json").json["items"]
    assert [(row["phase"], row["end"], row["cost"]) for row in rows] == [
        ("planning", "2026", 1000.5),
        ("planning", None, None),
        ("completed", None, None),
    ]
    public = service.get(f"{DATASET}/versions/1.0.0/edits.json").json
    assert public[0] == {
        "resource": "plans",
        "field": "phase",
        "address": "C2",
        "before": "plannning",
        "after": "in Planung",
    }
    assert (len(public), service.get(f"{DATASET}/versions/1.0.0").json["edits"]) == (4, 4)
    assert "token" not in json.dumps(public)
    assert "4 Zellen wurden" in service.get("/musterstadt/plaene/versions/1.0.0?lang=de").text
    archive = service.get(f"{DATASET}/versions/1.0.0/package.zip")
    with ZipFile(io.BytesIO(archive.data)) as package:
        assert json.loads(package.read("edits.json")) == public
    assert service.flask("verify").exit_code == 0


def test_edits_go_with_a_withdrawn_version_and_survive_reindexing(service: Service):
    token = service.token()
    for fixed, as_of in (("planning", "2023-12-31"), ("completed", "2024-12-31")):
        body = sent(service, token, table("1,Radweg,falsch,,,"), as_of=as_of)
        done = put(service, token, body["id"], ("C2", fixed)).json
        assert service.client.post(done["links"]["publish"], headers=token).status_code == 201
    service.done("reindex")
    assert service.get(f"{DATASET}/versions/1.0.0").json["edits"] == 1
    assert service.get(f"{DATASET}/versions/1.0.0/edits.json").json[0]["before"] == "falsch"

    reason = {"reason": "Falsche Zahlen."}
    assert service.client.post(f"{DATASET}/versions/1.0.0/withdraw", json=reason, headers=token).status_code == 200

    assert service.get(f"{DATASET}/versions/1.0.0/edits.json").status_code == 410
    assert service.get(f"{DATASET}/versions/latest/edits.json").json[0]["after"] == "completed"
    assert not list((service.folder / "packages").glob("**/1.0.0/edits.json"))
    assert service.flask("verify").exit_code == 0


def test_edits_stay_when_the_upload_is_mapped_anew_and_are_undone_one_by_one(service: Service):
    token = service.token()
    body = sent(service, token, "Kennung,Name,Lage\n1,Radweg,bald\n2,Dach,später\n")
    assert put(service, token, body["id"], ("C2", "in Planung"), ("C3", "x")).status_code == 200
    mapping = {"resources": {"plans": {"fields": {"Kennung": "id", "Name": "title", "Lage": "phase"}}}}
    mapped = service.client.post(f"/api/v1/uploads/{body['id']}/map", json={"mapping": mapping}, headers=token).json
    assert errors_at(mapped) == ["C3"]
    kept = service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["edits"]
    assert [(edit["address"], edit["field"]) for edit in kept] == [("C2", "phase"), ("C3", "phase")]

    again = put(service, token, body["id"], ("C3", "in Arbeit")).json
    assert [error["cell"] for error in again["report"]["errors"]] == ["bald"]
    shown = service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["edits"]
    assert [(edit["before"], edit["after"]) for edit in shown] == [("später", "in Arbeit")]


def test_what_was_mended_elsewhere_or_published_meanwhile_is_refused_and_nothing_is_changed(service: Service):
    token = service.token()
    body = sent(service, token)
    edition = service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["edition"]
    assert put(service, token, body["id"], ("C2", "in Planung"), edition=edition).status_code == 200

    late = put(service, token, body["id"], ("C4", "in Planung"), edition=edition)

    assert (late.status_code, late.json["type"].rpartition("/")[2]) == (409, "upload-changed")
    kept = service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["edits"]
    assert [edit["address"] for edit in kept] == ["C2"]

    other = sent(service, token, table("1,Radweg,planning,,,"))
    assert service.client.post(other["links"]["publish"], headers=token).status_code == 201
    published = put(service, token, other["id"], ("C2", "abgeschlossen"))
    assert (published.status_code, published.json["type"].rpartition("/")[2]) == (409, "upload-published")


@pytest.mark.parametrize(
    ("edit", "status"),
    [
        ({"address": "Z99", "after": "x"}, 422),
        ({"address": "C0", "after": "x"}, 422),
        ({"address": "c2", "after": "x"}, 422),
        ({"address": "C2", "sheet": "Tabelle9", "after": "x"}, 422),
        ({"address": "C2", "file": "other.csv", "after": "x"}, 422),
        ({"address": "C2"}, 400),
        ({"address": "C2", "after": 5}, 400),
        ({"address": "C2", "after": "x", "more": 1}, 400),
        ({"address": "C2", "after": "x" * 40_000}, 400),
    ],
)
def test_an_edit_of_a_cell_that_is_not_there_is_refused(service: Service, edit: dict[str, Any], status: int):
    token = service.token()
    body = sent(service, token)
    answer = service.client.put(f"/api/v1/uploads/{body['id']}/edits", json={"edits": [edit]}, headers=token)
    assert answer.status_code == status, answer.json
    assert service.get(f"/api/v1/uploads/{body['id']}/edits", **token).json["edits"] == []


def test_another_publishers_upload_is_not_edited(service: Service):
    body = sent(service, service.token())
    add_city(service, "leerdorf")
    assert put(service, service.token("leerdorf"), body["id"], ("C2", "x")).status_code == 403


def test_one_of_several_merged_cells_is_edited_alone(service: Service):
    token = service.token()
    rows: list[list[Any]] = [["Nr.", "Titel", "Phase"], ["1", "A", "falsch"], ["2", "B", None], ["3", "C", None]]
    content = xlsx_file(*rows, merge=["C2:C4"]).content
    body = sent(service, token, content, name="plans.xlsx")
    assert sorted(errors_at(body)) == ["C2", "C3", "C4"]

    alone = service.client.put(
        f"/api/v1/uploads/{body['id']}/edits",
        json={"edits": [{"sheet": "Maßnahmen", "address": "C3", "after": "in Planung"}]},
        headers=token,
    ).json
    assert sorted(errors_at(alone)) == ["C2", "C4"]

    whole = service.client.put(
        f"/api/v1/uploads/{body['id']}/edits",
        json={"edits": [{"sheet": "Maßnahmen", "address": "C2", "after": "in Planung"}]},
        headers=token,
    ).json
    assert (whole["state"], errors_at(whole)) == ("draft", [])


def test_the_workbook_comes_back_marked(service: Service):
    token = service.token()
    rows: list[list[Any]] = [["Nr.", "Titel", "Phase"], ["1", "A", "falsch"]]
    body = sent(service, token, xlsx_file(*rows).content, name="Pläne 2025.xlsx")

    answer = service.get(f"/api/v1/uploads/{body['id']}/marked.xlsx?lang=en", **token)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''Pl%C3%A4ne%202025-Errors.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Maßnahmen", "Errors"]
    assert book["Maßnahmen"]["C2"].comment.text.startswith("Check report: ")
    back = sent(service, token, answer.data, name="back.xlsx")
    assert errors_at(back) == ["C2"]
    assert service.get(f"/api/v1/uploads/{body['id']}/marked.xlsx?file=other.xlsx", **token).status_code == 400
    add_city(service, "leerdorf")
    other = service.get(f"/api/v1/uploads/{body['id']}/marked.xlsx", **service.token("leerdorf"))
    assert other.status_code == 403
