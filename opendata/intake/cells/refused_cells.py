"""Cells that intake itself must refuse, because reading them would be guessing: what is wrong and what to write.

Here: the sentences. Not here: finding such cells (cell_reading.py), and values that a schema forbids (validation/).
"""

from collections.abc import Callable, Mapping, Sequence

from opendata.domain.kinds import Field
from opendata.domain.report.word_lists import with_last_word
from opendata.intake.bilingual_sentences import bilingual_at_cell, quoted
from opendata.intake.cells.code_words import WordReading
from opendata.intake.cells.date_words import date_facts
from opendata.intake.cells.units_in_words import UNIT_SENTENCES, unit_values
from opendata.intake.cells.written_dates import days_of_month
from opendata.intake.clock_texts import shown_clock
from opendata.intake.unit_words import StatedUnit

MAX_ALLOWED = 12  # codes that a sentence names


def cell_problem(
    code: str,
    text: str,
    field: Field,
    row: int,
    column: int,
    stated: StatedUnit | None = None,
    phrase: Callable[[str], WordReading | None] = lambda _: None,
    *,
    by_format: bool = False,
) -> dict[str, str]:
    """The sentence for a problem with a cell, its address in front.

    stated: the unit of its column. phrase: what a text means in a field of codes. by_format: whether the words of the
    text come from the cell's number format.
    """
    de, en = SENTENCES[code]
    clock = shown_clock(text)
    what = ("ein Datum", "a date") if clock == text else ("eine Uhrzeit oder Dauer", "a time of day or a duration")
    values = {
        "text": quoted(clock),
        "what_de": what[0],
        "what_en": what[1],
        "label_de": field.label("de"),
        "label_en": field.label("en"),
    }
    values |= unit_values(field.unit, stated, by_format=by_format)
    if code == "no-such-day":
        values |= _days(text)
    elif code in DATE_SENTENCES:
        values |= date_facts(text)
    elif reading := phrase(text):
        values |= _code_facts(field, reading)
    return bilingual_at_cell(row, column, de.format(**values), en.format(**values))


def _days(text: str) -> Mapping[str, str]:
    """Why there is no such day, in both languages."""
    year, month, days = days_of_month(text) or (0, 0, 0)
    if not month:
        return {"why_de": "so einen Monat gibt es nicht", "why_en": "there is no such month"}
    of_year = f" {year}" if month == 2 else ""
    return {
        "why_de": f"der {MONTHS_DE[month - 1]}{of_year} hat {days} Tage",
        "why_en": f"{MONTHS_EN[month - 1]}{of_year} has {days} days",
    }


def _code_facts(field: Field, reading: WordReading) -> Mapping[str, str]:
    """The codes that a phrase names, those that it may mean, and the field to which it belongs, for the sentences."""
    allowed = [code for code in _codes(field) if code not in reading.codes]
    return {
        "codes_de": _listed(field, reading.codes, "de", "und"),
        "codes_en": _listed(field, reading.codes, "en", "and"),
        "allowed_de": _listed(field, allowed, "de", "oder"),
        "allowed_en": _listed(field, allowed, "en", "or"),
        "all_de": _listed(field, _codes(field), "de", "oder"),
        "all_en": _listed(field, _codes(field), "en", "or"),
        "other_de": reading.other.label("de") if reading.other else "",
        "other_en": reading.other.label("en") if reading.other else "",
    }


def _codes(field: Field) -> list[str]:
    return [str(code) for code in field.constraints.get("enum") or field.codes][:MAX_ALLOWED]


def _listed(field: Field, codes: Sequence[str], language: str, last: str) -> str:
    """Codes as a list in a sentence: „geplant“, „in Umsetzung“ oder „abgeschlossen“."""
    opened, closed = {"de": ("„", "“"), "en": ("'", "'")}[language]
    return with_last_word([f"{opened}{field.code_label(code, language)}{closed}" for code in codes], last)


MONTHS_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
MONTHS_EN = "January February March April May June July August September October November December".split()
DATE_SENTENCES = {
    "no-such-day": (
        "Den Tag „{text}“ gibt es nicht: {why_de}. Bitte berichtigen Sie das Datum.",
        "There is no day '{text}': {why_en}. Please correct the date.",
    ),
    "excel-day-number": (
        "„{text}“ ist die Zahl, mit der Excel den Tag {day_de} zählt. Bitte formatieren Sie die Zelle als Datum "
        "oder schreiben Sie {day_de}.",
        "'{text}' is the number by which Excel counts the day {day_en}. Please format the cell as a date or write "
        "{day_en}.",
    ),
    "calendar-week": (
        "„{text}“ ist eine Kalenderwoche, und Wochen werden hier nicht gelesen. Bitte schreiben Sie den Monat "
        "({month}) oder den Tag.",
        "'{text}' is a week, and weeks are not read here. Please write the month ({month}) or the day.",
    ),
    "open-ended-date": (
        "„{text}“ sagt, ab wann etwas gilt, aber nicht, bis wann. Bitte schreiben Sie für „{label_de}“ ein Jahr, "
        "einen Monat oder einen Tag, oder lassen Sie die Zelle leer, wenn es noch nicht feststeht.",
        "'{text}' says from when something holds, but not until when. Please write a year, a month or a day for "
        "'{label_en}', or leave the cell empty if it is not settled yet.",
    ),
    "end-in-a-start": (
        "„{text}“ nennt ein Ende, aber „{label_de}“ ist ein Beginn. Bitte schreiben Sie hier das Jahr, den Monat "
        "oder den Tag des Beginns.",
        "'{text}' names an end, but '{label_en}' is a beginning. Please write the year, the month or the day of the "
        "beginning here.",
    ),
    "only-expected": (
        "„{text}“ ist eine Erwartung, aber „{label_de}“ nennt nur, was schon geschehen ist. Bitte tragen Sie es in "
        "die Spalte mit dem geplanten Datum ein und lassen Sie diese Zelle leer.",
        "'{text}' is an expectation, but '{label_en}' names only what has happened. Please enter it in the column "
        "of the planned date and leave this cell empty.",
    ),
    "date-span": (
        "„{text}“ ist ein Zeitraum, „{label_de}“ braucht einen einzelnen Zeitpunkt. Bitte schreiben Sie ein Jahr, "
        "einen Monat oder einen Tag.",
        "'{text}' is a span of time, and '{label_en}' needs one point in time. Please write a year, a month or a "
        "day.",
    ),
}
SENTENCES = {
    **UNIT_SENTENCES,
    "not-a-time-span": (
        "„{text}“ ist kein Zeitraum wie „2024–2026“. Bitte schreiben Sie Beginn und Ende, oder leeren Sie die Zelle.",
        "'{text}' is no time span such as '2024–2026'. Please write the beginning and the end, or empty the cell.",
    ),
    "ambiguous-date": (
        "„{text}“ kann Verschiedenes bedeuten. Bitte schreiben Sie den Tag mit Punkten und vierstelligem Jahr, zum "
        "Beispiel 01.02.2025, oder ein Quartal als Q1/2025.",
        "'{text}' could mean several dates. Please write the date with a four-digit year, such as 2025-02-01, or a "
        "quarter as Q1/2025.",
    ),
    "ambiguous-number": (
        "„{text}“ lässt sich nicht eindeutig als Zahl lesen, weil Komma oder Punkt darin Tausender und "
        "auch Dezimalstellen abtrennen können. Bitte schreiben Sie die Zahl ohne Tausenderpunkt oder geben Sie in "
        "der Zuordnung das Dezimalzeichen an.",
        "'{text}' cannot be read as a number for sure, because its comma or point may part thousands as well as "
        "decimals. Please write it without thousands separators or declare 'decimal' in the mapping.",
    ),
    "not-a-finite-number": (
        "„{text}“ ist keine Zahl, mit der sich rechnen lässt. Bitte tragen Sie die Zahl ein oder leeren Sie die "
        "Zelle.",
        "'{text}' is no number that can be calculated with. Please enter the number or leave the cell empty.",
    ),
    "formula-without-value": (
        "Die Formel hat keinen gespeicherten Wert. Bitte öffnen Sie die Datei in Excel, lassen Sie sie neu "
        "berechnen und speichern Sie sie.",
        "The formula has no stored value. Please open the file in Excel, recalculate and save it.",
    ),
    "damaged-characters": (
        "„{text}“ enthält beschädigte Zeichen: Umlaute oder andere Zeichen gingen beim Speichern verloren. Bitte "
        "schreiben Sie den Text neu, oder speichern Sie die Datei aus Excel als .xlsx oder „CSV UTF-8“.",
        "'{text}' holds damaged characters: umlauts or other characters were lost when the file was saved. Please "
        "write the text anew, or save the file from Excel as .xlsx or 'CSV UTF-8'.",
    ),
    "date-in-key": (
        "In der Zelle steht {what_de} ({text}) und keine Nummer. Excel macht aus Eingaben wie „1.2“ oder „3-4“ "
        "einen Tag. Bitte formatieren Sie die Spalte als „Text“ (Start, Zahl), bevor Sie tippen, und schreiben Sie "
        "die Nummer dann neu in die Zelle.",
        "The cell holds {what_en} ({text}) and no number of a row. Excel turns entries such as '1.2' or '3-4' into "
        "days. Please format the column as text before you type, and enter the number anew.",
    ),
    "date-in-number-column": (
        "In der Zelle steht {what_de} ({text}), „{label_de}“ ist aber eine Zahl. Excel macht aus Eingaben wie „1.2“ "
        "einen Tag. Bitte formatieren Sie die Spalte als „Zahl“ und schreiben Sie den Wert neu, mit Komma: 1,2.",
        "The cell holds {what_en} ({text}), but '{label_en}' is a number. Excel turns entries such as '1.2' into "
        "days. Please format the column as a number and enter the value anew.",
    ),
    "cell-error": (
        "In der Zelle steht ein Fehler ({text}). Bitte korrigieren Sie die Formel oder leeren Sie die Zelle.",
        "The cell holds an error ({text}). Please correct the formula or empty the cell.",
    ),
    "other-field": (
        "„{text}“ gehört in die Spalte „{other_de}“, denn es sagt nichts über „{label_de}“. Bitte tragen Sie es "
        "dort ein (fehlt die Spalte, legen Sie sie an) und schreiben Sie in diese Zelle nur, was für „{label_de}“ "
        "gilt.",
        "'{text}' belongs in the column '{other_en}', because it says nothing about '{label_en}'. Please enter it "
        "there (add the column if it is missing) and write only what holds for '{label_en}' in this cell.",
    ),
    "two-codes": (
        "„{text}“ nennt mehrere Angaben für „{label_de}“: {codes_de}. Bitte schreiben Sie nur die eine, die gilt.",
        "'{text}' names several values for '{label_en}': {codes_en}. Please write only the one that holds.",
    ),
    "negated-code": (
        "„{text}“ sagt, was für „{label_de}“ nicht gilt, aber nicht, was gilt. Bitte schreiben Sie eine dieser "
        "Angaben: {allowed_de}.",
        "'{text}' says what does not hold for '{label_en}', but not what holds. Please write one of these: "
        "{allowed_en}.",
    ),
    "unsettled-code": (
        "„{text}“ lässt offen, welche Angabe für „{label_de}“ heute gilt. Bitte schreiben Sie genau eine Angabe und "
        "alles Weitere in eine andere Spalte. Erlaubt sind: {all_de}.",
        "'{text}' leaves open which value holds for '{label_en}' today. Please write exactly one value and "
        "everything else in another column. Allowed are: {all_en}.",
    ),
    "no-code-word": (
        "„{text}“ ist kein Wort für „{label_de}“: Häkchen, Farben, Zahlen, Ja und Nein werden hier nicht gelesen. "
        "Bitte schreiben Sie eine dieser Angaben: {all_de}.",
        "'{text}' is no word for '{label_en}': ticks, colours, numbers, yes and no are not read here. Please write "
        "one of these: {all_en}.",
    ),
    **DATE_SENTENCES,
}
