"""Copies of fields, as Frictionless makes them for each header and each stream of rows, made without a descriptor.

Here: the copy. Frictionless writes each field as a descriptor, checks it against its profile and reads it again,
twice for each table: half of the time that opening a small table takes. Not here: opening (opened_table.py).
"""

from functools import partial
from typing import Any

from frictionless import Field, Schema


def copy_quickly(schema: Schema) -> None:
    """Make the fields of a schema that is ours alone, and their copies, copy themselves value by value.

    The fields hold what Frictionless read from a descriptor, so writing and reading it again changes nothing.
    """
    for field in schema.fields:
        vars(field)["to_copy"] = partial(_copied, field)


def _copied(field: Field, **options: Any) -> Field:
    if options:
        return type(field).to_copy(field, **options)
    copy = object.__new__(type(field))
    vars(copy).update(vars(field))
    vars(copy)["metadata_assigned"] = set(field.metadata_assigned)
    vars(copy)["metadata_defaults"] = dict(field.metadata_defaults)
    for ancestor in type(field).__mro__:
        for name in getattr(ancestor, "__slots__", ()):
            value = getattr(field, name)
            object.__setattr__(copy, name, value.copy() if isinstance(value, (list, dict)) else value)
    object.__setattr__(copy, "schema", None)
    vars(copy)["to_copy"] = partial(_copied, copy)
    return copy
