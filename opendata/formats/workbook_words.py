"""The words on the sheets of a workbook, in German and in English.

Here: names of sheets, notes of headers, what a dropdown says. Not here: labels and descriptions of fields, which
stand in the kind's descriptor.
"""

import re
from collections.abc import Mapping

from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.tables.own_workbooks import LIST_SHEET

LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "choose.title": "Bitte aus der Liste wählen",
        "choose": "Hier gilt nur ein Eintrag der Liste. Klicken Sie auf den Pfeil neben der Zelle.",
        "required": "Pflichtangabe.",
        "unit": "Einheit: {}. Bitte nur die Zahl eintragen.",
        "codes": "Bitte aus der Liste wählen.",
        "reduced": "Jahr (2026), Monat (03/2026) oder Tag (15.03.2026).",
        "key": "An dieser Angabe wird die Zeile wiedererkannt; in veröffentlichten Zeilen ist sie deshalb gesperrt. "
        "Neue Zeilen tragen Sie einfach darunter ein. Um eine Zeile zu löschen, heben Sie den Blattschutz auf "
        "(Überprüfen, Blattschutz aufheben); er hat kein Kennwort.",
    },
    "en": {
        "choose.title": "Please choose from the list",
        "choose": "Only an entry of the list is valid here. Click on the arrow beside the cell.",
        "required": "Required.",
        "unit": "Unit: {}. Please enter the number alone.",
        "codes": "Please choose from the list.",
        "reduced": "A year (2026), a month (2026-03) or a day (2026-03-15).",
        "key": "The row is recognised by this entry, so it is locked in rows that are published. New rows are "
        "simply entered below. To delete a row, unprotect the sheet (Review, Unprotect Sheet); there is no password.",
    },
}


def help_of(field: Field, table: Table, language: str) -> str:
    """The note of a header: what the field holds, and how it is filled in."""
    words = WORDS[language]
    parts = [str(field.descriptor.get("description") or "")]
    if field.required:
        parts.append(words["required"])
    if field.codes:
        parts.append(words["codes"])
    if field.unit:
        parts.append(words["unit"].format({"percent": "%"}.get(field.unit, field.unit)))
    if field.precision == "reduced":
        parts.append(words["reduced"])
    if field.name in table.primary_key:
        parts.append(words["key"])
    return "\n".join(part for part in parts if part) or field.label(language)


def sheet_names(kind: Kind, language: str) -> dict[str, str]:
    """The name of each table's sheet: its label as far as Excel allows it, and never one name twice."""
    names: dict[str, str] = {}
    taken = {LIST_SHEET[language].casefold(), "history"}  # Excel keeps the second for itself
    for table in kind:
        label = NOT_IN_SHEET_NAMES.sub(" ", table.label(language))[:LONGEST_SHEET_NAME].strip() or table.name
        name, count = label, 2
        while name.casefold() in taken:
            name = f"{label[: LONGEST_SHEET_NAME - 4]} {count}"
            count += 1
        taken.add(name.casefold())
        names[table.name] = name
    return names
