"""Whoever asks for what does not exist is told what does not exist, in the language asked for."""

from typing import Any

import pytest

from tests.service import CITY, Service

PUBLISHERS = "/api/v1/publishers"


def problem(service: Service, path: str, language: str = "de", status: int = 404) -> dict[str, Any]:
    """The problem at an address, asked for in a language."""
    answer = service.client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.json
    return {**body, "type": body["type"].rpartition("/")[2]}


def withdraw(service: Service, number: str) -> None:
    """Take a version of the plans back."""
    path = f"{PUBLISHERS}/{CITY}/datasets/plaene/versions/{number}/withdraw"
    assert service.client.post(path, json={"reason": "Falsche Zahlen."}, headers=service.token()).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/nix", "/api/v2/publishers", "/api/nix/da/drin", "/feeds/nix"])
def test_an_unknown_address_for_programs_is_no_publisher(service: Service, path: str):
    german, english = problem(service, path), problem(service, path, "en")

    assert german["type"] == english["type"] == "not-found"
    assert german["detail"] == f"Unter der Adresse {path} gibt es hier nichts."
    assert english["detail"] == f"There is nothing at the address {path}."


def test_the_language_is_german_where_nobody_asks_for_another_and_that_of_lang_where_it_is_given(service: Service):
    assert problem(service, "/api/v1/nix", "fr")["title"] == "Unter dieser Adresse ist nichts"
    assert problem(service, "/api/v1/nix?lang=en")["title"] == "There is nothing at this address"


@pytest.mark.parametrize(
    "path", ["", "/datasets", "/datasets/x", "/datasets/x/versions/latest", "/datasets/x/plans/1"]
)
def test_an_unknown_publisher_is_unknown_whatever_is_asked_of_it(service: Service, path: str):
    german = problem(service, f"{PUBLISHERS}/nix{path}")

    assert (german["type"], german["publisher"]) == ("publisher-not-found", "nix")
    assert german["detail"] == "Den Herausgeber „nix“ gibt es nicht"


def test_an_unknown_dataset_of_a_known_publisher_is_an_unknown_dataset(service: Service):
    assert problem(service, f"{PUBLISHERS}/{CITY}/datasets/nix")["type"] == "dataset-not-found"


@pytest.mark.parametrize(
    "path", ["versions/latest", "versions/1.0.0", "versions/latest/plans.json", "plans/1", "plans/1/history"]
)
def test_a_dataset_without_a_version_says_that_nothing_was_published_yet(service: Service, path: str):
    german = problem(service, f"{PUBLISHERS}/{CITY}/datasets/plaene/{path}")
    english = problem(service, f"{PUBLISHERS}/{CITY}/datasets/plaene/{path}", "en")

    assert german["type"] == english["type"] == "nothing-published"
    assert german["title"] == "Hier ist noch nichts veröffentlicht"
    assert german["detail"] == f"Für den Datensatz „{CITY}/plaene“ ist noch nichts veröffentlicht"
    assert english["detail"] == f"Nothing has been published yet for dataset '{CITY}/plaene'"


def test_an_unknown_table_is_unknown_before_the_first_version_as_well(service: Service):
    assert problem(service, f"{PUBLISHERS}/{CITY}/datasets/plaene/nix/1/history")["type"] == "resource-not-found"


def test_the_history_of_a_row_that_never_was_names_the_row(service: Service):
    service.published("1,Radweg,planning,2024,,")

    for path in ("plans/NIX", "plans/NIX/history"):
        german = problem(service, f"{PUBLISHERS}/{CITY}/datasets/plaene/{path}")

        assert (german["type"], german["key"]) == ("row-not-found", "NIX")
        assert german["detail"] == "In „plans“ gab es nie eine Zeile „NIX“"


def test_a_day_before_the_first_version_is_named_in_german_as_well(service: Service):
    service.published("1,Radweg,planning,2024,,", as_of="2024-12-31")

    german = problem(service, f"{PUBLISHERS}/{CITY}/datasets/plaene/versions/latest?as_of=2020-01-01")

    assert german["detail"].endswith("hat keine Version, die am 2020-01-01 oder davor galt")


def test_a_reader_of_the_journal_notices_that_it_ends_sooner_than_before(service: Service):
    service.published("1,Radweg,planning,2024,,")
    last = service.client.get("/api/v1/changes").json["last_serial"]

    assert service.client.get(f"/api/v1/changes?since={last}").json["items"] == []
    for parameters in (f"since={last + 1}", f"since={last + 1}&wait=20", f"since={last + 1}&publisher={CITY}"):
        german = problem(service, f"/api/v1/changes?{parameters}", status=400)

        assert (german["type"], german["since"], german["last_serial"]) == ("serial-not-reached", last + 1, last)
        assert german["detail"].startswith(
            f"Das Journal endet mit der Nummer {last}, nach {last + 1} kommt also nichts."
        )
    assert f"ends with serial {last}" in problem(service, f"/api/v1/changes?since={last + 1}", "en", 400)["detail"]


def test_the_journal_of_an_empty_service_begins_with_nothing(service: Service):
    assert service.client.get("/api/v1/changes?since=0").json["last_serial"] == 0


def test_wrong_arguments_are_told_in_german(service: Service):
    assert problem(service, "/api/v1/publishers?limit=x", status=400)["detail"] == (
        "„limit“: muss eine ganze Zahl sein; möglich sind: cursor, lang, limit"
    )
    assert "not a valid integer" in problem(service, "/api/v1/publishers?limit=x", "en", 400)["detail"]


def test_the_changes_of_a_version_lead_to_a_comparison_that_exists(service: Service):
    at = f"{PUBLISHERS}/{CITY}/datasets/plaene/versions"
    for year, phase in enumerate(("planning", "implementation", "completed"), 2020):
        service.published(f"1,Radweg,{phase},2024,,", as_of=f"{year}-12-31")

    withdraw(service, "1.1.0")
    service.published("1,Radweg,completed,2025,,", as_of="2023-12-31")
    withdraw(service, "1.3.0")
    service.published("1,Radweg,completed,2026,,", as_of="2024-12-31")

    versions = service.client.get(at).json["items"]
    links = {version["version"]: version["links"].get("changes") for version in versions}
    assert links == {
        "1.0.0": None,
        "1.1.0": None,
        "1.2.0": None,  # that with which it was compared was withdrawn since
        "1.3.0": None,
        "1.4.0": f"http://localhost{at}/1.2.0...1.4.0/changes.json",  # 1.3.0 was withdrawn before
    }
    for version in versions:
        alone = service.client.get(f"{at}/{version['version']}").json
        assert alone["links"] == version["links"]
    assert service.client.get(links["1.4.0"]).json["counts"] == versions[-1]["changes"]


def test_a_version_is_sent_anew_when_the_one_before_it_is_withdrawn(service: Service):
    at = f"{PUBLISHERS}/{CITY}/datasets/plaene/versions/1.1.0"
    service.published("1,Radweg,planning,2024,,")
    service.published("1,Radweg,completed,2024,,", as_of="2024-12-31")
    before = service.client.get(at)

    withdraw(service, "1.0.0")

    after = service.client.get(at, headers={"If-None-Match": before.headers["ETag"]})
    assert "changes" in before.json["links"]
    assert after.status_code == 200
    assert "changes" not in after.json["links"]
