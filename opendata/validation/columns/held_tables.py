"""Tables held in memory, as resources of Frictionless.

Here: making such a resource, and making another like it without a descriptor. Not here: opening it (opened_table.py).
"""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from frictionless import Dialect, Package, Schema
from frictionless.resources import TableResource

from opendata.validation.columns.field_copies import copied_schema

SAMPLE_ROWS = 128  # Frictionless reads the header and 100 rows when it opens a table
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"  # names the standard; nothing is fetched


class FrameRows:
    """The rows of a frame of text as a function that gives Frictionless the header, then the rows; null is ''.

    plain: whether the resource of these rows is as held_table() makes it, so that another can be made like it.
    """

    def __init__(self, frame: pl.DataFrame, *, plain: bool = False) -> None:
        self.frame, self.plain = frame, plain

    def __call__(self) -> Iterator[Sequence[Any]]:
        """Give the header, then the rows, one at a time as the caller asks for them."""
        yield self.frame.columns
        yield from self.frame.head(SAMPLE_ROWS).fill_null("").iter_rows()
        yield from self.frame.slice(SAMPLE_ROWS).fill_null("").iter_rows()

    def __deepcopy__(self, _memo: Any) -> "FrameRows":
        return self  # Frictionless copies a resource for each foreign key; the rows need no copy


def held_table(name: str, frame: pl.DataFrame, schema: Schema, package: Package | None = None) -> TableResource:
    """A frame of text as a resource; schema: its fields are as Frictionless read them."""
    # Frictionless gets the cells themselves, not a CSV file in which it could detect the format wrongly.
    return TableResource(
        name=name,
        data=FrameRows(frame, plain=True),
        format="inline",
        schema=schema,
        dialect=Dialect(header=True, header_rows=[1]),
        schema_profile=RESOURCE_PROFILE,
        datapackage_version="v2",
        package=package,
    )


def copy_of(resource: TableResource) -> TableResource:
    """The same resource once more. Frictionless copies one by its descriptor, and would check all of it again."""
    if isinstance(resource.data, FrameRows) and resource.data.plain:
        return held_table(resource.name, resource.data.frame, copied_schema(resource.schema), resource.package)
    return resource.to_copy()
