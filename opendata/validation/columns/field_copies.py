"""Copies of schemas and fields, made without a descriptor.

Here: the copies. Frictionless copies by writing a descriptor, checking it against its profile and reading it again,
and copies fields twice for each table: half of the time that opening a small table takes. Not here: opening
(opened_table.py).
"""

from copy import deepcopy
from functools import partial
from typing import Any, TypeVar

from frictionless import Field, Schema

Copied = TypeVar("Copied", Field, Schema)


def copy_quickly(schema: Schema) -> None:
    """Make the fields of a schema that is ours alone, and their copies, copy themselves value by value.

    The fields hold what Frictionless read from a descriptor, so writing and reading it again changes nothing.
    """
    for field in schema.fields:
        vars(field)["to_copy"] = partial(_copied_field, field)


def copied_schema(schema: Schema) -> Schema:
    """A schema of its own with the same values, for one whose fields are as Frictionless read them."""
    copy = _with_same_values(schema)
    fields = {id(field): _copied_field(field) for field in schema.fields}
    for field in fields.values():
        object.__setattr__(field, "schema", copy)
    object.__setattr__(copy, "fields", list(fields.values()))
    object.__setattr__(copy, "foreign_keys", deepcopy(schema.foreign_keys))
    defaults = vars(copy)["metadata_defaults"]
    if "fields" in defaults:
        # Frictionless compares these with the fields. Equal fields that are not the same objects would be compared by
        # the schemas that they belong to, and so for ever.
        defaults["fields"] = [fields.get(id(field), field) for field in defaults["fields"]]
    return copy


def _copied_field(field: Field, **options: Any) -> Field:
    if options:
        return type(field).to_copy(field, **options)
    copy = _with_same_values(field)
    object.__setattr__(copy, "schema", None)
    vars(copy)["to_copy"] = partial(_copied_field, copy)
    return copy


def _with_same_values(metadata: Copied) -> Copied:
    copy = object.__new__(type(metadata))
    vars(copy).update(vars(metadata))
    vars(copy)["metadata_assigned"] = set(metadata.metadata_assigned)
    vars(copy)["metadata_defaults"] = dict(metadata.metadata_defaults)
    for ancestor in type(metadata).__mro__:
        for name in getattr(ancestor, "__slots__", ()):
            value = getattr(metadata, name)
            object.__setattr__(copy, name, value.copy() if isinstance(value, (list, dict)) else value)
    return copy
