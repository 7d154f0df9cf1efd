"""What changed between two tables."""

import random
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Field, Kind
from opendata.domain.tables.canonical_text import sort_by_key
from opendata.domain.tables.changeset import diff, diff_tables, fields_differ
from opendata.domain.tables.placed_changes import placed_changes
from opendata.domain.tables.row_keys import key_text, key_values
from tests.making import cut, frame, grants, plans, plans_kind

CELLS = st.one_of(st.none(), st.sampled_from(["a", "b", "ä", "1", "", "x,y", 'q"', "\n"]))
TABLES = st.dictionaries(st.sampled_from([f"k{i}" for i in range(8)]), st.tuples(CELLS, CELLS))


def test_a_corrected_value_is_one_change_and_no_addition():
    before = plans(("1", "Radweg", "planning", "2024", "10"))
    after = plans(("1", "Radweg", "planning", "2024", "12.5"))

    changeset = diff(before, after, key=["id"])

    assert changeset.changed["cost"].to_list() == ["12.5"]
    assert changeset.changed_before["cost"].to_list() == ["10"]
    assert changeset.added.is_empty()
    assert changeset.removed.is_empty()


@given(TABLES, TABLES, st.integers(1, 40), st.booleans())
def test_tables_that_are_read_in_parts_differ_in_the_same_rows(
    old: Mapping[str, tuple[str | None, ...]], new: Mapping[str, tuple[str | None, ...]], part: int, has_other: bool
):
    table = plans_kind().table("plans")
    names = ("id", "title", "x_own" if has_other else "text")
    before, after = (
        sort_by_key(frame(fields, *((key, *cells) for key, cells in rows.items())), table)
        for fields, rows in ((names, old), (("id", "title", "text"), new))
    )
    expected = diff(before, after, key=["id"])

    found = placed_changes(cut(before, part), cut(after, part), table)

    assert found.counts == expected.counts and found.is_empty == expected.is_empty
    for name in ("added", "changed", "changed_before", "removed"):
        rows, wanted = getattr(found, name), getattr(expected, name)
        assert rows.slice(0, 99).equals(wanted, null_equal=True)
        assert pl.concat([rows.clear(), *rows.pieces()]).equals(wanted, null_equal=True)


def test_a_row_with_empty_cells_has_not_changed():
    table = plans(("1", "Radweg"))

    assert diff(table, table.clone(), key=["id"]).is_empty


def test_a_cell_that_is_filled_or_emptied_is_a_change():
    filled, empty = plans(("1", "Radweg", None, "2024")), plans(("1", "Radweg"))

    assert diff(empty, filled, key=["id"]).counts == {"added": 0, "changed": 1, "removed": 0}
    assert diff(filled, empty, key=["id"]).counts == {"added": 0, "changed": 1, "removed": 0}


def test_a_row_with_another_key_is_one_gone_and_one_new():
    changeset = diff(plans(("B5", "Bauen")), plans(("B5+6", "Bauen")), key=["id"])

    assert changeset.counts == {"added": 1, "changed": 0, "removed": 1}


def test_a_field_that_only_one_version_has_reads_as_empty_in_the_other():
    before, after = frame(("id", "old"), ("1", "x"), ("2",)), frame(("id", "new"), ("1",), ("2",))

    changeset = diff(before, after, key=["id"])

    assert changeset.changed["id"].to_list() == ["1"]
    assert changeset.changed.columns == ["id", "new", "old"]


def test_a_table_of_keys_alone_never_changes_rows():
    assert diff(frame(("id",), ("1",)), frame(("id",), ("1",), ("2",)), key=["id"]).counts == {
        "added": 1,
        "changed": 0,
        "removed": 0,
    }


@given(TABLES, TABLES)
def test_it_agrees_with_a_comparison_of_dictionaries(
    before: Mapping[str, tuple[str | None, str | None]], after: Mapping[str, tuple[str | None, str | None]]
):
    names = ("key", "a", "b")
    old = frame(names, *[(k, *v) for k, v in before.items()])
    shuffled = random.Random(1).sample(list(after.items()), len(after))
    new = frame(names, *[(k, *v) for k, v in shuffled])

    changeset = diff(old, new, key=["key"])

    assert set(changeset.added["key"]) == set(after) - set(before)
    assert set(changeset.removed["key"]) == set(before) - set(after)
    changed = {k for k in before.keys() & after.keys() if before[k] != after[k]}
    assert set(changeset.changed["key"]) == changed
    assert changeset.changed["key"].to_list() == changeset.changed_before["key"].to_list()
    assert all(tuple(row[1:]) == before[row[0]] for row in changeset.changed_before.iter_rows())


def test_every_table_of_either_version_is_compared():
    changesets = diff_tables({}, {"plans": plans(("1", "Radweg"))}, plans_kind(), None)

    assert list(changesets) == ["plans", "grants"]
    assert changesets["grants"].is_empty


def test_an_own_field_makes_the_fields_differ_and_labels_do_not():
    kind = plans_kind()
    own = Field.from_descriptor({"name": "x_priority", "type": "string"})
    relabelled = Kind.from_descriptor(
        {"name": "plans", "resources": [{**t.descriptor, "title": "Other words"} for t in kind]}
    )

    assert fields_differ(kind, kind.with_own_fields({"plans": [own]}))
    assert not fields_differ(kind, relabelled)


@pytest.mark.parametrize("values", [("1",), ("2020", "KIPKI"), ("a,b", "c%2Cd"), ("%", ","), ("", "x")])
def test_a_key_is_one_text_and_comes_back(values: tuple[str, ...]):
    table = plans_kind().table("plans" if len(values) == 1 else "grants")

    assert key_values(key_text(values), table) == values


def test_numbers_in_a_key_are_sorted_by_value_and_texts_by_letter():
    table = plans_kind().table("grants")
    unsorted = grants(("10", "B"), ("9", "Z"), ("9", "A"), ("100", "A"))

    rows = sort_by_key(unsorted, table).select("year", "programme").rows()

    assert rows == [("9", "A"), ("9", "Z"), ("10", "B"), ("100", "A")]
