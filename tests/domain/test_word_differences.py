"""The differences of two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.word_differences import MOST_WORDS, TextPart, word_differences

WORDS = st.lists(st.sampled_from(["Die", "Stadt", "prüft", "baut", ",", "\n", " ", "2024", "ä"]), max_size=30).map(
    "".join
)


def test_changed_words_stand_beside_each_other():
    before, after = "Die Stadt prüft den Bau am alten Hafen.", "Die Stadt beginnt den Bau am alten Markt."
    assert word_differences(before, after) == [
        TextPart("same", "Die Stadt "),
        TextPart("removed", "prüft "),
        TextPart("added", "beginnt "),
        TextPart("same", "den Bau am alten "),
        TextPart("removed", "Hafen"),
        TextPart("added", "Markt"),
        TextPart("same", "."),
    ]


def test_a_word_that_stays_between_two_changes_does_not_tear_the_sentence_apart():
    assert word_differences("Es wird im Mai gebaut", "Es soll im Juni beginnen") == [
        TextPart("same", "Es "),
        TextPart("removed", "wird im Mai gebaut"),
        TextPart("added", "soll im Juni beginnen"),
    ]


def test_equal_texts_and_empty_ones():
    assert word_differences("gleich", "gleich") == [TextPart("same", "gleich")]
    assert word_differences("", "") == []
    assert word_differences("", "neu") == [TextPart("added", "neu")]


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_parts(before: str, after: str):
    parts = word_differences(before, after)

    assert "".join(part.text for part in parts if part.sort != "added") == before
    assert "".join(part.text for part in parts if part.sort != "removed") == after


def test_texts_that_are_too_long_to_compare_are_told_whole():
    before, after = "a b " * MOST_WORDS, "b a " * MOST_WORDS

    assert word_differences(before, after) == [TextPart("removed", before), TextPart("added", after)]
