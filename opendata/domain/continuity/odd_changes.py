"""The questions why a phase went back, progress fell, a deadline moved, or a row came back.

Here: a question for each such row, or one for very many. Not here: finding the rows (odd_rows.py).
One answer serves all rows of a sort: each question names its group, whose name may be answered.
"""

from collections.abc import Callable

from opendata.domain.continuity.odd_rows import (
    CAME_BACK,
    DEADLINE_MOVED,
    PHASE_BACK,
    PROGRESS_DOWN,
    OddRows,
    odd_rows,
)
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.journal.sentences import deadline_words, quoted
from opendata.domain.kinds import Field
from opendata.domain.report.questions import REASON, Question
from opendata.domain.report.word_lists import ended, first_few
from opendata.domain.tables.json_values import json_value
from opendata.domain.tables.values_for_people import count_text, value_text

MOST_ASKED = 50  # of more rows of a table one question is asked for all
MOST_NAMED = 10  # rows that the question about many rows names
LONGEST_TITLE = 100  # characters of a title that a question repeats
# In an ordinary year deadlines move and much is changed; what goes back is rare, and often a slip of the keyboard.
REQUIRED = frozenset([PHASE_BACK, PROGRESS_DOWN, CAME_BACK])
OF_MANY = {
    PHASE_BACK: {"de": "geht bei {} Einträgen zurück", "en": "goes back in {} entries"},
    PROGRESS_DOWN: {"de": "ist bei {} Einträgen gesunken", "en": "fell in {} entries"},
    DEADLINE_MOVED: {"de": "ist bei {} Einträgen verschoben", "en": "is moved in {} entries"},
    CAME_BACK: {
        "de": "{} Einträge, die schon einmal entfallen waren, sind wieder in der Datei",
        "en": "{} entries that were gone before are in the file again",
    },
}
ASKED = {
    True: {
        "de": "Stimmt das? Bitte nennen Sie in einer Zeile den Grund; er wird mit der Version veröffentlicht.",
        "en": "Is this right? Please give the reason in one line; it is published with the version.",
    },
    False: {
        "de": "Wenn Sie in einer Zeile den Grund nennen, wird er mit der Version veröffentlicht.",
        "en": "If you give the reason in one line, it is published with the version.",
    },
}


def phase_back(step: VersionStep) -> list[Question]:
    """A question about each row whose status goes back in the order of its codes."""
    return _questions(step, PHASE_BACK)


def progress_down(step: VersionStep) -> list[Question]:
    """A question about each row whose progress fell."""
    return _questions(step, PROGRESS_DOWN)


def deadline_moved(step: VersionStep) -> list[Question]:
    """A question about each row whose deadline was put off or brought forward."""
    return _questions(step, DEADLINE_MOVED)


def came_back(step: VersionStep) -> list[Question]:
    """A question about each row that was gone, and is there again."""
    return _questions(step, CAME_BACK)


def _questions(step: VersionStep, about: str) -> list[Question]:
    return [question for odd in odd_rows(step, about) for question in _of_table(odd)]


def _of_table(odd: OddRows) -> list[Question]:
    if odd.rows.height > MOST_ASKED:
        return [_question(odd, None, lambda language: _of_many(odd, language))]
    return [
        _question(odd, row["key"], lambda language, row=row: _of_one(odd, row, language), row["before"], row["after"])  # type: ignore[misc]
        for row in odd.rows.iter_rows(named=True)
    ]


def _question(
    odd: OddRows,
    key: str | None,
    text: Callable[[str], str],
    before: str | None = None,
    after: str | None = None,
) -> Question:
    field, required = odd.field, odd.about in REQUIRED
    return Question(
        odd.about,
        odd.table.name,
        key,
        {language: f"{text(language)} {ASKED[required][language]}" for language in ("de", "en")},
        answer=REASON,
        required=required,
        key=key,
        field=field.name if field else None,
        before=json_value(before, field) if field else None,
        after=json_value(after, field) if field else None,
        group=f"{odd.about}:{odd.table.name}",
    )


def _of_one(odd: OddRows, row: dict[str, str | None], language: str) -> str:
    label = odd.table.entity_labels[language]
    called = f"{label[:1].upper()}{label[1:]} {row['key']}"
    if title := row["title"]:
        field = odd.table.role("title")
        name = field.code_label(title, language) if field else title
        called += f" {quoted(name if len(name) <= LONGEST_TITLE else f'{name[:LONGEST_TITLE]}…', language)}"
    if odd.field is None:
        again = {
            "de": "war schon einmal entfallen und ist wieder in der Datei",
            "en": "was gone before and is in the file again",
        }
        return f"{called} {again[language]}."
    return f"{called}: {_step(odd.about, odd.field, row['before'] or '', row['after'] or '', language)}."


def _step(about: str, field: Field, before: str, after: str, language: str) -> str:
    if about == DEADLINE_MOVED:
        return deadline_words(field, before, after, None, language)
    label, old, new = field.label(language), value_text(field, before, language), value_text(field, after, language)
    if about == PROGRESS_DOWN:
        return f"{label} von {old} auf {new} gesunken" if language == "de" else f"{label} fell from {old} to {new}"
    old, new = quoted(old, language), quoted(new, language)
    return (
        f"{label} geht von {old} auf {new} zurück" if language == "de" else f"{label} goes back from {old} to {new}"
    )


def _of_many(odd: OddRows, language: str) -> str:
    listed = first_few(odd.rows["key"].head(MOST_NAMED + 1).to_list(), MOST_NAMED)
    words = OF_MANY[odd.about][language].format(count_text(odd.rows.height, language))
    if odd.field is not None:
        words = f"{quoted(odd.field.label(language), language)} {words}"
    table = quoted(odd.table.label(language), language)
    return (
        f"In der Tabelle {table}: {words}: {ended(listed)}"
        if language == "de"
        else f"In the table {table}: {words}: {ended(listed)}"
    )
