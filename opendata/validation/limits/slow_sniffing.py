"""Sniffing: CSV files at whose separators and quotes Python would guess for hours, refused before they are opened.

Frictionless asks csv.Sniffer about the first 100 lines, also where a delimiter is declared, and on some lines its
patterns take the square of their length: a megabyte of separators in one cell would take hours. Here: trying it.
Not here: what it finds; that is Frictionless' to say.
"""

from itertools import islice
from pathlib import Path

from frictionless.resources import TableResource

from opendata.domain.errors import UnreadableFile
from opendata.validation.timed_trials import seconds_taken

LINES = 100
QUICK_LETTERS = 2**14  # take some tenths of a second at most
SECONDS = 5.0
SECONDS_A_LETTER = 1e-6
TRIAL = """
import csv
csv.Sniffer().sniff(question, ",\\t;|")
"""


def refuse_slow_sniffing(resource: TableResource, path: Path) -> None:
    """Raise UnreadableFile for a CSV file that would hold Frictionless up before its first row."""
    with path.open("rb") as file:
        content = b"".join(islice(file, LINES)).replace(b"\0", b"")
    if len(content) <= QUICK_LETTERS:
        return
    try:
        sample = content.decode("utf-8")
    except UnicodeDecodeError:
        sample = content.decode("latin-1")  # as many letters and other signs as in any encoding of offices
    if seconds_taken(TRIAL, sample, SECONDS + SECONDS_A_LETTER * len(sample)) is None:
        raise UnreadableFile(str(resource.path), "how its cells are separated takes too long to find out")
