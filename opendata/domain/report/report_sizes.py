"""How large the report on an upload may be: texts that it repeats are cut, and long lists end early.

Here: cutting a report in the form of report_json(), which is what readers get and what is stored. Not here: how many
errors and rewrites are listed (findings.py), and the whole list of rewrites, which is kept apart and never cut.
"""

from collections.abc import Mapping
from typing import Any

from opendata.domain.tables.json_values import dumps

MOST_BYTES = 4 * 2**20
# What is stored of an upload: the texts of a small file may stand in many cells, and must not fill the database.
FEWEST_STORED_BYTES, STORED_FOR_A_BYTE = 2**19, 8
# Characters of a text and parts of a list: the first pair that makes the report short enough is taken.
CUTS = ((1_000, 1_000), (200, 1_000), (100, 200), (60, 50))
WHOLE = ("questions",)  # a question that is not listed would never be asked


def stored_bytes(sent_bytes: int) -> int:
    """How many bytes of a report are stored with an upload of that size."""
    return min(max(STORED_FOR_A_BYTE * sent_bytes, FEWEST_STORED_BYTES), MOST_BYTES)


def bounded(report: Mapping[str, Any], most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """The report with its texts and lists cut, so that it has at most about so many bytes.

    Questions are all listed, and their texts are always cut in the same way, so that an answer keeps its question.
    """
    whole = {name: _cut(report[name], CUTS[0][0], None) for name in WHOLE if name in report}
    rest = {name: part for name, part in report.items() if name not in WHOLE}
    for characters, parts in CUTS:
        cut = {name: _cut(part, characters, parts) for name, part in rest.items()}
        if len(dumps(cut).encode("utf-8", "replace")) <= most_bytes:
            break
    return {name: whole[name] if name in WHOLE else cut[name] for name in report}


def shortened_text(text: str, characters: int) -> str:
    """A text of at most so many characters; one that was cut ends with an ellipsis."""
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def _cut(value: Any, characters: int, parts: int | None) -> Any:
    if isinstance(value, str):
        return shortened_text(value, characters)
    if isinstance(value, Mapping):
        return {shortened_text(name, characters): _cut(part, characters, parts) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(part, characters, parts) for part in value[:parts]]
    return value
