"""Python's regular expressions translated for Polars, where that proves a match; and how long a match may take.

Here: translating a pattern so that Python's pattern matches whatever the translation matches; and counting the ways
to try a pattern. Not here: matching with Python's pattern (Frictionless does).
"""

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl

with warnings.catch_warnings():
    # Python 3.11 moved this module unchanged. Only its parser tells what a pattern means to Python.
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as ops  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

Node = tuple[Any, Any]
MOST_REPEATS = 1_000
# These are narrower than Python's categories, which contain the letters and digits of every script.
CATEGORIES = {
    ops.CATEGORY_DIGIT: "0-9",
    ops.CATEGORY_WORD: "0-9A-Za-z_",
    ops.CATEGORY_SPACE: r"\t\n\r\x{20}",
    ops.CATEGORY_NOT_DIGIT: r"\x{20}-/:-~",
    ops.CATEGORY_NOT_WORD: r"\x{20}-/:-@\[-\^\x{60}\{-~",
    ops.CATEGORY_NOT_SPACE: "!-~",
}


@lru_cache(maxsize=256)
def proving(pattern: str) -> str | None:
    """A pattern for Polars whose every match Frictionless' constraint accepts; None if no such pattern is certain."""
    try:
        parsed = _parsed(pattern)
        if parsed.state.flags & ~re.UNICODE:
            return None
        translated = f"^(?:{_sequence(parsed)})"
        pl.select(pl.lit("").str.contains(translated))
    except (_NotSure, re.error, RecursionError, OverflowError, pl.exceptions.PolarsError):
        return None
    return translated


def ways(pattern: str, length: int) -> float:
    """About how many ways there are at most to try a pattern on a cell of that length."""
    try:
        return _ways(_parsed(pattern), max(length, 2))
    except (re.error, RecursionError, OverflowError):
        return float("inf")


class _NotSure(Exception):
    pass


def _parsed(pattern: str) -> Any:
    """The parsed form of exactly what Frictionless compiles, and then matches from the beginning of a cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # "[[" may mean something else one day
        return parser.parse(f"^{pattern}$", 0)


def _sequence(nodes: Sequence[Node]) -> str:
    return "".join(_node(op, argument) for op, argument in nodes)


def _node(op: Any, argument: Any) -> str:
    if op is ops.LITERAL:
        return _letter(argument)
    if op is ops.NOT_LITERAL:
        return f"[^{_letter(argument)}]"
    if op is ops.ANY:
        return r"[^\n]"
    if op is ops.IN:
        return _set(argument)
    if op is ops.BRANCH:
        return f"(?:{'|'.join(_sequence(branch) for branch in argument[1])})"
    if op is ops.SUBPATTERN:
        _group, added, removed, inner = argument
        if added or removed:
            raise _NotSure
        return f"(?:{_sequence(inner)})"
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _repeat(*argument)
    if op is ops.AT and argument is ops.AT_BEGINNING:
        return "^"
    if op is ops.AT and argument is ops.AT_END:
        return "$"  # Python's also matches before a last line feed
    raise _NotSure  # look-around, back references, atomic groups: missing in Polars, or not certainly the same


def _repeat(least: int, most: int, inner: Any) -> str:
    if inner.getwidth()[0] == 0 and most > 1:
        raise _NotSure  # Python stops a loop that matches nothing, and may thereby miss a match
    if least > MOST_REPEATS or (most is not ops.MAXREPEAT and most > MOST_REPEATS):
        raise _NotSure
    return f"(?:{_sequence(inner)}){{{least},{'' if most is ops.MAXREPEAT else most}}}"


def _set(items: Sequence[Node]) -> str:
    negated = items[0][0] is ops.NEGATE
    parts = []
    for op, argument in items[negated:]:
        if op is ops.LITERAL:
            parts.append(_letter(argument))
        elif op is ops.RANGE:
            parts.append(f"{_letter(argument[0])}-{_letter(argument[1])}")
        elif op is ops.CATEGORY and not negated:  # a narrower category makes a negated set wider
            parts.append(CATEGORIES[argument])
        else:
            raise _NotSure
    return f"[{'^' if negated else ''}{''.join(parts)}]"


def _letter(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        raise _NotSure
    return rf"\x{{{code:x}}}"


def _ways(nodes: Sequence[Node], length: int) -> float:
    """The ways to try a sequence: the product of the ways to try each of its nodes."""
    total = 1.0
    for op, argument in nodes:
        total *= _ways_of(op, argument, length)
    return total


def _ways_of(op: Any, argument: Any, length: int) -> float:
    if op is ops.BRANCH:
        return sum(_ways(branch, length) for branch in argument[1])
    if op is ops.SUBPATTERN:
        return _ways(argument[3], length)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, inner = argument
        times = min(most, length)
        choices: float = (times - min(least, times) + 1) * _ways(inner, length) ** times
        return choices
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return _ways(argument[1], length)
    if op is ops.ATOMIC_GROUP:
        return _ways(argument, length)
    if op is ops.GROUPREF_EXISTS:
        return sum(_ways(branch, length) for branch in argument[1:] if branch)
    return 1.0
