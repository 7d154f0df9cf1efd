"""Questions about whole columns: one that holds what another one held, and one whose numbers are a thousandfold.

Here: finding such columns of a step. Not here: rows that stand under other keys (renumbered_rows.py), and single
values (odd_changes.py). Both happen where two headers of a file change places, or its unit does, and nothing in the
new file by itself is wrong.
"""

import polars as pl

from opendata.domain.continuity.removed_rows import row_keys
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.kinds import NUMBER_TYPES, Field, Table
from opendata.domain.report.questions import Question
from opendata.domain.tables.values_for_people import value_text

MOST_ROWS = 5_000  # changed ones that are compared
FEWEST_ROWS = 3
LONGEST_VALUE = 40
TIMES = {  # by how many places: in German and in English
    2: ("hundertmal so groß wie bisher", "a hundred times as large as before"),
    3: ("tausendmal so groß wie bisher", "a thousand times as large as before"),
    6: ("eine Million Mal so groß wie bisher", "a million times as large as before"),
    -2: ("ein Hundertstel der bisherigen Zahl", "a hundredth of what they were"),
    -3: ("ein Tausendstel der bisherigen Zahl", "a thousandth of what they were"),
    -6: ("ein Millionstel der bisherigen Zahl", "a millionth of what they were"),
}


def columns_swapped(step: VersionStep) -> list[Question]:
    """A question about each two columns of a table of which one holds in most rows what the other one held before."""
    return [question for table in step.kind for question in _swapped(step, table)]


def amounts_scaled(step: VersionStep) -> list[Question]:
    """A question about each column of numbers of which most are the same power of ten times as large as before."""
    return [question for table in step.kind for question in _scaled(step, table)]


def _changed(step: VersionStep, table: Table) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The rows that changed, as they read before and now; None where they are too few."""
    changeset = step.changesets.get(table.name)
    if changeset is None or changeset.changed.height < FEWEST_ROWS:
        return None
    return changeset.changed_before.head(MOST_ROWS), changeset.changed.head(MOST_ROWS)


def _fields(table: Table, frame: pl.DataFrame) -> list[Field]:
    return [field for field in table if field.name not in table.key_fields and field.name in frame.columns]


def _swapped(step: VersionStep, table: Table) -> list[Question]:
    frames = _changed(step, table)
    if frames is None:
        return []
    before, after = frames
    fields = [field for field in _fields(table, after) if not field.codes]
    new = {field.name: after[field.name].ne_missing(before[field.name]) for field in fields}
    # A column is compared with others only where most of its values are new.
    moved = [field for field in fields if 2 * int(new[field.name].sum()) > after.height]
    questions, asked = [], set[str]()
    for field in moved:
        for other in fields:
            if other is field or field.name in asked or not _holds(field, other, before, after, new[field.name]):
                continue
            is_exchange = _holds(other, field, before, after, new[other.name])
            asked |= {field.name, other.name} if is_exchange else {field.name}
            questions.append(_about_swap(step, table, field, other, before, after, is_exchange=is_exchange))
    return questions


def _holds(field: Field, other: Field, before: pl.DataFrame, after: pl.DataFrame, new: pl.Series) -> bool:
    """Whether a field holds in most changed rows what another one held before, and not always the same value."""
    now, then = (frame.filter(new)[name] for frame, name in ((after, field.name), (before, other.name)))
    both = now.is_not_null() & then.is_not_null()
    now, then = now.filter(both), then.filter(both)
    same = (now == then).fill_null(value=False)
    if 2 * int(same.sum()) <= int(new.sum()) and {field.type, other.type} <= set(NUMBER_TYPES):
        same = (_digits(now) == _digits(then)).fill_null(value=False)  # in another unit, as below "Kosten in T€"
    count = int(same.sum())
    return count >= FEWEST_ROWS and 2 * count > int(new.sum()) and now.filter(same).n_unique() >= FEWEST_ROWS


def _digits(numbers: pl.Series) -> pl.Series:
    """The significant digits of numbers."""
    return numbers.str.replace(".", "", literal=True).str.strip_chars("-0")


def _scaled(step: VersionStep, table: Table) -> list[Question]:
    frames = _changed(step, table)
    if frames is None:
        return []
    before, after = frames
    rows = step.before[table.name]
    questions = []
    for field in _fields(table, after):
        if field.type not in NUMBER_TYPES:
            continue
        numbers = pl.DataFrame({"before": before[field.name], "after": after[field.name]}).with_row_index("row")
        numbers = numbers.filter(pl.col("before") != pl.col("after"))
        then, now = (pl.col(name).cast(pl.Float64, strict=False) for name in ("before", "after"))
        ratios = numbers.with_columns(ratio=now / then).filter(pl.col("ratio").is_finite() & (pl.col("ratio") > 0))
        places = ratios.with_columns(places=pl.col("ratio").log10().round())
        exact = places.filter((pl.col("ratio") / (10.0 ** pl.col("places")) - 1).abs() < 1e-9)
        counted = exact.filter(pl.col("places").is_in([float(one) for one in TIMES]))["places"].value_counts(
            sort=True
        )
        if counted.is_empty():
            continue
        power, count = int(counted["places"][0]), int(counted["count"][0])
        filled = int(rows[field.name].is_not_null().sum()) if field.name in rows.columns else 0
        if count >= FEWEST_ROWS and 2 * count > min(filled, MOST_ROWS):
            first = exact.filter(pl.col("places") == power).row(0, named=True)
            key = row_keys(step, table, after.slice(first["row"], 1))[0]
            questions.append(
                _about_scale(table, field, power, (count, filled), (key, first["before"], first["after"]))
            )
    return questions


def _about_swap(
    step: VersionStep,
    table: Table,
    field: Field,
    other: Field,
    before: pl.DataFrame,
    after: pl.DataFrame,
    *,
    is_exchange: bool,
) -> Question:
    place = int((after[field.name].ne_missing(before[field.name]) & after[field.name].is_not_null()).arg_max() or 0)
    key = row_keys(step, table, after.slice(place, 1))[0]
    texts = {}
    for language in ("de", "en"):
        label, held = field.label(language), other.label(language)
        then, now = (_value(field, frame[field.name][place], language) for frame in (before, after))
        texts[language] = (
            f"In der Tabelle „{table.label(language)}“ steht unter „{label}“ jetzt, was bisher unter „{held}“ stand"
            f"{', und umgekehrt' if is_exchange else ''}, zum Beispiel bei {key}: {label} bisher {then}, jetzt "
            f"{now}. Ist das richtig? Wenn in der Datei zwei Spalten vertauscht sind, berichtigen Sie sie bitte, und "
            "laden Sie die Datei noch einmal hoch."
            if language == "de"
            else f"In the table “{table.label(language)}” the column “{label}” now holds what stood under “{held}” "
            f"before{', and the other way round' if is_exchange else ''}, for example {key}: {label} before {then}, "
            f"now {now}. Is that right? If two columns of the file have changed places, please correct it and upload "
            "it again."
        )
    return Question("columns_swapped", table.name, field.name, texts, field=field.name)


def _about_scale(
    table: Table, field: Field, power: int, counts: tuple[int, int], example: tuple[str, str, str]
) -> Question:
    key, then, now = example
    texts = {}
    for language in ("de", "en"):
        label = field.label(language)
        old, new = (_value(field, value, language) for value in (then, now))
        texts[language] = (
            f"In der Tabelle „{table.label(language)}“ sind {counts[0]} von {counts[1]} Zahlen unter „{label}“ genau "
            f"{TIMES[power][0]}, zum Beispiel bei {key}: bisher {old}, jetzt {new}. Stimmt die Einheit? Wenn nicht, "
            "schreiben Sie sie bitte in die Überschrift der Spalte, und laden Sie die Datei noch einmal hoch."
            if language == "de"
            else f"In the table “{table.label(language)}” {counts[0]} of {counts[1]} numbers under “{label}” are "
            f"exactly {TIMES[power][1]}, for example {key}: {old} before, {new} now. Is the unit right? If not, "
            "please write it into the header of the column and upload the file again."
        )
    return Question("amounts_scaled", table.name, field.name, texts, field=field.name)


def _value(field: Field, value: str | None, language: str) -> str:
    if value is None:
        return "leer" if language == "de" else "empty"
    text = value_text(field, value, language)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
