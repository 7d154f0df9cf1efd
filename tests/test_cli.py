"""The commands: what they do, print, and end with."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opendata import example
from opendata.web.services import EXTENSION, now
from tests.service import CITY, DATASET, Service, add_city, open_service, table


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service with Musterstadt's dataset of plans, nothing published yet."""
    made = open_service(tmp_path)
    add_city(made)
    yield made
    made.app.extensions[EXTENSION]().close()


def write(service: Service, *rows: str, name: str = "plans.csv") -> str:
    path = service.folder / name
    path.write_text(table(*rows), encoding="utf-8")
    return str(path)


def test_a_file_is_published_and_read_back(service: Service):
    printed = service.done("publish", f"{CITY}/plaene", write(service, "1,Radweg"), "--as-of", "2023-12-31")

    told = f"Veröffentlicht: {CITY}/plaene 1.0.0, Stand 2023-12-31: 1 neu, 0 geändert, 0 entfernt"
    assert printed.splitlines()[-1] == told
    assert service.get(f"{DATASET}/versions/latest/plans.json").json["items"][0]["title"] == "Radweg"


def test_publishing_prints_json_for_programs(service: Service):
    arguments = ("publish", f"{CITY}/plaene", write(service, "1,Radweg"), "--as-of", "2023-12-31", "--json")

    first, again = json.loads(service.done(*arguments)), json.loads(service.done(*arguments))

    assert (first["version"], first["serial"], first["changes"]["added"]) == ("1.0.0", 2, 1)
    assert (again["version"], again["unchanged"]) == ("1.0.0", True)
    notes = [note for note in again["report"]["notes"] if note["code"] != "sent-again"]
    assert len(notes) == len(again["report"]["notes"]) - 1
    for part, told in first["report"].items():
        assert part == "summary" or told == (notes if part == "notes" else again["report"][part]), part


def test_a_file_with_mistakes_ends_with_1_and_says_what_to_mend(service: Service):
    path = write(service, "1,Radweg,in Arbiet")
    result = service.flask("publish", f"{CITY}/plaene", path, "--as-of", "2023-12-31")

    assert result.exit_code == 1
    assert "C2: „in Arbiet“" in result.stderr
    assert "Nicht veröffentlicht: 1 Fehler zu berichtigen" in result.stderr


def test_commands_speak_the_language_of_the_service_in_singular_and_plural(tmp_path: Path):
    service = open_service(tmp_path, language="en")
    add_city(service)

    one = service.flask("publish", f"{CITY}/plaene", write(service, "1,Radweg,,,viel"), "--as-of", "2023-12-31")
    two = service.flask(
        "publish", f"{CITY}/plaene", write(service, "1,Radweg,,,viel", "2,Solar,,,mehr"), "--as-of", "2023-12-31"
    )
    printed = service.done("publish", f"{CITY}/plaene", write(service, "1,Radweg"), "--as-of", "2023-12-31")

    assert one.stderr.endswith("Not published: 1 error to mend\n")
    assert two.stderr.endswith("Not published: 2 errors to mend\n")
    assert printed.endswith(f"Published {CITY}/plaene 1.0.0, as of 2023-12-31: 1 added, 0 changed, 0 removed")
    service.app.extensions[EXTENSION]().close()


def test_questions_are_printed_with_their_ids_and_the_answers_that_they_take(service: Service):
    arguments = ("publish", f"{CITY}/plaene", write(service, "1,Radweg"), "--as-of", "2099-12-31")

    result = service.flask(*arguments)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nicht veröffentlicht: 1 Frage ist zu beantworten:" in result.stderr
    assert "liegt in der Zukunft" in result.stderr
    assert "[future_date]" in result.stderr
    assert result.stderr.splitlines()[-1] == '{"future_date": {"yes": true}}'
    printed = service.done(*arguments, "--yes")
    assert "liegt in der Zukunft" in printed  # a person who says yes has the questions on the screen
    assert printed.splitlines()[-1].startswith("Veröffentlicht: ")


def test_a_yes_answers_no_question_that_needs_a_reason(service: Service):
    service.published("1,Radweg", "2,Solar", "3,Bus")
    arguments = ("publish", f"{CITY}/plaene", write(service, "1,Radweg"), "--as-of", "2099-12-31", "--yes")
    answers = service.folder / "answers.json"

    refused = service.flask(*arguments)
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[-1] == '{"many_removed:plans": {"reason": "…"}}'

    answers.write_text('{"answers": {"many_removed:plans": {"reason": "Fertig."}}}', encoding="utf-8")
    printed = service.done(*arguments, "--answers", str(answers))
    assert printed.endswith("0 neu, 0 geändert, 2 entfernt")
    assert service.get(f"{DATASET}/versions/latest").json["answers"][0]["reason"] == "Fertig."


@pytest.mark.parametrize("text", ["{", "[]", '{"nothing": {"yes": true}}', '{"future_date": "ja"}'])
def test_answers_that_fit_nothing_end_with_2(service: Service, text: str):
    answers = service.folder / "answers.json"
    answers.write_text(text, encoding="utf-8")
    path = write(service, "1,Radweg")

    result = service.flask("publish", f"{CITY}/plaene", path, "--as-of", "2099-12-31", "--answers", str(answers))

    assert (result.exit_code, result.stdout) == (2, "")
    assert not service.get(f"{DATASET}/versions").json["items"]


def test_open_questions_are_json_for_programs(service: Service):
    path = write(service, "1,Radweg")
    result = service.flask("publish", f"{CITY}/plaene", path, "--as-of", "2099-12-31", "--json")

    body = json.loads(result.stdout)
    assert (result.exit_code, body["state"]) == (1, "draft")
    assert [question["id"] for question in body["questions"]] == ["future_date"]
    assert [line["question"] for line in body["report"]["summary"] if line["question"]] == ["future_date"]


def test_validate_takes_the_mapping_that_publish_takes(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KINDS_DIR", str(service.folder / "kinds"))
    mapping = service.folder / "mapping.json"
    mapping.write_text('{"resources": {"plans": {"fields": {"Was": "title"}}}}', encoding="utf-8")
    path = service.folder / "x.csv"
    path.write_text("id,Was\n1, Radweg\n", encoding="utf-8")
    arguments = ("validate", str(path), "--mapping", str(mapping))

    assert service.flask("validate", str(path), "--kind", "plans").exit_code == 1
    told = service.done(*arguments, "--kind", "plans")
    assert "Leerzeichen am Rand entfernt (1 Zelle): B2" in told
    assert told.endswith("Keine Fehler.")
    assert json.loads(service.done(*arguments, "--kind", "plans", "--json"))["summary"]
    assert service.flask(*arguments, "--schema", str(mapping)).exit_code == 2


def test_refusals_are_in_the_language_of_the_service(service: Service, tmp_path: Path):
    english = open_service(tmp_path / "english", language="en")
    empty, pdf = tmp_path / "leer.csv", tmp_path / "bericht.pdf"
    empty.write_bytes(b"")
    pdf.write_bytes(b"%PDF-1.7\n")

    for file, german, spoken in ((empty, "Die Datei ist leer", "The file is empty"), (pdf, "Bitte", "Please")):
        arguments = ("validate", str(file), "--kind", "climate-measures")
        assert german in service.flask(*arguments).stderr
        assert spoken in english.flask(*arguments).stderr
        assert service.flask(*arguments).exit_code == 2


def test_a_mapping_is_taken_from_a_file(service: Service):
    mapping = service.folder / "mapping.json"
    mapping.write_text('{"resources": {"plans": {"fields": {"Was": "title"}}}}', encoding="utf-8")
    path = service.folder / "x.csv"
    path.write_text("id,Was\n1,Radweg\n", encoding="utf-8")

    service.done("publish", f"{CITY}/plaene", str(path), "--as-of", "2023-12-31", "--mapping", str(mapping))

    assert service.get(f"{DATASET}/plans/1").json["title"] == "Radweg"


@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", f"{CITY}/plaene", "nirgends.csv", "--as-of", "2023-12-31"),
        ("publish", f"{CITY}/nichts", "{file}", "--as-of", "2023-12-31"),
        ("publish", "plaene", "{file}", "--as-of", "2023-12-31"),
        ("publish", f"{CITY}/plaene", "{file}", "--as-of", "31.12.2023"),
        ("publish", f"{CITY}/plaene", "{file}", "--as-of", "2023-12-31", "--mapping", "nirgends.json"),
        ("publish", f"{CITY}/plaene", "{file}", "--as-of", "2023-12-31", "--mapping", "{file}"),
        ("publish", f"{CITY}/plaene", "{file}"),
        ("publishers", "add", "Muster Stadt", "--name", "x"),
        ("publishers", "add", "api", "--name", "x"),
        ("publishers", "add", CITY, "--name", "x"),
        ("publishers", "add", "neu", "--name", "x", "--ags", "7312000"),
        ("publishers", "add", "neu", "--name", "x", "--homepage", "javascript:alert(1)"),
        ("datasets", "add", "nirgends", "x", "--kind", "plans", "--title", "x"),
        ("datasets", "add", CITY, "x", "--kind", "nichts", "--title", "x"),
        ("datasets", "add", CITY, "x", "--kind", "plans", "--title", "x", "--licence", "frei"),
        ("datasets", "add", CITY, "plaene", "--kind", "plans", "--title", "x"),
        ("tokens", "add", "nirgends", "--name", "x"),
        ("tokens", "add", CITY, "--name", "x", "--scopes", "alles"),
        ("validate", "{file}"),
        ("validate", "{file}", "--kind", "nichts"),
        ("validate", "nirgends.csv", "--kind", "plans"),
        ("validate", "{file}", "--schema", "{file}"),
        ("verify", "nirgends"),
        ("verify", f"{CITY}/nichts"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_plain_line(service: Service, arguments: tuple[str, ...]):
    path = write(service, "1,Radweg")
    result = service.flask(*[each.replace("{file}", path) for each in arguments])

    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    if not result.stderr.startswith("Usage:"):
        assert len(result.stderr.strip().splitlines()) == 1


def test_a_token_is_printed_alone_and_once(service: Service):
    printed = service.flask("tokens", "add", CITY, "--name", "Fachverfahren").stdout

    assert re.fullmatch(r"odt_[A-Za-z0-9_-]{43}\n", printed)
    response = service.upload(table("1,Radweg"), headers={"Authorization": f"Bearer {printed.strip()}"})
    assert response.status_code == 201


def test_tokens_are_listed_and_revoked_by_name_or_id(service: Service):
    tokens = [
        service.done("tokens", "add", CITY, "--name", name, "--scopes", "upload")
        for name in ("Rathaus", "Rathaus", "Bauamt")
    ]

    def answers(token: str) -> int:
        status: int = service.get(f"{DATASET}/uploads", Authorization=f"Bearer {token}").status_code
        return status

    assert [answers(token) for token in tokens] == [200, 200, 200]
    ids = [line.split("\t")[0] for line in service.done("tokens", "list", CITY).splitlines()]
    ambiguous = service.flask("tokens", "revoke", CITY, "Rathaus")
    assert (ambiguous.exit_code, ids[1] in ambiguous.stderr) == (2, True)
    service.done("tokens", "revoke", CITY, ids[1])
    service.done("tokens", "revoke", CITY, "Bauamt")

    assert [answers(token) for token in tokens] == [200, 401, 401]
    listed = service.done("tokens", "list", CITY).splitlines()
    assert ["revoked" in line for line in listed] == [False, True, True]
    assert all("used 20" in line for line in listed)
    assert service.flask("tokens", "revoke", CITY, "Bauamt").exit_code == 2
    assert not any(token in line for token in tokens for line in listed)


def test_a_token_ends_after_its_last_day_and_its_use_is_noted_once_an_hour(tmp_path: Path):
    times = [datetime(2026, 12, 31, 8, tzinfo=UTC)]
    service = open_service(tmp_path, clock=lambda: times[-1])
    add_city(service)
    token = service.done("tokens", "add", CITY, "--name", "Amt", "--until", "2026-12-31")

    def used_at(time: datetime) -> tuple[int, str]:
        times.append(time)
        status = service.get(f"{DATASET}/uploads", Authorization=f"Bearer {token}").status_code
        return status, service.done("tokens", "list", CITY).split("used ")[1].split("\t")[0]

    assert used_at(times[0]) == (200, "2026-12-31 08:00 UTC")
    assert used_at(times[0] + timedelta(minutes=59)) == (200, "2026-12-31 08:00 UTC")
    assert used_at(times[0] + timedelta(hours=15, minutes=59)) == (200, "2026-12-31 23:59 UTC")
    assert used_at(times[0] + timedelta(hours=16)) == (401, "2026-12-31 23:59 UTC")
    assert service.flask("tokens", "add", CITY, "--name", "Amt", "--until", "2026-12-31").exit_code == 2


def test_a_users_password_is_kept_as_a_hash_only(service: Service):
    arguments = ("users", "add", "amt@example.org", "--publisher", CITY, "--role", "editor", "--password-stdin")

    assert service.flask(*arguments, stdin="kurz\n").exit_code == 2
    assert service.flask(*arguments, stdin="ein langes Passwort\n").exit_code == 0
    assert service.flask(*arguments, stdin="ein langes Passwort\n").exit_code == 2
    content = b"".join(file.read_bytes() for file in service.folder.glob("db.sqlite*"))
    assert b"$argon2id$" in content
    assert b"ein langes Passwort" not in content


def test_verify_and_reindex_need_the_packages_alone(service: Service):
    service.published("1,Radweg", as_of="2022-12-31")
    service.published("1,Radweg,planning", as_of="2023-12-31")
    before = service.get("/api/v1/changes?limit=0").json, service.get("/feeds/all.atom").data
    service.app.extensions[EXTENSION]().close()
    for file in service.folder.glob("db.sqlite*"):
        file.unlink()

    rebuilt = open_service(service.folder)
    assert rebuilt.done("reindex").startswith("Rebuilt 1 publishers, 1 datasets, 2 versions and 4 journal entries")
    assert rebuilt.done("verify") == "2 versions verified, 0 problems"
    assert (rebuilt.get("/api/v1/changes?limit=0").json, rebuilt.get("/feeds/all.atom").data) == before
    rebuilt.app.extensions[EXTENSION]().close()


def test_verify_ends_with_1_when_history_was_rewritten(service: Service):
    service.published("1,Radweg")
    path = service.folder / "packages" / CITY / "plaene" / "1.0.0" / "plans.csv"
    path.write_bytes(path.read_bytes().replace(b"Radweg", b"Radweq"))

    result = service.flask("verify")

    assert result.exit_code == 1
    assert "1.0.0/plans.csv: was changed" in result.stderr
    assert service.flask("reindex").exit_code == 0  # the journal is whole; verify goes on to name the file
    assert service.flask("verify", f"{CITY}/plaene").exit_code == 1


def test_validate_by_kind_and_by_schema(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KINDS_DIR", str(service.folder / "kinds"))
    path = write(service, "1,Radweg,in Arbeit", "2,Solar,Unsinn")
    schema = service.folder / "schema.json"
    schema.write_text('{"fields": [{"name": "id", "type": "integer"}, {"name": "title", "type": "integer"}]}')

    by_kind = service.flask("validate", path, "--kind", "plans", "--json")
    by_schema = service.flask("validate", path, "--schema", str(schema), "--json", "--engine", "frictionless")

    assert (by_kind.exit_code, by_schema.exit_code) == (1, 1)
    report = json.loads(by_kind.stdout)
    assert set(report) >= {"valid", "error_count", "more", "errors"}
    (error,) = report["errors"]
    assert (error["code"], error["row"], error["column"], error["address"]) == ("constraint-error", 3, 3, "C3")
    assert json.loads(by_schema.stdout)["engine"] == "frictionless"
    assert service.flask("validate", write(service, "1,Radweg"), "--kind", "plans").exit_code == 0


def test_validate_touches_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    service = open_service(tmp_path, database_url=f"sqlite:///{tmp_path / 'untouched.sqlite'}")
    monkeypatch.setenv("KINDS_DIR", str(tmp_path / "kinds"))

    assert service.flask("validate", write(service, "1,Radweg"), "--kind", "plans").exit_code == 0
    assert not (tmp_path / "untouched.sqlite").exists()


def test_the_example_is_loaded_once_and_an_interrupted_load_goes_on_where_it_ended(tmp_path: Path):
    kinds = Path(__file__).parent.parent / "datapackages"
    service = open_service(tmp_path, [], kinds_dir=kinds)
    opened = service.app.extensions[EXTENSION]()
    interrupted = example.load(opened.desk, kinds, now)
    first = [next(interrupted).path for _ in range(3)]

    rest = service.flask("example", "load").stderr
    again = service.flask("example", "load")

    assert all(path not in rest for path in first)
    everything = sum(len(opened.versions.history(each)) for each in opened.catalogue.datasets())
    assert rest.count("Published") == everything - 3 >= 4 * 2 + 1 - 3
    assert (again.exit_code, again.output) == (0, "")
    cities = service.get("/api/v1/publishers").json["items"]
    assert len(cities) == 4
    assert all("eispiel" in city["name"] or "erfunden" in city["name"] for city in cities)
    assert service.done("verify").endswith("0 problems")
    opened.close()


def test_the_example_stays_away_from_a_city_that_has_begun(service: Service):
    before = service.get("/api/v1/publishers").json

    assert service.done("example", "load") == ""
    assert service.get("/api/v1/publishers").json == before
