"""Likenesses of texts are those that difflib counts, from the one on that matters."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from opendata.intake.matching.text_likeness import likeness_from

TEXTS = st.text("abeß -", max_size=12)


@given(TEXTS, TEXTS, st.sampled_from([0.0, 0.5, 0.72, 0.74, 0.8, 1.0]))
def test_a_likeness_is_what_difflib_counts_or_nothing_where_it_does_not_matter(first: str, second: str, least: float):
    counted = SequenceMatcher(None, first, second).ratio()

    assert likeness_from(first, second, least) == (counted if counted >= least else 0.0)
