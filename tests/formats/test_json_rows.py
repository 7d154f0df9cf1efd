"""Rows as JSON."""

import json

import pytest

from opendata.domain.kinds import Table
from opendata.formats.json_rows import rows_json
from tests.making import frame


def table(kind: str) -> Table:
    return Table.from_descriptor({"name": "t", "schema": {"fields": [{"name": "a", "type": kind}]}})


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("string", 'ä "x"\n', '"ä \\"x\\"\\n"'),
        ("string", "05334002", '"05334002"'),
        ("integer", "-12", "-12"),
        ("number", "0.10000000000000000000001", "0.10000000000000000000001"),
        ("year", "2024", "2024"),
        ("boolean", "true", "true"),
        ("date", "2024-12-31", '"2024-12-31"'),
        ("object", '{"a":[1,null]}', '{"a":[1,null]}'),
        ("array", "[1.10]", "[1.10]"),
        ("any", "5", '"5"'),
        # What is no number in JSON stays text rather than breaking the document.
        ("number", "NaN", '"NaN"'),
        ("integer", "007", "7"),
        ("year", "0044", "44"),
        ("boolean", "ja", '"ja"'),
    ],
)
def test_a_value_is_written_by_its_type(kind: str, text: str, written: str):
    found = rows_json(frame(("a",), (text,)), table(kind))

    assert found == f'[{{"a":{written}}}]'
    json.loads(found)


def test_an_empty_cell_is_null_and_an_empty_table_a_list():
    assert rows_json(frame(("a",), (None,)), table("number")) == '[{"a":null}]'
    assert rows_json(frame(("a",)), table("number")) == "[]"
