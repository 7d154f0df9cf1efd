"""What is kept of a secret in a link or a cookie: its digest, by which its row is found.

Here: the digest. Not here: passwords, which people choose and which need a slow hash (identity/passwords.py).
"""

import hashlib


def digest_of_secret(secret: str) -> str:
    """The SHA-256 of a secret in hexadecimal; who reads the table cannot use it.

    The secret has 256 random bits, so no slow hash is needed.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
