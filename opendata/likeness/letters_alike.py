"""Likeness as the steps ask for it. numpy is loaded only when it is needed, by processes that do jobs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opendata.likeness.alike_pairs import Corpus


class LettersAlike:
    """Finds out which rows are alike by the letters of their words; implements ports.likeness.LikenessFinder."""

    def parts(self, title: str, text: str, group: str) -> bytes:
        """The parts of a row's words, packed."""
        from opendata.likeness.word_parts import packed_parts  # noqa: PLC0415

        return packed_parts(title, text, group)

    def comparison(self, groups: Mapping[str, Sequence[bytes]]) -> "Corpus":
        """The rows of all groups, ready to be compared."""
        from opendata.likeness.alike_pairs import Corpus  # noqa: PLC0415

        return Corpus(groups)
