"""What holds for every page: its links lead somewhere, and it can be read by everybody."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.service import Service
from tests.site.reading import Page, every_page

MUST_BE_THERE = {
    "/",
    "/musterstadt",
    "/leerdorf",
    "/nurname",
    "/leerdorf/plaene",
    "/musterstadt/plaene",
    "/musterstadt/plaene/use",
    "/musterstadt/plaene/versions",
    "/musterstadt/plaene/versions/1.0.0",
    "/musterstadt/plaene/compare/1.0.0...1.1.0",
    "/musterstadt/plaene/progress",
    "/musterstadt/plaene/progress/2023-12-31",
    "/musterstadt/plaene/versions/1.0.0/plans/1",
    "/musterstadt/plaene/plans?status=planning",
    "/musterstadt/plaene/plans/1",
    "/musterstadt/plaene/plans/3",
    "/musterstadt/plaene/grants/2025,KIPKI",
    "/problems",
    "/problems/row-removed",
    "/methods",
    "/press",
    "/reuse",
    "/funding",
    "/musterstadt/funding",
    "/musterstadt/out-of-sight",
    "/musterstadt/report",
    "/musterstadt/embed",
}
ABOUT_NO_DATA = ("/problems", "/methods", "/press")


def is_card(page: Page) -> bool:
    """Whether a page is the card that other sites show in a frame; tests/site/test_share.py holds what it must be."""
    return page.path.partition("?")[0].endswith("/embed")


@pytest.fixture(scope="module")
def pages(service: Service) -> list[Page]:
    """Every page that can be reached; reaching them follows every link."""
    return list(every_page(service))


def test_every_link_leads_somewhere_and_every_sort_of_page_is_reached(pages: list[Page]):
    assert {page.path for page in pages} >= MUST_BE_THERE
    assert {page.path for page in pages if page.response.status_code == 410} == {
        "/musterstadt/plaene/plans/3",
        "/musterstadt/plaene/plans/3?lang=de",
        "/musterstadt/plaene/plans/3?lang=en",
    }


def test_every_page_has_one_heading_a_language_and_a_title(pages: list[Page]):
    for page in pages:
        asked_in_english = "lang=en" in page.path
        assert page.root.get("lang") == ("en" if asked_in_english else "de"), page.path
        assert page.heading
        assert page.all("//title")[0].removesuffix(" – opendata")


def test_headings_leave_no_level_out(pages: list[Page]):
    for page in pages:
        levels = [int(str(each.tag)[1]) for each in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), page.path


def test_ids_are_unique_and_what_refers_to_them_finds_them(pages: list[Page]):
    for page in pages:
        ids = Counter(page.all("//@id"))
        assert max(ids.values()) == 1, page.path
        named = [name for each in page.all("//@aria-labelledby") for name in each.split()]
        anchors = [each.removeprefix("#") for each in page.all("//a/@href") if each.startswith("#")]
        assert {*named, *anchors, *page.all("//label/@for")} <= set(ids), page.path


def test_every_page_has_landmarks_and_a_way_past_them(pages: list[Page]):
    for page in pages:
        if is_card(page):
            assert len(page.all("//body/main")) == 1
            continue
        assert [len(page.all(f"//body/{name}")) for name in ("header", "main", "footer")] == [1, 1, 1], page.path
        assert page.all("//body/*[1]/@href") == ["#content"]
        names = page.all("//nav/@aria-label")
        assert len(names) == len(page.all("//nav")) == len(set(names)), page.path


def test_tables_say_what_they_are_and_what_their_heads_belong_to(pages: list[Page]):
    for page in pages:
        assert len(page.all("//table")) == len(page.all("//table/caption[normalize-space()]")), page.path
        assert len(page.all("//th")) == len(page.all("//th/@scope")), page.path


def test_a_page_of_something_that_has_a_feed_names_it_in_its_head_and_for_people(pages: list[Page]):
    for page in pages:
        feeds = page.all("//head/link[@rel='alternate'][@type='application/atom+xml']/@href")
        if page.path.startswith(ABOUT_NO_DATA) or is_card(page):
            assert not feeds
            continue
        assert len(feeds) == 1, page.path
        assert feeds[0] in page.all("//main//a/@href"), page.path


def test_each_page_names_itself_in_both_languages(pages: list[Page], service: Service):
    for page in pages:
        if is_card(page):
            continue
        found = dict(zip(page.all("//link/@hreflang"), page.all("//link[@hreflang]/@href"), strict=True))
        assert set(found) == {"de", "en", "x-default"}, page.path
        status = service.client.get(found["en"]).status_code
        assert status == page.response.status_code, found["en"]


def test_nothing_is_loaded_from_elsewhere_and_nothing_stands_inline(pages: list[Page]):
    for page in pages:
        # A block of data is no program: browsers never run it, and tests/site/test_structured_data.py reads it.
        programs = "//script[not(@type='application/ld+json')] | //script[@src]"
        assert not page.all(f"{programs} | //style | //@style | //*[@*[starts-with(name(), 'on')]]"), page.path
        assert all(each.startswith("/static/") for each in page.all("//link[@rel='stylesheet' or @rel='icon']/@href"))
        assert not page.all("//img | //iframe | //object")


def test_english_pages_have_no_german_left(pages: list[Page]):
    for page in pages:
        if "lang=en" in page.path:
            furniture = " ".join(page.all("//nav | //h2 | //thead | //dt | //footer"))
            assert not {"Stand", "Zuletzt", "Version davor", "Herunterladen", "Seiten", "Tabelle"} & set(
                furniture.split()
            ), page.path
