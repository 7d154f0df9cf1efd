"""Pictures to share: PNG of the size that networks ask for, in the colours of the pages, whatever a city writes."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from opendata import site
from opendata.pictures.bar_pictures import Portion
from opendata.pictures.looks import LOOK_OF_CODE, LOOKS_BY_PLACE
from opendata.pictures.share_pictures import COLOURS, HEIGHT, MARGIN, WIDTH, ShareCard, share_picture

CSS = (Path(site.__file__).parent / "static" / "site.css").read_text(encoding="utf-8")
LIGHT = dict(re.findall(r"--([\w-]+): (#\w{6});", CSS.split("prefers-color-scheme: dark")[0]))
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PORTIONS = [Portion(look, look, count, str(count)) for look, count in (("done", 30), ("ahead", 10), ("open", 0))]


def opened(card: ShareCard) -> Image.Image:
    """The picture, read as any program reads it."""
    return Image.open(io.BytesIO(share_picture(card))).convert("RGB")


def test_the_colours_are_those_of_the_light_pages():
    assert {name: LIGHT[name] for name in COLOURS} == COLOURS
    assert {f"look-{look}" for look in (*LOOK_OF_CODE.values(), *LOOKS_BY_PLACE)} <= set(COLOURS)


def test_a_picture_has_the_size_that_networks_ask_for_and_the_same_bytes_each_time():
    card = ShareCard("opendata", "Klimaschutz", "Beispielstadt", ["40 Maßnahmen"], PORTIONS)

    assert share_picture(card) == share_picture(card)
    assert opened(card).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(share_picture(card)) < 60_000


def test_a_bar_is_divided_as_its_amounts_are():
    picture = opened(ShareCard("opendata", "", "Stadt", [], PORTIONS))
    y = next(y for y in range(HEIGHT) if _is(picture, MARGIN + 20, y, "look-done")) + 4
    widths = [sum(_is(picture, x, y, f"look-{name}") for x in range(WIDTH)) for name in ("done", "ahead")]

    assert widths[0] / widths[1] == pytest.approx(3, rel=0.03)


@pytest.mark.parametrize(
    "title", ["", "A", LONG_WORD * 3, "Wort " * 200, "x" * 1_000_000, "日本語 🌍 \u202erückwärts\x00"]
)
def test_any_title_stays_within_the_picture(title: str):
    card = ShareCard(
        "opendata", title, title, [title], PORTIONS, warning="überfällig", status="laufend", look="steady"
    )
    picture = opened(card)

    for x in (0, 8, WIDTH - 8, WIDTH - 1):  # the margins stay empty down to the band at the bottom
        assert all(_is(picture, x, y, "paper") for y in range(0, HEIGHT - 90, 3)), x


def test_umlauts_and_signs_have_letters():
    plain = ShareCard("o", "", "a", [])
    drawn = {letter: share_picture(ShareCard("o", "", letter, [])) for letter in "äöüß€₂–„“"}

    assert len({share_picture(plain), *drawn.values()}) == len(drawn) + 1  # none is the box of a missing letter


def _is(picture: Image.Image, x: int, y: int, name: str) -> bool:
    """Whether a point has a colour, or the one that stands for it in a file with few colours."""
    found, meant = picture.getpixel((x, y)), [int(COLOURS[name][place : place + 2], 16) for place in (1, 3, 5)]
    assert isinstance(found, tuple)
    return all(abs(one - other) < 8 for one, other in zip(found, meant, strict=True))
