"""Tables that are sent after another one: what would go wrong between two versions is asked."""

import json
from pathlib import Path

from tests.cases.office import Office, Seen

FIRST = "eight-measures.csv"


def assert_asked_and_nothing_published(seen: Seen, question: str) -> None:
    """The draft is valid and asks exactly this, and no way of sending it published anything."""
    assert seen.state == "draft"
    assert [name for name, asked in seen.questions.items() if asked["required"]] == [question]
    assert seen.status_code == 409
    assert seen.answer["type"].endswith("/answers-missing")
    assert [asked["id"] for asked in seen.answer["questions"]] == [question]
    assert seen.column("measure_id") == [str(number) for number in range(1, 9)]  # the first version still holds
    assert seen.published_by_command.exit_code == 1
    assert question in seen.published_by_command.stderr


def test_new_numbers_for_the_same_measures_are_asked_about_with_their_likely_matches(office: Office):
    seen = office.send("renumbered.csv", after=FIRST)

    assert_asked_and_nothing_published(seen, "renumbered:measures")
    question = seen.questions["renumbered:measures"]
    assert (question["answer"], question["required"]) == ("reason", True)
    pairs = [
        (candidate["old_key"], candidate["key"], candidate["title"], candidate["likeness"])
        for candidate in question["candidates"]
    ]
    assert pairs == [(str(n), str(n + 10), f"Maßnahme Nummer {n} Radweg", 1.0) for n in range(1, 9)]
    assert "1 → 11" in seen.asked
    assert "neu nummeriert" in seen.asked
    assert seen.not_told("neu nummeriert") == {"--json": ["neu nummeriert"], "validate": ["neu nummeriert"]}


def test_the_removal_of_most_measures_is_asked_about(office: Office):
    seen = office.send("two-left.csv", after=FIRST)

    assert_asked_and_nothing_published(seen, "many_removed:measures")
    assert "6 von 8 Zeilen" in seen.asked
    assert "3, 4, 5, 6, 7, 8" in seen.asked
    assert seen.questions["many_removed:measures"]["answer"] == "reason"


def test_a_table_without_rows_is_asked_about_before_everything_is_removed(office: Office):
    seen = office.send("header-only.csv", after=FIRST)

    assert_asked_and_nothing_published(seen, "many_removed:measures")
    assert "Alle 8 Zeilen" in seen.asked


def test_a_reason_publishes_the_removal_and_is_public_with_the_version(office: Office, tmp_path: Path):
    answers = {"many_removed:measures": {"reason": "Sechs Maßnahmen\nsind jetzt Sache des Kreises."}}
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), encoding="utf-8")

    asked = office.send("two-left.csv", after=FIRST)
    service = office.service
    sent = service.client.post(asked.upload["links"]["publish"], json={"answers": answers}, headers=office.headers)
    again = service.client.post(asked.upload["links"]["publish"], json={"answers": answers}, headers=office.headers)

    assert (sent.status_code, sent.json["changes"]) == (201, {"added": 0, "changed": 0, "removed": 6})
    assert again.json["version"] == sent.json["version"]
    public = [
        {
            "id": "many_removed:measures",
            "about": "many_removed",
            "resource": "measures",
            "reason": "Sechs Maßnahmen sind jetzt Sache des Kreises.",
        }
    ]
    version = sent.json["links"]["version"]
    assert service.get(version).json["answers"] == public
    assert service.get(f"{version}/datapackage.json").json["answers"] == public
    assert service.client.get(asked.upload["links"]["self"], headers=office.headers).json["answers"] == answers
    page = service.get(f"{sent.json['links']['page']}/versions/{sent.json['version']}").get_data(as_text=True)
    assert "Sechs Maßnahmen sind jetzt Sache des Kreises." in page
    assert service.done("verify").endswith("0 problems")
