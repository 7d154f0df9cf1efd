"""What the headers of a wide table say: a year, a code of the list that groups rows, a code of the key, or a unit.

Here: the meaning of one header by the words of the kind. Not here: which headers make a wide table (wide_series.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import Field, Table
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.plain_headers import plain_headers
from opendata.intake.matching.rows_without_entries import says_no_entry
from opendata.intake.office_words import code_key, header_key, trimmed
from opendata.intake.unit_words import Unit, unit_in
from opendata.intake.words_of_codes import words_of_codes

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_AROUND = " \t\n()[]{}:;,./*†‡–-_¹²³⁴⁵⁶⁷⁸⁹⁰"
_WORD_ENDS = re.compile(r"[\s(\[/,:]+")

Meaning = Mapping[str, str]  # by field


@dataclass(frozen=True)
class ReadLabel:
    """What one header says: by field, and the parts of it that say nothing known."""

    label: HeaderLabel
    meaning: Meaning
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SeriesWords:
    """The words of a resource whose rows may stand side by side, as its descriptor says (`across`, docs/kinds.md)."""

    table: Table
    value: Field
    year: str
    name: str
    group: str
    groups: Mapping[str, str] = field(repr=False)  # by header_key: the code of each word
    others: Mapping[str, tuple[str, str]] = field(repr=False)  # by header_key: field of the key, and its code
    plain: frozenset[str] = field(repr=False)  # words that change nothing, as header_key() writes them
    skipped: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    @property
    def names(self) -> tuple[str, str]:
        """The fields that the name of a row or column fills: in the city's words, and by the common list."""
        return self.name, self.group

    def read(self, label: HeaderLabel) -> ReadLabel | None:
        """What a header says; None where it is about something that is no value of the table, or not known at all."""
        meaning: dict[str, str] = {}
        unknown = []
        parts = label.parts or (label.text,)
        if any(map(self.is_no_entry, parts)):
            return None
        for part in parts:
            known = self.meaning(trimmed(part))
            if known is None or any(meaning.get(name, text) != text for name, text in known.items()):
                unknown.append(part)
            else:
                meaning |= known
        return ReadLabel(label, meaning, frozenset(unknown)) if meaning else None

    def meaning(self, text: str) -> Meaning | None:
        """What a part of a header says, by field: nothing for a unit, None where it is not known."""
        if code := self.groups.get(header_key(text)):
            return {self.name: text, self.group: code}
        if other := self.others.get(header_key(text)):
            return dict([other])
        years = _YEAR.findall(text)
        if len(years) == 1:
            rest = [part for part in _YEAR.split(text) if part.strip(_AROUND)]
            meanings = [self._beside(part.strip(_AROUND)) for part in rest]
            return _joined([{self.year: years[0]}, *meanings])
        if self._says_nothing(text):
            return {}
        return self._without_unit(text)

    def is_no_entry(self, text: str) -> bool:
        """Whether a text names what is no row of the table, such as inhabitants among emissions."""
        return any(
            condition.keys() == {self.name} and says_no_entry(text, condition[self.name])
            for condition in self.skipped
        )

    def is_name(self, text: str) -> bool:
        """Whether a cell is called like a row of the table."""
        return header_key(text) in self.groups or self.is_no_entry(text)

    def unit(self, text: str) -> Unit | None:
        """The unit that a text is or that ends it."""
        whole = unit_in(text)
        return whole or next((plain.unit for plain in plain_headers(text) if plain.unit), None)

    def _beside(self, text: str) -> Meaning | None:
        """What stands beside a year."""
        if other := self.others.get(header_key(text)):
            return dict([other])
        return {} if self._says_nothing(text) else None

    def _says_nothing(self, text: str) -> bool:
        """Whether a text is a unit of the values, a word for them, or both."""
        keys = [header_key(text), *(plain.key for plain in plain_headers(text) if plain.unit)]
        unit = unit_in(text)
        wanted = unit_in(self.value.unit or "")
        return not self.plain.isdisjoint(keys) or bool(unit and wanted and unit.dimension == wanted.dimension)

    def _without_unit(self, text: str) -> Meaning | None:
        """The meaning of "Verkehr (t CO2e)", which is that of "Verkehr"."""
        for plain in plain_headers(text):
            if plain.moment is None and plain.bracket is None and (code := self.groups.get(plain.key)):
                return {self.name: _beginning(text, plain.key), self.group: code}
        return None


def _joined(meanings: Sequence[Meaning | None]) -> Meaning | None:
    joined: dict[str, str] = {}
    for meaning in meanings:
        if meaning is None:
            return None
        joined |= meaning
    return joined


def _beginning(text: str, key: str) -> str:
    """The beginning of a header that has this key, as it is written."""
    for end in reversed([0, *(match.start() for match in _WORD_ENDS.finditer(text)), len(text)]):
        if header_key(text[:end]) == key:
            return trimmed(text[:end]).rstrip(_AROUND)
    return key


@kept_with_subject
def series_words(table: Table) -> SeriesWords | None:
    """The words of a resource whose rows may stand side by side; None where its descriptor says nothing of that."""
    about, roles = table.descriptor.get("across"), table.roles
    if about is None:
        return None
    value, group = table.field(roles["quantity"]), table.field(roles["group"])
    others = {
        header_key(word): (name, code)
        for name in table.primary_key
        for word, code in words_of_codes(table.field(name)).items()
        if name in about.get("fields", ())
    }
    return SeriesWords(
        table,
        value,
        year=roles["time"],
        name=roles["title"],
        group=group.name,
        groups={header_key(word): code for word, code in words_of_codes(group).items()},
        others=others,
        plain=frozenset(header_key(word) for word in _plain_words(about, value)),
        skipped=table.descriptor.get("skipRows") or (),
    )


def _plain_words(about: Mapping[str, Any], value: Field) -> Iterator[str]:
    yield from about.get("words", ())
    yield from (value.name, *value.labels.values(), *value.synonyms)


def is_year(text: str) -> bool:
    """Whether a cell is a year, perhaps with a mark of a footnote."""
    return bool(_YEAR.fullmatch(code_key(text).strip(_AROUND)))
