"""The question whether rows whose keys are made of their titles are gone, or only have another title.

Here: finding rows that are gone and new ones with a similar title. Not here: rows with numbers of their own
(renumbered_rows.py).
"""

import json
from collections.abc import Sequence

import polars as pl

from opendata.domain.continuity.renumbered_rows import Pair, alike
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.kinds import Table
from opendata.domain.report.questions import Candidate, Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.made_keys import is_made_of

LIKE = 0.5  # a reworded title may have little in common with the old one, but then few titles are compared
COMPARED_GONE, COMPARED_NEW = 200, 1_000
MOST_LISTED, MOST_NAMED = 50, 5  # pairs that the question holds, and that its text names


def title_changed(step: VersionStep) -> list[Question]:
    """A question about each table in which rows with made keys are gone and similar ones are new."""
    questions = []
    for table in step.kind:
        title, changeset = table.role("title"), step.changesets.get(table.name)
        if title is None or changeset is None or len(table.primary_key) != 1 or title.name in table.primary_key:
            continue
        if changeset.removed.is_empty() or changeset.added.is_empty():
            continue
        gone = _with_made_keys(changeset.removed, table, title.name, COMPARED_GONE)
        new = _with_made_keys(changeset.added, table, title.name, COMPARED_NEW)
        if pairs := alike(gone, new, LIKE):
            questions.append(_question(table, title.name, changeset.removed, changeset.added, pairs))
    return questions


def _with_made_keys(frame: pl.DataFrame, table: Table, title: str, most: int) -> dict[int, str]:
    """The titles of the first rows whose key is made of them, by the place of the row."""
    rows = frame.select(table.primary_key[0], title).head(most).iter_rows()
    return {place: text for place, (key, text) in enumerate(rows) if key and text and is_made_of(key, text)}


def _question(
    table: Table, title: str, removed: pl.DataFrame, added: pl.DataFrame, pairs: Sequence[Pair]
) -> Question:
    key = table.primary_key[0]
    listed = pairs[:MOST_LISTED]
    candidates = [
        Candidate(added[key][pair.new], added[title][pair.new], pair.likeness, removed[key][pair.gone])
        for pair in listed
    ]
    old_titles = [removed[title][pair.gone] for pair in listed]
    renamed = {new.title: old for new, old in zip(candidates, old_titles, strict=True)}
    named_de = (f"„{old}“ heißt vielleicht jetzt „{new}“" for new, old in renamed.items())
    named_en = (f"“{old}” may now be called “{new}”" for new, old in renamed.items())
    pairs_de, pairs_en = first_few(named_de, MOST_NAMED, "; "), first_few(named_en, MOST_NAMED, "; ")
    named = dict(list(renamed.items())[:MOST_NAMED])
    mapping = json.dumps({"resources": {table.name: {"renamed": named}}}, ensure_ascii=False)
    return Question(
        "title_changed",
        table.name,
        None,
        {
            "de": f"Die Tabelle „{table.label('de')}“ hat keine Nummern, und Titel haben sich geändert: {pairs_de}. "
            "Ist es jeweils dasselbe, nennen Sie in der Zuordnung den neuen und den alten Titel, damit der Eintrag "
            f"derselbe bleibt: {mapping} Sind es neue Einträge und die alten entfallen, antworten Sie mit Ja.",
            "en": f"In the table “{table.label('en')}”, which has no numbers of its own, titles changed: {pairs_en}. "
            "If it is the same each time, name the new and the old title in the mapping, so that the entry stays the "
            f"same: {mapping} If these are new entries and the old ones are gone, answer with a yes.",
        },
        before=len(pairs),
        after=len(pairs),
        candidates=candidates,
    )
