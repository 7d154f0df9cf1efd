"""The tables of an upload as one Frictionless package, with schemas reduced to the properties that it judges by.

Here: turning mapped tables into resources. Not here: judging them (engines.py), files as they are
(files_as_they_are.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached
from frictionless import FrictionlessException, Package, Schema

from opendata.domain.descriptor_values import Json
from opendata.domain.kinds import ForeignKey, Table
from opendata.domain.report.mapped_tables import MappedTable
from opendata.validation.columns import copied_schema, held_table
from opendata.validation.engines import reasons
from opendata.validation.schemas.unusable_fields import unusable

# Frictionless judges a field by these properties. Others are left out, because it copies schemas often.
JUDGED = ("name", "type", "format", "constraints", "delimiter", "itemType", "arrayItem")
SCHEMAS = 64  # how many schemas are kept; a kind has a few, and datasets with fields of their own have others
VERSION_2 = "https://datapackage.org/profiles/2.0/"  # names the version of the standard; nothing is fetched


@dataclass(frozen=True)
class Fault:
    """Why a schema cannot be used, in both languages; field: the one at fault, None where it is the whole schema."""

    field: str | None
    reason: Mapping[str, str]


@dataclass(frozen=True)
class JudgedKeys:
    """The keys of a table that can be judged in this upload."""

    primary: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    foreign: tuple[ForeignKey, ...]


def schema_of(table: Table, keys: JudgedKeys, missing: Iterable[str]) -> Schema | list[Fault]:
    """The schema that a table's frame is held against, or the faults for which there is none.

    missing: fields without a column. Intake has reported them, so their constraints are dropped.
    """
    unknown = set(missing)
    descriptor = {
        "$schema": f"{VERSION_2}tableschema.json",
        "fields": [_judged(field.descriptor, field.name in unknown) for field in table],
        "primaryKey": list(keys.primary),
        "foreignKeys": [_foreign_key(key, table.name) for key in keys.foreign],
    }
    in_keys = {*keys.primary, *(name for key in keys.unique for name in key)}
    in_keys |= {name for key in keys.foreign for name in key.fields}
    outcome = _read_schema(descriptor, frozenset(in_keys))
    return copied_schema(outcome) if isinstance(outcome, Schema) else list(outcome)


# Frictionless takes as long to read a schema as to judge a few hundred rows by it, and most uploads have a schema
# that an earlier one had. The key is the text of the descriptor, which tells 1 from 1.0 and from True.
@cached(LRUCache(SCHEMAS), key=lambda descriptor, in_keys: (repr(descriptor), in_keys), lock=Lock())
def _read_schema(descriptor: Mapping[str, Json], in_keys: frozenset[str]) -> Schema | Sequence[Fault]:
    """The schema in a descriptor, which nobody may change, or its faults; in_keys: the fields of its keys."""
    try:
        schema = Schema.from_descriptor(dict(descriptor))
    except FrictionlessException as error:
        reason = reasons(error)
        return [Fault(None, {"de": reason, "en": reason})]
    faults = [
        Fault(field.name, reason)
        for field in schema.fields
        for reason in unusable(field, in_key=field.name in in_keys)
    ]
    return faults or schema


def package_of(tables: Mapping[str, MappedTable], schemas: Mapping[str, Schema]) -> Package:
    """The tables that have a schema, as one package, in which foreign keys reach other tables."""
    return Package(resources=[held_table(name, tables[name].frame, schema) for name, schema in schemas.items()])


def _judged(descriptor: Mapping[str, Json], missing: bool) -> dict[str, Json]:
    dropped = {"constraints"} if missing else set()
    return {name: descriptor[name] for name in JUDGED if name in descriptor and name not in dropped}


def _foreign_key(key: ForeignKey, own_name: str) -> dict[str, Json]:
    target = "" if key.resource == own_name else key.resource
    return {"fields": list(key.fields), "reference": {"resource": target, "fields": list(key.reference)}}


HANGING = {
    "de": "das Muster braucht für manche Zellen länger, als gewartet wird",
    "en": "the pattern takes longer on some cells than is waited for",
}
