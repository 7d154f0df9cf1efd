"""The question why many rows of a table changed.

Here: when that is asked. Not here: rows that are gone (removed_rows.py), and what changed in single rows
(odd_changes.py).
"""

from opendata.domain.continuity.removed_rows import SMALLEST_TABLE
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.kinds import Table
from opendata.domain.report.questions import REASON, Question
from opendata.domain.tables.values_for_people import count_text

MANY_PERCENT = 30  # of the rows that a table had; if more of them changed, it is asked about


def many_changed(step: VersionStep) -> list[Question]:
    """A question about each table in which more than MANY_PERCENT of the rows changed; it need not be answered.

    In the yearly reports of most cities more rows than these change, so a reason is welcome and never demanded.
    """
    return [_question(step, table) for table in step.kind if _changed_many(step, table)]


def _changed_many(step: VersionStep, table: Table) -> bool:
    before, changeset = step.before.get(table.name), step.changesets.get(table.name)
    if before is None or changeset is None or before.height < SMALLEST_TABLE:
        return False
    return changeset.changed.height * 100 > before.height * MANY_PERCENT


def _question(step: VersionStep, table: Table) -> Question:
    changed, rows = step.changesets[table.name].changed.height, step.before[table.name].height
    numbers = {language: (count_text(changed, language), count_text(rows, language)) for language in ("de", "en")}
    texts = {
        "de": "In der Tabelle „{}“ haben sich {} von {} Zeilen geändert. Wenn Sie in einer Zeile den Grund nennen, "
        "wird er mit der Version veröffentlicht.",
        "en": "In the table “{}” {} of {} rows changed. If you give the reason in one line, it is published with the "
        "version.",
    }
    return Question(
        "many_changed",
        table.name,
        None,
        {language: text.format(table.label(language), *numbers[language]) for language, text in texts.items()},
        answer=REASON,
        required=False,
        before=rows,
        after=changed,
    )
