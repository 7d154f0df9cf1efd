"""Measures come from other systems: by the portal, the command and the API, and what is said where they do not."""

import io
import json
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from opendata.web.services import EXTENSION
from tests.outgoing.file_server import FileServer, serving
from tests.portal.browsing import Browser, add_person, browser
from tests.service import Service, open_service

ROOT = Path(__file__).parents[2]
DATASET = "/portal/musterstadt/datasets/klima/"
PUBLISHER = "publisher@musterstadt.example"
TASKS = [
    {
        **{"id": 1, "title": "Verkehr", "execution_status": 0, "draft_mode": False},
        "children": [
            {"id": 2, "title": "Radweg", "execution_status": 6, "draft_mode": False, "source": 0, "children": []},
            {"id": 3, "title": "Geheimes", "execution_status": 0, "draft_mode": True, "children": []},
        ],
    }
]


@pytest.fixture(scope="module")
def city() -> Iterator[FileServer]:
    """A LocalMonitoring with one city."""
    with serving() as server:
        server.give("/api/cities/musterstadt", json.dumps({"name": "Musterstadt", "slug": "musterstadt"}))
        server.give("/api/cities/musterstadt/tasks", json.dumps(TASKS))
        yield server


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the real kinds, which may ask one address of this machine."""
    opened = (ip_network("127.0.0.1/32"),)
    made = open_service(
        tmp_path_factory.mktemp("imports"), [], kinds_dir=ROOT / "datapackages", sources_allowed=opened
    )
    made.done("publishers", "add", "musterstadt", "--name", "Musterstadt")
    for name, kind in (("klima", "climate-measures"), ("treibhausgase", "ghg-inventory")):
        made.done("datasets", "add", "musterstadt", name, "--kind", kind, "--title", name.title())
    add_person(made, PUBLISHER, "musterstadt", "publisher")
    yield made
    made.app.extensions[EXTENSION]().close()


@pytest.fixture
def visitor(service: Service) -> Browser:
    return browser(service).sign_in(PUBLISHER)


def test_an_address_becomes_a_draft_and_a_version(service: Service, visitor: Browser, city: FileServer):
    links = visitor.get(f"{DATASET}upload").all("//main//a[contains(@href,'/import')]/@href")
    visitor.get(links[0]).send("Übernehmen und prüfen", address=city.at("/musterstadt"), as_of="2025-12-31")

    assert visitor.heading == "Prüfbericht"
    assert "Die Tabelle ist in Ordnung. Das wird die erste Version. Einträge: 2." in " ".join(visitor.text.split())
    assert "noch Entwürfe sind (1, samt allem darunter): Geheimes" in visitor.text
    visitor.get(visitor.all("//main//a[normalize-space(.)='Ansehen, was öffentlich wird']/@href")[0])
    visitor.send("Version 1.0.0 veröffentlichen")
    rows = service.get("/api/v1/publishers/musterstadt/datasets/klima/versions/1.0.0/measures.json").json["items"]
    told = [(row["measure_id"], row["parent_id"], row["schedule"], row["source_status"]) for row in rows]
    assert told == [("1", None, "unknown", "unbekannt"), ("2", "1", "late", "verzögert / fehlt")]


def test_the_command_fetches_the_same(service: Service, city: FileServer):
    arguments = (
        "import",
        "localmonitoring",
        city.at("/musterstadt"),
        "musterstadt/klima",
        "--as-of",
        "2025-12-31",
    )
    assert "Der Inhalt ist der von Version 1.0.0" in service.done(*arguments)
    assert json.loads(service.done(*arguments, "--json"))["unchanged"] is True

    nowhere = service.flask(*arguments[:2], city.at("/nirgends"), *arguments[3:])
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert "zeigt LocalMonitoring keine Kommune „nirgends“" in nowhere.stderr
    inside = service.flask(*arguments[:2], "http://127.0.0.2/musterstadt", *arguments[3:])
    assert inside.exit_code == 2 and "führt nicht ins Internet" in inside.stderr
    table = service.folder / "table.csv"
    table.write_text("Nr.;Maßnahme;Status\n1;Radweg;geplant\n")
    foreign = service.flask(*arguments[:2], str(table), *arguments[3:])
    assert foreign.exit_code == 2 and foreign.stderr.count("\n") == 1
    assert service.flask(*arguments[:2], str(service.folder / "none.json"), *arguments[3:]).exit_code == 2


def test_a_saved_file_is_read_by_its_content(service: Service, visitor: Browser):
    visitor.get(f"{DATASET}import")
    form = {"csrf_token": visitor.all("//input[@name='csrf_token']/@value")[0], "as_of": "2026-01-31"}
    data = {**form, "system": "kausal", "address": "", "file": (io.BytesIO(json.dumps(TASKS).encode()), "saved")}
    answer = visitor.client.post(f"{DATASET}import", data=data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()

    assert answer.status_code == 303
    assert "noch Entwürfe sind (1, samt allem darunter): Geheimes" in visitor.get(answer.headers["Location"]).text


def test_what_goes_wrong_stands_beside_its_field(visitor: Browser, city: FileServer):
    for address, told in (
        ("", "Geben Sie bitte eine Adresse an"),
        (city.at("/nirgends"), "keine Kommune „nirgends“"),
        ("http://169.254.169.254/latest/", "Führt nicht ins Internet"),
        ("monitoring", "Muss mit https://"),
    ):
        visitor.get(f"{DATASET}import").send("Übernehmen und prüfen", address=address, as_of="2026-02-28")
        assert visitor.status == 422
        (message,) = visitor.all("//p[@id='address-error']")
        assert told in message, message
        assert visitor.all("//input[@name='address']/@value") == [address]
        assert visitor.all("//input[@name='as_of']/@value") == ["2026-02-28"]
    visitor.get(f"{DATASET}import").send("Übernehmen und prüfen", address=city.at("/musterstadt"), as_of="")
    assert visitor.status == 422 and visitor.all("//p[@id='as_of-error']")


def test_datasets_of_other_kinds_do_not_offer_it(visitor: Browser):
    other = DATASET.replace("klima", "treibhausgase")
    assert visitor.get(f"{other}upload").all("//main//a[contains(@href,'/import')]") == []
    assert "keiner mit Klimaschutzmaßnahmen" in visitor.get(f"{other}import").text


def test_the_api_reads_it_as_well_and_says_what_it_is_where_it_is_not(service: Service):
    headers = service.token("musterstadt")
    dataset = "/api/v1/publishers/musterstadt/datasets/klima"
    sent = service.upload(
        json.dumps(TASKS), name="a.txt", as_of="2026-01-31", publish=False, headers=headers, dataset=dataset
    )
    assert (sent.status_code, sent.json["state"]) == (201, "draft")
    assert "file-type" in {note["code"] for note in sent.json["report"]["notes"]}
    refused = service.upload(
        '{"a": 1}', name="a.json", as_of="2026-01-31", publish=False, headers=headers, dataset=dataset
    )
    assert refused.status_code == 422 and "LocalMonitoring oder Kausal Watch" in refused.json["detail"]
