"""Bars: their parts are as wide as their amounts, and they can be read without colour and without seeing them."""

import pytest
from lxml import etree

from opendata.pictures.bar_pictures import Portion, sentence, single_bar, stacked_bar

PORTIONS = [
    Portion("abgeschlossen", "done", 20, "20"),
    Portion("in Umsetzung", "going", 13, "13"),
    Portion("unbekannt", "unknown", 1, "1"),
    Portion("eingestellt", "ended", 0, "0"),
]


def drawn(picture: str) -> etree._Element:
    return etree.fromstring(picture)


def widths(picture: str, prefix: str = "look-") -> dict[str, float]:
    """How many percent of the picture the parts of each look are wide."""
    rectangles = drawn(picture).iter("rect")
    return {
        name.removeprefix(prefix): float(rectangle.get("width", "").removesuffix("%"))
        for rectangle in rectangles
        if (name := rectangle.get("class") or "").startswith(prefix)
    }


def test_parts_are_as_wide_as_their_amounts_and_together_as_long_as_the_bar():
    assert widths(stacked_bar(PORTIONS, "")) == pytest.approx(
        {"done": 100 * 20 / 34, "going": 100 * 13 / 34, "unknown": 100 / 34}, abs=0.01
    )
    assert sum(widths(stacked_bar(PORTIONS, "", length=0.5)).values()) == pytest.approx(50, abs=0.02)


def test_each_part_but_the_plain_ones_has_a_pattern_above_its_colour():
    patterns = [rectangle.get("fill") for rectangle in drawn(stacked_bar(PORTIONS, "")).iter("rect")]

    assert [pattern for pattern in patterns if pattern] == ["url(#look-going)", "url(#look-unknown)"]


def test_amounts_stand_where_they_have_room():
    assert [text.text for text in drawn(stacked_bar(PORTIONS, "")).iter("text")] == ["20", "13"]
    assert not list(drawn(stacked_bar(PORTIONS, "", numbers=False)).iter("text"))


def test_readers_who_do_not_see_it_are_told_by_its_name_which_may_hold_any_text():
    picture = drawn(stacked_bar(PORTIONS, 'Stand <b> "heute" & morgen'))

    assert picture.get("role") == "img"
    assert picture.get("aria-label") == 'Stand <b> "heute" & morgen'
    assert sentence(PORTIONS) == "20 abgeschlossen, 13 in Umsetzung, 1 unbekannt"


def test_a_bar_of_nothing_is_empty():
    assert widths(stacked_bar([Portion("abgeschlossen", "done", 0, "0")], "")) == {}
    assert widths(stacked_bar([], "")) == {}


def test_a_single_bar_never_leaves_its_ground():
    assert widths(str(single_bar(1.7, "done"))) == {"done": 100}
    assert widths(str(single_bar(-1, "done"))) == {"done": 0}
    assert drawn(single_bar(0.5, "done")).get("aria-hidden") == "true"
