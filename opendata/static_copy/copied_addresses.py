"""Addresses: which of them a copy holds, and as which file.

Here: what an address means, by the application's own routes. Not here: names (file_names.py), finding the addresses
in answers (rewritten_links.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

from opendata.static_copy.file_names import file_of, index_of
from opendata.web.addresses import API, CATALOG, api_path, catalog_path, is_for_programs, is_private

# What an address may ask for behind its question mark: each has few values, and all of them are linked.
ON_ANY = ("lang", "page", "status", "archive", "dialect")
ON_THE_JOURNAL = ("since", "publisher", "dataset")
ALL = ("limit", "0")  # a copy holds whole lists
WELL_KNOWN = "/.well-known/"
# Addresses that choose between others by the request, and where they lead where nothing can be chosen.
CHOSEN = {CATALOG: catalog_path("ttl"), f"{WELL_KNOWN}void": catalog_path("ttl")}
# Views that answer a question or somebody with a token alone, or lead to where a form or a person of the staff wants.
LEFT_OUT = (
    *("site.choose_versions", "well-known.change_password", "uploads.list_uploads"),
    *("overviews.compare", "alike.search", "site.search", "site.compare_cities", "site.compare_cities_csv"),
)
DOCUMENTATION = api_path("docs")
MOST_REDIRECTS = 5
PAGE, DATA = "html", "json"


@dataclass(frozen=True)
class CopiedAddress:
    """An address that a copy holds."""

    path: str  # escaped
    asked: tuple[tuple[str, str], ...]
    endpoint: str
    file: str  # below the copy's folder
    is_page: bool
    is_index: bool

    @property
    def query(self) -> str:
        """What stands behind the question mark."""
        return urlencode(self.asked)


class CopiedAddresses:
    """Says of each address of the application whether a copy holds it."""

    def __init__(self, routes: Map, language: str) -> None:
        self._routes = routes.bind("copy.invalid")
        self._language = language  # that of an address that names none

    def find(self, address: str, led: int = 0) -> CopiedAddress | None:
        """What a copy holds at an address, which begins with a slash; None where it holds nothing.

        led: how often the routes have led on to another address by now.
        """
        parts = urlsplit(address)
        path = CHOSEN.get(parts.path, parts.path)
        asked = self._asked(path, parts.query)
        if asked is None or is_private(path):
            return None
        plain = unquote(path)
        try:
            rule, _ = self._routes.match(plain, method="GET", return_rule=True)
        except RequestRedirect as redirected:
            if led == MOST_REDIRECTS:
                return None
            onward = urlsplit(redirected.new_url)
            return self.find(f"{onward.path}?{onward.query or parts.query}".rstrip("?"), led + 1)
        except HTTPException:
            return None
        if rule.endpoint in LEFT_OUT:
            return None
        names = [unquote(name) for name in path.split("/")[1:]] if path != "/" else []
        # Escaped in one way, because links may escape more signs than they need to.
        path = "".join(f"/{quote(name, safe='')}" for name in names) or "/"
        is_page = not is_for_programs(plain) or f"{plain}/".startswith(f"{DOCUMENTATION}/")
        if path.startswith(WELL_KNOWN):
            # Nobody asks for another name there, and none of these names is a key of somebody.
            file = path[1:] if not asked else file_of(names, asked)
            return CopiedAddress(path, asked, rule.endpoint, file, is_page=False, is_index=False)
        if _ends_with_a_file(rule.rule):
            return CopiedAddress(path, asked, rule.endpoint, file_of(names, asked), is_page=False, is_index=False)
        file = index_of(names, PAGE if is_page else DATA, asked)
        return CopiedAddress(path, asked, rule.endpoint, file, is_page=is_page, is_index=True)

    def _asked(self, path: str, query: str) -> tuple[tuple[str, str], ...] | None:
        """What is asked for, in order; None where it cannot be answered beforehand."""
        known = (*ON_THE_JOURNAL, *ON_ANY) if path == f"{API}/changes" else ON_ANY
        asked = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair != ALL]
        if any(name not in known for name, _ in asked) or len(dict(asked)) < len(asked):
            return None
        return tuple(sorted(pair for pair in asked if pair != ("lang", self._language)))


def _ends_with_a_file(rule: str) -> bool:
    """Whether the addresses of a route end with the name of a file, whose ending the route says."""
    last: Sequence[str] = rule.rpartition("/")[2].rpartition(">")
    return "." in last[2] or "<path:" in rule or rule.startswith(f"{CATALOG}.")
