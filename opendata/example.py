"""The example: the invented municipalities of datapackages/*/example, published as any city's tables are.

Here: reading the manifests (example.json) and publishing what they list. Not here: the data itself.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from opendata.domain import uploading
from opendata.domain.errors import AlreadyExists, UploadNotValid
from opendata.domain.model import Dataset, Publisher, SourceFile, Version, as_of_date
from opendata.domain.uploading import Arrival, Desk


def load(desk: Desk, kinds_dir: Path, clock: Callable[[], datetime]) -> Iterator[Version]:
    """Publish every version of every manifest, oldest first; raises UploadNotValid if the example has mistakes."""
    for manifest in sorted(kinds_dir.glob("*/example/example.json")):
        for about in json.loads(manifest.read_text(encoding="utf-8"))["publishers"]:
            publisher = _publisher(desk, about)
            for dataset in about["datasets"]:
                yield from _dataset(desk, publisher, dataset, manifest, clock)


def _publisher(desk: Desk, about: dict[str, Any]) -> Publisher:
    publisher = Publisher(
        name=about["slug"],
        title=about["name"],
        ags=about.get("ags"),
        population=about.get("population"),
        homepage=about.get("homepage"),
    )
    try:
        desk.catalogue.add_publisher(publisher)
    except AlreadyExists:  # it has datasets of another kind as well
        return desk.catalogue.publisher(publisher.name)
    return publisher


def _dataset(
    desk: Desk, publisher: Publisher, about: dict[str, Any], manifest: Path, clock: Callable[[], datetime]
) -> Iterator[Version]:
    kind = about.get("kind") or manifest.parent.parent.name
    licence, rhythm = about.get("licence", "cc0-1.0").lower(), about.get("rhythm")
    desk.catalogue.add_dataset(Dataset(publisher, about["name"], kind, about["title"], licence, rhythm))
    for version in about["versions"]:
        files = [SourceFile(Path(each).name, (manifest.parent / each).read_bytes()) for each in version["files"]]
        mapping = version.get("mapping")
        if isinstance(mapping, str):
            mapping = json.loads((manifest.parent / mapping).read_text(encoding="utf-8"))
        dataset = desk.catalogue.dataset(publisher.name, about["name"])
        arrival = Arrival(as_of_date(version["as_of"]), version.get("message"), mapping)
        upload = uploading.receive(desk, dataset, files, arrival, now=clock())
        if upload.state != "draft":
            raise UploadNotValid(f"{dataset.path} {version['as_of']}", upload.state, upload.report)
        yield uploading.publish(desk, upload, {}, now=clock()).version
