"""The catalogue as data portals read it: held against the shapes of DCAT-AP.de 3.0, and against what is published."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.compare import to_isomorphic

from opendata.api import catalog
from opendata.web.services import EXTENSION
from tests.making import PLANS
from tests.service import DATASET, Service, add_city, open_service, table

SHAPES = Path(__file__).parents[3] / "shared" / "dcat-ap-de"
PROFILE = [
    "dcat-ap-SHACL",
    "dcat-ap-SHACL-DE",
    "dcat-ap-de-deprecated",
    "dcat-ap-spec-german-additions",
    "dcat-ap-de-controlledvocabularies",
]
DCAT, DCT = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
SPDX, HYDRA = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/ns/hydra/core#")
HOME = "http://localhost"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Three publishers with four datasets: with all details and three versions, one of them withdrawn; with none."""
    made = open_service(
        tmp_path_factory.mktemp("catalogue"),
        [{**PLANS, "keywords": ["Klimaschutz"], "themes": ["ENVI"]}],
        operator_name="Klimabüro & Partner",
        operator_email="daten@example.org",
    )
    details = ("--ags", "05515000", "--homepage", "https://example.org/klima schutz", "--email", "klima@example.org")
    made.done("publishers", "add", "musterstadt", "--name", "Musterstadt <1>", *details)
    rhythm = ("--licence", "cc-by-4.0", "--rhythm", "P2Y")
    made.done("datasets", "add", "musterstadt", "plaene", "--kind", "plans", "--title", 'Pläne "A"', *rhythm)
    made.done("datasets", "add", "musterstadt", "leer", "--kind", "plans", "--title", "Noch leer")
    add_city(made, "neudorf")
    add_city(made, "berlin")
    for year in (2021, 2022, 2023):
        made.published(f"1,Radweg {year}", as_of=f"{year}-12-31", message="Mit <Grüßen>")
    made.client.post(f"{DATASET}/versions/1.1.0/withdraw", json={"reason": "Falsche Datei"}, headers=made.token())
    for city in ("neudorf", "berlin"):
        dataset = f"/api/v1/publishers/{city}/datasets/plaene"
        assert made.upload(table("1,Park"), dataset=dataset, headers=made.token(city)).status_code == 201
    yield made
    made.app.extensions[EXTENSION]().close()


def graph(service: Service, ending: str = "ttl", page: int = 1) -> Graph:
    """A page of the catalogue, as rdflib reads it."""
    answer = service.get(f"/catalog.{ending}?page={page}")
    assert answer.status_code == 200
    return Graph().parse(data=answer.data, format={"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}[ending])


def without_pages(read: Graph) -> Graph:
    """A page of the catalogue without the addresses of its pages, which name the format."""
    kept = Graph()
    for statement in read:
        if not any(str(part).startswith(str(HYDRA)) or "/catalog." in str(part) for part in statement):
            kept.add(statement)
    return kept


def datasets(read: Graph) -> set[str]:
    """The datasets that a page of the catalogue lists."""
    return {str(each).removeprefix(HOME) for each in read.objects(URIRef(f"{HOME}/#catalog"), DCAT.dataset)}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """The shapes of the profile."""
    if not SHAPES.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the shapes are missing: {SHAPES}")
        pytest.skip(f"the shapes are not here: {SHAPES}")
    read = Graph()
    for name in PROFILE:
        text = (SHAPES / "shapes-3.0" / f"{name}.ttl").read_text(encoding="utf-8")
        # Three of the files write the namespace of DCAT-AP in another way than DCAT-AP does.
        read.parse(data=text.replace("http://data.europa.eu/r5r#", "http://data.europa.eu/r5r/"))
    return read


def faults(data: Graph, shapes: Graph) -> list[tuple[str, str, str]]:
    """What the shapes find about the graph's own nodes: severity, node and message."""
    own, whole = set(data.subjects()) | set(data.objects()), Graph() + data  # rules about codes look at the codes
    for path in (SHAPES / "background").iterdir():
        if path.suffix in (".ttl", ".rdf"):
            whole.parse(path, format="turtle" if path.suffix == ".ttl" else "xml")
    report: Any = validate(whole, shacl_graph=shapes, inference="none")[1]
    return sorted(
        (
            str(report.value(result, SH.resultSeverity)),
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
        if report.value(result, SH.focusNode) in own
    )


def test_the_catalogue_keeps_the_profile(service: Service, shapes: Graph):
    assert faults(graph(service), shapes) == []


def test_the_shapes_find_what_is_wrong(service: Service, shapes: Graph):
    """Else the test before this one would show nothing."""
    wrong = graph(service)
    wrong.remove((URIRef(f"{HOME}/musterstadt/plaene"), DCT.title, None))
    wrong.set((URIRef(f"{HOME}/neudorf/plaene"), DCT.accrualPeriodicity, URIRef("https://example.org/often")))

    found = {node for _, node, _ in faults(wrong, shapes)}

    assert {f"{HOME}/musterstadt/plaene", "https://example.org/often"} <= found


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # within rdflib, which reads JSON-LD
def test_the_three_formats_say_the_same(service: Service):
    turtle = to_isomorphic(without_pages(graph(service)))

    assert len(turtle) > 200
    assert to_isomorphic(without_pages(graph(service, "jsonld"))) == turtle
    assert to_isomorphic(without_pages(graph(service, "rdf"))) == turtle


def test_a_dataset_is_listed_with_its_versions_that_are_not_withdrawn(service: Service):
    read = graph(service)
    dataset = URIRef(f"{HOME}/musterstadt/plaene")

    versions = sorted(str(each).rpartition("/")[2] for each in read.objects(dataset, DCAT.hasVersion))
    assert versions == ["1.0.0", "1.2.0"]
    assert str(read.value(dataset, DCAT.version)) == "1.2.0"
    newest = URIRef(f"{dataset}/versions/1.2.0")
    assert read.value(newest, DCAT.prev) == URIRef(f"{dataset}/versions/1.0.0")
    assert (read.value(newest, DCAT.inSeries), RDF.type, DCAT.DatasetSeries) in read
    period = read.value(dataset, DCT.temporal)
    assert [str(read.value(period, part)) for part in (DCAT.startDate, DCAT.endDate)] == ["2021-12-31", "2023-12-31"]


def test_a_dataset_without_a_version_is_not_listed(service: Service):
    assert datasets(graph(service)) == {"/musterstadt/plaene", "/neudorf/plaene", "/berlin/plaene"}


def test_every_listed_file_can_be_had_and_has_the_digest_that_is_told(service: Service):
    read = graph(service)
    addresses = {str(each) for each in read.objects(None, DCAT.downloadURL)}

    assert len(addresses) > 12
    for address in addresses:
        answer = service.get(address.removeprefix(HOME))
        assert answer.status_code == 200, address
        assert answer.content_type.split(";")[0] == str(read.value(URIRef(address), DCAT.mediaType))[45:]
        if checksum := read.value(URIRef(address), SPDX.checksum):
            assert str(read.value(checksum, SPDX.checksumValue)) == hashlib.sha256(answer.data).hexdigest()
            assert int(str(read.value(URIRef(address), DCAT.byteSize))) == len(answer.data)


def test_every_page_that_is_named_is_there(service: Service):
    read = graph(service)
    pages = {str(each) for each in [*read.objects(None, DCAT.landingPage), *read.objects(None, DCT.conformsTo)]}

    assert {service.get(page.removeprefix(HOME)).status_code for page in pages} == {200}


def test_places_and_rhythms_and_licences_are_codes(service: Service):
    read = graph(service)
    dataset = URIRef(f"{HOME}/musterstadt/plaene")

    places = {str(each) for each in read.objects(dataset, DCT.spatial)}
    base = "http://dcat-ap.de/def/politicalGeocoding"
    assert places == {f"{base}/districtKey/05515", f"{base}/municipalityKey/05515000"}
    assert str(read.value(dataset, DCT.accrualPeriodicity)).endswith("/frequency/BIENNIAL")
    file = URIRef(f"{HOME}{DATASET}/versions/latest/plans.csv")
    assert str(read.value(file, DCT.license)) == "http://dcat-ap.de/def/licenses/cc-by/4.0"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_a_large_catalogue_has_pages_that_lead_to_each_other(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(catalog, "DATASETS_ON_A_PAGE", 2)
    # No test before this one asks for this address, whose answer is kept while nothing public changes.
    address, seen, pages = f"{HOME}/catalog.jsonld", [], 0
    while address:
        read = Graph().parse(data=service.get(address.removeprefix(HOME)).data, format="json-ld")
        seen += sorted(datasets(read))
        view = URIRef(address)
        assert str(read.value(view, HYDRA.totalItems)) == "3"
        address, pages = str(read.value(view, HYDRA.next) or ""), pages + 1

    assert seen == ["/berlin/plaene", "/musterstadt/plaene", "/neudorf/plaene"]
    assert pages == 2


@pytest.mark.parametrize("asked", ["0", "2", "-1", "x", "9" * 30, "1.0", ""])
def test_a_page_that_is_not_there_is_a_problem(service: Service, asked: str):
    answer = service.get(f"/catalog.ttl?page={asked}")

    assert answer.status_code == 400
    assert answer.json["name"] == "page"


def test_an_unknown_parameter_is_a_problem_that_names_the_known_one(service: Service):
    assert service.get("/catalog.rdf?pages=1").json["known"] == ["page"]


def test_a_reader_who_has_the_catalogue_already_is_told_so(service: Service):
    first = service.get("/catalog.jsonld")
    again = service.client.get("/catalog.jsonld", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("accepted", "ending"),
    [
        ("text/turtle", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json;q=0.9, application/rdf+xml;q=0.1", "jsonld"),
        ("*/*", "ttl"),
    ],
)
def test_the_format_may_be_chosen_by_the_accept_header(service: Service, accepted: str, ending: str):
    answer = service.get("/catalog", Accept=accepted)

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/catalog.{ending}")
