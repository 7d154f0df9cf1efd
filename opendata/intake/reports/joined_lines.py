"""Texts, joined from the lines of a cell: hyphens at line ends, bullets, paragraphs.

Here: how one line goes on in the next. Not here: the lines (text_lines.py).
"""

import itertools
import re
from collections.abc import Sequence

from opendata.intake.reports.text_lines import TextLine

HYPHENS = "-\u2010\u2011\u00ad"
_AT_END = f"{HYPHENS}.!?"  # of a paragraph, which is prose and goes on after a blank
FEW_LINES = 3
# Of the width of a cell: a line that ends before that, although the next word had room, was ended on purpose.
SHORT = 0.6
_SIGNS = tuple("•▪●◦■►▶➢➤✓✔‣∙")
_BULLET = re.compile(r"(?:[•▪●○◦■□►▶➢➤✓✔‣⁃∙·*]|o(?= [A-ZÄÖÜ0-9]))\s*(?=\S)")
_DASH = re.compile(r"[-–—]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2}|[a-z])[.)]\s+(?=\S)")
_JOINING_WORDS = re.compile(r"(?:und|oder|bzw\.?|sowie|u\.|&|and|or)(?=[\s,;]|\Z)")
_WORD_AND_DASH = re.compile(r"\s(?:und|oder|bzw\.|sowie|u\.|&) [–—]\Z")
_ENDED = re.compile(r"[.:;,!?”“\")]\Z")
_LAST_WORD = re.compile(r"[^\s\-‐‑/(„\"]+\Z")
_FIRST_WORD = re.compile(r"\S+")
_BEFORE_STOP = re.compile(r"(?<=[\w)]) (?=[.,;](?:\s(?!\.)|\Z))")  # the blank in "werden . Die"
_DIGITS_ALONE = re.compile(r"[+-]?[\d.]+")
_END_OF_NUMBER = re.compile(r"[\d.]*\d(?:,\d+)?(?=\s*(?:€|T€|EUR|Euro)?\Z)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ONE_WORD = re.compile(r"[^\W\d_]{3,}[a-zäöüß]")
_END_OF_WORD = re.compile(r"[a-zäöüß]{1,3}(?=[\s,;:.)]|\Z)")
# What is no end of a word, though it is as short: words and units that stand alone.
_SHORT_WORDS = frozenset(
    "ab als am an auf aus bei bis da der die das dem den des du ein er es für ggf ha hat im in ist je km kg kt "
    "mit nur ob oder per pro qm so sie t tsd mio ca um und von vor was wer wie wo zu zum zur a h l m bzw usw "
    "the of and or to for is on at by with per no yes ja neu".split()
)
_FULL = 0.8  # of the width of a cell: a line of one word that fills it may end within the word
_WHOLE_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")


def joined(lines: Sequence[TextLine], width: float | None = None) -> str:
    """The text of the lines; width: of the cell inside its margins, None where it is not known."""
    if not lines:
        return ""
    room = max([line.width for line in lines] + ([width] if width else []))
    text = _clean(lines[0].text)
    in_list = bool(_bullet(text))
    item = _number(text)
    for line, following in itertools.pairwise(lines):
        after = _clean(following.text)
        number = _number(after)
        short = len(lines) > FEW_LINES and _ended_early(line, following, room) and line.width < SHORT * room
        if (
            _BULLET.match(after)
            or (_DASH.match(after) and (in_list or _ENDED.search(text)))
            or (number is not None and (number == (item or 0) + 1) and (item is not None or _ENDED.search(text)))
        ):
            text, in_list, item = f"{text}\n{after}", number is None, number if number is not None else item
        elif short and text[-1] not in _AT_END and not after[:1].islower():
            text = f"{text}\n{after}"
        elif line.width > _FULL * room and _is_one_word(line.text.strip(), after):
            text = f"{text}{after}"
        else:
            text = _together(text, after)
    return _BEFORE_STOP.sub("", text.replace("\u00ad", ""))


def joined_label(label: str, following: str) -> str:
    """A label and what goes on below it."""
    return _together(label, following)


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def _bullet(text: str) -> bool:
    return bool(_BULLET.match(text) or _DASH.match(text))


def _number(text: str) -> int | None:
    """The number or letter of an item of a list, counted from 1."""
    match = _NUMBER.match(text)
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else ord(match[1]) - ord("a") + 1


def _clean(text: str) -> str:
    """The text of a line with single blanks, one of them behind a bullet."""
    line = " ".join(text.replace("\u00a0", " ").split())
    return f"{line[0]} {line[1:].lstrip()}" if line[:1] in _SIGNS and len(line) > 1 else line


def _together(text: str, after: str) -> str:
    """A line and the one that it goes on in."""
    if text.endswith("\u00ad"):
        return text[:-1] + after
    if _is_one_number(text, after):
        return text + after
    if _WORD_AND_DASH.search(text) and after[:1].islower():
        return text + after  # "Energiecontrolling und –" "management"
    if text.endswith(("/", "–")) and not text.endswith((" /", " –")):
        return text + after  # "Nord–" "Süd", "2024–" "2030"
    if not text.endswith(tuple(HYPHENS)) or text.endswith((" -", " \u2010")) or len(text) < 2:
        return f"{text} {after}"
    if after[:1].islower():
        if _JOINING_WORDS.match(after):
            return f"{text} {after}"
        word = _LAST_WORD.search(text[:-1])
        if word is None or _keeps_hyphen(word[0]):
            return text + after
        return text[:-1] + after
    return text + after


def _is_one_word(line: str, after: str) -> bool:
    """Whether a word that is wider than its cell goes on in the next line: "Koste" and "n in €", "geplan" and "t"."""
    end = _END_OF_WORD.match(after)
    if end is None or not _ONE_WORD.fullmatch(line):
        return False
    # "t" and the like are units as well, behind the name of what is counted.
    return end[0] not in _SHORT_WORDS or (len(end[0]) == 1 and end[0] == after and line[0].islower())


def _is_one_number(text: str, after: str) -> bool:
    """Whether a number is broken over lines: "1.250." and "000", "12.50" and "0.000", but not "12" and "5.000"."""
    end = _END_OF_NUMBER.match(after)
    if end is None or not _DIGITS_ALONE.fullmatch(text):
        return False
    both_whole = _WHOLE_NUMBER.fullmatch(text) and _WHOLE_NUMBER.fullmatch(end[0])
    return not both_whole and _GROUPED.fullmatch(text + end[0]) is not None


def _keeps_hyphen(word: str) -> bool:
    """Whether the hyphen after this word is its own: "CO2-", "LED-", "E-", but not "Klima-"."""
    return len(word) == 1 or any(sign.isdigit() for sign in word) or (word.isupper() and len(word) > 1)


def _ended_early(line: TextLine, following: TextLine, room: float) -> bool:
    """Whether the first word of the next line had room in this one."""
    word = _FIRST_WORD.match(following.text)
    letter = following.width / max(1, len(following.text))
    return bool(word) and line.width + letter * (len(word[0]) + 1.5) < room if word else False
