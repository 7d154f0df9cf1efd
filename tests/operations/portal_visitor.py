"""A person with a browser of their own, whose requests to the portal arrive at one host after the other.

Here: looking at pages and sending their forms over HTTP. Not here: tests, and a browser within one process
(tests/portal/browsing.py).
"""

import re
from typing import Any

import requests

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Person:
    """Somebody with one browser, whose requests arrive at one host after the other."""

    def __init__(self) -> None:
        self.browser = requests.Session()
        self.browser.headers.update({"Accept": "text/html", "Accept-Language": "de"})

    def look(self, address: str, path: str) -> Any:
        """A page, without following where it leads."""
        return self.browser.get(f"{address}{path}", allow_redirects=False, timeout=100)

    def send(self, seen_at: str, sent_to: str, path: str, action: str | None = None, **fields: Any) -> Any:
        """Send the form of a page that one host showed to another host."""
        form = dict(HIDDEN.findall(self.look(seen_at, path).text))
        files = fields.pop("files", None)
        return self.browser.post(
            f"{sent_to}{action or path}", {**form, **fields}, files=files, allow_redirects=False, timeout=100
        )
