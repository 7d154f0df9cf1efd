"""The texts of rows in SQL, on SQLite and on PostgreSQL: searching, alike rows, and what is left to be done."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import text

from opendata.domain.model import Publisher
from opendata.domain.queries.folded_text import folded_text
from opendata.steps.ports.row_texts import AlikeKeys, RowText, TextedDataset
from opendata.steps.searching import search
from opendata.storage.alike.row_search import asked_trigrams
from opendata.storage.alike.sql_row_texts import SqlRowTexts
from tests.making import NOON, dataset, plans
from tests.storage.conftest import Store

ROWS = {
    "1": ("Fernwärmenetz Süd", "Ausbau bis zur Straße"),
    "2": ("Dach der Schule", "Photovoltaik und Wärmepumpe"),
    "3": ("100 % Ökostrom_neu", 'mit "Anführung"'),
}
KINDS = ["plans"]


def text_of(key: str, title: str, text: str, parts: bytes = b"p") -> RowText:
    return RowText(key, title, "planning", f"{title}{text}"[:64], folded_text(title), folded_text(text), parts)


def texted(store: Store) -> SqlRowTexts:
    """The texts of a published version."""
    store.publish(
        "2023-12-31", {"plans": plans(*((key, title, None, None, None, None) for key, (title, _) in ROWS.items()))}
    )
    texts = SqlRowTexts(store.database)
    texts.keep(store.dataset(), "1.0.0", [text_of(key, *said) for key, said in ROWS.items()], [], len(ROWS))
    return texts


def keys(texts: SqlRowTexts, asked: str) -> list[str]:
    found = search(texts, asked)
    assert found.total == len(found.rows)
    return [row.key for row in found.rows]


def test_parts_of_words_are_found_in_titles_first_and_nothing_is_a_pattern(store: Store):
    texts = texted(store)
    for asked in ("wärme", "WAERME", "warme"):
        assert keys(texts, asked) == ["1", "2"]
    assert keys(texts, "netz süd") == keys(texts, "strasse") == ["1"]
    assert keys(texts, "dach wärme") == ["2"]
    assert keys(texts, "qü") == keys(texts, "xyz") == keys(texts, "netz dach") == []
    assert keys(texts, "%") == keys(texts, "_neu") == keys(texts, '"anf') == ["3"]
    assert (
        keys(texts, "netz OR dach") == keys(texts, "*") == keys(texts, "'") == keys(texts, "title_words:dach") == []
    )
    assert [row.in_title for row in search(texts, "wärme").rows] == [True, False]
    assert search(texts, "wärme", start=1, limit=1).total == 2
    assert [row.key for row in search(texts, "wärme", start=1, limit=1).rows] == ["2"]
    assert search(texts, "wärme", "somebody-else").rows == []


def test_every_part_of_every_word_is_found_as_reading_the_texts_finds_it(store: Store):
    """Words of many lengths, with and without umlauts, which share most of their trigrams with others."""
    by_chance = random.Random(1)
    parts = "Klär Wärme schwung dach förderung forderung netz über Bau rat aus ungs ausbau straße Öfen".split()

    def made_up(count: int) -> str:
        return " ".join("".join(by_chance.choices(parts, k=by_chance.randint(1, 4))) for _ in range(count))

    said = {str(number): (made_up(2), made_up(5)) for number in range(60)}
    rows = ((key, title, None, None, None, None) for key, (title, _) in said.items())
    store.publish("2023-12-31", {"plans": plans(*rows)})
    texts = SqlRowTexts(store.database)
    texts.keep(store.dataset(), "1.0.0", [text_of(key, *each) for key, each in said.items()], [], len(said))

    def ways(text: str) -> set[str]:
        written = text.lower().replace("ß", "ss")
        return {
            written.translate(str.maketrans("äöü", "aou")),
            written.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"),
        }

    def holds(text: str, word: str) -> bool:
        return any(asked in told for asked in ways(word) for told in ways(text))

    for _ in range(150):
        words = []
        for _ in range(by_chance.choice([1, 1, 2])):
            word = by_chance.choice(" ".join(by_chance.choice(list(said.values()))).split())
            start = by_chance.randrange(len(word) - 2)
            words.append(word[start : start + by_chance.randint(3, 20)])
        if by_chance.random() < 0.2:  # a word that nobody wrote, of trigrams that many have
            words[0] += words[0][-3:]
        found = search(texts, " ".join(words), limit=100)
        expected = {
            key: all(holds(title, word) for word in words)
            for key, (title, more) in said.items()
            if all(holds(title, word) or holds(more, word) for word in words)
        }
        assert {row.key: row.in_title for row in found.rows} == expected, words
        assert found.total == len(expected)


@pytest.mark.parametrize(
    ("forms", "asked"),
    [
        (["rad"], [["rad"]]),
        (["radweg"], [["rad", "weg"]]),
        (["sanierung"], [["san", "ier", "ung"]]),
        (["radwege"], [["rad", "weg", "ege"]]),
        (["warme", "waerme"], [["war", "rme"], ["wae", "rme"]]),
        (["klarschwungdach", "klaerschwungdach"], [["kla", "chw", "ung", "dac", "ach"]]),
        (["aaaaaaaa"], [["aaa"]]),
    ],
)
def test_an_index_without_places_is_asked_for_few_parts_that_cover_a_word(forms: list[str], asked: list[list[str]]):
    assert asked_trigrams(forms) == asked


def test_two_processes_that_keep_the_same_texts_at_once_keep_them_once(store: Store):
    store.publish(
        "2023-12-31", {"plans": plans(*((key, said[0], None, None, None, None) for key, said in ROWS.items()))}
    )
    texts, place = SqlRowTexts(store.database), store.dataset()
    told = [text_of(str(number), f"Radweg {number}", "") for number in range(200)]
    together = Barrier(4)

    def keep(_: int) -> None:
        together.wait()
        texts.keep(place, "1.0.0", told, [], len(told))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(4)))
    assert search(texts, "radweg").total == len(told)
    assert texts.digests(place).keys() == {said.key for said in told}


def test_changed_rows_are_found_by_their_new_words_alone(store: Store):
    texts = texted(store)
    texts.keep(store.dataset(), "1.0.0", [text_of("1", "Nahwärme Nord", "")], ["2"], 2)
    assert keys(texts, "wärme") == ["1"] and keys(texts, "fernwärme") == keys(texts, "schule") == []
    assert texts.digests(store.dataset()).keys() == {"1", "3"}


def test_rows_of_a_withdrawn_version_are_not_found(store: Store):
    texts = texted(store)
    store.versions.withdraw(store.dataset(), "1.0.0", "Falsch", now=NOON)
    assert keys(texts, "wärme") == []
    assert texts.behind(KINDS) == [("musterstadt", "plaene")] and texts.is_behind(KINDS)
    texts.keep(store.dataset(), None, [], texts.digests(store.dataset()).keys(), 0)
    assert not texts.is_behind(KINDS) and texts.texted("plans") == []
    if store.database.is_sqlite:  # removed rows are no longer in the pages of the index either
        with store.database.reading() as connection:
            assert connection.execute(text("SELECT sum(length(block)) FROM row_search_data")).scalar_one() < 50


def test_alike_rows_are_kept_from_either_side_and_only_of_what_was_compared(store: Store):
    store.catalogue.add_publisher(Publisher("andere", "Andere"))
    other = replace(dataset(), publisher=Publisher("andere", "Andere"), current=None)
    store.catalogue.add_dataset(other)
    texts = SqlRowTexts(store.database)
    assert not texts.is_behind(KINDS)
    texts = texted(store)
    assert not texts.behind(KINDS) and texts.not_compared() == [("musterstadt", "plaene")]
    texts.keep(other, "1.0.0", [text_of("a", "Fernwärme", "")], [], 1)
    mine, theirs = (told for told in sorted(texts.texted("plans"), key=lambda told: told.publisher != "musterstadt"))
    assert (list(mine.keys), list(theirs.keys)) == (["1", "2", "3"], ["a"])
    pair = AlikeKeys("1", "andere", "plaene", "a", 0.75)
    seen = {told.path: told.number for told in (mine, theirs)}
    assert not texts.keep_alike(mine, [pair], [theirs.path], {**seen, theirs.path: "0.9.0"})
    assert texts.alike(store.dataset()) == []
    for one in (mine, theirs):
        found = [pair] if one is mine else [AlikeKeys("a", "musterstadt", "plaene", "1", 0.75)]
        assert texts.keep_alike(one, found, [theirs.path if one is mine else mine.path], seen)
    assert texts.alike(store.dataset(), "1") == texts.alike(store.dataset()) == [pair]
    assert [told.other for told in texts.alike(other)] == ["1"] and len(texts.alike_of("plans")) == 2
    assert texts.not_compared() == []
    # What says the same in other words is not compared again; a row that is gone takes its pairs along.
    texts.keep(store.dataset(), "1.0.0", [replace(text_of("2", *ROWS["2"]), status="completed")], [], 3)
    assert texts.not_compared() == []
    texts.keep(other, "1.0.0", [], ["a"], 0)
    assert texts.alike(store.dataset()) == [] and texts.not_compared() != []


def test_rows_are_compared_again_when_there_are_many_more_of_them(store: Store):
    texts = texted(store)
    (mine,) = texts.texted("plans")
    assert texts.keep_alike(mine, [], [], {mine.path: mine.number}) and texts.not_compared() == []
    store.catalogue.add_publisher(Publisher("andere", "Andere"))
    other = replace(dataset(), publisher=Publisher("andere", "Andere"), current=None)
    store.catalogue.add_dataset(other)
    texts.keep(other, "1.0.0", [text_of("a", "Fernwärme", "")], [], 1)
    told = TextedDataset("andere", "plaene", "1.0.0", ["a"], [b"p"])
    assert texts.keep_alike(told, [], [], {told.path: "1.0.0"})
    assert texts.not_compared() == [("musterstadt", "plaene")]  # three rows became four
