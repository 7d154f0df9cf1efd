"""Reading pages as a reader's program does: parsed, with their links."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html
from werkzeug.test import TestResponse

from tests.service import Service

HOST = "http://localhost"


@dataclass(frozen=True)
class Page:
    """One page, parsed."""

    path: str
    response: TestResponse
    root: html.HtmlElement

    @property
    def text(self) -> str:
        """What a person reads, blanks made one."""
        body = self.root.find("body")
        assert body is not None
        return " ".join(body.text_content().split())

    @property
    def heading(self) -> str:
        """The text of its h1."""
        (found,) = self.root.iter("h1")
        return " ".join(found.text_content().split())

    def all(self, xpath: str) -> list[str]:
        """Texts or attributes that an XPath finds."""
        found = self.root.xpath(xpath)
        assert isinstance(found, list)
        return [each if isinstance(each, str) else " ".join(each.text_content().split()) for each in found]

    def link(self, text: str) -> str:
        """The path of the first link of that text."""
        return next(href for href, label in self._links() if label == text)

    def internal_links(self) -> set[str]:
        """The paths, with their queries, of all links that stay on this service."""
        parts = (urlsplit(urljoin(f"{HOST}{self.path}", href)) for href, _ in self._links())
        return {
            f"{each.path}?{each.query}" if each.query else each.path for each in parts if each.netloc == "localhost"
        }

    def _links(self) -> Iterator[tuple[str, str]]:
        for each in self.root.iter("a"):
            yield each.get("href", ""), " ".join(each.text_content().split())


def read(service: Service, path: str, status: int = 200, *, language: str = "de") -> Page:
    """A page, which must have that status."""
    response = service.client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == status, f"{path}: {response.status_code}\n{response.get_data(as_text=True)[:2000]}"
    assert response.mimetype == "text/html", path
    return Page(path, response, html.document_fromstring(response.get_data(as_text=True)))


def every_page(service: Service, start: str = "/") -> Iterator[Page]:
    """Every page that can be reached by links; each link must lead somewhere."""
    to_read, seen = [start], {start}
    while to_read:
        path = to_read.pop()
        response = service.client.get(path, headers={"Accept": "text/html", "Accept-Language": "de"})
        assert response.status_code in (200, 410), f"{path}: {response.status_code}"
        if response.mimetype != "text/html" or path.startswith("/api/"):
            continue
        page = Page(path, response, html.document_fromstring(response.get_data(as_text=True)))
        yield page
        found = page.internal_links() - seen
        seen |= found
        to_read += sorted(found)
