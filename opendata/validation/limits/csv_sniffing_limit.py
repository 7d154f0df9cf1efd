"""Sniffing: CSV files whose separators Python would take hours to guess are refused before they are opened.

Frictionless asks csv.Sniffer about the first 100 lines, even where a delimiter is declared. On some lines the
sniffer takes time that grows with the square of their length: a megabyte of separators in one cell takes hours.
Here: a timed trial of the sniffer. Not here: its result, which Frictionless finds again by itself.
"""

from itertools import islice
from pathlib import Path

from frictionless.resources import TableResource

from opendata.domain.errors import UnreadableFile
from opendata.validation.time_limited_calls import seconds_taken

LINES = 100
QUICK_LETTERS = 2**14  # so many take some tenths of a second at most
SECONDS = 5.0
SECONDS_A_LETTER = 1e-6
TRIAL = """
import csv
csv.Sniffer().sniff(question, ",\\t;|")
"""


def refuse_slow_sniffing(resource: TableResource, path: Path) -> None:
    """Raise UnreadableFile for a CSV file on which the sniffer takes longer than the limit."""
    with path.open("rb") as file:
        content = b"".join(islice(file, LINES)).replace(b"\0", b"")
    if len(content) <= QUICK_LETTERS:
        return
    try:
        sample = content.decode("utf-8")
    except UnicodeDecodeError:
        sample = content.decode("latin-1")  # separators and lengths are as in other one-byte encodings
    if seconds_taken(TRIAL, sample, SECONDS + SECONDS_A_LETTER * len(sample)) is None:
        raise UnreadableFile(str(resource.path), "how its cells are separated takes too long to find out")
