"""Cells that hold a number and a unit: 1,2 Mio. €, 500 T€, 5000 kg, € 1.200.

Here: parting the number from its unit, what it is multiplied by in a field, and the sentences about units that do not
fit. Not here: the words of units (unit_words.py), the number itself (written_numbers.py).
"""

import re
from decimal import Decimal

from opendata.intake.unit_words import LONGEST_PHRASE, StatedUnit, Unit, conversion, rule_of, unit_in

# Possessive repetition, so that a long run of digits and blanks is read once.
_NUMBER_FIRST = re.compile(r"[+\-\u2212\u2013]?\s*+(?=[\d,.])[\d.,'\u2019\s]*+(?:(?<=,)[-\u2013\u2014]++\s*+)?")
_NUMBER_LAST = re.compile(
    r"(?P<unit>[^\d+\-\u2212\u2013]{1,20}?)"
    r"(?P<number>[+\-\u2212\u2013]?\d[\d.,'\s]*+(?:(?<=,)[-\u2013\u2014]++)?)\Z"
)


class UnitConflict(ValueError):
    """A cell names another unit than its column."""


class UnknownUnit(ValueError):
    """The words of a cell's number format are no unit of its field."""


def amount_in(text: str) -> tuple[str, Unit] | None:
    """The number of a cell, as written, and the unit beside it; None where there are not both."""
    if len(text) > 2 * LONGEST_PHRASE:
        return None
    if match := _NUMBER_FIRST.match(text):
        number, words = match[0].strip(), text[match.end() :].strip()
        # In "1.200,- €" the hyphen belongs to the number; in "12 - 15 t" what follows is no unit.
        unit = unit_in(words) if words else None
        return (number, unit) if unit else None
    if match := _NUMBER_LAST.match(text):
        unit = unit_in(match["unit"].strip())
        return (match["number"].strip(), unit) if unit else None
    return None


def scaling(
    unit: Unit, wanted: Unit | None, stated: StatedUnit | None, factor: Decimal | None
) -> tuple[Decimal, str]:
    """What the number beside a unit is multiplied by, and the rule; raises UnitDoesNotFit or UnitConflict.

    wanted: the field's unit. stated: the column's. factor: the mapping's, which stands for the column's unit.
    """
    ratio = conversion(unit, wanted) if wanted else unit.factor
    if factor is not None:
        if ratio not in (1, factor):
            raise UnitConflict(unit.words)
        return factor, "factor"
    if stated is not None and stated.ratio != ratio and (stated.in_header or ratio == 1):
        raise UnitConflict(unit.words)
    return ratio, rule_of(unit, wanted, ratio)


UNIT_SENTENCES = {
    "unit-does-not-fit": (
        "„{text}“ passt nicht zu „{label_de}“: Diese Spalte wird {unit_de} veröffentlicht. Bitte tragen Sie die Zahl "
        "so ein, oder leeren Sie die Zelle.",
        "'{text}' does not fit '{label_en}', which is published {unit_en}. Please enter the number like that, or "
        "empty the cell.",
    ),
    "foreign-currency": (
        "„{text}“ ist kein Betrag in Euro. „{label_de}“ wird in Euro veröffentlicht, und umgerechnet wird hier "
        "nicht. Bitte tragen Sie den Betrag in Euro ein oder leeren Sie die Zelle.",
        "'{text}' is no amount in euros. '{label_en}' is published in euros, and no exchange rate is assumed. "
        "Please enter the amount in euros or empty the cell.",
    ),
    "unit-conflict": (
        "„{text}“ widerspricht der Einheit {stated_de}. {settle_de}",
        "'{text}' contradicts the unit {stated_en}. {settle_en}",
    ),
    "scaled-by-format": (
        "Die Zelle zeigt „{text}“, gespeichert ist ein Vielfaches davon: Ihr Zahlenformat teilt durch 1.000 oder "
        "1.000.000, und nirgends steht, dass es Tausend oder Millionen sind. Bitte schreiben Sie die Einheit in die "
        "Überschrift, etwa „{label_de} in {thousands_de}“, oder formatieren Sie die Zellen als „Zahl“.",
        "The cell shows '{text}' but holds a multiple of it: its number format divides by 1,000 or 1,000,000, and "
        "nothing says that these are thousands or millions. Please write the unit into the header, such as "
        "'{label_en} in {thousands_en}', or format the cells as plain numbers.",
    ),
    "unknown-unit": (
        "Die Zelle zeigt „{text}“; was die Wörter neben der Zahl bedeuten, ist hier nicht bekannt. Bitte schreiben "
        "Sie die Zahl {unit_de} und ohne weitere Wörter.",
        "The cell shows '{text}'; what the words beside the number mean is not known here. Please write the number "
        "{unit_en} and without further words.",
    ),
}
UNIT_NAMES = {
    "EUR": ("in Euro und als Gesamtbetrag", "in euros and as a total"),
    "percent": ("in Prozent", "in percent"),
    "t": ("in Tonnen (t)", "in tonnes (t)"),
    "t/a": ("in Tonnen pro Jahr (t/a)", "in tonnes per year (t/a)"),
}


_SETTLED_BY_HAND = (
    "Bitte schreiben Sie alle Zahlen dieser Spalte in derselben Einheit, oder nennen Sie die Einheit nur an einer "
    "Stelle.",
    "Please write all numbers of this column in the same unit, or name the unit in one place only.",
)
_SETTLED_BY_FORMAT = (
    "Die Einheit in der Zelle kommt aus ihrem Zahlenformat. Gilt {stated}, formatieren Sie die Zellen bitte als "
    "„Zahl“; gilt die Einheit der Zellen, streichen Sie {stated}.",
    "The unit in the cell comes from its number format. If {stated} holds, please format the cells as plain numbers; "
    "if the unit of the cells holds, remove {stated}.",
)


def unit_values(unit: str | None, stated: StatedUnit | None, *, by_format: bool = False) -> dict[str, str]:
    """What the sentences about units say of a field's unit and of the unit that its column states.

    by_format: whether the unit of the cell comes from its number format.
    """
    name = str(unit or "")
    unit_de, unit_en = UNIT_NAMES.get(name, (f"in {name}", f"in {name}"))
    words = f"„{stated.unit.words}“ ({stated.place})" if stated else "aus der Zuordnung"
    words_en = f"'{stated.unit.words}' ({stated.place_en or stated.place})" if stated else "of the mapping"
    settle_de, settle_en = _SETTLED_BY_FORMAT if by_format and stated else _SETTLED_BY_HAND
    return {
        "unit_de": unit_de,
        "unit_en": unit_en,
        "stated_de": words,
        "stated_en": words_en,
        "thousands_de": "T€" if name == "EUR" else "Tausend",
        "thousands_en": "thousand €" if name == "EUR" else "thousands",
        "settle_de": settle_de.format(stated=words),
        "settle_en": settle_en.format(stated=words_en),
    }
