"""Checks that the readers of a mapping share; each raises MappingNotValid, whose text says what is allowed.

Here: objects, keys, names of fields, texts. Not here: the parts of a mapping (mapping_files.py, table_shapes.py).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from opendata.domain.errors import MappingNotValid

Json = Any


def checked_object(json: Json, where: str) -> Mapping[str, Json]:
    """The value, which must be an object."""
    if not isinstance(json, Mapping) or not all(isinstance(key, str) for key in json):
        raise MappingNotValid(where, "must be an object")
    return json


def check_keys(json: Json, known: Sequence[str], where: str) -> None:
    """Refuse an object with a key that is not known."""
    for key in checked_object(json, where):
        if key not in known:
            raise MappingNotValid(where, f"there is no '{key}'; there are: {', '.join(known)}")


def check_field(name: str, known: Collection[str], where: str) -> None:
    """Refuse the name of a field that the table does not have."""
    if name in known:
        return
    own = "; a field of your own needs an object with name, type and title" if name.startswith("x_") else ""
    raise MappingNotValid(where, f"there is no field '{name}'; there are: {', '.join(known)}{own}")


def optional_text(json: Json, where: str) -> str | None:
    """The value, which must be a text where it is given."""
    if json is not None and not isinstance(json, str):
        raise MappingNotValid(where, "must be a text")
    return json


def checked_texts(json: Json, where: str, example: str) -> tuple[str, ...]:
    """The value, which must be a list of texts that are not empty; example: such a list for the refusal."""
    texts = json if isinstance(json, list) else [json]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise MappingNotValid(where, f"must be a list of texts such as {example}")
    return tuple(texts)
