"""Questions over HTTP: a draft asks, answers publish it, and what everybody is told about the table comes along."""

import io
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from opendata.web.services import EXTENSION
from tests.service import DATASET, Service, table

FUTURE = "2099-12-31"
THREE = ("1,Radweg an der Aue", "2,Solardach der Schule", "3,Wärmenetz am Hafen")


def draft(service: Service, *rows: str, as_of: str = "2024-12-31") -> dict[str, Any]:
    """The upload of a valid table that is not published."""
    response = service.upload(table(*rows), as_of=as_of, publish=False)
    assert (response.status_code, response.json["state"]) == (201, "draft")
    body: dict[str, Any] = response.json
    return body


def publish(service: Service, upload: dict[str, Any], answers: dict[str, Any] | None = None, query: str = "") -> Any:
    address = f"{upload['links']['publish']}{query}"
    return service.client.post(address, json={"answers": answers or {}}, headers=service.token())


def again(service: Service, upload: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = service.client.get(upload["links"]["self"], headers=service.token()).json
    return body


def required(upload: dict[str, Any]) -> list[str]:
    """The ids of the questions that must be answered."""
    return [question["id"] for question in upload["questions"] if question["required"]]


def problem(response: Any) -> tuple[int, str]:
    return response.status_code, response.json["type"].rpartition("/")[2]


def test_a_draft_that_asks_is_published_with_an_answer_and_a_yes_stays_private(service: Service):
    upload = draft(service, "1,Radweg", as_of=FUTURE)
    assert [question["id"] for question in upload["questions"]] == ["future_date"]
    assert upload["answers"] == {}

    refused = publish(service, upload)
    assert problem(refused) == (409, "answers-missing")
    assert refused.json["questions"] == upload["questions"]
    assert (refused.json["id"], again(service, upload)["state"]) == (upload["id"], "draft")

    done = publish(service, upload, {"future_date": {"yes": True}})
    assert done.status_code == 201
    assert again(service, upload)["answers"] == {"future_date": {"yes": True}}
    version = service.get(done.json["links"]["version"]).json
    assert version["answers"] == []
    assert "answers" not in service.get(f"{done.json['links']['version']}/datapackage.json").json


def test_publishing_at_once_says_which_draft_asks(service: Service):
    response = service.upload(table("1,Radweg"), as_of=FUTURE, answered=False)

    assert problem(response) == (409, "answers-missing")
    assert response.json["report"]["valid"]
    assert "future_date" in [line["question"] for line in response.json["report"]["summary"]]
    sent = service.client.post(
        response.json["links"]["publish"], json={"answers": {"future_date": {"yes": True}}}, headers=service.token()
    )
    assert sent.status_code == 201


@pytest.mark.parametrize("wrapped", [False, True])
def test_publishing_at_once_takes_answers_in_the_form(service: Service, *, wrapped: bool):
    answers = {"future_date": {"yes": True}}

    response = service.upload(
        table("1,Radweg"), as_of=FUTURE, answered=False, answers={"answers": answers} if wrapped else answers
    )

    assert (response.status_code, response.json["version"]) == (201, "1.0.0")


@pytest.mark.parametrize(
    "answers",
    [
        {"nothing": {"yes": True}},
        {"future_date": True},
        {"future_date": {}},
        {"future_date": {"yes": "ja"}},
        {"future_date": {"no": True}},
        {"future_date": {"disposition": "merged"}},
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_published(service: Service, answers: dict[str, Any]):
    upload = draft(service, "1,Radweg", as_of=FUTURE)

    assert problem(publish(service, upload, answers)) == (400, "request-not-valid")
    assert (again(service, upload)["state"], again(service, upload)["answers"]) == ("draft", {})
    assert service.upload(table("1,Radweg"), as_of=FUTURE, answered=False, answers=answers).status_code == 400


def test_a_no_leaves_the_question_open_even_after_a_yes(service: Service):
    service.published(*THREE)
    upload = draft(service, as_of=FUTURE)
    yes, reason = {"future_date": {"yes": True}}, {"many_removed:plans": {"reason": "Abgeschlossen."}}

    assert len(publish(service, upload).json["questions"]) == 2
    assert [question["id"] for question in publish(service, upload, yes).json["questions"]] == ["many_removed:plans"]
    no = publish(service, upload, {"future_date": {"yes": False}, **reason})
    assert [question["id"] for question in no.json["questions"]] == ["future_date"]
    # The reason that was given before is kept with the draft, so only the date is still to be answered.
    done = publish(service, upload, yes)
    assert (done.status_code, done.json["changes"]["removed"]) == (201, 3)
    assert again(service, upload)["answers"] == yes | reason


def test_a_second_call_gives_the_same_version_whatever_it_answers(service: Service):
    upload = draft(service, "1,Radweg", as_of=FUTURE)
    first = publish(service, upload, {"future_date": {"yes": True}})

    for answers in ({"future_date": {"yes": True}}, {}):
        second = publish(service, upload, answers)
        assert (second.json["version"], second.json["serial"]) == (first.json["version"], first.json["serial"])


def test_the_same_content_asks_nothing_because_nothing_goes_out(service: Service):
    service.published(*THREE, as_of=FUTURE)

    response = service.upload(table(*THREE), as_of=FUTURE, answered=False)

    assert (response.status_code, response.json["unchanged"]) == (200, True)
    assert response.json["report"]["valid"]


def test_after_another_version_the_questions_are_those_of_the_new_step(service: Service):
    service.published(*THREE)
    keeps_one = draft(service, THREE[0])
    assert required(keeps_one) == ["many_removed:plans"]
    answer = {"many_removed:plans": {"reason": "Zwei sind fertig."}}
    other = service.published(*THREE, "4,Mobilstation", "5,Gründach")

    conflict = publish(service, keeps_one, answer)

    assert problem(conflict) == (409, "version-conflict")
    now = again(service, keeps_one)
    assert now["base"] == other["version"]
    assert "4 von 5 Zeilen" in now["questions"][0]["text"]["de"]
    assert "many_removed:plans" in [line["question"] for line in now["report"]["summary"]]
    # The reason was given for another step: it does not count for this one.
    assert now["answers"] == {}
    assert problem(publish(service, keeps_one)) == (409, "answers-missing")
    assert publish(service, keeps_one, answer).status_code == 201


def test_a_step_back_to_few_removals_asks_nothing_any_more(service: Service):
    service.published(*THREE)
    keeps_one = draft(service, THREE[0])
    service.published(THREE[0], as_of="2024-06-30")

    keeps_two = draft(service, *THREE[:2])
    assert (
        publish(service, keeps_two, {"came_back:plans:2": {"reason": "Doch noch nicht fertig."}}).status_code == 201
    )
    assert problem(publish(service, keeps_one, {"many_removed:plans": {"reason": "x"}})) == (409, "version-conflict")
    assert required(again(service, keeps_one)) == ["vanished:plans:2"]


def test_the_answer_to_publishing_has_the_report_in_the_readers_language(service: Service):
    upload = draft(service, "1, Radweg ,in Arbeit")
    german, english = publish(service, upload), publish(service, upload, query="?lang=en")

    told = [[line["message"] for line in response.json["report"]["summary"]] for response in (german, english)]
    assert any("Leerzeichen am Rand entfernt (1 Zelle): B2" in line for line in told[0])
    assert any("blanks at the ends removed (1 cell): B2" in line for line in told[1])


def test_an_invalid_upload_is_told_about_in_the_same_shape(service: Service):
    response = service.upload(table("1, Radweg ,,,viel"))

    assert response.status_code == 422
    assert any("B2" in line["addresses"] for line in response.json["report"]["summary"])


def test_validating_tells_the_same_in_the_same_shape(service: Service):
    upload = draft(service, "1, Radweg ,in Arbeit")
    checked = service.client.post(
        "/api/v1/validate",
        data={"kind": "plans", "file": (io.BytesIO(table("1, Radweg ,in Arbeit").encode()), "plans.csv")},
    )

    assert checked.json["summary"] == upload["report"]["summary"]


def test_answers_without_publishing_are_refused(service: Service):
    response = service.upload(table("1,Radweg"), publish=False, answers={"future_date": {"yes": True}})

    assert problem(response) == (400, "request-not-valid")
    assert "publish=true" in response.json["detail"]


def test_an_upload_of_an_earlier_release_has_no_questions_and_no_summary(service: Service):
    upload = draft(service, "1,Radweg")
    database = service.app.extensions[EXTENSION]().uploads
    stored = database.get(upload["id"])
    old = {name: part for name, part in stored.report.items() if name not in ("questions", "summary")}
    database.change(replace(stored, report=old))

    assert (again(service, upload)["questions"], again(service, upload)["report"]["summary"]) == ([], [])
    assert publish(service, upload).status_code == 201


def test_a_file_that_cannot_be_read_is_refused_in_the_readers_language(service: Service):
    german = service.upload("")
    english = service.client.post(
        f"{DATASET}/uploads?publish=true&lang=en",
        data={"as_of": "2024-12-31", "file": (io.BytesIO(b""), "leer.csv")},
        headers=service.token(),
    )

    assert german.status_code == english.status_code == 422
    assert german.json["title"] == "Die Datei lässt sich nicht lesen"
    assert "Die Datei ist leer" in german.json["detail"]
    assert english.json["title"] == "The file cannot be read"
    assert "The file is empty" in english.json["detail"]


def test_a_no_stays_a_no_whatever_reason_stands_beside_it(service: Service):
    service.published(*THREE)
    upload = draft(service, as_of="2024-12-31")

    refused = publish(service, upload, {"many_removed:plans": {"yes": False, "reason": "Nein, ein Versehen."}})
    assert problem(refused) == (409, "answers-missing")
    assert problem(publish(service, upload, {"many_removed:plans": {"yes": False}})) == (409, "answers-missing")
    assert publish(service, upload, {"many_removed:plans": {"reason": "Abgeschlossen."}}).status_code == 201


def test_files_and_answers_that_are_sent_once_more_learn_that_the_version_is_there(service: Service):
    service.published(*THREE)
    answers = {"many_removed:plans": {"reason": "Abgeschlossen."}}

    first = service.upload(table(), as_of="2024-12-31", answered=False, answers=answers)
    again = service.upload(table(), as_of="2024-12-31", answered=False, answers=answers)

    assert (first.status_code, first.json["version"]) == (201, "1.1.0")
    assert (again.status_code, again.json["version"], again.json["unchanged"]) == (200, "1.1.0", True)


@pytest.mark.parametrize(
    ("body", "german"),
    [
        (b'{"answers": []}', "muss ein Objekt sein"),
        (b'{"answers": null}', "darf nicht null sein"),
        (b"[1]", "muss ein Objekt sein"),
        (b'{"answers": ' + b'{"a": ' * 5_000, "zu tief geschachtelt"),
        (b"[" * 100_000, "zu tief geschachtelt"),
        (b'{"answers": {"\\ud800": {"yes": true}}}', "gewöhnlicher Text"),
        (b'{"answers": {"future_date": {"yes": 1}}}', "muss true oder false sein"),
        (b'{"answers": {"future_date": {"reason": "a\\ud800"}}}', "gewöhnlicher Text"),
        ('{"answers": {"future_date": {"reason": "…"}}}'.encode(), "besteht aus Wörtern"),
    ],
    ids=["list", "null", "no-object", "deep", "deeper", "half-letter", "number", "half-letter-in-reason", "dots"],
)
def test_answers_of_any_form_are_refused_in_plain_german(service: Service, body: bytes, german: str):
    upload = draft(service, "1,Radweg", as_of=FUTURE)

    response = service.client.post(
        upload["links"]["publish"], data=body, headers=service.token(), content_type="application/json"
    )

    assert problem(response) == (400, "request-not-valid")
    assert german in response.json["detail"]
    assert again(service, upload)["state"] == "draft"


def test_an_unknown_question_of_any_length_is_named_in_short(service: Service):
    upload = draft(service, "1,Radweg", as_of=FUTURE)

    assert len(publish(service, upload, {"x" * 100_000: {"yes": True}}).get_data()) < 2_000


def test_a_reason_may_have_the_blanks_of_a_word_processor(service: Service):
    service.published(*THREE)
    upload = draft(service, as_of="2024-12-31")

    done = publish(service, upload, {"many_removed:plans": {"reason": "Alle drei\u00a0Maßnahmen\r\n\tsind fertig."}})

    version = service.get(done.json["links"]["version"]).json
    assert [answer["reason"] for answer in version["answers"]] == ["Alle drei Maßnahmen sind fertig."]


def test_the_openapi_document_describes_questions_answers_and_the_summary(service: Service):
    service.published(*THREE)
    document = service.get("/api/v1/openapi.json").json
    answers = {"future_date": {"yes": True}, "many_removed:plans": {"reason": "Abgeschlossen."}}

    def assert_described(schema: str, body: Any) -> None:
        Draft202012Validator({**document, "$ref": f"#/components/schemas/{schema}"}).validate(body)

    upload = draft(service, as_of=FUTURE)
    assert required(upload) == ["future_date", "many_removed:plans"]
    assert_described("Upload", upload)
    assert_described("ProblemAnswersMissing", publish(service, upload).json)
    assert_described("PublishBody", {"answers": answers})
    with pytest.raises(ValidationError):
        assert_described("PublishBody", {"answers": {"future_date": True}})
    assert_described("Published", publish(service, upload, answers).json)
    assert_described("Upload", again(service, upload))


def test_what_is_asked_about_a_step_that_is_past_needs_no_answer(service: Service):
    service.published(*THREE)
    service.published("1,Radweg an der Aue", "2,Solardach der Schule", as_of="2024-01-31")
    upload = draft(service, as_of="2024-12-31")
    withdrawn = service.client.post(
        f"{DATASET}/versions/1.1.0/withdraw", json={"reason": "Irrtum."}, headers=service.token()
    )
    assert withdrawn.status_code == 200

    assert problem(publish(service, upload)) == (409, "version-conflict")
    question = again(service, upload)["questions"][0]
    assert (question["id"], question["before"]) == ("many_removed:plans", 3)
    assert problem(publish(service, upload)) == (409, "answers-missing")
    done = publish(service, upload, {"many_removed:plans": {"reason": "Abgeschlossen."}})
    assert (done.json["version"], done.json["changes"]["removed"]) == ("1.2.0", 3)


def test_a_vanished_row_needs_to_be_told_what_became_of_it(service: Service):
    service.published(*THREE, "4,Bus")
    upload = draft(service, *THREE[:2], "4,Bus", "5,Wärmenetz am alten Hafen")

    (question,) = upload["questions"]
    assert (question["id"], question["answer"], question["group"]) == (
        "vanished:plans:3",
        "disposition",
        "vanished:plans",
    )
    assert [(match["key"], match["title"]) for match in question["candidates"]] == [("5", "Wärmenetz am alten Hafen")]
    assert problem(publish(service, upload)) == (409, "answers-missing")

    done = publish(service, upload, {question["id"]: {"disposition": "renumbered", "into": "5"}})
    assert done.status_code == 201
    told = [{"id": "vanished:plans:3", "about": "vanished", "resource": "plans", "key": "3"}]
    assert service.get(done.json["links"]["version"]).json["answers"] == [
        told[0] | {"disposition": "renumbered", "into": "5"}
    ]


@pytest.mark.parametrize(
    ("answer", "german"),
    [
        ({"reason": "Fertig."}, "braucht eine „disposition“; möglich sind: completed, merged, dropped, renumbered"),
        ({"disposition": "merged"}, "braucht „into“"),
        ({"disposition": "merged", "into": "3"}, "gibt es keinen Eintrag „3“"),
        ({"disposition": "completed", "into": "1"}, "„into“ passt nicht zu „completed“"),
        ({"disposition": "dropped"}, "braucht einen Grund"),
    ],
)
def test_what_became_of_a_row_must_be_possible(service: Service, answer: dict[str, str], german: str):
    service.published(*THREE)
    upload = draft(service, *THREE[:2])

    for name in ("vanished:plans:3", "vanished:plans"):
        refused = publish(service, upload, {name: answer})
        assert problem(refused) == (400, "request-not-valid")
        assert german in refused.json["detail"]
    assert again(service, upload)["answers"] == {}


def test_one_answer_for_all_rows_that_vanished_is_public_once(service: Service):
    service.published(*THREE, "4,Bus", "5,Gründach", "6,Bachlauf")
    upload = draft(service, *THREE, "6,Bachlauf")
    answers = {
        "vanished:plans": {"disposition": "dropped", "reason": "Das Konzept ist neu."},
        "vanished:plans:5": {"disposition": "completed"},
    }

    done = publish(service, upload, answers)

    assert (done.status_code, again(service, upload)["answers"]) == (201, answers)
    public = {each["id"]: each for each in service.get(done.json["links"]["version"]).json["answers"]}
    assert list(public) == ["vanished:plans", "vanished:plans:5"]
    assert public["vanished:plans"].get("key") is None
