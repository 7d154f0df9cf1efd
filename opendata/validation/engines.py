"""Engines hold a table against its schema.

Here: what an engine is, the reference engine, the engine that judges by columns (columns/), and their names. Not
here: building resources (upload_packages.py, files_as_they_are.py), wording (error_sentences.py). Every engine lists
the errors of Frictionless 5.21 in the same order and ends the list at the same limit; engines differ in speed alone.
"""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from frictionless import Error, FrictionlessException, Resource
from frictionless.resources import TableResource

from opendata.domain.errors import RequestNotValid
from opendata.validation.columns import (
    ErrorCounts,
    FrameRows,
    Mistake,
    NotColumnar,
    PatternTooSlow,
    copy_quickly,
    counts_of,
    is_small,
    judge,
    refuse_slow_patterns,
)

Reported = Error | Mistake  # Mistake has the attributes of Error and is much cheaper to make
LOG = logging.getLogger(__name__)
# A table with fewer rows is judged by the reference, which is then as quick. The limit for files is higher, because a
# command first loads what cuts files into columns, which takes a sixth of a second; a frame is in columns already.
SMALL_ROWS, SMALL_FRAME_ROWS = 2_000, 150


@dataclass(frozen=True)
class EngineVerdict:
    """What an engine found in one resource."""

    errors: Sequence[Reported]
    cut: bool  # the limit was reached: there may be more
    engine: str  # the engine that judged, which may be the reference in place of the one asked
    counts: ErrorCounts | None = None  # of all errors; None where they were not asked for or are not known


class Engine(Protocol):
    """A function that holds a resource against its schema."""

    def __call__(self, resource: Resource, limit: int, /, *, counts: bool = False) -> EngineVerdict:
        """Judge a resource.

        resource: not opened; it knows its package, where foreign keys lead to other tables.
        limit: Frictionless' limit_errors; 0 for none. counts: whether errors beyond the limit are counted.
        Raises whatever Frictionless raises, and PatternTooSlow.
        """
        ...


def reference(resource: Resource, limit: int, /, *, counts: bool = False) -> EngineVerdict:
    """Judge by Frictionless itself; raises PatternTooSlow before a slow pattern holds it up."""
    refuse_slow_patterns(resource)
    errors, cut = _listed(resource, limit)
    counted: ErrorCounts | None = None
    if counts and not cut:
        counted = counts_of(errors, _primary_key(resource))
    elif counts and is_small(resource, SMALL_ROWS):
        try:
            counted = counts_of(_listed(resource, 0)[0], _primary_key(resource))
        except Exception:  # Frictionless raises at a row behind the last listed error
            counted = None
    return EngineVerdict(errors, cut, "frictionless", counted)


def fast(resource: Resource, limit: int, /, *, counts: bool = False, small_rows: int | None = None) -> EngineVerdict:
    """Judge by columns; by the reference where the table is small or cannot be cut into columns of text."""
    judged = None
    if small_rows is None:
        small_rows = SMALL_FRAME_ROWS if isinstance(resource.data, FrameRows) else SMALL_ROWS
    try:
        if not is_small(resource, small_rows):
            judged = judge(resource, limit, counts=counts)
    except NotColumnar:
        pass
    except PatternTooSlow:
        raise
    except Exception as error:  # a defect of columns/: the reference judges instead
        # The error's message may hold cells of the table, so the log names its type and place only.
        place = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(place.filename).name}:{place.lineno}"
        LOG.error("a table could not be judged by columns (%s at %s)", type(error).__name__, at)
    if judged is None:
        if isinstance(resource, TableResource) and resource.schema:
            copy_quickly(resource.schema)
        return reference(resource, limit, counts=counts)
    return EngineVerdict(judged.errors, judged.cut, "fast", judged.counts)


def _listed(resource: Resource, limit: int) -> tuple[list[Reported], bool]:
    report = resource.validate(limit_errors=limit)
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    cut = any("reached error limit" in warning for task in report.tasks for warning in task.warnings)
    return errors, cut


def _primary_key(resource: Resource) -> Sequence[str]:
    return resource.schema.primary_key if isinstance(resource, TableResource) and resource.schema else ()


ENGINES: Mapping[str, Engine] = {"fast": fast, "frictionless": reference}


def engine_named(name: str) -> Engine:
    """The engine of that name; raises RequestNotValid."""
    try:
        return ENGINES[name]
    except KeyError:
        raise RequestNotValid("engine", f"there is no engine '{name}'", sorted(ENGINES)) from None


def row_that_raises(resource: Resource) -> int:
    """The row at which Frictionless raises, as it counts rows; 0 where no single row makes it raise."""
    row_number = 0
    try:
        with resource:
            for row in resource.row_stream if isinstance(resource, TableResource) else ():
                row_number = row.row_number
                _ = row.errors  # reads the cells
    except Exception:  # the error for which the caller asks for the row
        return row_number
    return 0


def reasons(error: FrictionlessException) -> str:
    """Why Frictionless refused a descriptor, in its own words."""
    return "; ".join(dict.fromkeys(reason.note for reason in error.to_errors()))


def attribute(error: Reported, name: str) -> Any:
    """An attribute of an error, such as row_number, field_name or cell; None where its type has no such attribute."""
    return getattr(error, name, None)
