"""What a browser and axe find wrong with a page, and that they find it wherever it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import accessibility
from tests.accessibility import violations

pytestmark = pytest.mark.needs("chromium")
PAGE = """<!doctype html><html lang="en"><title>A page</title><style>
body { color: black; background: white } .faint { color: #ccc } .dark { background: #222 }
</style><main><h1>A page</h1>%s</main>"""
# Something of it is faint in dark colours, and something without a name is there on small screens.
CHANGING = """<style>
@media (prefers-color-scheme: dark) { .dim { color: #ccc } } @media (width > 500px) { .small { display: none } }
</style><p class=dim>Text of 2025<p><button class=small></button><a href=/here>There</a>"""


@pytest.fixture(scope="module")
def page(started_chromium: Browser) -> Iterator[Page]:
    """One page for all bodies."""
    page = started_chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield page
    page.close()


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ("<p>Text</p>" * 9, {}),
        ("<p>Text</p>" * 9 + "<p class=faint>Text</p>", {"color-contrast": 1}),
        (
            "<p class=faint hidden>Text</p><p class=faint>Text</p>" + "<p class=faint hidden>Text</p>" * 3,
            {"color-contrast": 1},
        ),
        ("<p>Text</p>" * 9 + "<p style='color: #bbb'>Text</p>" + "<p>Text</p>" * 9, {"color-contrast": 1}),
        ("<p>Text</p>" * 9 + "<div class=dark><p>Text</p></div>" + "<p>Text</p>" * 9, {"color-contrast": 1}),
        ("<table>" + "<tr><td><span class=faint>Text</span>" * 9 + "</table>", {"color-contrast": 3}),
        ("<ul>" + "<li><a href=/>Text</a>" * 9 + "</ul>", {}),
        (
            "<ul>" + "<li><a href=/>Text</a>" * 3 + "<li><a href=/></a>" + "<li><a href=/>Text</a>" * 5,
            {"link-name": 1},
        ),
        ("<ul>" + "<li><img src=/a.png>" * 9 + "<li><img src=/a.png alt=''>" * 9, {"image-alt": 3}),
        ("<ul>" + "<li>Text" * 3 + "<li class=faint>Text" + "<li>Text" * 5, {"color-contrast": 1}),
        ("<img src=/a.png>" * 2 + "<button></button>", {"image-alt": 2, "button-name": 1}),
    ],
    ids=[
        *("nothing", "one text", "hidden texts", "a colour of its own", "another ground", "all cells"),
        *("a list", "one link", "pictures of two sorts", "one item", "other rules"),
    ],
)
def test_each_rule_that_is_broken_is_told_and_where(page: Page, body: str, broken: dict[str, int]):
    page.set_content(PAGE % body)

    for _ in range(2):  # the second time axe is there, and marks of the first time are gone
        found = violations(page)
        assert {rule["id"]: len(rule["nodes"]) for rule in found} == broken
    assert page.locator("[data-contrast-judged]").count() == 0


def test_a_document_without_a_fault_is_judged_again_where_it_is_another_one_or_looks_different(page: Page):
    def broken() -> list[str]:
        return [rule["id"] for rule in violations(page)]

    page.set_content(PAGE % CHANGING)
    assert broken() == []
    page.emulate_media(color_scheme="dark")
    assert broken() == ["color-contrast"]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 900})
    assert broken() == ["button-name"]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.querySelector('.dim').append(new Image())")
    assert broken() == ["image-alt"]
    page.evaluate("document.querySelector('img').alt = ''; document.documentElement.removeAttribute('lang')")
    assert broken() == ["html-has-lang"]


def test_a_document_without_a_fault_is_not_judged_again_for_other_figures_and_addresses(
    page: Page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(accessibility, "FAULTLESS", set())
    page.set_content(PAGE % CHANGING)
    assert violations(page) == []
    page.set_content(PAGE % CHANGING.replace("2025", "2026").replace("/here", "/there"))
    page.evaluate("delete window.axe")
    assert violations(page) == []
    assert page.evaluate("typeof axe") == "undefined"
    page.set_viewport_size({"width": 900, "height": 900})
    assert violations(page) == []
    assert page.evaluate("typeof axe") == "object"
    page.set_viewport_size({"width": 1280, "height": 900})


# How many texts axe is asked about for their contrast.
COUNT_JUDGED = """() => {
  bringAxe();
  const run = axe.run;
  axe.run = (...asked) => {
    window.judged = document.querySelectorAll("[data-contrast-judged]").length;
    return run(...asked);
  };
}"""


def test_a_text_that_looks_as_a_faultless_one_did_on_another_page_is_not_judged_again(
    page: Page, monkeypatch: pytest.MonkeyPatch
):
    known: dict[str, set[str]] = {}
    monkeypatch.setattr(accessibility, "FAULTLESS", set())
    monkeypatch.setattr(accessibility, "KNOWN_TEXTS", known)
    shaded = "<div style='background: linear-gradient(#fff, #eee)'><p>Text</p></div>"
    page.evaluate(accessibility.BRING_AXE)
    for body, broken, asked, count in (
        ("<p>Text</p>", [], 2, 2),  # with the heading
        ("<div class=dark><p>Text</p></div><p>Text</p>", ["color-contrast"], 1, 2),
        (f"{shaded}<p>Text</p>", [], 1, 2),  # of which axe is not sure
        ("<h2>Text</h2><p>Text</p>", [], 1, 3),
    ):
        page.set_content(PAGE % body)
        page.evaluate(COUNT_JUDGED)
        assert [rule["id"] for rule in violations(page)] == broken
        assert page.evaluate("judged") == asked
        assert [len(texts) for texts in known.values()] == [count]
