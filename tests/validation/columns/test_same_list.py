"""By columns and by Frictionless itself: the same list, on everything that is made up here and that was found."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.validation.columns.both import compared
from tests.validation.columns.made import Made, columns, packages
from tests.validation.corpus import FIELDS, TABLES

QUOTED: dict[str, Any] = {
    "encoding": "utf-8",
    "dialect": {"headerRows": [1], "csv": {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}},
}


def one_table(schema: dict[str, Any], **declared: Any) -> dict[str, Any]:
    return {"name": "made", "resources": [{"name": "table", "path": "table.csv", **declared, "schema": schema}]}


def column_file(cells: list[str]) -> bytes:
    """Cells under each other beside their number, or an empty cell would be an empty row."""
    lines = [("n", "cell"), *((str(number), cell) for number, cell in enumerate(cells))]
    return "".join('{},"{}"\n'.format(first, second.replace('"', '""')) for first, second in lines).encode()


@pytest.mark.parametrize("limit", [0, 2])
@pytest.mark.parametrize(("field", "cells"), FIELDS, ids=[json.dumps(field) for field, _ in FIELDS])
def test_every_type_format_and_constraint(field: dict[str, Any], cells: list[str], limit: int):
    schema = {"fields": [{"name": "n", "type": "any"}, {"name": "cell", **field}]}

    assert compared(one_table(schema, **QUOTED), {"table.csv": column_file(cells)}, limit, 50) == ["fast"]


ASKED = {"a foreign key to a table that is not there"}


@pytest.mark.parametrize("limit", [0, 1, 3])
@pytest.mark.parametrize("name", TABLES)
def test_every_error_of_header_rows_and_keys(name: str, limit: int):
    schema, text = TABLES[name]
    found = compared(one_table(schema), {"table.csv": text.encode()}, limit, 20)

    assert found == ["asked" if name in ASKED else found[0]]
    assert found[0] in ("fast", "asked", "refused")


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(columns(), st.sampled_from([0, 0, 3]))
def test_one_column_of_any_type(made: tuple[dict[str, Any], list[str]], limit: int):
    field, cells = made
    schema = {"fields": [{"name": "n", "type": "any"}, field]}

    compared(one_table(schema, **QUOTED), {"table.csv": column_file(cells)}, limit, 50)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(packages())
def test_two_tables_with_keys_in_files_of_any_kind(made: Made):
    compared(*made)


# Differences that were found once.

TEXT = {"name": "b", "type": "string", "constraints": {}}


def test_the_target_of_a_key_without_columns_is_read_all_the_same():
    first = {
        "fields": [{"name": "a", "type": "string"}, TEXT],
        "foreignKeys": [{"fields": ["b"], "reference": {"resource": "two", "fields": ["a"]}}],
    }
    package = {
        "name": "made",
        "resources": [
            {"name": "one", "path": "one.csv", "schema": first},
            {"name": "two", "path": "two.csv", "schema": {"fields": [{"name": "a", "type": "list"}]}},
        ],
    }
    assert compared(package, {"one.csv": b"a\nx\n", "two.csv": b"a\nx\n"}, 0)[0] == "raised"


def test_a_target_that_breaks_its_own_key_is_read_as_a_whole():
    target = {
        "fields": [{"name": "a"}, {"name": "b", "type": "time", "constraints": {"maximum": "10:30:00"}}],
        "primaryKey": ["a"],
    }
    source = {
        "fields": [{"name": "a"}],
        "foreignKeys": [{"fields": ["a"], "reference": {"resource": "two", "fields": ["a"]}}],
    }
    package = {
        "name": "made",
        "resources": [
            {"name": "one", "path": "one.csv", "schema": source},
            {"name": "two", "path": "two.csv", "schema": target},
        ],
    }
    twice = {"one.csv": b"a\nx\n", "two.csv": b"a,b\nx,10:30:00Z\nx,10:30:00Z\n"}
    assert compared(package, twice, 0)[0] == "raised"
    assert compared(package, {**twice, "two.csv": b"a,b\nx,10:00:00\nx,10:00:00\n"}, 0)[0] == "fast"


def test_a_time_so_far_east_that_python_cannot_compare_it():
    fields = [{"name": "a", "type": "duration"}, {"name": "b", "type": "time", "format": "any"}]
    keys = [{"fields": ["a"], "reference": {"resource": "", "fields": ["b"]}}]
    content = b"a,b\n,12:30:00+102:00\n"

    assert compared(one_table({"fields": fields, "foreignKeys": keys}), {"table.csv": content}, 0)[0] != "fast"


def test_a_key_in_another_order_than_its_columns_and_without_regard_to_case():
    schema = {"fields": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "primaryKey": ["c", "a"]}
    package = one_table(schema, encoding="utf-8", dialect={"headerCase": False})

    assert compared(package, {"table.csv": b"a,b,c\nx,\nx,\n"}, 0) == ["fast"]


ROWS = b"".join(b"%d,text %d\n" % (number, number) for number in range(170))
FILES = {
    "quotes": ROWS.replace(b"text", b'"te,xt"').replace(b" 7", b'"\n"" 7'),
    "a quote inside a cell": ROWS.replace(b"text 150", b'5" pipe'),
    "text after a closing quote": ROWS.replace(b"text 150", b'"5" pipe'),
    "an unclosed quote": ROWS.replace(b"text 150", b'"text'),
    "line ends of Windows": ROWS.replace(b"\n", b"\r\n"),
    "line ends of Windows, and in quotes": ROWS.replace(b"text 150", b'"a\n\r\nb"').replace(b"\n", b"\r\n"),
    "line ends of old Macintoshes": ROWS.replace(b"\n", b"\r"),
    "a lone carriage return": ROWS.replace(b"text 150", b"te\rxt"),
    "empty lines": ROWS.replace(b"\n5", b"\n\n\n5"),
    "an empty line at the end": ROWS + b"\n",
    "an empty line at the beginning": b"\n" + ROWS,
    "empty lines in quotes": ROWS.replace(b"text 150", b'"te\n\nxt"'),
    "empty cells and empty lines": ROWS.replace(b"\n5", b"\n,\n\n5"),
    "empty lines of Windows": ROWS.replace(b"\n5", b"\n\n\n5").replace(b"\n", b"\r\n"),
    "short and long rows": ROWS.replace(b"50,", b"50").replace(b"60,", b"60,,,"),
    "short and long rows with quotes": ROWS.replace(b"50,", b"50").replace(b"60,", b'60,"a\n",,'),
    "no line end at the end": ROWS.removesuffix(b"\n"),
    "a byte order mark in the middle": ROWS.replace(b"\n150", b"\n\xef\xbb\xbf150"),
    "NUL, form feed and Unicode's line ends": ROWS.replace(b"text 1", b"\0\x0c\xe2\x80\xa8\xc2\x85"),
    "an empty table": b"",
    "blank rows": ROWS.replace(b"50,text 50", b","),
    "spaces after the separator": ROWS.replace(b",", b", "),
}


# Pieces are cut from bytes that were made UTF-8 before: a few of the sizes suffice for other encodings.
@pytest.mark.parametrize(
    ("encoding", "size"),
    [("utf-8", 30), ("utf-8", 400), ("utf-8", 100_000), ("cp1252", 400), ("utf-8-sig", 30), ("utf-16", 400)],
)
@pytest.mark.parametrize("name", FILES)
def test_files_of_every_untidiness(name: str, encoding: str, size: int):
    schema = {
        "fields": [
            {"name": "n", "type": "integer"},
            {"name": "t", "type": "string", "constraints": {"maxLength": 8}},
        ],
        "primaryKey": ["n"],
    }
    content = (b"n,t\n" + FILES[name]).decode().encode(encoding, errors="replace")
    declared = {**QUOTED, "encoding": encoding.removesuffix("-sig")}

    assert compared(one_table(schema, **declared), {"table.csv": content}, 0, size) == ["fast"]


@pytest.mark.parametrize("limit", [0, 2])
def test_nothing_is_told_of_what_follows_bytes_that_cannot_be_decoded(limit: int):
    """Mistakes stand behind them only, in pieces that are read beforehand."""
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "t"}]}
    content = b"n,t\n" + b"1,a\n" * 5_000 + b"2,\xff\n" + b"x,a\n" * 80_000

    assert compared(one_table(schema, **QUOTED), {"table.csv": content}, limit, 50) == ["asked"]


@pytest.mark.parametrize("size", [5, 30, 400, 100_000])
@pytest.mark.parametrize(
    "content", ["a\n\nb\n", "\n\na\n", "a\n\n\n", 'a\n""\n\nb\n', "a\r\n\r\nb\r\n", "a\rb\n\rc\n"]
)
def test_empty_lines_of_a_single_column(content: str, size: int):
    schema = {"fields": [{"name": "t", "type": "string", "constraints": {"pattern": "[a-z]"}}]}

    for rows in (content, content * 50):
        file = {"table.csv": f"t\n{rows}".encode()}
        assert compared(one_table(schema, **QUOTED), file, 0, size) == ["fast"]


@pytest.mark.parametrize(
    "dialect",
    [
        {"commentChar": "1"},
        {"commentRows": [3, 5]},
        {"skipBlankRows": True},
        {"headerRows": [1, 2]},
        {"header": False},
        {"headerCase": False},
        {"csv": {"delimiter": ";"}},
        {"csv": {"delimiter": ",", "quoteChar": "'"}},
        {"csv": {"delimiter": ",", "escapeChar": "\\"}},
        {"csv": {"delimiter": ",", "skipInitialSpace": True}},
    ],
    ids=str,
)
def test_dialects_that_are_declared(dialect: dict[str, Any]):
    schema = {"fields": [{"name": "N", "type": "integer"}, {"name": "t"}], "primaryKey": ["N"]}
    content = b"N,t\n" + ROWS.replace(b"50,", b" 50, '").replace(b"\n60", b"\n\n60").replace(b"99,", b'99\\,"')

    assert compared(one_table(schema, encoding="utf-8", dialect=dialect), {"table.csv": content}, 0, 200) == ["fast"]


def test_what_the_descriptor_says_of_bytes_and_rows():
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "t"}]}
    for declared in ({"bytes": 1}, {"hash": "0"}, {"hash": "sha256:0"}, {"rows": 3}, {"fields": 7}):
        package = one_table(schema, **QUOTED, **declared)
        assert compared(package, {"table.csv": b"n,t\n" + ROWS}, 0) == ["fast"]
        assert compared(package, {"table.csv": b"n,t\n" + ROWS}, 1) == ["fast"]


# Frictionless leaves the packed file open below the one it reads from.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_other_formats_and_packed_files():
    schema = {"fields": [{"name": "n", "type": "integer"}]}
    package = {"name": "made", "resources": [{"name": "a", "data": [["n"], [1], ["x"]], "schema": schema}]}
    assert compared(package, {}, 0) == ["asked"]
    packed = {"name": "made", "resources": [{"name": "a", "path": "a.csv.gz", "schema": schema}]}
    assert compared(packed, {"a.csv.gz": gzip.compress(b"n\n1\nx\n")}, 0) == ["fast"]
    tabs = {"name": "made", "resources": [{"name": "a", "path": "a.tsv", "schema": schema}]}
    assert compared(tabs, {"a.tsv": b'n\r\n1\r\n"x\r\ny"\r\n'}, 0) == ["fast"]
