"""A version as a Data Package: its canonical bytes, its descriptor, and the digests that chain versions.

Here: the files of a package, its descriptor, digests, and checking them. Not here: a table as bytes
(canonical_tables.py), where the bytes are kept (storage/packages/), archives (formats/).
docs/packages.md explains how to verify a package without this service.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from opendata.domain.descriptor_values import without_none
from opendata.domain.errors import KindBroken, PackageDamaged
from opendata.domain.journal.event_columns import Events
from opendata.domain.kinds import PUBLIC_ROLES, Kind
from opendata.domain.model import Dataset, Event, Publisher, Resource, Upload, Version, licence
from opendata.domain.packages.canonical_tables import CanonicalTable
from opendata.domain.packages.file_hashes import file_hash
from opendata.domain.packages.indented_json import indented_json
from opendata.domain.tables.json_values import canonical_dumps, dumps, loads
from opendata.domain.tables.timestamps import moment_json

DESCRIPTOR, CHANGES, EDITS = "datapackage.json", "changes.json", "edits.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True)
class Release:
    """A version that is ready to be published: all of it except its serials and time of publication."""

    dataset: Dataset
    kind: Kind
    number: str
    as_of: date
    message: str | None
    previous: Version | None
    counts: Mapping[str, int]
    resources: Sequence[Resource]
    events: Sequence[Event]
    files: Mapping[str, bytes]  # tables and changes.json, without the descriptor
    upload: str | None = None  # the id of the upload it came from, which is published together with it
    upload_run: str | None = None  # that made the draft; the upload may have been read anew by another since
    arriving: Upload | None = None  # that upload, where its record is still to be written, together with the version
    arriving_bytes: int = 0  # of the files of that upload
    answers: Sequence[Mapping[str, str]] = ()  # dispositions and reasons that are public with the version
    edits: int = 0  # how many cells EDITS lists; 0: there is no such file
    mapping: Mapping[str, Any] | None = None  # private: by which the dataset's next upload is read; None: as before

    def sealed(self, first_serial: int, published_at: datetime) -> tuple[Version, bytes]:
        """The version with its serials and time of publication, and its datapackage.json."""
        last_serial = first_serial + len(self.events) - 1
        descriptor = self._descriptor(first_serial, last_serial, published_at)
        descriptor["digest"] = digest(descriptor)
        version = version_from_descriptor(descriptor)
        return version, f"{indented_json(descriptor)}\n".encode()

    def _descriptor(self, first_serial: int, last_serial: int, published_at: datetime) -> dict[str, Any]:
        terms, publisher = licence(self.dataset.licence), self.dataset.publisher
        descriptor: dict[str, Any] = {
            "$schema": PROFILE,
            "name": f"{publisher.name}-{self.dataset.name}",
            "title": self.dataset.title,
            "version": self.number,
            "created": moment_json(published_at),
            "licenses": [{"name": terms.name, "title": terms.title, "path": terms.path}],
            "contributors": [{"title": publisher.title, "roles": ["publisher"]}],
            "homepage": self.dataset.homepage,
            "kind": self.kind.name,
            "dataset": without_none(
                {
                    "name": self.dataset.name,
                    "rhythm": self.dataset.rhythm,
                    "licence": self.dataset.licence,
                    "homepage": self.dataset.homepage,
                    "email": self.dataset.email,
                }
            ),
            "publisher": without_none(vars(publisher)),
            "as_of": self.as_of.isoformat(),
            "published_at": moment_json(published_at),
            "message": self.message,
            # Left out where there are none: a package without answers has the bytes that it always had.
            "answers": [dict(answer) for answer in self.answers] or None,
            "serials": [first_serial, last_serial],
            "counts": dict(self.counts),
            "previous": (
                {"version": self.previous.number, "digest": self.previous.digest} if self.previous else None
            ),
            "changes": {"path": CHANGES, **file_sizes(self.files[CHANGES])},
            # A file of its own, and left out as answers are: when a version is withdrawn, its cells go with its rows.
            "edits": {"path": EDITS, "count": self.edits, **file_sizes(self.files[EDITS])} if self.edits else None,
        }
        descriptor["resources"] = [
            {
                **_resource_words(self.kind, resource.name),
                "name": resource.name,
                "type": "table",
                "path": resource.path,
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "bytes": resource.bytes,
                "hash": resource.hash,
                "rows": resource.rows,
                "schema": self.kind.table(resource.name).public_schema(),
            }
            for resource in self.resources
        ]
        return without_none(descriptor)


def table_files(tables: Mapping[str, CanonicalTable], kind: Kind) -> tuple[list[Resource], dict[str, bytes]]:
    """Every table of the kind as a resource of a package, and the files of these resources by path."""
    resources, files = [], {}
    for table in kind:
        frame, content = tables[table.name].frame, tables[table.name].content
        path = f"{table.name}.csv"
        resources.append(Resource(table.name, path, frame.height, len(content), tables[table.name].hash))
        files[path] = content
    return resources, files


def changes_file(previous: str | None, number: str, counts: Mapping[str, int], events: Sequence[Event]) -> bytes:
    """changes.json: the events of a version, so that the journal can be rebuilt from packages alone."""
    head = dumps({"from": previous, "to": number, "counts": dict(counts)})
    content = io.BytesIO()
    content.write(f'{head[:-1]},"events":[\n'.encode())
    content.writelines(Events.of(events).lines())
    content.write(b"\n]}\n")
    return content.getvalue()


def edits_file(edits: Sequence[Mapping[str, str | None]]) -> bytes:
    """edits.json: the cells that were mended in the service before the version was published."""
    return f"{indented_json(list(edits))}\n".encode()


def events_from_changes(content: bytes) -> Events:
    """The events that changes_file() wrote."""
    return Events.of(
        Event(
            event=event["event"],
            events=event["events"],
            resource=event["resource"],
            key=event["key"],
            fields={name: (v["before"], v["after"]) for name, v in event["fields"].items()},
            sentence=event["sentence"],
            times_moved=event.get("times_moved"),
            answers=event.get("answers", ()),
        )
        for event in loads(content)["events"]
    )


def fields_json(event: Event) -> dict[str, Any]:
    """The changed fields of an event in the form of the API and changes.json."""
    return {name: {"before": before, "after": after} for name, (before, after) in event.fields.items()}


def digest(descriptor: Mapping[str, Any]) -> str:
    """The digest of a version: that of its descriptor in canonical form, without the digest itself."""
    return file_hash(canonical_dumps({k: v for k, v in descriptor.items() if k != "digest"}))


def read_descriptor(content: bytes, path: str) -> dict[str, Any]:
    """A version's datapackage.json; raises PackageDamaged if it does not fit its own digest."""
    try:
        descriptor = json.loads(content)
        claimed = descriptor["digest"]
    except (ValueError, KeyError, TypeError) as error:
        raise PackageDamaged(path, f"{DESCRIPTOR} cannot be read") from error
    if digest(descriptor) != claimed:
        raise PackageDamaged(path, f"{DESCRIPTOR} was changed: its digest does not fit")
    return dict(descriptor)


def checked_file(content: bytes, expected: Mapping[str, Any], path: str) -> bytes:
    """The file itself if it has the size and hash in the descriptor; raises PackageDamaged if it has not."""
    must_fit(file_sizes(content), expected, path)
    return content


def must_fit(sizes: Mapping[str, Any], expected: Mapping[str, Any], path: str) -> None:
    """Raise PackageDamaged unless these sizes, as file_sizes() gives them, are those in the descriptor."""
    if sizes != {"bytes": expected["bytes"], "hash": expected["hash"]}:
        raise PackageDamaged(f"{path}/{expected['path']}", "was changed: its size or digest does not fit")


def version_from_descriptor(descriptor: Mapping[str, Any]) -> Version:
    """The version that a datapackage.json describes; raises PackageDamaged."""
    try:
        first_serial, last_serial = descriptor["serials"]
        return Version(
            publisher=descriptor["publisher"]["name"],
            dataset=descriptor["dataset"]["name"],
            number=descriptor["version"],
            as_of=date.fromisoformat(descriptor["as_of"]),
            published_at=datetime.fromisoformat(descriptor["published_at"]),
            digest=descriptor["digest"],
            previous=(descriptor.get("previous") or {}).get("version"),
            previous_digest=(descriptor.get("previous") or {}).get("digest"),
            first_serial=first_serial,
            last_serial=last_serial,
            counts=descriptor["counts"],
            resources=[
                Resource(resource["name"], resource["path"], resource["rows"], resource["bytes"], resource["hash"])
                for resource in descriptor["resources"]
            ],
            message=descriptor.get("message"),
            answers=descriptor.get("answers", ()),
            edits=(descriptor.get("edits") or {}).get("count", 0),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PackageDamaged(str(descriptor.get("name")), f"{DESCRIPTOR} lacks {error}") from error


def dataset_from_descriptor(descriptor: Mapping[str, Any]) -> Dataset:
    """The dataset and publisher that a datapackage.json describes; raises PackageDamaged."""
    try:
        about = descriptor["dataset"]
        return Dataset(
            publisher=Publisher(**descriptor["publisher"]),
            name=about["name"],
            kind=descriptor["kind"],
            title=descriptor["title"],
            licence=about["licence"],
            rhythm=about.get("rhythm"),
            homepage=about.get("homepage"),
            email=about.get("email"),
            current=descriptor["version"],
        )
    except (KeyError, TypeError) as error:
        raise PackageDamaged(str(descriptor.get("name")), f"{DESCRIPTOR} lacks {error}") from error


def kind_from_descriptor(descriptor: Mapping[str, Any]) -> Kind:
    """The schema in a version's datapackage.json; raises PackageDamaged."""
    try:
        kind = Kind.from_descriptor(descriptor)
    except KindBroken as error:
        raise PackageDamaged(str(descriptor.get("name")), error.reason) from error
    return replace(kind, labels={})


def _resource_words(kind: Kind, name: str) -> dict[str, Any]:
    descriptor = kind.table(name).descriptor
    words = ("title", "description", "labels", "entity", "entityLabels", "roles")
    known = {word: descriptor[word] for word in words if word in descriptor}
    if "roles" in known:
        known["roles"] = {role: field for role, field in known["roles"].items() if role in PUBLIC_ROLES}
    return known


def file_sizes(content: bytes) -> dict[str, Any]:
    """The size of a file in bytes, and its hash."""
    return {"bytes": len(content), "hash": file_hash(content)}
