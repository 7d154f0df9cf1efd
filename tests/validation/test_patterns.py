"""Patterns that could take any length of time."""

import pytest

from opendata.validation.patterns import may_hang


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a*)*b", "([a-z]+)*", "((a+)b?)+", "(?:x+)+y", "(a{2,})+", r"(\w+\s?)*$"]
)
def test_repeated_repetitions_are_dangerous(pattern: str):
    assert may_hang(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{2}-[0-9]+",
        "(a|b)+",
        r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
        "[(+*)]+",
        r"\(a+\)+",
        "(ab){2,3}",
        "",
        ")+",
        "a+b*",
    ],
)
def test_others_are_not(pattern: str):
    assert not may_hang(pattern)
