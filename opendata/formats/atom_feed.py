"""Journal entries as an Atom feed (RFC 4287), newest page and archive pages (RFC 5005).

Here: XML. Not here: which entries are on which page (api/feeds.py), their sentences (domain/journal/row_events.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from opendata.domain.model import Entry
from opendata.domain.tables.timestamps import moment_json

ATOM, HISTORY = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/history/1.0"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
GENERATOR = "opendata"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without entries was never updated


@dataclass(frozen=True)
class FeedItem:
    """An entry with what the feed adds to its sentence."""

    entry: Entry
    link: str  # the page of the row, or of the version
    author: str


@dataclass(frozen=True)
class FeedPage:
    """One document of a feed."""

    feed_id: str
    title: str
    subtitle: str
    author: str
    links: Sequence[tuple[str, str, str]]  # (rel, href, media type)
    items: Sequence[FeedItem]  # newest first
    is_archive: bool
    language: str
    hub: str | None = None  # of WebSub, which tells subscribers of something new at once


def atom(page: FeedPage) -> bytes:
    """The page as an XML document, with its elements in the order of RFC 4287's examples."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "fh": HISTORY})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", page.language)
    _add(feed, "id", page.feed_id)
    _add(feed, "title", page.title)
    _add(feed, "subtitle", page.subtitle)
    _add(feed, "updated", moment_json(max((item.entry.updated_at for item in page.items), default=NEVER)))
    _author(feed, page.author)
    _add(feed, "generator", GENERATOR)
    for rel, href, media_type in page.links:
        _add(feed, "link", None, rel=rel, href=href, type=media_type)
    if page.hub:
        _add(feed, "link", None, rel="hub", href=page.hub)
    if page.is_archive:
        etree.SubElement(feed, f"{{{HISTORY}}}archive")
    for item in page.items:
        _entry(feed, item, page.language)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _entry(feed: Any, item: FeedItem, language: str) -> None:
    entry, event = item.entry, item.entry.event
    element = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _add(element, "id", entry.entry_id)
    _add(element, "title", event.sentence[language])
    _add(element, "updated", moment_json(entry.updated_at))
    _add(element, "published", moment_json(entry.at))
    _author(element, item.author)
    _add(element, "link", None, rel="alternate", href=item.link, type="text/html")
    for name in event.events:
        _add(element, "category", None, term=name)
    _add(element, "summary", event.sentence[language])


def _author(parent: Any, name: str) -> None:
    author = etree.SubElement(parent, f"{{{ATOM}}}author")
    _add(author, "name", name)


def _add(parent: Any, name: str, text: str | None, **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        element.text = text
