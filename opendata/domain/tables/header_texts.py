"""Header texts: the header of a column as a sentence or a page writes it, on one line.

Here: joining its lines. Not here: which headers mean the same (intake/office_words.py).
"""

import re

# A word that goes on in the next line: "Minderungs-\npotenzial", and not "Rad-\nund Fußverkehr".
_DIVIDED = re.compile(r"(?<=\w)-[ \t]*\n\s*(?=[a-zäöüß])(?!(?:und|oder|sowie|bzw|bis)\b)")


def on_one_line(header: str) -> str:
    """The header with single blanks for all others, and without the hyphens of words that a line break divides."""
    return " ".join(_DIVIDED.sub("", header.strip()).split())
