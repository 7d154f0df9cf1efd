"""Tables of measures from other systems: rows by field name become a text table that explains itself.

Here: the columns of such a table, their headers, and what is said about parts that are not taken over. Not here: what
a part of another system's shape means (localmonitoring_json.py, kausal_json.py), and reading cells (cells/).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, comma_list, unreadable
from opendata.intake.files.table_builder import TableBuilder
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import CellMark, DeclaredResource, TextTable

RESOURCE = "measures"
# The fields of the table in their order, and the header under which the page of the file shows each of them.
HEADERS = {
    "measure_id": "Nummer",
    "title": "Maßnahme",
    "description": "Beschreibung",
    "field_of_action": "Handlungsfeld",
    "parent_id": "Teil von",
    "kind": "Art",
    "responsible": "Zuständig",
    "planned_start": "Beginn geplant",
    "planned_end": "Ende geplant",
    "actual_start": "Beginn tatsächlich",
    "actual_end": "Ende tatsächlich",
    "phase": "Umsetzungsstand",
    "schedule": "Zeitplan",
    "progress_percent": "Fortschritt",
    "status_note": "Sachstand",
    "source_status": "Status im Wortlaut",
    "url": "Internetseite",
}

Row = Mapping[str, Any]


def own_field(name: str, german: str, english: str) -> Field:
    """A field of text that such a table adds to its kind, under a name that begins with x_."""
    labels = {"de": german, "en": english}
    return Field.from_descriptor({"name": name, "type": "string", "title": german, "labels": labels})


def measure_table(
    file: str, rows: Sequence[Row], own: Sequence[Field], notes: Sequence[Note], limits: Limits
) -> TextTable:
    """The table of these rows; columns of own fields without any content are left out."""
    used = [field for field in own if any(row.get(field.name) not in (None, "") for row in rows)]
    headers = HEADERS | {field.name: str(field.descriptor["title"]) for field in used}
    builder = TableBuilder(file, RESOURCE, limits)
    builder.add(1, {place: (header, CellMark.TEXT, None) for place, header in enumerate(headers.values(), 1)})
    for number, row in enumerate(rows, 2):
        cells = {}
        for place, name in enumerate(headers, 1):
            value = row.get(name)
            if isinstance(value, list | Mapping):
                raise _no_cell(file, row, headers[name])
            text, mark = _cell(value)
            if text is not None:
                if len(text) > limits.cell_characters:
                    raise _too_long(file, row, headers[name], limits.cell_characters)
                cells[place] = (text, mark, None)
        builder.add(number, cells)
    table = builder.build(declared=DeclaredResource(RESOURCE, {field.name: field for field in used}), ours=True)
    return replace(table, sheet=None, decimal=".").noted(*notes)


def not_taken(names: Iterable[str]) -> list[Note]:
    """The note that names parts of a file that are not taken over; none without such parts."""
    named = sorted(set(names))
    if not named:
        return []
    return [
        Note(
            "parts-not-taken",
            bilingual(
                f"Nicht übernommen, weil es nur der Verwaltung des anderen Systems dient: {comma_list(named, 40)}.",
                f"Not taken over, because it only serves the administration of the other system: "
                f"{comma_list(named, 40)}.",
            ),
        )
    ]


def _no_cell(file: str, row: Row, header: str) -> Exception:
    number = comma_list([str(row.get("measure_id"))])
    return unreadable(
        file,
        f"Beim Eintrag {number} steht unter „{header}“ eine Liste oder ein Objekt, wo ein einzelner Wert stehen "
        "muss. Bitte laden Sie die Datei noch einmal herunter.",
        f"Entry {number} has a list or an object under '{header}', where a single value must stand. Please download "
        "the file once more.",
    )


def _too_long(file: str, row: Row, header: str, most: int) -> Exception:
    number, letters = comma_list([str(row.get("measure_id"))]), f"{most:,}"
    return unreadable(
        file,
        f"Beim Eintrag {number} hat der Text unter „{header}“ mehr als {letters.replace(',', '.')} Zeichen. Bitte "
        "kürzen Sie ihn.",
        f"Entry {number} has more than {letters} characters under '{header}'. Please shorten it.",
    )


def _cell(value: Any) -> tuple[str | None, int]:
    """The text of a single value of JSON, and its mark."""
    match value:
        case None | "":
            return None, CellMark.TEXT
        case bool():
            return str(value).lower(), CellMark.BOOLEAN
        case int():
            return str(value), CellMark.NUMBER
        case float():
            return f"{Decimal(repr(value)):f}", CellMark.NUMBER
        case _:
            return str(value).replace("\r\n", "\n"), CellMark.TEXT
