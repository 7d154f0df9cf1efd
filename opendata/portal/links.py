"""Links: the addresses of the portal's pages, in the reader's language, and where to go after signing in.

Here: endpoints, ?lang= and ?next=. Not here: the addresses of public pages (web/addresses.py).
"""

import re
from typing import Any
from urllib.parse import unquote

from flask import request, url_for

from opendata.portal.blueprint import PREFIX
from opendata.web.language import LANGUAGES

# A path below the portal with its query: no host, no backslash, no control character, no way up.
CHARACTER = r"[\w.~!$&'()*+,;=:@%-]"
WAY_ON = re.compile(rf"{PREFIX}/(?:{CHARACTER}+/)*{CHARACTER}*(?:\?(?:{CHARACTER}|[/?])*)?", re.ASCII)


def portal_link(endpoint: str, **values: Any) -> str:
    """The link to a page of the portal; it keeps ?lang= where the reader chose a language by it."""
    if (chosen := request.args.get("lang")) in LANGUAGES:
        values.setdefault("lang", chosen)
    return url_for(f"portal.{endpoint}", **values)


def way_on(text: str | None) -> str:
    """Where to go after signing in: the page that was asked for before if it is one of the portal, else the start."""
    return f"{request.script_root}{text}" if text and is_of_portal(text) else portal_link("start")


def is_of_portal(path: str) -> bool:
    """Whether a path with its query leads to a page of the portal and nowhere else."""
    plain = unquote(path)  # browsers read "%2e%2e" as ".." too
    return WAY_ON.fullmatch(path) is not None and "/.." not in plain and "/./" not in plain


def this_page() -> str | None:
    """The page that this request asks for, to come back to after signing in; None where it would change something."""
    if request.method not in ("GET", "HEAD"):
        return None
    query = request.query_string.decode("ascii", "ignore")
    return f"{request.path}?{query}" if query else request.path
