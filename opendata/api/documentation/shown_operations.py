"""Operations of the document as pages show them: parameters, bodies, answers, examples, and a line for curl.

Here: values for templates. Not here: shapes (shown_shapes.py), words (page_words.py, german_texts.py), HTML.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from shlex import quote
from typing import Any

from opendata.api.description import operations
from opendata.api.documentation import german_texts
from opendata.api.documentation.page_words import GROUPS, word
from opendata.api.documentation.shown_shapes import ShownField, ShownType, fields_of, resolved, type_of

JSON = "application/json"
WHO_MAY = (operations.PUBLIC, operations.FOR_EVERYBODY, *operations.SCOPES.values())


@dataclass(frozen=True)
class ShownParameter:
    """A parameter of an operation."""

    name: str
    where: str  # path, query or header
    type: ShownType
    about: str
    required: bool
    example: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer of an operation."""

    status: str
    meaning: str
    media_types: tuple[str, ...]
    type: ShownType | None
    example: str | None
    headers: tuple[str, ...]


@dataclass(frozen=True)
class ShownOperation:
    """An operation."""

    id: str
    method: str
    path: str
    summary: str
    about: tuple[tuple[str, str], ...]  # paragraphs, each with its language
    needs: str
    parameters: tuple[ShownParameter, ...]
    body_type: str | None
    body_fields: tuple[ShownField, ...]
    body_example: str | None
    answers: tuple[ShownAnswer, ...]
    curl: str

    @property
    def may_be_tried(self) -> bool:
        """Whether the page has a form for it: nothing is changed by reading."""
        return self.method == "GET"

    @property
    def is_public(self) -> bool:
        """Whether no token is needed."""
        return not self.needs.startswith("needs.")


@dataclass(frozen=True)
class Pages:
    """The pages of the documentation in a language. base: the address of the service; real: examples that exist."""

    document: Mapping[str, Any]
    language: str
    base: str
    real: Mapping[str, str]

    def groups(self) -> list[tuple[str, str, list[ShownOperation]]]:
        """Each group with its name, its title and its operations."""
        tags = [tag["name"] for tag in self.document["tags"]]
        order = [*(name for name in GROUPS if name in tags), *(name for name in tags if name not in GROUPS)]
        return [(name, self.title_of(name), list(self.operations(name))) for name in order]

    def title_of(self, tag: str) -> str:
        """What a group is called."""
        if tag in GROUPS:
            return GROUPS[tag][self.language != "de"]
        about = {item["name"]: item.get("description", "") for item in self.document["tags"]}
        return about.get(tag) or tag

    def operations(self, tag: str) -> Iterator[ShownOperation]:
        """The operations of a group, in the order of the document."""
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if method != "parameters" and tag in operation["tags"]:
                    yield self._shown(path, method, operation, methods.get("parameters", []))

    def _shown(self, path: str, method: str, operation: Mapping[str, Any], parts: list[Any]) -> ShownOperation:
        parameters = tuple(self._parameter(item) for item in [*parts, *operation["parameters"]])
        scopes = [scope for item in operation.get("security", ()) for scope in item.get("token", ())]
        body = next(iter(operation.get("requestBody", {}).get("content", {}).items()), None)
        body_fields: tuple[ShownField, ...] = ()
        if body:
            schema = resolved(body[1]["schema"], self.document)
            body_fields = tuple(fields_of(schema, self.document, self.language))
        return ShownOperation(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=self._summary(operation),
            about=tuple(self._paragraphs(operation["description"])),
            needs=f"needs.{scopes[0]}" if scopes else "public" if method == "get" else "no-token",
            parameters=parameters,
            body_type=body[0] if body else None,
            body_fields=body_fields,
            body_example=_json(body[1]["example"]) if body and "example" in body[1] else None,
            answers=tuple(self._answer(status, answer) for status, answer in operation["responses"].items()),
            curl=self._curl(path, method, parameters, body, needs_token=bool(scopes)),
        )

    def _summary(self, operation: Mapping[str, Any]) -> str:
        english: str = operation["summary"]
        return german_texts.OPERATIONS.get(operation["operationId"], english) if self.language == "de" else english

    def _paragraphs(self, about: str) -> Iterator[tuple[str, str]]:
        for paragraph in about.split("\n\n"):
            if paragraph in WHO_MAY:
                continue  # pages say it in a mark
            german = german_texts.PARAGRAPHS.get(paragraph) if self.language == "de" else None
            yield (german, "de") if german else (paragraph, "en")

    def _parameter(self, item: Mapping[str, Any]) -> ShownParameter:
        known = resolved(item, self.document)
        about, name = known.get("description", ""), known["name"]
        if self.language == "de":
            about = german_texts.PARAMETERS.get(name, about)
        example = self.real.get(name) if known["in"] == "path" else None
        example = example or str(known.get("example", ""))
        choices = tuple(map(str, known["schema"].get("enum", ())))
        if known["schema"].get("type") == "boolean":
            choices = ("true", "false")
        shown = type_of(known["schema"], self.document, self.language)
        is_filters = isinstance(known.get("example"), dict)
        return ShownParameter(
            name=name,
            where=known["in"],
            type=shown,
            about=about,
            required=bool(known.get("required")),
            example="&".join(f"{key}={value}" for key, value in known["example"].items()) if is_filters else example,
            choices=choices,
        )

    def _answer(self, status: str, item: Mapping[str, Any]) -> ShownAnswer:
        answer = resolved(item, self.document)
        contents = answer.get("content", {})
        first: Mapping[str, Any] = next(iter(contents.values()), {})
        meaning = answer.get("description", "")
        if self.language == "de":
            meaning = german_texts.STATUSES.get(status, meaning)
        return ShownAnswer(
            status=status,
            meaning=meaning,
            media_types=tuple(contents),
            type=type_of(first["schema"], self.document, self.language) if "schema" in first else None,
            example=_json(first["example"]) if "example" in first else None,
            headers=tuple(answer.get("headers", ())),
        )

    def _curl(
        self, path: str, method: str, parameters: tuple[ShownParameter, ...], body: Any, *, needs_token: bool
    ) -> str:
        """A line to paste into a terminal."""
        address = self.base + path
        for parameter in parameters:
            if parameter.where == "path":
                address = address.replace(f"{{{parameter.name}}}", parameter.example)
        words = ["curl", *(["-X", method.upper()] if method != "get" else [])]
        if needs_token:
            words += ["-H", quote("Authorization: Bearer TOKEN")]
        if body and body[0] == JSON:
            sent = json.dumps(body[1].get("example", {}), ensure_ascii=False)
            words += ["-H", quote(f"Content-Type: {JSON}"), "-d", quote(sent)]
        elif body:
            required = resolved(body[1]["schema"], self.document).get("required", ())
            sent_parts = {"file": "@Massnahmen.xlsx", "as_of": "2025-12-31", "kind": "climate-measures"}
            for name in required:
                words += ["-F", f"{name}={sent_parts.get(name, '')}"]
        return " ".join([*words, quote(address)])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def rules(language: str) -> list[str]:
    """What holds everywhere, in sentences."""
    names = ("lists", "unknown", "etag", "follow", "digest", "token", "webhooks")
    return [word(f"rule.{name}", language) for name in names]
