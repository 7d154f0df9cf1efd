"""The ledger: what the service acknowledged, what readers saw, and what is wrong.

Here: notes of many threads, kept apart from the service. Not here: what is asked of it (clients.py, checking.py).
"""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Acknowledged:
    """A version that the service said is published, and what was sent for it."""

    dataset: str  # publisher/dataset
    number: str
    serial: int | None  # None where it was told that nothing had changed
    content: bytes

    @property
    def digest(self) -> str:
        """Of the table that was sent, which is the canonical one."""
        return f"sha256:{hashlib.sha256(self.content).hexdigest()}"


@dataclass
class Ledger:
    """Kept by all threads of a run."""

    versions: dict[tuple[str, str], Acknowledged] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)  # the highest acknowledged serial of each dataset
    events: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)  # by who followed
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)  # versions of which we have spoilt a file, for now or lately
    begun: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, new: Acknowledged) -> None:
        """Note a version; the same one twice must be the same content."""
        with self._lock:
            known = self.versions.get((new.dataset, new.number))
            if known and known.digest != new.digest:
                self._blame(f"{new.dataset} {new.number} was acknowledged twice, for different content")
            if known is None or new.serial is not None:
                self.versions[new.dataset, new.number] = new
            if new.serial is not None:
                self.newest[new.dataset] = max(new.serial, self.newest.get(new.dataset, 0))
            self.counts["acknowledged" if new.serial is not None else "told unchanged"] += 1

    def count(self, what: str) -> None:
        """One more of these."""
        with self._lock:
            self.counts[what] += 1

    def blame(self, what: str) -> None:
        """Something is not as it was promised."""
        with self._lock:
            self._blame(what)

    def _blame(self, what: str) -> None:
        self.counts["wrong"] += 1
        line = f"{self.seconds():7.1f} s  {what}"
        self.wrong.append(line)
        print(f"WRONG {line}", flush=True)

    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.begun

    def acknowledged(self) -> list[Acknowledged]:
        """All of them, as they are now."""
        with self._lock:
            return list(self.versions.values())
