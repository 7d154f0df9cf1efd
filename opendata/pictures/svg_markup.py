"""SVG as text: elements whose attributes and texts are escaped, and coordinates in as few characters as they need.

Here: writing elements. Not here: what they show (the other modules of this room).
"""

from markupsafe import Markup, escape

Length = float | int | str


def element(name: str, *content: Markup | str, **attributes: Length | None) -> Markup:
    """An element: `class_` is written `class`, `font_size` is `font-size`; attributes that are None are left out."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(str(escape(part)) for part in content)
    return Markup(f"<{name}{told}>{inside}</{name}>")  # noqa: S704


def number(value: float) -> str:
    """A coordinate with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def percent(share: float) -> str:
    """A share of the picture's width, such as 12.5%."""
    return f"{number(100 * share)}%"


def joined(parts: list[Markup]) -> Markup:
    """Elements one after another."""
    return Markup("").join(parts)
