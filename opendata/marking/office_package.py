"""An Office package whose parts are replaced or added one by one; all others are copied as they are.

Here: content types, relations, and writing the package. Not here: what parts hold.
Source: ECMA-376, Part 2 (Open Packaging Conventions).
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from opendata.domain.model import SourceFile
from opendata.intake.files.zip_archives import ZipArchive
from opendata.intake.size_limits import Limits
from opendata.marking.spliced_xml import CannotMark, Mark, as_utf8, attribute, walk, with_last_child

TYPES = "[Content_Types].xml"
EMPTY_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(frozen=True)
class Relation:
    """One part named by another; kind: the last word of its type."""

    id: str
    kind: str
    path: str
    is_outside: bool


class OfficePackage:
    """The parts of an Office file."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._archive = ZipArchive(source, limits)
        self._zip = zipfile.ZipFile(io.BytesIO(source.content))
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._changed or (name in self._archive and name not in self._removed)

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        kept = [name for name in self._archive.names if name not in self._removed]
        return [*kept, *(name for name in self._changed if name not in self._archive)]

    def read(self, name: str) -> bytes:
        """The bytes of a part, which are XML; raises CannotMark if there is no such part."""
        if name in self._changed:
            return self._changed[name]
        if name not in self:
            raise CannotMark
        return as_utf8(self._archive.read(name))

    def write(self, name: str, content: bytes) -> None:
        """Replace a part, or add it."""
        self._removed.discard(name)
        self._changed[name] = content

    def remove(self, name: str) -> None:
        """Leave a part out."""
        self._changed.pop(name, None)
        self._removed.add(name)

    def free_name(self, pattern: str) -> str:
        """A name that no part has yet, such as xl/comments{}.xml with a number in it."""
        taken = {name.lower() for name in (*self._archive.names, *self._changed)}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> list[Relation]:
        """The parts that this one names."""
        path = relations_path(part)
        if path not in self:
            return []
        return list(_relations(self.read(path), posixpath.dirname(part)))

    def relate(self, part: str, kind_uri: str, target: str) -> str:
        """Let a part name another one; returns the id of the relation."""
        path = relations_path(part)
        known = {relation.id for relation in self.relations(part)}
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        relation = f'<Relationship Id="rId{number}" Type="{kind_uri}" Target={attribute(f"/{target}")}/>'
        content = self.read(path) if path in self else EMPTY_RELATIONS
        self.write(path, with_last_child(content, relation.encode()))
        return f"rId{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Say of which type a new part is."""
        override = f'<Override PartName={attribute(f"/{part}")} ContentType="{content_type}"/>'
        self.write(TYPES, with_last_child(self.read(TYPES), override.encode()))

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say of which type parts with this ending are, unless that is said."""
        known: set[str] = set()

        def begin(mark: Mark) -> None:
            if mark.local == "Default":
                known.add(mark.attributes.get("Extension", "").lower())

        content = self.read(TYPES)
        walk(content, begin, lambda *_: None)
        if ending not in known:
            default = f'<Default Extension="{ending}" ContentType="{content_type}"/>'
            self.write(TYPES, with_last_child(content, default.encode()))

    def content(self) -> bytes:
        """The package as a file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
            for entry in self._zip.infolist():
                if entry.is_dir() or entry.filename in self._removed:
                    continue
                changed = self._changed.get(entry.filename)
                content = self._archive.read(entry.filename) if changed is None else changed
                copy = zipfile.ZipInfo(entry.filename, entry.date_time)
                copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
                written.writestr(copy, content)
            for name in self._changed:
                if name not in self._archive:
                    written.writestr(zipfile.ZipInfo(name), self._changed[name], zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def relations_path(part: str) -> str:
    """Where the relations of a part stand; those of the package for ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(content: bytes, folder: str) -> Iterator[Relation]:
    found: list[Relation] = []

    def begin(mark: Mark) -> None:
        if mark.local == "Relationship":
            about = mark.attributes
            target = posixpath.normpath(posixpath.join("/", folder, about.get("Target", ""))).lstrip("/")
            kind, outside = about.get("Type", "").rpartition("/")[2], about.get("TargetMode") == "External"
            found.append(Relation(about.get("Id", ""), kind, target, outside))

    walk(content, begin, lambda *_: None)
    yield from found
