"""Answers about rows as the public reads them: in changes.json, the journal, the history and the page of the row."""

from typing import Any

import pytest

from tests.service import Service, any_answers, table

YEARS = ("2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31")
FIRST = ("A-1,Radweg an der Aue,planning,2022", "A-2,Solardach,implementation,2023", "A-3,Wärmenetz,planning,2024")
OTHERS = tuple(f"Z-{n},Steg {n},planning,2030" for n in range(6))


def publish(service: Service, year: int, *rows: str, **answers: dict[str, str]) -> dict[str, Any]:
    """Publish a version of plans with these answers, by the ids of the questions with __ for : and _ for -."""
    given = {name.replace("__", ":"): answer for name, answer in answers.items()}
    response = service.upload(table(*rows, *OTHERS), as_of=YEARS[year], answered=False, answers=given)
    assert response.status_code == 201, response.get_data(as_text=True)
    body: dict[str, Any] = response.json
    return body


def events(service: Service, version: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    """The events of a version by the key of their row, as changes.json has them; None: of the version itself."""
    changes = service.get(f"{version['links']['version']}/changes.json").json
    return {event["key"]: event for event in changes["events"]}


def entries(service: Service, version: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    items = service.get("/api/v1/changes?limit=0").json["items"]
    return {entry["key"]: entry for entry in items if entry["version"] == version["version"]}


def rows_without(key: str, *more: str) -> list[str]:
    return [row for row in FIRST if not row.startswith(key)] + list(more)


@pytest.fixture
def first(service: Service) -> Service:
    publish(service, 0, *FIRST)
    return service


@pytest.mark.parametrize(
    ("answer", "new", "german", "english"),
    [
        ({"disposition": "completed"}, (), "Abgeschlossen.", "Completed."),
        (
            {"disposition": "dropped", "reason": "Kein Geld"},
            (),
            "Entfallen. Begründung: Kein Geld.",
            "Dropped. Reason: Kein Geld.",
        ),
        (
            {"disposition": "merged", "into": "A-1", "reason": "Ein Weg!"},
            (),
            "Zusammengeführt mit A-1 „Radweg an der Aue“. Begründung: Ein Weg!",
            "Merged into A-1 “Radweg an der Aue”. Reason: Ein Weg!",
        ),
        (
            {"disposition": "renumbered", "into": "B-2"},
            ("B-2,Solardach,implementation,2023",),
            "Jetzt unter der Nummer B-2 „Solardach“.",
            "Now under the key B-2 “Solardach”.",
        ),
    ],
)
def test_what_became_of_a_row_is_in_changes_json_and_in_the_journal(
    first: Service, answer: dict[str, str], new: tuple[str, ...], german: str, english: str
):
    version = publish(first, 1, *rows_without("A-2", *new), **{"vanished__plans__A-2": answer})

    event, entry = events(first, version)["A-2"], entries(first, version)["A-2"]
    assert event["answers"] == entry["answers"] == [{"about": "vanished", **answer}]
    for told in (event, entry):
        assert (
            told["sentence"]["de"] == f"Solardach: nicht mehr enthalten (Phase: in Umsetzung, Ende: 2023). {german}"
        )
        assert told["sentence"]["en"].endswith(f"). {english}")


def test_the_row_that_carries_on_tells_what_it_was(first: Service):
    answer = {"disposition": "renumbered", "into": "B-2"}
    version = publish(
        first, 1, *rows_without("A-2", "B-2,Solardach,implementation,2023"), **{"vanished__plans__A-2": answer}
    )

    event = events(first, version)["B-2"]
    assert event["answers"] == [{"about": "vanished", "disposition": "renumbered", "from": "A-2"}]
    assert event["sentence"]["de"].endswith("Bisher unter der Nummer A-2.")


def test_one_reason_serves_all_deadlines_that_moved_and_a_row_may_have_its_own(first: Service):
    late = [row.replace("2022", "2026").replace("2023", "2027").replace("2024", "2028") for row in FIRST]
    version = publish(
        first,
        1,
        *late,
        deadline_moved__plans={"reason": "Es fehlt Personal."},
        **{"deadline_moved__plans__A-3": {"reason": "Der Bohrer war kaputt"}},
    )

    told = {key: event["answers"][0]["reason"] for key, event in events(first, version).items() if key}
    assert told == {"A-1": "Es fehlt Personal.", "A-2": "Es fehlt Personal.", "A-3": "Der Bohrer war kaputt"}
    sentences = {key: entry["sentence"]["de"] for key, entry in entries(first, version).items()}
    assert sentences["A-1"].endswith("Ende von 2022 auf 2026 verschoben. Begründung: Es fehlt Personal.")
    assert sentences["A-3"].endswith("verschoben. Begründung: Der Bohrer war kaputt.")
    public = first.get(version["links"]["version"]).json["answers"]
    assert [answer["id"] for answer in public] == ["deadline_moved:plans", "deadline_moved:plans:A-3"]


def test_a_phase_that_goes_back_and_a_row_that_comes_back_need_a_reason(first: Service):
    publish(first, 1, *rows_without("A-3"), vanished__plans={"disposition": "dropped", "reason": "Kein Netz."})
    back = table(FIRST[0], "A-2,Solardach,planning,2023", FIRST[2], *OTHERS)

    refused = first.upload(back, as_of=YEARS[2], answered=False)
    assert [question["id"] for question in refused.json["questions"]] == [
        "came_back:plans:A-3",
        "phase_back:plans:A-2",
    ]
    answers = any_answers(refused.json["questions"])
    done = first.client.post(refused.json["links"]["publish"], json={"answers": answers}, headers=first.token())

    assert done.status_code == 201
    told = entries(first, done.json)
    assert told["A-3"]["sentence"]["de"].endswith("Wieder aufgenommen. Begründung: So gewollt.")
    assert told["A-2"]["sentence"]["de"].endswith("Phase von „in Umsetzung“ zu „in Planung“. Begründung: So gewollt.")


def test_a_reason_about_the_whole_table_is_told_with_the_version(service: Service):
    service.published(*FIRST, as_of=YEARS[0])
    answers = {"many_changed:plans": {"reason": "Neue Schätzung der Kosten"}}
    dear = [f"{row},{cost}" for cost, row in enumerate(FIRST)]
    version = service.upload(table(*dear), as_of=YEARS[1], answered=False, answers=answers).json

    event = events(service, version)[None]
    assert event["sentence"]["de"].endswith("0 entfallen. Begründung: Neue Schätzung der Kosten.")
    assert [answer["about"] for answer in event["answers"]] == ["many_changed"]


def test_the_reason_why_many_rows_are_gone_is_told_with_each_of_them(service: Service):
    service.published(*FIRST, as_of=YEARS[0])
    answers = {
        "many_removed:plans": {"reason": "Neues Konzept"},
        "vanished:plans:A-2": {"disposition": "completed"},
    }
    version = service.upload(table(FIRST[0]), as_of=YEARS[1], answered=False, answers=answers).json

    told = {key: event["sentence"]["de"] for key, event in events(service, version).items()}
    assert told["A-2"].endswith(". Abgeschlossen.")
    assert told["A-3"].endswith(". Begründung: Neues Konzept.")


def test_new_numbers_for_the_same_titles_are_told_row_by_row(service: Service):
    service.published(*FIRST, as_of=YEARS[0])
    new = [row.replace("A-", "N-") for row in FIRST]
    answers = {"renumbered:plans": {"reason": "Neue Gliederung"}}
    version = service.upload(table(*new), as_of=YEARS[1], answered=False, answers=answers).json

    told = events(service, version)
    for key in ("1", "2", "3"):
        assert told[f"A-{key}"]["answers"] == [
            {"about": "renumbered", "disposition": "renumbered", "into": f"N-{key}", "reason": "Neue Gliederung"}
        ]
        assert told[f"N-{key}"]["answers"][0]["from"] == f"A-{key}"


def test_the_index_is_rebuilt_with_all_answers(first: Service):
    merged = {"disposition": "merged", "into": "A-1", "reason": "Ein Weg."}
    publish(first, 1, *rows_without("A-2"), **{"vanished__plans__A-2": merged})
    before = first.get("/api/v1/changes?limit=0").json["items"]

    assert first.done("reindex")
    assert first.get("/api/v1/changes?limit=0").json["items"] == before
    assert first.done("verify").endswith("0 problems")
