"""What axe finds wrong with a page of a browser; it looks at what shows now, in the width and the colours of now.

Here: asking axe, which is brought into each page once only: reading its half a megabyte takes as long as looking.
Not here: which pages are looked at, and whether anything may be wrong with them.
"""

from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page


def violations(page: "Page") -> list[dict[str, Any]]:
    """Each rule that is broken: its id, and the nodes that break it with their html."""
    page.wait_for_load_state()  # its style sheets are there, and no form that was sent is still on its way
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(results => results.violations)"
    )
    return found
