"""Who makes an answer and who is given it, with a made-up application: once, never private, never outdated."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Lock
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from opendata.answers.answers_made_once import MOST_HELD_BYTES, AnswersMadeOnce
from opendata.answers.kept_answers import KeptAnswers
from opendata.server.what_is_served import ABOUT, UNMET

MIB = 2**20


@dataclass
class MadeUp:
    """An application whose answers tell how many were made, before which answers are kept; its state is a number."""

    state: int | None = 1
    made: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"content " * 100
    during: Callable[[], None] = lambda: None
    kept: KeptAnswers = field(default_factory=lambda: KeptAnswers(64 * MIB, is_near=True))
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.kept.look = lambda: self.state
        self.layer = AnswersMadeOnce(
            self.answer, self.kept, lambda path: path.startswith("/private"), lambda header: header[:2] or "de"
        )

    @property
    def client(self) -> Client:
        """A client of it."""
        return Client(self.layer, Response, use_cookies=False)

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> Any:
        """An answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(path, method=method, headers=named)

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """What a view would do."""
        request = Request(environ)
        with self.lock:
            self.made.append(f"{request.method} {request.full_path.rstrip('?')}")
        environ[ABOUT] = f"about {request.path}"
        if UNMET in environ:
            return Response(status=412)(environ, start_response)
        self.during()
        response = Response(f"{self.state} {request.url} ".encode() + self.body, content_type="text/plain")
        for name, value in self.headers.items():
            response.headers[name] = value
        if "ETag" in self.headers:
            response.make_conditional(request, accept_ranges=True, complete_length=len(response.get_data()))
        return response(environ, start_response)


@pytest.fixture
def app() -> MadeUp:
    """A new one."""
    return MadeUp()


def test_an_answer_is_made_once_and_anew_after_a_change(app: MadeUp):
    first = app.get()
    assert app.get().data == first.data
    assert app.get(method="HEAD").headers["Content-Length"] == str(len(first.data))
    assert app.made == ["GET /"]
    app.state = 2
    assert app.get().data.startswith(b"2 ")
    assert app.get().data.startswith(b"2 ")
    assert len(app.made) == 2


def test_a_change_while_an_answer_is_made_is_seen_by_the_next_request(app: MadeUp):
    def change() -> None:
        app.state = 2

    app.during = change
    app.get()
    app.during = lambda: None
    app.get()
    assert len(app.made) == 2


def test_without_a_state_everything_is_made_anew(app: MadeUp):
    app.get()
    app.state = None
    app.get()
    app.get()
    assert len(app.made) == 3


def test_sixteen_who_ask_at_once_have_it_made_once(app: MadeUp):
    together = Barrier(13)
    arrived = Barrier(2)

    def hold() -> None:
        arrived.wait(60)

    app.during = hold

    def ask(_: int) -> bytes:
        together.wait(60)
        return bytes(app.get().data)

    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(ask, number) for number in range(12)]
        together.wait(60)
        arrived.wait(60)
        assert len({each.result(60) for each in asked}) == 1
    assert app.made == ["GET /"]


def test_who_waits_is_not_harmed_by_a_maker_that_fails(app: MadeUp):
    def fail() -> None:
        if len(app.made) == 1:
            raise OSError("the disk is gone")

    app.during = fail
    with pytest.raises(OSError, match="gone"):
        app.get()
    assert app.get().status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer x"},
        {"Cookie": "session=x"},
    ],
)
def test_who_is_known_is_answered_by_the_view_and_nothing_of_it_is_kept(app: MadeUp, headers: dict[str, str]):
    app.get(**headers)
    app.get(**headers)
    assert app.kept.size == 0
    app.get()
    app.get(**headers)
    assert len(app.made) == 4


TIME, BEFORE, AFTER = (f"Sat, 01 Mar 2025 12:00:0{second} GMT" for second in (5, 4, 6))


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-Match": '"x"'}, 200),
        ({"If-Match": '"y", "x"'}, 200),
        ({"If-Match": '"x-br"'}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": '"y"'}, 412),
        ({"If-Match": 'W/"x"'}, 412),
        ({"If-Match": ""}, 412),
        ({"If-Match": '"y"', "Range": "bytes=0-3"}, 412),
        ({"If-Match": '"x"', "Range": "bytes=0-3"}, 206),
        ({"If-Match": '"y"', "If-None-Match": '"x"'}, 412),
        ({"If-Match": '"x"', "If-None-Match": '"x"'}, 304),
        ({"If-Unmodified-Since": BEFORE}, 412),
        ({"If-Unmodified-Since": TIME}, 200),
        ({"If-Unmodified-Since": AFTER}, 200),
        ({"If-Unmodified-Since": "yesterday"}, 200),
        ({"If-Unmodified-Since": BEFORE, "If-Match": '"x"'}, 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_wants_one_answer_alone_gets_no_other(
    app: MadeUp, headers: dict[str, str], status: int, method: str, *, kept: bool
):
    """RFC 9110, section 13.2.2; whether the answer is kept already, and is short enough to be held, or not."""
    app.headers = {"ETag": '"x"', "Last-Modified": TIME}
    if not kept:
        app.body = b"." * MOST_HELD_BYTES
    status = 200 if method == "HEAD" and status == 206 else status
    for _ in range(2):
        assert app.get(method=method, **headers).status_code == status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, max-age=3"),
        ("Set-Cookie", "session=x"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Language, Accept"),
        ("Retry-After", "5"),
    ],
)
def test_an_answer_that_is_not_everybodys_is_not_kept(app: MadeUp, name: str, value: str):
    app.headers = {name: value}
    app.get()
    app.get()
    assert len(app.made) == 2
    assert app.kept.size == 0


def test_private_paths_and_other_methods_are_left_alone(app: MadeUp):
    for method, path in (("GET", "/private/x"), ("POST", "/"), ("OPTIONS", "/"), ("DELETE", "/")):
        assert "ETag" not in app.get(path, method=method).headers
    assert len(app.made) == 4
    assert app.kept.size == 0


def test_requests_that_wait_for_news_are_not_kept(app: MadeUp):
    app.get("/changes?wait=5")
    app.get("/changes?since=1&wait=5")
    assert app.kept.size == 0


def test_whatever_an_answer_depends_on_is_a_part_of_its_key(app: MadeUp):
    app.get("/?a=1&b=2")
    app.get("/?b=2&a=1")  # links in answers repeat the query as it was written
    app.get("/?a=1&b=2", Accept_Language="en")
    app.get("/?a=1&b=2", Host="other.example")
    app.client.get("/?a=1&b=2", base_url="https://localhost/")
    app.client.get("/?a=1&b=2", base_url="http://localhost/below/")
    assert len(app.made) == 6
    app.get("/?a=1&b=2", User_Agent="x", X_Forwarded_For="y", Accept="text/html")
    assert len(app.made) == 6


def test_an_earlier_answer_that_still_holds_is_not_made_again(app: MadeUp):
    app.headers = {"ETag": '"fixed"', "Cache-Control": "public, no-cache"}
    first = app.get(Accept_Encoding="gzip")
    app.state = 2
    again = app.get(Accept_Encoding="gzip")
    assert again.data == first.data  # the view was told the ETag, and said that it still holds
    assert len(app.made) == 2


def test_a_reader_who_has_it_already_does_not_have_it_made(app: MadeUp):
    app.headers = {"ETag": '"fixed"', "Cache-Control": "public, no-cache"}
    for _ in range(2):
        assert app.get(If_None_Match='"fixed-br"').status_code == 304
    assert len(app.made) == 1
    assert app.get().status_code == 200
    assert app.get(If_None_Match='"fixed"').status_code == 304
    assert len(app.made) == 2


def test_an_answer_without_a_tag_gets_one_and_a_digest(app: MadeUp):
    first = app.get()
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Repr-Digest"].startswith("sha-256=:")
    assert app.get(If_None_Match=first.headers["ETag"]).status_code == 304
    app.body = b"other"
    app.state = 2
    assert app.get(If_None_Match=first.headers["ETag"]).status_code == 200


def test_answers_over_the_limit_go_through_in_pieces_and_in_parts(app: MadeUp):
    app.headers = {"ETag": '"large"', "Accept-Ranges": "bytes", "Cache-Control": "public, no-cache"}
    app.body = b"0123456789" * (MOST_HELD_BYTES // 10 + 1)
    whole = app.get()
    assert app.kept.size == 0
    part = app.get(Range="bytes=100-119")
    assert (part.status_code, part.data) == (206, whole.data[100:120])
    assert part.headers["Content-Range"] == f"bytes 100-119/{len(whole.data)}"
    assert part.headers["Content-Length"] == "20"
    assert app.get(Range="bytes=0-1,5-6").data == whole.data
    assert app.get(Range="bytes=100-119", If_Range='"other"').data == whole.data
    assert app.get(method="HEAD").headers["Content-Length"] == str(len(whole.data))
    assert app.get(If_None_Match='"large"').status_code == 304


def test_without_room_nothing_is_kept_and_all_manners_are_the_same():
    app = MadeUp(kept=KeptAnswers(0, is_near=True))
    first = app.get(Accept_Encoding="br")
    assert app.get(If_None_Match=first.headers["ETag"]).status_code == 304
    assert "Content-Encoding" not in first.headers
    assert len(app.made) == 2


def test_redirects_are_kept_and_faults_are_not(app: MadeUp):
    status = ["303 See Other"]

    def answer(_: dict[str, Any], start_response: Any) -> list[bytes]:
        app.made.append("one")
        start_response(status[0], [("Content-Length", "0"), ("Location", "/there")])
        return [b""]

    app.layer.inner = answer
    assert [app.get().headers["Location"] for _ in range(2)] == ["/there", "/there"]
    assert len(app.made) == 1
    status[0] = "404 Not Found"
    for _ in range(2):
        assert app.get("/missing").status_code == 404
    assert len(app.made) == 3


def test_every_answer_is_told_whether_it_was_made_or_kept(app: MadeUp):
    told: list[tuple[str, Any, int]] = []
    app.kept.tell = lambda *answered: told.append(answered)
    tag = app.get("/a").headers["ETag"]
    app.get("/a", method="HEAD")
    app.get("/a", If_None_Match=tag)
    assert told == [("GET", "about /a", 200), ("HEAD", "about /a", 200), ("GET", "about /a", 304)]
