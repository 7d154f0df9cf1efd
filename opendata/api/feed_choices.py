"""Feed choices: ?event=, ?group= and ?phase=, by which a feed tells of a part of what happens only.

Here: reading these parameters, and their words in the title of a feed. Not here: which entries fit them (the port
Journal), the feeds themselves (feeds.py).
"""

from dataclasses import dataclass, replace
from itertools import chain

from flask import request

from opendata.domain.errors import RequestNotValid
from opendata.domain.journal.event_labels import event_label
from opendata.domain.journal.row_events import event_names
from opendata.domain.journal.row_states import LONGEST_STATE
from opendata.domain.kinds import Field
from opendata.steps.ports.journal import Scope
from opendata.web.services import services

NAMES = ("event", "group", "phase")


@dataclass(frozen=True)
class FeedChoice:
    """The part of a feed that a reader wants; None: all of it."""

    event: str | None = None
    group: str | None = None
    phase: str | None = None

    def arguments(self) -> dict[str, str]:
        """The parameters of the address, in one order, so that each choice has one address."""
        return {name: value for name in NAMES if (value := getattr(self, name)) is not None}

    def of(self, scope: Scope) -> Scope:
        """The part of the journal that is meant."""
        return replace(scope, event=self.event, group=self.group, status=self.phase)

    def words(self, language: str) -> str:
        """The choice for people: "Umsetzungsstand geändert, Verkehr, abgeschlossen"; "" where everything is told."""
        parts = []
        if self.event is not None:
            labels = (event_label(self.event, kind, language) for kind in services().kinds.values())
            parts.append(next((label for label in labels if label != self.event), self.event))
        if self.group is not None:
            fields = (table.role("group") for kind in services().kinds.values() for table in kind)
            parts.append(_label(self.group, [field for field in fields if field], language))
        if self.phase is not None:
            parts.append(_label(self.phase, _statuses(), language))
        return ", ".join(parts)


def feed_choice() -> FeedChoice:
    """The choice of this request; raises RequestNotValid for an event or a phase that does not exist."""
    # An empty parameter, as a form sends it, chooses nothing.
    choice = FeedChoice(**{name: request.args.get(name) or None for name in NAMES})
    events = dict.fromkeys(chain.from_iterable(map(event_names, services().kinds.values())))
    _must_be_known("event", choice.event, list(events), "das Ereignis „{}“ gibt es nicht")
    phases = list(dict.fromkeys(code for status in _statuses() for code in status.codes))
    _must_be_known("phase", choice.phase, phases, "den Umsetzungsstand „{}“ gibt es nicht")
    group = choice.group
    if group is not None and not (len(group) <= LONGEST_STATE and group.isprintable()):
        reason = f"give the name of a group as the table has it, at most {LONGEST_STATE} characters"
        german = f"nennen Sie eine Gruppe, wie sie in der Tabelle heißt, mit höchstens {LONGEST_STATE} Zeichen"
        raise RequestNotValid("group", reason, german=german)
    return choice


def _must_be_known(name: str, value: str | None, known: list[str], german: str) -> None:
    if value is not None and value not in known:
        raise RequestNotValid(name, f"there is no {name} '{value}'", known, german.format(value))


def _statuses() -> list[Field]:
    fields = (table.role("status") for kind in services().kinds.values() for table in kind)
    return [field for field in fields if field]


def _label(value: str, fields: list[Field], language: str) -> str:
    return next((field.code_label(value, language) for field in fields if value in field.codes), value)
