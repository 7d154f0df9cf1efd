"""The question whether rows stand under other keys than before.

Here: finding the rows that have the same title, or nearly the same, in bounded time. Not here: when many rows count
as gone (removed_rows.py).
Where a list was numbered anew from 1, most keys exist in both versions, and only their titles tell what happened.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import polars as pl

from opendata.domain.continuity.removed_rows import SMALLEST_TABLE, loses_many_rows, row_keys
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Table
from opendata.domain.report.questions import REASON, Candidate, Question
from opendata.domain.report.word_lists import ended, first_few

LIKE = 0.8  # from this likeness on, two titles count as nearly the same
# Titles that are compared word by word, of the rows that are gone and of those that are new. Equal titles are found
# in tables of any size; from these, the share of nearly equal ones among all others is judged.
COMPARED_GONE, COMPARED_NEW = 200, 1_000
MOST_LIKELY = 3  # how many new rows one row that is gone is compared with: those that share most words with it
MOST_LISTED, MOST_NAMED = 50, 5  # pairs that the question holds, and that its text names
_WORD = re.compile(r"\w+")
_LONGEST = 200  # characters of a title that are compared


class Pair(NamedTuple):
    """A row that is gone and a new row with its title: their places in the changeset, and the likeness, 0 to 1."""

    gone: int
    new: int
    likeness: float


class _Moves(NamedTuple):
    """Rows by which a table seems renumbered: as they read before and now, which belong together, and how it is told.

    told: in "de" and "en", how many rows have other keys.
    """

    gone: pl.DataFrame
    new: pl.DataFrame
    pairs: Sequence[Pair]
    told: Mapping[str, str]


def renumbered(step: VersionStep) -> list[Question]:
    """A question about each table of which many rows seem to have other keys.

    Either it loses many rows of which at least half came back under other keys, or more than a third of its titles
    stand under keys that had other titles, or are new.
    """
    questions = []
    for table in step.kind:
        title = table.role("title")
        if title is None or title.name in table.primary_key or table.name not in step.changesets:
            continue
        moves = _came_back(step, table, title.name) or _changed_places(step, table, title.name)
        if moves:
            questions.append(_question(step, table, title.name, moves))
    return questions


def _came_back(step: VersionStep, table: Table, title: str) -> _Moves | None:
    """The rows that are gone and came back under new keys, where these are half of many that are gone."""
    if not loses_many_rows(step, table):
        return None
    changeset, rows = step.changesets[table.name], step.before[table.name].height
    pairs, share = paired(changeset.removed[title], changeset.added[title])
    if not pairs or share < 0.5:
        return None
    removed = changeset.removed.height
    told = {
        "de": f"sind {removed} von {rows} Nummern verschwunden, und dieselben oder sehr ähnliche Titel stehen unter "
        "neuen Nummern",
        "en": f"{removed} of {rows} keys are gone, and the same or very similar titles stand under new keys",
    }
    return _Moves(changeset.removed, changeset.added, pairs, told)


def _changed_places(step: VersionStep, table: Table, title: str) -> _Moves | None:
    """The rows whose titles stand under other keys now, where these are more than a third of the table."""
    changeset, before = step.changesets[table.name], step.before.get(table.name)
    if before is None or title not in before.columns:
        return None
    if (changeset.removed.height + changeset.changed.height) * 3 <= before.height:
        return None  # too few, whatever changed in them
    retitled = changeset.changed[title].ne_missing(changeset.changed_before[title])
    gone = pl.concat([changeset.removed, changeset.changed_before.filter(retitled)])
    new = pl.concat([changeset.added, changeset.changed.filter(retitled)])
    rows = before.height
    if gone.height * 3 <= rows:
        return None
    keys = [frame.select(table.primary_key).rows() for frame in (gone, new)]
    pairs = [pair for pair in _equal(gone[title], new[title]) if keys[0][pair.gone] != keys[1][pair.new]]
    if len(pairs) * 3 <= rows or (rows < SMALLEST_TABLE and len(pairs) < rows):
        return None
    removed = changeset.removed.height
    told = {
        "de": f"stehen {len(pairs)} von {rows} Titeln jetzt unter einer anderen Nummer"
        + (f", und {removed} der bisherigen Nummern gibt es nicht mehr" if removed else ""),
        "en": f"{len(pairs)} of {rows} titles stand under another key now"
        + (f", and {removed} of the keys so far do not exist any more" if removed else ""),
    }
    return _Moves(gone, new, pairs, told)


def renumbered_pairs(step: VersionStep, table: Table) -> pl.DataFrame:
    """The keys of removed rows that came back under other keys, and these as "into"; empty if too few did."""
    title, none = table.role("title"), pl.DataFrame(schema={"key": pl.String, "into": pl.String})
    if title is None or title.name in table.primary_key:
        return none
    changeset, names = step.changesets[table.name], RowNames.of(step.kind, table, {})
    pairs, _ = paired(changeset.removed[title.name], changeset.added[title.name])
    old_keys, new_keys = names.keys(changeset.removed), names.keys(changeset.added)
    return (
        none
        if not pairs
        else pl.DataFrame(
            {"key": old_keys[[pair.gone for pair in pairs]], "into": new_keys[[pair.new for pair in pairs]]}
        )
    )


def paired(gone: pl.Series, new: pl.Series) -> tuple[list[Pair], float]:
    """The pairs of equal or nearly equal titles, and the share of all titles that are gone which have a partner."""
    if new.is_empty():
        return [], 0.0
    equal = _equal(gone, new)
    left = _without(gone, [pair.gone for pair in equal])
    free = _without(new, [pair.new for pair in equal])
    compared = dict(list(left.items())[:COMPARED_GONE])
    similar = alike(compared, dict(list(free.items())[:COMPARED_NEW]))
    share_of_left = len(similar) / len(compared) if compared else 0.0
    share = (len(equal) + share_of_left * len(left)) / gone.len() if gone.len() else 0.0
    return sorted([*equal, *similar]), share


def _equal(gone: pl.Series, new: pl.Series) -> list[Pair]:
    """Pairs of titles that are equal but for capitals, blanks and punctuation; each row has one partner."""

    def by_title(titles: pl.Series, name: str) -> pl.DataFrame:
        plain = titles.str.to_lowercase().str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars(" ")
        frame = pl.DataFrame({"title": plain}).with_row_index(name).filter(pl.col("title").fill_null("") != "")
        # The first row with a title is paired with the first one, the second with the second, and so on. Counting is
        # slow, and most titles stand once.
        several = frame["title"].is_duplicated()
        once = frame.filter(~several).with_columns(turn=pl.lit(0, pl.Int64))
        return pl.concat([once, frame.filter(several).with_columns(turn=pl.int_range(pl.len()).over("title"))])

    pairs = by_title(gone, "gone").join(by_title(new, "new"), on=["title", "turn"], maintain_order="left")
    return [Pair(gone_at, new_at, 1.0) for gone_at, new_at in pairs.select("gone", "new").iter_rows()]


def _without(titles: pl.Series, paired_places: Sequence[int]) -> dict[int, str]:
    """The titles by their place that are not paired yet."""
    taken = set(paired_places)
    return {place: title for place, title in enumerate(titles.to_list()) if title and place not in taken}


def alike(gone: Mapping[int, str], new: Mapping[int, str], least: float = LIKE) -> list[Pair]:
    """Pairs of titles that are nearly equal, the most alike first chosen; each row has at most one partner."""
    words_of_new = {place: _words(title) for place, title in new.items()}
    having: dict[str, list[int]] = defaultdict(list)
    for place, words in words_of_new.items():
        for word in words:
            having[word].append(place)
    pairs = []
    for place, title in gone.items():
        shared = Counter(place_of_new for word in _words(title) for place_of_new in having.get(word, ()))
        for place_of_new, _ in shared.most_common(MOST_LIKELY):
            if (likeness := _likeness(title, new[place_of_new])) >= least:
                pairs.append(Pair(place, place_of_new, likeness))
    return _one_partner_each(pairs)


def _one_partner_each(pairs: Iterable[Pair]) -> list[Pair]:
    chosen, gone, new = [], set[int](), set[int]()
    for pair in sorted(pairs, key=lambda pair: -pair.likeness):
        if pair.gone not in gone and pair.new not in new:
            chosen.append(pair)
            gone.add(pair.gone)
            new.add(pair.new)
    return chosen


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title[:_LONGEST].casefold()))


def _likeness(old_title: str, new_title: str) -> float:
    """How alike two titles are, 0 to 1; titles with different numbers, such as “Phase 1” and “Phase 2”, are not."""
    numbers = [sorted(word for word in _words(title) if word.isdigit()) for title in (old_title, new_title)]
    if numbers[0] != numbers[1]:
        return 0.0
    old, new = (title[:_LONGEST].casefold() for title in (old_title, new_title))
    return round(SequenceMatcher(None, old, new).ratio(), 2)


def _question(step: VersionStep, table: Table, title: str, moves: _Moves) -> Question:
    changeset, pairs = step.changesets[table.name], moves.pairs
    listed = pairs[:MOST_LISTED]
    old_keys = row_keys(step, table, moves.gone[[pair.gone for pair in listed]])
    added = moves.new[[pair.new for pair in listed]]
    new_keys, titles = row_keys(step, table, added), added[title].to_list()
    candidates = [
        Candidate(new_key, text or "", pair.likeness, old_key)
        for old_key, new_key, text, pair in zip(old_keys, new_keys, titles, listed, strict=True)
    ]

    def first_pairs(opened: str, closed: str) -> str:
        named = (f"{row.old_key} → {row.key} {opened}{row.title}{closed}" for row in candidates)
        return ended(first_few(named, MOST_NAMED, "; "))

    return Question(
        "renumbered",
        table.name,
        None,
        {
            "de": f"In der Tabelle „{table.label('de')}“ {moves.told['de']}: {first_pairs('„', '“')} Wurde neu "
            "nummeriert? Wer einzelne Zeilen verfolgt, findet sie dann nicht wieder. Behalten Sie die alten Nummern "
            "bei, oder nennen Sie den Grund; er wird mit der Version veröffentlicht.",
            "en": f"In the table “{table.label('en')}” {moves.told['en']}: {first_pairs('“', '”')} Were the rows "
            "renumbered? Whoever follows single rows loses them then. Keep the old keys, or give the reason; it is "
            "published with the version.",
        },
        answer=REASON,
        before=changeset.removed.height,
        after=changeset.added.height,
        candidates=candidates,
    )
