"""Passwords: proved by argon2id, and refused where everybody would try them first."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from opendata.identity.passwords import Argon2Passwords

PASSWORDS = Argon2Passwords()


def test_a_password_is_proved_by_its_hash_alone():
    hashed = PASSWORDS.hashed("Rübe fährt Rad im Regen")

    assert extract_parameters(hashed).type is Type.ID
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
