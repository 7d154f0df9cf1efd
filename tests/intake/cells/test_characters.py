"""Characters of which every sequence is in the normal form C."""

import unicodedata

import polars as pl

from opendata.intake.cells.characters import are_plainly_composed


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
