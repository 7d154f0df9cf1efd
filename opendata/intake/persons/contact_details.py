"""E-mail addresses and telephone numbers in texts.

Here: whether a text holds one. Not here: names (person_names.py), and what is done about it (personal_questions.py).
Polars searches for addresses, because its patterns take linear time. A telephone number is a run of digits that is
written as one: file numbers, areas, amounts and dates are written otherwise.
"""

import re
from collections.abc import Sequence

import polars as pl

FEW = 2_000  # so many texts are gone through sooner than Polars begins
_ADDRESSES = (
    r"[\p{L}\p{N}._%+-]\s?(@|＠|\(at\)|\[at\]|\{at\}|\(ät\))\s?[\p{L}\p{N}.-]+(\.|\s?\(dot\)\s?|\s?\[(dot|punkt)\]\s?|\s?\(punkt\)\s?)\p{L}{2,}",
    r"\p{L}\.\p{L}+@\p{L}{2,}",
    r"[\p{L}\p{N}._-]\s(at|ät)\s[\p{L}\p{N}.-]+\s(dot|punkt)\s\p{L}{2,}",
    r"[\p{L}\p{N}._-]\sät\s[\p{L}\p{N}-]+\.\p{L}{2,}",
)
_SIGNS_OF_ADDRESSES = ("@", "＠", "(at)", "[at]", "{at}", "(ät)", "(Ät)", " at ", " ät ", " Ät ")
_SIGNS_OF_NUMBERS = ("tel", "fon", "mobil", "handy", "durchwahl", "dw", "nebenstelle", "app", "phone", "fax", "rufn")
# A run of digits may be a number only where one of these stands in the text. Without \b, which Polars finds slowly.
_PERHAPS_NUMBERS = (
    r"(?i)(^|[^\p{L}])(tele?|telefon\p{L}*|\p{L}+telefon|fon|mobil\p{L}*|handy\p{L}*|durchwahl|dw|nebenstelle|apparat"
    r"|app|phone|fax|telefax|rufnummer)[^\p{L}]",
    r"(\+|(^|[^0-9A-Za-z])00)\s?\d",
    r"(^|[^0-9A-Za-z])\(?0\s?\d",
    r"^(49)?1[567]\d{8,9}$",
)
_SIGNS_OF_DIGITS = ("+", "0", "15", "16", "17")  # of which the last three patterns need one
_WORD = re.compile(
    r"\b(tel|tele|telefon(?:nummer|nr)?|infotelefon|fon|mobil(?:telefon|funk|nummer|nr)?|handy(?:nummer|nr)?|durchwahl|dw|nebenstelle|apparat|app|phone"
    r"|fax|telefax|rufnummer)\b[.:-]{0,2}\s{0,3}(?:nr\.?|nummer|:)?\s{0,2}(?:unter |is )?[(+–-]?$",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(
    r"(konto|stelle|az|aktenzeichen|drs|drucksache|vorlage|bv|nr|nummer|plz|zeichen|flurstück|antrag|ags|bescheid|postfach)"
    r"[.:]?\s{0,3}$",
    re.IGNORECASE,
)
_SHORT_NUMBERS = ("tel", "telefon", "durchwahl", "dw", "nebenstelle", "apparat", "app", "phone", "fon")
_PUBLIC_NUMBERS = ("110", "112", "115", "116117")
# Digits with the signs that stand between them; letters, commas and the like end a run. A year is no extension.
_DIGITS = re.compile(r"(?:\+\s?)?\(?\d(?:[\d \u00a0/().–-]{0,40}\d)?")
_NATIONAL = re.compile(
    r"\(?0[1-9]\d{1,4}\)?(?:\s?[/–-]\s?|\s|(?<=\)))(?:\d{5,}|\d{2,5}(?:[ –-]{1,3}\d{1,7}){1,4})(?:-\d{1,5})?"
)
# Numbers in pairs of digits, "0 30 / 2 31 25-1 23", are read without their blanks.
_SPACED = re.compile(r"\(?0[1-9]\d{1,4}[)/]\d{3,9}(?:-\d{1,5})?")
_WITH_YEAR = re.compile(r"0\d{2,4}/(?:19|20)\d\d(?!\d)")
_MOBILE = re.compile(r"0(?:1[567]\d{8,9}|800\d{6,8})")
# A number without signs between its digits; the keys of municipalities have eight and twelve digits.
_WHOLE = re.compile(r"0[2-9]\d{8,9}")
_ZERO_LOST = re.compile(r"(?:49)?1[567]\d{8,9}")  # a cell that a program took for a number
_DOTTED = re.compile(r"0[2-9]\d{1,3}\.\d{3,4}\.\d{3,5}")
_ABROAD = re.compile(r"(?:\+\s?|00)[1-9]\d{0,2}[\s(/)-]*[\d\s()/.–-]{5,}")
_GROUPED = re.compile(r"\+?\d{1,3}(?:[. ]\d{3})+")
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?(?:\D+\d{1,2}\.\s?\d{1,2}\.\d{2,4})?")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?")
_BEFORE, _AFTER = 30, 3


def has_address(texts: pl.Series) -> pl.Series:
    """Which of the texts hold an e-mail address."""
    return contains_any_of(texts, [f"(?i){pattern}" for pattern in _ADDRESSES], _SIGNS_OF_ADDRESSES)


def may_have_number(texts: pl.Series) -> pl.Series:
    """In which of the texts it is worth while to look for a telephone number; holds_number() decides."""
    digits = contains_any_of(texts, _PERHAPS_NUMBERS[1:], _SIGNS_OF_DIGITS)
    words = _holding_signs(texts, _SIGNS_OF_NUMBERS)
    if not words.any():
        return digits
    return digits | contains_any_of(texts, _PERHAPS_NUMBERS[:1], _SIGNS_OF_NUMBERS, texts.str.contains(r"\d"))


def contains_any_of(
    texts: pl.Series, patterns: Sequence[str], signs: Sequence[str], among: pl.Series | None = None
) -> pl.Series:
    """Which of the texts one of these patterns finds; signs: letters of which some stand in each such text.

    among: which of the texts are looked at. A pattern with classes of letters takes longer to prepare than to search
    a table of a few hundred rows, and long to search a large one, so only texts with one of the signs are searched.
    """
    mask = _holding_signs(texts, signs)
    mask = mask & among if among is not None else mask
    if not mask.any():
        return mask
    places, candidates = mask.arg_true(), texts.filter(mask)
    matching = pl.select(pl.any_horizontal(pl.lit(candidates).str.contains(pattern) for pattern in patterns))
    return pl.int_range(texts.len(), dtype=pl.UInt32, eager=True).is_in(places.filter(matching.to_series()).implode())


def _holding_signs(texts: pl.Series, signs: Sequence[str]) -> pl.Series:
    """Which of the texts hold one of the signs, without regard to the case of ASCII letters."""
    if texts.len() <= FEW:
        # bytes.lower() changes ASCII letters alone. Few tables have any of the signs.
        together = "\n".join(texts.to_list()).encode().lower()
        if not any(sign.encode().lower() in together for sign in signs):
            return pl.Series([False], dtype=pl.Boolean).new_from_index(0, texts.len())
    return texts.str.contains_any(list(signs), ascii_case_insensitive=True)


def holds_number(text: str) -> bool:
    """Whether a text holds a telephone number."""
    return any(_is_number(text, match) for match in _DIGITS.finditer(text))


def _is_number(text: str, match: re.Match[str]) -> bool:
    run, before = match[0], text[max(0, match.start() - _BEFORE) : match.start()]
    digits = sum(sign.isdigit() for sign in run)
    if word := _WORD.search(before):
        return _is_after_word(word[1].lower(), run, digits)
    if before[-1:].isalnum() or (before[-1:] in tuple("/_,.-") and before[-2:-1].isalnum()):
        return False  # the end of something longer, such as V/0021/2019
    if text[match.end() : match.end() + _AFTER].strip()[:1] in tuple("€%²"):
        return False
    if _MOBILE.fullmatch(run) or (run == text.strip() and _ZERO_LOST.fullmatch(run)):
        return True
    if run.startswith(("+", "00")):
        return 9 <= digits <= 15 and bool(_ABROAD.fullmatch(run)) and not _GROUPED.fullmatch(run)
    if _OTHER_WORD.search(before) or _WITH_YEAR.match(run) or _DATE.search(run):
        return False
    return 7 <= digits <= 16 and bool(
        _NATIONAL.match(run)
        or _WHOLE.fullmatch(run)
        or _DOTTED.fullmatch(run)
        or _SPACED.fullmatch(run.replace(" ", ""))
    )


def _is_after_word(word: str, run: str, digits: int) -> bool:
    """Whether digits that follow a word such as "Tel." are a number: a year or a date is none."""
    if run in _PUBLIC_NUMBERS or _YEARS.fullmatch(run) or _DATE.fullmatch(run):
        return False
    return digits >= (3 if word in _SHORT_NUMBERS else 6)
