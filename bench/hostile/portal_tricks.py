"""Hostile visitors of the staff portal: guesses, and forms that no page has, from outside and from inside.

Here: single requests. Not here: the person who is signed in for those from inside (running.py), many guesses at once
(crowds.py).
"""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode

from bench.hostile.requests import TABLE
from bench.hostile.sending import BOUNDARY, Hostile, multipart
from bench.hostile.workbooks import one_text_in_many_cells

MIB = 2**20
FIELDS = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
OUTSIDE = {"Cookie": "portal=nobody", "X-CSRF-Token": "{token_of_nobody}"}
INSIDE = {"Cookie": "portal={session}", "X-CSRF-Token": "{token_of_session}"}
GUESS = {"email": "somebody@example.org", "password": "a guess"}
UPLOAD = "/portal/{reader}/uploads/{draft}"
PLACE = "/portal/{reader}/datasets/climate"


def _fields(**values: object) -> Callable[[], bytes]:
    return lambda: urlencode(values).encode()


FROM_OUTSIDE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a password of a megabyte": ("/portal/login", _fields(email="a@b.de", password="x" * MIB)),
    "an address of a megabyte": ("/portal/login", _fields(**{**GUESS, "email": "a" * MIB})),
    "a login of 900 fields": ("/portal/login", _fields(**GUESS, **{f"a{n}": n for n in range(900)})),
    "a login of NUL and half letters": ("/portal/login", lambda: b"email=%00%ff&password=%00%ed%a0%80"),
    "a login with a code and no password": ("/portal/login", _fields(email="a@b.de", code="1" * 100_000)),
    "a login that leads to another host": ("/portal/login", _fields(**GUESS, next="//example.org/" + "a" * MIB)),
    "a kept form of a megabyte": ("/portal/login", _fields(**GUESS, kept="a." * (MIB // 2))),
    "a forgotten password of a megabyte": ("/portal/login/forgotten", _fields(email="a" * MIB)),
    "a guessed invitation": ("/portal/link/invitation/" + "a" * 4_000, _fields(password="x" * MIB, again="x")),
    "a guessed link": ("/portal/link/password/" + "a" * 4_000, _fields(password="x" * MIB, again="x")),
    "a form for people who are signed in": (f"{UPLOAD}/mapping", _fields(**{f"column-{n}": "x" for n in range(900)})),
}
FROM_INSIDE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a mapping form of 900 columns": (
        f"{UPLOAD}/mapping",
        _fields(resource="measures", **{f"column-{n}": "+" for n in range(900)}),
    ),
    "a sheet of 5,000 digits": (
        f"{UPLOAD}/mapping",
        _fields(resource="measures", sheet="9" * 5_000, header_row="1"),
    ),
    "a header row of foreign digits": (
        f"{UPLOAD}/mapping",
        _fields(resource="measures", sheet="٠", header_row="²"),
    ),
    "a constant of a megabyte": (f"{UPLOAD}/mapping", _fields(resource="measures", **{"constant-title": "x" * MIB})),
    "answers to 900 questions": (
        f"{UPLOAD}/answers",
        _fields(
            **{f"q{n}-name": f"many_changed:{n}" for n in range(450)}, **{f"q{n}-reason": "x" for n in range(450)}
        ),
    ),
    "a reason of 400 KB": (f"{UPLOAD}/answers", _fields(**{"q0-name": "many_changed:a", "q0-reason": "x" * 400_000})),
    "a publication of what nobody saw": (f"{UPLOAD}/publish", _fields(seen="x" * MIB, sure="1")),
    "an invitation of a megabyte": ("/portal/{reader}/people/invite", _fields(email="a" * MIB, role="admin")),
    "a role that does not exist": ("/portal/{reader}/people/role", _fields(email="\0", role="x" * MIB)),
    "a token with a name of a megabyte": ("/portal/{reader}/tokens", _fields(name="x" * MIB, until="9" * 5_000)),
    "a withdrawal of many digits": (f"{PLACE}/versions/{'9' * 4_000}/withdraw", _fields(reason="x" * MIB, sure="1")),
    "codes from an app of a megabyte": ("/portal/account/codes", _fields(secret="A" * MIB, code="1" * MIB)),
    "a new password of a megabyte": ("/portal/account/password", _fields(current="x", password="x" * MIB, again="x")),
}
FILES: Mapping[str, Callable[[], bytes]] = {
    "a workbook of one long text": lambda: multipart(
        {"as_of": "2025-12-31"}, {"a.xlsx": one_text_in_many_cells(900_000, 540)}
    ),
    "900 files": lambda: multipart({"as_of": "2025-12-31"}, {f"{n}.csv": TABLE.encode() for n in range(900)}),
    "a date of 5,000 digits": lambda: multipart({"as_of": "9" * 5_000}, {"a.csv": TABLE.encode()}),
    "a message of 400 KB": lambda: multipart({"as_of": "2025-12-31", "message": "x" * 400_000}, {"a.csv": b"a;b"}),
}
PAGES = (
    f"{UPLOAD}/sheet?sheet={'9' * 5_000}&page={'9' * 2_000}",
    f"{UPLOAD}/mapping?resource=measures&sheet={'9' * 5_000}&header_row=1",
    f"{UPLOAD}/preview?page={'9' * 5_000}",
    f"{PLACE}?page={'9' * 5_000}",
    f"/portal/{{reader}}/log?before={'9' * 5_000}",
    "/portal/login?next=/portal/" + "a/" * 3_500,
)


def portal_tricks() -> Iterator[Hostile]:
    """All of them, first those of visitors who are not signed in."""
    for name, (path, body) in FROM_OUTSIDE.items():
        yield Hostile(f"portal, from outside: {name}", body, path, headers={**FIELDS, **OUTSIDE})
    yield Hostile(
        "portal, from outside: 90 MB for the form of uploads",
        lambda: multipart({"as_of": "2025-12-31"}, {"a.csv": b"a;b\n" * (22 * MIB)}),
        f"{PLACE}/upload",
        headers={**PARTS, **OUTSIDE},
    )
    for name, (path, body) in FROM_INSIDE.items():
        yield Hostile(f"portal, from inside: {name}", body, path, headers={**FIELDS, **INSIDE})
    for name, body in FILES.items():
        yield Hostile(f"portal, from inside: {name}", body, f"{PLACE}/upload", headers={**PARTS, **INSIDE})
    for path in PAGES:
        yield Hostile(f"portal, from inside: {path[:60]}", path=path, method="GET", headers=INSIDE)
