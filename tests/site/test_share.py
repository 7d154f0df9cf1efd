"""What leaves the site: the card to embed, the pictures that networks show, and what heads of pages say of both."""

import io

import pytest
from PIL import Image

from opendata.web.response_headers import SECURITY_HEADERS
from tests.service import Service
from tests.site.reading import read

POLICY = "Content-Security-Policy"


@pytest.mark.parametrize(
    "path", ["/musterstadt/embed", "/musterstadt/plan/embed", "/neustadt/embed", "/leerdorf/embed"]
)
def test_a_card_may_stand_in_every_frame_and_runs_nothing(cities: Service, path: str):
    page = read(cities, path)
    policy = dict(part.strip().split(" ", 1) for part in page.response.headers[POLICY].split(";"))

    assert policy["frame-ancestors"] == "*"
    assert policy["default-src"] == "'none'" and "script-src" not in policy
    assert policy["style-src"] == "'self'" and "unsafe-inline" not in page.response.headers[POLICY]
    assert not page.all("//script | //style | //@style | //img | //form")
    assert "Set-Cookie" not in page.response.headers
    assert set(page.all("//a/@target")) == {"_blank"} and set(page.all("//a/@rel")) == {"noopener"}
    assert all(href.startswith("http://localhost/") for href in page.all("//a/@href"))


def test_all_other_answers_keep_their_policy(cities: Service):
    for path in ("/musterstadt", "/musterstadt/funding", "/methods", "/share/musterstadt.png", "/musterstadt/report"):
        assert cities.get(path).headers[POLICY] == SECURITY_HEADERS[POLICY], path
        assert "frame-ancestors 'none'" in cities.get(path).headers[POLICY]


def test_a_card_counts_the_measures_as_the_newest_report_has_them(cities: Service):
    page = read(cities, "/musterstadt/embed")

    assert page.heading == "Musterstadt"
    assert sorted(page.all("//ul/li")) == sorted(
        ["1 abgeschlossen", "1 in Umsetzung", "1 in Planung", "1 nicht begonnen", "1 eingestellt"]
    )
    assert "5 Maßnahmen" in page.text and "Stand 31.12.2024" in page.text
    assert "überfällig seit 31.12.2025" in page.text
    assert page.all("//*[@role='img']/@aria-label")[0].startswith("1 abgeschlossen")


def test_a_card_of_a_city_that_names_no_phases_says_so(cities: Service):
    page = read(cities, "/neustadt/embed")

    assert "nennt keine Phasen" in page.text and not page.all("//*[@role='img']")
    assert "noch keinen Bericht" in read(cities, "/leerdorf/embed").text


def test_the_line_on_the_page_of_a_city_embeds_its_card(cities: Service):
    (line,) = read(cities, "/musterstadt").all("//pre[@class='paste']")

    assert 'src="http://localhost/musterstadt/embed"' in line and line.startswith("<iframe")
    assert cities.get("/musterstadt/embed").status_code == 200


@pytest.mark.parametrize(
    ("path", "image"),
    [
        ("/musterstadt", "/share/musterstadt.png"),
        ("/musterstadt/funding", "/share/musterstadt.png"),
        ("/musterstadt/plan/measures/M-2", "/share/musterstadt/plan/measures/M-2.png"),
        ("/leerdorf", "/share/leerdorf.png"),
    ],
)
def test_the_head_of_a_page_names_its_picture_and_the_picture_is_there(cities: Service, path: str, image: str):
    page = read(cities, path)
    told = dict(zip(page.all("//meta[@property]/@property"), page.all("//meta[@property]/@content"), strict=True))

    assert told["og:image"] == f"http://localhost{image}?lang=de"
    assert told["og:url"] == f"http://localhost{path}"
    assert told["og:title"] and told["og:image:alt"] and told["twitter:card"] == "summary_large_image"
    answer = cities.get(f"{image}?lang=de")
    assert answer.mimetype == "image/png" and "immutable" not in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.data)).size == (
        int(told["og:image:width"]),
        int(told["og:image:height"]),
    )


def test_a_picture_changes_with_what_it_shows_and_not_otherwise(cities: Service):
    first, again = (cities.get("/share/musterstadt.png") for _ in range(2))

    assert first.headers["ETag"] == again.headers["ETag"]
    assert cities.get("/share/musterstadt.png?lang=en").data != first.data
    assert cities.get("/share/neustadt.png").data != first.data
    assert cities.get("/share/musterstadt.png", **{"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_row_that_is_gone_has_a_picture_and_one_that_never_was_has_none(cities: Service):
    assert cities.get("/share/musterstadt/plan/measures/M-5.png").mimetype == "image/png"
    assert cities.get("/share/musterstadt/plan/measures/M-9.png").status_code == 404
    assert cities.get("/share/nirgendwo.png").status_code == 404


def test_an_error_is_nothing_to_share(cities: Service):
    assert not read(cities, "/nirgendwo", 404).all("//meta[@property]")


def test_pages_that_belong_to_no_city_name_no_picture(cities: Service):
    told = read(cities, "/methods").all("//meta[@property]/@property")

    assert "og:title" in told and "og:image" not in told
