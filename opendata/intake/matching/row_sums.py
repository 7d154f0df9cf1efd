"""Rows that are sums or means: whether a row says so, and whether its numbers agree with that.

Here: the judgement of one row. Not here: the words of sums (row_words.py), the amounts above a row (row_amounts.py),
and rows of other kinds (row_kinds.py).
"""

from dataclasses import dataclass

from opendata.intake.matching.odd_rows import OddRow, RowRoles
from opendata.intake.matching.row_amounts import RowAmounts
from opendata.intake.matching.row_words import Sum, SumWords, is_key_with_number, is_separator, sum_words
from opendata.intake.office_words import MISSING_WORDS, code_key


@dataclass(frozen=True)
class SumJudge:
    """Decides which rows are sums."""

    roles: RowRoles
    amounts: RowAmounts

    def sum_of_numbers(self, row: OddRow) -> Sum | None:
        """Which sum of the rows above it the numbers of a row are."""
        return self.amounts.sum_in(row.place, row.texts)

    def words_of(self, row: OddRow) -> SumWords | None:
        """The words of a sum in the cells that name a row."""
        roles = self.roles
        if len(roles.keys) > 1 and sum(name in row.texts for name in roles.keys) > 1:
            return None  # "Gesamt" may be one of the categories of a key
        named = [name for name in dict.fromkeys((*roles.identity, roles.first)) if name in row.texts]
        named = named or list(row.words)[:1]
        words = [sum_words(row.texts[name]) for name in named]
        return max((word for word in words if word), key=lambda word: word.only, default=None)

    def is_sum(self, row: OddRow, words: SumWords) -> bool:
        """Whether a row with the words of a sum is certainly no entry."""
        roles = self.roles
        key = row.texts.get(roles.key or "", "")
        by_key = sum_words(key)
        if not row.lacking and is_key_with_number(key) and not sum_words(row.texts.get(roles.title or "", "")):
            return False  # "SUM-1" and "SUM-2" are numbers of measures
        if by_key and by_key.only and roles.key not in row.numeric:
            return True
        beside = self._words_beside(row)
        if not row.lacking:
            return words.only and beside <= roles.with_codes and (self._adds_up(row) or self._has_numbers_alone(row))
        nameless = bool(roles.key) and (not key or by_key is not None)
        if words.only:
            return nameless or not beside
        return not beside and bool(row.numeric) and (nameless or not roles.key or self._adds_up(row))

    def _words_beside(self, row: OddRow) -> set[str]:
        """The columns of the words that stand beside the name of a row, except words of a sum and of nothing."""
        roles = self.roles
        beside = set(row.words) - {roles.key, roles.title, roles.group, roles.first}
        sums = {name: sum_words(row.texts[name]) for name in beside}
        return {
            name for name, words in sums.items() if not (words and words.only) and not _says_nothing(row.texts[name])
        }

    def _has_numbers_alone(self, row: OddRow) -> bool:
        """Whether a row has numbers, and no status."""
        named = {self.roles.key, self.roles.title}
        return bool(row.numeric - named) and not any(name in row.texts for name in self.roles.with_codes)

    def _adds_up(self, row: OddRow) -> bool:
        return self.sum_of_numbers(row) is not None

    def is_named_twice(self, row: OddRow) -> bool:
        """Whether the number of a row with amounts is its title as well, and has no digit."""
        key = row.texts.get(self.roles.key or "", "")
        is_title = bool(key) and self.roles.key != self.roles.title and key == row.texts.get(self.roles.title or "")
        has_amounts = not row.numeric.isdisjoint(self.roles.amounts)
        return is_title and has_amounts and not any(sign.isdigit() for sign in key)

    def may_be_sum(self, row: OddRow) -> bool:
        """Whether an entry with all required cells is called like a sum, and may be one."""
        title = row.texts.get(self.roles.title or "", "")
        words = sum_words(title)
        if not words or (len(self.roles.keys) > 1):
            return False
        return words.only or (self._has_numbers_alone(row) and not self._words_beside(row))


def _says_nothing(text: str) -> bool:
    return is_separator(text) or code_key(text) in MISSING_WORDS | {"entfällt", "x"}
