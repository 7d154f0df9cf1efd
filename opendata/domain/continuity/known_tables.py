"""The questions whether tables were sent by mistake that are published already: as an older version, or elsewhere.

Here: the questions. Not here: finding such a version (steps/known_tables.py), and files of which the current
version was made (steps/sent_again.py).
"""

from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.report.questions import Question
from opendata.domain.tables.values_for_people import day_text


def older_version(step: VersionStep) -> list[Question]:
    """A question where the tables are those of a version before the current one; it need not be answered.

    A program may well go back to what held before. Whoever has chosen an old file reads it before publishing.
    """
    if step.like_older is None:
        return []
    number, as_of = step.like_older
    days = {language: day_text(as_of, language) for language in ("de", "en")}
    return [
        Question(
            "older_version",
            None,
            None,
            {
                "de": f"Die Tabellen sind genau die der früheren Version {number} (Stand {days['de']}); alles, was "
                "sich seither geändert hat, ginge zurück. Ist das gewollt? Wenn eine ältere Datei hochgeladen wurde, "
                "wählen Sie bitte die neue.",
                "en": f"The tables are exactly those of the earlier version {number} (as of {days['en']}); "
                "everything that has changed since would be undone. Is this intended? If an older file was uploaded, "
                "please choose the new one.",
            },
            before=number,
            required=False,
        )
    ]


def same_elsewhere(step: VersionStep) -> list[Question]:
    """A question where another publisher has published exactly these rows; it need not be answered.

    A district may answer for a list that one of its municipalities publishes as well.
    """
    if step.like_other is None:
        return []
    publisher, dataset = step.like_other
    return [
        Question(
            "same_elsewhere",
            None,
            None,
            {
                "de": f"Genau diese Zeilen hat schon „{publisher}“ als „{dataset}“ veröffentlicht. Ist das die "
                "richtige Datei, und die richtige Stadt? Wenn nicht, wählen Sie bitte die richtige Datei.",
                "en": f"“{publisher}” has published exactly these rows already, as “{dataset}”. Is this the right "
                "file, and the right city? If not, please choose the right file.",
            },
            required=False,
        )
    ]
