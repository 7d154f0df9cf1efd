"""Dear answers are made once, kept up to a number of bytes, and few at a time."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from opendata.domain.errors import AnswersBusy
from opendata.steps.dear_answers import DearAnswers

LONG = 60  # seconds; no test comes near it


def test_an_answer_is_made_once_and_kept():
    answers, made = DearAnswers(), []

    def make() -> str:
        made.append(1)
        return "text"

    given = [answers.get(("a", "b"), "csv", make, len) for _ in range(3)]

    assert (given, made) == (["text"] * 3, [1])
    assert answers.find(("a", "b"), "csv") == "text"
    assert answers.find(("a", "b"), "page") is None


def test_those_who_ask_for_the_same_answer_wait_for_the_one_that_makes_it():
    answers, go, made = DearAnswers(most_waiting=3, patience=LONG), Event(), []

    def make() -> str:
        go.wait(LONG)
        made.append(1)
        return "text"

    given: list[str] = []
    threads = [Thread(target=lambda: given.append(answers.get(("a",), "csv", make, len))) for _ in range(4)]
    for thread in threads:
        thread.start()
    _until(lambda: answers._waiting == 3)
    go.set()
    for thread in threads:
        thread.join(LONG)

    assert (given, made) == (["text"] * 4, [1])


def test_whoever_would_wait_behind_too_many_is_refused_at_once():
    answers, go = DearAnswers(at_once=1, most_waiting=0), Event()
    holder = _holding(answers, go)

    with pytest.raises(AnswersBusy), answers.turn():
        pass
    with pytest.raises(AnswersBusy):
        answers.get(("a",), "csv", lambda: "text", len)

    go.set()
    holder.join(LONG)
    assert answers.get(("a",), "csv", lambda: "text", len) == "text"


def test_whoever_waits_too_long_is_refused():
    answers, go = DearAnswers(at_once=1, patience=0.01), Event()
    holder = _holding(answers, go)

    with pytest.raises(AnswersBusy):
        answers.get(("a",), "csv", lambda: "text", len)

    go.set()
    holder.join(LONG)


def test_an_answer_that_could_not_be_made_is_made_by_the_next_who_asks():
    answers = DearAnswers()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answers.get(("a",), "csv", fail, len)

    assert answers.get(("a",), "csv", lambda: "text", len) == "text"


def test_only_so_many_bytes_are_kept_and_the_answers_asked_for_longest_ago_go_first():
    answers = DearAnswers(most_bytes=100)
    for name in ("a", "b"):
        answers.get((name,), "csv", lambda: "x" * 40, len)
    answers.find(("a",), "csv")
    answers.get(("c",), "csv", lambda: "x" * 40, len)
    answers.get(("large",), "csv", lambda: "x" * 51, len)

    assert [name for name in ("a", "b", "c", "large") if answers.find((name,), "csv")] == ["a", "c"]


def test_answers_about_a_version_are_forgotten():
    answers = DearAnswers()
    for names in (("a", "b"), ("b", "c")):
        answers.get(names, "csv", lambda: "text", len)

    answers.drop("a")

    assert answers.find(("a", "b"), "csv") is None
    assert answers.find(("b", "c"), "csv") == "text"


def _holding(answers: DearAnswers, go: Event) -> Thread:
    """A thread that holds a turn until the event is set."""
    holds = Event()

    def hold() -> None:
        with answers.turn():
            holds.set()
            go.wait(LONG)

    thread = Thread(target=hold)
    thread.start()
    assert holds.wait(LONG)
    return thread


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(LONG * 100):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError("it never came to be")


def test_large_answers_that_nobody_asks_for_are_forgotten_and_small_ones_stay():
    answers = DearAnswers()
    for form in ("csv", "page"):
        answers.get(("a",), form, lambda: "text" * 2**15, len)
    answers.get(("a",), "figures", lambda: "text", len)

    answers.let_go(3_600)
    assert answers.find(("a",), "csv") == answers.find(("a",), "page") == "text" * 2**15

    answers.let_go(0)
    assert answers.find(("a",), "csv") is answers.find(("a",), "page") is None
    assert answers.find(("a",), "figures") == "text"
    assert answers._bytes == 4


def test_small_answers_that_nobody_asks_for_stay_as_long_as_there_is_room_for_all_of_them():
    answers = DearAnswers(small_room=12)
    for digest in ("a", "b", "c", "d", "e"):
        answers.get((digest,), "figures", lambda: "text", len)
    answers.find(("a",), "figures")

    answers.let_go(0)

    assert [digest for digest in "abcde" if answers.find((digest,), "figures")] == ["a", "d", "e"]
    assert answers._bytes == 12


def test_the_answers_that_were_asked_for_last_may_stay_in_a_given_room():
    answers = DearAnswers()
    for digest in ("a", "b", "c"):
        answers.get((digest,), "columns", lambda: "text" * 2**15, len)
    answers.find(("a",), "columns")

    answers.let_go(0, rest_bytes=2**18)

    assert [digest for digest in "abc" if answers.find((digest,), "columns")] == ["a", "c"]
