"""What explains: each code and each figure has a sentence, one click away, and each version a citation that holds."""

import re
from pathlib import Path

import pytest

from opendata import site
from opendata.kind_folders import KindFolders
from opendata.site.explanations import EXPLANATIONS, explained
from tests.service import Service, add_city
from tests.site.reading import read

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((Path(site.__file__).parent / "templates").glob("*.html"))


def test_each_phase_schedule_and_stage_of_measures_has_a_sentence():
    kind = KindFolders(ROOT / "datapackages")["climate-measures"]
    measures, funding = kind.table("measures"), kind.table("funding")
    named = {f"phase-{code}" for code in measures.field("phase").codes}
    named |= {f"schedule-{code}" for code in measures.field("schedule").codes}
    named |= {f"stage-{code}" for code in funding.field("stage").codes}

    assert {name for name in EXPLANATIONS if name.split("-")[0] in ("phase", "schedule", "stage")} == named


def test_each_explanation_that_a_page_leads_to_exists():
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""\bexpla(?:ined|nation)\("([\w-]+)"\)""", path.read_text(encoding="utf-8"))
    }

    assert {"emissions-trend", "due", "dropped"} <= asked
    assert asked <= set(EXPLANATIONS)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_of_methods_has_each_explanation_at_its_anchor(service: Service, language: str):
    page = read(service, f"/methods?lang={language}")

    for name in EXPLANATIONS:
        told = explained(name, language)
        assert told.sentence.endswith(".") and told.sentence.count(". ") == 0, name  # one sentence
        assert page.all(f"//div[@id='{name}']/dd") == [told.sentence]
        assert page.all(f"//div[@id='{name}']/dt/a/@href") == [f"#{name}"]


@pytest.mark.parametrize(
    "path", ["/musterstadt/plaene", "/musterstadt/plaene/versions/1.1.0", "/musterstadt/plaene/plans/1"]
)
def test_a_citation_names_city_version_day_digest_and_an_address_that_leads_there(service: Service, path: str):
    number = path.rpartition("/")[2] if "/versions/" in path else "latest"
    version = service.get(f"/api/v1/publishers/musterstadt/datasets/plaene/versions/{number}").json
    (text,) = read(service, path).all("//p[@class='citation-text']")

    for part in ("Musterstadt", "Pläne der Stadt", version["version"], version["digest"], version["as_of"][:4]):
        assert part in text
    address = re.findall(r"http://localhost(/\S+)\. ", text)[0]
    place = f"/musterstadt/plaene/versions/{version['version']}"
    assert address == (f"{place}/plans/1" if path.endswith("/plans/1") else place)
    assert service.client.get(address).status_code == 200


def test_the_citation_stays_the_same_in_each_language_but_for_its_words(service: Service):
    german, english = (
        read(service, f"/musterstadt/plaene?lang={tongue}").all("//p[@class='citation-text']")[0]
        for tongue in ("de", "en")
    )

    assert re.findall(r"http\S+|sha256:\w+", german) == re.findall(r"http\S+|sha256:\w+", english)
    assert "?lang=" not in german


def test_the_page_for_journalists_shows_the_citation_of_the_version_that_came_last(service: Service):
    (text,) = read(service, "/press").all("//p[@class='citation-text']")

    assert "/musterstadt/plaene/versions/1.2.0" in text


def test_the_example_is_of_a_version_that_holds_however_much_was_withdrawn_since(new_service: Service):
    add_city(new_service)
    new_service.published("1,Radweg,planning")
    add_city(new_service, "neustadt")
    place, token = "/api/v1/publishers/neustadt/datasets/plaene", new_service.token("neustadt")
    rows = [f"{number},Radweg,planning" for number in range(1, 41)]
    new_service.published(*rows, dataset=place, headers=token)
    new_service.done("withdraw", "neustadt/plaene", "1.0.0", "--reason", "Falsche Tabelle")

    (text,) = read(new_service, "/press").all("//p[@class='citation-text']")

    assert "/musterstadt/plaene/versions/1.0.0" in text


def test_the_addresses_for_other_groups_answer(service: Service):
    page = read(service, "/reuse")
    shown = " ".join(page.all("//pre"))
    paths = re.findall(r"http://localhost(/[^\s\"]+)", shown)

    assert [path.partition("?")[0] for path in paths] == [
        "/compat/localmonitoring",
        "/api/v1/publishers/musterstadt/datasets/plaene/versions/latest/plans.csv",
        "/api/v1/publishers/musterstadt/datasets/plaene/versions/latest/plans.csv",
        "/feeds/all.atom",
        "/feeds/all.json",
        "/musterstadt/embed",
    ]
    assert service.client.get("/compat/localmonitoring/api/cities").status_code == 200
    for path in paths[1:]:
        assert service.client.get(path).status_code == 200, path


def test_before_anything_is_published_the_pages_say_so(new_service: Service):
    assert "Sobald hier eine Stadt" in read(new_service, "/press").text
    assert "noch gibt es keine" in read(new_service, "/reuse").text
    assert "Noch hat keine Stadt" in read(new_service, "/funding").text


@pytest.mark.parametrize("name", ["methods", "press", "reuse", "funding", "share"])
def test_no_publisher_takes_the_address_of_such_a_page(new_service: Service, name: str):
    assert new_service.flask("publishers", "add", name, "--name", "X").exit_code == 2


@pytest.mark.parametrize("name", ["embed", "funding", "out-of-sight", "report"])
def test_no_dataset_takes_the_address_of_a_page_of_its_city(new_service: Service, name: str):
    new_service.done("publishers", "add", "x", "--name", "X")

    assert new_service.flask("datasets", "add", "x", name, "--kind", "plans", "--title", "X").exit_code == 2


@pytest.mark.parametrize("path", ["/", "/musterstadt/plaene/progress", "/musterstadt/out-of-sight"])
def test_a_page_that_moves_on_cites_the_versions_that_it_rests_on(service: Service, path: str):
    version = service.get("/api/v1/publishers/musterstadt/datasets/plaene/versions/latest").json

    (text,) = [each for each in read(service, path).all("//p[@class='citation-text']") if "Pläne" in each]

    assert version["digest"] in text and f"/musterstadt/plaene/versions/{version['version']}" in text
