"""How large the report on an upload may be: texts that it repeats are cut, and long lists end early.

Here: cutting a report in the form of report_json(), which is what readers get and what is stored. Not here: how many
errors and rewrites are listed (findings.py), and the whole list of rewrites, which is kept apart and never cut.
"""

from collections.abc import Collection, Mapping
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


def with_parts_bounded(report: Mapping[str, Any], anew: Collection[str]) -> dict[str, Any]:
    """A report of which only these parts are new; all others were bounded before."""
    characters, parts = CUTS[0]
    return {
        name: _cut(part, characters, None if name in WHOLE else parts) if name in anew else part
        for name, part in report.items()
    }


def shortened_text(text: str, characters: int) -> str:
    """A text of at most so many characters; one that was cut ends with an ellipsis."""
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def _cut(value: Any, characters: int, parts: int | None) -> Any:
    # Each cell that a report names comes by here: most are short texts, which need no call.
    if isinstance(value, dict):
        return {
            name if len(name) <= characters else shortened_text(name, characters): part
            if part is None or (type(part) is str and len(part) <= characters)
            else _cut(part, characters, parts)
            for name, part in value.items()
        }
    if isinstance(value, str):
        return shortened_text(value, characters)
    if isinstance(value, list | tuple):
        return [_cut(part, characters, parts) for part in value[:parts]]
    return _cut(dict(value), characters, parts) if isinstance(value, Mapping) else value
