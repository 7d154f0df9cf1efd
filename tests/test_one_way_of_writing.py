"""A value is written in one way for people and in one way for programs, whatever its type and wherever it is read."""

import json
from decimal import Decimal
from html import escape
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Field
from opendata.domain.tables.json_columns import json_column
from opendata.domain.tables.json_values import cell_text, json_value
from opendata.domain.tables.values_for_people import value_text
from tests.service import Service, add_city, open_service

CODES = {"open": {"labels": {"de": "offen", "en": "not done"}}, "done": {"labels": {"de": "fertig", "en": "done"}}}
# Each field with its canonical text in the first version and in the second.
FIELDS: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "integer"}, "2024", "12025"),
    ({"type": "integer", "unit": "kWh"}, "1500", "12500"),
    ({"type": "number"}, "1234.5", "0.000001"),
    ({"type": "number", "unit": "EUR"}, "1250000.5", "-3"),
    ({"type": "year"}, "2022", "2024"),
    ({"type": "yearmonth"}, "2022-12", "2023-01"),
    ({"type": "date"}, "0044-03-15", "2023-06-02"),
    ({"type": "datetime"}, "2022-05-01T10:30:00Z", "2022-05-01T10:30:07Z"),
    ({"type": "time"}, "10:30:00", "11:00:00"),
    ({"type": "boolean"}, "true", "false"),
    ({"type": "string", "precision": "reduced"}, "2026", "2026-03"),
    ({"type": "string", "codes": CODES, "constraints": {"enum": list(CODES)}}, "open", "done"),
    ({"type": "string"}, "2.024", "07312000"),
    ({"type": "array"}, '[1,2.5,"drei"]', "[]"),
    ({"type": "object"}, '{"a":1.5}', '{"a":[true]}'),
    ({"type": "duration"}, "P1Y", "P2Y"),
    ({"type": "geopoint"}, "6.95,50.93", "6.96,50.94"),
    ({"type": "any"}, "x", "y"),
]
NAMES = [f"f{place}" for place in range(len(FIELDS))]
SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        *({"name": name, **descriptor} for name, (descriptor, _, _) in zip(NAMES, FIELDS, strict=True)),
    ],
    "primaryKey": "id",
}
TABLE = {"name": "values", "path": "values.csv", "roles": {"title": "id"}, "schema": SCHEMA}
KIND = {"name": "values", "resources": [TABLE]}
PATH = "/api/v1/publishers/musterstadt/datasets/werte"
CASES = [
    (name, Field.from_descriptor({"name": name, **descriptor}), before, after)
    for name, (descriptor, before, after) in zip(NAMES, FIELDS, strict=True)
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    opened = open_service(tmp_path_factory.mktemp("values"), [KIND])
    add_city(opened, kind="values", dataset="werte")
    for place, as_of in ((2, "2022-12-31"), (3, "2023-12-31")):
        cells = ["M-1", *(case[place] for case in CASES)]
        quoted = ",".join('"' + str(cell).replace('"', '""') + '"' for cell in cells)
        response = opened.upload(
            ",".join(["id", *NAMES]) + f"\n{quoted}\n", as_of=as_of, dataset=PATH, name="values.csv"
        )
        assert response.status_code == 201, response.get_data(as_text=True)
    return opened


def exactly(response: Any) -> Any:
    return json.loads(response.get_data(as_text=True), parse_float=Decimal)


def test_programs_read_the_same_value_in_all_rows_in_one_row_and_in_the_journal(service: Service):
    rows = [
        exactly(service.get(f"{PATH}/versions/{number}/values.json"))["items"][0] for number in ("1.0.0", "1.1.0")
    ]
    single = exactly(service.get(f"{PATH}/values/M-1"))
    added, changed = (event["fields"] for event in exactly(service.get(f"{PATH}/values/M-1/history"))["items"])

    for name, field, before, after in CASES:
        old, new = json_value(before, field), json_value(after, field)
        assert [rows[0][name], added[name]["after"], changed[name]["before"]] == [old] * 3, name
        assert [rows[1][name], single[name], changed[name]["after"]] == [new] * 3, name


@pytest.mark.parametrize("language", ["de", "en"])
def test_people_read_the_same_text_in_sentences_and_on_pages(service: Service, language: str):
    event = service.get(f"{PATH}/values/M-1/history").json["items"][-1]
    row = service.get(f"/musterstadt/werte/values/M-1?lang={language}").get_data(as_text=True)
    compared = service.get(f"/musterstadt/werte/compare/1.0.0...1.1.0?lang={language}").get_data(as_text=True)

    for name, field, before, after in CASES:
        was, now = (value_text(field, text, language) for text in (before, after))
        words = f"„{was}“ zu „{now}“" if language == "de" else f"“{was}” to “{now}”"
        assert words in event["sentence"][language], name
        for text in (was, now):
            shown = f">{escape(text).replace('&quot;', '&#34;').replace('&#x27;', '&#39;')}<"
            assert shown in compared, name
            assert shown in row, name  # among the fields, or in what happened


@given(
    st.sampled_from(["integer", "year", "number", "boolean", "array", "object", "string", "date"]),
    st.lists(
        st.none()
        | st.sampled_from(["-0044", "0044", "007", "-0", "0", "1.50", "1e3", "true", "false", "ja", "٣", "", 'a"b'])
        | st.integers(-(10**400), 10**400).map(str)
        | st.decimals(allow_nan=False, allow_infinity=False).map(lambda number: format(number, "f"))
        | st.text(),
    ),
)
def test_a_column_says_of_each_cell_what_a_single_value_says(kind: str, texts: list[str | None]):
    field = Field.from_descriptor({"name": "a", "type": kind})
    if kind in ("array", "object"):
        texts = [None if text is None else json.dumps([text, 1.5, {"a": None}]) for text in texts]

    column = json_column(pl.Series(texts, dtype=pl.String), field)

    told = [None if text is None else json.loads(text, parse_float=Decimal) for text in column]
    expected = [json_value(text, field) for text in texts]
    assert told == expected
    assert [type(value) for value in told] == [
        int if isinstance(value, Decimal) and isinstance(read, int) else type(value)
        for value, read in zip(expected, told, strict=True)
    ]


@pytest.mark.parametrize(("field", "text"), [(case[1], text) for case in CASES for text in case[2:]])
def test_the_text_of_a_cell_comes_back_from_its_json_value(field: Field, text: str):
    assert cell_text(json_value(text, field), field) == text


@pytest.mark.parametrize("text", ["0044", "-0044", "2024"])
def test_a_year_is_a_number_for_programs_and_keeps_its_four_digits_for_people(text: str):
    field = Field.from_descriptor({"name": "a", "type": "year"})

    assert json_value(text, field) == int(text)
    assert cell_text(int(text), field) == text == value_text(field, text, "de")
