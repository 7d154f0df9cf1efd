"""Characters that no reader sees, that only look different, or that were damaged before the table was sent.

Here: removing or replacing them, and recognising damaged text. Not here: what a cell means (cell_reading.py), blanks
at its ends (office_words.py). Sources: Unicode 15, general categories Cc, Cf, Zs and Pd; Windows code page 1252.
"""

import re
import unicodedata
from collections.abc import Callable

import polars as pl

Tidying = tuple[str, Callable[[str], str]]  # a rule, and what it makes of a text

# XML 1.0, and with it XLSX and Atom, cannot hold most of these; the others are line breaks of other systems.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
_CONTROLS = re.compile(f"[{_CONTROL}]+")
_LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Soft hyphens, zero-width characters and marks of direction, often pasted with text from web pages and PDFs.
_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_INVISIBLES = re.compile(f"[{_UNSEEN}]")
# These two join letters of some scripts, and the parts of some emoji; between Latin letters they do nothing.
_JOINERS = "\u200c\u200d"
_HARD_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HARD_BLANKS = re.compile(f"[{_HARD_BLANK}]")
_DASH = "\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_DASHES = re.compile(f"[{_DASH}]")
_BLANK_RUN = re.compile(r"\s+")

_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # the bytes 80 to BF as Latin-1 or Windows-1252 shows them
_TAIL_OF_AE = re.sub("[“”‘’„…–—]", "", _TAIL)  # these may stand behind a word that ends with Ä
# The patterns of what is damaged mean the same to Python and to Polars, which knows no lookaround.
# UTF-8 that was read as Windows-1252: "StraÃŸe", "Â§ 5", "â€“". And the mark for a character that was lost.
_MISREAD = f"\ufffd|[ÃÅ][{_TAIL}]|Ä[{_TAIL_OF_AE}]|Â[\xa0-\xbf]|â[\x80€‚][{_TAIL}]|ï»¿"
# Letters that a program replaced by question marks ("Stra?e", "?PNV"), that MS-DOS or an old Macintosh wrote and that
# were read as Windows-1252 ("B„ume", "Stra§e", "fŸr"), that a web page wrote as entities ("Gr&uuml;n"), and the euro
# of Latin-9 that was read as Latin-1.
_LETTER, _SMALL = r"[^\W\d_]", "a-záäöüß"
_ENTITY = "&(?:[aouAOU]uml|szlig|amp|nbsp|quot|apos|lt|gt|euro|[nm]dash|hellip|deg|#[0-9]{2,5}|#x[0-9a-fA-F]{2,4});"
_LOST = (
    rf"{_LETTER}\?[{_SMALL}]|(?:^|\s)\?{_LETTER}{{2}}|{_LETTER}[„§ŸŠ][{_SMALL}]"
    rf"|^[^„“”\"]*{_LETTER}”[{_SMALL}]|¤|{_ENTITY}"
)
_IS_MISREAD, _HAS_LOST = re.compile(_MISREAD), re.compile(_LOST)
_TOKEN, _SIGN_OF_NO_WORD = re.compile(r"\S+"), re.compile(r"[#%=_@\\]")
# Polars counts no raised digits and the like among the signs of words, as Python does.
_MAY_BE_DAMAGED = _MISREAD + "|" + _LOST.replace(_LETTER, rf"[{_LETTER}\p{{No}}\p{{Nl}}]")


def is_damaged(text: str) -> bool:
    """Whether the text holds characters that were lost, or that were decoded as something else."""
    if _IS_MISREAD.search(text):
        return True
    return _HAS_LOST.search(text) is not None and _HAS_LOST.search(_TOKEN.sub(_if_word, text)) is not None


def _if_word(token: re.Match[str]) -> str:
    """The token; nothing of an address of a page, or of a key in which a question mark stands beside other signs."""
    text = token[0]
    if "://" in text or "www." in text:
        return ""
    is_key = "?" in text and (_SIGN_OF_NO_WORD.search(text) or "/" in text[: text.rindex("?")])
    return "" if is_key else text


def without_controls(text: str) -> str:
    """The text without control characters; a blank stands where they parted two words."""

    def blank_between_words(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return " " if before.strip() and after.strip() else ""

    return _CONTROLS.sub(blank_between_words, text)


def with_line_breaks(text: str) -> str:
    """The text with one kind of line break."""
    return _LINE_BREAKS.sub("\n", text)


def without_invisibles(text: str) -> str:
    """The text without soft hyphens, zero-width characters and marks of direction."""

    def nothing(match: re.Match[str]) -> str:
        if match[0] in _JOINERS and _is_beside_other_script(text, match.start()):
            return match[0]
        return ""

    return _INVISIBLES.sub(nothing, text)


def with_plain_blanks(text: str) -> str:
    """The text with ordinary blanks in place of hard, narrow and wide ones."""
    return _HARD_BLANKS.sub(" ", text)


def key_text(text: str) -> str:
    """A key in which all kinds of dashes are one, and all runs of blanks: "M–1" is "M-1"."""
    return _DASHES.sub("-", _BLANK_RUN.sub(" ", text))


# Letters of other alphabets that look like Latin ones, and the wide forms of Latin letters, digits and signs.
_ALIKE = dict(
    zip(
        map(ord, "АВСЕНІЈКМОРЅТХУасеорхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"),
        "ABCEHIJKMOPSTXYaceopxyijsABEZHIKMNOPTYXo",
        strict=True,
    )
) | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def with_latin_letters(text: str) -> str:
    """A key in which letters of other alphabets that look like Latin ones are these: "М-1" with a Cyrillic М is M-1.

    A key with a letter that looks like no Latin one belongs to another alphabet, and stays.
    """
    latin = text.translate(_ALIKE)
    return latin if latin.isascii() or not any("\u0370" <= sign <= "\u04ff" for sign in latin) else text


def composed(text: str) -> str:
    """The text in Unicode's normal form C, in which each letter with its accent is one character."""
    return unicodedata.normalize("NFC", text)


def with_plain_digits(text: str) -> str:
    """The text with the digits 0 to 9 in place of wide ones and those of other scripts: ２０２６ is 2026."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


_FORMULA_OR_NUMBER = re.compile(r"[=+@-]|(?!\d{2}\Z)(?=.*\d)[\W\d_]+\Z")


def without_text_mark(text: str, *, may_be_words: bool) -> str:
    """The text without the apostrophe by which spreadsheets know text: '001 is 001.

    may_be_words: whether it may begin with an apostrophe of its own, as 's-Hertogenbosch and the year '26 do.
    """
    rest = text[1:]
    if not text.startswith("'") or not rest.strip() or "'" in rest:
        return text
    return rest.strip() if not may_be_words or _FORMULA_OR_NUMBER.match(rest) else text


# TEXT_RULES are applied before the blanks at the ends are cut off, the others after that.
TEXT_RULES: tuple[Tidying, ...] = (
    ("control-characters", without_controls),
    ("line-breaks", with_line_breaks),
    ("unicode-nfc", composed),
)
INNER_RULES: tuple[Tidying, ...] = (("invisible-characters", without_invisibles),)
PLAIN_TEXT_RULES: tuple[Tidying, ...] = (*INNER_RULES, ("hard-blanks", with_plain_blanks))
KEY_RULES: tuple[Tidying, ...] = (
    *INNER_RULES,
    ("key-characters", key_text),
    ("key-alphabet", with_latin_letters),
)


def _is_beside_other_script(text: str, place: int) -> bool:
    neighbours = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return bool(neighbours) and all(ord(sign) >= 0x0590 and not sign.isspace() for sign in neighbours)


def odd_characters(*, is_key: bool) -> str:
    """A pattern of Polars for texts that a rule of this module, except the normal form, may change or call damaged.

    It is one pattern, because searching for one takes as long as for each of its parts.
    """
    return "|".join([_ODD, _MAY_BE_DAMAGED, *([_ODD_IN_KEYS] if is_key else [])])


def is_composed(text: pl.Expr) -> pl.Expr:
    """Whether a text is in the normal form C."""
    return text.str.normalize("NFC") == text


def are_plainly_composed(text: pl.Expr) -> pl.Expr:
    """Whether all texts of a column have only characters of which every sequence is in the normal form C.

    Normalising takes far longer than this, and nearly no column has other characters.
    """
    return ~text.str.contains(_NOT_PLAINLY_COMPOSED).any()


def _for_polars(signs: str) -> str:
    """A class of characters as the patterns of Polars write it."""
    return "".join(sign if sign == "-" else f"\\x{{{ord(sign):x}}}" for sign in signs)


# Latin letters with their accents, quotation marks and dashes, lowered digits, signs of money, arrows and symbols.
PLAINLY_COMPOSED = "\x00-\u02ff\u2010-\u2027\u2030-\u205e\u2070-\u209c\u20a0-\u20bf\u2190-\u2199\u2460-\u27bf"
_NOT_PLAINLY_COMPOSED = f"[^{_for_polars(PLAINLY_COMPOSED)}]"
_ODD = f"[{_for_polars(_CONTROL + _UNSEEN + _HARD_BLANK)}\\r\\x{{85}}\\x{{2028}}\\x{{2029}}]"
_OTHER_ALPHABETS = "\u0391-\u03c9\u0400-\u045f\uff01-\uff5e"
_ODD_IN_KEYS = f"[{_for_polars(_DASH + _OTHER_ALPHABETS)}\\n\\t]|\\s\\s"
