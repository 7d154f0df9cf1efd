"""The parts of an Office archive (.xlsx, .xlsb), and the relations that say what each of them is.

Here: .rels parts. Not here: what the parts hold. Source: ECMA-376, Part 2 (Open Packaging Conventions).
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from opendata.intake.files.xml_events import local, parse
from opendata.intake.files.zip_archives import ZipArchive


def relations(archive: ZipArchive, part: str) -> Mapping[str, tuple[str, str]]:
    """The kind and the path of each part that this part names, by the name it has there."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", name + ".rels")
    return {
        key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for key, (kind, target) in _links(archive, path).items()
    }


def main_part(archive: ZipArchive) -> str | None:
    """The path of the part that the whole archive is about; None where it names none."""
    targets = (target for kind, target in _links(archive, "_rels/.rels").values() if kind == "officeDocument")
    return next((posixpath.normpath("/" + target).lstrip("/") for target in targets), None)


def _links(archive: ZipArchive, path: str) -> Mapping[str, tuple[str, str]]:
    relation_reader = _Relations()
    if path in archive:
        parse(archive.xml_chunks(path), relation_reader, archive.file)
    return relation_reader.links


@dataclass
class _Relations:
    """A .rels part: kind and target of each relation by its id; targets outside the file are left out."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.links[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...
