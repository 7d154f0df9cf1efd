"""Which rows a query selects: compared with plain Python over the same rows, for few rows and for many."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Table
from opendata.domain.queries import ordered_columns, value_order
from opendata.domain.queries.filter_values import as_filter, split_values
from opendata.domain.queries.ordered_columns import OrderedTable
from opendata.domain.queries.query import read_query
from opendata.domain.queries.selection import selected
from opendata.domain.tables.canonical_text import plain_decimal
from tests.domain.queries import naive

FIELDS: list[dict[str, Any]] = [
    {"name": "key", "type": "string"},
    {"name": "words", "type": "string"},
    {"name": "cost", "type": "number"},
    {"name": "end", "type": "string", "precision": "reduced"},
    {"name": "official", "type": "boolean"},
]
TABLE = Table.from_descriptor({"name": "t", "schema": {"fields": FIELDS, "primaryKey": "key"}})
SORTS = {"key": "text", "words": "text", "cost": "number", "end": "date", "official": "boolean"}
TEXTS = st.sampled_from(
    [
        "M-2",
        "M-10",
        "m-2",
        "Straße",
        "STRASSE",
        "Überseering",
        "Ueberseering",
        "uber",
        "Ä",
        "a",
        "1.9",
        "1.10",
        "01",
        "1",
    ]
) | st.text(alphabet="aAäÄßé019 -.ſK", min_size=1, max_size=6)
NUMBERS = st.integers(-20, 20).map(str) | st.decimals(-100, 100, places=3).map(plain_decimal) | st.just("9" * 40)
DATES = st.sampled_from(
    ["2025", "2026", "2027", "2026-01", "2026-05", "2026-12", "2026-05-01", "2026-12-31", "2026-02-28"]
)
ROWS = st.lists(
    st.tuples(*(st.none() | values for values in (TEXTS, TEXTS, NUMBERS, DATES, st.sampled_from(["true", "false"])))),
    max_size=25,
)
COMPARISONS = st.sampled_from(["lt", "lte", "gt", "gte"])
CONDITIONS = st.one_of(
    st.tuples(st.sampled_from(["key", "words"]), COMPARISONS | st.sampled_from(["eq", "ne", "contains"]), TEXTS),
    st.tuples(st.just("cost"), COMPARISONS | st.sampled_from(["eq", "ne"]), NUMBERS),
    st.tuples(st.just("end"), COMPARISONS | st.sampled_from(["eq", "ne", "contains"]), DATES),
    st.tuples(st.just("official"), st.sampled_from(["eq", "ne"]), st.sampled_from(["true", "false"])),
    st.tuples(st.sampled_from(list(SORTS)), st.just("isnull"), st.sampled_from(["true", "false"])),
)
SORTED = st.lists(st.tuples(st.sampled_from(list(SORTS)), st.booleans()), max_size=3, unique_by=lambda part: part[0])


def value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    return {"number": Decimal, "boolean": lambda told: told == "true"}.get(SORTS[name], str)(text)


@given(
    ROWS,
    st.lists(CONDITIONS, max_size=2, unique_by=lambda part: part[:2]),
    st.lists(st.sampled_from(["ueber", "über", "uber", "strasse", "straße", "a", "Ä", "m-2", "0"]), max_size=2),
    SORTED,
    st.booleans(),
)
def test_a_query_selects_what_plain_python_selects(
    rows: list[tuple[str | None, ...]],
    conditions: list[tuple[str, str, str]],
    words: list[str],
    sort: list[tuple[str, bool]],
    by_column: bool,
):
    frame = pl.DataFrame(rows, schema=dict.fromkeys(SORTS, pl.String), orient="row")
    parameters = [(f"{name}__{operator}", text) for name, operator, text in conditions]
    sorting = ",".join(f"{'-' if falls else ''}{name}" for name, falls in sort) or None
    query = read_query(parameters, TABLE, search=" ".join(words), sort=sorting)
    with pytest.MonkeyPatch.context() as patch:
        for module, few in (
            (ordered_columns, "FEW_ROWS"),
            (ordered_columns, "FEW_TEXTS"),
            (value_order, "FEW_TEXTS"),
        ):
            patch.setattr(module, few, -1 if by_column else 1_000)
        chosen = selected(OrderedTable.of(frame, TABLE), query).to_list()

    plain = [
        {"row": i, **{name: value(name, row[place]) for place, name in enumerate(SORTS)}}
        for i, row in enumerate(rows)
    ]
    expected = [
        row
        for row in plain
        if all(naive.holds(SORTS[name], row[name], operator, text) for name, operator, text in conditions)
        and all(any(row[f] is not None and naive.is_found(word, row[f]) for f in ("key", "words")) for word in words)
    ]
    assert chosen == [row["row"] for row in naive.in_order(expected, sort, SORTS)]


@pytest.mark.parametrize("value", ["", "M-2", "K 1, A&B", '"Rad" und Fuß', 'a "b", c', ",", '"', "Zeile\nzwei, drei"])
def test_a_value_that_is_written_as_a_filter_is_found_again(value: str):
    assert split_values("words", as_filter(value)) == (value,)
