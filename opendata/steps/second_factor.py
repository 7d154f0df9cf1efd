"""The second factor: a code from an app on the phone, asked for after the password where a person wants that.

Here: turning it on and off, proving a code once, and recovery codes for a lost phone. Not here: how codes are made
(identity/time_codes.py), where secrets are kept (storage/accounts/).
"""

import hashlib
import re
import secrets
from datetime import datetime

from opendata.domain.errors import RequestNotValid
from opendata.domain.people import Person
from opendata.steps.ports.audit import Act
from opendata.steps.ports.sessions import AttemptLimit
from opendata.steps.signing_in import Door, Entrance, SignedIn, Visitor, begin_session
from opendata.steps.telling_of_accounts import tell

RECOVERY_CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none of them is taken for another
RECOVERY_LETTERS = 16  # 80 random bits, so that a plain digest suffices
# Whoever tries codes knows the password, so these attempts may be counted for the account without locking out others.
PER_ACCOUNT = AttemptLimit(10, 900)
# Three of a million codes hold at a time: at this pace somebody who knows the password finds one in forty years.
PER_ACCOUNT_AND_DAY = AttemptLimit(20, 86_400)
RECOVERY = "recovery code"  # the way of a session that begins with one
SECRET = re.compile(r"[A-Z2-7]{32}")


def give_code(door: Door, held: SignedIn, code: str, caller: Visitor, now: datetime) -> Entrance:
    """Try a code for a session that waits for one; a session of its own begins if it is right.

    Recovery codes are too long to be found by trying; they let their owner in while somebody else tries codes.
    """
    account, limits = held.person.id, {f"code {caller.address}": PER_ACCOUNT}
    if not _is_recovery_code(code):
        limits |= {f"code {account}": PER_ACCOUNT, f"codes of a day {account}": PER_ACCOUNT_AND_DAY}
    if wait := door.attempts.count(limits, now):
        return Entrance(wait_seconds=wait)
    way = _proved(door, held.person, code, now)
    if way is None:
        door.audit.add(Act(held.person.email, "codes.wrong", about={"device": caller.device}), now)
        return Entrance()
    door.attempts.take_back(list(limits))
    door.sessions.end(held.session.id, held.person.id)
    if way == RECOVERY:
        tell(door.teller, held.person, "recovery-code-used", now, device=caller.device)
    return Entrance(begin_session(door, held.person, caller, now, way=way, proved_at=now), held.person)


def turn_on(door: Door, held: SignedIn, secret: str, code: str, now: datetime) -> list[str]:
    """Ask for codes of this secret from now on; returns the recovery codes, which cannot be read again.

    The code proves that the app has the secret. Raises RequestNotValid where it does not.
    """
    step = door.codes.step_of(secret, _plain(code), now) if SECRET.fullmatch(secret) else None
    if step is None:
        german = "passt nicht; warten Sie auf den nächsten Code, und prüfen Sie, ob die Uhr des Telefons stimmt"
        english = "does not fit; wait for the app's next code, and see whether the phone's clock is right"
        raise RequestNotValid("code", english, (), german)
    made = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    door.people.set_second_factor(held.person, secret, step, [_digest(code) for code in made])
    door.sessions.end_all(held.person.id, but=held.session.id)
    door.audit.add(Act(held.person.email, "codes.on"), now)
    tell(door.teller, held.person, "codes-on", now)
    return made


def turn_off(door: Door, person: Person, by: str, now: datetime, publisher: str | None = None) -> None:
    """Ask for codes no more."""
    door.people.set_second_factor(person, None, None, [])
    door.audit.add(Act(by, "codes.off", publisher, {"email": person.email}), now)
    tell(door.teller, person, "codes-off", now, by=by)


def _proved(door: Door, person: Person, code: str, now: datetime) -> str | None:
    """By what the person is proved, "code" or "recovery code"; None: by nothing. Nothing proves twice."""
    plain = _plain(code)
    secret = door.people.code_secret(person)
    if secret is None:
        return None
    if _is_recovery_code(code):
        return RECOVERY if door.people.use_recovery_code(person, _digest(plain)) else None
    step = door.codes.step_of(secret, plain, now)
    return "code" if step is not None and door.people.take_step(person, step) else None


def _is_recovery_code(code: str) -> bool:
    return len(_plain(code)) == RECOVERY_LETTERS


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


def _new_recovery_code() -> str:
    code = "".join(secrets.choice(LETTERS) for _ in range(RECOVERY_LETTERS))
    return "-".join(code[start : start + 4] for start in range(0, RECOVERY_LETTERS, 4))


def _digest(code: str) -> str:
    return hashlib.sha256(_plain(code).encode("utf-8", "replace")).hexdigest()
