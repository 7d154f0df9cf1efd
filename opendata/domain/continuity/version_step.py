"""The step from the current version to a draft.

Here: what such a step is made of, and which of several questions about the same rows is asked. Not here: the list of
questions (all_questions.py), the questions, each in a module beside this one, and those about an upload (intake/).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.report.questions import Question
from opendata.domain.tables.changeset import Changeset


@dataclass(frozen=True)
class VersionStep:
    """What a draft would change.

    changesets, before, after: by resource; before has the tables of the current version, and none for the first.
    as_of: the date of the draft's figures. today: the date on which the draft was sent.
    """

    kind: Kind
    changesets: Mapping[str, Changeset]
    before: Mapping[str, pl.DataFrame]
    after: Mapping[str, pl.DataFrame]
    as_of: date
    today: date


AsksAboutStep = Callable[[VersionStep], list[Question]]


def asked_about(step: VersionStep, rules: Sequence[AsksAboutStep]) -> list[Question]:
    """The questions of all rules in their order; of a table that seems renumbered, the other ones are not asked."""
    questions = [question for rule in rules for question in rule(step)]
    renumbered = {question.resource for question in questions if question.about == "renumbered"}
    return [
        question
        for question in questions
        if question.about not in ("many_removed", "title_changed") or question.resource not in renumbered
    ]
