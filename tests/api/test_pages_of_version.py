"""Pages of rows that a maker makes are those that the view makes: status, headers and bytes, for every query."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from opendata.web.services import EXTENSION
from tests.api.test_queries import COSTS, ENDS, LATEST, LINES, PHASES, TEXTS
from tests.service import DATASET, Service, add_city, open_service

ODD = (
    *("", "limit=", "limit=0", "limit=007", "limit=1001", "limit=1000", "limit=-1", "limit=2&limit=3", "cursor=x"),
    *("as_of=2022-12-31", "as_of=x", "lang=en&phase=x", "phase__between=1", "nothing=1", "%00=1", "phase=%00"),
    *("title__contains=%C3%9C", "title__contains=%FC", "title__contains=a+b", "title__contains=a%20b", "q=s%C3%BCd"),
    *("phase=planning&phase=completed", "phase=planning%26x", "sort=-cost,title", "sort=x", "fields=id,title"),
    *(
        "fields=id,id",
        "fields=",
        "phase=",
        "phase__isnull=maybe",
        "=1",
        "&&",
        "phase",
        "q=",
        "q=%E2%82%AC",
        "end__lt=x",
    ),
    *(
        "title__contains=Ü",
        "limit=3&sort=id&q=rad&fields=id",
        "limit=5#x",
        "a=1;b=2",
        "limit=%35",
        "end__lt=x",
        "x" * 20_000,
    ),
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Service]]:
    """One city, with answers that are kept and without."""
    folder = Path(tmp_path_factory.mktemp("pages"))
    keeping = open_service(folder)
    add_city(keeping)
    keeping.published(*LINES, as_of="2022-12-31")
    making = open_service(folder, kept_answers_mib=0)
    yield keeping, making
    for service in (keeping, making):
        service.app.extensions[EXTENSION]().close()


def told(service: Service, query: str, path: str = f"{LATEST}.json") -> tuple[int, list[tuple[str, str]], bytes]:
    """Everything that is answered to a query, which is sent as it is written."""
    answer = service.client.get(path, query_string=query)
    headers = sorted(pair for pair in answer.headers if pair[0] not in ("Date", "Vary", "Content-Length"))
    return answer.status_code, headers, answer.data


def is_ready(service: Service, path: str = f"{LATEST}.json") -> int:
    """Let the view leave a maker; how many there are."""
    service.get(f"{path}?limit=1")
    kept: Any = service.app.config["SERVED"].ready
    return len(kept.makers._left)


def a_query(chance: random.Random) -> str:
    """A query of conditions, words, sorting, fields, a limit and a cursor, each of them now and then."""
    texts = [text for text in (*TEXTS, *PHASES, *ENDS, *COSTS, "Radweg 1", "x") if text]
    asked = []
    for _ in range(chance.randrange(3)):
        field = chance.choice(("id", "title", "phase", "end", "cost", "text", "other"))
        operator = chance.choice(("", "__ne", "__lt", "__gte", "__contains", "__isnull"))
        asked.append((f"{field}{operator}", "true" if operator == "__isnull" else chance.choice(texts)))
    if chance.random() < 0.3:
        asked.append(("q", chance.choice(("rad", "strasse wall", "süd", "€"))))
    if chance.random() < 0.5:
        asked.append(("sort", ",".join(chance.sample(("-cost", "end", "-title", "phase"), 2))))
    if chance.random() < 0.3:
        asked.append(("fields", "title,cost"))
    if chance.random() < 0.6:
        asked.append(("limit", str(chance.choice((1, 3, 50, 120, 1_000)))))
    return urlencode(asked, quote_via=quote) if chance.random() < 0.5 else urlencode(asked)


def test_every_query_is_answered_as_the_view_answers_it(both: tuple[Service, Service]):
    keeping, making = both
    assert is_ready(keeping) and not is_ready(making)
    chance = random.Random(20261127)
    queries = [*ODD, *(a_query(chance) for _ in range(250))]
    good = 0
    for query in queries:
        expected = told(making, query)
        assert told(keeping, query) == expected, query
        good += expected[0] == 200
    assert good > 120


def test_pages_lead_on_to_each_other(both: tuple[Service, Service]):
    keeping, making = both
    is_ready(keeping)
    path = f"{LATEST}.json?sort=-cost&limit=50"
    seen = []
    while path:
        page = keeping.get(path).json
        assert making.get(path).json == page
        seen += [row["id"] for row in page["items"]]
        path = page["links"].get("next", "").removeprefix("http://localhost")
    assert sorted(seen) == sorted(line.partition(",")[0] for line in LINES)


def test_another_version_is_seen_at_once_and_a_withdrawn_one_never_again(both: tuple[Service, Service]):
    keeping, making = both
    assert is_ready(keeping)
    number = making.published(*LINES[:-1], as_of="2023-12-31")["version"]
    assert told(keeping, "limit=2")[2] == told(making, "limit=2")[2]
    page = keeping.get(f"{LATEST}.json?limit=3").json
    assert (page["version"], page["total"]) == (number, len(LINES) - 1)

    at_number = f"{DATASET}/versions/{number}/plans.json"
    is_ready(keeping, at_number)
    assert told(keeping, "limit=5", at_number)[0] == 200
    withdrawn = making.client.post(
        f"{DATASET}/versions/{number}/withdraw", json={"reason": "Falsch."}, headers=making.token()
    )
    assert withdrawn.status_code == 200
    for query in ("limit=5", "limit=6"):
        assert told(keeping, query, at_number)[0] == 410
    assert keeping.get(f"{LATEST}.json?limit=3").json["version"] != number
