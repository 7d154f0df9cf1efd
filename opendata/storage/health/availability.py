"""Whether each part of the storage answers, said within a few seconds even if one of them hangs.

Here: asking all parts at once, and not waiting for those that do not answer. Not here: the questions
themselves (app.py lists them).
"""

from collections.abc import Callable, Mapping
from threading import Lock, Thread
from time import monotonic

LONGEST_SECONDS = 3.0


class Watch:
    """Asks each part in a thread of its own; a part that hangs is not asked again until it has answered."""

    def __init__(self, parts: Mapping[str, Callable[[], bool]]) -> None:
        self._parts = parts
        self._lock = Lock()
        self._asked: dict[str, _Question] = {}

    def __call__(self) -> dict[str, bool]:
        """The names of all parts, and whether each of them answers now."""
        give_up = monotonic() + LONGEST_SECONDS
        questions = {name: self._ask(name) for name in self._parts}
        for question in questions.values():
            question.join(max(0.0, give_up - monotonic()))
        return {name: question.answer for name, question in questions.items()}

    def _ask(self, name: str) -> "_Question":
        with self._lock:
            asked = self._asked.get(name)
            if asked is None or not asked.is_alive():
                asked = self._asked[name] = _Question(name, self._parts[name])
                asked.start()
            return asked


class _Question(Thread):
    """The question to one part; as long as there is no answer, it counts as False."""

    def __init__(self, name: str, ask: Callable[[], bool]) -> None:
        super().__init__(name=f"watch-{name}", daemon=True)
        self._ask, self.answer = ask, False

    def run(self) -> None:
        self.answer = self._ask()
