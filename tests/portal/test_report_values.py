"""The pages for a report: its values beside the parts of its pages, mended there, and its parts as steps."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from opendata.config import ROOT
from opendata.web.services import EXTENSION
from tests.portal.browsing import Browser, add_person, browser
from tests.portal.test_tables import go_on
from tests.reports.making import report_pdf
from tests.service import CITY, Service, add_city, open_service

PUBLISHER = "publisher@musterstadt.example"
STRANGER = "admin@leerdorf.example"
NEXT = "Übernehmen und weiter"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = open_service(tmp_path, (), kinds_dir=ROOT / "datapackages")
    add_city(service, kind="climate-measures", dataset="klima")
    service.done("publishers", "add", "leerdorf", "--name", "Leerdorf")
    add_person(service, PUBLISHER, CITY, "publisher")
    add_person(service, STRANGER, "leerdorf", "admin")
    yield service
    service.app.extensions[EXTENSION]().close()


def sent(visitor: Browser) -> Browser:
    visitor.get(f"/portal/{CITY}/datasets/klima/upload")
    report = (io.BytesIO(report_pdf()), "bericht.pdf")
    return visitor.send("Hochladen und prüfen", file=report, as_of="2018-12-31")  # type: ignore[arg-type]


def test_each_value_stands_beside_its_place_in_the_report_and_is_mended_there(service: Service):
    visitor = sent(browser(service).sign_in(PUBLISHER))
    assert visitor.all("//nav[@class='parts']//li/a") == [
        "Sachstand 2013",
        "Sachstand 2015/2016",
        "Sachstand 2017/2018",
    ]
    go_on(visitor, "Sachstand 2017/2018")
    go_on(visitor, "Jetzt vergleichen")
    assert visitor.all("//table//th[@scope='row']/a") == ["Radverkehr", "Solardächer"]

    go_on(visitor, "Radverkehr")
    images = visitor.all("//form[contains(@class,'values')]//img/@src")
    assert [src.rpartition("/")[2] for src in images] == ["measure_id.png", "title.png", "status_note.png"]
    picture = visitor.client.get(images[1])
    assert Image.open(io.BytesIO(picture.data)).width > 200
    assert visitor.all("//blockquote") == ["Fertig gestellt."]
    assert visitor.all("//select/option[@selected]/@value") == ["unknown"]

    visitor.send(NEXT, **{"cell-B2": "Radverkehr in der Innenstadt", "cell-H2": "completed"})
    assert visitor.heading == "1.2 Solardächer"
    assert not visitor.all("//a[@rel='next']")
    go_on(visitor, "← Voriger")
    assert visitor.heading == "1.1 Radverkehr in der Innenstadt"
    assert visitor.all("//select/option[@selected]/@value") == ["completed"]
    assert "Radverkehr" in visitor.all("//p[contains(@class,'before')]")[0]

    stranger = browser(service).sign_in(STRANGER)
    assert stranger.client.get(images[1]).status_code in (403, 404)


def test_the_parts_are_published_one_after_the_other(service: Service):
    visitor = sent(browser(service).sign_in(PUBLISHER))
    assert visitor.all("//nav[@class='parts']//a[@aria-current]") == ["Sachstand 2013"]  # what is to be done first
    oldest, newest = visitor.path, go_on(visitor, "Sachstand 2017/2018").path
    assert "Vor diesem Teil kommt ein älterer" in visitor.text
    visitor.get(oldest)
    for number, version in enumerate(("1.0.0", "1.1.0", "1.2.0")):
        if number:
            (onward,) = visitor.all("//a[contains(@class,'strong') and contains(.,'Weiter mit dem Stand')]/@href")
            visitor.get(onward)
        go_on(visitor, "Ansehen, was öffentlich wird")
        (yes,) = visitor.all("//input[@type='checkbox' and contains(@name,'-yes')]/@name")
        visitor.send(f"Version {version} veröffentlichen", **{yes: "1"})
        assert visitor.heading == f"Version {version} ist veröffentlicht"
    assert visitor.get(newest).heading == "Version 1.2.0 ist veröffentlicht"
    assert visitor.all("//nav[@class='parts']//li/@class") == ["part-published"] * 3
