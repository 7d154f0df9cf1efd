"""Likely matches: the rows of a draft that a row which has vanished may have become, with their likeness.

Here: finding rows with a similar title in bounded time. Not here: pairs of many rows of a table that seems
renumbered (renumbered_rows.py), the question that offers the matches (vanished_rows.py).
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

import polars as pl

from opendata.domain.report.questions import Candidate

MOST_OFFERED = 3
LEAST = 0.5  # of a lesser likeness nothing is offered
MOST_SEARCHED = 20_000  # rows of the draft that are searched, the new ones first
MOST_COMPARED = 12  # rows that are compared letter by letter with each vanished row: those that share most words
MOST_OF_A_WORD = 500  # rows that are considered because of one word, which may stand in all of them
LONGEST = 200  # characters of a title that are compared
_WORDS = r"[\pL\pN]{2,}"


def likely_matches(
    gone: Mapping[str, str], new: pl.DataFrame, others: pl.DataFrame
) -> Mapping[str, Sequence[Candidate]]:
    """The most similar rows for each vanished row, the most likely one first.

    gone: the titles of vanished rows by their key. new, others: key and title of the rows of the draft that were not
    in the version before, and of those that were.
    """
    searched = pl.concat([frame.select("key", "title") for frame in (new, others)]).head(MOST_SEARCHED)
    searched = searched.drop_nulls().with_row_index("place")
    matches: dict[str, list[Candidate]] = {key: [] for key in gone}
    shared = _sharing_words(gone, searched)
    for key, found_key, title in shared.iter_rows():
        likeness = _likeness(gone[key], title)
        if likeness >= LEAST:
            matches[key].append(Candidate(found_key, title, likeness))
    return {
        key: sorted(found, key=lambda candidate: -candidate.likeness)[:MOST_OFFERED]
        for key, found in matches.items()
        if found
    }


def _sharing_words(gone: Mapping[str, str], searched: pl.DataFrame) -> pl.DataFrame:
    """For each vanished row the rows that share most words with it, rare words counting more than frequent ones."""
    asked = pl.DataFrame(
        {"gone": list(gone), "title": list(gone.values())}, schema={"gone": pl.String, "title": pl.String}
    )
    words_of_gone = _words(asked, "gone")
    words = _words(searched, "place").join(words_of_gone.select("word").unique(), on="word", how="semi")
    words = (
        words.with_columns(weight=1 / pl.len().over("word"))
        .group_by("word", maintain_order=True)
        .head(MOST_OF_A_WORD)
    )
    return (
        words_of_gone.join(words, on="word")
        .group_by("gone", "place")
        .agg(pl.col("weight").sum())
        .sort("gone", "weight", "place", descending=[False, True, False])
        .group_by("gone", maintain_order=True)
        .head(MOST_COMPARED)
        .join(searched, on="place", maintain_order="left")
        .select("gone", "key", "title")
    )


def _words(titles: pl.DataFrame, name: str) -> pl.DataFrame:
    """The distinct words of each title, a row for each, beside the column that names the title."""
    lower = pl.col("title").str.slice(0, LONGEST).str.to_lowercase()
    words = (
        titles.select(name, lower.str.extract_all(_WORDS).list.unique().alias("word")).explode("word").drop_nulls()
    )
    # The whole title counts as a word, too, so that an equal one is found among any number that share single words.
    return pl.concat([words, titles.select(name, lower.alias("word")).drop_nulls()]).unique(maintain_order=True)


def _likeness(old_title: str, new_title: str) -> float:
    """How alike two titles are, 0 to 1, whatever their capitals."""
    old, new = (title[:LONGEST].casefold() for title in (old_title, new_title))
    return round(SequenceMatcher(None, old, new, autojunk=False).ratio(), 2)
