"""Texts by language: the shape in which the texts of the pages are written down.

Here: the shape. Not here: the texts (page_texts.py, overview_texts.py).
"""

from typing import TypedDict


class Text(TypedDict):
    """One text in every language; {names} in it are filled by page_texts.text()."""

    de: str
    en: str
