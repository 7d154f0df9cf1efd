"""Pictures over time: days and amounts lie where they belong, and axes name round figures."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from opendata.pictures.line_pictures import AmountAt, AmountLine, line_picture
from opendata.pictures.scales import MARGIN, AmountScale, TimeScale, amount_scale, time_scale
from opendata.pictures.time_pictures import MarkedDay, Stretch, TimeRow, time_picture


def test_a_scale_of_time_has_whole_years_and_puts_days_between_them():
    scale = time_scale([date(2022, 5, 1), date(2024, 6, 30)])

    assert (scale.first, scale.last, scale.years()) == (date(2022, 1, 1), date(2024, 12, 31), [2022, 2023, 2024])
    assert scale.place(date(2022, 1, 1)) == MARGIN and scale.place(date(2030, 1, 1)) == 1 - MARGIN
    assert scale.place(date(2023, 7, 2)) == pytest.approx(0.5, abs=0.001)


def test_of_many_years_so_many_are_named_that_they_do_not_touch():
    assert TimeScale(date(1990, 1, 1), date(2045, 12, 31)).years() == [1990, 2000, 2010, 2020, 2030, 2040]


@pytest.mark.parametrize(
    ("first", "last", "crowded"), [(2019, 2024, [2020]), (2022, 2024, []), (1990, 2045, [2000]), (2020, 2020, [])]
)
def test_a_year_that_would_touch_the_one_before_on_a_phone_is_marked(first: int, last: int, crowded: list[int]):
    scale = TimeScale(date(first, 1, 1), date(last, 12, 31))
    named = scale.named_years()

    assert [name.year for name in named] == scale.years()
    assert [name.year for name in named if name.crowded] == crowded
    # Where each name begins and ends on 260 pixels, with digits of 7 pixels.
    sides = {"start": (0, 28), "middle": (14, 14), "end": (28, 0)}
    shown = [(260 * name.place, sides[name.anchor]) for name in named if not name.crowded]
    assert all(x + right < next_x - left for (x, (_, right)), (next_x, (left, _)) in pairwise(shown))
    picture = time_picture([TimeRow("Geplant", [])], scale, "Zeitplan")
    assert picture.count("tick crowded") == len(crowded)


@given(st.lists(st.floats(-1e9, 1e9).map(lambda amount: round(amount, 3)), min_size=1, max_size=8))
def test_a_scale_of_amounts_holds_zero_and_all_amounts_in_even_steps(amounts: list[float]):
    scale = amount_scale(amounts)

    assert 0 in scale.ticks and 2 <= len(scale.ticks) <= 9
    assert all(-0.001 <= scale.height(amount) <= 1.001 for amount in amounts)
    steps = [after - before for before, after in pairwise(scale.ticks)]
    assert steps == pytest.approx([steps[0]] * len(steps))


def test_amounts_between_zero_and_the_top_are_named_roundly():
    assert amount_scale([210, 1300.5]).ticks == (0, 500, 1000, 1500)
    assert amount_scale([0.0]).ticks == (0, 0.25, 0.5, 0.75, 1)


def test_stretches_begin_and_end_at_their_days():
    scale = time_scale([date(2021, 1, 1), date(2024, 12, 31)])
    row = TimeRow(
        "Geplant", [Stretch(date(2021, 1, 1), date(2024, 12, 31), "ahead")], [MarkedDay(date(2023, 1, 1), True)]
    )

    picture = etree.fromstring(time_picture([row], scale, "Zeitplan", as_of=date(2024, 12, 31)))

    (bar,) = [rectangle for rectangle in picture.iter("rect") if rectangle.get("class") == "look-ahead"]
    assert (bar.get("x"), bar.get("width")) == ("2%", "96%")
    assert [line.get("x1") for line in picture.iter("line") if line.get("class") == "as-of-line"] == ["98%"]
    assert [line.get("class") for line in picture.iter("line")][-1] == "mark-past"
    assert [text.text for text in picture.iter("text")] == ["2021", "2022", "2023", "2024", "Geplant"]


def test_a_line_goes_through_its_amounts_and_says_the_last():
    scale = time_scale([date(2021, 1, 1), date(2022, 12, 31)])
    points = [AmountAt(date(2021, 1, 1), 0, "0 kWp"), AmountAt(date(2022, 12, 31), 100, "100 kWp")]
    picture = etree.fromstring(
        line_picture(
            [AmountLine("Wert", "measured", points)], scale, AmountScale((0, 50, 100)), ["0", "50", "100"], "Kennzahl"
        )
    )

    assert [path.get("d") for path in picture.iter("path")] == ["M20 180L980 0"]
    assert [title.text for title in picture.iter("title")] == ["Wert: 0 kWp", "Wert: 100 kWp"]
    assert "100 kWp" in [text.text for text in picture.iter("text")]


@pytest.mark.parametrize(("width", "gutter"), [("0", "narrow"), ("600.000", "usual"), ("−100.000.000", "widest")])
def test_amounts_of_the_axis_have_room_on_the_left_of_the_picture(width: str, gutter: str):
    scales = time_scale([date(2021, 1, 1), date(2022, 12, 31)]), AmountScale((0, 100))
    line = AmountLine("Wert", "measured", [AmountAt(date(2021, 1, 1), 0, "0"), AmountAt(date(2022, 1, 1), 9, "9")])
    picture = etree.fromstring(line_picture([line], *scales, ["0", width], "Kennzahl"))

    assert picture.get("class") == f"line-picture gutter-{gutter}"
    named = [text for text in picture.iter("text") if text.get("class") == "tick" and text.text in ("0", width)]
    assert {(text.get("x"), text.get("text-anchor")) for text in named} == {("-8", "end")}


def test_the_last_amount_stands_below_its_line_where_another_one_passes_above():
    days = [date(2021, 12, 31), date(2022, 12, 31), date(2024, 12, 31)]
    measured = AmountLine("Wert", "measured", [AmountAt(days[0], 40, "40"), AmountAt(days[1], 50, "50")])
    scales = time_scale(days), AmountScale((0, 50, 100))

    anchors: dict[str | None, str | None] = {}

    def heights(*lines: AmountLine) -> dict[str, float]:
        picture = etree.fromstring(line_picture(lines, *scales, ["0", "50", "100"], "Kennzahl"))
        told = {text.text: text for text in picture.iter("text") if "amount" in text.get("class", "")}
        anchors.update({amount: text.get("text-anchor") for amount, text in told.items()})
        return {str(amount): float(text.get("y", "")) for amount, text in told.items()}

    near, far = (
        AmountLine("Ziel", "target", [AmountAt(days[0], first, ""), AmountAt(days[2], 90, "90")])
        for first in (45, 90)
    )
    dot = 20 + 180 / 2  # fifty of a hundred, on a picture of 180 pixels below a margin of 20

    assert heights(measured)["50"] < dot and heights(measured, far)["50"] < dot
    assert heights(measured, near)["50"] > dot
    # A falling line leaves room on its right; at the right edge a text stands on the left of its dot.
    falling = replace(measured, points=[AmountAt(days[0], 90, "90"), AmountAt(days[1], 50, "50")], is_falling=True)
    assert (heights(falling)["50"] < dot, anchors["50"]) == (True, "start")
    assert (heights(near)["90"] < 20 + 180 / 10, anchors["90"]) == (True, "end")
