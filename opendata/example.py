"""The example: the invented municipalities of datapackages/*/example, published as the tables of any city are.

Here: reading the manifests (example.json), publishing what they list, and a first person. Not here: the data.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from opendata.domain.errors import AlreadyExists, UploadNotValid
from opendata.domain.model import Dataset, Publisher, SourceFile, Version, as_of_date
from opendata.steps import managing_people, publishing_drafts, uploading
from opendata.steps.desk import Desk
from opendata.steps.signing_in import Door
from opendata.steps.uploading import Arrival

EMAIL = "amt@beispiel.example"


def is_wanted(desk: Desk, kinds_dir: Path) -> bool:
    """Whether the service holds no publishers but those of the example: it is empty, or a load was interrupted."""
    example = {about["slug"] for manifest in _manifests(kinds_dir) for about in _publishers(manifest)}
    return {publisher.name for publisher in desk.catalogue.publishers()} <= example


def load(desk: Desk, kinds_dir: Path, clock: Callable[[], datetime]) -> Iterator[Version]:
    """Publish the versions of the manifests that are not published yet; raises UploadNotValid if one has errors."""
    for manifest in _manifests(kinds_dir):
        for about in _publishers(manifest):
            publisher = _publisher(desk, about)
            for dataset in about["datasets"]:
                yield from _dataset(desk, publisher, dataset, manifest, clock)


def first_person(door: Door, kinds_dir: Path, now: datetime) -> tuple[str, str] | None:
    """Add an admin of all publishers of the example; the e-mail address and the password, which is kept nowhere.

    None where somebody may sign in already.
    """
    if not door.people.is_empty():
        return None
    password = secrets.token_urlsafe(12)
    for manifest in _manifests(kinds_dir):
        for about in _publishers(manifest):
            with suppress(AlreadyExists):  # another manifest lists the same publisher
                managing_people.add_with_password(door, EMAIL, about["slug"], "admin", password, now)
    return EMAIL, password


def _manifests(kinds_dir: Path) -> list[Path]:
    return sorted(kinds_dir.glob("*/example/example.json"))


def _publishers(manifest: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["publishers"]
    return listed


def _publisher(desk: Desk, about: dict[str, Any]) -> Publisher:
    publisher = Publisher(
        name=about["slug"],
        title=about["name"],
        ags=about.get("ags"),
        population=about.get("population"),
        homepage=about.get("homepage"),
        email=about.get("email"),
    )
    with suppress(AlreadyExists):  # another manifest lists the same publisher
        desk.catalogue.add_publisher(publisher)
    return desk.catalogue.publisher(publisher.name)


def _dataset(
    desk: Desk, publisher: Publisher, about: dict[str, Any], manifest: Path, clock: Callable[[], datetime]
) -> Iterator[Version]:
    kind = about.get("kind") or manifest.parent.parent.name
    licence, rhythm = about.get("licence", "cc0-1.0").lower(), about.get("rhythm")
    with suppress(AlreadyExists):  # an interrupted load added the dataset already
        desk.catalogue.add_dataset(Dataset(publisher, about["name"], kind, about["title"], licence, rhythm))
    published = desk.versions.history(desk.catalogue.dataset(publisher.name, about["name"]))
    for version in about["versions"][len(published) :]:
        files = [SourceFile(Path(file).name, (manifest.parent / file).read_bytes()) for file in version["files"]]
        mapping = version.get("mapping")
        if isinstance(mapping, str):
            mapping = json.loads((manifest.parent / mapping).read_text(encoding="utf-8"))
        dataset = desk.catalogue.dataset(publisher.name, about["name"])
        arrival = Arrival(as_of_date(version["as_of"]), version.get("message"), mapping)
        examined = uploading.receive(desk, dataset, files, arrival, now=clock())
        upload = examined.upload
        if upload.state != "draft":
            raise UploadNotValid(f"{dataset.path} {version['as_of']}", upload.state, upload.report)
        yield publishing_drafts.publish(
            desk, upload, version.get("answers", {}), now=clock(), examined=examined
        ).version
