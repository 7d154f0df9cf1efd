"""Explanations: each phase, each figure and each method in one sentence, to which other pages lead with one click.

Here: finding them. Not here: the sentences (explained_words.py, explained_figures.py), the page
(templates/methods.html). The name of an explanation is its anchor on that page and stays for ever, because others
link to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.site.explained_figures import FIGURES, FUNDING, METHODS
from opendata.site.explained_words import PHASES, SCHEDULES, STAGES
from opendata.site.word_meanings import WordMeaning


@dataclass(frozen=True)
class Explained:
    """An explanation in one language. name: its anchor."""

    name: str
    title: str
    sentence: str


GROUPS: Sequence[tuple[str, Mapping[str, WordMeaning]]] = (
    ("phases", PHASES),
    ("schedules", SCHEDULES),
    ("figures", FIGURES),
    ("funding", FUNDING),
    ("stages", STAGES),
    ("methods", METHODS),
)
EXPLANATIONS: Mapping[str, WordMeaning] = {name: told for _, group in GROUPS for name, told in group.items()}


def explained(name: str, language: str) -> Explained:
    """The explanation of that name; raises KeyError."""
    told = EXPLANATIONS[name]
    german = language == "de"
    title, sentence = (text["de"] if german else text["en"] for text in (told.title, told.sentence))
    return Explained(name, title, sentence)


def explained_groups(language: str) -> list[tuple[str, list[Explained]]]:
    """All explanations in the order of the page, by group."""
    return [(group, [explained(name, language) for name in names]) for group, names in GROUPS]
