"""A made-up kind with a field of every type, published twice and partly withdrawn: how each value is written."""

from collections.abc import Mapping
from pathlib import Path

from tests.frozen.reading import read_dataset, read_everything
from tests.frozen.service import FrozenService, dataset_path, frozen_service

HERE = Path(__file__).resolve().parent
DATASET = "musterstadt/werte"
KEYS = ("M-2,2020", "M-10,0044", "1.9,0045", "1.10,1999")
ANSWERS = {
    "2023-12-31": "answers-2023.json",  # a row is gone
    "2024-12-31": "answers-2024.json",  # half of the rows are gone, and one goes back
}
VERSIONS = {"2022-12-31": "values-2022.csv", "2023-12-31": "values-2023.csv", "2024-12-31": "values-2024.csv"}


def artefacts_of_values(folder: Path) -> Mapping[str, bytes]:
    """Everything that is read of the made-up values, before and after the last version is withdrawn."""
    with frozen_service(folder, kinds_dir=HERE / "kinds") as service:
        service.done("publishers", "add", "musterstadt", "--name", "Musterstadt", "--email", "amt@example.org")
        service.done("datasets", "add", "musterstadt", "werte", "--kind", "values", "--title", "Werte aller Art")
        for as_of, table in VERSIONS.items():
            _publish(service, as_of, table)
            for key in KEYS:
                service.read(f"rows/{as_of}/{key}.json", f"{dataset_path(DATASET)}/values/{key}")
        read_everything(service)
        reason = "Die Werte gehören zu einer anderen Stadt."
        printed = service.flask("withdraw", DATASET, "1.2.0", "--reason", reason)
        service.keep("withdrawn/printed.txt", printed)
        read_dataset(service, DATASET, prefix="withdrawn/")
        service.keep("withdrawn/verify.txt", service.flask("verify"))
        return service.finish()


def _publish(service: FrozenService, as_of: str, table: str) -> None:
    service.set_clock_after(as_of)
    tables = HERE / "tables"
    asked = ("--answers", str(tables / ANSWERS[as_of])) if as_of in ANSWERS else ()
    arguments = ("publish", DATASET, str(tables / table), "--as-of", as_of, *asked, "--json")
    service.keep(f"printed/{as_of}.json", service.done(*arguments))
