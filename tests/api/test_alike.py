"""Alike measures and searching in the API, on the example: what is told is what stands in its tables."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest

from opendata.likeness.letters_alike import LettersAlike
from opendata.steps.finding_alike import AlikeFinder, add_due, refresh
from opendata.web.services import EXTENSION
from tests.example_service import KINDS
from tests.service import DATASET, Service

EXAMPLE = KINDS / "climate-measures" / "example"
AUENTAL = "/publishers/beispielstadt-auental/datasets/klimaschutzmassnahmen"
HUETTEN = "beispielstadt-musterhuetten"


@pytest.fixture(scope="module")
def compared(towns: Service) -> Iterator[Service]:
    """The example, after the job has found out which measures are alike."""
    refresh(finder_of(towns))
    yield towns


def finder_of(service: Service) -> AlikeFinder:
    services = service.app.extensions[EXTENSION]()
    return AlikeFinder(services.reading, services.row_texts, LettersAlike())


def body(service: Service, path: str) -> Any:
    response = service.get(f"/api/v1{path}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def test_measures_like_one_are_told_most_alike_first(compared: Service):
    told = body(compared, f"{AUENTAL}/measures/E-1/similar")
    titles = [item["title"] for item in told["items"]]
    assert titles == ["Kommunaler Wärmeplan", "Kommunale Wärmeplanung im Konvoi mit drei Nachbarn"]
    likeness = [item["likeness"] for item in told["items"]]
    assert likeness == sorted(likeness, reverse=True) and 0 < likeness[-1] < likeness[0] < 1
    for item in told["items"]:
        row = compared.get(item["links"]["self"]).json
        assert (row["title"], row["phase"]) == (item["title"], item["phase"])
        path = f"/publishers/{item['publisher']}/datasets/{item['dataset']}/measures/{item['key']}/similar?limit=0"
        back = {entry["key"]: entry["likeness"] for entry in body(compared, path)["items"]}
        assert back["E-1"] == item["likeness"]
    only = body(compared, f"{AUENTAL}/measures/E-1/similar?publishers={HUETTEN}")
    assert [item["publisher"] for item in only["items"]] == [HUETTEN] and only["total"] == 1
    assert body(compared, f"{AUENTAL}/measures/E-1/similar?limit=1")["links"]["next"].endswith("cursor=1")
    assert body(compared, f"{AUENTAL}/funding/F-2021-01/similar")["items"] == []


def test_who_is_not_there_is_told(compared: Service):
    assert compared.get(f"/api/v1{AUENTAL}/measures/Z-99/similar").status_code == 404
    assert compared.get(f"/api/v1{AUENTAL}/measures/E-1/similar?publishers=nobody").status_code == 404
    for query in ("publishers=,", "least=0.5"):
        response = compared.get(f"/api/v1{AUENTAL}/measures/E-1/similar?{query}")
        assert response.status_code == 400 and "publishers" in response.get_data(as_text=True)


def test_what_the_others_have_and_we_do_not_has_no_counterpart_here(compared: Service):
    told = body(compared, f"{AUENTAL}/elsewhere?limit=0")["items"]
    counts = [item["publishers"] for item in told]
    assert counts == sorted(counts, reverse=True) and counts[0] > 1
    for item in told:
        path = f"/publishers/{item['publisher']}/datasets/{item['dataset']}/measures/{item['key']}/similar"
        ours = body(compared, f"{path}?limit=0&publishers=beispielstadt-auental")["items"]
        assert all(entry["likeness"] < 0.3 for entry in ours)
    assert {item["publisher"] for item in body(compared, f"{AUENTAL}/elsewhere?publishers={HUETTEN}")["items"]} == {
        HUETTEN
    }


@pytest.mark.parametrize(
    ("search", "expected"),
    [("rad", "rad"), ("WÄRME", "wärme"), ("waerme", "wärme"), ("warme", "wärme"), ("Baeume", "bäume")],
)
def test_a_search_finds_words_inside_others_however_umlauts_are_typed(compared: Service, search: str, expected: str):
    told = body(compared, f"/search?q={search}&limit=100&publisher=beispielstadt-auental")
    assert {item["key"] for item in told["items"]} == keys_with(expected)
    assert told["total"] == len(told["items"]) > 0
    in_title = [item["in_title"] for item in told["items"]]
    assert in_title == sorted(in_title, reverse=True)
    assert body(compared, f"/search?q={search}")["total"] > told["total"]


def keys_with(part: str) -> set[str]:
    """The keys of the rows of Auental's newest file that hold these letters in one of their texts."""
    words = ("title", "description", "field_of_action", "responsible", "status_note", "source_document")
    with (EXAMPLE / "beispielstadt-auental" / "2024-12-31" / "measures.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    return {row["measure_id"] for row in rows if any(part in row[word].lower() for word in words)}


def test_each_word_of_a_search_must_be_found(compared: Service):
    one, both = (body(compared, f"/search?q={words}")["total"] for words in ("wärme", "wärme+schul"))
    assert 0 < both < one
    assert body(compared, "/search?q=M-2&publisher=beispielstadt-auental")["items"][0]["key"] == "M-2"
    assert body(compared, "/search?q=")["items"] == body(compared, "/search?q=%20")["items"] == []
    for odd in ("%22", "%25", "_", "rad%22+OR", "rad*", "%27", "a%00"):
        assert compared.get(f"/api/v1/search?q={odd}").status_code in (200, 400)
    for query in ("", "q=rad&sort=title", "q=" + "+".join("abcdefghijk")):
        assert compared.get(f"/api/v1/search?{query}").status_code == 400
    part = body(compared, "/search?q=wärme&limit=2&cursor=2")
    assert part["items"] == body(compared, "/search?q=wärme&limit=4")["items"][2:]


def test_changes_and_withdrawals_reach_what_is_found(service: Service):
    services = service.app.extensions[EXTENSION]()
    finder, now = finder_of(service), services.now()
    service.done("publishers", "add", "andere", "--name", "Andere")
    service.done("datasets", "add", "andere", "plaene", "--kind", "plans", "--title", "Pläne")
    other = DATASET.replace("musterstadt", "andere")
    ours = ["1,Radweg am Fluss,planning,,,", "2,Dach begrünen,planning,,,", "3,Wärmeplanung,planning,,,"]
    service.published(*ours, "4,Bäume in der Stadt,planning,,,", as_of="2022-12-31")
    service.published("a,Radweg am Hafen,planning,,,", dataset=other, headers=service.token("andere"))
    similar = "/publishers/musterstadt/datasets/plaene/plans/1/similar"
    assert body(service, similar)["items"] == []
    assert add_due(finder, services.jobs, now) == 1 and add_due(finder, services.jobs, now) == 0
    job = services.jobs.next(now)
    assert services.runner.do(job) and add_due(finder, services.jobs, now) == 0
    assert [item["key"] for item in body(service, similar)["items"]] == ["a"]

    state = services.public_state.look()
    service.published("a,Radweg am Hafen,completed,,,", "b,Radweg am Fluss,planning,,,", dataset=other,
                      as_of="2024-12-31", headers=service.token("andere"))  # fmt: skip
    assert [item["phase"] for item in body(service, similar)["items"]] == ["completed"]
    refresh(finder)
    assert services.public_state.look() != state
    assert [item["key"] for item in body(service, similar)["items"]] == ["b", "a"]
    assert body(service, "/search?q=fluss")["total"] == 2

    withdraw = service.client.post(
        f"{other}/versions/1.1.0/withdraw", json={"reason": "Falsch."}, headers=service.token("andere")
    )
    assert withdraw.status_code == 200
    # Even before the job has run, nothing of the withdrawn version is told.
    assert [item["key"] for item in body(service, similar)["items"]] == ["a"]
    assert [item["publisher"] for item in body(service, "/search?q=fluss")["items"]] == ["musterstadt"]
    refresh(finder)
    assert [item["phase"] for item in body(service, "/search?q=hafen")["items"]] == ["planning"]
    assert "b" not in {
        pair.other for pair in services.row_texts.alike(services.catalogue.dataset("musterstadt", "plaene"))
    }
    assert refresh(finder).startswith("0 datasets read")
