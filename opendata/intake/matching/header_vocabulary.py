"""Which headers mean which field of a resource: first by the mapping, then by names, labels and synonyms.

Here: looking a header up. Not here: finding the header row (header_rows.py) or settling conflicts
(column_assignment.py).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import NUMBER_TYPES, Field, Table
from opendata.intake.matching.mapping_files import MappedHeader, TableMapping
from opendata.intake.matching.plain_headers import PlainHeader, plain_headers
from opendata.intake.office_words import header_key
from opendata.intake.unit_words import MASS, MONEY, YEAR, unit_in

MAPPED, NAME, LABEL, SYNONYM, LIKE = range(5)  # a smaller rank is surer
MOST_ALIKE = 500
MOST_KEPT, LONGEST_KEPT = 5_000, 200  # headers whose likeness is kept, and characters of one
_FIRST_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"\s*(?:[/&+,;|]|\bund\b|\bu\.)\s*")


@dataclass(frozen=True)
class Likeness:
    """A field that a header means without being one of its words, and what the header says beside them."""

    field: str
    header: PlainHeader


class KnownHeaders:
    """The headers by which the fields of one resource are known, whatever a mapping says."""

    def __init__(self, table: Table) -> None:
        """table: its fields and the dataset's own."""
        self.table = table
        self.known = _ranked_fields(table)
        self._kept_likeness = lru_cache(maxsize=MOST_KEPT)(self._likeness)

    def look_everything_up(self) -> None:
        """Look up now what would be looked up when it is first asked for."""
        _ = self.words_of_fields, self._beginnings, self._without_blanks, self._known_with_unit

    def likeness(self, key: str) -> Likeness | None:
        """The field that a header surely means although it says more than a word of it, such as a unit or a year."""
        return self._kept_likeness(key) if len(key) <= LONGEST_KEPT else self._likeness(key)

    def _likeness(self, key: str) -> Likeness | None:
        # Most cells of the first rows begin with no word of the kind.
        if self._beginnings.isdisjoint(word[:3] for word in _FIRST_WORD.findall(key[:60])[:3]):
            return None
        for plain in (PlainHeader(key), *plain_headers(key)):
            if field := self._meant(plain):
                return Likeness(field.name, plain)
        if field := self._same_in_all_parts(key):
            return Likeness(field.name, PlainHeader(key))
        return None

    @cached_property
    def words_of_fields(self) -> Mapping[str, Sequence[str]]:
        """By the name of a field, the headers that may mean it."""
        words: dict[str, list[str]] = {}
        for key, entries in self.known.items():
            for _, field in entries:
                words.setdefault(field, []).append(key)
        return words

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        words = (_FIRST_WORD.search(key) for key in (*self.known, *self._known_with_unit))
        return frozenset(word[0][:3] for word in words if word)

    @cached_property
    def _without_blanks(self) -> dict[str, str]:
        """The known keys by their letters alone, as "CO2 Einsparung" and "CO2-Einsparung" are one word."""
        return {key.replace(" ", ""): key for key in reversed(self.known)}

    @cached_property
    def _known_with_unit(self) -> dict[str, str]:
        """Fields by words that mean them beside a unit alone: "THG-Emissionen in kt" where "in t" is known."""
        known: dict[str, str] = {}
        for key, entries in self.known.items():
            field = self.table.field(entries[0][1])
            if field.type in NUMBER_TYPES and field.unit:
                for plain in plain_headers(key):
                    if plain.unit and plain.key not in self.known:
                        known.setdefault(plain.key, field.name)
        return known

    def _meant(self, plain: PlainHeader) -> Field | None:
        known = self.known.get(self._without_blanks.get(plain.key.replace(" ", ""), ""))
        name = known[0][1] if known else self._known_with_unit.get(plain.key) if plain.unit else None
        if name is None:
            return None
        field = self.table.field(name)
        if plain.bracket is not None and (self.known.get(plain.bracket) or [(0, "")])[0][1] != name:
            return None
        wanted = unit_in(field.unit or "")
        if plain.unit and (field.type not in NUMBER_TYPES or (wanted is None and plain.unit.dimension != "scale")):
            return None
        is_yearly = wanted is not None and wanted.per == YEAR
        if plain.is_total and is_yearly and not (plain.unit and plain.unit.per):
            return None
        # Costs of one year are no total, and a date of another date is none of its column.
        is_amount = wanted is not None and wanted.dimension in (MONEY, MASS)
        if plain.moment and not plain.as_of and (is_amount or field.precision):
            return None
        return field

    def _same_in_all_parts(self, key: str) -> Field | None:
        """The field that all parts of "Anmerkungen/Sachstand" mean, or the first one where it holds plain text."""
        parts = [header_key(part) for part in _PARTS.split(key)]
        if len(parts) < 2 or not all(parts):
            return None
        means = [known[0][1] if (known := self.known.get(part)) else None for part in parts]
        if means[0] is None:
            return None
        field = self.table.field(means[0])
        is_plain_text = field.type == "string" and not (field.codes or field.precision or field.required)
        same = set(means) == {means[0]} or (is_plain_text and set(means) <= {means[0], None})
        return field if same else None


@kept_with_subject
def known_headers(table: Table) -> KnownHeaders:
    """The headers by which the fields of a resource are known; many uploads of a kind ask for those of few tables."""
    return KnownHeaders(table)


@dataclass(frozen=True)
class HeaderVocabulary:
    """The headers by which the fields of one resource are known in one upload."""

    table: Table
    mapping: TableMapping

    @property
    def known(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """By header_key: rank and name of the fields that a header means without the mapping."""
        return self._headers.known

    @cached_property
    def _headers(self) -> KnownHeaders:
        return known_headers(self.table)

    def words_of(self, name: str) -> Sequence[str]:
        """The headers, as header_key() writes them, that may mean a field without the mapping."""
        return self._headers.words_of_fields.get(name, ())

    def mapped(self, candidates: Sequence[str]) -> tuple[str, MappedHeader] | None:
        """The mapping's entry for a header, with its key; candidates: keys of the header, the most specific first."""
        return next(((key, self.mapping.fields[key]) for key in candidates if key in self.mapping.fields), None)

    def field(self, candidates: Sequence[str]) -> tuple[int, str] | None:
        """The rank and the name of the field that a header means without the mapping; None where it means none."""
        exact = next((self.known[key][0] for key in candidates if key in self.known), None)
        if exact is None and (like := self.likeness(candidates)):
            return LIKE, like.field
        return exact

    def likeness(self, candidates: Sequence[str]) -> Likeness | None:
        """The field that a header surely means although it says more than a word of it, such as a unit or a year."""
        return next((like for key in candidates if (like := self._headers.likeness(key))), None)

    def knows_any(self, keys: frozenset[str]) -> bool:
        """Whether one of these keys of headers is a word of the kind or of the mapping."""
        shape = self.mapping.shape
        shaped = bool(shape.keys) or shape.unpivot is not None
        return shaped or not (keys.isdisjoint(self.known) and keys.isdisjoint(self.mapping.fields))

    def meanings(self, headers: Iterable[Sequence[str]], *, alike: bool = True) -> set[str]:
        """The fields that these headers mean, and "=" with the key of each header that the mapping leaves out.

        alike: whether headers count that are only like a known word, of the first MOST_ALIKE headers.
        """
        meanings: set[str] = set()
        known, mapping, shape = self.known.keys(), self.mapping.fields.keys(), self.mapping.shape
        shaped = bool(shape.keys) or shape.unpivot is not None
        for number, candidates in enumerate(headers):
            if shaped:
                meanings |= shape.meanings(candidates)
            if known.isdisjoint(candidates) and mapping.isdisjoint(candidates):
                if alike and number < MOST_ALIKE and (like := self.likeness(candidates)):
                    meanings.add(like.field)
                continue
            if mapped := self.mapped(candidates):
                key, header = mapped
                meanings.update(target.field for target in header.targets)
                if not header.targets:
                    meanings.add(f"={key}")
            elif field := self.field(candidates):
                meanings.add(field[1])
        return meanings

    @cached_property
    def needed(self) -> list[Field]:
        """Fields that a table must have a column for."""
        return [
            field
            for field in self.table
            if field.required and field.default is None and field.name not in self.mapping.supplied
        ]


def _ranked_fields(table: Table) -> dict[str, list[tuple[int, str]]]:
    """By header_key: rank and name of the fields that a header means, the surest first."""
    known: dict[str, list[tuple[int, str]]] = {}
    for field in table:
        ranks: dict[str, int] = {}
        for rank, words in _words(field):
            for word in words:
                ranks.setdefault(header_key(word), rank)
        for key, rank in ranks.items():
            known.setdefault(key, []).append((rank, field.name))
    for entries in known.values():
        entries.sort(key=lambda entry: entry[0])  # a stable sort keeps the schema's order within a rank
    return known


def _words(field: Field) -> list[tuple[int, Sequence[str]]]:
    labels = [field.labels["de"], field.labels["en"], str(field.descriptor.get("title") or "")]
    return [(NAME, [field.name]), (LABEL, [label for label in labels if label]), (SYNONYM, field.synonyms)]
