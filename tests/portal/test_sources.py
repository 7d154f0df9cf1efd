"""Following an address in the portal and at the terminal; what becomes of content is tested at the API."""

import shutil
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.outgoing.file_server import FileServer, serving
from tests.portal.browsing import browser
from tests.portal.conftest import Clock, Portal
from tests.service import CITY, open_service, table

EDITOR, PUBLISHER = "editor@musterstadt.example", "publisher@musterstadt.example"
DATASET = f"/portal/{CITY}/datasets/plaene/"
SOURCE = f"{DATASET}source"


@pytest.fixture
def files() -> Iterator[FileServer]:
    with serving() as made:
        made.give("/plans.csv", table("1,Radweg,planning"))
        yield made


@pytest.fixture
def portal(prepared: Path, tmp_path: Path) -> Iterator[Portal]:
    """A service with its people, whose operator has opened one address of this machine."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    clock = Clock()
    opened = open_service(tmp_path, clock=clock, sources_allowed=(ip_network("127.0.0.1/32"),))
    yield Portal(opened.app, tmp_path, clock)
    opened.app.extensions[EXTENSION]().close()


def work(portal: Portal) -> None:
    """Do what a worker does."""
    services: Any = portal.app.extensions[EXTENSION]()
    while services.runner.add_news(services.now()) or services.runner.do_next_away():
        pass


def test_an_editor_follows_an_address_sees_what_came_of_it_and_stops(portal: Portal, files: FileServer):
    visitor = browser(portal).sign_in(EDITOR).get(DATASET)
    visitor.get(visitor.all("//a[text()='Aus dem Netz abholen']/@href")[0])
    assert visitor.all("//input[@name='then']/@value") == ["draft"]
    assert visitor.send("Dieser Adresse folgen", url="http://10.0.0.1/plans.csv").status == 422
    assert visitor.all("//*[@role='alert']//a/@href") == ["#url"]
    assert visitor.all("//input[@id='url']/@value") == ["http://10.0.0.1/plans.csv"]
    visitor.send_twice("Dieser Adresse folgen", url=files.at("/plans.csv?key=geheim"), rhythm="PT1H")
    assert visitor.path == SOURCE and "Noch keiner." in visitor.text
    work(portal)
    visitor.get(SOURCE)
    assert "in Ordnung" in visitor.text and "Neuer Inhalt: Er wartet als Entwurf" in visitor.text
    assert visitor.get(visitor.all("//a[contains(., 'Zum Entwurf')]/@href")[0]).status == 200
    # It was looked at: newer content becomes a draft beside it.
    files.give("/plans.csv", table("2,Dach,planning"))
    portal.clock.turn(hours=2)
    work(portal)
    assert len(visitor.get(DATASET).all("//section[@aria-labelledby='waiting']//li")) == 2

    files.answer("/plans.csv", 500)
    portal.clock.turn(hours=2)
    assert visitor.get(SOURCE).send("Jetzt abrufen").all("//*[@role='status']")
    work(portal)
    assert "nicht abzurufen seit" in visitor.get(SOURCE).text
    assert (
        visitor.all("//tbody/tr/td[2]")[0]
        == "nicht abgerufen Der Server hat gerade selbst einen Fehler (Antwort 500)."
    )
    assert "folgt, lässt sich seit" in visitor.get(DATASET).text
    visitor.get(SOURCE).send("Nicht mehr folgen")
    assert visitor.all("//*[@role='status']") == [
        "Der Datensatz folgt keiner Adresse mehr. Was von dort kam, bleibt."
    ]
    log = browser(portal).sign_in("admin@musterstadt.example").get(f"/portal/{CITY}/log").text
    assert "lässt „Pläne der Stadt“ der Adresse" in log and "/plans.csv?…" in log and "geheim" not in log


def test_a_followed_address_is_not_written_over_unseen(portal: Portal, files: FileServer):
    first, second = (browser(portal).sign_in(PUBLISHER).get(SOURCE) for _ in range(2))
    first.send("Dieser Adresse folgen", url=files.at("/plans.csv"), rhythm="P1D")
    second.send("Dieser Adresse folgen", url=files.at("/other.csv"), then="publish")

    assert second.status == 409 and "inzwischen" in second.all("//*[@role='alert']")[0]
    assert second.all("//input[@id='url']/@value") == [files.at("/other.csv")]
    assert second.all("//input[@name='then'][@checked]/@value") == ["publish"]
    services: Any = portal.app.extensions[EXTENSION]()
    assert services.source_desk.sources.all()[0].url == files.at("/plans.csv")
    work(portal)  # what a fetch does meanwhile is nobody's entry
    second.send("Änderungen speichern")
    assert (second.status, services.source_desk.sources.all()[0].publish) == (200, True)


def test_only_who_may_publish_has_content_published_at_once(portal: Portal, files: FileServer):
    editor = browser(portal).sign_in(EDITOR).get(SOURCE)
    visitor = browser(portal).sign_in(PUBLISHER).get(SOURCE)
    visitor.send("Dieser Adresse folgen", url=files.at("/plans.csv"), then="publish")
    work(portal)
    assert "Er ist als Version 1.0.0 veröffentlicht." in visitor.get(SOURCE).text
    # The editor has had the form open all the time, and would lead what is published to another address.
    assert editor.send("Dieser Adresse folgen", url=files.at("/other.csv")).status == 403
    assert portal.app.extensions[EXTENSION]().source_desk.sources.all()[0].url == files.at("/plans.csv")
    editor.get(SOURCE)
    assert "Ändern darf das nur, wer veröffentlichen darf." in editor.text
    assert not editor.all("//input[@id='url']")


def test_the_terminal_adds_lists_fetches_and_removes(portal: Portal, files: FileServer):
    path = f"{CITY}/plaene"
    added = portal.done("sources", "add", path, files.at("/plans.csv?key=geheim"), "--rhythm", "P1W", "--publish")
    assert added == f"Dataset {path} follows {files.at('/plans.csv?…')}"
    assert portal.done("sources", "fetch", path) == "Neuer Inhalt: Er ist als Version 1.0.0 veröffentlicht."
    listed = portal.done("sources", "list").split("\t")
    assert listed[:6] == [path, files.at("/plans.csv?…"), "P1W", "fetched", "publishes", "in order"]
    files.give("/plans.csv", "<html>Anmelden")
    failed = portal.flask("sources", "fetch", path)
    assert (failed.exit_code, "Webseite und keine Tabelle" in failed.output) == (1, True)
    portal.done("sources", "remove", path)
    assert portal.flask("sources", "fetch", path).exit_code == 2
    assert portal.flask("sources", "add", path, "http://10.0.0.1/").exit_code == 2
    assert portal.done("sources", "list") == ""
