"""Journal entries as JSON Feed 1.1 (www.jsonfeed.org/version/1.1), with the entries of the Atom feed beside it.

Here: JSON. Not here: which entries are on which page (api/feeds.py), XML (atom_feed.py).
"""

from typing import Any

from opendata.domain.tables.json_values import dumps
from opendata.domain.tables.timestamps import moment_json
from opendata.formats.atom_feed import FeedItem, FeedPage

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json; charset=utf-8"


def json_feed(page: FeedPage) -> bytes:
    """The page as a JSON document; the older pages of the feed are reached by next_url."""
    links = {rel: href for rel, href, media_type in page.links if rel != "alternate" or media_type == "text/html"}
    document = {
        "version": VERSION,
        "title": page.title,
        "home_page_url": links["alternate"],
        "feed_url": links["self"],
        "description": page.subtitle,
        **({"next_url": links["next"]} if "next" in links else {}),
        "language": page.language,
        "authors": [{"name": page.author}],
        **({"hubs": [{"type": "WebSub", "url": page.hub}]} if page.hub else {}),
        "items": [_item(item, page.language) for item in page.items],
    }
    return f"{dumps(document)}\n".encode()


def _item(item: FeedItem, language: str) -> dict[str, Any]:
    entry, sentence = item.entry, item.entry.event.sentence[language]
    return {
        "id": entry.entry_id,
        "url": item.link,
        "title": sentence,
        "content_text": sentence,
        "date_published": moment_json(entry.at),
        "date_modified": moment_json(entry.updated_at),
        "authors": [{"name": item.author}],
        "tags": list(entry.event.events),
    }
