"""What pages say to search engines: it is true, it is data, and no text of a city can break out of it."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from opendata.domain.model import licence
from opendata.web.services import EXTENSION
from tests.making import PLANS
from tests.service import DATASET, Service, open_service
from tests.site.reading import Page, read

OUTBREAK = "</script><script>alert(1)</script><!--<script>]]>\u2028\u2029&amp;'\"\\ Pläne"
HOME = "http://localhost"
BLOCK = "//script[@type='application/ld+json']"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A dataset in two versions, with a title that no command would take, and a kind and an operator as hostile."""
    kind = {**PLANS, "keywords": ["Klima"], "description": f"Pläne {OUTBREAK}"}
    made = open_service(tmp_path_factory.mktemp("told"), [kind], operator_name=OUTBREAK)
    made.done("publishers", "add", "musterstadt", "--name", "Musterstadt </script>", "--email", "klima@example.org")
    details = ("--kind", "plans", "--title", "Pläne", "--licence", "cc-by-4.0")
    made.done("datasets", "add", "musterstadt", "plaene", *details)
    made.published("1,Radweg,,,,", as_of="2021-12-31")
    made.published("1,Radweg,,,,", "2,Park,,,,", as_of="2023-12-31")
    catalogue = made.app.extensions[EXTENSION]().catalogue
    catalogue.change_dataset(replace(catalogue.dataset("musterstadt", "plaene"), title=OUTBREAK))
    yield made
    made.app.extensions[EXTENSION]().close()


def block(page: Page) -> dict[str, Any]:
    """The only script of a page, which is a block of data."""
    assert len(page.all("//script")) == 1
    found: dict[str, Any] = json.loads(str(page.root.xpath(f"string({BLOCK})")))
    return found


def test_no_text_breaks_out_of_the_data(told: Service):
    for path, name in (
        ("/musterstadt/plaene", OUTBREAK),
        ("/musterstadt/plaene/versions/1.0.0", f"{OUTBREAK}, Version"),
    ):
        page = read(told, path)
        (raw,) = re.findall(rb'<script type="application/ld\+json">(.*?)</script>', page.response.data, re.DOTALL)

        assert block(page)["name"].startswith(name)
        assert block(page)["publisher"]["name"] == "Musterstadt </script>"
        assert OUTBREAK in block(page)["description"]
        assert json.loads(raw)["name"].startswith(name)
        # A parser of HTML looks for "</script" and "<!--" alone; scripts that copy the data stumble over the others.
        assert not re.search("[<>&\u2028\u2029]", raw.decode())
        assert page.all("//script/@type") == ["application/ld+json"]
    assert block(read(told, "/"))["publisher"]["name"] == OUTBREAK


def test_the_policy_of_the_page_forbids_every_script_that_would_run(told: Service):
    """A block of data needs no leave, so none is given."""
    policy = read(told, "/musterstadt/plaene").response.headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert not {"script-src", "unsafe-inline", "nonce-", "sha256-"} & set(re.findall(r"[\w-]+", policy))


def test_a_dataset_says_what_search_engines_ask_for(told: Service):
    said = block(read(told, "/musterstadt/plaene"))
    dataset, latest = told.get(DATASET).json, told.get(f"{DATASET}/versions/latest").json

    assert (said["@context"], said["@type"]) == ("https://schema.org", "Dataset")
    assert said["@id"] == said["url"] == dataset["links"]["page"]
    assert said["license"] == licence("cc-by-4.0").path
    assert said["temporalCoverage"] == "2021-12-31/2023-12-31"
    assert said["version"] == latest["version"]
    assert said["keywords"] == ["Klima"]
    assert said["publisher"]["email"] == "klima@example.org"
    assert 50 <= len(said["description"]) <= 5000
    assert said["includedInDataCatalog"]["@id"] == block(read(told, "/"))["@id"]


def test_every_file_that_is_named_is_there_and_is_what_it_is_said_to_be(told: Service):
    for path in ("/musterstadt/plaene", "/musterstadt/plaene/versions/1.0.0"):
        files = block(read(told, path))["distribution"]
        assert {file["name"] for file in files} >= {"plans.csv", "plans.json", "package.zip"}
        for file in files:
            answer = told.get(file["contentUrl"].removeprefix(HOME))
            assert answer.status_code == 200, file
            assert answer.mimetype == file["encodingFormat"]
            if file["name"] == "plans.csv":
                assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
                assert f"{len(answer.data)} B" == file["contentSize"]


def test_a_version_is_a_part_of_its_dataset_and_speaks_of_its_day(told: Service):
    said = block(read(told, "/musterstadt/plaene/versions/1.0.0"))

    assert said["isPartOf"]["@id"] == f"{HOME}/musterstadt/plaene"
    assert said["temporalCoverage"] == "2021-12-31"
    assert said["datePublished"] == told.get(f"{DATASET}/versions/1.0.0").json["published_at"]
    assert "/versions/1.0.0/" in said["distribution"][0]["contentUrl"]


def test_the_description_is_in_the_language_of_the_page(told: Service):
    german, english = (
        block(read(told, "/musterstadt/plaene", language=each))["description"] for each in ("de", "en")
    )

    assert "offene Daten von" in german
    assert "open data of" in english


def test_pages_without_a_version_that_holds_have_no_data(told: Service):
    told.done("datasets", "add", "musterstadt", "leer", "--kind", "plans", "--title", "Leer")

    assert read(told, "/musterstadt/leer").all("//script") == []
