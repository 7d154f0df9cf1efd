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


def _first(de: str, en: str) -> Phrase:
    """A phrase for something that is told first."""
    return Phrase(de, en, matters=True)


RULES: Mapping[str, Phrase] = {
    "control-characters": Phrase("unsichtbare Steuerzeichen entfernt", "invisible control characters removed"),
    "line-breaks": Phrase("Zeilenumbrüche vereinheitlicht", "line breaks made uniform"),
    "unicode-nfc": Phrase("zusammengesetzte Buchstaben vereinheitlicht", "composed letters made uniform"),
    "trim": Phrase("Leerzeichen am Rand entfernt", "blanks at the ends removed"),
    "missing-word": Phrase("als „keine Angabe“ gelesen, das Feld bleibt leer", "read as no information, left empty"),
    "code": Phrase("einer Angabe der Liste zugeordnet", "matched to an entry of the list"),
    "canonical": Phrase("einheitlich geschrieben", "written in the uniform way"),
    "canonical-number": Phrase("Zahl einheitlich geschrieben", "number written in the uniform way"),
    "german-date": Phrase("Datum einheitlich geschrieben", "date written in the uniform way"),
    "time-left-out": _first("als Tag ohne Uhrzeit gelesen", "read as a day without its time"),
    "truth-word": Phrase("als Ja oder Nein gelesen", "read as yes or no"),
    "percent": Phrase("Prozentzeichen entfernt", "percent sign removed"),
    "unit": Phrase("Einheit hinter der Zahl entfernt", "unit beside the number removed"),
    "thousands": Phrase("Tausendertrennzeichen entfernt", "thousands separators removed"),
    "decimal-comma": Phrase("Komma als Dezimalzeichen gelesen", "comma read as the decimal sign"),
    "invisible-characters": Phrase("unsichtbare Zeichen entfernt", "invisible characters removed"),
    "text-mark": Phrase(
        "ohne das Hochkomma gelesen, mit dem Tabellenprogramme Text kennzeichnen",
        "read without the apostrophe by which spreadsheets mark text",
    ),
    "hard-blanks": Phrase("besondere Leerzeichen durch gewöhnliche ersetzt", "special blanks made ordinary ones"),
    "key-alphabet": Phrase(
        "Buchstaben anderer Alphabete durch gleich aussehende lateinische ersetzt",
        "letters of other alphabets replaced by Latin ones that look the same",
    ),
    "key-characters": Phrase("Striche und Leerzeichen vereinheitlicht", "dashes and blanks made uniform"),
    "section-heading": _first("aus der Überschrift darüber übernommen", "taken from the heading above"),
    "factor": _first("mit dem Faktor der Zuordnung umgerechnet", "multiplied by the factor of the mapping"),
    "unit-thousand-euro": _first("in Euro umgerechnet aus Tausend Euro", "converted from thousands of euro"),
    "unit-million-euro": _first("in Euro umgerechnet aus Millionen Euro", "converted from millions of euro"),
    "unit-billion-euro": _first("in Euro umgerechnet aus Milliarden Euro", "converted from billions of euro"),
    "unit-cent": _first("in Euro umgerechnet aus Cent", "converted from cents"),
    "unit-kilogram": _first("umgerechnet aus Kilogramm", "converted from kilograms"),
    "unit-gram": _first("umgerechnet aus Gramm", "converted from grams"),
    "unit-kilotonne": _first("umgerechnet aus Kilotonnen", "converted from kilotonnes"),
    "unit-megatonne": _first("umgerechnet aus Megatonnen", "converted from megatonnes"),
    "unit-permille": _first("in Prozent umgerechnet aus Promille", "converted from per mille"),
    "unit-scaled": _first("in die Einheit des Feldes umgerechnet", "converted into the unit of the field"),
    "shown-by-format": _first("so übernommen, wie die Zelle es zeigt", "taken as the cell shows it"),
    "hidden-year": _first("um das Jahr ergänzt, das die Zelle nicht zeigt", "given the year that the cell hides"),
    "computed-digits": _first(
        "von überzähligen berechneten Stellen befreit", "relieved of digits that only a calculation added"
    ),
    "status-words": _first(
        "dem Sinn nach einer Angabe der Liste zugeordnet", "matched to an entry of the list by its sense"
    ),
    "unknown-word": _first("als unbekannt gelesen", "read as unknown"),
    "time-span": Phrase("aus der Zeitspanne gelesen", "read from a span of time"),
    "date-words": _first("als Datum verstanden", "understood as a date"),
    "date-span": _first("als Zeitraum verstanden", "understood as a span of time"),
    "two-digit-year": _first("Jahr mit vier Ziffern geschrieben", "year written with four digits"),
    "quarter-last-month": _first("Quartal als sein letzter Monat gelesen", "quarter read as its last month"),
    "half-year-last-month": _first("Halbjahr als sein letzter Monat gelesen", "half-year read as its last month"),
    "calendar-week": _first("Kalenderwoche als Monat gelesen", "calendar week read as a month"),
    "no-news": _first(
        "aus dem früheren Stand übernommen, weil der Bericht nichts Neues meldet",
        "carried on from the earlier state, because the report tells no news",
    ),
    "ticks": _first("aus angekreuzten Spalten gelesen", "read from ticked columns"),
    "made-key": _first("Nummer aus anderen Spalten gebildet", "key made from other columns"),
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
    "header-repeated": _first("wiederholte Kopfzeilen, nicht veröffentlicht", "repeated headers, not published"),
    "second-table": _first(
        "Zeilen einer zweiten Tabelle darunter, nicht veröffentlicht", "rows of a second table below, not published"
    ),
    "section-heading": _first(
        "Überschriften zwischen den Zeilen, nicht veröffentlicht", "headings between the rows, not published"
    ),
    "no-entry": _first(
        "Zeilen mit anderen Angaben, wie Einwohnern, nicht veröffentlicht",
        "rows with other figures, such as inhabitants, not published",
    ),
    "example-row": _first(
        "Beispielzeilen der Vorlage, nicht veröffentlicht", "example rows of the template, not published"
    ),
    "subtotal": _first("Zwischensummen, nicht veröffentlicht", "subtotals, not published"),
    "total": _first("Summen, nicht veröffentlicht", "totals, not published"),
    "mean": _first("Mittelwerte, nicht veröffentlicht", "means, not published"),
    "note-in-table": _first("Bemerkungen in der Tabelle, nicht veröffentlicht", "notes in the table, not published"),
    "unclear-row": _first("fast leere Zeilen, nicht veröffentlicht", "almost empty rows, not published"),
    "separator-row": Phrase("Trennzeilen", "separating rows"),
    "column-numbers": Phrase("Zeilen mit Spaltennummern", "rows of column numbers"),
    "units-row": _first("Zeilen mit Einheiten unter der Überschrift", "rows of units below the header"),
    "skip-sheets": Phrase(
        "Blätter, die nach der Zuordnung nicht gelesen werden", "sheets that the mapping leaves out"
    ),
    "sheet-not-used": Phrase("nicht gelesene Blätter", "sheets that were not read"),
}
OTHER_ROWS = Phrase("nicht veröffentlichte Zeilen", "rows that are not published", matters=True)
HARMLESS_ROWS = ("title", "empty", "separator-row", "column-numbers")

DROPPED: Mapping[str, Phrase] = {
    "not-in-schema": Phrase(
        "Spalten, die der Dienst nicht kennt, nicht veröffentlicht",
        "columns that the service does not know, not published",
    ),
    "mapped-to-nothing": Phrase(
        "Spalten, die nach der Zuordnung nicht veröffentlicht werden", "columns that the mapping leaves out"
    ),
    "older-date": _first(
        "Spalten eines älteren Standes, nicht veröffentlicht", "columns of an older state, not published"
    ),
    "field-already-fed": _first(
        "Spalten für ein Feld, das schon eine andere Spalte füllt, nicht veröffentlicht",
        "columns for which another column was read, not published",
    ),
    "other-words": _first(
        "Spalten mit anderen Wörtern als denen der Liste, nicht veröffentlicht",
        "columns with other words than those of the list, not published",
    ),
    "no-header": Phrase("Spalten ohne Überschrift, nicht veröffentlicht", "columns without a header, not published"),
}
OTHER_COLUMNS = Phrase("nicht veröffentlichte Spalten", "columns that are not published", matters=True)

# Notes that only describe how a file was read; every other note is among the few things that matter.
MINOR_NOTES = frozenset(
    [
        *("columns-agree", "header-read-as", "default", "encoding", "file-type", "formula-text", "made-key"),
        *("merged-cells-filled", "merged-header", "multi-line-header", "no-section-heading", "repeated-rows"),
        *("table-carried-over", "totals-agree"),
    ]
)


def rule_phrase(rules: str) -> Phrase:
    """The phrase for the rules of a rewrite, joined by + as the rewrite has them.

    Where one of them matters, only those that matter are named: that blanks went as well is of no interest then.
    """
    phrases = [RULES.get(rule, OTHER_RULE) for rule in dict.fromkeys(rules.split("+"))]
    named = [phrase for phrase in phrases if phrase.matters] or phrases
    return Phrase(
        ", ".join(dict.fromkeys(phrase.de for phrase in named)),
        ", ".join(dict.fromkeys(phrase.en for phrase in named)),
        any(phrase.matters for phrase in phrases),
    )
