"""Real tables of cities, published by `flask publish` with the worked mappings of docs/examples.

The files are third-party and no part of this repository: they are looked for beside it, and only digests of what is
published from them are kept.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.frozen.reading import read_everything
from tests.frozen.service import ROOT, FrozenService, frozen_service

SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"
REPORTS = {"2013": "2013-12-31", "2015-16": "2016-12-31", "2017-18": "2018-12-31"}


def artefacts_of_real_data(folder: Path) -> Mapping[str, bytes]:
    """Everything that is read of the real tables, and the reports on them."""
    with frozen_service(folder) as service:
        _publish_measures(service)
        _publish_inventories(service)
        read_everything(service)
        service.keep("verify.txt", service.flask("verify"))
        return service.finish()


def _publish_measures(service: FrozenService) -> None:
    datasets = ("massnahmen", "massnahmen-excel", "massnahmen-xlsx")
    for dataset in datasets:
        _add(service, f"muenster/{dataset}")
    _publish(service, "muenster/massnahmen", "muenster/snapshots/massnahmen_2009.csv", "2009-11-30", "muenster-csv")
    excel = "muenster/excel/Massnahmen_Stand"
    for name, as_of in REPORTS.items():
        sources = (
            (f"muenster/snapshots/massnahmen_{name}.csv", "muenster-csv"),
            (f"{excel}_{name}.csv", "muenster-excel"),
            (f"{excel}_{name}.xlsx", f"muenster-{name}-xlsx"),
        )
        for dataset, (path, mapping) in zip(datasets, sources, strict=True):
            _publish(service, f"muenster/{dataset}", path, as_of, mapping)
    for city in ("karlsruhe", "mainz"):
        _add(service, f"{city}/massnahmen")
        _publish(service, f"{city}/massnahmen", f"{city}/massnahmen.csv", "2024-12-31", city)


def _publish_inventories(service: FrozenService) -> None:
    for path in sorted((DATA / "treibhausgas").glob("*.csv")):
        if path.stem == "staedte":
            continue
        dataset = f"thg-{path.stem.lower().replace('_', '-')}/bilanz"
        special = f"treibhausgas-{path.stem}"
        mapping = special if _mapping(special).exists() else "treibhausgas"
        _add(service, dataset, "ghg-inventory")
        _publish(service, dataset, f"treibhausgas/{path.name}", "2022-12-31", mapping)


def _add(service: FrozenService, dataset: str, kind: str = "climate-measures") -> None:
    publisher, _, name = dataset.partition("/")
    service.flask(
        "publishers", "add", publisher, "--name", publisher.title()
    )  # of several datasets: is there already
    service.done("datasets", "add", publisher, name, "--kind", kind, "--title", "Bericht")


def _publish(service: FrozenService, dataset: str, path: str, as_of: str, mapping: str) -> None:
    service.set_clock_after(as_of)
    arguments = (dataset, str(DATA / path), "--as-of", as_of, "--mapping", str(_mapping(mapping)))
    answers = _answers(service, arguments)
    service.keep(f"printed/{dataset}/{as_of}.txt", service.done("publish", *arguments, "--yes", "--answers", answers))
    kind = "ghg-inventory" if path.startswith("treibhausgas") else "climate-measures"
    report = service.flask("validate", str(DATA / path), "--kind", kind, "--json", "--counts")
    service.keep(f"reports/{dataset}/{as_of}.json", report)


def _answers(service: FrozenService, arguments: tuple[str, ...]) -> str:
    """A file with the answers that the tables need: measures that are not listed any more are completed."""
    file = service.folder / "answers.json"
    file.write_text("{}", encoding="utf-8")
    printed = service.flask("publish", *arguments, "--yes", "--json")
    asked = json.loads(printed.splitlines()[0]).get("questions", ())
    dispositions = {question["id"]: {"disposition": "completed"} for question in asked if question["required"]}
    file.write_text(json.dumps(dispositions), encoding="utf-8")
    return str(file)


def _mapping(name: str) -> Path:
    return ROOT / "docs" / "examples" / f"{name}.json"
