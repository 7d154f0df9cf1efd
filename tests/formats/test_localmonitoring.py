"""The tree of tasks, where parents are missing, in a circle, or far above."""

from opendata.formats.localmonitoring import cut, tasks, tasks_below


def row(key: str, parent: str | None) -> dict[str, str | None]:
    return {"measure_id": key, "title": key, "parent_id": parent, "phase": "unknown"}


def test_every_measure_is_in_the_tree_once_whatever_its_parent_is():
    circle = [row("a", "b"), row("b", "c"), row("c", "a"), row("d", "d"), row("e", "nowhere"), row("f", "a")]

    tree = tasks("stadt/plan", 1, circle)

    assert sorted(task["title"] for task in tasks_below(tree)) == ["a", "b", "c", "d", "e", "f"]


def test_a_chain_of_a_thousand_measures_is_no_tree_of_a_thousand_levels():
    chain = [row("0", None), *(row(str(number), str(number - 1)) for number in range(1, 1_000))]

    tree = tasks("stadt/plan", 1, chain)

    assert len(list(tasks_below(tree))) == 1_000
    assert max(task["slugs"].count("/") for task in tasks_below(tree)) < 20


def test_texts_are_cut_at_words_and_within_long_ones():
    assert cut("eins zwei drei", 10) == "eins zwei…"
    assert cut("kurz", 10) == "kurz"
    assert cut("Donaudampfschifffahrt", 10) == "Donaudamp…"
