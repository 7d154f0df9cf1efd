"""Looks: how the codes of a status are drawn, always the same on all pages, and told apart without colour.

Here: which look a code has, and the patterns of the looks. Not here: the colours (site/static/site.css), bars and
lines (the other modules of this room). A code that is not listed here gets a look by its place in its list.
"""

from collections.abc import Sequence

from markupsafe import Markup

from opendata.domain.kinds import Field
from opendata.pictures.svg_markup import Length, element, joined

# Phases of measures and stages of funding, then how measures keep to their schedule.
LOOK_OF_CODE = {
    **dict.fromkeys(("completed", "proven", "real"), "done"),
    **dict.fromkeys(("ongoing", "paid"), "steady"),
    **dict.fromkeys(("implementation", "approved"), "going"),
    **dict.fromkeys(("planning", "applied", "target"), "ahead"),
    "not_started": "open",
    **dict.fromkeys(("cancelled", "rejected"), "ended"),
    **dict.fromkeys(("merged", "repaid"), "joined"),
    "unknown": "unknown",
    "on_time": "kept",
    "late": "late",
    "postponed": "moved",
}
LOOKS_BY_PLACE = ("open", "ahead", "going", "steady", "done")  # of a list of codes from its beginning to its end
UNKNOWN = "unknown"
PATTERNED = ("steady", "going", "ahead", "ended", "joined", "unknown", "late", "moved")
SWATCH = 16  # pixels, both ways


def look_of(field: Field | None, code: str | None) -> str:
    """The look of a code of a field; an empty cell looks like an unknown status."""
    if not code:
        return UNKNOWN
    if code in LOOK_OF_CODE:
        return LOOK_OF_CODE[code]
    codes = list(field.codes) if field else []
    if code not in codes:
        return UNKNOWN
    share = codes.index(code) / max(1, len(codes) - 1)
    return LOOKS_BY_PLACE[round(share * (len(LOOKS_BY_PLACE) - 1))]


def in_order(field: Field, codes: Sequence[str]) -> list[str]:
    """Codes as pictures show them: the farthest along first, then what is unknown, then what ended otherwise."""
    rank = {look: place for place, look in enumerate(("done", "steady", "going", "ahead", "open", "unknown"))}
    rank |= {"kept": 0, "late": 1, "moved": 2, "ended": 7, "joined": 8}
    listed = {code: place for place, code in enumerate(field.codes)}
    return sorted(codes, key=lambda code: (rank[look_of(field, code)], listed.get(code, len(listed)), code))


def pattern_definitions() -> Markup:
    """The patterns that the pictures of a page refer to; a page has them once."""
    drawn = [
        _pattern("steady", 6, element("circle", cx=3, cy=3, r=1.2, class_="mark-light")),
        _pattern("going", 6, element("path", d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5", class_="line-light")),
        _pattern("ahead", 7, element("path", d="M-1 -1 8 8M-1 6 1 8M6 -1 8 1", class_="line-ahead")),
        _pattern("ended", 6, element("path", d="M0 0 6 6M6 0 0 6", class_="line-light")),
        _pattern("joined", 5, element("path", d="M0 2.5H5", class_="line-light")),
        _pattern("unknown", 6, element("circle", cx=3, cy=3, r=0.9, class_="mark-quiet")),
        _pattern("late", 6, element("path", d="M-1 -1 7 7M-1 5 1 7M5 -1 7 1", class_="line-light")),
        _pattern("moved", 6, element("path", d="M3 0V6", class_="line-light")),
    ]
    hidden: dict[str, Length] = {
        "class_": "patterns",
        "width": 0,
        "height": 0,
        "aria_hidden": "true",
        "focusable": "false",
    }
    return element("svg", element("defs", joined(drawn)), **hidden)


def filled_rectangle(look: str, **place: float | str) -> Markup:
    """A rectangle in the colour of a look, with its pattern above."""
    plain = element("rect", class_=f"look-{look}", **place)
    return plain + element("rect", fill=f"url(#look-{look})", **place) if look in PATTERNED else plain


def swatch(look: str) -> Markup:
    """The small square of a legend."""
    size: dict[str, float | str] = {"width": SWATCH, "height": SWATCH}
    edge = element("rect", class_="edge", x=0.5, y=0.5, width=SWATCH - 1, height=SWATCH - 1)
    return element(
        "svg", filled_rectangle(look, **size), edge, class_="swatch", aria_hidden="true", focusable="false", **size
    )


def _pattern(look: str, size: int, content: Markup) -> Markup:
    units: dict[str, Length] = {"patternUnits": "userSpaceOnUse", "width": size, "height": size}
    return element("pattern", content, id=f"look-{look}", **units)
