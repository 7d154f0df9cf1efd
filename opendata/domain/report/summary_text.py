"""The summary of a report as lines of text for a terminal.

Here: the questions with their ids, what to look at, and the rest. Not here: errors and the verdict
(validation/messages/text_report.py), what is told (summary.py).
"""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

HEADINGS = {
    "questions": {"de": "Vor der Veröffentlichung zu beantworten:", "en": "To be answered before it is published:"},
    "matters": {"de": "Bitte ansehen:", "en": "Please look at this:"},
    "rest": {"de": "Außerdem:", "en": "Also:"},
}


def summary_text(report: Mapping[str, Any], language: str, *, with_questions: bool = True) -> Iterator[str]:
    """The lines of the summary of a report in the form of report_json(), under headings; none for an empty one.

    with_questions: whether to repeat those that need an answer. A question that needs none is a thing to look at.
    """
    lines = report.get("summary", ())
    asked = report.get("questions", ())
    names = [(question.get("group"), question["id"]) for question in asked if question["required"]]
    needed = {name for pair in names for name in pair}
    free = {line["question"] for line in lines if line["question"] not in needed}
    lines = [{**line, "question": None} if line["question"] in free else line for line in lines]
    parts = {
        "questions": [line for line in lines if line["question"] and with_questions],
        "matters": [line for line in lines if line["matters"] and not line["question"]],
        "rest": [line for line in lines if not line["matters"]],
    }
    for name, part in parts.items():
        if part:
            yield HEADINGS[name][language]
            yield from (f"  {_told(line, language)}" for line in part)


def fitted(line: str, width: int) -> str:
    """A line of the summary for a terminal of so many characters: what goes on below stands behind its beginning.

    No word is cut, so that addresses, names of cells and ids of questions can be copied.
    """
    indent = " " * (len(line) - len(line.lstrip()))
    return "\n".join(
        textwrap.wrap(
            line.lstrip(),
            width,
            initial_indent=f"{indent}- " if indent else "",
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def question_text(question: Mapping[str, Any], language: str) -> str:
    """A question on one line, with the id by which it is answered."""
    return f"{_one_line(question['text'][language])} [{question['id']}]"


def _told(line: Mapping[str, Any], language: str) -> str:
    told = _one_line(line["messages"].get(language, line["message"]))
    return f"{told} [{line['question']}]" if line["question"] else told


def _one_line(text: str) -> str:
    return " ".join(text.split())
