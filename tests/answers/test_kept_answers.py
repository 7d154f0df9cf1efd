"""What one process keeps: never more than its room, and what is asked for again and again rather than the rest."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opendata.answers.finished_answers import AskedForm, FinishedAnswer
from opendata.answers.kept_answers import MOST_HEADS, Kept, KeptAnswers

MOST = 100_000


def answer(length: int = 5_000, tag: str = "tag") -> FinishedAnswer:
    """An answer of about so many bytes."""
    return FinishedAnswer("200 OK", [("ETag", f'"{tag}"'), ("Content-Type", "text/plain")], b"x" * length)


def kept_answers() -> KeptAnswers:
    """An empty room."""
    return KeptAnswers(MOST, is_near=True)


def keep(kept: KeptAnswers, key: str, length: int = 5_000, state: str = "now") -> Kept:
    """Keep an answer that is not too large."""
    held = kept.keep(key, answer(length), state)
    assert held is not None
    return held


def remember(kept: KeptAnswers, held: Kept, head: bytes) -> None:
    """Let the server know which head gets it."""
    kept.remember(head, held, held.answer.given(AskedForm()), "GET")


def test_no_more_is_kept_than_there_is_room_for():
    kept = kept_answers()
    for number in range(100):
        keep(kept, f"key {number}")
        assert kept.size <= MOST
    assert kept.find("key 99") is not None
    assert kept.find("key 0") is None


def test_what_is_used_stays_while_others_come_and_go():
    kept = kept_answers()
    keep(kept, "liked")
    for number in range(500):
        keep(kept, f"once {number}")
        assert kept.find("liked") is not None


def test_one_answer_does_not_take_all_the_room():
    kept = kept_answers()
    assert kept.keep("large", answer(MOST // 2), "now") is None
    assert kept.find("large") is None


def test_an_answer_that_is_kept_no_longer_takes_its_heads_with_it():
    kept = kept_answers()
    remember(kept, keep(kept, "first"), b"GET /first")
    assert kept.knows(b"GET /first")
    for number in range(100):
        keep(kept, f"key {number}")
    assert not kept.knows(b"GET /first")


def test_a_newer_answer_is_not_given_under_the_heads_of_the_one_before():
    kept = kept_answers()
    held = keep(kept, "key", state="one")
    remember(kept, held, b"GET /")
    keep(kept, "key", state="two")
    assert not kept.knows(b"GET /")
    remember(kept, held, b"GET /")  # a thread was late
    assert not kept.knows(b"GET /")


def test_an_answer_is_given_in_its_own_state_alone():
    kept = kept_answers()
    told: list[tuple[str, Any, int]] = []
    kept.tell = lambda *answered: told.append(answered)
    remember(kept, keep(kept, "key", state="one"), b"GET /")
    assert kept.take(b"GET /", "two") is None
    ready = kept.take(b"GET /", "one")
    assert ready is not None
    assert ready.body == b"x" * 5_000
    assert told == [("GET", None, 200)]


def test_after_something_was_taken_back_nothing_is_left():
    kept = kept_answers()
    remember(kept, keep(kept, "key"), b"GET /")
    kept.clear()
    assert (kept.size, kept.find("key"), kept.knows(b"GET /")) == (0, None, False)


def test_so_many_heads_are_remembered_and_no_long_ones():
    kept = kept_answers()
    held = keep(kept, "key", length=100)
    for number in range(2 * MOST_HEADS):
        remember(kept, held, b"GET /%d" % number)
    assert len(held.heads) == MOST_HEADS
    remember(kept, keep(kept, "other"), b"GET /" + b"x" * 10_000)
    assert not kept.knows(b"GET /" + b"x" * 10_000)


ACTS = st.tuples(
    st.sampled_from(["keep", "find", "remember", "clear", "weigh"]), st.integers(0, 12), st.integers(0, 12)
)


@given(st.lists(ACTS, max_size=80))
def test_whatever_is_done_the_bytes_are_those_of_what_is_there(acts: list[tuple[str, int, int]]):
    kept = kept_answers()
    for act, number, size in acts:
        key, held = f"key {number}", kept.find(f"key {number}")
        if act == "keep":
            kept.keep(key, answer(size * 1_000), "now")
        elif act == "clear" and number == 0:
            kept.clear()
        elif held is not None and act == "remember":
            remember(kept, held, b"GET /%d/%d" % (number, size))
        elif held is not None and act == "weigh":
            kept.weigh(held)
        assert 0 <= kept.size <= MOST
    for number in range(13):
        if (held := kept.find(f"key {number}")) is not None:
            assert all(kept.knows(head) for head in held.heads)
    kept.clear()
    assert kept.size == 0


def test_what_nobody_asks_for_is_let_go_of_at_the_second_look():
    kept = kept_answers()
    for number in range(10):
        keep(kept, f"key {number}")
    asked = keep(kept, "asked for", 5_000)
    remember(kept, asked, b"a head")
    for _ in range(4):
        assert kept.find("key 3") is not None
        assert kept.take(b"a head", "now") is not None
        kept.let_go(0)
    assert [key for key in ("asked for", *(f"key {number}" for number in range(10))) if kept.find(key)] == [
        "asked for",
        "key 3",
    ]


def test_a_few_bytes_stay_though_nobody_asks_for_them():
    kept = kept_answers()
    for number in range(10):
        keep(kept, f"key {number}")
    for _ in range(4):
        kept.let_go(30_000)
    assert 20_000 < kept.size <= 30_000
    assert kept.find("key 9") is not None
