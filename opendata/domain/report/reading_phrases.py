"""The phrases by which people are told what intake did: for each rule of a rewrite and each reason to leave out.

Here: words in German and English, and whether a thing is among the few that matter. Not here: the sentences that are
made of them (summary.py), applying the rules (intake/).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Phrase(NamedTuple):
    """A phrase in both languages; matters: whether it belongs to the few things that are told first."""

    de: str
    en: str
    matters: bool = False

    def in_language(self, language: str) -> str:
        """The phrase in "de" or "en"."""
        return self.de if language == "de" else self.en


RULES: Mapping[str, Phrase] = {
    "control-characters": Phrase("unsichtbare Steuerzeichen entfernt", "invisible control characters removed"),
    "line-breaks": Phrase("Zeilenumbrüche vereinheitlicht", "line breaks made uniform"),
    "unicode-nfc": Phrase("zusammengesetzte Buchstaben vereinheitlicht", "composed letters made uniform"),
    "trim": Phrase("Leerzeichen am Rand entfernt", "blanks at the ends removed"),
    "missing-word": Phrase("als „keine Angabe“ gelesen, das Feld bleibt leer", "read as no information, left empty"),
    "code": Phrase("einem Wort der Datenart zugeordnet", "matched to a word of the kind"),
    "canonical": Phrase("in die Schreibweise der Datenart gebracht", "written as the kind writes it"),
    "canonical-number": Phrase("Zahl einheitlich geschrieben", "number written in the uniform way"),
    "german-date": Phrase("Datum einheitlich geschrieben", "date written in the uniform way"),
    "truth-word": Phrase("als Ja oder Nein gelesen", "read as yes or no"),
    "percent": Phrase("Prozentzeichen entfernt", "percent sign removed"),
    "unit": Phrase("Einheit hinter der Zahl entfernt", "unit beside the number removed"),
    "thousands": Phrase("Tausendertrennzeichen entfernt", "thousands separators removed"),
    "decimal-comma": Phrase("Komma als Dezimalzeichen gelesen", "comma read as the decimal sign"),
    "factor": Phrase(
        "mit dem Faktor der Zuordnung umgerechnet", "multiplied by the factor of the mapping", matters=True
    ),
}
OTHER_RULE = Phrase("anders geschrieben als in der Datei", "written differently from the file", matters=True)

# Reasons to leave out rows; those of HARMLESS_ROWS are told in one line at the end.
LEFT_OUT: Mapping[str, Phrase] = {
    "title": Phrase("Titelzeilen über der Tabelle", "title lines above the table"),
    "empty": Phrase("leere Zeilen", "empty rows"),
    "skip-rows": Phrase(
        "Zeilen, die nach der Zuordnung nicht veröffentlicht werden", "rows that the mapping leaves out"
    ),
    "note-below-table": Phrase(
        "Bemerkungen unter der Tabelle, nicht veröffentlicht", "notes below the table, not published"
    ),
    "header-repeated": Phrase(
        "wiederholte Kopfzeilen, nicht veröffentlicht", "repeated headers, not published", True
    ),
    "no-entry": Phrase(
        "Zeilen mit anderen Angaben, wie Einwohnern, nicht veröffentlicht",
        "rows with other figures, such as inhabitants, not published",
        matters=True,
    ),
    "sheet-not-used": Phrase("nicht gelesene Blätter", "sheets that were not read"),
    "skip-sheets": Phrase(
        "Blätter, die nach der Zuordnung nicht veröffentlicht werden", "sheets that the mapping leaves out"
    ),
}
OTHER_ROWS = Phrase("nicht veröffentlichte Zeilen", "rows that are not published", matters=True)
HARMLESS_ROWS = ("title", "empty")

DROPPED: Mapping[str, Phrase] = {
    "not-in-schema": Phrase(
        "Spalten, die diese Datenart nicht kennt, nicht veröffentlicht",
        "columns that the kind does not know, not published",
    ),
    "mapped-to-nothing": Phrase(
        "Spalten, die nach der Zuordnung nicht veröffentlicht werden", "columns that the mapping leaves out"
    ),
    "no-header": Phrase("Spalten ohne Überschrift, nicht veröffentlicht", "columns without a header, not published"),
}
OTHER_COLUMNS = Phrase("nicht veröffentlichte Spalten", "columns that are not published", matters=True)

# Notes that only describe how a file was read; every other note is among the few things that matter.
MINOR_NOTES = frozenset(
    [
        *("default", "encoding", "file-type", "formula-text", "made-key", "merged-cells-filled"),
        *("repeated-rows", "table-carried-over"),
    ]
)


def rule_phrase(rules: str) -> Phrase:
    """The phrase for the rules of a rewrite, joined by + as the rewrite has them.

    Where one of them matters, only those that matter are named: that blanks went as well is of no interest then.
    """
    phrases = [RULES.get(rule, OTHER_RULE) for rule in dict.fromkeys(rules.split("+"))]
    told = [phrase for phrase in phrases if phrase.matters] or phrases
    return Phrase(
        ", ".join(dict.fromkeys(phrase.de for phrase in told)),
        ", ".join(dict.fromkeys(phrase.en for phrase in told)),
        any(phrase.matters for phrase in phrases),
    )
