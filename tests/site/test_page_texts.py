"""The texts are complete: in both languages, each of them used; and every problem is explained."""

import re
from pathlib import Path

import pytest
from flask import render_template_string

from opendata import site
from opendata.domain.errors import DomainError
from opendata.site.page_texts import TEXTS, text
from opendata.site.problem_texts import WORDS, known_problems
from opendata.web.problem_answers import HTTP_PROBLEMS, PROBLEMS
from tests.service import Service, open_service
from tests.site.reading import read

SOURCES = [path for path in Path(site.__file__).parent.rglob("*") if path.suffix in (".py", ".html")]
ASKED_FOR = re.compile(r"""\bt(?:ext)?\(\s*["']([\w.]+)["']\s*(~)?""")
BEGUN_IN_PYTHON = re.compile(r"""\btext\(\s*f["']([\w.]+)\{""")
NAMES = re.compile(r"\{(\w+)\}")


def asked_for() -> tuple[set[str], set[str]]:
    """The keys that templates ask for, and beginnings of keys that they complete themselves."""
    keys: set[str] = set()
    beginnings: set[str] = set()
    for path in SOURCES:
        beginnings.update(BEGUN_IN_PYTHON.findall(path.read_text(encoding="utf-8")))
        for key, goes_on in ASKED_FOR.findall(path.read_text(encoding="utf-8")):
            (beginnings if goes_on else keys).add(key)
    return keys, beginnings


def test_every_text_is_there_in_both_languages_with_the_same_names_in_it():
    for key, words in TEXTS.items():
        assert words["de"] and words["en"], key
        assert set(NAMES.findall(words["de"])) == set(NAMES.findall(words["en"])), key


def test_every_text_that_is_asked_for_exists_and_every_text_is_asked_for():
    keys, beginnings = asked_for()

    assert keys <= set(TEXTS)
    assert all(any(key.startswith(each) for key in TEXTS) for each in beginnings)
    assert {key for key in TEXTS if not key.startswith(tuple(beginnings))} <= keys


def test_a_text_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        text("no.such.text", "de")


def test_values_in_texts_are_escaped(service: Service):
    with service.app.test_request_context("/", headers={"Accept-Language": "de"}):
        page = render_template_string("{{ t('feed.publisher', name='<i>{x}</i>') }}")

    assert page == "Feed von &lt;i&gt;{x}&lt;/i&gt;"


def test_every_problem_has_words_of_its_own_and_a_page():
    names = {name for _, name, _ in PROBLEMS.values()} | {name for name, _ in HTTP_PROBLEMS.values()}

    assert set(WORDS) == names == {each.name for each in known_problems("de")}


def test_every_error_of_the_domain_is_a_problem():
    assert set(DomainError.__subclasses__()) <= set(PROBLEMS)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", [*WORDS, "http-418"])
def test_the_page_of_a_problem_says_what_it_means_and_what_to_do(service: Service, name: str, language: str):
    page = read(service, f"/problems/{name}?lang={language}")

    assert page.all("//main/h2") == [text("problem.means", language), text("problem.do", language)]
    if name in WORDS:
        words = WORDS[name][language]
        assert [page.heading, *page.all("//main/p")[1:3]] == [words.title, words.meaning, words.remedy]


def test_a_problem_that_nobody_knows_is_not_found(service: Service):
    assert read(service, "/problems/nonsense", 404).heading == "Unter dieser Adresse ist nichts"


@pytest.mark.parametrize(
    ("path", "heading", "way_on"),
    [
        ("/nirgendwo", "Diese Stadt oder Gemeinde ist hier nicht zu finden", "/"),
        ("/nirgendwo/plaene/plans/1", "Diese Stadt oder Gemeinde ist hier nicht zu finden", "/"),
        ("/musterstadt/nichts", "Diesen Datensatz gibt es nicht", "/musterstadt"),
        ("/musterstadt/plaene/versions/9.9.9", "Diese Version gibt es nicht", "/musterstadt/plaene"),
        ("/musterstadt/plaene/compare/1.0.0...9.9.9", "Diese Version gibt es nicht", "/musterstadt/plaene"),
        ("/musterstadt/plaene/nichts", "Diese Tabelle gibt es nicht", "/musterstadt/plaene"),
        ("/problems/a/b", "Diese Stadt oder Gemeinde ist hier nicht zu finden", "/"),
    ],
)
def test_an_error_page_speaks_plainly_and_leads_on(service: Service, path: str, heading: str, way_on: str):
    page = read(service, path, 404)

    assert page.heading == heading
    links = page.all("//p[@class='buttons']/a/@href")
    assert links[0] == way_on and "/" in links
    for link in page.internal_links() - {path}:
        if "lang=" not in link:
            assert service.client.get(link).status_code == 200, link


def test_an_error_page_can_be_read_in_the_other_language(service: Service):
    page = read(service, "/nirgendwo", 404)

    assert page.all("//nav[@class='languages']//a/@href") == ["?lang=de", "?lang=en"]
    assert read(service, "/nirgendwo?lang=en", 404).heading == "No such publisher"


def test_a_language_that_is_not_spoken_here_is_a_page_too(service: Service):
    page = read(service, "/?lang=fr", 400)

    assert page.root.get("lang") == "de"
    assert "„fr“ wird hier nicht gesprochen; möglich sind: de, en" in page.text


def test_a_service_that_cannot_reach_its_data_says_so_on_a_page(tmp_path: Path):
    broken = open_service(tmp_path, database_url=f"sqlite:///{tmp_path}")  # a folder is no database

    response = broken.client.get("/", headers={"Accept": "text/html", "Accept-Language": "de"})

    assert response.status_code == 503
    assert WORDS["not-available"]["de"].title in response.get_data(as_text=True)
