"""Tables held in memory are copied as Frictionless would copy them, and schemas are not shared between uploads."""

import polars as pl
from frictionless import Package, Schema
from frictionless.resources import TableResource

from opendata.validation.columns.field_copies import copied_schema
from opendata.validation.columns.held_tables import copy_of, held_table

SCHEMA = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]+"}},
        {"name": "year", "type": "integer", "constraints": {"minimum": 1990, "enum": [1999, 2000]}},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["year"], "reference": {"resource": "", "fields": ["year"]}}],
}
FRAME = pl.DataFrame({"id": ["A", None], "year": ["1999", "2000"]})


def test_a_copy_of_a_held_table_is_the_copy_that_frictionless_makes() -> None:
    table = Package(resources=[held_table("t", FRAME, Schema.from_descriptor(SCHEMA))]).get_resource("t")
    assert isinstance(table, TableResource)
    ours, theirs = copy_of(table), table.to_copy()
    assert ours.to_descriptor() == theirs.to_descriptor()
    assert (ours.package, ours.detector, ours.basepath) == (theirs.package, theirs.detector, theirs.basepath)
    with ours, theirs:
        assert ours.labels == theirs.labels
        assert [row.to_dict() for row in ours.row_stream] == [row.to_dict() for row in theirs.row_stream]


def test_a_copied_schema_says_the_same_and_shares_nothing_that_is_changed() -> None:
    schema = Schema.from_descriptor(SCHEMA)
    copy = copied_schema(schema)
    assert copy.to_descriptor() == schema.to_descriptor()
    assert sorted(copy.list_defined()) == sorted(schema.list_defined())
    assert all(field.schema is copy for field in copy.fields)
    copy.foreign_keys[0]["fields"].append("id")
    copy.get_field("id").constraints["required"] = False
    assert schema.to_descriptor() == Schema.from_descriptor(SCHEMA).to_descriptor()
