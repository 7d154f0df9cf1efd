"""Names of persons in German texts: "Frau Müller", "Dr. Anna Schmidt", "Mustermann, Max", "A. Schmidt".

Here: whether a text holds one, judged by titles, word lists and the words around. Not here: the word lists
(first_names.py, surnames.py, office_names.py). Every text is read word by word once, so the time is linear.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from opendata.intake.persons.first_names import FIRST_NAMES, WORDS_TOO
from opendata.intake.persons.office_names import comes_before_names, is_common, is_named_after
from opendata.intake.persons.surnames import SURNAMES, has_surname_ending

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES = frozenset("Frau Herr Herrn Hr Hrn Dr Prof Mr Mrs Ms".split())
_WEAK_TITLES = frozenset("Fr Fam Familie Ing Dipl Mag Professor Professorin Doktor Eheleute Miss".split())
_ROLES = (
    r"(ober|orts|alt)?bürgermeister(in)?|land(rat|rätin)|(amts|projekt|bereichs|team|abteilungs)?leit(er|erin|ung)"
    r"|ansprechpartner(in)?|ansprechperson|kontakt(person)?|klimaschutzmanager(in)?|sachbearbeiter(in)?|bearbeiter(in)?"
    r"|dezernent(in)?|beigeordneter?|hausmeister(in)?|architekt(in)?|eigentümer(in)?|antragsteller(in)?|vorsitzender?"
    r"|landwirt(in)?|bau(er|leiter|leiterin)|pächter(in)?|gutachter(in)?|koordination|kollegin|kollegen?|praktikant(in)?"
)
_ROLE = re.compile(_ROLES)
# Where no word of telling_words() is in a text, only "A. Schmidt" and "Bürgermeister Krause" can be a name.
PERHAPS_NAMES = (r"(^|[^\p{L}])\p{Lu}\.\s?\p{Lu}", rf"(?i)(^|[^\p{{L}}])({_ROLES})[: ]")
# Letters of which some stand in each text that these patterns find, without regard to case.
SIGNS_OF_NAMES = (
    (".",),
    (
        *(
            "rgermeister",
            "landr",
            "leit",
            "ansprechp",
            "kontakt",
            "manager",
            "bearbeiter",
            "dezernent",
            "beigeordnete",
        ),
        *("hausmeister", "architekt", "eigent", "antragsteller", "vorsitzende", "landwirt", "bau", "chter"),
        *("koordination", "kolleg", "praktikant"),
    ),
)
# Müller, SCHMIDT, O'Brien, McKenzie
_NAME_FORM = re.compile(r"(?:Mc|Mac|[OD]['’])?[^\W\d_]?[^\W\d_A-ZÄÖÜ]+|[^\W\d_a-zäöü]+")
_DEGREES = frozenset("med rer nat phil jur iur hc habil agr oec pol h c".split())
_PUBLIC_OFFICE = re.compile(
    r"(?:minister|ministerin|staatssekretär|staatssekretärin|bundeskanzler(?:in)?"
    r"|(?:bundes|minister|regierungs|landtags|staats)präsident(?:in)?)$"
)
_OFFICE_ENDINGS = ("ter", "rin", "tär", "ler", "ent", "tin")  # of the words above
_PARTICLES = frozenset("von van de zu vom zum zur der den del della di da dos el al ter ten".split())
_SEASONS = frozenset("Sommer Winter Herbst Mai Freitag Sonntag".split())
_TRADES = frozenset(
    "Förster Gärtner Küster Meister Schreiner Jäger Bauer Fischer Metzger Schmied Park Stadler".split()
)
_PARTS = re.compile(r"[,;/\n()&+|:]|\b(?:und|aus|vom|beim)\b|\d+")
_SIGNED = re.compile(r"\s*(?:gez\.|i\. ?[VA]\.)\s*(?=\S)")
_STRONG = re.compile(
    r"projektleit|ansprechp|kontaktperson|bearbeiter|bearbeitung$|sachbearbeit|vorname|nachname|familienname|betreuer"
    r"|koordinator|manager(in)?$|verfasser|\bautor|leiter(in)?$|contact person"
)
_WEAK = re.compile(
    r"verantwort|zuständig|\bname\b|kontakt|leitung|federführ|koordination|responsible|contact|\blead\b"
)
LONGEST_NAME = 6  # words
MOST_TITLES = 10  # in front of one name: a text of titles alone is not gone through anew from each of them
LONGEST_WORD = 60  # characters of a word whose judgement is kept


class Word(NamedTuple):
    """A word of a text and what stands between it and the word before."""

    text: str
    gap: str

    @property
    def follows(self) -> bool:
        """Whether only blanks stand before it."""
        return bool(self.gap) and self.gap.isspace()

    @property
    def is_capital(self) -> bool:
        """Whether it is written like a name: Anna, Müller-Lüdenscheidt, SCHMIDT."""
        return self.text[0].isupper() and len(self.text) > 1

    @property
    def is_first_name(self) -> bool:
        """Whether it is a first name, or two that are joined: Hans-Peter."""
        return _judged(self.text).is_first_name

    @property
    def is_only_a_first_name(self) -> bool:
        """Whether it is a first name and no other word."""
        return _judged(self.text).is_only_a_first_name

    @property
    def is_surname(self) -> bool:
        """Whether it is known as a surname, or has the ending of one."""
        return _judged(self.text).is_surname

    @property
    def may_be_surname(self) -> bool:
        """Whether it can be a surname as far as its form goes."""
        return _judged(self.text).may_be_surname

    @property
    def is_role(self) -> bool:
        """Whether it is a word for what somebody does: Bürgermeister."""
        return _judged(self.text).is_role


class _JudgedWord(NamedTuple):
    """What a word is by itself, whatever stands around it."""

    is_first_name: bool
    is_only_a_first_name: bool
    is_surname: bool
    may_be_surname: bool
    is_role: bool


def _judged(word: str) -> _JudgedWord:
    # The cache keeps words only: a cell may be a long run of letters.
    return _judged_word(word) if len(word) <= LONGEST_WORD else _judged_word.__wrapped__(word)


@lru_cache(maxsize=20_000)
def _judged_word(word: str) -> _JudgedWord:
    """The judgement of a word; texts repeat few words, so each is judged once."""
    is_capital, written = word[0].isupper() and len(word) > 1, _written(word)
    parts = written.split("-")
    is_first_name = is_capital and all(part in FIRST_NAMES or part in WORDS_TOO for part in parts)
    known = written in SURNAMES or any(part in SURNAMES for part in parts)
    is_surname = False
    if is_capital and (written in SURNAMES or not is_named_after(word)):
        is_surname = known or (has_surname_ending(word) and not is_common(word))
    plain = is_capital and (bool(_NAME_FORM.fullmatch(word)) or "-" in word)
    return _JudgedWord(
        is_first_name,
        is_first_name and written not in WORDS_TOO,
        is_surname,
        is_surname or (plain and not is_named_after(word) and not is_common(word)),
        bool(_ROLE.fullmatch(word.lower())),
    )


def column_is_about_persons(header: str) -> str | None:
    """ "strong" where a column's header asks for persons, "weak" where it may name offices as well, else None."""
    text = " ".join(header.lower().split())
    return "strong" if _STRONG.search(text) else "weak" if _WEAK.search(text) else None


@cache
def telling_words() -> frozenset[str]:
    """The words of which one is in nearly every text that holds a name; PERHAPS_NAMES finds the others."""
    known = FIRST_NAMES | WORDS_TOO
    parts = {part for word in known for part in word.split("-")}
    return frozenset(parts | {word.upper() for word in parts} | _TITLES | _WEAK_TITLES)


def holds_name(text: str, about_persons: str | None = None) -> bool:
    """Whether a text holds the name of a person; about_persons: what column_is_about_persons() says of its column."""
    words = _words(text)
    in_office = _in_public_office(words)
    if any(_begins_name(words, place, text) for place in range(len(words)) if place not in in_office):
        return True
    return about_persons is not None and any(
        _is_name_alone(part, strong=about_persons == "strong") for part in _PARTS.split(text)
    )


def _in_public_office(words: Sequence[Word]) -> set[int]:
    """The places of names that stand behind a high public office, "Ministerin Dr. Beispiel": these are public."""
    places: set[int] = set()
    for place, word in enumerate(words):
        if word.text[-3:].lower() in _OFFICE_ENDINGS and _PUBLIC_OFFICE.search(word.text.lower()):
            following = place + 1
            while following <= place + LONGEST_NAME and (name := words[following]).text[0].isupper():
                after_title = name.gap == ". " and words[following - 1].text in (_TITLES | _WEAK_TITLES)
                if not (name.follows or after_title):
                    break
                places.add(following)
                following += 1
    return places


def _words(text: str) -> list[Word]:
    words, end = [], 0
    text = text.replace(" (FH)", "")
    for match in _WORD.finditer(text):
        words.append(Word(match[0], text[end : match.start()]))
        end = match.end()
    words.append(Word(" ", text[end:]))  # what stands after the last word
    return words


def _begins_name(words: Sequence[Word], place: int, text: str) -> bool:
    word = words[place]
    if not word.text[0].isupper():
        return False
    if word.text in _TITLES or word.text in _WEAK_TITLES:
        return _follows_title(words, place)
    if len(word.text) == 1:
        return _follows_initial(words, place)
    if word.is_first_name and _follows_first_name(words, place):
        return True
    if _is_turned_round(words, place, text):
        return True
    if word.is_role:
        return _follows_role(words, place)
    return False


def _follows_title(words: Sequence[Word], place: int) -> bool:
    """Whether a name follows "Frau", "Herr Dr." and the like."""
    sure, first = False, place
    while True:
        if place - first > MOST_TITLES:
            return False
        title = words[place].text
        is_title = title in _TITLES or title in _WEAK_TITLES or (sure and title in _DEGREES)
        if not is_title and not words[place].is_role:
            break
        sure = sure or title in _TITLES
        place += 1
        gap = words[place].gap
        if not (gap.strip() in ("", ".") or (gap == ".-" and words[place].text in _WEAK_TITLES)):
            return False
        if not gap:
            return False
    while _is_initial(words, place) and words[place + 1].gap.strip() == ".":
        place += 1
    while words[place].text.lower() in ("von", "van", "zu", "vom", "de", "el", "al") and words[place + 1].follows:
        place += 1
    name = words[place]
    if _is_named_after(words, place):
        return False
    if name.is_first_name:
        return sure or _follows_first_name(words, place)
    return name.is_surname or (sure and name.may_be_surname)


def _follows_first_name(words: Sequence[Word], place: int) -> bool:
    """Whether a surname follows a first name, and the two are not the name of a street, a school or a firm."""
    first = words[place]
    if place and first.gap.strip() in ("", ".") and comes_before_names(words[place - 1].text):
        return False
    if _is_named_after(words, place):
        return False
    sure, particle = first.is_only_a_first_name, ""
    for name in _run(words, place + 1):
        after_van = sure and particle in ("van", "von") and name.is_capital and not is_named_after(name.text)
        if name.is_surname or (sure and name.may_be_surname) or after_van:
            return True
        if not (name.is_first_name or name.text.lower() in _PARTICLES or len(name.text) == 1):
            return False
        particle = particle or name.text.lower()
    return False


def _run(words: Sequence[Word], place: int) -> Iterator[Word]:
    """The words from a place on that are joined by blanks alone; an initial may have its point."""
    for before, word in zip(
        words[place - 1 : place + LONGEST_NAME], words[place : place + LONGEST_NAME], strict=False
    ):
        after_initial = len(before.text) == 1 and word.gap == ". "
        if not (word.follows or after_initial) or not word.text.strip():
            return
        yield word


def _is_named_after(words: Sequence[Word], place: int) -> bool:
    """Whether the name that begins here is that of a street, a school, a firm: one of the next words says so."""
    for count, word in enumerate(_run(words, place + 1)):
        if count > 2 or not (word.text[0].isupper() or word.text.lower() in _PARTICLES):
            return False
        if is_named_after(word.text) and _written(word.text) not in SURNAMES:
            return True
    return is_named_after(words[place].text) and not words[place].is_surname


def _is_initial(words: Sequence[Word], place: int) -> bool:
    return len(words[place].text) == 1 and words[place].text.isupper()


def _follows_initial(words: Sequence[Word], place: int) -> bool:
    """Whether this is the initial of a first name before a surname: "A. Schmidt", but not "z. B. Schulen"."""
    if place and len(words[place - 1].text) == 1 and words[place].gap in (".", ". "):
        return False
    name = words[place + 1]
    return name.gap in (". ", ".") and name.is_surname and not _is_named_after(words, place + 1)


def _is_turned_round(words: Sequence[Word], place: int, text: str) -> bool:
    """Whether this is a surname with the first name after a comma: "Mustermann, Max"."""
    surname, first = words[place], words[place + 1]
    if first.gap == ", " and _is_initial(words, place + 1) and surname.is_surname:
        return words[place + 2].gap.startswith(".") and not words[place + 2].gap.endswith(" ")
    if first.gap.strip() != "," or not first.is_first_name or not surname.may_be_surname:
        return False
    if _is_named_after(words, place + 1) or (place and surname.follows and words[place - 1].is_capital):
        return False
    whole = text.strip().startswith(surname.text) and text.strip().endswith(first.text) and len(words) == 3
    alone = not words[place + 2].follows or not words[place + 2].text.strip()
    return (surname.is_surname and alone) or (whole and first.is_only_a_first_name)


def _follows_role(words: Sequence[Word], place: int) -> bool:
    """Whether a surname follows the word for what somebody does: "Bürgermeister Krause"."""
    name = words[place + 1]
    if words[place].text.endswith("ung") and ":" not in name.gap:
        return False
    if name.gap.strip() not in ("", ":") or not name.gap or not name.is_surname or _is_named_after(words, place + 1):
        return False
    return name.text not in _SEASONS or not any(sign.isdigit() for sign in words[place + 2].gap)


def _is_name_alone(part: str, *, strong: bool) -> bool:
    """Whether a part of a cell, in a column that is about persons, is nothing but a name."""
    part = _SIGNED.sub("", part, count=1) if _SIGNED.match(part) else part
    if part.islower():
        *words, rest = _words(part.title())
        return len(words) == 2 and words[0].is_only_a_first_name and words[1].is_surname
    *words, rest = _words(part)
    if not 1 <= len(words) <= 3 or any(word.gap.strip(" .\t") for word in (*words, rest)):
        return False
    first, last = words[0], words[-1]
    if len(words) == 1:
        if first.text in _SEASONS:
            return False
        return (first.is_surname and (strong or first.text not in _TRADES)) or first.is_only_a_first_name
    if any(is_named_after(word.text) for word in words) or not all(word.text[0].isupper() for word in words):
        return False
    if len(first.text) == 1 or len(last.text) == 1:
        return any(len(word.text) > 1 for word in words) and all(
            word.may_be_surname for word in words if len(word.text) > 1
        )
    if first.is_surname and last.is_first_name:
        return True
    written = not (first.text.isupper() or last.text.isupper())  # no abbreviations, such as IHK
    return strong and len(words) == 2 and written and first.may_be_surname and last.may_be_surname


def _written(text: str) -> str:
    """A word as the lists have it: SCHMIDT is Schmidt."""
    return "-".join(part.capitalize() for part in text.split("-")) if text.isupper() else text
