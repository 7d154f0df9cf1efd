"""Both engines over the same table, their lists compared letter for letter."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Package, Resource
from frictionless.resources import TableResource

from opendata.validation.columns import NotColumnar, counts_of, judge
from opendata.validation.columns.keys import rows_on_disk
from opendata.validation.columns.opened_table import PIECE_BYTES
from opendata.validation.engines import Reported, reference

Line = tuple[Any, ...]
FEW_BYTES = 100  # of a key in memory, so that all of it goes to files
FEW_PARTS = 5
NAMES = ("row_number", "field_name", "field_number", "cell", "label", "field_names", "field_cells", "reference_name",
         "reference_field_names")  # fmt: skip


def line(error: Reported) -> Line:
    """What a reader of the report sees of an error."""
    cells = tuple(error.cells or ()) if error.type == "primary-key" else None  # type: ignore[union-attr]
    return (error.type, error.note, *(_plain(getattr(error, name, None)) for name in NAMES), cells)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@contextmanager
def folder_of(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with these files, as the working directory: Frictionless trusts no paths out of it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


def resources(descriptor: Mapping[str, Any]) -> list[Resource]:
    """The resources of a package of the working directory."""
    return list(Package.from_descriptor(dict(descriptor)).resources)


def compared(
    descriptor: Mapping[str, Any], files: Mapping[str, bytes], limit: int, piece_bytes: int = PIECE_BYTES
) -> list[str]:
    """Hold each table of a package against its schema both ways; who answered for each.

    "fast": by columns, and the same. "asked": the reference has to be asked. "raised": it raises itself.
    "refused": the descriptor is none.
    """
    answers = []
    with folder_of(files):
        try:
            resources(descriptor)
        except FrictionlessException:
            return ["refused"]
        for at in range(len(descriptor["resources"])):
            expected: Any
            told = _Told(descriptor, files, at)
            try:
                errors, cut = told.by_frictionless(limit)
                expected = ([line(each) for each in errors], cut)
            except Exception as error:  # Frictionless raises anything
                expected = error
            try:
                resource = resources(descriptor)[at]
                assert isinstance(resource, TableResource)
                judged = judge(resource, limit, piece_bytes=piece_bytes)
            except NotColumnar:
                answers.append("raised" if isinstance(expected, Exception) else "asked")
                continue
            assert not isinstance(expected, Exception), f"judged, where Frictionless raises {expected!r}"
            found = [line(each) for each in judged.errors]
            assert found == expected[0], difference(found, expected[0])
            assert judged.cut == expected[1]
            _compare_counts(told, limit, piece_bytes, found)
            answers.append("fast")
    return answers


@dataclass(frozen=True)
class _Told:
    """What the reference tells of a table of the files in the working directory."""

    descriptor: Mapping[str, Any]
    files: Mapping[str, bytes]
    at: int

    @property
    def resource(self) -> Resource:
        """The table, not opened yet."""
        return resources(self.descriptor)[self.at]

    def by_frictionless(self, limit: int) -> tuple[Sequence[Reported], bool]:
        """Its errors, and whether the list was cut.

        Tests hold one table against its schema several ways: while the table stays the same, it is asked once.
        """
        about = (json.dumps(self.descriptor, default=repr), tuple(sorted(self.files.items())), self.at, limit)
        if about not in _TOLD:
            if len(_TOLD) == KEPT:
                _TOLD.pop(next(iter(_TOLD)))
            verdict = reference(self.resource, limit)
            _TOLD[about] = verdict.errors, verdict.cut
        return _TOLD[about]


_TOLD: dict[Any, tuple[Sequence[Reported], bool]] = {}
KEPT = 30


def _compare_counts(told: _Told, limit: int, piece_bytes: int, listed: list[Line]) -> None:
    """Counting changes nothing about the list, nor do keys in files, and the counts are those of the whole list."""
    try:
        with few_parts():
            counted = judge(told.resource, limit, counts=True, piece_bytes=piece_bytes, held_bytes=FEW_BYTES)
    except NotColumnar:  # something behind the last error that is listed
        assert limit
        return
    assert [line(each) for each in counted.errors] == listed
    every = told.by_frictionless(0)[0]
    assert counted.counts is not None
    assert counted.counts.errors == Counter((getattr(each, "field_name", None), each.type) for each in every)
    schema = told.descriptor["resources"][told.at]["schema"]
    assert counted.counts.causes == counts_of(every, schema.get("primaryKey") or ()).causes


@contextmanager
def few_parts() -> Iterator[None]:
    """Keys in files are divided into so few parts that some of a small table's share one; each part costs files."""
    before, rows_on_disk.PARTS = rows_on_disk.PARTS, FEW_PARTS
    try:
        yield
    finally:
        rows_on_disk.PARTS = before


def difference(ours: list[Line], theirs: list[Line]) -> str:
    """The first line in which two lists differ."""
    for at, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one != other:
            return f"error {at}: {one} instead of {other}"
    return f"{len(ours)} errors instead of {len(theirs)}: {(ours + theirs)[min(len(ours), len(theirs)) :][:3]}"
