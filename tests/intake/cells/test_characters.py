"""Characters of which every sequence is in the normal form C, and the search for odd ones in a whole column."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.intake.cells.characters import are_plainly_composed, is_damaged, odd_characters


def test_plainly_composed_characters_never_change_by_being_normalised():
    signs = pl.DataFrame({"text": [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]})
    judged = signs.group_by("text").agg(plain=are_plainly_composed(pl.col("text")))  # each sign alone
    plain = judged.filter("plain")["text"].to_list()
    assert {"ß", "é", "₂", "–", "€", "„"} <= set(plain)
    for sign in plain:
        assert unicodedata.is_normalized("NFC", sign) and not unicodedata.combining(sign), hex(ord(sign))
        assert unicodedata.normalize("NFC", f"A{sign}") == f"A{sign}", hex(ord(sign))


def test_a_column_with_one_decomposed_letter_is_not_plainly_composed():
    assert _are_plain("Fuß", "Füße")
    assert not _are_plain("Fuß", "Fu\u0308ße")


def _are_plain(*texts: str) -> bool:
    return bool(pl.DataFrame({"text": texts}).select(are_plainly_composed(pl.col("text"))).item())


@given(
    st.lists(st.text("ab Zäß²Ⅳ5?&;#x„”“§ŸŠÃÅÄÂâï»¿¤–-:/.=\n\u0080\ufffduml", max_size=14), min_size=1, max_size=30)
)
def test_the_search_in_a_column_finds_every_damaged_text(texts: list[str]):
    found = pl.Series(texts).str.contains(odd_characters(is_key=False))
    assert all(odd for text, odd in zip(texts, found, strict=True) if is_damaged(text))


@pytest.mark.parametrize(
    "text", ["Was? Wie?", "„rad“ und „bus“", "Äpfel & Birnen", "R&D; neu", "Âge, Ångström", "a?b"]
)
def test_the_search_in_a_column_passes_over_sound_texts(text: str):
    assert pl.Series([text]).str.contains(odd_characters(is_key=False)).item() is is_damaged(text)


@pytest.mark.parametrize("sign", ["/", "#", "?", "://", "a?b/", "”"])
def test_a_long_text_without_blanks_is_judged_in_one_go(sign: str):
    assert is_damaged(f"Stra?e {sign * 10_000}")
