"""Odd rows: rows whose change the public should be able to understand, such as a phase that goes back.

Here: finding them, by the roles that fields play in the kind. Not here: the questions about them (odd_changes.py),
rows that are gone (vanished_rows.py, renumbered_rows.py), and how often something changed (changed_rows.py).
"""

from dataclasses import dataclass

import polars as pl

from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.journal.row_names import RowNames
from opendata.domain.journal.sentences import slip
from opendata.domain.kinds import Field, Table

PHASE_BACK, PROGRESS_DOWN, DEADLINE_MOVED, CAME_BACK = "phase_back", "progress_down", "deadline_moved", "came_back"
ABOUT = (PHASE_BACK, PROGRESS_DOWN, DEADLINE_MOVED, CAME_BACK)
ROLES = {PHASE_BACK: "status", PROGRESS_DOWN: "progress", DEADLINE_MOVED: "deadline"}


@dataclass(frozen=True)
class OddRows:
    """The rows of one table about which the same is odd.

    field: the one that changed; None for rows that came back. rows: key and title as text, and the canonical text of
    the field before and after.
    """

    about: str
    table: Table
    field: Field | None
    rows: pl.DataFrame


def odd_rows(step: VersionStep, about: str) -> list[OddRows]:
    """The odd rows of one sort, of each table that has any."""
    found = (_of_table(step, table, about) for table in step.kind if table.name in step.changesets)
    return [odd for odd in found if odd is not None and not odd.rows.is_empty()]


def keys_and_titles(step: VersionStep, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The key of each row as one text, and its title, which is null where the table has none."""
    title = table.role("title")
    none = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    keys = RowNames.of(step.kind, table, {}).keys(frame)
    return pl.DataFrame({"key": keys, "title": none if title is None else frame[title.name]})


def _of_table(step: VersionStep, table: Table, about: str) -> OddRows | None:
    changeset = step.changesets[table.name]
    if about == CAME_BACK:
        if not step.returned.get(table.name):
            return None
        rows = keys_and_titles(step, table, changeset.added)
        rows = rows.filter(pl.col("key").is_in(list(step.returned[table.name])))
        return OddRows(
            about, table, None, rows.with_columns(before=pl.lit(None, pl.String), after=pl.lit(None, pl.String))
        )
    field = table.role(ROLES[about])
    if field is None or changeset.changed.is_empty():
        return None
    before, after = changeset.changed_before[field.name], changeset.changed[field.name]
    differ = (before.is_not_null() & after.is_not_null() & (before != after)).fill_null(False)
    if not differ.any():
        return None
    pairs = pl.DataFrame({"before": before.filter(differ), "after": after.filter(differ)})
    rows = keys_and_titles(step, table, changeset.changed.filter(differ)).hstack(pairs)
    return OddRows(about, table, field, rows.filter(_is_odd(about, field, pairs)))


def _is_odd(about: str, field: Field, pairs: pl.DataFrame) -> pl.Series:
    """For each pair of values before and after whether the step is odd."""
    if about == PHASE_BACK:
        order = field.code_order
        if not order:
            return pairs["before"].is_null()  # words without an order go nowhere; none of these is null
        codes, places = list(order), list(order.values())
        before, after = (side.replace_strict(codes, places, default=None, return_dtype=pl.Int64) for side in pairs)
        return (after < before).fill_null(False)
    if about == PROGRESS_DOWN:
        before, after = (side.cast(pl.Decimal(38, 9), strict=False) for side in pairs)
        return (after < before).fill_null(False)
    # Equal pairs of dates are compared once: many deadlines move together.
    distinct = pairs.unique(maintain_order=True)
    moved = [bool(slip(before, after)) for before, after in distinct.iter_rows()]
    return pairs.join(
        distinct.with_columns(moved=pl.Series(moved, dtype=pl.Boolean)), on=["before", "after"], maintain_order="left"
    )["moved"]
