"""Messages tell office staff in German and English what each error is and what to do about it.

Here: the address in front of a message, and the facts that its sentence names.
Not here: the sentences themselves (error_texts.py; cell_sentences.py for types and constraints).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from opendata.domain.kinds import Field, Table
from opendata.validation.engines import Reported, attribute
from opendata.validation.messages.cell_sentences import constraint_broken, shortened, type_not_met
from opendata.validation.messages.error_texts import TEXTS
from opendata.validation.messages.root_causes import Trouble
from opendata.validation.messages.suggestions import AcceptedWords

LANGUAGES = ("de", "en")
MAX_SOUGHT = 5  # headings that a sentence names


@dataclass(frozen=True)
class Place:
    """Where an error stands and what is known of its field; a sentence needs both beside the error itself."""

    table: Table | None = None
    fields: tuple[Field, ...] = ()
    address: str | None = None
    row: int | None = None
    source: Mapping[str, str] = field(default_factory=dict)  # "Blatt 'Förderung'"; empty where there is only one
    other_row: int | None = None  # the earlier row with the same key
    other_source: Mapping[str, str] = field(default_factory=dict)  # the sheet of that row, where it is another one
    target: Table | None = None  # the table that a foreign key leads to
    vocabulary: AcceptedWords | None = None  # the keys of that table, for suggestions
    rewritten: bool = False  # whether intake understands the forms that staff use, beside those of the schema


def in_both_languages(error: Reported, place: Place) -> dict[str, str]:
    """The message of an error: the address in front, then one sentence or two."""
    return with_start(sentences(error, place), place)


def sentences(error: Reported, place: Place) -> Mapping[str, str]:
    """The message without the address in front; equal cells of a field have the same one in every row."""
    return {language: _body(error, place, language) for language in LANGUAGES}


def with_start(texts: Mapping[str, str], place: Place) -> dict[str, str]:
    """Sentences with the address put in front."""
    return {language: start(place, language) + text for language, text in texts.items()}


def in_words(code: str, place: Place, **facts: Mapping[str, str]) -> dict[str, str]:
    """The message of a problem that Frictionless does not report; facts: by language."""
    return {
        language: start(place, language)
        + TEXTS[code][language].format_map({name: text[language] for name, text in facts.items()})
        for language in LANGUAGES
    }


def column_missing(table: Table, field: Field) -> dict[str, str]:
    """The message for a column that the table does not have."""
    return in_words(
        "missing-label",
        Place(table=table),
        label={language: field.label(language) for language in LANGUAGES},
        sought={language: sought_headings(field, language) for language in LANGUAGES},
    )


def start(place: Place, language: str) -> str:
    """The beginning that says where the error stands: "F12: ", or else the row, column or table."""
    parts = [place.source[language]] if place.source else []
    if place.address:
        parts.append(place.address)
    elif place.row:
        parts.append({"de": f"Zeile {place.row}", "en": f"row {place.row}"}[language])
    if place.fields and not place.address and (place.row or not place.table):
        label = place.fields[0].label(language)
        parts.append({"de": f"Spalte „{label}“", "en": f"column '{label}'"}[language])
    if not parts and place.table:
        name = place.table.label(language)
        parts.append({"de": f"Tabelle „{name}“", "en": f"table '{name}'"}[language])
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}: " if text else ""


def sought_headings(field: Field, language: str) -> str:
    """A sentence with the other headings that the field is known by; empty where there are none."""
    label = field.label(language).casefold()
    headings = [synonym for synonym in field.synonyms if synonym.casefold() != label][:MAX_SOUGHT]
    if not headings:
        return ""
    words = ", ".join(f"„{heading}“" if language == "de" else f"'{heading}'" for heading in headings)
    return {"de": f" Gesucht wurden auch: {words}.", "en": f" Also looked for: {words}."}[language]


def cell_of(error: Reported, place: Place) -> str | None:
    """The cell that an error is about, or the cells of its key; None where the error is about no cell."""
    cells = attribute(error, "field_cells")
    if cells:
        return ", ".join(cells)
    if error.type == "primary-key" and place.table:
        # Frictionless gives the whole row here; the key is taken from it.
        row, names = attribute(error, "cells"), list(place.table.field_names)
        positions = [names.index(key_field.name) for key_field in place.fields]
        return ", ".join(row[position] for position in positions if position < len(row))
    cell = attribute(error, "cell")
    return None if cell is None else str(cell)


def _body(error: Reported, place: Place, language: str) -> str:
    cell = attribute(error, "cell") or ""
    first = place.fields[0] if place.fields else None
    if first and error.type == "type-error":
        return type_not_met(cell, first, language, rewritten=place.rewritten)
    name = Trouble.of(error).constraint
    if first and name and error.type == "constraint-error":
        return constraint_broken(cell, name, first, language, rewritten=place.rewritten)
    code = error.type
    if code == "primary-key" and place.other_row is None:
        code = "primary-key/empty"
    text = TEXTS.get(code) or TEXTS["error"]
    return text[language].format_map(_facts(error, place, language))


def _facts(error: Reported, place: Place, language: str) -> Mapping[str, object]:
    labels = [known.label(language) for known in place.fields]
    name = attribute(error, "field_name") or ", ".join(attribute(error, "field_names") or ())
    key = {"de": "Schlüssel", "en": "Key"}[language]
    return {
        "cell": shortened(cell_of(error, place) or ""),
        "label": labels[0] if labels else name,
        "labels": " + ".join(labels) or name or key,
        "name": name,
        "header": shortened(attribute(error, "label") or ""),
        "note": error.note,
        "other_row": _other_row(place, language),
        "entity": _entity(place, language) or name,
        "target": place.target.label(language) if place.target else attribute(error, "reference_name"),
        "hint": _hint(error, place, language),
        "sought": sought_headings(place.fields[0], language) if place.fields and place.rewritten else "",
    }


def _other_row(place: Place, language: str) -> str:
    row = str(place.other_row or "?")
    return f"{row} ({place.other_source[language]})" if language in place.other_source else row


def _entity(place: Place, language: str) -> str:
    if place.target and place.target.entity != place.target.name:
        return place.target.entity_labels.get(language, place.target.entity)
    return place.fields[0].label(language) if place.fields else ""


def _hint(error: Reported, place: Place, language: str) -> str:
    word = place.vocabulary.nearest(cell_of(error, place) or "") if place.vocabulary else None
    return {"de": f" Meinten Sie „{word}“?", "en": f" Did you mean '{word}'?"}[language] if word else ""
