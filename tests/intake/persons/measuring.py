"""How well personal data are found in the labelled texts.

`python -m tests.intake.persons.measuring` prints the figures, which docs/persons.md states.

The texts were written before the rules. The part "apart" was never looked at while the rules were made.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from opendata.intake.persons.person_names import column_is_about_persons
from opendata.intake.persons.personal_questions import personal_texts

TEXTS = Path(__file__).parent / "labelled_texts.csv"
KINDS = ("address", "number", "name")


@dataclass(frozen=True)
class Figures:
    """How many texts there are, and how many of them were judged in which way."""

    held: Counter[str]  # by what they hold
    seen: Counter[str]  # of those, where it was seen
    without: int  # texts that hold nothing personal
    flagged: int  # of those, where something was seen all the same
    wrong: tuple[str, ...]  # every text that was not judged as it is labelled

    def recall(self, what: str) -> float:
        """The share of texts with an address, a number or a name in which it was seen."""
        return self.seen[what] / self.held[what]

    @property
    def false_alarms(self) -> float:
        """The share of texts without anything personal that were flagged."""
        return self.flagged / self.without


def measured(part: str | None = None) -> Figures:
    """The figures for one part of the texts, "tuned" or "apart", or for all of them."""
    held, seen, wrong, without, flagged = Counter[str](), Counter[str](), [], 0, 0
    with TEXTS.open(encoding="utf-8", newline="") as file:
        texts = [row for row in csv.DictReader(file) if part in (None, row["part"])]
    for row in texts:
        labelled, found = set(filter(None, row["holds"].split("+"))), _found(row["text"], row["column"])
        held.update(labelled)
        seen.update(labelled & found)
        without += not labelled
        flagged += bool(found and not labelled)
        if found != labelled:
            wrong.append(row["text"])
    return Figures(held, seen, without, flagged, tuple(wrong))


def _found(text: str, header: str) -> set[str]:
    personal = personal_texts({"text": pl.Series([text])}, {"text": column_is_about_persons(header)})
    return {what for what in KINDS if personal and personal["text"].texts[what].any()}


if __name__ == "__main__":
    for name in ("tuned", "apart", None):
        figures = measured(name)
        recalls = ", ".join(
            f"{what} {figures.seen[what]}/{figures.held[what]} ({figures.recall(what):.2f})" for what in KINDS
        )
        print(f"{name or 'all'}: {recalls}; flagged wrongly {figures.flagged}/{figures.without}")  # noqa: T201
