"""Which questions are asked about a step, in the order in which they are asked.

Here: the list. Not here: the questions, each in a module beside this one. A new question is a function from a step to
questions, and an entry in QUESTIONS and in NAMES.
"""

from opendata.domain.continuity.future_dates import future_date
from opendata.domain.continuity.removed_rows import many_removed
from opendata.domain.continuity.renumbered_rows import renumbered
from opendata.domain.continuity.reworded_titles import title_changed
from opendata.domain.continuity.version_step import AsksAboutStep, VersionStep, asked_about
from opendata.domain.report.questions import Question

QUESTIONS: tuple[AsksAboutStep, ...] = (future_date, renumbered, title_changed, many_removed)
NAMES = frozenset(["future_date", "renumbered", "title_changed", "many_removed"])  # what these questions are about


def step_questions(step: VersionStep) -> list[Question]:
    """Everything that is asked about a step from the current version to a draft."""
    return asked_about(step, QUESTIONS)
