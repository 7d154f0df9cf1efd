"""Journal entries as JSON Feed 1.1 (www.jsonfeed.org/version/1.1), with the entries of the Atom feed beside it.

Here: JSON. Not here: which entries are on which page (api/feeds.py), XML (atom_feed.py).
"""

from typing import Any

from opendata.domain.model import Licence
from opendata.domain.tables.json_values import dumps
from opendata.domain.tables.timestamps import moment_json
from opendata.formats.atom_feed import FeedItem, FeedPage

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json; charset=utf-8"
EXTENSION = "_opendata"  # what JSON Feed has no name for; its names of extensions begin so


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
        **({EXTENSION: {"licence": _licence(page.licence)}} if page.licence else {}),
        **({"hubs": [{"type": "WebSub", "url": page.hub}]} if page.hub else {}),
        "items": [_item(item) for item in page.items],
    }
    return f"{dumps(document)}\n".encode()


def _item(item: FeedItem) -> dict[str, Any]:
    categories = [{"term": category.term, "label": category.label} for category in item.categories]
    return {
        "id": item.entry_id,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": moment_json(item.published),
        "date_modified": moment_json(item.updated),
        "authors": [{"name": item.author}],
        "tags": [category.term for category in item.categories],
        EXTENSION: {
            "categories": categories,
            **({"licence": _licence(item.licence)} if item.licence else {}),
        },
    }


def _licence(licence: Licence) -> dict[str, str]:
    return {"name": licence.name, "title": licence.title, "url": licence.path}
