"""Changes between two versions, for programs."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Field
from opendata.domain.tables.changeset import diff_tables
from opendata.domain.tables.json_values import dumps
from opendata.formats.version_changes import change_texts, changes_csv, row_changes
from tests.making import plans, plans_kind


def test_a_field_that_a_later_version_has_not_any_more_is_told_too():
    own = Field.from_descriptor({"name": "x_priority", "type": "integer"})
    before, after = plans_kind().with_own_fields({"plans": [own]}), plans_kind()
    old = plans(("1", "Radweg")).with_columns(x_priority="id")
    changesets = diff_tables({"plans": old}, {"plans": plans(("1", "Radweg"))}, after, before)

    (change,) = row_changes(changesets, before, after)

    assert change["fields"] == {"x_priority": {"before": 1, "after": None}}
    lines = list(csv.reader(io.StringIO(changes_csv(changesets, before, after).decode())))
    assert lines[1] == ["plans", "1", "changed", "x_priority", "1", ""]


CELLS = st.one_of(st.none(), st.text(max_size=6).filter(bool))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=5), st.integers(0, 3))
def test_the_texts_of_changes_are_those_of_the_changes(cells: list[tuple[str | None, ...]], start: int):
    kind = plans_kind()
    old = plans(*((str(n), title or "x", None, cost) for n, (title, cost, _, _) in enumerate(cells)))
    new = plans(*((str(n + 1), title or "x", None, cost) for n, (_, _, title, cost) in enumerate(cells)))
    changesets = diff_tables({"plans": old}, {"plans": new}, kind, kind)

    texts = list(change_texts(changesets, kind, kind, start))

    assert texts == [dumps(change) for change in row_changes(changesets, kind, kind, start)]
