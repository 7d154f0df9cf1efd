"""Checks that the readers of a mapping share; each raises MappingNotValid, whose text says what is allowed.

Here: objects, keys, names of fields, texts. Not here: the parts of a mapping (mapping_files.py, table_shapes.py).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from opendata.domain.errors import MappingNotValid

Json = Any


def checked_object(json: Json, where: str) -> Mapping[str, Json]:
    """The value, which must be an object."""
    if not isinstance(json, Mapping) or not all(isinstance(key, str) for key in json):
        raise MappingNotValid(where, "must be an object", "muss ein Objekt sein, also {…}")
    return json


def optional_object(json: Json, where: str) -> Mapping[str, Json]:
    """The value, which must be an object where it is given; else an empty one."""
    return {} if json is None else checked_object(json, where)


def check_keys(json: Json, known: Sequence[str], where: str) -> None:
    """Refuse an object with a key that is not known."""
    for key in checked_object(json, where):
        if key not in known:
            raise nothing_of_that_name(where, key, known)


def nothing_of_that_name(
    where: str, name: object, known: Iterable[str], what: tuple[str, str] = ("", "")
) -> MappingNotValid:
    """The error that there is nothing of that name; what: in English and in German, with the article in German."""
    names = ", ".join(known)
    english, german = (f"{words} " if words else "" for words in what)
    return MappingNotValid(
        where,
        f"there is no {english}'{name}'; there are: {names}",
        f"{german}„{name}“ gibt es nicht; es gibt: {names}",
    )


def check_field(name: str, known: Collection[str], where: str) -> None:
    """Refuse the name of a field that the table does not have."""
    if name in known:
        return
    english = german = ""
    if name.startswith("x_"):
        english = "; a field of your own needs an object with name, type and title"
        german = "; ein eigenes Feld braucht ein Objekt mit „name“, „type“ und „title“"
    names = ", ".join(known)
    raise MappingNotValid(
        where,
        f"there is no field '{name}'; there are: {names}{english}",
        f"das Feld „{name}“ gibt es nicht; es gibt: {names}{german}",
    )


def optional_text(json: Json, where: str) -> str | None:
    """The value, which must be a text where it is given."""
    if json is not None and not isinstance(json, str):
        raise MappingNotValid(where, "must be a text", "muss ein Text sein")
    return json


def checked_texts(json: Json, where: str, example: str) -> tuple[str, ...]:
    """The value, which must be a list of texts that are not empty; example: such a list for the refusal."""
    texts = json if isinstance(json, list) else [json]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise MappingNotValid(
            where, f"must be a list of texts such as {example}", f"muss eine Liste von Texten sein, wie {example}"
        )
    return tuple(texts)


def checked_factor(json: Json, where: str) -> Decimal:
    """The value, which must be a number that others can be multiplied by."""
    try:
        factor = Decimal(str(json))
    except InvalidOperation:
        factor = Decimal("NaN")
    if isinstance(json, bool) or not factor.is_finite() or factor == 0 or abs(factor.adjusted()) > 30:
        raise MappingNotValid(where, "'factor' must be a number, not 0", "„factor“ muss eine Zahl sein und nicht 0")
    return factor


def must_be_format(text: str, where: str) -> None:
    """Raise MappingNotValid for a format of dates by which no text can be read, such as one with two years."""
    try:
        datetime.strptime("", text)  # noqa: DTZ007 - only the format matters
    except re.error:
        raise MappingNotValid(
            where, f"'{text}' names a part of a date twice", f"„{text}“ nennt einen Teil des Datums zweimal"
        ) from None
    except ValueError:
        pass  # the empty text does not fit the format, or this is a format of another type
