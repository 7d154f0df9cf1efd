"""Deadlines of tables: which fields hold them, which rows have an open one, and how many are told."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from opendata.domain.deadlines import deadline_fields, open_deadlines
from opendata.domain.errors import KindBroken
from opendata.domain.kinds import Kind
from opendata.domain.tables.table_rows import WholeRows
from opendata.kind_folders import load_kind
from tests.making import cut

CLIMATE = load_kind(Path(__file__).parents[2] / "datapackages/climate-measures")
SINCE = date(2025, 1, 1)


def kind(deadline: Any) -> Kind:
    """A kind of one table, whose field `due` has this property."""
    fields = [
        {"name": "id", "type": "string"},
        {"name": "state", "type": "string", "codes": {"open": {"time": "now"}, "shut": {"time": "past"}}},
        {"name": "due", "type": "date", "title": "Abgabe bis", "deadline": deadline},
    ]
    table = {"name": "papers", "roles": {"status": "state"}, "schema": {"fields": fields, "primaryKey": "id"}}
    return Kind.from_descriptor({"name": "papers", "resources": [table]})


def keys(described: Kind, rows: dict[str, list[str | None]], most: int = 10) -> list[str]:
    """The keys of the rows with open deadlines, in their order."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String))
    told = []
    for papers in (WholeRows(frame), cut(frame)):
        found = open_deadlines(described, described, {"papers": papers}, SINCE, most)
        told.append([deadline.key for deadline in found])
    assert told[0] == told[1]
    return told[0]


def test_the_kind_of_climate_measures_has_three_deadlines():
    told = {table.name: [field.field.name for field in deadline_fields(table, table)] for table in CLIMATE}
    assert told["measures"] == ["planned_end"]
    assert told["funding"] == ["spend_by", "proof_due"]
    assert told["indicators"] == told["indicator_values"] == []


def test_a_published_schema_does_not_hold_the_property():
    for table in CLIMATE:
        assert not any("deadline" in field for field in table.public_schema()["fields"])


def test_rows_are_told_in_the_order_of_their_days_and_cut_after_the_first_ones():
    rows: dict[str, list[str | None]] = {
        "id": ["a", "b", "c", "d", "e", "f"],
        "state": ["open", None, "shut", "open", "open", "open"],
        "due": ["2027-01-01", "2026-01-01", "2026-01-01", None, "2024-12-31", "2025-01-01"],
    }
    assert keys(kind(True), rows) == ["f", "b", "a"]
    assert keys(kind(True), rows, most=2) == ["f", "b"]
    assert keys(kind({"met": ["open"]}), rows) == ["b", "c"]
    assert keys(kind(False), rows) == []


def test_the_label_serves_where_no_words_are_stated():
    (stated,) = deadline_fields(kind(True).table("papers"), kind(True).table("papers"))
    assert stated.what == {"de": "Abgabe", "en": "Abgabe"}
    worded = kind({"labels": {"en": "to be handed in"}}).table("papers")
    assert deadline_fields(worded, worded)[0].what == {"de": "Abgabe", "en": "to be handed in"}


@pytest.mark.parametrize("wrong", ["yes", 3, {"met": "open"}, {"labels": {"de": 1}}])
def test_a_wrong_property_stops_the_start_and_is_named(wrong: Any):
    with pytest.raises(KindBroken, match="papers"):
        kind(wrong)
