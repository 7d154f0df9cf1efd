"""Passwords: hashing them with argon2id, and recognising those that everybody tries first.

Here: the only use of argon2 and of the list of common passwords. Not here: what a password must be like besides
(domain/password_rules.py), where hashes are kept (storage/accounts/).
"""

import re
import secrets
from collections.abc import Iterable
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# A hash takes 64 MiB while it is made; more at once than this would be a way to fill a small server's memory.
AT_ONCE = 2
# The list is made from leaks in English above all; these stand first in German ones, and on this service.
GERMAN_WORDS = """passwort kennwort geheim hallo willkommen schatz sommer herbst winter frühling fruehling januar
februar märz maerz april juni juli august september oktober november dezember montag dienstag mittwoch donnerstag
freitag samstag sonntag deutschland rathaus stadt stadtverwaltung verwaltung gemeinde klimaschutz umweltamt opendata
qwertz qwertzuiop asdfghjkl yxcvbnm""".split()
AROUND_A_WORD = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class Argon2Passwords:
    """Implements steps.ports.passwords.Passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()  # argon2id, with the parameters of RFC 9106 for little memory
        self._turn = BoundedSemaphore(AT_ONCE)
        self._nobodys: str | None = None
        self._lines: bytes | None = None

    def hashed(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(password)

    def is_right(self, password: str, password_hash: str | None) -> bool:
        tried = password_hash or self._hash_of_nobody()
        with self._turn:
            try:
                self._hasher.verify(tried, password)
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        return self._hasher.check_needs_rehash(password_hash)

    def is_common(self, password: str, words: Iterable[str] = ()) -> bool:
        common = _common_passwords() | {word.casefold() for word in words}
        folded = password.casefold()
        bare = AROUND_A_WORD.sub("", folded)
        return not bare or any(_repeated_piece(text) in common for text in (folded, bare))

    def common_lines(self) -> bytes:
        # 200 KB that stay, for which the lists of the library, 15 MB, would be read each time.
        if self._lines is None:
            self._lines = "\n".join(sorted(_common_passwords())).encode()
        return self._lines

    def _hash_of_nobody(self) -> str:
        if self._nobodys is None:
            self._nobodys = self.hashed(secrets.token_urlsafe(32))
        return self._nobodys


def _repeated_piece(text: str) -> str:
    """What a text consists of if it only repeats a piece, such as "ab" of "ababab"; else the text itself."""
    length = (text + text).find(text, 1)
    return text[:length] if length > 0 else text


def _common_passwords() -> frozenset[str]:
    """The list of zxcvbn, and German words; read for each new password, of which there are few, and not kept."""
    # The package itself would keep all its lists twice, fifteen megabytes in each process.
    package = find_spec("zxcvbn")
    assert package is not None and package.origin is not None
    spec = spec_from_file_location("frequency_lists", Path(package.origin).with_name("frequency_lists.py"))
    assert spec is not None and spec.loader is not None
    lists = module_from_spec(spec)
    spec.loader.exec_module(lists)
    return frozenset(lists.FREQUENCY_LISTS["passwords"]) | frozenset(GERMAN_WORDS)
