"""Answers in the journal: what the publisher said about a row, with its event and at the end of its sentence.

Here: adding answers to events, and their words. Not here: which rows an answer is about (domain/continuity/), which
answers are possible (domain/report/questions.py).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from opendata.domain.journal.event_columns import COLUMNS, Events
from opendata.domain.journal.sentences import quoted
from opendata.domain.tables.json_columns import by_value, joined
from opendata.domain.tables.json_values import dumps, loads

LANGUAGES = ("de", "en")
SENTENCE_ENDS = (".", "!", "?", "…")
# of: an answer says what became of a row; from: the same is said at the row that carries on.
BECAME = {
    "completed": {"de": "Abgeschlossen.", "en": "Completed."},
    "dropped": {"de": "Entfallen.", "en": "Dropped."},
    "merged": {"de": "Zusammengeführt mit {}.", "en": "Merged into {}."},
    "renumbered": {"de": "Jetzt unter der Nummer {}.", "en": "Now under the key {}."},
}
CONTINUES = {
    "merged": {"de": "Umfasst jetzt auch {}.", "en": "Includes {} now."},
    "renumbered": {"de": "Bisher unter der Nummer {}.", "en": "Formerly under the key {}."},
}
CAME_BACK = {"de": "Wieder aufgenommen.", "en": "It is back."}
REASON = {"de": "Begründung: {}", "en": "Reason: {}"}
# of rows: resource and key, the answers as JSON text, and the key of the row that carries on, if one does
ANSWERED = {"resource": pl.String, "key": pl.String, "answers": pl.String, "successor": pl.String}


def with_answers(events: Events, answered: pl.DataFrame, titles: Mapping[str, str]) -> Events:
    """The events with the answers about their rows.

    answered: shape (rows, ANSWERED), one for each row that an answer is about. titles: of the rows that others are
    merged into or renumbered to, by their key.
    """
    if answered.is_empty():
        return events
    plain = events.frame.drop("answers", "successor")
    joined_frame = plain.join(answered, on=["resource", "key"], how="left", maintain_order="left")
    columns = []
    for language in LANGUAGES:
        tell = partial(_told, language=language, titles=titles)
        sentence = joined_frame[f"sentence_{language}"]
        whole = joined(sentence, pl.lit(" "), by_value(joined_frame["answers"], tell))
        columns.append(whole.fill_null(sentence).alias(f"sentence_{language}"))
    return Events(joined_frame.with_columns(columns).select(list(COLUMNS)))


def answer_words(answers: Sequence[Mapping[str, Any]], language: str, titles: Mapping[str, str] | None = None) -> str:
    """The sentences that tell of answers; a reason that several of them have is told once."""
    told: list[str] = []
    for answer in answers:
        disposition = answer.get("disposition", "")
        words = CONTINUES if "from" in answer else BECAME
        if disposition in words:
            other = answer.get("from") or answer.get("into") or ""
            title = (titles or {}).get(other)
            told.append(words[disposition][language].format(f"{other} {quoted(title, language)}" if title else other))
        elif answer.get("about") == "came_back":
            told.append(CAME_BACK[language])
    reasons = dict.fromkeys(answer["reason"] for answer in answers if answer.get("reason"))
    told += [REASON[language].format(_ended(reason)) for reason in reasons]
    return " ".join(told)


def _told(answers: str, language: str, titles: Mapping[str, str]) -> str:
    return answer_words(loads(answers), language, titles)


def structure_of(answers: str | None) -> str | None:
    """What may still be said of answers when their version is withdrawn: which row carries on in which, no reason."""
    if answers is None:
        return None
    kept = [{name: part for name, part in answer.items() if name != "reason"} for answer in loads(answers)]
    leading = [answer for answer in kept if "into" in answer or "from" in answer]
    return dumps(leading) if leading else None


def _ended(reason: str) -> str:
    return reason if reason.endswith(SENTENCE_ENDS) else f"{reason}."
