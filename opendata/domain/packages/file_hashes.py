"""Digests of the files of packages.

Here: how a digest is written. Not here: what is said where one does not fit (storage/upkeep/).
"""

import hashlib


def file_hash(content: bytes) -> str:
    """The digest of a file as Data Package writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
