"""Alike pairs are those that a plain cosine of TF-IDF vectors finds, row by row."""

import math
import random
from collections import Counter
from typing import Any, cast

import pytest

from bench import similar_measures
from opendata.likeness.alike_pairs import BEST, LEAST, MOST_PARTS, Corpus
from opendata.likeness.word_parts import packed_parts, unpacked

TITLES = {
    "a": ["Ausbau der Fernwärme", "Radweg am Fluss", "Wärmeplanung", "Baumpflanzungen", ""],
    "b": ["Fernwärmenetz Innenstadt", "Fahrradabstellanlagen", "Kommunaler Wärmeplan"],
    "c": ["Radwege im Umland", "Photovoltaik auf Schulen", "Fernwaerme: Verdichtung", "PV auf Dächern"],
}


def naive(titles: dict[str, list[str]]) -> dict[tuple[str, int, str, int], float]:
    """How alike each two rows are, with whole words for parts and nothing but dicts."""
    vectors: dict[tuple[str, int], dict[int, float]] = {
        (group, place): dict(cast(Any, unpacked(packed_parts(title)).tolist()))
        for group, rows in titles.items()
        for place, title in enumerate(rows)
    }
    having = Counter(part for vector in vectors.values() for part in vector)
    rarity = {part: math.log((1 + len(vectors)) / (1 + count)) for part, count in having.items()}
    told = {}
    for row, vector in vectors.items():
        for other, theirs in vectors.items():
            if row[0] == other[0]:
                continue
            product = sum(vector[part] * theirs[part] * rarity[part] ** 2 for part in vector.keys() & theirs.keys())
            lengths = [math.hypot(*(v * rarity[part] for part, v in one.items())) for one in (vector, theirs)]
            told[(*row, *other)] = product / (lengths[0] * lengths[1]) if all(lengths) else 0.0
    return told


def found(
    titles: dict[str, list[str]], least: float = LEAST, best: int = BEST
) -> dict[tuple[str, int, str, int], float]:
    corpus = Corpus({group: [packed_parts(title) for title in rows] for group, rows in titles.items()})
    return {
        (group, pair.row, pair.group, pair.other): pair.likeness
        for group in titles
        for pair in corpus.pairs(group, [other for other in titles if other != group], least, best)
    }


def test_pairs_are_those_of_a_plain_cosine():
    expected = {pair: likeness for pair, likeness in naive(TITLES).items() if likeness >= LEAST}
    told = found(TITLES)
    assert told.keys() == expected.keys() and ("a", 2, "b", 2) in told and ("c", 3, "c", 1) not in told
    assert told == pytest.approx(expected, abs=0.001)
    assert all(told[(d, j, c, i)] == likeness for (c, i, d, j), likeness in told.items())


def test_so_many_of_each_group_are_kept_as_are_best_from_either_side():
    chosen = random.Random(7)
    words = "rad weg wärme netz schule dach strom bus bahn park wald wasser".split()
    titles = {name: ["".join(chosen.choices(words, k=3)) for _ in range(40)] for name in "ab"}
    everything = naive(titles)
    for (c, i, d, j), likeness in found(titles, best=1).items():
        best_of_row = max(everything[(c, i, d, other)] for other in range(40))
        best_of_other = max(everything[(c, other, d, j)] for other in range(40))
        assert likeness == pytest.approx(best_of_row, abs=0.001) or likeness == pytest.approx(
            best_of_other, abs=0.001
        )


def test_groups_without_rows_and_rows_without_words_have_no_pairs():
    assert found({"a": [], "b": ["Radweg"], "c": ["", "!", "§"]}) == {}
    assert found({}) == {}


def test_long_texts_count_by_their_most_telling_parts():
    long_text = " ".join(f"wort{number}" for number in range(MOST_PARTS))
    corpus = Corpus(
        {"a": [packed_parts("Radweg", long_text)], "b": [packed_parts("Radweg", long_text), packed_parts("Hafen")]}
    )
    assert [pair.other for pair in corpus.pairs("a", ["b"])] == [0]


def test_umlauts_and_words_for_the_same_thing_make_no_difference():
    assert packed_parts("WÄRME") == packed_parts("waerme") == packed_parts("Wa\u0308rme")
    assert packed_parts("PV") == packed_parts("Fotovoltaik") != packed_parts("PV", same={})


def test_the_labelled_measures_are_found_as_well_as_the_page_says():
    if not similar_measures.DATA.is_dir():
        pytest.skip("the real tables are not here")
    told = similar_measures.quality()
    assert told.labelled == len(similar_measures.labels()) == 82
    assert told.first > 0.65 and told.any_of_three > 0.75
    assert told.first >= similar_measures.quality({}).first
