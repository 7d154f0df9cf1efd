"""Entries in detail: what stands below a title."""

from datetime import UTC, datetime

import pytest

from opendata.domain.model import Entry, Event
from opendata.formats.entry_details import MOST_VALUES, entry_html, entry_text
from tests.making import plans_kind


@pytest.mark.parametrize(
    ("left", "german", "english"),
    [(1, "und eine weitere Angabe", "and one more value"), (2, "und 2 weitere Angaben", "and 2 more values")],
)
def test_what_is_left_out_of_a_long_list_is_counted(left: int, german: str, english: str):
    fields = {f"x_{number}": ("alt", "neu") for number in range(MOST_VALUES + left)}
    sentence = {"de": "Radweg: geändert.", "en": "Radweg: changed."}
    event = Event("plan.changed", ["plan.changed"], "plans", "1", fields, sentence)
    entry = Entry(1, datetime(2025, 3, 1, tzinfo=UTC), "auental", "klima", "1.1.0", event, "urn:uuid:1")

    assert entry_html(entry, plans_kind(), "de").endswith(f"</li><li>{german}</li></ul>")
    assert entry_text(entry, plans_kind(), "en").endswith(f"\n- {english}")
