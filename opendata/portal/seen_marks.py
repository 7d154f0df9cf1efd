"""Marks of what a form showed, so that nobody writes over what a colleague, or another window, changed meanwhile.

Here: making such a mark and holding a sent form against it. Not here: the answers (409, with what was typed), which
are each page's own, and the mark of a preview, which stands for more than one form shows (publishing_pages.py).
"""

import hashlib

from flask import request

SEEN = "seen"  # the hidden field that bears the mark


def mark_of(said: object) -> str:
    """A mark of what is said now; said: of strings, numbers, tuples and lists, which read the same everywhere."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def is_unseen(mark: str) -> bool:
    """Whether whoever sent this form has not seen what has that mark now; a form without a mark counts as seen."""
    return request.form.get(SEEN, mark) != mark
