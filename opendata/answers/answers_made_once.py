"""Answers made once: in front of all views, so that a request that was answered costs one look at the public state.

Here: which requests may be answered from what is kept, who makes an answer and who waits for it, and what every
answer to GET and HEAD gets beside that: an ETag, parts, codings. Not here: what an answer is turned into for each
reader (finished_answers.py), and keeping it (kept_answers.py).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import Any

from opendata.answers.byte_ranges import parts_asked
from opendata.answers.conditions import ANY, is_met, plain_tags, still_holds
from opendata.answers.finished_answers import (
    OK,
    AskedForm,
    ConditionNotMet,
    FinishedAnswer,
    GivenAnswer,
    Headers,
    NoSuchPart,
)
from opendata.answers.kept_answers import Kept, KeptAnswers, State
from opendata.answers.makers import LeftMaker
from opendata.answers.public_headers import is_public, told_of
from opendata.server.what_is_served import ABOUT, MAKER, UNMET

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

READING = ("GET", "HEAD")
# What a request may say of the form of its answer. The view is asked without it, and makes the whole.
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")  # under which there is an answer at all
FORM = (
    *("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"),
    *CONDITIONS,
)
KNOWN_BY = "HTTP_AUTHORIZATION"  # whoever sends it is known to the service: a view answers
KEPT_STATUS = ("200", "301", "302", "303", "307", "308")
BEHIND_THE_END = f"bytes={10**15}-"
PATIENCE_SECONDS = 10.0
# Of the sixteen threads of a process, so many may wait for an answer that another thread makes.
MOST_WAITING = 12
MOST_HELD_BYTES = 8 * 2**20  # a longer answer goes through, piece by piece, as its view makes it


@dataclass
class _Making:
    """An answer that one thread makes for all that ask for it."""

    done: Event = field(default_factory=Event)
    answer: FinishedAnswer | None = None
    kept: Kept | None = None


@dataclass(frozen=True)
class _Passed:
    """An answer that goes through as the view makes it: too large to be held, or of a status that is not kept."""

    status: str
    headers: Headers
    body: Iterable[bytes]
    about: Any = None
    is_for_view: bool = False  # one part is asked for: the view finds it without reading what stands before


class AnswersMadeOnce:
    """An application, in front of which its answers are kept.

    is_private: whether all requests for a path go to the application. language_of: the language of an
    Accept-Language header.
    """

    def __init__(
        self,
        inner: Application,
        kept: KeptAnswers,
        is_private: Callable[[str], bool],
        language_of: Callable[[str], str],
    ) -> None:
        self.inner, self.kept = inner, kept
        self._is_private, self._language_of = is_private, language_of
        self._making: dict[Hashable, _Making] = {}
        self._lock = Lock()
        self._waiting = 0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if method not in READING or self._is_private(path) or KNOWN_BY in environ:
            return self.inner(environ, start_response)
        asked = _asked(environ)
        try:
            answer, kept = self._answer(environ, asked)
            given = answer if isinstance(answer, _Passed) else answer.given(asked)
        except NoSuchPart:
            # The view itself says so, in the language of the reader and with the length of the whole.
            behind = {**_without(environ, (*CONDITIONS, "HTTP_IF_RANGE")), "HTTP_RANGE": BEHIND_THE_END}
            return self.inner(behind, start_response)
        except ConditionNotMet:
            return self.inner({**_without(environ, FORM), UNMET: True}, start_response)
        if isinstance(given, _Passed):
            self.kept.tell(method, given.about, int(given.status[:3]))
            start_response(given.status, given.headers)
            return given.body
        if kept is not None:
            self._remember(environ, kept, given)
        assert isinstance(answer, FinishedAnswer)
        self.kept.tell(method, answer.about, int(given.status[:3]))
        start_response(given.status, given.headers)
        return [given.body]

    def _answer(self, environ: Environ, asked: AskedForm) -> tuple[FinishedAnswer | _Passed, Kept | None]:
        """The answer that is kept, or else the one that this or another thread makes now."""
        state = self.kept.look() if self._may_be_kept(environ) else None
        if state is None:
            return self._made(environ, asked, None), None
        key = self._key(environ)
        kept = self.kept.find(key)
        if kept is not None and kept.state == state and kept.answer.is_enough_for(asked):
            return kept.answer, kept
        return self._made_for_all(environ, asked, key, state)

    def _made_for_all(
        self, environ: Environ, asked: AskedForm, key: Hashable, state: State
    ) -> tuple[FinishedAnswer | _Passed, Kept | None]:
        with self._lock:
            # Another thread may have finished this answer a moment ago.
            kept = self.kept.find(key)
            if kept is not None and kept.state == state and kept.answer.is_enough_for(asked):
                return kept.answer, kept
            making = self._making.get((key, state))
            is_mine = making is None or self._waiting >= MOST_WAITING
            if is_mine:
                making = _Making()
                self._making.setdefault((key, state), making)
            else:
                self._waiting += 1
        assert making is not None
        if is_mine:
            return self._make_and_keep(environ, asked, key, state, making)
        try:
            making.done.wait(PATIENCE_SECONDS)
        finally:
            with self._lock:
                self._waiting -= 1
        if making.answer is not None and making.answer.is_enough_for(asked):
            return making.answer, making.kept
        return self._make_and_keep(environ, asked, key, state, _Making())

    def _make_and_keep(
        self, environ: Environ, asked: AskedForm, key: Hashable, state: State, making: _Making
    ) -> tuple[FinishedAnswer | _Passed, Kept | None]:
        try:
            answer = self._made_by_maker(environ, state)
            if answer is None:
                before = self.kept.find(key)
                answer = self._made(environ, asked, before.answer if before else None)
            if isinstance(answer, FinishedAnswer) and is_public(answer):
                if answer.maker is not None and answer.status == OK:
                    left = LeftMaker(answer.maker, state, tuple(answer.headers), answer.about)
                    self.kept.makers.keep(self._address(environ), left)
                answer.may_be_packed = answer.size <= self.kept.most_of_one
                making.kept = self.kept.keep(key, answer, state)
                making.answer = answer
            return answer, making.kept
        finally:
            with self._lock:
                if self._making.get((key, state)) is making:
                    del self._making[(key, state)]
            making.done.set()

    def _made_by_maker(self, environ: Environ, state: State) -> FinishedAnswer | _Passed | None:
        """The answer of the maker that a view has left for this address in this state, if there is one."""
        left = self.kept.makers.find(self._address(environ), state)
        if left is None or (made := left.answer(environ.get("QUERY_STRING", ""))) is None:
            return None
        return FinishedAnswer(OK, made[0], made[1], about=left.about)

    def _made(self, environ: Environ, asked: AskedForm, before: FinishedAnswer | None) -> FinishedAnswer | _Passed:
        """The answer of the view. before: an answer of an earlier state, which may still hold."""
        made = self._view(_for_view(environ, asked, before), asked)
        if isinstance(made, _Passed) and made.is_for_view:
            _close(made.body)
            made = self._view(_without(environ, CONDITIONS), asked._replace(ranges=None))
        if isinstance(made, _Passed):
            return made
        if not made.status.startswith("304"):
            return made.took_over(before) if before is not None else made
        if before is not None and before.content is not None and made.etag == before.etag:
            return before.renewed(made.headers)
        # The view has told that the reader's answer is unchanged, and has not made it.
        told = [pair for pair in made.headers if pair[0].lower() != "content-length"]
        return FinishedAnswer(OK, told, None, about=made.about)

    def _view(self, environ: Environ, asked: AskedForm) -> FinishedAnswer | _Passed:
        told: list[tuple[str, Headers]] = []
        written: list[bytes] = []

        def start(status: str, headers: Headers, _fault: Any = None) -> Callable[[bytes], None]:
            told.append((status, list(headers)))
            return written.append

        body = self.inner(environ, start)
        status, headers = told[-1]
        length = next((int(value) for name, value in headers if name.lower() == "content-length"), None)
        is_whole = length is not None and length <= MOST_HELD_BYTES
        if status[:3] == "304" or (is_whole and status[:3] in KEPT_STATUS):
            content = _joined(body)
            about, maker = environ.get(ABOUT), environ.get(MAKER)
            return FinishedAnswer(status, told_of(status, headers, content), content, about=about, maker=maker)
        return replace(_passed(status, headers, body, asked, length), about=environ.get(ABOUT))

    def _may_be_kept(self, environ: Environ) -> bool:
        return (
            self.kept.most_bytes > 0
            and "HTTP_COOKIE" not in environ
            and environ.get("CONTENT_LENGTH") in (None, "", "0")
            and "HTTP_TRANSFER_ENCODING" not in environ
            and "wait=" not in environ.get("QUERY_STRING", "")
        )

    def _key(self, environ: Environ) -> Hashable:
        """Everything of a request that answers depend on. The query stays as it is, because links repeat it."""
        return (environ.get("QUERY_STRING", ""), self._address(environ))

    def _address(self, environ: Environ) -> Hashable:
        """Everything of a request that answers depend on, apart from its query."""
        return (
            environ.get("PATH_INFO", ""),
            environ.get("HTTP_HOST") or (environ.get("SERVER_NAME"), environ.get("SERVER_PORT")),
            environ.get("wsgi.url_scheme"),
            environ.get("SCRIPT_NAME", ""),
            self._language_of(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
        )

    def _remember(self, environ: Environ, kept: Kept, given: GivenAnswer) -> None:
        """Let the server give this answer by itself next time."""
        self.kept.weigh(kept)
        head: bytes = getattr(environ.get("gunicorn.socket"), "head", b"")
        stays = environ.get("HTTP_CONNECTION", "keep-alive").strip().lower() == "keep-alive"
        if head and stays and given.is_whole and environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            self.kept.remember(head, kept, given, environ["REQUEST_METHOD"])


def _asked(environ: Environ) -> AskedForm:
    is_head = environ["REQUEST_METHOD"] == "HEAD"
    return AskedForm(
        is_head=is_head,
        none_match=environ.get("HTTP_IF_NONE_MATCH"),
        modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
        match=environ.get("HTTP_IF_MATCH"),
        unmodified_since=environ.get("HTTP_IF_UNMODIFIED_SINCE"),
        ranges=None if is_head else environ.get("HTTP_RANGE"),
        if_range=environ.get("HTTP_IF_RANGE"),
        encodings=environ.get("HTTP_ACCEPT_ENCODING", ""),
    )


def _without(environ: Environ, names: Sequence[str]) -> Environ:
    """The request without these headers."""
    return {name: value for name, value in environ.items() if name not in names}


def _for_view(environ: Environ, asked: AskedForm, before: FinishedAnswer | None) -> Environ:
    """The request as the view sees it: for the whole answer, unless the reader or this process has it already."""
    alone = _without(environ, FORM)
    alone["REQUEST_METHOD"] = "GET"
    tags = [plain_tags(asked.none_match)] if asked.none_match and asked.none_match.strip() != ANY else []
    if before is not None and before.content is not None and before.etag is not None:
        tags.append(before.etag)
    if any(tags):
        alone["HTTP_IF_NONE_MATCH"] = ", ".join(filter(None, tags))
    return alone


def _passed(status: str, headers: Headers, body: Iterable[bytes], asked: AskedForm, length: int | None) -> _Passed:
    """An answer that is not held; without its body, where that is what the reader asks for."""
    named = {name.lower(): value for name, value in headers}
    names = named.get("etag"), named.get("last-modified")
    if status == OK and not is_met(asked.match, asked.unmodified_since, *names):
        _close(body)
        raise ConditionNotMet
    if asked.is_head:
        _close(body)
        return _Passed(status, headers, ())
    if not asked.ranges or length is None or status != OK or named.get("accept-ranges") != "bytes":
        return _Passed(status, headers, body)
    holds = asked.if_range is None or still_holds(asked.if_range, *names)
    parts = parts_asked(asked.ranges, length) if holds else None
    if parts == []:
        _close(body)
        raise NoSuchPart
    return _Passed(status, headers, body, is_for_view=parts is not None and len(parts) == 1)


def _joined(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    if close := getattr(body, "close", None):
        close()
