"""Codes in the words of an office: "erledigt (2024)", "abgeschl.", "zu 50 % umgesetzt", "nicht abgeschlossen".

Here: which code of a field such a phrase means, or why it means none for sure. Not here: the words of a code
(datapackage.json; docs/kinds.md), the words around them (status_words.py), the sentences (refused_cells.py).
What is not surely understood is left to the check; a phrase that denies a code never means that code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import Field
from opendata.intake.cells.negations import denials, folded
from opendata.intake.cells.status_words import (
    DOUBTS,
    ONLY_PLANNED,
    Clause,
    has_open_box,
    is_no_word,
    read_clause,
    split_phrase,
    without_marks,
)
from opendata.intake.words_of_codes import words_of_codes

MAX_CHARACTERS = 160  # a longer text is a report, and no status
MAX_PHRASES = 5_000  # a column of more different phrases holds reports, and no statuses
MAX_PHRASE_WORDS = 5
_FOOTNOTE = re.compile("[¹²³⁰⁴-⁹*†]{1,5}$")
_NUMBERING = re.compile(r"^(?:\(?\d{1,2}(?:[).:]+| ?[-–:])|[a-z]\)) ?(?=[a-z])(?!quartal|halbjahr|hj|ba\b|bau|q\b)")
UNKNOWN = "unknown"  # the code for "no information", where a field has one


@dataclass(frozen=True)
class WordReading:
    """What a phrase means: a code, or the problem for which it cannot be read, or neither.

    codes: those that the phrase names. other: another field of the table, to which its words belong.
    """

    code: str | None = None
    problem: str | None = None
    codes: tuple[str, ...] = ()
    other: Field | None = None


NOT_UNDERSTOOD = WordReading()


def is_status(field: Field) -> bool:
    """Whether the cells of a field are statuses, which offices write with years, notes and qualifications."""
    return field.descriptor.get("wording") == "status" and bool(field.codes)


def _folded(words: Mapping[str, str]) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for word, code in words.items():
        codes.setdefault(folded(word), code)
    return codes


@kept_with_subject
def _folded_words_of_codes(field: Field) -> Mapping[str, str]:
    return _folded(words_of_codes(field))


class CodeWords:
    """The phrases that mean the codes of one field.

    words: the code of each word, as code_key() writes it. others: further fields of the same table.
    """

    def __init__(self, field: Field, words: Mapping[str, str], others: Sequence[Field] = ()) -> None:
        self.field = field
        self._words = _folded_words_of_codes(field) if words is words_of_codes(field) else _folded(words)
        self._compact = {word.replace(" ", ""): word for word in self._words}
        self._others = [other for other in others if other.name != field.name and is_status(other)]
        self._readings: dict[str, WordReading] = {}
        self._about = field.descriptor.get("codes") or {}

    def read(self, text: str) -> WordReading:
        """What the phrase in a cell means; the cell holds none of the field's words as it is."""
        if (known := self._readings.get(text)) is not None:
            return known
        if len(text) > MAX_CHARACTERS or len(self._readings) >= MAX_PHRASES:
            return NOT_UNDERSTOOD
        self._readings[text] = self._reading(text)
        return self._readings[text]

    def _reading(self, text: str) -> WordReading:
        phrase = _NUMBERING.sub("", folded(_FOOTNOTE.sub("", text)).strip("\"'„“”»«‚‘’ "))
        if is_no_word(phrase):
            return WordReading(problem="no-code-word")
        if other := self._belongs_elsewhere(phrase):
            return WordReading(problem="other-field", other=other)
        phrase = without_marks(phrase)
        clauses = [read_clause(part, is_note) for part, is_note in split_phrase(phrase)]
        main = next((clause for clause in clauses if clause.says_something), None)
        mentioned = self._mentioned(phrase)
        codes = self._main_codes(main) if main and not main.is_note else []
        if main is None or not codes or None in codes or has_open_box(phrase):
            return self._unsettled(phrase, mentioned)
        names = dict.fromkeys(code for code in codes if code)
        notes = [clause for clause in clauses if clause is not main]
        if denied := [note for note in notes if denials(self._without_words(note.text, next(iter(names))))]:
            return WordReading(problem="negated-code", codes=tuple(self._note_codes(denied[0])))
        for note in notes:
            names |= dict.fromkeys(self._note_codes(note))
        if len(names) > 1:
            return WordReading(problem="two-codes", codes=tuple(names))
        return self._qualified(next(iter(names)), main, notes)

    def _main_codes(self, main: Clause) -> Sequence[str | None]:
        """The code of each part of the clause that names the status."""
        if whole := self._exact(main.text):
            return [whole]
        return [self._code(part, main) for part in main.parts] if main.parts else self._begun

    def _qualified(self, code: str, main: Clause, notes: Sequence[Clause]) -> WordReading:
        """The code, changed or refused by what stands beside it: "teilweise", "bis 2027", "nicht ganz"."""
        about = self._about.get(code) or {}
        time = about.get("time")
        clauses = notes if self._exact(main.text) else (main, *notes)
        unsettled = WordReading(problem="unsettled-code", codes=(code,))
        doubts = {"past": DOUBTS, "now": ONLY_PLANNED}.get(time or "")
        bare_year = any(clause.is_dated for clause in clauses) and not any(clause.is_since for clause in clauses)
        by_somebody = any(note.is_reason for note in notes)
        if (
            _contradicts(time, main, notes)
            or (any(clause.is_future for clause in clauses) and time != "ahead")
            or (any(clause.is_until for clause in clauses) and time not in ("ahead", "now"))
            or (doubts and any(doubts.search(" ".join(note.parts)) for note in notes))
            or any(clause.is_number for clause in clauses)
            or ((bare_year or by_somebody) and time in ("now", "past") and set(main.parts) & self._nouns)
        ):
            return unsettled
        if any(clause.is_partly for clause in clauses):
            partly = about.get("partly")
            return WordReading(partly) if partly in self.field.codes else unsettled
        return WordReading(code)

    def _without_words(self, text: str, code: str | None = None) -> str:
        """A text without the words that mean the code, as in "entfällt, da nicht umsetzbar", or any code."""
        for words in _known_words(text, self._words):
            if code in (None, self._words[words]):
                text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", text)
        return text

    def _note_codes(self, note: Clause) -> list[str]:
        """The codes that a note names; a cost that is not known says nothing about the status."""
        codes = [code for code in self._mentioned(note.text) if code != UNKNOWN]
        return [(self._about.get(code) or {}).get("partly", code) if note.is_partly else code for code in codes]

    def _unsettled(self, phrase: str, mentioned: Sequence[str]) -> WordReading:
        """The reading of a phrase that holds words of the field, but is not understood as a whole."""
        mentioned = [code for code in mentioned if code != UNKNOWN] or mentioned
        if not mentioned:
            return NOT_UNDERSTOOD
        if denials(self._without_words(phrase)):
            return WordReading(problem="negated-code", codes=tuple(mentioned))
        if len(mentioned) > 1:
            return WordReading(problem="two-codes", codes=tuple(mentioned))
        return WordReading(problem="unsettled-code", codes=tuple(mentioned))

    def _code(self, part: str, clause: Clause) -> str | None:
        """The code of the words that are left of a clause."""
        for words in (part, clause.without_fillers(part)):
            if code := self._exact(words) or self._abbreviated(words):
                return code
        adjective = re.fullmatch(r"(\w{5,}?)e[rsn]? (?:massnahmen?|projekte?|vorhaben)", part)
        return self._exact(adjective[1]) if adjective else None

    def _exact(self, words: str) -> str | None:
        bare = words.strip(" .,;:!*-–")
        for candidate in (words, bare):
            if code := self._words.get(candidate):
                return code
        joined = bare.replace(" ", "").replace("-", "")
        return self._words.get(self._compact.get(joined, "")) if len(joined) > 4 else None

    def _abbreviated(self, words: str) -> str | None:
        """The code of "in Bearb." and "erl.": of every word that begins like this, if all mean one code."""
        tokens = re.sub(r"\bi\.\s?", "in ", words).split()
        if not any(token.endswith(".") for token in tokens) or len(tokens) > MAX_PHRASE_WORDS:
            return self._words.get(" ".join(tokens)) if words.startswith("i.") else None
        codes = {code for phrase, code in self._words.items() if _abbreviates(tokens, phrase.split())}
        return codes.pop() if len(codes) == 1 else None

    def _mentioned(self, phrase: str) -> list[str]:
        """The codes whose words stand anywhere in a phrase, the longest words first at each place."""
        return list(dict.fromkeys(self._words[words] for words in _known_words(phrase, self._words)))

    def _belongs_elsewhere(self, phrase: str) -> Field | None:
        """Another field whose words stand in the phrase, such as the schedule's in "verschoben auf 2027"."""
        for other, words in self._words_of_others:
            if any(word not in self._words for word in _known_words(phrase, words)):
                return other
            start = phrase.split()[:1]
            if (
                "".join(start).endswith(".")
                and any(_abbreviates(start, word.split()[:1]) for word in words)
                and not any(_abbreviates(start, word.split()[:1]) for word in self._words)
            ):
                return other
        return None

    @cached_property
    def _words_of_others(self) -> list[tuple[Field, dict[str, str]]]:
        found = []
        for other in self._others:
            words: dict[str, str] = {}
            for code in other.codes.values():
                if code.name != UNKNOWN:
                    words |= {folded(word): code.name for word in (*code.labels.values(), *code.synonyms)}
            found.append((other, {word: code for word, code in words.items() if word not in self._words}))
        return found

    @cached_property
    def _begun(self) -> list[str]:
        """The code of "teilweise" alone: the one that partly done things have, where the kind names one."""
        return sorted({about["partly"] for about in self._about.values() if "partly" in about})[:2]

    @cached_property
    def _nouns(self) -> set[str]:
        """Words such as "Umsetzung", which with a year beside them may speak of a plan."""
        return {
            folded(word)
            for code in self.field.codes.values()
            for word in (*code.labels.values(), *code.synonyms)
            if word[:1].isupper() and " " not in word
        }


def _contradicts(time: str | None, main: Clause, notes: Sequence[Clause]) -> bool:
    """Whether what stands beside a status contradicts it: "kurz vor Umsetzung", "geplant (100 %)", a year to come."""
    clauses = (main, *(note for note in notes if not note.parts))
    percents = {number for clause in (main, *notes) for number in clause.percents}
    years = [year for clause in clauses if not clause.is_until for year in clause.years]
    limit = datetime.now(UTC).year
    return (
        (time == "past" and (main.is_for_now or any(year > limit for year in years)))
        or (time == "now" and bool(years) and min(years) > limit)
        or (time in ("now", "ahead") and main.is_nearly)
        or (100 if time == "ahead" else 0) in percents
    )


def _abbreviates(tokens: Sequence[str], words: Sequence[str]) -> bool:
    return len(tokens) == len(words) and all(
        word == token or (len(token) > 3 and token.endswith(".") and word.startswith(token[:-1]))
        for token, word in zip(tokens, words, strict=True)
    )


def _known_words(phrase: str, words: Mapping[str, str]) -> Iterator[str]:
    """The words of a vocabulary in a phrase, the longest first; no part of the phrase counts twice."""
    tokens = re.findall(r"[^\s,;:()\[\]/&+|„“\"!]+", phrase)
    tokens = [token.rstrip(".") for token in tokens]
    place = 0
    while place < len(tokens):
        for length in range(min(MAX_PHRASE_WORDS, len(tokens) - place), 0, -1):
            if (candidate := " ".join(tokens[place : place + length])) in words:
                yield candidate
                place += length - 1
                break
        place += 1
