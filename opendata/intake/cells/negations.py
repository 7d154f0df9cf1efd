"""Negations and delays in a few words of German or English, and how far two spellings are apart.

Here: the words themselves, and whether one of two phrases denies what the other says. Not here: what a phrase means
for a field (code_words.py), and which word is suggested for a mistyped one (validation/messages/suggestions.py).
"""

import re

from opendata.intake.office_words import code_key

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[^\W\d_]+")
NEGATIONS = frozenset(
    (
        "nicht nichts nie niemals kein keine keinen keiner keinem keines keinerlei nein ohne weder kaum nimmer "
        "not no non never none without neither hardly isn wasn hasn didn doesn don won cannot"
    ).split()
)
# The beginnings of words about a delay, a pause or an end before the end.
_DELAYS = re.compile(
    r"verzoeger|verspaet|verschieb|verschob|zurueckgest|zurueckstell|vertag|aufgeschob|aufschub|aufschieb|ruht|"
    r"ruhend|"
    r"ausgesetz|aussetz|pausier|pause|unterbroch|unterbrech|stockt|stockend|verzug|ueberfaellig|gestopp|stopp|"
    r"hinausgeschob|delay|postpon|suspend|deferr|overdue|(?:late|hold)\Z"
)
_DENYING = re.compile(
    r"un(?!d\Z|s\Z|ser|ter|ion|iversi|gefaehr|til\Z|der|it|esco)|in(?:complete|active|valid|definite|existent)|"
    r"nicht|non|dis(?:continue|miss)"
)


def folded(text: str) -> str:
    """The text as words are compared: small letters, one blank between words, ä as ae and ß as ss."""
    return code_key(text).translate(_FOLDED)


def denials(text: str) -> tuple[str, ...]:
    """What in a text denies or delays: two phrases with different denials never mean the same.

    A word that is one letter away from „nicht“ counts, for a mistyped negation is one all the same.
    """
    denying = []
    for word in _WORD.findall(folded(text)):
        if word in NEGATIONS or (len(word) >= 4 and distance(word, "nicht", 1) <= 1):
            denying.append("not")
        elif _DELAYS.match(word):
            denying.append("delayed")
        elif _DENYING.match(word):
            denying.append("not")
    return tuple(denying)


def distance(first: str, second: str, limit: int) -> int:
    """How many letters are added, left out, changed or exchanged with a neighbour; more than limit is limit + 1.

    Only the cells of the table that lie near its diagonal are filled, so that long texts cost little.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    far = limit + 1
    before: dict[int, int] = {}
    row = {column: column for column in range(min(limit, len(second)) + 1)}
    for place, letter in enumerate(first, 1):
        start, end = max(0, place - limit), min(len(second), place + limit)
        following: dict[int, int] = {}
        for column in range(start, end + 1):
            if column == 0:
                following[0] = place
                continue
            changed = row.get(column - 1, far) + (letter != second[column - 1])
            steps = min(changed, row.get(column, far) + 1, following.get(column - 1, far) + 1)
            if place > 1 and column > 1 and letter == second[column - 2] and first[place - 2] == second[column - 1]:
                steps = min(steps, before.get(column - 2, far) + 1)
            following[column] = min(steps, far)
        if min(following.values()) > limit:
            return far
        before, row = row, following
    return row.get(len(second), far)
