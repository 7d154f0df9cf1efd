"""The style sheet: every colour can be read on its ground, in light and in dark, and nothing comes from elsewhere."""

import re
from pathlib import Path

import pytest

from opendata import site
from opendata.pictures.looks import LOOK_OF_CODE, LOOKS_BY_PLACE, UNKNOWN

CSS = (Path(site.__file__).parent / "static" / "site.css").read_text(encoding="utf-8")
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in CSS.split("prefers-color-scheme: dark"))
TEXT_ON_GROUND = [
    *((text, ground) for text in ("ink", "quiet", "link") for ground in ("paper", "soft")),
    *((tone, f"{tone}-soft") for tone in ("done", "going", "ahead", "ended", "plain", "wrong")),
    ("ink", "ahead-soft"),
    ("on-accent", "accent"),
    ("paper", "link"),
    *(
        ("on-look", f"look-{look}")
        for look in ("done", "steady", "going", "ended", "joined", "kept", "late", "moved")
    ),
    *(("ink", f"look-{look}") for look in ("ahead", "open", "unknown")),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(colours: dict[str, str], text: str, ground: str):
    assert contrast(colours[text], colours[ground]) >= 4.5  # WCAG 2.2, 1.4.3, level AA


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_can_be_seen(colours: dict[str, str]):
    for ground in ("paper", "soft"):
        assert contrast(colours["focus"], colours[ground]) >= 3  # 1.4.11


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_parts_of_pictures_can_be_seen_by_their_colour_or_by_the_lines_around_and_in_them(
    colours: dict[str, str],
):
    for look in ("done", "steady", "going", "ended", "joined", "kept", "late", "moved"):
        assert contrast(colours[f"look-{look}"], colours["paper"]) >= 3, look  # 1.4.11
    for line, ground in (("ahead-line", "look-ahead"), ("unknown-line", "look-unknown"), ("unknown-line", "paper")):
        assert contrast(colours[f"look-{line}"], colours[ground]) >= 3, line


def test_each_look_has_a_colour_and_letters_that_can_be_read_on_it():
    looks = {*LOOK_OF_CODE.values(), *LOOKS_BY_PLACE, UNKNOWN}
    for look in looks:
        assert f".look-{look} {{ fill: var(--look-{look}); }}" in CSS
        assert f".on-{look} " in CSS


def test_both_schemes_have_every_colour():
    assert set(LIGHT) == set(DARK)


def test_nothing_comes_from_elsewhere():
    assert set(re.findall(r"url\(([^)]*)\)", CSS)) == {'"feed.svg"'}
    assert "@import" not in CSS


def contrast(one: str, other: str) -> float:
    """The contrast ratio as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
