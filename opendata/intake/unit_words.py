"""Units in words: what "T€", "in Tsd. Euro", "kg CO₂/a" and "Promille" mean, and how one unit becomes another.

Here: the words, and reading a phrase that is nothing but a unit. Not here: units beside the number of a cell
(cells/units_in_words.py), units in headers and above a table (matching/header_units.py).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from opendata.intake.office_words import INVISIBLE

LONGEST_PHRASE = 60
MILLIGRAM = "0.000000001"  # in tonnes
YEAR = "year"
EURO = "EUR"
MONEY, MASS, PERCENT, SCALE = "money", "mass", "percent", "scale"


@dataclass(frozen=True)
class Unit:
    """A unit.

    dimension: what it measures, or SCALE for words such as "Tsd." that name no unit.
    factor: what one of it is in euros (or its own currency), tonnes, percent, and so on.
    currency: of money, its code, "EUR" or "CHF". per: what an amount is divided by, YEAR or a word, such as "m2".
    words: as they were written.
    """

    dimension: str
    factor: Decimal
    words: str
    currency: str | None = None
    per: str | None = None


@dataclass(frozen=True)
class StatedUnit:
    """The unit of a whole column, as a header, a group of headers or a line outside the table states it.

    ratio: what the column's numbers are multiplied by, by this rule. place: where it stands, "D1", or in German
    words; place_en: these words in English. is_doubtful: whether it is to be asked if the unit counts for the column.
    in_header: whether the header of the column or of its group says so, which a cell must not contradict.
    """

    unit: Unit
    ratio: Decimal
    rule: str
    place: str
    in_header: bool
    place_en: str = ""
    is_doubtful: bool = False


class UnitDoesNotFit(ValueError):
    """An amount of this unit is no amount of the field's."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit.words)
        self.unit = unit


class ForeignCurrency(UnitDoesNotFit):
    """The amount is money of another currency than the field's; no exchange rate is assumed."""


_SCALES = {
    **dict.fromkeys(("tsd", "tds", "tausend", "tausende", "thousand", "thousands", "10^3", "1000", "000"), 1_000),
    **dict.fromkeys(
        ("mio", "mill", "million", "millionen", "millions", "mln", "mn", "10^6", "1000000", "000000"), 1_000_000
    ),
    **dict.fromkeys(("mrd", "mia", "md", "milliarde", "milliarden", "10^9", "1000000000"), 1_000_000_000),
}
_SHORT_SCALES = {"t": 1_000, "k": 1_000, "m": 1_000_000}  # only beside a currency: T€, kEUR, M€
_CURRENCIES = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), EURO),
    **dict.fromkeys(("chf", "sfr", "fr", "franken"), "CHF"),
    **dict.fromkeys(("$", "usd", "us$", "us-$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("£", "gbp", "pfund"), "GBP"),
    **dict.fromkeys(("dm", "dem"), "DM"),
    **dict.fromkeys(("pln", "zł", "złoty", "zloty"), "PLN"),
    **dict.fromkeys(("czk", "kč"), "CZK"),
    **dict.fromkeys(("¥", "jpy", "yen"), "JPY"),
    **{code.casefold(): code for code in ("DKK", "SEK", "NOK", "HUF", "RON", "BGN", "ATS", "CNY", "TRY", "ISK")},
}
_CENTS = ("cent", "cents", "ct", "eurocent")
_COMPOUND = re.compile(
    r"(tsd|mio|mill|mrd|t|k|m)(eur|euros?|chf|sfr|usd|gbp|dm|pln|czk|dkk|sek|nok)\Z"
)  # one word of letters: TEUR, MioEuro, TDM
_MASSES = {
    **dict.fromkeys(("t", "to", "tonne", "tonnen"), "1"),
    **dict.fromkeys(("kg", "kilogramm", "kilogram", "kilograms"), "0.001"),
    **dict.fromkeys(("g", "gramm"), "0.000001"),
    **dict.fromkeys(("kt", "kilotonne", "kilotonnen"), "1000"),
    **dict.fromkeys(("megatonne", "megatonnen"), "1000000"),
}
# Where capitals decide: Mg is a megagram, which is a tonne, and mg a milligram.
_CAPITALS = {"Mg": "1", "mg": MILLIGRAM, "Gg": "1000", "Mt": "1000000", "MT": "1000000"}
_GASES = re.compile(
    r"(?:co2)?[-]?(?:[äa]e?qu?|[äa]e?quivalent\w{0,3}|equivalents?|eq|e)\.?\Z|co2\Z|thg\Z|treibhausgasen?\Z|kohlendioxid\Z"
)
_OTHERS = {  # by dimension: each word, and what it is in the first
    "energy": {"kwh": "1", "wh": "0.001", "mwh": "1000", "gwh": "1000000", "twh": "1000000000"},
    "power": {"kw": "1", "w": "0.001", "mw": "1000", "gw": "1000000", "kwp": "1", "mwp": "1000", "gwp": "1000000"},
    "area": {"m2": "1", "qm": "1", "quadratmeter": "1", "ha": "10000", "hektar": "10000", "km2": "1000000"},
    "length": {"m": "1", "meter": "1", "lfm": "1", "km": "1000", "kilometer": "1000"},
    "volume": {"m3": "1", "cbm": "1", "kubikmeter": "1", "l": "0.001", "liter": "0.001"},
    "count": dict.fromkeys(("stück", "stk", "stck", "personen", "person", "einwohner", "ew", "anzahl"), "1"),
    "time": {"h": "1", "std": "1", "stunden": "1"},
}
_YEARS = frozenset(("a", "jahr", "jahre", "jahren", "yr", "year", "annum"))
_PER = frozenset(("/", "pro", "je", "per"))
_PERCENT = {"%": "1", "prozent": "1", "percent": "1", "pct": "1", "‰": "0.1", "promille": "0.1"}
_TOKENS = re.compile(
    r"10\^[369]|\^-1|\d[\d.' ]*|us-?\$|co2[a-zä]*|[^\W\d_]+[23]?|[€%‰$£¥/]|(?P<skipped>[\s.,:;()\[\]*'’·-]+)|.",
    re.IGNORECASE,
)
_RAISED = str.maketrans({"³": "^3", "⁶": "^6", "⁹": "^9", "⁻": "^-"})


def unit_in(phrase: str) -> Unit | None:
    """The unit that a phrase is, such as "in Tsd. €" or "kg CO₂/a"; None where it is anything else."""
    return _unit_in(phrase) if 0 < len(phrase) <= LONGEST_PHRASE else None


def conversion(unit: Unit, wanted: Unit) -> Decimal:
    """What amounts of a unit are multiplied by to be amounts of the wanted one; raises UnitDoesNotFit.

    An amount without "per year" is taken as one per year where the wanted unit is, and the other way about, but money
    per year is no total.
    """
    if unit.dimension == SCALE:
        if wanted.dimension == PERCENT:
            raise UnitDoesNotFit(unit)
        return unit.factor
    if unit.dimension != wanted.dimension or (unit.dimension == MASS and unit.factor == Decimal(MILLIGRAM)):
        raise UnitDoesNotFit(unit)  # nobody saves milligrams: mg is most likely a slip for Mg
    if unit.currency != wanted.currency:
        raise ForeignCurrency(unit)
    yearly_is_usual = unit.dimension != MONEY and {unit.per, wanted.per} <= {None, YEAR}
    if unit.per != wanted.per and not yearly_is_usual:
        raise UnitDoesNotFit(unit)
    ratio = unit.factor / wanted.factor
    if ratio * wanted.factor != unit.factor:
        raise UnitDoesNotFit(unit)  # the division leaves a remainder, so the amounts would be rounded
    return ratio


def is_same(unit: Unit, wanted: Unit) -> bool:
    """Whether amounts of a unit are amounts of the wanted one as they stand."""
    try:
        return conversion(unit, wanted) == 1
    except ValueError:
        return False


def rule_of(unit: Unit, wanted: Unit | None, ratio: Decimal) -> str:
    """The name of the rule by which amounts of a unit become amounts of the wanted one."""
    dimension = wanted.dimension if wanted else unit.dimension
    return _RULES.get((dimension, ratio), "unit-scaled")


_RULES = {
    (MONEY, Decimal(1_000)): "unit-thousand-euro",
    (MONEY, Decimal(1_000_000)): "unit-million-euro",
    (MONEY, Decimal(1_000_000_000)): "unit-billion-euro",
    (MONEY, Decimal("0.01")): "unit-cent",
    (MASS, Decimal("0.001")): "unit-kilogram",
    (MASS, Decimal("0.000001")): "unit-gram",
    (MASS, Decimal(1_000)): "unit-kilotonne",
    (MASS, Decimal(1_000_000)): "unit-megatonne",
    (PERCENT, Decimal("0.1")): "unit-permille",
}


@lru_cache(maxsize=10_000)
def _unit_in(phrase: str) -> Unit | None:
    words = " ".join(re.sub(f"[{INVISIBLE}]", "", phrase).split())
    text = unicodedata.normalize("NFKC", words.translate(_RAISED))
    tokens = [match[0] for match in _TOKENS.finditer(text) if not match["skipped"]]
    after_in = bool(tokens) and tokens[0].casefold() == "in"
    return _PhraseReader(tokens[1:] if after_in else tokens, words).read(bare_number=after_in)


class _PhraseReader:
    """Reads the tokens of one phrase; each token must have a meaning, or the phrase is no unit."""

    def __init__(self, tokens: list[str], words: str) -> None:
        self.tokens, self.words = tokens, words
        self.folded = [re.sub(r"(?<=\d)[.' ]+", "", token.casefold()) for token in tokens]
        self.scale, self.named_scale = 1, False
        self.dimension: str | None = None
        self.factor = Decimal(1)
        self.currency: str | None = None
        self.per: str | None = None
        self.gas = False

    def read(self, *, bare_number: bool) -> Unit | None:
        """The unit; bare_number: whether a number alone, as in "in 1.000", is one."""
        place = 0
        while place < len(self.tokens):
            taken = self._take(place)
            if not taken:
                return None
            place += taken
        if self.gas and self.dimension != MASS:
            return None
        if self.dimension is None:
            scaled = self.scale != 1 and (self.named_scale or bare_number) and self.per is None
            return Unit(SCALE, Decimal(self.scale), self.words) if scaled else None
        return Unit(self.dimension, self.factor * self.scale, self.words, self.currency, self.per)

    def _take(self, place: int) -> int:
        """How many tokens from this place on were understood; 0 if the first has no meaning here."""
        word, following = self.folded[place], self.folded[place + 1 : place + 3]
        beside_currency = self.currency is not None or (following and following[0] in _CURRENCIES)
        if beside_currency and word in _SHORT_SCALES and self.scale == 1:
            self.scale, self.named_scale = _SHORT_SCALES[word], True
            return 1
        if word in _SCALES and self.scale == 1:
            self.scale, self.named_scale = _SCALES[word], not word[0].isdigit()
            return 1
        if _GASES.match(word):
            self.gas = True
            return 1
        is_times = word in ("x", "×") and (not place or (following and following[0] in _SCALES))
        if (word == "in" and place) or is_times:  # € in Tsd., x 1.000 €, € x 1.000
            return 1
        if [word, *following[:1]] in (["p", "a"], ["im", "jahr"]) and self.per is None:
            self.per = YEAR
            return 2
        if word in ("pa", "jährlich") and self.per is None:
            self.per = YEAR
            return 1
        if word in _PER and following and self.per is None:
            self.per = YEAR if following[0] in _YEARS else following[0]
            return 2
        if [word, *following[:1]] == ["a", "^-1"] and self.per is None:
            self.per = YEAR
            return 2
        return self._take_unit(place, word, following) if self.dimension is None else 0

    def _take_unit(self, place: int, word: str, following: list[str]) -> int:
        if word in _CURRENCIES:
            return self._is(MONEY, "1", _CURRENCIES[word])
        if word in _CENTS:
            return self._is(MONEY, "0.01", EURO)
        if compound := _COMPOUND.match(word):
            short = compound[1]
            self.scale *= _SCALES.get(short) or _SHORT_SCALES[short]
            return self._is(MONEY, "1", _CURRENCIES[compound[2]])
        if self.tokens[place] in _CAPITALS:
            return self._is(MASS, _CAPITALS[self.tokens[place]])
        if word in _MASSES:
            return self._is(MASS, _MASSES[word])
        if word in _PERCENT:
            return self._is(PERCENT, _PERCENT[word])
        if [word, *following[:1]] in (["v", "h"], ["v", "t"]):
            return self._is(PERCENT, "1" if following[0] == "h" else "0.1") + 1
        for dimension, words in _OTHERS.items():
            if word in words:
                return self._is(dimension, words[word])
        return 0

    def _is(self, dimension: str, factor: str, currency: str | None = None) -> int:
        self.dimension, self.factor, self.currency = dimension, Decimal(factor), currency
        return 1
