"""The question whether a table is about something else now: its keys are the same, and its titles are other ones.

Here: when that is asked, as where the list of another city is sent, whose measures are numbered alike. Not here:
rows whose titles stand under other keys (renumbered_rows.py), and keys made of titles (reworded_titles.py).
"""

from difflib import SequenceMatcher

from opendata.domain.continuity.removed_rows import SMALLEST_TABLE, row_keys
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.kinds import Table
from opendata.domain.report.questions import REASON, Question
from opendata.domain.report.word_lists import ended, first_few

UNLIKE = 0.5  # titles of a lesser likeness are other titles, and no new wording
MOST_COMPARED, MOST_NAMED, LONGEST = 1_000, 3, 100


def other_titles(step: VersionStep) -> list[Question]:
    """A question about each table in which more than half of the rows have quite another title than before."""
    return [question for table in step.kind if (question := _of_table(step, table)) is not None]


def _of_table(step: VersionStep, table: Table) -> Question | None:
    title, before = table.role("title"), step.before.get(table.name)
    if title is None or title.name in table.primary_key or before is None or before.height < SMALLEST_TABLE:
        return None
    if title.name not in before.columns or title.codes:
        return None
    changeset = step.changesets[table.name]
    retitled = changeset.changed[title.name].ne_missing(changeset.changed_before[title.name])
    if int(retitled.sum()) * 2 <= before.height:
        return None
    now = changeset.changed.filter(retitled).head(MOST_COMPARED)
    then = changeset.changed_before.filter(retitled).head(MOST_COMPARED)
    pairs = list(zip(then[title.name].to_list(), now[title.name].to_list(), strict=True))
    other = [place for place, (old, new) in enumerate(pairs) if old and new and _are_unlike(old, new)]
    if len(other) * 2 <= min(before.height, MOST_COMPARED):
        return None
    keys = row_keys(step, table, now[other[:MOST_NAMED]])
    named = [(key, *(text[:LONGEST] for text in pairs[place])) for key, place in zip(keys, other, strict=False)]
    de, en = (
        ended(first_few((f"{key} {opened}{old}{closed} → {opened}{new}{closed}" for key, old, new in named), 3, "; "))
        for opened, closed in ("„“", "“”")
    )
    return Question(
        "other_titles",
        table.name,
        None,
        {
            "de": f"In der Tabelle „{table.label('de')}“ stehen unter {len(other)} von {before.height} Nummern jetzt "
            f"ganz andere Titel: {de} Ist das die richtige Datei, und die richtige Stadt? Wenn ja, nennen Sie bitte "
            "den Grund; er wird mit der Version veröffentlicht.",
            "en": f"In the table “{table.label('en')}” {len(other)} of {before.height} keys have quite other titles "
            f"now: {en} Is this the right file, and the right city? If so, please give the reason; it is published "
            "with the version.",
        },
        answer=REASON,
        before=before.height,
        after=len(other),
    )


def _are_unlike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old[:LONGEST].casefold(), new[:LONGEST].casefold(), autojunk=False).ratio() < UNLIKE
