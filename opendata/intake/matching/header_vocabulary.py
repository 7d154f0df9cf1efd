"""Which headers mean which field of a resource: first by the mapping, then by names, labels and synonyms.

Here: looking a header up. Not here: finding the header row (header_rows.py) or settling conflicts
(column_assignment.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from opendata.domain.kinds import Field, Table
from opendata.intake.matching.mapping_files import MappedHeader, TableMapping
from opendata.intake.office_words import header_key

MAPPED, NAME, LABEL, SYNONYM = range(4)  # a smaller rank is surer


@dataclass(frozen=True)
class HeaderVocabulary:
    """The headers by which the fields of one resource are known."""

    table: Table
    mapping: TableMapping
    known: dict[str, list[tuple[int, str]]]  # by header_key: rank and name of the fields it means

    @classmethod
    def of(cls, table: Table, mapping: TableMapping) -> Self:
        """The vocabulary of a resource; table: its fields and the dataset's own."""
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
        return cls(table, mapping, known)

    def mapped(self, candidates: Sequence[str]) -> tuple[str, MappedHeader] | None:
        """The mapping's entry for a header, with its key; candidates: keys of the header, the most specific first."""
        return next(((key, self.mapping.fields[key]) for key in candidates if key in self.mapping.fields), None)

    def field(self, candidates: Sequence[str]) -> tuple[int, str] | None:
        """The rank and the name of the field that a header means without the mapping; None where it means none."""
        return next((self.known[key][0] for key in candidates if key in self.known), None)

    def meanings(self, headers: Iterable[Sequence[str]]) -> set[str]:
        """The fields that these headers mean, and "=" with the key of each header that the mapping leaves out."""
        meanings: set[str] = set()
        known, mapping = self.known.keys(), self.mapping.fields.keys()
        for candidates in headers:
            meanings |= self.mapping.shape.meanings(candidates)
            # Nearly all labels are cells of data, which mean nothing.
            if known.isdisjoint(candidates) and mapping.isdisjoint(candidates):
                continue
            if mapped := self.mapped(candidates):
                key, header = mapped
                meanings.update(target.field for target in header.targets)
                if not header.targets:
                    meanings.add(f"={key}")
            elif field := self.field(candidates):
                meanings.add(field[1])
        return meanings

    @property
    def needed(self) -> list[Field]:
        """Fields that a table must have a column for."""
        return [
            field
            for field in self.table
            if field.required and field.default is None and field.name not in self.mapping.supplied
        ]


def _words(field: Field) -> list[tuple[int, Sequence[str]]]:
    labels = [field.labels["de"], field.labels["en"], str(field.descriptor.get("title") or "")]
    return [(NAME, [field.name]), (LABEL, [label for label in labels if label]), (SYNONYM, field.synonyms)]
