"""Answers about rows as the public reads them: in changes.json, the journal, the history and the page of the row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.copied_services import CopiedServices
from tests.service import CITY, DATASET, Service, add_city, any_answers, table

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


def publish_first(service: Service) -> None:
    add_city(service)
    publish(service, 0, *FIRST)


@pytest.fixture
def first(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Service]:
    with copied_services.after(publish_first, tmp_path) as made:
        yield made


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


def row(service: Service, key: str, tail: str = "") -> Any:
    return service.get(f"{DATASET}/plans/{key}{tail}")


def page(service: Service, key: str) -> Any:
    return service.get(f"/{CITY}/plaene/plans/{key}")


def standing(service: Service, key: str) -> str:
    """The part of a row's page that tells its status and its deadline."""
    text: str = page(service, key).get_data(as_text=True)
    return text.partition('class="standing"')[2].partition("</section>")[0]


def feed(service: Service, key: str) -> list[str]:
    """The sentences of a row's feed, newest first."""
    response = service.get(f"/feeds/{CITY}/plaene/plans/{key}.atom?lang=de")
    assert response.status_code == 200
    return [entry.summary for entry in feedparser.parse(response.get_data()).entries]


def renumber(service: Service) -> None:
    publish_first(service)
    publish(service, 1, *rows_without("A-2", "A-2,Solardach,implementation,2024"))
    renumbered = {"disposition": "renumbered", "into": "B-2", "reason": "Neue Gliederung."}
    new = rows_without("A-2", "B-2,Solardach,implementation,2024")
    publish(service, 2, *new, **{"vanished__plans__A-2": renumbered})
    publish(service, 3, *rows_without("A-2", "B-2,Solardach,implementation,2026"))


@pytest.fixture
def renumbered(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Service]:
    """A-2 has become B-2 with the second version; B-2 was put off twice since, and A-2 once before."""
    with copied_services.after(renumber, tmp_path) as made:
        yield made


def test_a_renumbered_row_keeps_one_history_under_both_addresses(renumbered: Service):
    gone = row(renumbered, "A-2")
    assert (gone.status_code, gone.json["type"].rpartition("/")[2]) == (410, "row-removed")
    assert gone.json["continued_as"] == "B-2"
    assert renumbered.get(gone.json["links"]["successor"]).json["title"] == "Solardach"
    assert gone.json["answers"][0]["reason"] == "Neue Gliederung."

    old, new = (row(renumbered, key, "/history").json for key in ("A-2", "B-2"))
    assert (old["continued_as"], new["continues"]) == ("B-2", ["A-2"])
    told = [(entry["key"], entry["event"]) for entry in new["items"]]
    assert told == [
        ("A-2", "plan.added"),
        ("A-2", "plan.deadline_moved"),
        ("B-2", "plan.added"),
        ("A-2", "plan.removed"),
        ("B-2", "plan.deadline_moved"),
    ]
    assert [entry["id"] for entry in old["items"]] == [entry["id"] for entry in new["items"]]
    assert new["total"] == 5


def test_deadlines_are_counted_on_and_compared_with_the_first_one(renumbered: Service):
    last = row(renumbered, "B-2", "/history").json["items"][-1]
    assert (last["times_moved"], last["fields"]["end"]) == (2, {"before": "2024", "after": "2026"})

    # The deadline that was published first, not the day of the figures.
    assert "2023" in standing(renumbered, "B-2").replace("31.12.2023", "")
    assert "Bisher unter der Nummer A-2" in page(renumbered, "B-2").get_data(as_text=True)


def test_the_page_of_a_renumbered_row_leads_on_and_its_feed_goes_on(renumbered: Service):
    moved = page(renumbered, "A-2")
    assert (moved.status_code, moved.headers["Location"]) == (303, f"/{CITY}/plaene/plans/B-2")
    assert page(renumbered, "B-2").status_code == 200

    assert feed(renumbered, "A-2") == feed(renumbered, "B-2")
    assert "von 2024 auf 2026 verschoben, 2. Verschiebung" in feed(renumbered, "A-2")[0]


def test_a_merged_row_leads_to_the_one_that_it_is_part_of_and_leaves_its_deadline_alone(first: Service):
    merged = {"disposition": "merged", "into": "A-1", "reason": "Ein Weg."}
    publish(first, 1, *rows_without("A-2"), **{"vanished__plans__A-2": merged})
    publish(first, 2, "A-1,Radweg an der Aue,implementation,2022", FIRST[2])

    assert row(first, "A-2").json["continued_as"] == "A-1"
    assert page(first, "A-2").headers["Location"].endswith("/plans/A-1")
    old, new = ([entry["key"] for entry in row(first, key, "/history").json["items"]] for key in ("A-2", "A-1"))
    assert old == ["A-2", "A-2", "A-1"]  # of A-1 only what happened since
    assert sorted(new) == ["A-1", "A-1", "A-2", "A-2"]
    assert len(feed(first, "A-1")) == 3  # the first event of A-2 was never in this feed, and its pages stay
    # The date of the figures is told there as well; 2023 alone was the deadline of A-2.
    assert "2023" not in standing(first, "A-1").replace("31.12.2023", "")
    assert "Ein Weg." in page(first, "A-1").get_data(as_text=True)


@pytest.mark.parametrize(
    ("answer", "german"),
    [
        ({"disposition": "completed"}, "Abgeschlossen."),
        ({"disposition": "dropped", "reason": "Kein Geld"}, "Entfallen. Begründung: Kein Geld."),
    ],
)
def test_a_row_that_ended_keeps_its_address_with_the_reason(first: Service, answer: dict[str, str], german: str):
    publish(first, 1, *rows_without("A-2"), **{"vanished__plans__A-2": answer})

    gone, tombstone = row(first, "A-2"), page(first, "A-2")
    assert (gone.status_code, gone.json["answers"]) == (410, [{"about": "vanished", **answer}])
    assert "continued_as" not in gone.json
    assert tombstone.status_code == 410
    assert german in tombstone.get_data(as_text=True)
    assert row(first, "A-2", "/history").status_code == 200


def test_a_row_that_comes_back_has_its_own_address_again(renumbered: Service):
    back = {"came_back:plans:A-2": {"reason": "Doch zwei Dächer."}}
    rows = table(
        *rows_without("A-2", "A-2,Solardach Nord,planning,2030", "B-2,Solardach,implementation,2026"), *OTHERS
    )
    done = renumbered.upload(rows, as_of="2025-12-31", answered=False, answers=back)
    assert done.status_code == 201, done.get_data(as_text=True)

    assert row(renumbered, "A-2").json["title"] == "Solardach Nord"
    assert page(renumbered, "A-2").status_code == 200
    assert "continues" not in row(renumbered, "B-2", "/history").json


def test_a_chain_of_new_numbers_leads_to_the_last_one(renumbered: Service):
    again = {"vanished:plans:B-2": {"disposition": "renumbered", "into": "C-2"}}
    rows = table(*rows_without("A-2", "C-2,Solardach,implementation,2026"), *OTHERS)
    assert renumbered.upload(rows, as_of="2025-12-31", answered=False, answers=again).status_code == 201

    assert row(renumbered, "A-2").json["continued_as"] == "C-2"
    assert row(renumbered, "C-2", "/history").json["continues"] == ["B-2", "A-2"]
    assert row(renumbered, "C-2", "/history").json["total"] == 7


def test_withdrawing_the_version_that_said_it_keeps_the_history_and_not_the_reason(renumbered: Service):
    body = {"reason": "Irrtum."}
    answer = renumbered.client.post(f"{DATASET}/versions/1.2.0/withdraw", json=body, headers=renumbered.token())
    assert answer.status_code == 200, answer.json

    def seen() -> list[Any]:
        gone, story = row(renumbered, "A-2").json, row(renumbered, "B-2", "/history").json
        return [gone["continued_as"], gone["answers"], story["continues"], story["items"], feed(renumbered, "A-2")]

    before = seen()
    assert before[:3] == ["B-2", [{"about": "vanished", "disposition": "renumbered", "into": "B-2"}], ["A-2"]]
    assert renumbered.done("reindex")
    assert seen() == before
    assert renumbered.done("verify").endswith("0 problems")


def test_the_whole_lineage_is_rebuilt_from_the_packages(renumbered: Service):
    before = [row(renumbered, "A-2").json, row(renumbered, "A-2", "/history").json, feed(renumbered, "A-2")]

    renumbered.done("reindex")

    after = [row(renumbered, "A-2").json, row(renumbered, "A-2", "/history").json, feed(renumbered, "A-2")]
    assert after == before


def test_the_tables_of_an_older_version_are_pointed_out_and_may_be_published(first: Service):
    later = [row.replace("2024", "2025") for row in FIRST]
    number = publish(first, 1, *later)["version"]
    draft = first.upload(table(*FIRST, *OTHERS), as_of=YEARS[2], publish=False)

    (question,) = [one for one in draft.json["questions"] if one["about"] == "older_version"]
    assert (number, question["required"]) == ("1.1.0", False)
    assert "Version 1.0.0 (Stand 31.12.2021)" in question["text"]["de"]
    assert publish(first, 2, *FIRST)["version"] == "1.2.0"


def test_the_rows_of_another_city_are_pointed_out_before_they_are_published(first: Service):
    add_city(first, "nachbarstadt")
    token, elsewhere = first.token("nachbarstadt"), DATASET.replace(CITY, "nachbarstadt")
    draft, others = (
        first.upload(table(*rows), as_of=YEARS[0], publish=False, headers=token, dataset=elsewhere)
        for rows in ((*FIRST, *OTHERS), (*FIRST, *OTHERS[1:]))
    )

    (question,) = draft.json["questions"]
    assert (question["id"], question["required"]) == ("same_elsewhere", False)
    assert "“Musterstadt” has published exactly these rows already" in question["text"]["en"]
    assert others.json["questions"] == []
