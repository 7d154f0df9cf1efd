"""Measures of made-up cities, as a report would print them: long titles, offices, dates, sums, texts with bullets.

Here: the values, by a seed. Not here: how they stand on paper (printing.py). In every text "~" marks a place where
a word may be hyphenated at the end of a line; plain() is what a reader should make of it.
"""

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.reports.told import ToldMeasure

WORDS = Path(__file__).parent / "words"
UNKNOWN = "k. A."
NO_NEWS = "Kein neuer Sachstand"
BULLET = "• "
Numbering = Callable[[str, int, int], str]  # field of action, the field's place, the measure's place in its field


def plain(marked: str) -> str:
    """The text without the places where it may be hyphenated."""
    return marked.replace("~", "")


def _lines(name: str) -> list[str]:
    return (WORDS / name).read_text(encoding="utf-8").splitlines()


SENTENCES = _lines("sentences.txt")
PLANS = _lines("plans.txt")
OFFICES = _lines("offices.txt")


@dataclass(frozen=True)
class PlannedMeasure:
    """A measure before it is printed; title, office and plan bear marks of hyphenation."""

    number: str
    field_of_action: str
    title: str
    responsible: str
    begin: str
    end: str
    cost: str
    plan: str


def by_letter(field: str, _: int, place: int) -> str:
    """M1, K2: the first letter of the field of action, and the place in it."""
    return f"{field[0]}{place}"


def by_dots(_: str, field: int, place: int) -> str:
    """1.1.3: chapter, field and place."""
    return f"{field}.{1 + (place - 1) // 5}.{1 + (place - 1) % 5}"


def through(pattern: str) -> Numbering:
    """KS-07, M 12: one count through all fields."""
    count = iter(range(1, 1000))
    return lambda _field, _place, _number: pattern.format(next(count))


def planned_measures(seed: int, count: int, numbering: Numbering) -> list[PlannedMeasure]:
    """So many measures, in order of their fields of action."""
    draw = random.Random(seed)  # noqa: S311
    with (WORDS / "titles.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    chosen = sorted(draw.sample(range(len(rows)), count))
    fields = list(dict.fromkeys(rows[place]["field"] for place in chosen))
    places = dict.fromkeys(fields, 0)
    measures = []
    for row in (rows[place] for place in chosen):
        field = row["field"]
        places[field] += 1
        number = numbering(field, fields.index(field) + 1, places[field])
        measures.append(_planned(draw, number, field, row["title"]))
    return measures


def _planned(draw: random.Random, number: str, field: str, title: str) -> PlannedMeasure:
    begin = draw.randint(2018, 2024)
    begins = (
        str(begin),
        f"{draw.randint(1, 28):02}.{draw.randint(1, 12):02}.{begin}",
        f"{draw.randint(1, 4)}. Quartal {begin}",
    )
    cost = draw.randint(5, 4000)
    costs = (f"{cost} T€", f"{cost // 1000}.{cost % 1000:03}.000 €" if cost > 999 else f"{cost}.000 €", UNKNOWN)
    return PlannedMeasure(
        number,
        field,
        title,
        draw.choice(OFFICES),
        draw.choice(begins),
        draw.choice((str(begin + draw.randint(1, 6)), "laufend", UNKNOWN)),
        draw.choice(costs),
        " ".join(draw.sample(PLANS, draw.randint(1, 3))),
    )


def states(seed: int, count: int, *, most: int = 4, bullets: float = 0.15, no_news: float = 0.0) -> list[str]:
    """So many texts about how far things are, of up to so many sentences; some with bullets, some with no news."""
    draw = random.Random(seed)  # noqa: S311
    texts = []
    for _ in range(count):
        sentences = draw.sample(SENTENCES, draw.randint(1, most))
        if draw.random() < no_news:
            texts.append(NO_NEWS)
        elif len(sentences) > 2 and draw.random() < bullets * 2:
            texts.append("\n".join((sentences[0], *(BULLET + sentence for sentence in sentences[1:]))))
        else:
            texts.append(" ".join(sentences))
    return texts


def by_field(measures: Sequence[PlannedMeasure]) -> dict[str, list[PlannedMeasure]]:
    """The measures of each field of action, in order."""
    fields: dict[str, list[PlannedMeasure]] = {}
    for measure in measures:
        fields.setdefault(measure.field_of_action, []).append(measure)
    return fields


def told_measures(
    measures: Sequence[PlannedMeasure], texts: Sequence[dict[str, str]], pages: Sequence[int]
) -> list[ToldMeasure]:
    """What was printed, once it is known on which pages."""
    return [
        ToldMeasure(
            measure.number,
            plain(measure.title),
            plain(measure.responsible),
            measure.field_of_action,
            {label: plain(text) for label, text in of_one.items()},
            page,
        )
        for measure, of_one, page in zip(measures, texts, pages, strict=True)
    ]
