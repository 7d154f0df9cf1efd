"""Searching the rows of all publishers: what somebody types, and which rows that means.

Here: the words of a search. Not here: finding them (storage/alike/), the page and the answer (site/, api/).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.errors import RequestNotValid
from opendata.domain.queries.folded_text import MOST_WORDS, forms_of_word, words_of
from opendata.steps.ports.row_texts import FoundRow, RowTexts

LONGEST_SEARCH = 200  # characters
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class SearchResult:
    """A part of the rows that a search has found, and how many there are."""

    words: Sequence[str]
    rows: Sequence[FoundRow]
    total: int


def search(
    texts: RowTexts, asked: str, publisher: str | None = None, start: int = 0, limit: int = MOST_AT_ONCE
) -> SearchResult:
    """The rows that hold every word of a search, also inside other words; those with all of them in the title first.

    Upper and lower case, accents and the ways to write umlauts make no difference. An empty search finds nothing.
    Raises RequestNotValid if it is longer than anybody types.
    """
    words = words_of(asked)
    if len(words) > MOST_WORDS or len(asked) > LONGEST_SEARCH:
        german = f"suchen Sie mit höchstens {MOST_WORDS} Wörtern und {LONGEST_SEARCH} Zeichen"
        raise RequestNotValid(
            "q", f"search with {MOST_WORDS} words and {LONGEST_SEARCH} characters at most", german=german
        )
    if not words:
        return SearchResult((), (), 0)
    rows, total = texts.search([forms_of_word(word) for word in words], publisher, start, min(limit, MOST_AT_ONCE))
    return SearchResult(words, rows, total)
