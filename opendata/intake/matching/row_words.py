"""The words by which a row shows that it is no entry: those of sums, means, headings and notes.

Here: what a text says, without regard to its row. Not here: the decision about a row (row_kinds.py).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

LONGEST_TEXT = 200  # characters; a longer text is a sentence about a measure, or a note
MOST_WORDS = 12


class Sum(StrEnum):
    """What a row that adds other rows up may be."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    MEAN = "mean"


@dataclass(frozen=True)
class SumWords:
    """The words of a sum in a text; only: whether the text says nothing else, as "Summe aller Maßnahmen"."""

    kind: Sum
    only: bool


_TOTAL = frozenset(
    (
        "σ ∑ summe summen gesamt insgesamt total totals sum gesamtsumme endsumme gesamtergebnis "
        "gesamtbetrag gesamtkosten gesamtwert gesamtvolumen gesamtinvestition gesamtinvestitionen "
        "gesamtausgaben gesamteinsparung gesamtminderung gesamtaufwand gesamtbudget generalsumme endbetrag "
        "gesamttotal kostensumme ergebnis insg"
    ).split()
)
_SUBTOTAL = frozenset(
    (
        "zwischensumme zwischensummen teilsumme teilsummen zwischenergebnis zwischentotal subtotal "
        "subtotals zwischen zws bereichssumme handlungsfeldsumme abschnittssumme feldsumme blocksumme sub "
        "teilergebnis übertrag zwischenstand zw"
    ).split()
)
_MEAN = frozenset(
    "mittelwert mittelwerte durchschnitt durchschnittswert gesamtdurchschnitt ø ⌀ average mean median".split()
)
_FILLERS = frozenset(
    (
        "aller alle der die des das dem den über ueber für fuer von in im inkl incl netto brutto und all of "
        "the for per je pro to date maßnahmen massnahmen maßnahme massnahme projekte projekten vorhaben "
        "einzelmaßnahmen teilmaßnahmen kosten ausgaben investitionen einsparung einsparungen minderung co2 "
        "thg co2e eur euro € t€ teur t a kg jahr jahre measures projects costs savings grand overall betrag "
        "beträge spalte liste tabelle seite gerundet ca"
    ).split()
)
_SECTIONS = frozenset(
    (
        "handlungsfeld hf themenfeld themenbereich handlungsbereich bereich sektor kapitel abschnitt teil "
        "schwerpunkt cluster kategorie baustein block maßnahmenbereich maßnahmenpaket section field action "
        "chapter part feld"
    ).split()
)
_ALL_SECTIONS = frozenset("handlungsfelder handlungsfeldern bereiche sektoren kapitel themenfelder fields".split())
_KNOWN = _TOTAL | _SUBTOTAL | _MEAN | _FILLERS | _ALL_SECTIONS
_WORD = re.compile(r"[^\W_]+₂?|[€∑⌀]€?")
_NUMBER = re.compile(r"\d{1,4}|[ivx]{1,5}|[a-z]")

# The beginnings and ends that make a row worth a look; each text that sum_words() knows matches one of them.
_EDGE = r"[\s*=\-–—:>.,;(\[|/]*"
_STEMS = (
    r"Σ|∑|Ø|⌀|zw\.?-?summen?|ergebnis|insg|summen?|gesamt(summe|ergebnis|betrag|kosten|wert|volumen|investition(en)?|ausgaben|einsparung|minderung|aufwand|budget|total|"
    r"durchschnitt)?|insgesamt|total|totals|sum|endsumme|endbetrag|generalsumme|kostensumme|zwischen(summen?|ergebnis|total)?|"
    r"teilsummen?|teilergebnis|sub-?total\w*|sub|zws|bereichssumme|handlungsfeldsumme|abschnittssumme|feldsumme|"
    r"blocksumme|übertrag|zwischenstand|mittelwerte?|durchschnitt(swert)?|average|mean|median|grand|overall"
)
MAY_BE_SUM = rf"(?i)^{_EDGE}({_STEMS})([\s:.,;()\-–—/\]=*\d]|$)|[\s\-–—:]({_STEMS})[\s:.)=*]*$"
# Letters of which some stand in each text that MAY_BE_SUM finds, without regard to case.
SIGNS_OF_SUMS = (
    *(
        "sum",
        "gesamt",
        "total",
        "ergebnis",
        "insg",
        "endbetrag",
        "zwischen",
        "teilergebnis",
        "sub",
        "zws",
        "trag",
        "mittelwert",
    ),
    *("durchschnitt", "average", "mean", "median", "grand", "overall", "Σ", "σ", "ς", "∑", "Ø", "ø", "⌀", "ſ"),
)
MAY_BE_SEPARATOR = r"^[\s\-–—_=.…*·•~+#|/]+$"

_SECTION_NAMES = (
    r"handlungsfeld|hf|themenfeld|themenbereich|handlungsbereich|maßnahmenbereich|maßnahmenpaket|handlungsschwerpunkt"
)
_HEADING = re.compile(
    rf"({_SECTION_NAMES}|field of action)\b.*"
    r"|(bereich|sektor|kapitel|abschnitt|teil|schwerpunkt|cluster|kategorie|baustein|block|säule|section|chapter|part|"
    r"themencluster|strategiefeld|leitziel)\b\s*(\d|[ivx]{1,5}\b|[a-z]\b|[:–—-]).*"
    r"|\w+e (und \w+e )?(klimaschutz|klima)?(maßnahmen|massnahmen|projekte|vorhaben)\b.*"
    r"|(klimaschutz|einzel|sofort|weitere )?(maßnahmen|massnahmen|projekte) "
    r"(im|in|des|der|für|zum|zur|aus|mit|ohne|ab|bis|\d)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_SECTION_NAME = re.compile(rf"({_SECTION_NAMES}|field of action)\b", re.IGNORECASE)
_PART = re.compile(r"(davon|darunter|nachrichtlich|abzüglich|zuzüglich|anteil|of which)\b", re.IGNORECASE)
_ORDINAL_HEADING = re.compile(
    r"((?:[A-Z]|[IVX]{1,5}|\d{1,2})(?:[.):]\s*|\s*[–—-]\s+)|(?:[A-Z]|[IVX]{1,5})\s+)(?=[^\W\d]{2})"
)
_ABOUT_STATUS = re.compile(
    r".*\b(abgeschlossen|laufend|geplant|offen|neu|beendet|umgesetzt|zurückgestellt|gestrichen|verworfen|fertig|"
    r"ruhend|aktuell|weiter|completed|ongoing|planned)(e|en|er|es)?\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"\*+\)?\s*\S|[¹²³⁴⁵⁶⁷⁸⁹†‡©]|\(?\d{1,2}\)\s+\S|fn\.?\s*\d"
    r"|(daten)?quellen?(nachweise?|angaben?)?\s*[:\-–—]|(daten|bearbeitungs|redaktions)?stand\s*[:\-–—(]"
    r"|(daten)?stand\s+(vom|per|am|\d|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|"
    r"dezember)"
    r"|(hinweise?|anmerkung(en)?|erläuterung(en)?|legende|fußnoten?|abkürzung(en)?|bemerkung(en)?|kontakt|"
    r"zeichenerklärung|ansprechpartner(in)?|ansprechperson|erstellt|bearbeitet|bearbeiter(in)?|bearbeitung|aktualisiert|"
    r"letzte änderung|letzte aktualisierung|druckdatum|hrsg|herausgeber(in)?|nachrichtlich|sources?|notes?|legend|"
    r"contact|updated)\s*(:|\s[-–—]\s)"
    r"|(alle )?(angaben|werte|beträge|kosten|zahlen)\b.{0,40}\b(in|ohne|gerundet|geschätzt|schätzung(en)?|"
    r"vorläufig)\b"
    r"|ohne gewähr|k\. ?a\.\s*[=:]|seite \d+( von \d+)?$|as of \d|erstellt (am|von|durch)\b"
    r"|zuletzt (geändert|aktualisiert)|(anzahl|zahl)( der)? (einträge|maßnahmen|projekte|vorhaben)\b|anzahl\s*:"
    r"|(\(?vgl\.|siehe (auch|anlage|anhang))\s|\(?fortsetzung (auf|von|siehe|folgt|nächste|seite)\b",
    re.IGNORECASE,
)
_LEGEND = re.compile(
    r"(legende|zeichenerklärung|abkürzung(en)?|erläuterung(en)?|legend|fußnoten?)\s*:?\s*$", re.IGNORECASE
)
_KEY_WITH_NUMBER = re.compile(r"[^\W\d_]{1,10}[-–._/]?\d[\w./-]{0,20}")
_ID = re.compile(r"(?=.*\d)\S{1,20}|\S{1,3}")


@lru_cache(maxsize=20_000)
def sum_words(text: str) -> SumWords | None:
    """The words of a sum that a text has; None where it has none, or is too long for the label of a sum."""
    if len(text) > LONGEST_TEXT:
        return None
    words = [word.replace("₂", "2") for word in _WORD.findall(text.casefold())]
    if not words or len(words) > MOST_WORDS:
        return None
    known = set(words)
    rest = [word for word in words if word not in _KNOWN]
    only = all(word in _SECTIONS or _NUMBER.fullmatch(word) for word in rest)
    ends = {words[0], words[-1]} if not only else known
    if ends & _MEAN:
        return SumWords(Sum.MEAN, only)
    if ends & _SUBTOTAL and (ends & _TOTAL or not ends & _SUBTOTAL <= {"sub", "zwischen", "zw"}):
        return SumWords(Sum.SUBTOTAL, only)
    if not ends & _TOTAL:
        return None
    numbers = [word for word in rest if _NUMBER.fullmatch(word)]
    numbered = len(numbers) == 1 and bool(re.fullmatch(r"\d{1,2}|[ivx]{1,5}|[b-z]", numbers[0]))
    part = numbered or not only or bool(known & _SECTIONS)
    return SumWords(Sum.SUBTOTAL if part and not known & {"aller", "alle", "all"} else Sum.TOTAL, only)


def is_heading(text: str) -> bool:
    """Whether a text that stands alone in its row is certainly the heading of the rows below it."""
    return len(text) <= LONGEST_TEXT and bool(_HEADING.fullmatch(text) or _ORDINAL_HEADING.match(text))


def is_about_status(text: str) -> bool:
    """Whether a heading tells how far the rows below it are, as "Abgeschlossene Maßnahmen"."""
    return len(text) <= LONGEST_TEXT and bool(_ABOUT_STATUS.fullmatch(text))


def is_note(text: str) -> bool:
    """Whether a text begins as notes and sources do."""
    return bool(_NOTE.match(text) or _LEGEND.match(text[:LONGEST_TEXT]))


def is_legend(text: str) -> bool:
    """Whether a text announces a legend, whose lines follow."""
    return bool(_LEGEND.match(text[:LONGEST_TEXT]))


def is_like_a_key(text: str) -> bool:
    """Whether a text could be the number of a row: "1.3", "M-7", "IV"."""
    return bool(_ID.fullmatch(text[:40]))


def is_key_with_number(text: str) -> bool:
    """Whether a text is a number with a prefix, in one piece: "SUM-1"."""
    return bool(_KEY_WITH_NUMBER.fullmatch(text[:40]))


def is_ordinal(text: str) -> bool:
    """Whether a text is the letter or the Roman number of a section: "A", "IV"."""
    return bool(re.fullmatch(r"[A-Z]|[IVX]{1,5}", text))


def is_section_label(text: str) -> bool:
    """Whether a text in front of a section's name is its label or number, or empty: "Handlungsfeld 1:", "2."."""
    if text.endswith("-"):
        return False  # "E-Mobilität" is one word
    return all(word in _SECTIONS or _NUMBER.fullmatch(word) for word in _WORD.findall(text.casefold()))


def names_section(text: str) -> bool:
    """Whether a text begins with a word for a section: "Handlungsfeld Mobilität"."""
    return bool(_SECTION_NAME.match(text))


def is_part(text: str) -> bool:
    """Whether a text tells a part of what stands above it: "davon Förderung"."""
    return bool(_PART.match(text))


def is_separator(text: str) -> bool:
    """Whether a text is a line of signs, such as dashes or dots."""
    return not any(sign.isalnum() or sign in "∑⌀?!%€" for sign in text)


def without_ordinal(text: str) -> str:
    """A heading without its number: "1. Mobilität" is "Mobilität"."""
    return _ORDINAL_HEADING.sub("", text, count=1) if _ORDINAL_HEADING.match(text) else text
