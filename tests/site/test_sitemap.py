"""What crawlers ask for first leads to every page of what holds, once, and to nothing that was withdrawn."""

from collections.abc import Iterator
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from opendata.site import sitemap
from opendata.web.services import EXTENSION
from tests.service import DATASET, Service, add_city, open_service

BASE = "https://daten.example.org/offen"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Three cities behind BASE_URL: two have published, one of them a version that it withdrew; one has not."""
    made = open_service(tmp_path_factory.mktemp("sitemap"), base_url=BASE)
    for city in ("musterstadt", "neudorf", "leerdorf"):
        add_city(made, city)
    made.published("1,Radweg,,,,", as_of="2021-12-31")
    made.published("1,Radweg,,,,", "falsch,Falsch,,,,", as_of="2022-12-31")
    withdrawn = made.client.post(
        f"{DATASET}/versions/1.1.0/withdraw", json={"reason": "Falsch"}, headers=made.token()
    )
    assert withdrawn.status_code == 200
    made.published("1,Radweg,,,,", '"a/b & <c>?d",Park,,,,', "3,Dach,,,,", as_of="2023-12-31")
    other = "/api/v1/publishers/neudorf/datasets/plaene"
    made.published("1,Wald,,,,", dataset=other, headers=made.token("neudorf"))
    yield made
    made.app.extensions[EXTENSION]().close()


def found(service: Service, address: str, what: str) -> list[str]:
    """What an XPath finds in a part of the sitemap."""
    answer = service.get(address.removeprefix(BASE))
    assert answer.status_code == 200, address
    result = etree.fromstring(answer.data).xpath(what, namespaces=NS)
    assert isinstance(result, list)
    return [str(each) for each in result]


def pages(service: Service) -> list[str]:
    """Every page that the sitemap leads to, found as a crawler finds it."""
    robots = RobotFileParser()
    robots.parse(service.get("/robots.txt").get_data(as_text=True).splitlines())
    parts = [part for index in robots.site_maps() or () for part in found(service, index, "//s:sitemap/s:loc/text()")]
    return [page for part in parts for page in found(service, part, "//s:url/s:loc/text()")]


def test_the_sitemap_names_every_page_once_and_no_withdrawn_version(crawled: Service):
    listed = pages(crawled)
    newest = crawled.get(f"{DATASET}/versions/latest").json["version"]

    assert sorted(listed) == sorted(
        [
            f"{BASE}/",
            *(f"{BASE}/{name}" for name in ("funding", "methods", "press", "reuse")),
            *(
                f"{BASE}/{city}{end}"
                for city in ("leerdorf", "musterstadt", "neudorf")
                for end in ("", "/funding", "/out-of-sight")
            ),
            *(
                f"{BASE}/{city}/plaene{end}"
                for city in ("musterstadt", "neudorf")
                for end in ("", "/versions", "/plans")
            ),
            *(f"{BASE}/{city}/plaene/versions/1.0.0" for city in ("musterstadt", "neudorf")),
            f"{BASE}/musterstadt/plaene/versions/{newest}",
            *(f"{BASE}/musterstadt/plaene/plans/{key}" for key in ("1", "3", "a%2Fb%20%26%20%3Cc%3E%3Fd")),
            f"{BASE}/neudorf/plaene/plans/1",
        ]
    )


def test_every_address_in_the_sitemap_is_a_page_in_each_language(crawled: Service):
    for page in pages(crawled):
        for address in (page, f"{page}?lang=de", f"{page}?lang=en"):
            assert crawled.get(address.removeprefix(BASE), Accept="text/html").status_code == 200, address
    addresses = found(crawled, "/sitemap.musterstadt.plaene.1.xml", "//s:url[1]/x:link/@href")
    page = f"{BASE}/musterstadt/plaene/plans/1"
    assert addresses == [f"{page}?lang=de", f"{page}?lang=en", page]


def test_pages_say_when_they_changed(crawled: Service):
    version = crawled.get(f"{DATASET}/versions/1.0.0").json
    place = f"//s:url[s:loc='{BASE}/musterstadt/plaene/versions/1.0.0']/s:lastmod/text()"

    assert found(crawled, "/sitemap.musterstadt.plaene.xml", place) == [version["published_at"]]


def test_large_services_have_more_parts_and_more_indexes(crawled: Service, monkeypatch: pytest.MonkeyPatch):
    whole = pages(crawled)
    for name in ("DATASETS_IN_AN_INDEX", "PUBLISHERS_IN_A_PART"):
        monkeypatch.setattr(sitemap, name, 1)
    monkeypatch.setattr(sitemap, "ROWS_IN_A_PART", 2)

    fresh = open_service(crawled.folder, base_url=BASE)  # it keeps no answers yet
    assert sorted(pages(fresh)) == sorted(whole)
    assert len(found(fresh, "/sitemap.musterstadt.plaene.2.xml", "//s:loc")) == 1
    assert fresh.get("/sitemap.2.xml").status_code == 200
    fresh.app.extensions[EXTENSION]().close()


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap.1.xml",
        "/sitemap.2.xml",
        "/sitemap.0.xml",
        "/sitemap.99999999999999999999.xml",
        "/sitemap-publishers-2.xml",
        "/sitemap-publishers-x.xml",
        "/sitemap.musterstadt.plaene.2.xml",
        "/sitemap.musterstadt.plaene.x.xml",
        "/sitemap.musterstadt.plaene.1.1.xml",
        "/sitemap.leerdorf.plaene.xml",
        "/sitemap.nirgends.plaene.xml",
    ],
)
def test_parts_that_do_not_exist_are_not_found(crawled: Service, path: str):
    assert crawled.get(path).status_code == 404


def test_crawlers_keep_out_of_the_pages_for_staff_alone(crawled: Service):
    robots = RobotFileParser()
    robots.parse(crawled.get("/robots.txt").get_data(as_text=True).splitlines())

    assert not robots.can_fetch("any", f"{BASE}/portal/login")
    assert robots.can_fetch("any", f"{BASE}/musterstadt/plaene")
    assert robots.site_maps() == [f"{BASE}/sitemap.xml"]


def test_a_service_with_nothing_in_it_has_its_home_page(tmp_path: Path):
    empty = open_service(tmp_path)

    assert found(empty, "/sitemap.xml", "//s:loc/text()") == ["http://localhost/sitemap-publishers-1.xml"]
    addresses = [f"http://localhost/{name}" for name in ("", "funding", "methods", "press", "reuse")]
    assert found(empty, "/sitemap-publishers-1.xml", "//s:loc/text()") == addresses
    empty.app.extensions[EXTENSION]().close()
