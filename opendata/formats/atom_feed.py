"""Journal entries as an Atom feed (RFC 4287), newest page and archive pages (RFC 5005).

Here: XML. Not here: which entries are on which page (api/feeds.py), what is said of each of them (api/feed_items.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from opendata.domain.model import Licence
from opendata.domain.tables.timestamps import moment_json

ATOM, HISTORY = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/history/1.0"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
GENERATOR = "opendata"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without entries was never updated
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Category:
    """What an entry is about: an event, a field of action or a phase, with its name for people."""

    term: str
    label: str
    scheme: str | None = None


@dataclass(frozen=True)
class FeedItem:
    """An entry as readers of the feed get it."""

    entry_id: str
    title: str
    summary: str  # the sentence of the journal
    html: str  # all values before and after, and reasons
    link: str  # to the event on the page of the row, or to that of the version or the dataset
    author: str
    published: datetime
    updated: datetime  # no other entry has the same
    categories: Sequence[Category] = ()
    licence: Licence | None = None  # None: that of the feed


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
    licence: Licence | None = None  # where all entries have the same
    hub: str | None = None  # of WebSub, which tells subscribers of something new at once


def atom(page: FeedPage) -> bytes:
    """The page as an XML document, with its elements in the order of RFC 4287's examples."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "fh": HISTORY})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", page.language)
    _add(feed, "id", page.feed_id)
    _add(feed, "title", page.title)
    _add(feed, "subtitle", page.subtitle)
    _add(feed, "updated", moment_json(max((item.updated for item in page.items), default=NEVER)))
    _author(feed, page.author)
    _licence(feed, page.licence, page.author)
    _add(feed, "generator", GENERATOR)
    for rel, href, media_type in page.links:
        _add(feed, "link", None, rel=rel, href=href, type=media_type)
    if page.hub:
        _add(feed, "link", None, rel="hub", href=page.hub)
    if page.is_archive:
        etree.SubElement(feed, f"{{{HISTORY}}}archive")
    for item in page.items:
        _entry(feed, item)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _entry(feed: Any, item: FeedItem) -> None:
    element = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _add(element, "id", item.entry_id)
    _add(element, "title", item.title)
    _add(element, "updated", moment_json(item.updated))
    _add(element, "published", moment_json(item.published))
    _author(element, item.author)
    _add(element, "link", None, rel="alternate", href=item.link, type="text/html")
    for category in item.categories:
        scheme = {"scheme": category.scheme} if category.scheme else {}
        _add(element, "category", None, term=category.term, **scheme, label=category.label)
    _licence(element, item.licence, item.author)
    _add(element, "summary", item.summary)
    _add(element, "content", item.html, type="html")


def _licence(parent: Any, licence: Licence | None, holder: str) -> None:
    """Under what terms, as words and as a link (RFC 4946)."""
    if licence is not None:
        _add(parent, "rights", f"{holder}, {licence.title}")
        _add(parent, "link", None, rel="license", href=licence.path)


def _author(parent: Any, name: str) -> None:
    author = etree.SubElement(parent, f"{{{ATOM}}}author")
    _add(author, "name", name)


def _add(parent: Any, name: str, text: str | None, **attributes: str) -> None:
    plain = {key: NOT_IN_XML.sub(" ", value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", plain)
    if text is not None:
        element.text = NOT_IN_XML.sub(" ", text)
