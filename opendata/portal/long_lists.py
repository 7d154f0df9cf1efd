"""Long lists on pages for staff: one page of a list at a time, with links to those around it.

Here: which page is asked for, and its links. Not here: the lists themselves, how pages are shown
(templates/portal/_pages.html).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from opendata.portal.links import portal_link

ON_A_PAGE = 100
MOST_DIGITS = 8

Listed = TypeVar("Listed")


@dataclass(frozen=True)
class PageOfList(Generic[Listed]):
    """A page of a list; endpoint, place: the page of the portal that shows it. total: items of the whole list."""

    name: str  # of the parameter that asks for other pages, and of the section that holds the list
    items: Sequence[Listed]
    number: int  # from 1 on
    total: int
    endpoint: str
    place: Mapping[str, str]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return _last_page(self.total)

    def link(self, number: int) -> str:
        """The link to another page of the list."""
        return f"{portal_link(self.endpoint, **{**self.place, self.name: number})}#{self.name}"


def page_of_list(name: str, items: Sequence[Listed], endpoint: str, **place: str) -> PageOfList[Listed]:
    """The page of a list that ?NAME= asks for: the last one where there are not so many, the first one else."""
    text = request.args.get(name, "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 1
    number = min(max(1, asked), _last_page(len(items)))
    shown = items[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return PageOfList(name, shown, number, len(items), endpoint, place)


def _last_page(total: int) -> int:
    return max(1, -(-total // ON_A_PAGE))
