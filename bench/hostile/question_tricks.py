"""Hostile questions: searches, filters, comparisons and files of a large table that are dear to answer, and mails.

Here: single requests of readers. Not here: those that are wrong rather than dear (http_tricks.py).
"""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from bench.hostile.sending import Hostile

DATA = "/api/v1/publishers/{reader}/datasets/climate"
ROWS = f"{DATA}/versions/1.0.0/measures"
BOTH = f"{DATA}/versions/1.0.0...1.1.0/changes"
PAGE = "/{reader}/climate"


def _asking(path: str, **parameters: object) -> str:
    return f"{path}?{urlencode(parameters, doseq=True)}"


PATHS: Mapping[str, str] = {
    "all rows that hold a letter": _asking(f"{ROWS}.json", title__contains="a", limit=0),
    "rows by 200 conditions": _asking(f"{ROWS}.json", title__contains=[f"a{n}" for n in range(200)]),
    "rows by 3,000 values": _asking(f"{ROWS}.json", measure_id__in=",".join(map(str, range(1_500)))),
    "rows that are like a text of signs": _asking(f"{ROWS}.json", title__contains="%_" * 2_000),
    "rows in the order of all fields": _asking(f"{ROWS}.json", sort="-title,phase,-cost_eur,measure_id", limit=1_000),
    "rows in the order of one field 500 times": _asking(f"{ROWS}.json", sort=",".join(["title", "-title"] * 250)),
    "the last rows in an order": _asking(f"{ROWS}.json", sort="-title", cursor=99_990),
    "rows for a thousand words": _asking(f"{ROWS}.json", q=" ".join(f"plan{n}" for n in range(800))),
    "fields of rows 500 times": _asking(f"{ROWS}.json", fields=",".join(["title"] * 500)),
    "all rows as lines": f"{ROWS}.ndjson?limit=0",
    "all rows as a workbook": f"{ROWS}.xlsx",
    "all rows as Parquet": f"{ROWS}.parquet",
    "some rows as a workbook": _asking(f"{ROWS}.xlsx", title__contains="9"),
    "some rows as Parquet": _asking(f"{ROWS}.parquet", title__contains="8"),
    "some rows as CSV": _asking(f"{ROWS}.csv", title__contains="7"),
    "a package of everything": f"{DATA}/versions/1.0.0/package.zip",
    "the description of a table": f"{ROWS}.csv-metadata.json",
    "all changes between two versions": f"{BOTH}.json?limit=0",
    "all changes as CSV": f"{BOTH}.csv",
    "changes backwards": f"{DATA}/versions/1.1.0...1.0.0/changes.json?limit=1000",
    "the page of a comparison": f"{PAGE}/compare/1.0.0...1.1.0",
    "the last page of a comparison": f"{PAGE}/compare/1.0.0...1.1.0?page=99999",
    "a row in a comparison": f"{PAGE}/compare/1.0.0...1.1.0/measures/99999",
    "a comparison of 100 cities": _asking("/compare", publisher=["{reader}"] * 100),
    "a comparison of 900 cities": _asking("/api/v1/compare", publishers=",".join(f"city-{n}" for n in range(900))),
    "a comparison as CSV": _asking("/compare.csv", publisher=["{reader}"] * 100),
    "rows like the last one": f"{DATA}/measures/99999/similar",
    "rows like one that is not there": f"{DATA}/measures/{quote('a' * 500)}/similar",
    "a search for a letter": _asking("/api/v1/search", q="a"),
    "a search for a thousand words": _asking("/api/v1/search", q=" ".join(f"w{n}" for n in range(1_000))),
    "a search in its own language": _asking("/api/v1/search", q='"a" OR NEAR(b c) * AND NOT (((' * 100),
    "a search for signs": _asking("/suche", q="%_\\*?\"'" * 500),
    "a search for NUL": _asking("/suche", q="\0\0"),
    "the last page of a search": _asking("/suche", q="plan", page=999_999),
    "an overview of a large table": f"{DATA}/overview",
    "what slipped in a large table": f"{DATA}/slip",
    "what was dropped from a large table": f"{DATA}/dropped",
    "how a large table goes on": f"{DATA}/progress",
    "how often a large table is read": _asking(f"{DATA}/reads", since="0001-01-01", until="9999-12-31"),
    "the use of a large table": f"{PAGE}/use",
    "the trend of a large table": f"{PAGE}/trend",
    "the progress of a day that is none": f"{PAGE}/progress/9999-99-99.csv",
    "the calendar of a large table": f"{PAGE}/calendar.ics",
    "the calendar of a city": "/{reader}/calendar.ics",
    "what is out of sight": "/{reader}/out-of-sight",
    "the report of a city": "/{reader}/report",
    "the funding of all": "/funding",
    "the funding for programs": "/api/v1/funding",
    "a card of a row": "/share/{reader}/climate/measures/99999.png",
    "a card of a city": "/share/{reader}.png",
    "a catalogue in three languages": "/catalog.rdf",
    "all tasks for neighbours": "/compat/localmonitoring/api/cities/{reader}/tasks",
    "a map of the site": "/sitemap-publishers-{reader}.xml",
    "changes since the beginning": "/api/v1/changes?since=0&limit=1000",
    "a mail link that is guessed": "/mail/confirm/" + "a" * 4_000,
    "a topic of 4,000 letters": "/topics/" + "a" * 4_000,
}
JSON = {"Content-Type": "application/json"}
TOKEN = {**JSON, "Authorization": "Bearer {token}"}
HOOKS = "/api/v1/publishers/{reader}/webhooks"
SENT: Mapping[str, tuple[str, object, Mapping[str, str]]] = {
    "a mail to a thousand people": ("/api/v1/mail/requests", {"email": ",".join(["a@example.org"] * 1_000)}, JSON),
    "a mail with a head of its own": (
        "/api/v1/mail/requests",
        {"email": "a@example.org\r\nBcc: b@example.org"},
        JSON,
    ),
    "a mail about 10,000 topics": (
        "/api/v1/mail/requests",
        {"email": "a@example.org", "topics": [f"/feeds/{n}.atom" for n in range(10_000)]},
        JSON,
    ),
    "a webhook inside of the machine": (HOOKS, {"url": "http://127.0.0.1:6379/", "events": ["a"] * 10_000}, TOKEN),
    "a webhook of a megabyte": (HOOKS, {"url": "https://example.org/" + "a" * 2**20}, TOKEN),
    "a webhook with a password": (HOOKS, {"url": "https://a:b@example.org:99999999/"}, TOKEN),
    "a source that is a file": (f"{DATA}/source", {"url": "file:///etc/passwd", "every": "9" * 4_000}, TOKEN),
    "rules of a megabyte": ("/api/v1/publishers/{reader}/rules", {"rules": [{}] * 100_000}, TOKEN),
    "a mapping of 100,000 fields to remember": (
        f"{DATA}/mapping",
        {"resources": {"measures": {"fields": {f"h{n}": "title" for n in range(100_000)}}}},
        TOKEN,
    ),
    "10,000 edits of a draft": (
        "/api/v1/uploads/{draft}/edits",
        {"edits": [{"file": "draft.csv", "address": f"B{n}", "after": "x"} for n in range(10_000)]},
        TOKEN,
    ),
    "edits of one cell": (
        "/api/v1/uploads/{draft}/edits",
        {"edits": [{"file": "draft.csv", "address": "B2", "after": "x" * 900}] * 900},
        TOKEN,
    ),
}
PUT = ("source", "rules", "mapping", "edits")


def question_tricks() -> Iterator[Hostile]:
    """All of them; names in braces stand for what the server has."""
    for name, path in PATHS.items():
        yield Hostile(f"question: {name}", path=path.replace("%7B", "{").replace("%7D", "}"), method="GET")
    for name, (path, body, headers) in SENT.items():
        content = json.dumps(body).encode()
        method = "PUT" if path.endswith(PUT) else "POST"
        yield Hostile(f"question: {name}", lambda content=content: content, path, method, headers)  # type: ignore[misc]
