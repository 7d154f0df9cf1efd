"""Kinds: what a folder of `datapackages/` says about a type of dataset.

Here: reading a kind's `datapackage.json` (and, because it has the same form, a published version's)
into typed values. Not here: reading uploads (intake/), judging values (validation/).
The custom properties beyond Table Schema are described in docs/kinds.md; every one of them may be absent.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Self

from opendata.domain.deadline_words import DeadlineWords
from opendata.domain.descriptor_values import (
    Json,
    names_in,
    object_in,
    optional_text,
    optional_whole_number,
    plain_reason,
    required_text,
    texts_by_language,
    texts_in,
)
from opendata.domain.errors import KindBroken
from opendata.domain.sense_rules import RuledField, SenseRule, read_rules

# Standard Table Schema properties, and those of our own that a reader of a published package needs.
PUBLIC_FIELD_PROPERTIES = (
    "name type format title description constraints missingValues rdfType example bareNumber decimalChar "
    "groupChar trueValues falseValues delimiter itemType categories categoriesOrdered "
    "labels codes unit precision event"
).split()
# The roles that a reader of a published package needs; "progress" only decides what is asked before a publication.
PUBLIC_ROLES = ("title", "status", "deadline", "group")
DATE_TYPES = ("date", "datetime", "year", "yearmonth")
NUMBER_TYPES = ("integer", "number")
LONGEST_KEPT_SCHEMA = 100_000  # characters
NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")  # as Data Package has it


@dataclass(frozen=True)
class Code:
    """One value of a code list."""

    name: str
    labels: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    order: int | None = None  # of a status: a step from a higher to a lower one goes back


@dataclass(frozen=True)
class Field:
    """One column of a table: its Table Schema field descriptor and what the service reads from it."""

    name: str
    type: str
    descriptor: Mapping[str, Json] = field(repr=False)
    labels: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    codes: Mapping[str, Code] = field(default_factory=dict)
    unit: str | None = None
    precision: str | None = None  # "reduced": 2026, 2026-03 or 2026-03-15
    event: str | None = None  # the name of the event when this field changes: "phase_changed"
    default: str | None = None  # the value of every row when a city's table has no such column
    missing_words: tuple[str, ...] = ()  # words that mean an empty cell in this field, besides the general ones
    deadline: DeadlineWords | None = None  # what is due on its date, where it is a deadline; never published

    @classmethod
    def from_descriptor(cls, descriptor: Mapping[str, Json]) -> Self:
        """Read one field descriptor; raises KeyError, TypeError or ValueError if it is not one."""
        name = required_text(descriptor["name"])
        constraints = object_in(descriptor.get("constraints"))
        codes = {
            str(code): Code(str(code), {"de": str(code), "en": str(code)}) for code in constraints.get("enum", ())
        }
        for code, about in object_in(descriptor.get("codes")).items():
            labels = {"de": code, "en": code, **texts_by_language(about)}
            codes[code] = Code(code, labels, texts_in(about, "synonyms"), optional_whole_number(about, "order"))
        title = optional_text(descriptor, "title") or name
        for option in ("format", "decimalChar", "groupChar", "delimiter", "itemType"):
            optional_text(descriptor, option)
        for option in ("trueValues", "falseValues"):
            texts_in(descriptor, option)
        for described in (descriptor, *object_in(descriptor.get("codes")).values()):
            object_in(described.get("headline"))
        event = optional_text(descriptor, "event")
        if event is not None and not NAME.fullmatch(event):
            raise ValueError(f"{event!r} is no name of an event")
        return cls(
            name=name,
            type=required_text(descriptor.get("type") or "any"),
            descriptor=dict(descriptor),
            labels={"de": title, "en": title, **texts_by_language(descriptor)},
            synonyms=texts_in(descriptor, "synonyms"),
            codes=codes,
            unit=optional_text(descriptor, "unit"),
            precision=optional_text(descriptor, "precision"),
            event=event,
            default=optional_text(descriptor, "default"),
            missing_words=texts_in(descriptor, "missingWords"),
            deadline=DeadlineWords.read(descriptor.get("deadline")),
        )

    @property
    def constraints(self) -> Mapping[str, Json]:
        """The Table Schema constraints; empty if there are none."""
        return self.descriptor.get("constraints") or {}

    @property
    def required(self) -> bool:
        """Whether an empty cell is an error."""
        return bool(self.constraints.get("required"))

    @property
    def holds_dates(self) -> bool:
        """Whether the cells of this field are dates of some precision."""
        return self.precision == "reduced" or self.type in DATE_TYPES

    @property
    def code_order(self) -> Mapping[str, int]:
        """How far along each code is: its `order`, or its place in the list where no code of the field has one."""
        stated = {name: code.order for name, code in self.codes.items() if code.order is not None}
        return stated or {name: place for place, name in enumerate(self.codes)}

    @property
    def own(self) -> bool:
        """Whether a dataset added this field to its kind's."""
        return self.name.startswith("x_")

    def label(self, language: str) -> str:
        """The field's name for people."""
        return self.labels.get(language) or self.name

    def code_label(self, code: str, language: str) -> str:
        """The label of a code; a text that is no code is returned as it is."""
        known = self.codes.get(code)
        return known.labels.get(language, code) if known else code

    def public_descriptor(self) -> dict[str, Json]:
        """The field as a published package describes it: without the words that only intake needs."""
        public = {k: v for k, v in self.descriptor.items() if k in PUBLIC_FIELD_PROPERTIES}
        if "codes" in public:
            public["codes"] = {code: {"labels": dict(self.codes[code].labels)} for code in public["codes"]}
        return public


@dataclass(frozen=True)
class ForeignKey:
    """A Table Schema foreign key; resource "" is the table itself."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One resource of a kind: its fields, keys, and the roles that fields play for people."""

    name: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    descriptor: Mapping[str, Json] = field(repr=False)
    labels: Mapping[str, str]
    entity: str  # the word for one row in event names: "measure" in "measure.added"
    entity_labels: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[SenseRule, ...] = ()  # what its rows should say to make sense; never published

    @classmethod
    def from_descriptor(cls, descriptor: Mapping[str, Json]) -> Self:
        """Read one resource descriptor; raises KeyError, TypeError or ValueError if it is not one."""
        name = required_text(descriptor["name"])
        schema = descriptor["schema"]
        fields = _fields(schema["fields"])
        names = [field.name for field in fields]
        if len(set(names)) < len(names):
            raise ValueError(f"resource '{name}' names a field twice")
        key = names_in(schema.get("primaryKey"))
        for part in key:
            if part not in names:
                raise ValueError(f"resource '{name}' has no field '{part}' for its primaryKey")
        foreign_keys = tuple(
            ForeignKey(
                names_in(foreign_key["fields"]),
                foreign_key["reference"].get("resource") or "",
                names_in(foreign_key["reference"]["fields"]),
            )
            for foreign_key in schema.get("foreignKeys") or ()
        )
        references = [name for foreign_key in foreign_keys for name in foreign_key.fields]
        title = descriptor.get("title") or name
        entity = descriptor.get("entity") or name
        return cls(
            name=name,
            fields=fields,
            primary_key=key,
            foreign_keys=foreign_keys,
            descriptor=dict(descriptor),
            labels={"de": title, "en": title, **(descriptor.get("labels") or {})},
            entity=entity,
            entity_labels={"de": entity, "en": entity, **(descriptor.get("entityLabels") or {})},
            synonyms=tuple(descriptor.get("synonyms") or ()),
            rules=read_rules(
                descriptor.get("rules"), {f.name: RuledField(f.type, f.precision, f.codes) for f in fields}
            ),
            roles={**_guessed_roles(fields, key, references), **(descriptor.get("roles") or {})},
        )

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def key_fields(self) -> frozenset[str]:
        """The fields by which rows of this table or of another one are recognised."""
        return frozenset([*self.primary_key, *(name for key in self.foreign_keys for name in key.fields)])

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """The columns, in schema order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    def field_or_text(self, name: str) -> Field:
        """The field of that name; a field of plain text if the table has none, or no longer has one."""
        if name in self.field_names:
            return self.field(name)
        return Field.from_descriptor({"name": name, "type": "string"})

    def role(self, role: str) -> Field | None:
        """The field that plays a role ("title", "status", "deadline", "progress", "group"), if one does."""
        name = self.roles.get(role)
        return self.field(name) if name in self.field_names else None

    def label(self, language: str) -> str:
        """The table's name for people."""
        return self.labels.get(language) or self.name

    def with_own_fields(self, own: Sequence[Field]) -> Self:
        """The table with a dataset's own fields after the kind's; an own field replaces one of the same name."""
        if not own:
            return self
        names = {field.name for field in own}
        return replace(self, fields=(*(f for f in self.fields if f.name not in names), *own))

    def public_schema(self) -> dict[str, Json]:
        """The Table Schema as a published package carries it."""
        schema = {k: v for k, v in self.descriptor["schema"].items() if k != "fields"}
        return {**schema, "fields": [field.public_descriptor() for field in self.fields]}


@dataclass(frozen=True)
class Kind:
    """A type of dataset, or the schema of one version of a dataset."""

    name: str
    labels: Mapping[str, str]
    description: str
    tables: tuple[Table, ...]
    keywords: tuple[str, ...] = ()  # under which data portals find datasets of the kind
    themes: tuple[str, ...] = ()  # codes of the European table of data themes, such as ENVI

    @classmethod
    def from_descriptor(cls, descriptor: Mapping[str, Json], origin: str | None = None) -> Self:
        """Read a kind's `datapackage.json`; raises KindBroken, which names the origin and says what is wrong."""
        try:
            name = required_text(descriptor.get("kind") or descriptor["name"])
            title = descriptor.get("title") or name
            tables = tuple(Table.from_descriptor(table_descriptor) for table_descriptor in descriptor["resources"])
            keywords, themes = texts_in(descriptor, "keywords"), names_in(descriptor.get("themes"))
            if wrong := [theme for theme in themes if not re.fullmatch(r"[A-Z_]+", theme)]:
                raise ValueError(f"{wrong[0]!r} is no code of a data theme")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KindBroken(origin or str(descriptor.get("name", "?")), plain_reason(error)) from error
        return cls(
            name=name,
            labels={"de": title, "en": title, **(descriptor.get("labels") or {})},
            description=descriptor.get("description") or "",
            tables=tables,
            keywords=keywords,
            themes=themes,
        )

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def table(self, name: str) -> Table:
        """The resource of that name; raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def table_or_none(self, name: str) -> Table | None:
        """The resource of that name, or None if the kind has none, or no longer has one."""
        return next((table for table in self.tables if table.name == name), None)

    def label(self, language: str) -> str:
        """The kind's name for people."""
        return self.labels.get(language) or self.name

    def with_own_fields(self, own: Mapping[str, Sequence[Field]]) -> Self:
        """The kind with a dataset's own fields, by resource."""
        if not any(own.values()):
            return self
        return replace(self, tables=tuple(t.with_own_fields(own.get(t.name, ())) for t in self.tables))


def _fields(descriptors: Sequence[Mapping[str, Json]]) -> tuple[Field, ...]:
    """The fields of a table; those of a schema that was read before are the same objects."""
    text = json.dumps(descriptors)
    return _fields_of_text(text) if len(text) <= LONGEST_KEPT_SCHEMA else _fields_of_text.__wrapped__(text)


@lru_cache(maxsize=128)
def _fields_of_text(descriptors: str) -> tuple[Field, ...]:
    """The fields that a JSON text describes; each version carries a schema, nearly always that of the last."""
    return tuple(Field.from_descriptor(descriptor) for descriptor in json.loads(descriptors))


def _guessed_roles(fields: Sequence[Field], key: Sequence[str], references: Sequence[str]) -> dict[str, str]:
    """The title field if the descriptor names none: title, name, or the first text that is no reference."""
    names = [field.name for field in fields]
    texts = [field.name for field in fields if field.type == "string" and field.name not in references]
    texts.sort(key=lambda name: name in key)  # a text outside the key says more to people than one in the key
    for candidate in ("title", "name", *texts, *key):
        if candidate in names:
            return {"title": candidate}
    return {}
