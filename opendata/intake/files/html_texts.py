"""Texts in HTML, as editors of web pages write them, become plain text with the marks of Markdown.

Here: paragraphs, lists, headings, bold and italic words, links. Not here: whole pages, tables in texts, pictures.
"""

import re
from html.parser import HTMLParser
from typing import Any

BLOCKS = frozenset("p div ul ol blockquote section article h1 h2 h3 h4 h5 h6 tr table".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
NEVER_SHOWN = frozenset(("script", "style", "template", "noscript"))
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^>]*>|&[a-zA-Z]+;|&#\d+;")


def text_of_html(value: Any) -> str | None:
    """The text of a piece of HTML; a text without any mark of HTML stays as it is."""
    if value is None or value == "":
        return None
    text = str(value)
    if not _LOOKS_LIKE_HTML.search(text):
        return text.strip() or None
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() or None


class _Reader(HTMLParser):
    """Collects the parts of a text, with line breaks between its blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a mark or a link."""
        if tag in NEVER_SHOWN:
            self._hidden += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n* ")
        elif tag in BLOCKS:
            self.parts.append("\n\n" + ("**" if tag in HEADINGS else ""))
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self._links.append(address if address.startswith(("http://", "https://")) else "")
            self.parts.append("[" if self._links[-1] else "")

    def handle_endtag(self, tag: str) -> None:
        """End a block, a mark or a link."""
        if tag in NEVER_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in BLOCKS:
            self.parts.append(("**" if tag in HEADINGS else "") + "\n\n")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag == "a" and self._links and (address := self._links.pop()):
            self.parts.append(f"]({address})")

    def handle_data(self, data: str) -> None:
        """Take what stands between the tags; line breaks in the source of HTML are blanks."""
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))
