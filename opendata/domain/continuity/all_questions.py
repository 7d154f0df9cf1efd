"""Which questions are asked about a step, in the order in which they are asked.

Here: the list. Not here: the questions, each in a module beside this one. A new question is a function from a step to
questions, and an entry in QUESTIONS.
"""

from collections.abc import Mapping
from typing import Any

from opendata.domain.continuity.changed_rows import many_changed
from opendata.domain.continuity.future_dates import future_date
from opendata.domain.continuity.known_tables import older_version, same_elsewhere
from opendata.domain.continuity.moved_values import amounts_scaled, columns_swapped
from opendata.domain.continuity.odd_changes import came_back, deadline_moved, phase_back, progress_down
from opendata.domain.continuity.other_titles import other_titles
from opendata.domain.continuity.removed_rows import many_removed
from opendata.domain.continuity.renumbered_rows import renumbered
from opendata.domain.continuity.reworded_titles import title_changed
from opendata.domain.continuity.vanished_rows import vanished
from opendata.domain.continuity.version_step import AsksAboutStep, VersionStep, asked_about
from opendata.domain.report.questions import Question
from opendata.domain.report.summary import with_questions

QUESTIONS: Mapping[str, AsksAboutStep] = {
    "future_date": future_date,
    "older_version": older_version,
    "same_elsewhere": same_elsewhere,
    "renumbered": renumbered,
    "other_titles": other_titles,
    "columns_swapped": columns_swapped,
    "amounts_scaled": amounts_scaled,
    "title_changed": title_changed,
    "many_removed": many_removed,
    "vanished": vanished,
    "came_back": came_back,
    "phase_back": phase_back,
    "progress_down": progress_down,
    "deadline_moved": deadline_moved,
    "many_changed": many_changed,
}
NAMES = frozenset(QUESTIONS)  # what these questions are about


def without_step_questions(report: Mapping[str, Any]) -> dict[str, Any]:
    """A stored report without the questions about its step, which quote the version that it was compared with."""
    questions = [Question.from_json(question) for question in report.get("questions", ())]
    return with_questions(report, [question for question in questions if question.about not in NAMES])


def step_questions(step: VersionStep) -> list[Question]:
    """Everything that is asked about a step from the current version to a draft."""
    return asked_about(step, list(QUESTIONS.values()))
