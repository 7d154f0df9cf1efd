"""Few texts are looked through in Python and many in Polars: both must find the same."""

from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from opendata.intake.persons import contact_details, person_names, telling_word_search
from opendata.intake.persons.person_names import telling_words

PIECES = [
    *sorted(telling_words())[:40],
    "Anna",
    "xMax",
    "MAXX",
    "Frau",
    "straße",
    "Weg²",
    "½Anna",
    "ǅAnna",
    "一Karl",
    "Ⅳ",
]
TEXTS = st.lists(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=5).map(" ".join) | st.text(max_size=20),
    min_size=1,
    max_size=8,
)


@given(TEXTS)
def test_a_telling_word_is_found_among_few_texts_and_among_many(texts: list[str]):
    column = pl.Series(texts, dtype=pl.String)
    in_python, in_polars = telling_word_search.among_few(column), telling_word_search.among_many(column)
    assert in_python.to_list() == in_polars.to_list()


def test_addresses_and_numbers_are_found_among_few_texts_and_among_many():
    texts = ["Amt 66", "Tel. 0211 12345", "MAIL: A.B@Stadt.de", "0170 1234567", "HANDY 5", "Höhe 15 m", "ÄT x ÄT"]
    few, many = pl.Series(texts), pl.Series(texts * 1_000)
    for look in (contact_details.has_address, contact_details.may_have_number):
        assert look(few).to_list() == look(many).head(len(texts)).to_list()
        alone = [look(pl.Series([text])).item() for text in texts]
        assert look(few).to_list() == alone
    assert contact_details.may_have_number(few).to_list() == [False, True, False, True, True, False, False]


class Counted(list[person_names.Word]):
    """Words of which is counted how often they are looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        Counted.looks += 1
        return super().__getitem__(place)


def test_a_text_of_titles_alone_is_not_gone_through_anew_from_each_of_them():
    text = "Dr. " * 2_000
    words = Counted(person_names._words(text))

    assert not any(person_names._begins_name(words, place, text) for place in range(100))
    assert Counted.looks < 100 * 100
    assert person_names.holds_name("Herr Prof. Dr. Dr. Meier")
