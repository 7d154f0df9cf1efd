"""Keys and titles in the order in which people look for them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Table
from opendata.domain.tables.canonical_text import sort_by_key
from opendata.domain.tables.natural_order import in_natural_order, natural_key, natural_places_of
from tests.making import cut, frame


def table(*types: str) -> Table:
    fields = [{"name": f"part{place}", "type": name} for place, name in enumerate(types)]
    names = [field["name"] for field in fields]
    return Table.from_descriptor({"name": "rows", "schema": {"fields": fields, "primaryKey": names}})


@pytest.mark.parametrize(
    "expected",
    [
        ["M-2", "M-10", "M-10a", "N-1"],
        ["1", "1.9", "1.10", "2", "10"],
        ["Ahrweiler", "Älbach", "Ära", "Azur", "Öhringen", "Ulm", "Zell"],
        ["001", "01", "1"],  # equal numbers: the text decides
        ["A", "a", "b"],
        ["", "1", "a"],
        ["9" * 4999, "1" + "0" * 4999],
    ],
)
def test_texts_are_in_the_order_of_people(expected: list[str]):
    shuffled = Random(7).sample(expected, len(expected))

    assert sorted(shuffled, key=natural_key) == expected


@given(st.lists(st.text(st.sampled_from("aäAß0123456789.- ")) | st.text(), unique=True), st.randoms())
def test_the_order_is_total_whatever_the_rows_stood_in(texts: list[str], random: Random):
    expected = sorted(texts, key=natural_key)
    random.shuffle(texts)

    assert sorted(texts, key=natural_key) == expected
    rows = in_natural_order(frame(["part0"], *([text] for text in texts)), table("string"))
    assert rows["part0"].to_list() == expected
    in_parts = cut(frame(["part0"], *([text] for text in texts)), 9)
    assert in_parts.at(natural_places_of(in_parts, table("string")))["part0"].to_list() == expected


@given(
    st.sampled_from(["string", "integer", "year"]),
    st.lists(
        st.tuples(st.none() | st.integers(-20, 120).map(str), st.sampled_from(["a", "A-2", "A-10"])), unique=True
    ),
    st.booleans(),
)
def test_a_table_that_is_read_in_parts_has_the_same_order(
    of_type: str, keys: list[tuple[str | None, str]], is_written_in_order: bool
):
    whole = frame(["part0", "part1"], *keys)
    whole = sort_by_key(whole, table(of_type, "string")) if is_written_in_order else whole

    for of_table in (table(of_type, "string"), table(of_type)):
        rows = whole if len(of_table.primary_key) > 1 else whole.unique("part0", maintain_order=True)
        expected = in_natural_order(rows, of_table)
        assert rows[natural_places_of(cut(rows, 12), of_table)].equals(expected, null_equal=True)


def test_keys_of_one_form_that_are_written_in_order_need_not_be_sorted():
    ordered = frame(["part0"], *([f"M-{number:03}"] for number in range(40)))

    assert natural_places_of(cut(ordered, 50), table("string")).to_list() == [*range(40)]
    assert natural_places_of(cut(ordered.reverse(), 50), table("string")).to_list() == [*reversed(range(40))]


def test_rows_are_ordered_by_all_parts_of_their_key_and_numbers_by_value():
    rows = frame(
        ["part0", "part1"],
        ["M-10", "-0044"],
        ["M-10", "2020"],
        ["M-10", "-0045"],
        ["M-2", "1999"],
        ["M-10", None],
    )

    ordered = in_natural_order(rows, table("string", "year"))

    assert ordered.rows() == [("M-2", "1999"), ("M-10", None), ("M-10", "-0045"), ("M-10", "-0044"), ("M-10", "2020")]


def test_decimals_are_ordered_by_value_and_text_that_is_no_number_comes_last():
    rows = frame(["part0"], *([text] for text in ("x", "1.10", "-2", "1.9", "-10", "0.5", "0", "1" + "0" * 5000)))

    ordered = in_natural_order(rows, table("number"))["part0"].to_list()

    assert ordered == ["-10", "-2", "0", "0.5", "1.10", "1.9", "1" + "0" * 5000, "x"]


def test_a_table_without_a_key_stays_as_it_is():
    rows = frame(["part0"], ["b"], ["a"])

    assert in_natural_order(rows, Table.from_descriptor({"name": "rows", "schema": {"fields": []}})) is rows
