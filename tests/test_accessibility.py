"""What a browser and axe find wrong with a page, and that they find it wherever it is."""

import pytest
from playwright.sync_api import Browser

from tests.accessibility import violations

pytestmark = pytest.mark.needs("chromium")
PAGE = """<!doctype html><html lang="en"><title>A page</title><style>
body { color: black; background: white } .faint { color: #ccc } .dark { background: #222 }
</style><main><h1>A page</h1>%s</main>"""


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
def test_each_rule_that_is_broken_is_told_and_where(chromium: Browser, body: str, broken: dict[str, int]):
    page = chromium.new_page()
    page.set_content(PAGE % body)

    for _ in range(2):  # the second time axe is there, and marks of the first time are gone
        found = violations(page)
        assert {rule["id"]: len(rule["nodes"]) for rule in found} == broken
    assert page.locator("[data-contrast-judged]").count() == 0
