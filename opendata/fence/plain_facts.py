"""Plain facts: what is known of a report beside its tables, as a part of messages.

Here: its form, written and read. Not here: the messages that it is a part of (plain_results.py).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from opendata.domain.report.report_facts import ReportFacts, ToldState, cell_origin, origin_row


def facts_json(facts: ReportFacts) -> dict[str, Any]:
    """The facts as JSON; the readings of its files follow as parts of the message, in the order of their names."""
    return {
        "states": [[state.resource, state.header, state.as_of.isoformat()] for state in facts.states],
        "origins": facts.origins,
        "readings": list(facts.readings),
    }


def facts_of(what: Mapping[str, Any], parts: Iterator[bytes]) -> ReportFacts:
    """The facts in a message; whatever is in it becomes values of the form that they have."""
    states = [
        ToldState(str(resource), str(header), date.fromisoformat(as_of)) for resource, header, as_of in what["states"]
    ]
    origins = {str(name): [_row(row) for row in rows] for name, rows in what["origins"].items()}
    return ReportFacts(states, origins, {str(name): next(parts) for name in what["readings"]})


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {
        str(field): cell_origin(
            None if cell["file"] is None else str(cell["file"]),
            str(cell["address"]),
            [_box(box) for box in cell["boxes"]],
        )
        for field, cell in row["cells"].items()
    }
    key, title = (None if row[name] is None else str(row[name]) for name in ("key", "title"))
    return origin_row(int(row["row"]), key, title, cells)


def _box(box: Mapping[str, Any]) -> dict[str, Any]:
    return {"page": int(box["page"]), **{name: float(box[name]) for name in ("x0", "top", "x1", "bottom")}}
