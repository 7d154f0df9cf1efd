"""The rule of proportion for zip archives: how much an archive of a given size may unpack to.

Here: the rule, as three numbers and a function. Not here: opening an archive, which intake/ and validation/ do
each in its own way, and the sentence with which a file is refused.
"""

MOST_BYTES = 2**30  # no archive may unpack to more than this
FREE_BYTES = 32 * 2**20  # every archive may unpack to this much, however small it is
MOST_TIMES = 400  # beyond FREE_BYTES, the content may be this many times as large as the archive


def most_unpacked(archive_bytes: int) -> int:
    """How many bytes an archive of so many bytes may unpack to."""
    return min(MOST_BYTES, FREE_BYTES + MOST_TIMES * archive_bytes)
