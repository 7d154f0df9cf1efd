"""The question why many rows of a table are gone.

Here: when that is asked, for this question and for that about new keys. Not here: the latter (renumbered_rows.py).
"""

import polars as pl

from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Table
from opendata.domain.report.questions import REASON, Question
from opendata.domain.report.word_lists import ended, first_few

SMALLEST_TABLE = 3  # rows; of smaller tables only the removal of all rows is asked about
MOST_KEYS = 10


def loses_many_rows(step: VersionStep, table: Table) -> bool:
    """Whether a table loses more than a third of its rows, or all of them."""
    before, changeset = step.before.get(table.name), step.changesets.get(table.name)
    if before is None or changeset is None or before.is_empty():
        return False
    rows, removed = before.height, changeset.removed.height
    return removed == rows or (rows >= SMALLEST_TABLE and removed * 3 > rows)


def row_keys(step: VersionStep, table: Table, frame: pl.DataFrame) -> list[str]:
    """The key of each row of a frame as one text."""
    return RowNames.of(step.kind, table, {}).keys(frame).to_list()


def many_removed(step: VersionStep) -> list[Question]:
    """A question about each table that loses more than a third of its rows, or all of them."""
    return [_question(step, table) for table in step.kind if loses_many_rows(step, table)]


def _question(step: VersionStep, table: Table) -> Question:
    removed, rows = step.changesets[table.name].removed, step.before[table.name].height
    listed = ended(first_few(row_keys(step, table, removed.head(MOST_KEYS + 1)), MOST_KEYS))
    if removed.height == rows:
        which_de = "Die einzige Zeile" if rows == 1 else f"Alle {rows} Zeilen"
        which_en = "the only row" if rows == 1 else f"all {rows} rows"
    else:
        which_de, which_en = f"{removed.height} von {rows} Zeilen", f"{removed.height} of {rows} rows"
    is_are = ("ist", "is") if removed.height == 1 else ("sind", "are")
    return Question(
        "many_removed",
        table.name,
        None,
        {
            "de": f"{which_de} der Tabelle „{table.label('de')}“ {is_are[0]} nicht mehr in der Datei: {listed} "
            "Ist das so gewollt? Bitte nennen Sie den Grund; er wird mit der Version veröffentlicht.",
            "en": f"{which_en[0].upper()}{which_en[1:]} of the table “{table.label('en')}” "
            f"{is_are[1]} not in the file any more: {listed} Is this intended? Please give the "
            "reason; it is published with the version.",
        },
        answer=REASON,
        before=rows,
        after=step.after[table.name].height,
    )
