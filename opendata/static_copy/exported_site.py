"""A copy of the public site: the application is asked for everything that is linked, and its answers are written.

Here: where asking begins, how an answer becomes a file, and what is done about redirects and failures. Not here:
which addresses a copy holds (copied_addresses.py), links (rewritten_links.py), the folder (written_folder.py).
"""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Flask, Response, render_template, url_for
from werkzeug.test import create_environ, run_wsgi_app

from opendata.domain.errors import StorageUnavailable
from opendata.static_copy.copied_addresses import CopiedAddress, CopiedAddresses
from opendata.static_copy.known_files import CHANGED, NEW, UNCHANGED
from opendata.static_copy.rewritten_links import ASKED_AS, LinkedAnswers, relative
from opendata.static_copy.written_folder import WrittenFolder
from opendata.web.addresses import COMPAT, api_path, catalog_path, feed_path
from opendata.web.known_operations import known_operations
from opendata.web.language import LANGUAGES
from opendata.web.services import services

NOT_HERE = "/static-copy.html"  # no name of a publisher has a full stop
BEGIN = (
    *("/", "/problems", NOT_HERE, "/robots.txt", "/sitemap.xml", api_path("publishers"), api_path("kinds")),
    *(api_path("openapi.json"), api_path("docs"), api_path("changes"), feed_path(), feed_path(ending="json")),
    *(catalog_path(ending) for ending in ("ttl", "jsonld", "rdf")),
    *("/.well-known/api-catalog", f"{COMPAT}/localmonitoring/api/cities"),
)
SECURITY = "/.well-known/security.txt"  # where the operator has said whom to tell
# Answers that may hold addresses of this service, by the endings of their files; all others are kept as they are.
WITH_ADDRESSES = ("html", "json", "jsonld", "atom", "xml", "txt", "ttl", "rdf", "ics")
NAMES_OF_THINGS = ("text/turtle", "application/rdf+xml", "application/ld+json")  # addresses there are names
TABLES, METADATA, NEIGHBOURS = "version-rows.get_csv", "-metadata.json", "localmonitoring.cities"
FEED_OF_A_ROW = "feeds.row_feed"
DOCUMENTATION = "docs.openapi_document"  # the addresses in it are examples
FEEDS = ("feeds.all_feed", "feeds.publisher_feed", "feeds.dataset_feed", FEED_OF_A_ROW)
MOST_KEPT_LINKS = 50_000
TRIES, PAUSE_SECONDS = 5, 1.0
LATER = (429, 503)

# Links to older pages of a row's feed, which a copy leaves out: the newest page has all that most rows have to tell.
_OLDER = re.compile(rb'<link [^<>]*[?;]archive=\d[^<>]*/>|"next_url":\s?"[^"]*[?&]archive=\d[^"]*",\s?')
_PART = re.compile(r"<(?:[^<>]*:)?(\w+)>")  # of a route

blueprint = Blueprint("static-copy", __name__)


@dataclass(frozen=True)
class ExportedSite:
    """What an export did."""

    files: int
    written: int
    removed: int


@blueprint.route(NOT_HERE)
def not_here() -> Response:
    """The page to which links lead that a copy cannot follow: questions, forms, the pages of staff."""
    return Response(render_template("static_copy.html"), content_type="text/html; charset=utf-8")


def not_here_for(address: str) -> str:
    """The page to which links to an address lead that a copy does not hold, in the language that it asks for."""
    tongue = dict(parse_qsl(urlsplit(address).query)).get("lang")
    return f"{NOT_HERE}?lang={tongue}" if tongue in LANGUAGES else NOT_HERE


def export_site(app: Flask, folder: Path, base: str) -> ExportedSite:
    """Write the public site of an application into a folder; base: where the copy will stand.

    app: made for this alone. Raises StorageUnavailable if it cannot answer, RequestNotValid about the folder.
    """
    app.register_blueprint(blueprint)
    app.config["STATIC_COPY"] = True  # so that templates leave out what only the service can do
    with app.app_context(), WrittenFolder(folder) as written:
        _Export(app, written, base).write()
        removed = written.finish()
        known = written.known
        return ExportedSite(known.count(NEW, CHANGED, UNCHANGED), known.count(NEW, CHANGED), removed)


class _Export:
    """One run."""

    def __init__(self, app: Flask, written: WrittenFolder, base: str) -> None:
        self._app, self._written, self._base = app, written, base
        self._addresses = CopiedAddresses(app.url_map, str(app.config["DEFAULT_LANGUAGE"]))
        self._file_of = lru_cache(MOST_KEPT_LINKS)(self._find_file)
        self._links = LinkedAnswers(base, self._file_of)
        self._lists = _lists(app)

    def write(self) -> None:
        """Write everything that is linked, beginning from a few addresses."""
        # What is known last is asked for first: the home page, by which a folder of others is told at once.
        begin = (*BEGIN, SECURITY) if services().config.operator_email else BEGIN
        for address in (*_static_files(self._app), *reversed(begin)):
            self._file_of(address)
        for number, address, file in self._written.known.addresses():
            copied = self._addresses.find(address)
            if copied is None:
                raise KeyError(address)
            self._written.put(number, file, self._content(copied, file))

    def _find_file(self, address: str) -> str:
        address = address.partition("#")[0]
        copied = self._addresses.find(address) or self._addresses.find(not_here_for(address))
        if copied is None:
            raise KeyError(NOT_HERE)
        return self._written.known.file_of(f"{copied.path}?{copied.query}".rstrip("?"), copied.file)

    def _content(self, copied: CopiedAddress, file: str) -> Iterator[bytes]:
        """The content of a file: the answer of the application, with links that lead to other files."""
        response = self._answer(copied)
        with response:
            for link in response.headers.getlist("Link"):
                self._follow(link)
            if response.location:
                yield self._redirect(response.location, copied, file).encode()
            else:
                self._follow_what_belongs(copied, response)
                yield from self._linked(response, copied, file)

    def _linked(self, response: Response, copied: CopiedAddress, file: str) -> Iterable[bytes]:
        if copied.endpoint == FEED_OF_A_ROW:
            response.data = _OLDER.sub(b"", response.data)
        kind, links = response.mimetype or "", self._links
        if kind == "text/html":
            return [links.page(response.get_data(as_text=True), copied.path, file).encode()]
        if copied.endpoint == DOCUMENTATION:
            return [links.example(response.get_data(as_text=True)).encode()]
        if kind in NAMES_OF_THINGS:
            return [links.full(response.get_data(as_text=True), keep_names=True).encode()]
        if kind == "text/calendar":
            return [links.calendar(response.get_data())]
        if kind == "application/json" or kind.endswith("+json"):
            return links.json_chunks(response.iter_encoded(), copied.path, file)
        if kind.endswith("xml") or kind == "text/plain":
            return [links.full(response.get_data(as_text=True)).encode()]
        return response.iter_encoded()

    def _follow_what_belongs(self, copied: CopiedAddress, response: Response) -> None:
        """Take for linked what programs find beside an answer by its name alone."""
        if copied.endpoint == TABLES and not copied.asked:
            self._file_of(f"{copied.path}{METADATA}")
        if copied.endpoint in FEEDS and copied.path.endswith(".atom"):
            query = f"?{copied.query}" if copied.query else ""
            self._file_of(f"{copied.path.removesuffix('.atom')}.json{query}")
        if copied.endpoint == NEIGHBOURS:
            for city in response.get_json():
                self._file_of(f"{copied.path}/{city['slug']}")
                self._file_of(f"{copied.path}/{city['slug']}/tasks")

    def _follow(self, link: str) -> None:
        """Take the addresses of a Link header for linked, if the copy holds them."""
        for target in (part.partition(">")[0] for part in link.split("<")[1:]):
            if target.startswith(f"{ASKED_AS}/"):
                self._file_of(target.removeprefix(ASKED_AS))

    def _redirect(self, location: str, copied: CopiedAddress, file: str) -> str:
        address = location.removeprefix(ASKED_AS)
        target = relative(self._file_of(address), file)
        if not copied.is_page:
            return f'{{"links":{{"moved":"{self._base}/{self._file_of(address)}"}}}}\n'
        link = escape(target)
        return (
            f'<!doctype html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n<title>{link}</title>\n'
            f'<meta http-equiv="refresh" content="0; url={link}">\n</head>\n'
            f'<body><a href="{link}">{link}</a></body>\n</html>\n'
        )

    def _answer(self, copied: CopiedAddress) -> Response:
        """What the application answers; raises StorageUnavailable if it cannot."""
        more = "limit=0" if copied.endpoint in self._lists else ""
        query = "&".join(filter(None, (copied.query, more)))
        _, dot, ending = copied.file.rpartition("/")[2].rpartition(".")
        has_addresses = not dot or ending in WITH_ADDRESSES
        for _ in range(TRIES):
            environ = create_environ(
                copied.path,
                ASKED_AS if has_addresses else self._base,
                query_string=query,
                headers={"Accept": "text/html" if copied.is_page else "application/json, */*;q=0.9"},
            )
            # The application itself: what stands before it counts readers, and keeps answers for them.
            content, status, headers = run_wsgi_app(partial(Flask.wsgi_app, self._app), environ)
            response = Response(content, status, headers)
            if response.status_code < 500 and response.status_code not in LATER:
                return response
            response.close()
            if response.status_code not in LATER:
                break
            time.sleep(PAUSE_SECONDS)
        raise StorageUnavailable("service", f"{copied.path} was answered with {status}")


def _static_files(app: Flask) -> Iterator[str]:
    """The addresses of the files that pages need: style, pictures, programs."""
    for name, part in app.blueprints.items():
        if part.static_folder is None:
            continue
        folder = Path(part.static_folder)
        with app.test_request_context():
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    yield url_for(f"{name}.static", filename=path.relative_to(folder).as_posix())


def _lists(app: Flask) -> frozenset[str]:
    """The endpoints that give whole lists where they are asked for no limit, by the application's own description."""
    paths = known_operations(app)["paths"]
    described = {
        path
        for path, methods in paths.items()
        if any(
            each["name"] == "limit" and each["in"] == "query" for each in methods.get("get", {}).get("parameters", [])
        )
    }
    rules = app.url_map.iter_rules()
    return frozenset(rule.endpoint for rule in rules if _PART.sub(r"{\1}", rule.rule) in described)
