"""Plain headers: headers that say more than the word that a kind knows, without what they say beside it.

"Kosten in T€" is "Kosten", "Umsetzungsstand (Dez. 2025)" is "Umsetzungsstand", and "Maßnahme*" is "Maßnahme".
Here: taking away, from the end of a header and from its beginning, what does not change which column it is, and the
unit and the date that stand there. Not here: which field the rest means (header_vocabulary.py).
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from opendata.intake.office_words import MONTHS, header_key
from opendata.intake.unit_words import MASS, MONEY, PERCENT, SCALE, Unit, unit_in

LONGEST_HEADER = 120
Moment = tuple[int, int, int]  # year, month, day; 0 where they are not given


@dataclass(frozen=True)
class PlainHeader:
    """One way to read a header, with less around it than it has.

    key: the rest, as header_key() writes it. unit: the unit that stood beside it. moment: the date that stood there.
    as_of: whether the date is that of the figures ("Stand 2025"). bracket: words in brackets that may say the same.
    is_total: whether "gesamt" stood there, which of an amount per year may mean all years.
    """

    key: str
    unit: Unit | None = None
    moment: Moment | None = None
    as_of: bool = False
    bracket: str | None = None
    is_total: bool = False


_BRACKET = re.compile(r"\s*[(\[{](?P<inside>[^()\[\]{}]*)[)\]}][\s:*.]*\Z")
# Its runs of signs are taken as a whole: a line of forty asterisks could otherwise be parted in 2^39 ways.
_FOOTNOTE = re.compile(r"(?:\s*(?:[*†‡]++\)?|(?<![CcO])[¹²³⁴⁵⁶⁷⁸⁹⁰]++|\s\d{1,2}\)|[(\[]\d{1,2}[)\]]))+\s*\Z")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    r"(?:\A|[\s,:;/–-])\s*(?:(?:(?P<as_of>stand|zum|per|am)|ende|berichtsjahr|im\s+jahr|jahr|in)[\s:]+)*"
    r"(?:(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?|(?P<only_month>\d{1,2})[./]|Q(?P<quarter>[1-4])[\s/]|"
    rf"(?P<name>{_MONTH})\.?\s+)?"
    r"(?P<year>(?:19|20)\d\d|(?<=\d[./])[1-4]\d)(?:\s?[-/–]\s?(?P<until>(?:19|20)?\d\d))?\Z",
    re.IGNORECASE,
)
# What forms ask for in brackets; it does not change which column it is.
_HINTS = frozenset(
    (
        "jahr monat datum quartal halbjahr mm/jjjj mm.jjjj monat/jahr quartal/jahr jahr/quartal halbjahr/jahr q/jjjj "
        "tt.mm.jjjj jjjj text freitext auswahl "
        "auswahlfeld dropdown pflichtfeld pflicht optional kurz stichworte stichpunkte stichwort ja/nein brutto "
        "netto geschätzt geplant ca. ca circa plan prognose gerundet gesamt insgesamt summe voraussichtlich vorauss. "
        "aktuell max. zahl ungefähr grob grobschätzung schätzung bitteauswählen s.legende siehelegende "
        "co2 co2äq co2äquivalente co2äquivalent co2e thg e n en r s in innen"
    ).split()
)
_BEFORE = re.compile(
    r"(?:(?:aktuelle|derzeitige|gegenwärtige|geplante|geschätzte|voraussichtliche|erwartete|prognostizierte|"
    r"kalkulierte|ungefähre|jeweilige)[rsn]?|vorauss\.|voraussichtl\.|ca\.|circa|akt\.|gepl\.)\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,]+(?:gesamt|insgesamt|\(?brutto\)?|\(?netto\)?|ca\.?|geplant|geschätzt|voraussichtlich|aktuell|"
    r"der\s+(?:maßnahme|umsetzung|maßnahmen)|des\s+(?:projekts|projektes|vorhabens))\s*\Z",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"gesamt|summe", re.IGNORECASE)
_STATING = re.compile(r"(?:alle\s+)?(?:angaben?|beträge|betrag|werte|zahlen|einheit)\s*(?:in\b|:)?\s*", re.IGNORECASE)
_BOUNDARY = re.compile(r"[\s,:/–_-]+|(?<=[a-zäöüß])(?=[€%])")


def plain_headers(text: str) -> tuple[PlainHeader, ...]:
    """The ways to read a header, from the one that takes least away to the one that takes most."""
    return _plain_headers(text) if len(text) <= LONGEST_HEADER else ()


@lru_cache(maxsize=20_000)
def _plain_headers(text: str) -> tuple[PlainHeader, ...]:
    rest, reading = " ".join(text.replace("_", " ").split()), PlainHeader("")
    readings = []
    for _ in range(6):
        if (less := _less(rest, reading)) is None:
            break
        rest, reading = less
        if key := header_key(rest):
            reading = replace(reading, key=key)
            readings.append(reading)
    if (shorter := _BEFORE.sub("", rest, count=1)) != rest and (key := header_key(shorter)):
        readings.append(replace(reading, key=key))
    return tuple(readings)


def unit_of(text: str) -> Unit | None:
    """The unit that a header, or a part of it, states."""
    if whole := unit_in(text.strip()):
        return whole
    return next((reading.unit for reading in plain_headers(text) if reading.unit), None)


def _less(text: str, reading: PlainHeader) -> tuple[str, PlainHeader] | None:
    """The header without its last addition, and what that said; None if nothing can be taken away."""
    if match := _BRACKET.search(text):
        rest, inside = text[: match.start()], match["inside"].strip()
        if rest.strip() and (known := _inside(inside, reading)):
            return rest, known
        return None
    if (match := _FOOTNOTE.search(text)) and match.start():
        return text[: match.start()], reading
    if reading.unit is None and (split := _trailing_unit(text)):
        return split[0], replace(reading, unit=split[1])
    if reading.moment is None and (match := _DATE.search(text)) and match.start() and (moment := _moment(match)):
        return text[: match.start()], replace(reading, moment=moment, as_of=bool(match["as_of"]))
    if (match := _AFTER.search(text)) and match.start():
        return text[: match.start()], replace(reading, is_total=reading.is_total or bool(_TOTAL.search(match[0])))
    return None


def _inside(inside: str, reading: PlainHeader) -> PlainHeader | None:
    """What the words in brackets say; None if they may make another column of it."""
    if reading.unit is None and (unit := unit_in(_STATING.sub("", inside, count=1))):
        return replace(reading, unit=unit)
    if (match := _DATE.match(inside)) and match.end() == len(inside) and (moment := _moment(match)):
        return replace(reading, moment=moment, as_of=bool(match["as_of"]))
    # One digit is a footnote; more may be a scale such as (1-5), which the key of a header writes without a hyphen.
    is_footnote = inside.isdigit() and (len(inside) == 1 or inside == "0100")
    if not inside or is_footnote or header_key(inside).replace(" ", "") in _HINTS:
        return replace(reading, is_total=reading.is_total or bool(_TOTAL.search(inside)))
    parts = [part.strip() for part in re.split(r"[,;]", inside)]
    if len(parts) > 1:
        for part in parts:
            known = _inside(part, reading)
            if known is None or known.bracket:
                return None
            reading = known
        return reading
    return replace(reading, bracket=header_key(inside)) if reading.bracket is None else None


def _trailing_unit(text: str) -> tuple[str, Unit] | None:
    """The header before its unit, and the unit, which is the longest that ends it: "Kosten in Mio. €"."""
    for match in _BOUNDARY.finditer(text):
        if not match.start():
            continue
        words = text[match.end() :]
        unit = unit_in(words)
        if unit is None or unit.dimension not in (MONEY, MASS, PERCENT, SCALE, "energy", "power"):
            continue
        sure = len(words) > 1 or not words.isalpha()
        if sure or text[: match.start()].endswith(" in"):
            return text[: match.start()], unit
    return None


def _moment(match: re.Match[str]) -> Moment | None:
    """The date, of two years that follow each other the later; None for a longer span, which is no date."""
    month, year = match["month"] or match["only_month"], int(match["year"])
    year += 2000 if year < 100 else 0
    if match["until"]:
        if (until := int(str(year)[: 4 - len(match["until"])] + match["until"])) != year + 1:
            return None
        year = until
    if match["quarter"]:
        month = str(int(match["quarter"]) * 3)
    elif match["name"]:
        month = str(MONTHS[match["name"].casefold()])
    return year, int(month or 0), int(match["day"] or 0)
