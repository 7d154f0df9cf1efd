"""Label places: on which side of its dot the text of an amount stands, so that no line runs through it.

Here: arithmetic, in pixels. Not here: drawing (line_pictures.py).
A picture is as wide as the page lets it be, so each side is judged on a narrow and on a wide one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NARROW, WIDE = 260, 900  # pixels: the width of a line picture on a small phone and on a desk
LETTER, HEIGHT, SINKING = 8.5, 11, 3  # pixels: of an amount's bold letters, and how far these sink below their foot
ABOVE, BELOW = 9, 20  # pixels from a dot to the foot of a text above or below it
BESIDE, CENTRED = 9, 5  # pixels: to a text beside it, whose foot lies so much lower
DOT = 5  # pixels around a dot that stay free
OUTSIDE = 100  # how much worse it is to leave the picture than to be crossed

Spot = tuple[float, float]  # where something lies: as a share of the width, and in pixels from the top


@dataclass(frozen=True)
class LabelPlace:
    """Where a text stands beside its dot.

    anchor: the part of the text that lies at the dot; beside, down: pixels from the dot to this part's foot.
    """

    anchor: str
    beside: float
    down: float


MIDDLE_ABOVE, START_ABOVE, END_ABOVE = (LabelPlace(anchor, 0, -ABOVE) for anchor in ("middle", "start", "end"))
MIDDLE_BELOW, START_BELOW, END_BELOW = (LabelPlace(anchor, 0, BELOW) for anchor in ("middle", "start", "end"))
RIGHT = LabelPlace("start", BESIDE, CENTRED)
USUAL = (MIDDLE_ABOVE, START_ABOVE, END_ABOVE, START_BELOW, END_BELOW, MIDDLE_BELOW, RIGHT)
FALLING = (START_ABOVE, RIGHT, MIDDLE_ABOVE, END_ABOVE, START_BELOW, END_BELOW, MIDDLE_BELOW)


def label_place(
    text: str, dot: Spot, lines: Sequence[Sequence[Spot]], bottom: float, *, is_falling: bool = False
) -> LabelPlace:
    """The first place that is crossed by the fewest lines and dots.

    lines: the spots of all lines, among them the dot. bottom: below it stand the years. is_falling: the line comes
    from above, so that there is room on its right.
    """

    def cost(place: LabelPlace) -> int:
        worse = OUTSIDE if dot[1] + place.down > bottom and place.down > CENTRED else 0
        return worse + sum(_cost(text, place, dot, lines, width) for width in (NARROW, WIDE))

    return min(FALLING if is_falling else USUAL, key=cost)


def _cost(text: str, place: LabelPlace, dot: Spot, lines: Sequence[Sequence[Spot]], width: float) -> int:
    length = LETTER * len(text)
    left = dot[0] * width + place.beside - {"start": 0.0, "middle": 0.5, "end": 1.0}[place.anchor] * length
    right, foot = left + length, dot[1] + place.down
    box = (left, foot - HEIGHT, right, foot + SINKING)
    crossed = OUTSIDE if left < 0 or right > width else 0
    for line in lines:
        spots = [(share * width, y) for share, y in line]
        crossed += sum(_passes(box, before, after) for before, after in pairwise(spots))
        crossed += sum(_touches(box, spot) for spot in spots)
    return crossed


def _passes(box: tuple[float, float, float, float], first: Spot, last: Spot) -> bool:
    """Whether a stretch of a line runs through a box."""
    (x1, y1), (x2, y2) = sorted((first, last))
    left, top, right, foot = box
    if x2 < left or x1 > right:
        return False
    if x1 == x2:
        heights = (y1, y2)
    else:
        at_left, at_right = (y1 + (y2 - y1) * (min(max(x, x1), x2) - x1) / (x2 - x1) for x in (left, right))
        heights = (at_left, at_right)
    return min(heights) <= foot and max(heights) >= top


def _touches(box: tuple[float, float, float, float], spot: Spot) -> bool:
    left, top, right, foot = box
    return left - DOT < spot[0] < right + DOT and top - DOT < spot[1] < foot + DOT
