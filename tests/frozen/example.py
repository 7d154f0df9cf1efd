"""The invented example of every kind, published over HTTP, each version as a draft first."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.frozen.reading import read_everything
from tests.frozen.service import KINDS, TONGUES, FrozenService, frozen_service

DRAFTS_SHOWN = 3  # of each dataset's versions, so many drafts are read as well


def artefacts_of_example(folder: Path) -> Mapping[str, bytes]:
    """Everything that is read of the example."""
    with frozen_service(folder) as service:
        for manifest in sorted(KINDS.glob("*/example/example.json")):
            for publisher in json.loads(manifest.read_text("utf-8"))["publishers"]:
                _publish(service, manifest.parent, publisher)
        read_everything(service)
        service.keep("verify.txt", service.flask("verify"))
        return service.finish()


def _publish(service: FrozenService, folder: Path, publisher: dict[str, Any]) -> None:
    name, about = publisher["slug"], []
    for option in ("ags", "population", "homepage"):
        about += [f"--{option}", str(publisher[option])] if publisher.get(option) else []
    service.flask("publishers", "add", name, "--name", publisher["name"], *about)  # of two kinds: is there already
    token = service.done("tokens", "add", name, "--name", "office")
    for dataset in publisher["datasets"]:
        path = f"{name}/{dataset['name']}"
        kind = dataset.get("kind") or folder.parent.name
        rhythm = ["--rhythm", dataset["rhythm"]] if dataset.get("rhythm") else []
        licence = dataset.get("licence", "cc0-1.0")
        service.done(
            *("datasets", "add", name, dataset["name"], "--kind", kind, "--title", dataset["title"]),
            *("--licence", licence, *rhythm),
        )
        for number, version in enumerate(dataset["versions"]):
            _publish_version(service, path, folder, version, token, is_shown=number < DRAFTS_SHOWN)


def _publish_version(
    service: FrozenService, dataset: str, folder: Path, version: dict[str, Any], token: str, *, is_shown: bool
) -> None:
    service.set_clock_after(version["as_of"])
    form = {"as_of": version["as_of"]}
    if version.get("message"):
        form["message"] = version["message"]
    if mapping := version.get("mapping"):
        form["mapping"] = (folder / mapping).read_text("utf-8") if isinstance(mapping, str) else json.dumps(mapping)
    name = f"uploads/{dataset}/{version['as_of']}"
    response = service.upload(dataset, [folder / each for each in version["files"]], token, **form)
    service.keep_response(f"{name}/sent.json", response)
    upload = f"/api/v1/uploads/{response.get_json()['id']}"
    if is_shown:
        asker = {"Authorization": f"Bearer {token}"}
        for tongue in TONGUES:
            service.read(f"{name}/draft.{tongue}.json", f"{upload}?lang={tongue}", **asker)
        service.read(f"{name}/rewrites.json", f"{upload}/rewrites?limit=0", **asker)
        first = "emissions" if "treibhausgas" in dataset else "measures"
        service.read(f"{name}/rows.json", f"{upload}/rows/{first}.json?limit=0", **asker)
    answers = {"answers": version["answers"]} if "answers" in version else {}
    service.keep_response(f"{name}/published.json", service.post(f"{upload}/publish", token, json=answers))
