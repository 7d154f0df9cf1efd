"""JSON files: measures that another system gives out, recognised by their content and by nothing else.

Here: the JSON is parsed, and handed to the system whose shape it has. Not here: the shapes themselves
(localmonitoring_json.py, kausal_json.py), packages described by a datapackage.json (data_packages.py).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from opendata.domain.model import SourceFile
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.files import kausal_json, localmonitoring_json
from opendata.intake.office_words import is_text
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import TextTable

# An entry has two lists or objects and hundreds of letters; each list takes far more memory than its two brackets.
FREE_PARTS, BYTES_OF_A_PART = 500_000, 20


class Shape(NamedTuple):
    """The shape of what a system gives out: whether a value of JSON has it, and the table of its measures."""

    recognises: Callable[[Any], bool]
    read: Callable[[Any, str, Limits], TextTable]


SHAPES: Mapping[str, Shape] = {
    "localmonitoring": Shape(localmonitoring_json.recognises, localmonitoring_json.read),
    "kausal": Shape(kausal_json.recognises, kausal_json.read),
}


def read_json(source: SourceFile, limits: Limits) -> TextTable:
    """The measures in a JSON file; raises UnreadableFile, which says what to send where its shape is not known."""
    value = _parsed(source)
    for shape in SHAPES.values():
        if shape.recognises(value):
            return shape.read(value, source.name, limits)
    raise unreadable(
        source.name,
        "Das ist eine JSON-Datei, aber keine mit Maßnahmen aus LocalMonitoring oder Kausal Watch. Bitte senden Sie "
        "die Tabelle als .xlsx, .ods oder .csv.",
        "This is a JSON file, but not one with measures of LocalMonitoring or Kausal Watch. Please send the table as "
        ".xlsx, .ods or .csv.",
    )


def system_of(source: SourceFile) -> str | None:
    """The system whose shape the measures in a JSON file have; None where there is none. Raises UnreadableFile."""
    value = _parsed(source)
    return next((name for name, shape in SHAPES.items() if shape.recognises(value)), None)


def _parsed(source: SourceFile) -> Any:
    parts = source.content.count(b"[") + source.content.count(b"{")
    if parts > FREE_PARTS + len(source.content) // BYTES_OF_A_PART:
        raise unreadable(
            source.name,
            "Die JSON-Datei hat viel mehr Listen und Objekte als ein Maßnahmenplan ihrer Größe.",
            "The JSON file has far more lists and objects than a plan of measures of its size.",
        )
    try:
        value = json.loads(source.content, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise unreadable(
            source.name,
            "Die JSON-Datei ist nicht in UTF-8 gespeichert. Bitte speichern Sie sie mit der Kodierung UTF-8, oder "
            "laden Sie sie noch einmal herunter.",
            "The JSON file is not saved in UTF-8. Please save it with the encoding UTF-8, or download it once more.",
        ) from None
    except RecursionError:
        raise unreadable(
            source.name,
            "Die JSON-Datei ist viel tiefer geschachtelt als ein Maßnahmenplan. Bitte laden Sie sie noch einmal "
            "herunter.",
            "The JSON file is nested far deeper than any plan of measures. Please download it once more.",
        ) from None
    except ValueError as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        where_de = f" (Zeile {line}, Zeichen {column})" if line else ""
        where_en = f" (line {line}, character {column})" if line else ""
        raise unreadable(
            source.name,
            f"Die JSON-Datei ist beschädigt oder unvollständig{where_de}. Bitte laden Sie sie noch einmal herunter.",
            f"The JSON file is damaged or incomplete{where_en}. Please download it once more.",
        ) from None
    if b"\\u" in source.content and not is_text(value):
        raise unreadable(
            source.name,
            "Die JSON-Datei enthält halbe Zeichen, die kein Text sind. Bitte laden Sie sie noch einmal herunter.",
            "The JSON file holds halves of letters, which are no text. Please download it once more.",
        )
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
