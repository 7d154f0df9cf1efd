"""The check says what Frictionless says of the same table written out as CSV files."""

import csv
import tempfile
from pathlib import Path
from typing import Any

from frictionless import Error, Package, Resource
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.mapped_tables import Mapped
from opendata.validation import check
from opendata.validation.messages.root_causes import Trouble
from tests.made_up import costly
from tests.validation.kinds import kind, table

WORDS = st.sampled_from(
    [None, "a", "b", "ab", "A", "1", "2", "-3", "1.5", "x;y", '"', "ä,ö", "2024-01-05", "true", " "]
)
CONSTRAINTS: dict[str, list[dict[str, Any]]] = {
    "string": [
        {},
        {"required": True},
        {"unique": True},
        {"enum": ["a", "1"]},
        {"pattern": "[a-z]+"},
        {"minLength": 2},
    ],
    "integer": [{}, {"required": True}, {"unique": True}, {"minimum": 0, "maximum": 1}, {"enum": [1, 2]}],
    "number": [{}, {"maximum": 1.5}, {"required": True, "unique": True}],
    "date": [{}, {"minimum": "2024-02-01"}],
    "boolean": [{}, {"required": True}],
    "any": [{}, {"required": True}],
}
NAMES = ("one", "two", "three")


@st.composite
def fields(draw: st.DrawFn) -> list[dict[str, Any]]:
    types = [draw(st.sampled_from(sorted(CONSTRAINTS))) for _ in NAMES]
    return [
        {"name": name, "type": each, "constraints": draw(st.sampled_from(CONSTRAINTS[each]))}
        for name, each in zip(NAMES, types, strict=True)
    ]


@st.composite
def uploads(draw: st.DrawFn) -> Mapped:
    """Two tables, the second with keys into the first, and sometimes into itself."""
    keys = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    to_first = {"fields": ["two"], "reference": {"resource": "first", "fields": [draw(st.sampled_from(NAMES))]}}
    to_self = {"fields": ["one", "two"], "reference": {"resource": "", "fields": ["two", "three"]}}
    foreign = draw(st.lists(st.sampled_from([to_first, to_self]), max_size=2, unique_by=str))
    whole = kind(
        {"name": "first", "schema": {"fields": draw(fields()), "primaryKey": draw(keys)}},
        {"name": "second", "schema": {"fields": draw(fields()), "primaryKey": draw(keys), "foreignKeys": foreign}},
    )
    rows = st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, WORDS)), max_size=6)
    tables = {each.name: table(whole, each.name, draw(rows)) for each in whole}
    return Mapped(whole, tables)


def written(mapped: Mapped, folder: Path) -> Package:
    """The same upload as a package of CSV files."""
    package = Package(basepath=str(folder))
    for each in mapped.kind:
        frame = mapped.tables[each.name].frame
        with (folder / f"{each.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerows([frame.columns, *frame.rows()])
        descriptor = {
            "name": each.name,
            "path": f"{each.name}.csv",
            "encoding": "utf-8",
            "dialect": {
                "header": True,
                "headerRows": [1],
                "csv": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False},
            },
            "schema": dict(each.descriptor["schema"]),
        }
        package.add_resource(Resource.from_descriptor(descriptor))
    return package


def spoken_of(error: Error, mapped: Mapped, resource: str) -> tuple[int | None, set[str]]:
    """The row and fields of an error, counted as the upload does."""
    trouble = Trouble.of(error, mapped.kind.table(resource).primary_key)
    return mapped.tables[resource].rows[trouble.frame_row - 2], set(trouble.fields)


@costly()
@given(uploads())
def test_the_verdict_is_that_of_frictionless(mapped: Mapped):
    with tempfile.TemporaryDirectory() as folder:
        reference = written(mapped, Path(folder)).validate()
        report = check(mapped, limit=0)

    assert report.valid == reference.valid, (report.errors, reference.flatten(["type", "note"]))
    for task in reference.tasks:
        ours = [each for each in report.errors if each.resource == task.name]
        # The rows with a line are the rows with an error: nothing left out, nothing added.
        rows = {spoken_of(each, mapped, task.name)[0] for each in task.errors}
        assert {each.row for each in ours} == rows
        # Every line is an error of Frictionless; an error without a line has one beside it in its row.
        theirs = {(each.type, spoken_of(each, mapped, task.name)[0]) for each in task.errors}
        assert {(each.code, each.row) for each in ours} <= theirs
        # No cell is spoken of twice, but as a part of a key of several.
        cells = [(each.row, each.field) for each in ours if each.code not in ("primary-key", "foreign-key")]
        assert len(cells) == len(set(cells))
