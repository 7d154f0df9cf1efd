"""Password rules: how long a new password must be; there is no rule about the characters in it.

Here: values to messages. Not here: the list of common passwords (identity/passwords.py).
Source: NIST SP 800-63B, section 3.1.1.2: length, a list of common ones, no rules of composition.
"""

from opendata.domain.errors import RequestNotValid
from opendata.domain.people import LONGEST_ADDRESS

SHORTEST = 12
SHORTEST_WORD = 3  # of an address, that a password may not consist of
LONGEST = 1000  # so that hashing takes a bounded time


def check_length(password: str) -> None:
    """Raise RequestNotValid where the password is too short or too long."""
    if len(password) < SHORTEST:
        german = (
            f"braucht mindestens {SHORTEST} Zeichen; am leichtesten merken Sie sich ein paar Wörter hintereinander"
        )
        raise RequestNotValid(
            "password", f"needs at least {SHORTEST} characters; a few words are easy to keep", (), german
        )
    if len(password) > LONGEST:
        german = f"darf höchstens {LONGEST} Zeichen haben"
        raise RequestNotValid("password", f"may have at most {LONGEST} characters", (), german)


def too_common() -> RequestNotValid:
    """The error about a password that is among those tried first."""
    german = "steht so oder ähnlich auf den Listen, die Angreifer zuerst probieren; nehmen Sie ein anderes"
    return RequestNotValid("password", "is on the lists that attackers try first; choose another", (), german)


def words_of(email: str) -> set[str]:
    """The words that a password of this person may not consist of: the address, its name, and its host's."""
    address = email.casefold()[:LONGEST_ADDRESS]
    name, _, host = address.rpartition("@")
    parts = {address, name, host, host.partition(".")[0], *name.replace("-", ".").replace("_", ".").split(".")}
    return {part for part in parts if len(part) >= SHORTEST_WORD}
