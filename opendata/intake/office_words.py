"""Words of office tables, and the comparison of two of them.

Here: comparison keys of headers and codes, words that mean "nothing", month names. Not here: the words of a kind,
which its descriptor names (docs/kinds.md).
"""

import json
import re
import unicodedata
from functools import lru_cache
from typing import Any

# Invisible characters, often pasted with text from web pages and PDFs.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# A pattern for both ends would take a minute for a long run of blanks inside a cell.
_BLANKS = "".join(chr(sign) for sign in range(0x3001) if chr(sign).isspace()) + INVISIBLE
_BLANKS_AND_DOTS = re.compile(r"[\s.…!]+")
_HYPHENS = re.compile(r"[-\u2010-\u2014]\s*")
_POWER_OF_TEN = re.compile(r"(?<!\d)10([³⁶⁹])")  # 10³ € is no 103 €
_FOOTNOTE = re.compile(r"(?<!\bm)(?<!\bkm)(?<![cC][oO])(?<!10)[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s*\Z")

# Compared as code_key() writes them.
MISSING_WORDS = frozenset(
    {"k. a.", "k.a.", "k. a", "k.a", "keine angabe", "keine angaben", "n. a.", "n.a.", "n. a", "n.a", "n/a"}
)
# More spellings of "no information" in cells that can hold nothing but a code; compared without blanks and dots.
NO_INFORMATION = frozenset(
    (
        "ka na nb nn oa nv k/a n/a kang kangabe nbek keineangabe keineangaben keinangabe ohneangabe ohneangaben "
        "keineangabemöglich nichtbekannt unbekannt nichtangegeben keineinformation keineinformationen keineinfo "
        "keineinfos keinedaten keineangabenvorhanden keinedatenvorhanden "
        "nichterhoben nichtermittelt nichtverfügbar noinformation notavailable notknown unknown tbd "
        "? ?? ??? … - -- --- – — _ / -/- ./. //"
    ).split()
)
# A dash means an empty cell only where it cannot be a text: in numbers, dates and codes.
MISSING_DASHES = frozenset({"-", "–", "—", "--", "./.", "-/-", "/"})
ERROR_WORDS = frozenset(
    (
        "#N/A #NV #REF! #BEZUG! #VALUE! #WERT! #DIV/0! #NAME? #NUM! #ZAHL! #NULL! #SPILL! #CALC! #GETTING_DATA "
        "#ÜBERLAUF! #KALK! #FELD! #FIELD! #BLOCKED! #UNKNOWN! #CONNECT! Err:502 Err:504 Err:508 Err:522"
    ).split()
)
TRUTH_WORDS = {"ja": "true", "wahr": "true", "yes": "true", "nein": "false", "falsch": "false", "no": "false"}

_MONTH_NAMES = (
    ("januar", "jan", "jänner", "jän", "january"),
    ("februar", "feb", "feber", "february"),
    ("märz", "mär", "mrz", "maerz", "march", "mar"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("dezember", "dez", "december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}


def is_text(value: Any) -> bool:
    """Whether the texts in a JSON value are whole: "\\ud800" spells half a letter, which no file can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def trimmed(text: str) -> str:
    """The text without blanks of any kind, visible or not, at its ends."""
    return text.strip(_BLANKS)


def header_key(text: str) -> str:
    """The key that headers of one meaning share, as "CO₂-Minderungs-\\npotenzial:" and "CO2-Minderungspotenzial".

    Case, blanks, line breaks, hyphens, underscores and a colon, asterisk or full stop at the end do not count.
    """
    # The cache keeps short texts only: cells of the first rows are looked up too, and they may be long.
    return _header_key(text) if len(text) <= 200 else _header_key.__wrapped__(text)


@lru_cache(maxsize=20_000)
def _header_key(text: str) -> str:
    # Raised digits at the end mark a footnote, except in m² and CO².
    text = _INVISIBLE.sub("", text)
    text = _FOOTNOTE.sub("", text) if len(text) <= 200 else text
    text = _POWER_OF_TEN.sub(lambda power: f"10^{unicodedata.digit(power[1])}", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _HYPHENS.sub("", text.replace("_", " "))
    return " ".join(text.split()).rstrip(":*. ")


def code_key(text: str) -> str:
    """The key that words for one code share, without regard to case and blanks."""
    return " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().split())


@lru_cache(maxsize=10_000)
def kind_word_key(word: str) -> str:
    """code_key() of a word of a kind, which each upload asks for again; not for cells, of which there are many."""
    return code_key(word)


def means_no_information(text: str) -> bool:
    """Whether a text is one of the spellings of "keine Angabe", however dotted, or in brackets: "k .A", "(n.n.)"."""
    key = code_key(text.rstrip("*¹²³ "))
    key = key[1:-1] if key[:1] + key[-1:] in ("()", "[]") else key
    return key in NO_INFORMATION or _BLANKS_AND_DOTS.sub("", key) in NO_INFORMATION or not key.strip(". ")


def cell_key(text: str | None) -> str:
    """The key that a cell and an equal value of a skip_rows condition share; "" for an empty cell."""
    return " ".join(unicodedata.normalize("NFC", trimmed(text or "")).split())
