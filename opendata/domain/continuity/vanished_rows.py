"""The question what became of a row that has vanished: completed, merged, dropped or renumbered.

Here: which rows are asked about, and the question with the rows that each may have become. Not here: finding these
(likely_matches.py), the questions about many rows at once (removed_rows.py, renumbered_rows.py).
"""

from collections.abc import Mapping, Sequence

import polars as pl

from opendata.domain.continuity.likely_matches import MOST_SEARCHED, likely_matches
from opendata.domain.continuity.odd_rows import keys_and_titles
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.journal.sentences import quoted
from opendata.domain.kinds import Table
from opendata.domain.report.questions import DISPOSITION, DISPOSITIONS, Candidate, Question
from opendata.domain.report.word_lists import ended, first_few
from opendata.domain.tables.values_for_people import count_text

VANISHED = "vanished"
MOST_ASKED = 100  # of more rows of a table one question is asked for all
MOST_NAMED = 10  # rows that the question about many rows names
LONGEST_TITLE = 200  # characters of a title that a question repeats


def vanished(step: VersionStep) -> list[Question]:
    """A question about each row that has vanished from a table whose rows have a status, or one about very many.

    Rows without a status, such as measured values, have no course that could end: where many of them are gone,
    many_removed asks.
    """
    questions: list[Question] = []
    for table in step.kind:
        changeset = step.changesets.get(table.name)
        if changeset is None or table.role("status") is None or changeset.removed.is_empty():
            continue
        removed = keys_and_titles(step, table, changeset.removed)
        if removed.height > MOST_ASKED:
            questions.append(_about_many(table, removed))
            continue
        matches = _matches(step, table, removed)
        questions += [_about_one(table, key, title, matches) for key, title in removed.iter_rows()]
    return questions


def _matches(step: VersionStep, table: Table, removed: pl.DataFrame) -> Mapping[str, Sequence[Candidate]]:
    title = table.role("title")
    if title is None or title.codes:
        return {}  # rows that are called by a code, such as a programme, are alike by the dozen
    gone = {key: name for key, name in removed.iter_rows() if name}
    added, after = step.changesets[table.name].added.head(MOST_SEARCHED), step.after[table.name].head(MOST_SEARCHED)
    kept = after.join(added, on=table.primary_key, how="anti", maintain_order="left")
    return likely_matches(gone, *(keys_and_titles(step, table, frame) for frame in (added, kept)))


def _about_one(table: Table, key: str, title: str | None, matches: Mapping[str, Sequence[Candidate]]) -> Question:
    candidates = matches.get(key, ())
    return Question(
        VANISHED,
        table.name,
        key,
        {language: _text_about_one(table, key, title, candidates, language) for language in ("de", "en")},
        answer=DISPOSITION,
        key=key,
        dispositions=DISPOSITIONS,
        candidates=candidates,
        group=f"{VANISHED}:{table.name}",
    )


def _text_about_one(table: Table, key: str, title: str | None, candidates: Sequence[Candidate], language: str) -> str:
    entity, name = _capitalised(table.entity_labels[language]), f" {_name(table, title, language)}" if title else ""
    if language == "de":
        text = (
            f"{entity} {key}{name} ist nicht mehr in der Datei. Was ist daraus geworden: abgeschlossen, mit einem "
            "anderen Eintrag zusammengeführt, entfallen (dann bitte mit Grund) oder neu nummeriert? "
            "Die Antwort wird mit der Version veröffentlicht."
        )
        alike = "Am ähnlichsten: "
    else:
        text = (
            f"{entity} {key}{name} is not in the file any more. What became of it: completed, merged into another "
            "entry, dropped (then please with a reason) or renumbered? The answer is published with the version."
        )
        alike = "Most alike: "
    listed = (f"{match.key} {_name(table, match.title, language)}" for match in candidates)
    return f"{text} {alike}{'; '.join(listed)}." if candidates else text


def _about_many(table: Table, removed: pl.DataFrame) -> Question:
    def text(language: str) -> str:
        listed = ended(first_few(removed["key"].head(MOST_NAMED + 1).to_list(), MOST_NAMED))
        count = count_text(removed.height, language)
        if language == "de":
            return (
                f"In der Tabelle „{table.label('de')}“ sind {count} Einträge nicht mehr in der Datei: {listed} Was "
                "ist daraus geworden: abgeschlossen, zusammengeführt, entfallen (dann bitte mit Grund) oder neu "
                "nummeriert? Die eine Antwort gilt für alle und wird mit der Version veröffentlicht."
            )
        return (
            f"In the table “{table.label('en')}” {count} entries are not in the file any more: {listed} What became "
            "of them: completed, merged, dropped (then please with a reason) or renumbered? The one answer holds for "
            "all of them and is published with the version."
        )

    return Question(
        VANISHED,
        table.name,
        None,
        {language: text(language) for language in ("de", "en")},
        answer=DISPOSITION,
        before=removed.height,
        after=0,
        dispositions=DISPOSITIONS,
        group=f"{VANISHED}:{table.name}",
    )


def _name(table: Table, title: str, language: str) -> str:
    field = table.role("title")
    label = field.code_label(title, language) if field else title
    return quoted(label if len(label) <= LONGEST_TITLE else f"{label[:LONGEST_TITLE]}…", language)


def _capitalised(label: str) -> str:
    return label[:1].upper() + label[1:]
