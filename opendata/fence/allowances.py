"""Allowances: how much memory and time the examination of an upload may take.

Here: the rule, which follows the size of what was sent. Not here: holding processes to it (fenced_examination.py).
An ordinary table takes a small part of its allowance; docs/fence.md has the measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.model import SourceFile
from opendata.steps.ports.checking import Caller

MIB = 2**20
ZIP = b"PK\x03\x04"
PACKED_TIMES = 4  # a table that is packed takes about so many times as much memory as its bytes as CSV
PACKED_TIMES_SECONDS = 2  # of time: fewer, as what packs well repeats itself, and may be made to take long
FREE_BYTES = MIB  # what is smaller is covered by what every upload may take
MEMORY_TIMES = 20  # bytes of memory for each byte beyond
# Of strangers, whoever they are, so much of that at most: 30 MiB of ordinary CSV (300,000 rows) take about 210 MiB.
MOST_MORE_OF_STRANGERS = 160 * MIB
# Strangers have half of it, so that they are answered in about four seconds: 20,000 rows of an office (1.4 MiB)
# take 1.6 of their 3.9 seconds on an idle processor.
SECONDS_PER_MIB = {Caller.OPEN_CHECK: 0.5, Caller.PUBLISHER: 1.0, Caller.JOB: 1.0}
# A report that was not read before: 30 pages take four seconds on an idle processor, and others are at work as well.
# 300 pages take 60 MiB, as does a page of 100,000 lines; more than this, beside what its size gives, is no report.
REPORT_MEMORY_BYTES, REPORT_SECONDS = 64 * MIB, 60.0
# Of strangers so much of it as the report is large: a page has some 7 KiB and takes a tenth of a second.
OPEN_REPORT_SECONDS_PER_MIB = 20.0


@dataclass(frozen=True)
class Allowance:
    """How much more memory than an idle process, and for how long."""

    memory_bytes: int
    seconds: float


def allowance(files: Sequence[SourceFile], base: Allowance, caller: Caller) -> Allowance:
    """What these files may take; base: what every upload may take, however small it is."""
    packed = sum(len(file.content) for file in files if file.content.startswith(ZIP))
    plain = sum(len(file.content) for file in files) - packed
    more_memory = MEMORY_TIMES * max(0, plain + PACKED_TIMES * packed - FREE_BYTES)
    more_mib = max(0, plain + PACKED_TIMES_SECONDS * packed - FREE_BYTES) / MIB
    seconds = base.seconds + SECONDS_PER_MIB[caller] * more_mib
    if caller is Caller.OPEN_CHECK:
        more_memory = min(more_memory, MOST_MORE_OF_STRANGERS)
    if reports := [file for file in files if file.is_unread_report]:
        more_memory += REPORT_MEMORY_BYTES
        seconds += _report_seconds(sum(len(file.content) for file in reports), caller)
    return Allowance(base.memory_bytes + more_memory, seconds)


def _report_seconds(sent_bytes: int, caller: Caller) -> float:
    if caller is Caller.OPEN_CHECK:
        return min(REPORT_SECONDS, OPEN_REPORT_SECONDS_PER_MIB * sent_bytes / MIB)
    return REPORT_SECONDS
