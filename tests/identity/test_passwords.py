"""Passwords: proved by argon2id, and refused where everybody would try them first."""

import sys

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from opendata.identity import passwords
from opendata.identity.passwords import Argon2Passwords

PASSWORDS = Argon2Passwords()


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> Argon2Passwords:
    """Passwords as the service hashes them, which the other tests do more quickly."""
    monkeypatch.setattr(passwords, "PasswordHasher", PasswordHasher)
    return Argon2Passwords()


def test_a_hash_takes_as_long_as_rfc_9106_asks_and_the_quick_one_of_tests_is_outdated(as_shipped: Argon2Passwords):
    hashed = as_shipped.hashed("Rübe fährt Rad im Regen")

    assert extract_parameters(hashed) == RFC_9106_LOW_MEMORY
    assert as_shipped.is_right("Rübe fährt Rad im Regen", hashed)
    assert not as_shipped.is_outdated(hashed)
    assert as_shipped.is_outdated(PASSWORDS.hashed("Rübe fährt Rad im Regen"))


def test_a_password_is_proved_by_its_hash_alone():
    hashed = PASSWORDS.hashed("Rübe fährt Rad im Regen")

    assert hashed.startswith("$argon2id$")
    assert PASSWORDS.is_right("Rübe fährt Rad im Regen", hashed)
    assert not PASSWORDS.is_right("rübe fährt rad im regen", hashed)
    assert not PASSWORDS.is_outdated(hashed)


def test_where_there_is_no_hash_no_password_is_right():
    assert not PASSWORDS.is_right("", None)
    assert not PASSWORDS.is_right("irgendetwas", None)


def test_a_hash_that_is_none_proves_nothing():
    assert not PASSWORDS.is_right("x", "x")


@pytest.mark.parametrize(
    "password",
    [
        "dragon",
        "Dragon",
        "password1234",
        "Passwort2026!",
        "passwortpasswort",
        "123456789012",
        "qwertzuiop12",
        "!!!!!!!!!!!!",
        "Klimaschutz2026",
        "klimaschutzklimaschutz",
        "amt@musterstadt.example",
        "Musterstadt2026",
    ],
)
def test_what_everybody_tries_first_is_common(password: str):
    assert PASSWORDS.is_common(password, {"amt@musterstadt.example", "musterstadt", "amt"})


@pytest.mark.parametrize("password", ["correct horse battery staple", "Rübe fährt Rad im Regen", "kQ7xhT2mWz9p"])
def test_what_nobody_would_guess_is_not_common(password: str):
    assert not PASSWORDS.is_common(password, {"amt@musterstadt.example", "musterstadt"})
    assert "zxcvbn.matching" not in sys.modules  # it keeps all lists of words twice
