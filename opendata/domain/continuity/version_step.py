"""The step from the current version to a draft.

Here: what such a step is made of, and which of several questions about the same rows is asked. Not here: the list of
questions (all_questions.py), the questions, each in a module beside this one, and those about an upload (intake/).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.report.questions import Question
from opendata.domain.tables.changeset import Changeset


@dataclass(frozen=True)
class VersionStep:
    """What a draft would change.

    changesets, before, after: by resource; before has the tables of the current version, and none for the first.
    as_of: the date of the draft's figures. today: the date on which the draft was sent. returned: of each resource,
    the keys of added rows that an earlier version had, and that were gone in between. like_older: number and as_of of
    an earlier version with the same tables. like_other: publisher and dataset that have published the same tables.
    """

    kind: Kind
    changesets: Mapping[str, Changeset]
    before: Mapping[str, pl.DataFrame]
    after: Mapping[str, pl.DataFrame]
    as_of: date
    today: date
    returned: Mapping[str, Collection[str]] = field(default_factory=dict)
    like_older: tuple[str, date] | None = None
    like_other: tuple[str, str] | None = None


AsksAboutStep = Callable[[VersionStep], list[Question]]


def asked_about(step: VersionStep, rules: Sequence[AsksAboutStep]) -> list[Question]:
    """The questions of all rules in their order; of a table that seems renumbered, the other ones are not asked.

    Where most titles are other ones, it is not asked as well why many rows changed.

    A vanished row needs an answer of its own only if no other question that needs one speaks of it: the one reason
    why many rows are gone is enough for all of them.
    """
    questions = [question for rule in rules for question in rule(step)]
    renumbered = {question.resource for question in questions if question.about == "renumbered"}
    asked = [
        question for question in questions if question.about == "renumbered" or question.resource not in renumbered
    ]
    retitled_tables = {question.resource for question in asked if question.about == "other_titles"}
    asked = [one for one in asked if one.about != "many_changed" or one.resource not in retitled_tables]
    many = {question.resource for question in asked if question.about == "many_removed"}
    retitled = {
        (question.resource, candidate.old_key)
        for question in asked
        if question.about == "title_changed"
        for candidate in question.candidates
    }
    return [
        replace(question, required=False)
        if question.about == "vanished"
        and (question.resource in many or (question.resource, question.key) in retitled)
        else question
        for question in asked
    ]
