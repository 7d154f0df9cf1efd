"""Allowances: how much memory and time the examination of an upload may take.

Here: the rule, which follows the size of what was sent. Not here: holding processes to it (fenced_examination.py).
An ordinary table takes a small part of its allowance; docs/fence.md has the measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.model import SourceFile

MIB = 2**20
ZIP = b"PK\x03\x04"
PACKED_TIMES = 4  # a table that is packed takes about so many times as long, and as much memory, as its bytes as CSV
FREE_BYTES = MIB  # what is smaller is covered by what every upload may take
MEMORY_TIMES = 20  # bytes of memory for each byte beyond
SECONDS_PER_MIB = 1.0


@dataclass(frozen=True)
class Allowance:
    """How much more memory than an idle process, and for how long."""

    memory_bytes: int
    seconds: float


def allowance(files: Sequence[SourceFile], base: Allowance) -> Allowance:
    """What these files may take; base: what every upload may take, however small it is."""
    size = sum(len(file.content) * (PACKED_TIMES if file.content.startswith(ZIP) else 1) for file in files)
    beyond = max(0, size - FREE_BYTES)
    return Allowance(base.memory_bytes + MEMORY_TIMES * beyond, base.seconds + SECONDS_PER_MIB * beyond / MIB)
