"""Rows that are asked for by queries: every format holds exactly the rows that plain Python picks from rows.json."""

import base64
import csv
import hashlib
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import openpyxl
import pandas
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.web.services import EXTENSION
from tests.domain.queries import naive
from tests.service import DATASET, Service, add_city, open_service

SORTS = {"id": "text", "title": "text", "phase": "text", "end": "date", "cost": "number", "text": "text"}
PHASES = ["planning", "implementation", "completed", ""]
ENDS = ["2026", "2026-05", "2026-05-01", "2025-12-31", "2027", ""]
COSTS = ["10.50", "0.000000000000000000001", "123456789012345678.25", "7", ""]
TEXTS = ['Überseering, "Nord"', "Straße am Wall", "=1+1", "Zeile\nzwei", "", "radverkehr"]
LINES = [
    f'M-{number},"Radweg {number}, Süd",{PHASES[number % 4]},{ENDS[number % 6]},{COSTS[number % 5]},'
    + '"'
    + TEXTS[number % 6].replace('"', '""')
    + '"'
    for number in range(1, 121)
]
LATEST = f"{DATASET}/versions/latest/plans"
FORMATS = ["json", "csv", "ndjson", "xlsx", "parquet"]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = open_service(Path(tmp_path_factory.mktemp("queries")))
    add_city(service)
    service.published(*LINES, as_of="2022-12-31")
    yield service
    service.app.extensions[EXTENSION]().close()


@pytest.fixture(scope="module")
def rows(city: Service) -> list[dict[str, Any]]:
    answer = city.get(f"{LATEST}.json?limit=0").get_data(as_text=True)
    items: list[dict[str, Any]] = json.loads(answer, parse_float=Decimal)["items"]
    return items


def read(answer: Any, ending: str) -> list[dict[str, Any]]:
    """The rows of an answer, as a program without our code reads them: each cell as text, or None."""
    content = answer.get_data()
    if ending == "json":
        found = json.loads(content, parse_float=Decimal, parse_int=Decimal)["items"]
    elif ending == "ndjson":
        found = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in content.decode().splitlines()]
    elif ending == "csv":
        return [
            {name: cell or None for name, cell in row.items()}
            for row in csv.DictReader(io.StringIO(content.decode(), newline=""))
        ]
    elif ending == "xlsx":
        head, *lines = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        found = [dict(zip(head, line, strict=True)) for line in lines]
    else:
        found = pq.read_table(io.BytesIO(content)).to_pylist()
    return [{name: as_text(cell) for name, cell in row.items()} for row in found]


def as_text(cell: Any) -> str | None:
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return None if cell is None else str(cell)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    ("query", "conditions", "sort"),
    [
        ("", [], []),
        (
            "phase=planning,completed&sort=-cost,id",
            [("phase", "eq", "planning,completed")],
            [("cost", True), ("id", False)],
        ),
        ("phase__ne=planning&sort=-id", [("phase", "ne", "planning")], [("id", True)]),
        ("cost__gt=7&cost__lte=10.5", [("cost", "gt", "7"), ("cost", "lte", "10.5")], []),
        ("end__lt=2026-05-01&sort=end", [("end", "lt", "2026-05-01")], [("end", False)]),
        ("end__gte=2026&end__lte=2026", [("end", "gte", "2026"), ("end", "lte", "2026")], []),
        ("text__isnull=true", [("text", "isnull", "true")], []),
        ("title__contains=1%2C%20S", [("title", "contains", "1, S")], []),
        ("title=keine", [("title", "eq", "keine")], []),
    ],
)
def test_every_format_has_the_same_rows_in_the_same_order(
    city: Service, rows: list[dict[str, Any]], ending: str, query: str, conditions: Any, sort: Any
):
    limit = "limit=0&" if ending == "json" else ""
    answer = city.get(f"{LATEST}.{ending}?{limit}{query}")

    assert answer.status_code == 200, answer.get_data(as_text=True)
    chosen = [
        row
        for row in rows
        if all(naive.holds(SORTS[f], row[f], operator, value) for f, operator, value in conditions)
    ]
    expected = [{f: as_text(cell) for f, cell in row.items()} for row in naive.in_order(chosen, sort, SORTS)]
    assert read(answer, ending) == expected
    assert (
        answer.headers["X-Row-Count"] == answer.headers.get("X-Total-Count", str(len(expected))) == str(len(expected))
    )
    digest = base64.b64encode(hashlib.sha256(answer.get_data()).digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"


CONDITIONS = st.one_of(
    st.tuples(st.just("phase"), st.sampled_from(["eq", "ne"]), st.sampled_from(PHASES[:3])),
    st.tuples(st.just("end"), st.sampled_from(["lt", "lte", "gt", "gte", "eq"]), st.sampled_from(ENDS[:5])),
    st.tuples(st.just("cost"), st.sampled_from(["lt", "lte", "gt", "gte", "eq", "ne"]), st.sampled_from(COSTS[:4])),
    st.tuples(
        st.sampled_from(["id", "title"]),
        st.sampled_from(["lt", "gte", "contains"]),
        st.sampled_from(["M-2", "9", "r"]),
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(CONDITIONS, max_size=2, unique_by=lambda part: part[:2]),
    st.sampled_from([None, "radverkehr", "strasse", "uberseering", "UEBERSEERING nord", "süd"]),
    st.lists(st.tuples(st.sampled_from(list(SORTS)), st.booleans()), max_size=2, unique_by=lambda part: part[0]),
    st.sampled_from([3, 7, 50]),
)
def test_pages_of_any_query_are_what_plain_python_picks(
    city: Service, rows: list[dict[str, Any]], conditions: Any, search: str | None, sort: Any, limit: int
):
    asked = {f"{name}__{operator}": value for name, operator, value in conditions}
    asked |= {"q": search} if search else {}
    asked |= {"sort": ",".join(f"{'-' if falls else ''}{name}" for name, falls in sort)} if sort else {}
    address, seen, totals = f"{LATEST}.json?{urlencode({**asked, 'limit': limit})}", [], set()
    while address:
        page = json.loads(city.get(address).get_data(as_text=True), parse_float=Decimal)
        seen += page["items"]
        totals.add(page["total"])
        address = page["links"].get("next", "").removeprefix("http://localhost")

    words = (search or "").split()
    chosen = [
        row
        for row in rows
        if all(naive.holds(SORTS[name], row[name], operator, value) for name, operator, value in conditions)
        and all(
            any(row[f] and naive.is_found(word, row[f]) for f in ("id", "title", "phase", "text")) for word in words
        )
    ]
    assert seen == naive.in_order(chosen, sort, SORTS)
    assert totals == {len(chosen)}


def test_a_value_with_a_comma_stands_in_quotation_marks(city: Service):
    wanted = quote('"Radweg 3, Süd","Radweg 5, Süd"')
    assert [row["id"] for row in city.get(f"{LATEST}.json?title={wanted}").json["items"]] == ["M-3", "M-5"]
    text = quote('"Überseering, ""Nord"""')
    assert city.get(f"{LATEST}.json?text={text}").json["total"] == 20


def test_fields_are_those_that_are_asked_for_in_that_order(city: Service):
    assert list(city.get(f"{LATEST}.json?fields=cost,id&limit=1").json["items"][0]) == ["cost", "id"]
    assert (
        city.get(f"{LATEST}.csv?fields=cost,id&limit=2").get_data()
        == b"cost,id\n10.5,M-1\n".replace(
            b"10.5,M-1", city.get(f"{LATEST}.csv?fields=cost,id&limit=1").get_data().splitlines()[1]
        )
        + city.get(f"{LATEST}.csv?fields=cost,id&limit=2").get_data().splitlines()[2]
        + b"\n"
    )


def test_the_only_field_of_a_row_may_be_empty_and_the_row_is_there_all_the_same(city: Service):
    content = city.get(f"{LATEST}.csv?fields=text").get_data(as_text=True)
    assert len(list(csv.DictReader(io.StringIO(content, newline="")))) == 120
    german = city.get(f"{LATEST}.csv?fields=text&dialect=excel-de").get_data().decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(german, newline=""), delimiter=";"))) == 120


def test_filtered_csv_is_lines_of_the_published_file(city: Service):
    whole = city.get(f"{LATEST}.csv?limit=1000").get_data()
    assert whole == city.get(f"{LATEST}.csv").get_data()
    german = city.get(f"{LATEST}.csv?dialect=excel-de&phase=planning").get_data()
    lines = list(csv.reader(io.StringIO(german.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(lines) == 31
    assert "123456789012345678,25" in {line[4] for line in lines}


def test_parquet_is_exact_and_says_what_its_fields_mean(city: Service):
    content = city.get(f"{LATEST}.parquet?phase=planning").get_data()
    schema = pq.read_schema(io.BytesIO(content))

    assert str(schema.field("cost").type) == "decimal128(39, 21)" or str(schema.field("cost").type) == "string"
    assert schema.field("cost").metadata[b"unit"] == b"EUR"
    assert schema.metadata[b"licence"].startswith(b"https://www.govdata.de/")
    assert schema.equals(pq.read_schema(io.BytesIO(city.get(f"{LATEST}.parquet").get_data())), check_metadata=True)
    assert pl.read_parquet(io.BytesIO(content)).height == pandas.read_parquet(io.BytesIO(content)).shape[0] == 30
    assert content == city.get(f"{LATEST}.parquet?phase=planning").get_data()


def test_cursors_go_on_in_their_version_while_others_are_published(tmp_path: Path):
    service = open_service(tmp_path)
    add_city(service)
    service.published(*LINES, as_of="2022-12-31")
    address, seen = f"{LATEST}.json?sort=-id&limit=25&phase=planning,completed", []
    for year in range(2023, 2030):
        page = service.get(address).json
        seen += [row["id"] for row in page["items"]]
        service.published(*LINES[: 120 - year % 7], f"N-{year},Neu,planning,,,", as_of=f"{year}-12-31")
        if "next" not in page["links"]:
            break
        address = page["links"]["next"].removeprefix("http://localhost")

    assert seen == [f"M-{number}" for number in range(120, 0, -1) if number % 4 in (0, 2)]
    assert service.get(f"{LATEST}.json?as_of=2022-12-31&phase=planning").json["total"] == 30
    old = address.partition("cursor=")[2]
    answer = service.get(f"{LATEST}.json?sort=-id&limit=25&phase=planning,completed&cursor={old}")
    assert (answer.status_code, answer.json["name"]) == (400, "cursor")
    service.app.extensions[EXTENSION]().close()


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet", "xlsx"])
def test_files_come_in_parts_that_a_header_links(city: Service, ending: str):
    address, seen = f"{LATEST}.{ending}?limit=50&sort=-id", []
    while address:
        answer = city.get(address)
        seen += [row["id"] for row in read(answer, ending)]
        assert answer.headers["X-Total-Count"] == "120"
        following = [link for link in answer.headers.getlist("Link") if 'rel="next"' in link]
        address = "".join(following).partition("<http://localhost")[2].partition(">")[0]
    assert seen == [f"M-{number}" for number in range(120, 0, -1)]


def test_the_page_before_is_linked(city: Service):
    first = city.get(f"{LATEST}.json?limit=20&sort=id").json
    second = city.get(first["links"]["next"]).json
    third = city.get(second["links"]["next"]).json

    assert city.get(third["links"]["prev"]).json["items"] == second["items"]
    assert city.get(second["links"]["prev"]).json["items"] == first["items"]
    assert "prev" not in first["links"]


@pytest.mark.parametrize(
    ("query", "name", "names"),
    [
        ("farbe=rot", "farbe", "title"),
        ("farbe__lt=1", "farbe", "title"),
        ("cost__like=1", "cost__like", "cost__contains"),
        ("cost__lt=viel", "cost__lt", None),
        ("cost=1e9", "cost", None),
        ("end__gt=Mai", "end__gt", None),
        ("end__gt=2026-02-30", "end__gt", None),
        ("text__isnull=vielleicht", "text__isnull", None),
        ("phase=", "phase", None),
        ("phase=a,,b", "phase", None),
        ("phase=in_planning", "phase", "planning"),
        ("phase=planning,in_planning", "phase", "completed"),
        ("phase__ne=in_planning", "phase__ne", "planning"),
        ('title="offen', "title", None),
        ("phase=planning&phase=completed", "phase", None),
        ("sort=farbe", "sort", "title"),
        ("sort=id,id", "sort", None),
        ("fields=id,farbe", "fields", "title"),
        ("fields=", "fields", "title"),
        ("limit=-1", "limit", None),
        ("limit=1.5", "limit", None),
        ("cursor=abc", "cursor", None),
        ("cursor=7", "cursor", None),
        ("cursor=AAAAAAAAAAAAAAAAAAAA", "cursor", None),
        ("cursor=%C3%A4", "cursor", None),
        ("q=" + "+".join(map(str, range(20))), "q", None),
        ("q=" + "a" * 2_000, "q", None),
        ("title__contains=" + "a" * 2_000, "title__contains", None),
        ("title=" + ",".join(map(str, range(2_000))), "title", None),
        ("dialect=excel-de", "dialect", "title"),
        ("&".join(f"id__ne={number}" for number in range(10_000)), "query", None),
        ("q=" + "a" * 1_000_000, "query", None),
        ("q=%00", "q", None),
    ],
)
@pytest.mark.parametrize("ending", ["json", "parquet"])
def test_what_cannot_be_answered_is_a_problem(city: Service, ending: str, query: str, name: str, names: str | None):
    answer = city.get(f"{LATEST}.{ending}?{query}")

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json"), answer.get_data()[:300]
    assert answer.json["name"] == name
    assert len(answer.get_data()) < 3_000
    if names:
        assert names in answer.json["known"]


@pytest.mark.parametrize("text", ["(a%2B)%2B%24", ".*", "[", "%25", "%5C", "%F0%9F%9A%B2"])
def test_any_text_may_be_looked_for_and_is_only_text(city: Service, text: str):
    for query in (f"q={text}", f"title__contains={text}", f"title={text}"):
        answer = city.get(f"{LATEST}.json?{query}")
        assert (answer.status_code, answer.json["total"]) == (200, 0), query


@pytest.mark.parametrize("ending", FORMATS)
def test_a_reader_who_has_an_answer_is_told_so_and_another_query_is_another_answer(city: Service, ending: str):
    address = f"{LATEST}.{ending}?phase=planning"
    etag = city.get(address).headers["ETag"]

    assert city.get(address, **{"If-None-Match": etag}).status_code == 304
    others = [
        "phase=completed",
        "phase__ne=planning",
        "phase=planning&limit=3",
        "phase=planning&fields=id",
        "q=planning",
    ]
    etags = [city.get(f"{LATEST}.{ending}?{other}").headers["ETag"] for other in others]
    assert len({etag, *etags}) == len(others) + 1
    assert not etag.startswith("W/")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_part_of_a_file_is_given_by_range(city: Service, ending: str, monkeypatch: pytest.MonkeyPatch):
    # In memory; on disk and held in front of the view; and on disk and passed through piece by piece.
    for cells, held in ((100_000, 2**23), (0, 2**23), (0, 10)):
        monkeypatch.setattr("opendata.api.version_rows.FEW_CELLS", cells)
        monkeypatch.setattr("opendata.answers.answers_made_once.MOST_HELD_BYTES", held)
        address = f"{LATEST}.{ending}?phase=planning&limit={1_000 + cells + held}"
        whole = city.get(address)
        part = city.get(address, Range="bytes=10-99")
        assert (part.status_code, part.get_data()) == (206, whole.get_data()[10:100])
        assert part.headers["Content-Range"] == f"bytes 10-99/{len(whole.get_data())}"
        assert part.headers["ETag"] == whole.headers["ETag"]
        assert city.get(address, Range="bytes=-8").get_data() == whole.get_data()[-8:]
        assert city.get(address, Range="bytes=9999999-").status_code == 416
        assert city.get(address).get_data() == whole.get_data()
        assert city.client.head(address).headers["Content-Length"] == str(len(whole.get_data()))


def test_rows_of_a_withdrawn_version_are_gone_in_every_format(tmp_path: Path):
    service = open_service(tmp_path)
    add_city(service)
    service.published(*LINES[:3], as_of="2022-12-31")
    service.published(*LINES[:4], as_of="2023-12-31")
    for ending in FORMATS:
        assert service.get(f"{DATASET}/versions/1.0.0/plans.{ending}?id=M-1").status_code == 200
    service.client.post(f"{DATASET}/versions/1.0.0/withdraw", json={"reason": "Namen darin"}, headers=service.token())

    for ending in FORMATS:
        for query in ("", "?id=M-1"):
            answer = service.get(f"{DATASET}/versions/1.0.0/plans.{ending}{query}")
            assert (answer.status_code, answer.json["reason"]) == (410, "Namen darin")
    service.app.extensions[EXTENSION]().close()


def test_the_rows_of_a_draft_are_asked_for_in_the_same_way(city: Service):
    token = city.token()
    draft = city.upload(
        "id,title,phase,end,cost,text\nB-2,Zwei,,2026,5,\nB-10,Zehn,,2025,50,\nB-1,Eins,,,,\n",
        publish=False,
        headers=token,
        as_of="2024-12-31",
    )
    address = draft.json["links"]["rows"].removeprefix("http://localhost") + "/plans.json"

    assert [row["id"] for row in city.get(f"{address}?sort=id", **token).json["items"]] == ["B-1", "B-2", "B-10"]
    assert [row["id"] for row in city.get(f"{address}?cost__lt=6&fields=id", **token).json["items"]] == ["B-2"]
    first = city.get(f"{address}?limit=2&sort=-cost", **token).json
    assert [row["id"] for row in city.get(first["links"]["next"], **token).json["items"]] == ["B-1"]
    assert city.get(f"{address}?farbe=rot", **token).status_code == 400
    assert city.get(f"{address}?as_of=2024-12-31", **token).status_code == 400


@pytest.mark.parametrize("ending", FORMATS)
def test_the_description_knows_every_parameter_and_answer(city: Service, ending: str):
    paths = city.get("/api/v1/openapi.json").json["paths"]
    told = paths[f"/api/v1/publishers/{{publisher}}/datasets/{{dataset}}/versions/{{number}}/{{resource}}.{ending}"][
        "get"
    ]
    named = {parameter["name"]: parameter for parameter in told["parameters"] if "name" in parameter}

    assert {"q", "sort", "fields", "limit", "cursor", "as_of", "lang", "filters"} <= set(named)
    assert all(parameter.get("description") for parameter in named.values())
    assert {"200", "206", "304", "400", "404", "410", "412", "416", "503"} <= set(told["responses"])
    assert "X-Row-Count" in told["responses"]["200"]["headers"]
    answer = city.get(f"{LATEST}.{ending}?limit=1")
    assert answer.mimetype in told["responses"]["200"]["content"]
    assert told["operationId"]
