"""Page clips: pictures of the places on the pages of a report where a value stands.

Here: the values and their limits. Not here: drawing them (intake/page_pictures.py), and who may see them (steps/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

MOST_PAGES = 4  # of one clip
MOST_PIXELS = 4_000_000  # of one clip


@dataclass(frozen=True)
class PlaceOnPage:
    """A rectangle on a page, counted from 1, in points from the top left of the page as it is shown."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def from_json(cls, box: Mapping[str, Any]) -> Self:
        """The place that a box of report_facts.cell_origin() says."""
        return cls(int(box["page"]), *(float(box[name]) for name in ("x0", "top", "x1", "bottom")))


@dataclass(frozen=True)
class PageClip:
    """A clip as PNG."""

    content: bytes
