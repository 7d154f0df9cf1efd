"""Row lineage: which keys a row had before, and under which it carries on, so that it keeps one history.

Here: following the answers of publishers from key to key. Not here: the entries of a lineage (reading.py), which
answers are possible (domain/report/questions.py).
A row leads on to another one while the current version has no row under its key.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from opendata.domain.report.questions import RENUMBERED
from opendata.steps.ports.journal import Journal, KeySpan, Scope, Succession

MOST_STEPS = 50  # from key to key; further ones are not followed


@dataclass(frozen=True)
class Lineage:
    """The keys of one row besides its own.

    earlier: those that became this row, each with its entries. later: those under which it carries on, the nearest
    first. successions: how the earlier keys led on.
    """

    key: str
    earlier: Sequence[Succession] = ()
    later: Sequence[Succession] = ()

    @property
    def continued_as(self) -> str | None:
        """The key under which the row carries on now; None if it has its own key, or ended."""
        return self.later[-1].successor if self.later else None

    def history(self) -> tuple[KeySpan, ...]:
        """The entries of the other keys that belong to the history of the row."""
        return (*(KeySpan(step.key, 0, step.serial) for step in self.earlier), *self._onward())

    def feed(self) -> tuple[KeySpan, ...]:
        """The entries of the other keys that belong to the feed of the row, whose full pages must never change.

        The feed of a row that existed before another one was merged into it begins to tell of the other one then.
        """
        begun = self._renumbered()
        before = (KeySpan(step.key, 0 if step.key in begun else step.serial, step.serial) for step in self.earlier)
        return (*before, *self._onward())

    def same_keys(self) -> Collection[str]:
        """Its own key and those that it had before it was renumbered; keys that were merged into it are others."""
        return {self.key, *self._renumbered()}

    def _onward(self) -> tuple[KeySpan, ...]:
        return tuple(KeySpan(step.successor, step.version_serial, None) for step in self.later)

    def _renumbered(self) -> Collection[str]:
        same = {self.key}
        for step in self.earlier:  # nearest first
            if step.successor in same and step.disposition == RENUMBERED:
                same.add(step.key)
        return same - {self.key}


def lineage_of(
    journal: Journal, scope: Scope, key: str, has_now: Callable[[Sequence[str]], Collection[str]]
) -> Lineage:
    """The lineage of a row; scope: its table. has_now: those of some keys that the current version has."""
    earlier, later = list[Succession](), list[Succession]()
    asked, seen = [key], {key}
    while asked and len(earlier) < MOST_STEPS:
        steps = [step for step in _holding(journal.successions(scope, after=asked), has_now) if step.key not in seen]
        earlier += steps
        seen |= {step.key for step in steps}
        asked = [step.key for step in steps]
    last = key
    while len(later) < MOST_STEPS:
        steps = _holding(journal.successions(scope, of=[last]), has_now)
        if not steps or steps[0].successor in seen:
            break
        later.append(steps[0])
        last = steps[0].successor
        seen.add(last)
    return Lineage(key, earlier, later)


def _holding(steps: Sequence[Succession], has_now: Callable[[Sequence[str]], Collection[str]]) -> list[Succession]:
    """The last step of each key that the current version does not have; the first of them happened last."""
    last = {step.key: step for step in sorted(steps, key=lambda step: step.serial)}
    if not last:
        return []
    alive = has_now(list(last))
    return sorted((step for key, step in last.items() if key not in alive), key=lambda step: -step.serial)
