"""Words in the cells of one field that mean a code of the field, or that the cell is empty.

Here: which words these are, and what one cell's text means by them. Not here: phrases around the words of a code
(code_words.py), words with which every table says "no information" (office_words.py).
"""

from collections.abc import Mapping, Sequence

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.intake.cells.code_words import UNKNOWN, CodeWords, WordReading, is_status
from opendata.intake.office_words import MISSING_DASHES, MISSING_WORDS, code_key, kind_word_key, means_no_information
from opendata.intake.words_of_codes import words_of_codes

TEXT_TYPES = ("string", "any")


class FieldWords:
    """The words of one field.

    codes: the mapping's words for codes. missing_values: the texts that mean an empty cell, exactly as written.
    others: the fields of the same table, to which a word in a field of codes may belong.
    """

    def __init__(
        self, field: Field, codes: Mapping[str, str], missing_values: frozenset[str], others: Sequence[Field]
    ) -> None:
        self._field = field
        self._codes = {**words_of_codes(field), **codes} if codes else words_of_codes(field)
        self._phrases = CodeWords(field, self._codes, others) if is_status(field) else None
        self.missing_values = missing_values - {""}
        self.is_plain_text = field.type in TEXT_TYPES and not self._codes and not field.holds_dates
        self._missing = MISSING_WORDS | {kind_word_key(word) for word in field.missing_words}
        if not self.is_plain_text:
            self._missing |= MISSING_DASHES
        # A number or a date cannot be a "?"; where it is required, the error should quote what stands there.
        self._may_be_missing = not field.required and (field.type in NUMBER_TYPES or field.holds_dates)

    @property
    def are_unusual(self) -> bool:
        """Whether they give some cells that look canonical another meaning."""
        # Some cities write 0 or 9999 for an unknown number.
        numbers_missing = any(sign.isdigit() for word in self._missing for sign in word)
        return bool(self._codes or self.missing_values or numbers_missing)

    @property
    def missing(self) -> frozenset[str]:
        """The words that mean an empty cell here, as code_key() writes them."""
        return frozenset(self._missing) | {code_key(word) for word in self.missing_values}

    def holds_code(self, text: str) -> bool:
        """Whether the text is a word for one of the field's codes."""
        return bool(self._codes) and code_key(text) in self._codes

    def phrase(self, text: str) -> WordReading | None:
        """What a phrase means in a field of statuses; None in other fields."""
        return self._phrases.read(text) if self._phrases else None

    def meaning(self, text: str) -> tuple[str, str | None] | None:
        """The rule for a text that means a code or an empty cell, and the code or None; None for any other text."""
        key = code_key(text)
        if self._codes and key in self._codes:
            return "code", self._codes[key]
        if UNKNOWN in self._field.codes and means_no_information(text):
            return "unknown-word", UNKNOWN
        if key in self._missing or (self._may_be_missing and means_no_information(text)):
            return "missing-word", None
        reading = self.phrase(text)
        return ("status-words", reading.code) if reading and reading.code else None
