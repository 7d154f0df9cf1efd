"""Shapes of the document as pages show them: the fields of each, and what type they are of.

Here: values for templates. Not here: operations (shown_operations.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opendata.api.documentation.german_texts import FIELDS
from opendata.api.documentation.page_words import word

SCHEMAS = "#/components/schemas/"
MOST_CODES = 12


@dataclass(frozen=True)
class ShownType:
    """A type: its words, and the names of the shapes in it, which pages link."""

    text: str
    names: tuple[str, ...] = ()

    @property
    def is_names(self) -> bool:
        """Whether it is nothing but one of some shapes."""
        return bool(self.names) and self.text == " | ".join(self.names)


@dataclass(frozen=True)
class ShownField:
    """A field of a shape."""

    name: str
    type: ShownType
    about: str
    required: bool
    tongue: str = "en"  # the language of about


@dataclass(frozen=True)
class ShownShape:
    """A shape with its fields."""

    name: str
    about: str
    type: ShownType
    fields: tuple[ShownField, ...]


def resolved(item: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference stands for, or the item itself."""
    reference = item.get("$ref")
    if reference is None:
        return item
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found  # type: ignore[no-any-return]


def shapes_of(document: Mapping[str, Any], language: str) -> Iterator[ShownShape]:
    """All shapes, by name."""
    for name, schema in document["components"]["schemas"].items():
        about = schema.get("description", "")
        fields = tuple(fields_of(schema, document, language))
        yield ShownShape(name, about, type_of(schema, document, language), fields)


def fields_of(schema: Mapping[str, Any], document: Mapping[str, Any], language: str) -> Iterator[ShownField]:
    """The fields that a schema names."""
    required = schema.get("required", ())
    for name, about in schema.get("properties", {}).items():
        words, tongue = told(about.get("description", ""), language)
        yield ShownField(name, type_of(about, document, language), words, name in required, tongue)


def told(english: str, language: str) -> tuple[str, str]:
    """What a field is, and the language of these words: English where there are no others."""
    german = FIELDS.get(english) if language == "de" else None
    return (german, "de") if german else (english, "en")


def type_of(schema: Mapping[str, Any], document: Mapping[str, Any], language: str) -> ShownType:
    """What type a schema is of."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMAS)
        return ShownType(name, (name,))
    for together in ("allOf", "anyOf"):
        if together in schema:
            parts = [type_of(part, document, language) for part in schema[together]]
            names = tuple(dict.fromkeys(name for part in parts for name in part.names))
            return ShownType(" | ".join(dict.fromkeys(part.text for part in parts)), names)
    if "const" in schema:
        return ShownType(str(schema["const"]))
    if "enum" in schema:
        codes = ["null" if code is None else str(code) for code in schema["enum"]]
        more = " | …" if len(codes) > MOST_CODES else ""
        return ShownType(" | ".join(codes[:MOST_CODES]) + more)
    kind = schema.get("type")
    if kind == "array":
        inner = type_of(schema.get("items", {}), document, language)
        return ShownType(word("of", language) + inner.text, inner.names)
    kinds = kind if isinstance(kind, list) else [kind] if kind else []
    inner_schema = schema.get("additionalProperties")
    if "object" in kinds and isinstance(inner_schema, dict) and inner_schema and "properties" not in schema:
        inner = type_of(inner_schema, document, language)
        return ShownType(f"{{…: {inner.text}}}", inner.names)
    form = schema.get("format")
    return ShownType(" | ".join(map(str, kinds)) + (f" ({form})" if form else "") or word("any", language))
