"""Cells that intake itself must refuse, because reading them would be guessing: what is wrong and what to write.

Here: the sentences. Not here: finding such cells (cell_reading.py), and values that a schema forbids (validation/).
"""

from opendata.domain.kinds import Field
from opendata.intake.bilingual_sentences import bilingual_at_cell, quoted
from opendata.intake.cells.units_in_words import UNIT_SENTENCES, unit_values
from opendata.intake.unit_words import StatedUnit


def cell_problem(
    code: str, text: str, field: Field, row: int, column: int, stated: StatedUnit | None = None
) -> dict[str, str]:
    """The sentence for a problem with a cell, its address in front; stated: the unit of its column."""
    de, en = SENTENCES[code]
    values = {"text": quoted(text), "label_de": field.label("de"), "label_en": field.label("en")}
    values |= unit_values(field.unit, stated)
    return bilingual_at_cell(row, column, de.format(**values), en.format(**values))


SENTENCES = {
    **UNIT_SENTENCES,
    "not-a-time-span": (
        "„{text}“ ist kein Zeitraum wie „2024–2026“. Bitte schreiben Sie Beginn und Ende, oder leeren Sie die Zelle.",
        "'{text}' is no time span such as '2024–2026'. Please write the beginning and the end, or empty the cell.",
    ),
    "ambiguous-date": (
        "„{text}“ kann mehrere Tage bedeuten. Bitte schreiben Sie den Tag mit Punkten und vierstelligem Jahr, "
        "zum Beispiel 01.02.2025.",
        "'{text}' could be several days. Please write the date with a four-digit year, such as 2025-02-01.",
    ),
    "ambiguous-number": (
        "„{text}“ lässt sich nicht eindeutig als Zahl lesen, weil die Tabelle Komma und Punkt verschieden verwendet. "
        "Bitte schreiben Sie die Zahl ohne Tausenderpunkt oder geben Sie in der Zuordnung das Dezimalzeichen an.",
        "'{text}' cannot be read as a number for sure, because the table uses commas and points in different ways. "
        "Please write it without thousands separators or declare 'decimal' in the mapping.",
    ),
    "not-a-finite-number": (
        "„{text}“ ist keine Zahl, mit der sich rechnen lässt. Bitte tragen Sie sie ein oder leeren Sie die Zelle.",
        "'{text}' is no number that can be calculated with. Please enter the number or leave the cell empty.",
    ),
    "formula-without-value": (
        "Die Formel hat keinen gespeicherten Wert. Bitte öffnen Sie die Datei in Excel, lassen Sie sie neu berechnen "
        "und speichern Sie sie.",
        "The formula has no stored value. Please open the file in Excel, recalculate and save it.",
    ),
    "damaged-characters": (
        "„{text}“ enthält beschädigte Zeichen: Umlaute oder andere Zeichen gingen beim Speichern verloren. "
        "Bitte schreiben Sie den Text neu, oder speichern Sie die Datei aus Excel als .xlsx oder „CSV UTF-8“.",
        "'{text}' holds damaged characters: umlauts or other characters were lost when the file was saved. "
        "Please write the text anew, or save the file from Excel as .xlsx or 'CSV UTF-8'.",
    ),
    "cell-error": (
        "In der Zelle steht ein Fehler ({text}). Bitte korrigieren Sie die Formel oder leeren Sie die Zelle.",
        "The cell holds an error ({text}). Please correct the formula or empty the cell.",
    ),
}
