"""Report files: what is kept of a report with pages beside its draft, which is private like the draft.

Here: the names and the form of these files. Not here: where they are kept (sql_uploads.py).
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.report.report_facts import ReportFacts

READING = "reading-"  # the tables of a file, so that it is read once
ORIGINS = "origins.json.zlib"  # where the values of a reading stand on the pages


def reading_name(place: int) -> str:
    """The name of the file with the reading of a sent file; place: of that one among all."""
    return f"{READING}{place}"


def files_of_facts(facts: ReportFacts | None, sent: Sequence[str]) -> dict[str, bytes]:
    """The files that hold the facts; sent: the names of the files that were sent."""
    if facts is None:
        return {}
    readings = {reading_name(sent.index(name)): content for name, content in facts.readings.items()}
    return {**readings, ORIGINS: zlib.compress(json.dumps(facts.origins, ensure_ascii=False).encode())}


def origins_from_file(content: bytes) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The places of values as files_of_facts() wrote them."""
    origins: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(zlib.decompress(content))
    return origins
