"""Answered rows: which rows of a step the publisher's answers are about, one answer often serving many.

Here: answers to rows. Not here: which questions are asked (all_questions.py), how an answer reads in the journal
(domain/journal/answered_events.py).
"""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from opendata.domain.continuity.odd_rows import ABOUT, keys_and_titles, odd_rows
from opendata.domain.continuity.renumbered_rows import renumbered_pairs
from opendata.domain.continuity.vanished_rows import VANISHED
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.journal.answered_events import ANSWERED
from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Table
from opendata.domain.report.questions import DISPOSITION, INTO, REASON, RENUMBERED
from opendata.domain.tables.json_columns import joined, quoted_column

Answers = Sequence[Mapping[str, str]]  # public ones, as public_answers() returns them
PARTS = (DISPOSITION, INTO, "from", REASON)  # of an answer, in the order in which its JSON text has them
_ROWS = {"resource": pl.String, "key": pl.String, "about": pl.String, **dict.fromkeys(PARTS, pl.String)}
ABOUT_ROWS = frozenset([VANISHED, *ABOUT])


def answered_rows(step: VersionStep, answers: Answers) -> pl.DataFrame:
    """The answers about each row that one is about: shape (rows, ANSWERED)."""
    if not answers:
        return pl.DataFrame(schema=ANSWERED)
    parts = [*_removed(step, answers), *_odd(step, answers)]
    rows = pl.concat([pl.DataFrame(schema=_ROWS), *parts])
    onward = rows.filter(pl.col(INTO).is_not_null())
    carrying_on = onward.select(
        "resource", pl.col(INTO).alias("key"), "about", DISPOSITION, pl.lit(None, pl.String).alias(INTO),
        pl.col("key").alias("from"), REASON,
    )  # fmt: skip
    rows = pl.concat([rows, carrying_on])
    return (
        rows.with_columns(answers=_json(rows))
        .group_by("resource", "key", maintain_order=True)
        .agg(pl.col("answers").str.join(","), pl.col(INTO).drop_nulls().first().alias("successor"))
        .with_columns(answers=pl.concat_str([pl.lit("["), "answers", pl.lit("]")]))
        .select(list(ANSWERED))
    )


def answers_about_all(answers: Answers) -> Answers:
    """The answers that are about no single rows, such as the reason why many rows changed."""
    return [answer for answer in answers if answer["about"] not in ABOUT_ROWS]


def titles_of_successors(step: VersionStep, answered: pl.DataFrame) -> dict[str, str]:
    """The titles of the rows that carry on, by their key."""
    titles: dict[str, str] = {}
    for (resource,), rows in answered.filter(pl.col("successor").is_not_null()).group_by("resource"):
        frame = keys_and_titles(step, step.kind.table(str(resource)), step.after[str(resource)])
        named = frame.filter(pl.col("key").is_in(rows["successor"].to_list()), pl.col("title").is_not_null())
        titles.update(named.iter_rows())
    return titles


def _removed(step: VersionStep, answers: Answers) -> Iterator[pl.DataFrame]:
    """What became of removed rows: their own answers, else that of all, else why many are gone."""
    for table in step.kind:
        changeset = step.changesets.get(table.name)
        if changeset is None or changeset.removed.is_empty():
            continue
        keys = RowNames.of(step.kind, table, {}).keys(changeset.removed)
        rows = _served(keys, table, VANISHED, answers)
        rest = keys.filter(~keys.is_in(rows["key"].to_list()))
        if reason := _of(f"renumbered:{table.name}", answers):
            pairs = renumbered_pairs(step, table).filter(pl.col("key").is_in(rest.to_list()))
            whole = pairs.with_columns(pl.lit(RENUMBERED).alias(DISPOSITION))
            moved = _complete(whole, table, "renumbered", {REASON: reason.get(REASON)})
            rest = rest.filter(~rest.is_in(moved["key"].to_list()))
            yield moved
            yield _complete(rest.rename("key").to_frame(), table, "renumbered", {REASON: reason.get(REASON)})
        elif reason := _of(f"many_removed:{table.name}", answers):
            yield _complete(rest.rename("key").to_frame(), table, "many_removed", {REASON: reason.get(REASON)})
        yield rows


def _odd(step: VersionStep, answers: Answers) -> Iterator[pl.DataFrame]:
    given = {answer["about"] for answer in answers}
    for about in ABOUT:
        if about in given:
            for odd in odd_rows(step, about):
                yield _served(odd.rows["key"], odd.table, about, answers)


def _served(keys: pl.Series, table: Table, about: str, answers: Answers) -> pl.DataFrame:
    """Those of the rows that an answer is about: their own one, or that of the whole group."""
    of_rows = {answer["key"]: answer for answer in answers if _is_about(answer, about, table) and "key" in answer}
    own = [key for key in keys.to_list() if key in of_rows] if of_rows else []
    single = pl.DataFrame(
        [{"key": key, **_parts(of_rows[key])} for key in own],
        schema={"key": pl.String, **dict.fromkeys(PARTS, pl.String)},
    )
    group = _of(f"{about}:{table.name}", answers)
    served = [_complete(single, table, about, {})]
    if group is not None:
        rest = keys.filter(~keys.is_in(own)).rename("key").to_frame()
        served.append(_complete(rest, table, about, _parts(group)))
    return pl.concat(served)


def _is_about(answer: Mapping[str, str], about: str, table: Table) -> bool:
    return answer["about"] == about and answer.get("resource") == table.name


def _of(name: str, answers: Answers) -> Mapping[str, str] | None:
    return next((answer for answer in answers if answer["id"] == name), None)


def _parts(answer: Mapping[str, str]) -> dict[str, str | None]:
    return {part: answer.get(part) for part in PARTS}


def _complete(rows: pl.DataFrame, table: Table, about: str, parts: Mapping[str, str | None]) -> pl.DataFrame:
    """The rows with all columns: those that they have, the given parts, and nulls."""
    constants = {"resource": table.name, "about": about, **parts}
    missing = [pl.lit(constants.get(name), pl.String).alias(name) for name in _ROWS if name not in rows.columns]
    return rows.with_columns(missing).select(list(_ROWS))


def _json(rows: pl.DataFrame) -> pl.Series:
    """Each answer as a JSON object, without the parts that it does not have."""
    pieces = [joined(pl.lit('{"about":'), quoted_column(rows["about"]))]
    pieces += [joined(pl.lit(f',"{part}":'), quoted_column(rows[part])).fill_null("") for part in PARTS]
    return joined(*pieces, pl.lit("}"))
