"""Made keys: the key of a row that its office does not number, made of its title or of several of its cells.

Here: the key that some texts make. Not here: which columns it is made of (intake/matching/made_keys.py).
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

LONGEST_KEY = 60
_KEPT_OF_LONG_KEYS = 50
_HASH_SIGNS = 8
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
_OTHER_SIGNS = re.compile(r"[\W_]+")


def key_of(texts: Sequence[str | None]) -> str | None:
    """The key that some cells make: their words in small letters, joined by hyphens, and the cells by full stops.

    Case, blanks, punctuation and kinds of dashes do not count. A key that would be too long is cut, and ends with a
    digest of the whole. None where the first cell is empty: it is the one that names the row.
    """
    parts = [words_of(text or "") for text in texts]
    if not parts or not parts[0]:
        return None
    whole = ".".join(part for part in parts if part)
    if len(whole) <= LONGEST_KEY:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_HASH_SIGNS]
    return f"{whole[:_KEPT_OF_LONG_KEYS].rstrip('-.')}-{digest}"


def words_of(text: str) -> str:
    """The words of one cell as a key has them."""
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")  # soft hyphens, zero-width signs
    text = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _OTHER_SIGNS.sub("-", letters).strip("-")


def is_made_of(key: str, title: str) -> bool:
    """Whether a key is made of a title, alone or with other cells."""
    words = words_of(title)
    return bool(words) and (key == key_of([title]) or words in key.split("."))
