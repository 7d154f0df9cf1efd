"""Reports on tables with mistakes: as JSON, as text, and over HTTP, in German and English.

Two sets: tables that are made up here and in the corpus of the validation tests, and the cases that lie beside the
repository, of whose reports only digests are kept.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.frozen.real import SHARED
from tests.frozen.service import TONGUES, FrozenService, frozen_service
from tests.validation.corpus import FIELDS, TABLES

CASES = SHARED / "cases"
TABLES_HERE = Path(__file__).resolve().parent / "tables"
ENDINGS = (".csv", ".xlsx", ".ods")


def artefacts_of_reports(folder: Path) -> Mapping[str, bytes]:
    """The reports on made-up tables: some of the climate measures, and all of the corpus, by schema."""
    with ExitStack() as stack:
        services = {
            tongue: stack.enter_context(frozen_service(folder / tongue, language=tongue)) for tongue in TONGUES
        }
        kept = services["de"]
        for path in sorted(TABLES_HERE.glob("wrong-*.csv")):
            _keep_reports_by_kind(kept, services, path)
        for name, arguments in _corpus(folder / "corpus"):
            for tongue, service in services.items():
                kept.keep(f"corpus/{name}.{tongue}.txt", service.flask("validate", *arguments))
            kept.keep(f"corpus/{name}.json", kept.flask("validate", *arguments, "--json", "--counts"))
        return kept.finish()


def artefacts_of_cases(folder: Path) -> Mapping[str, bytes]:
    """The reports on the cases that lie beside the repository."""
    with ExitStack() as stack:
        services = {
            tongue: stack.enter_context(frozen_service(folder / tongue, language=tongue)) for tongue in TONGUES
        }
        for path in sorted([*CASES.iterdir(), *(CASES / "public").iterdir()]):
            if path.suffix in ENDINGS:
                _keep_reports_by_kind(services["de"], services, path)
        return services["de"].finish()


def _keep_reports_by_kind(kept: FrozenService, services: Mapping[str, FrozenService], path: Path) -> None:
    for tongue, service in services.items():
        arguments = ("validate", str(path), "--kind", "climate-measures")
        kept.keep(f"commands/{path.name}.{tongue}.txt", service.flask(*arguments))
    # The JSON has the messages of both languages, and is the same whatever LANGUAGE is.
    kept.keep(f"commands/{path.name}.json", kept.flask("validate", str(path), "--kind", "climate-measures", "--json"))
    _keep_upload(kept, path)


def _keep_upload(service: FrozenService, path: Path) -> None:
    name = f"case-{len(service.artefacts)}"  # a dataset of its own, so that no mapping is remembered
    service.flask("publishers", "add", "musterstadt", "--name", "Musterstadt")
    service.done("datasets", "add", "musterstadt", name, "--kind", "climate-measures", "--title", "Maßnahmen")
    token = service.done("tokens", "add", "musterstadt", "--name", "office")
    sent = service.upload(f"musterstadt/{name}", [path], token, as_of="2024-12-31")
    service.keep_response(f"uploads/{path.name}.sent.json", sent)
    if sent.status_code != 201:
        return
    upload, asker = f"/api/v1/uploads/{sent.get_json()['id']}", {"Authorization": f"Bearer {token}"}
    for tongue in TONGUES:
        service.read(f"uploads/{path.name}.{tongue}.json", f"{upload}?lang={tongue}", **asker)
    service.read(f"uploads/{path.name}.rewrites.json", f"{upload}/rewrites?limit=0", **asker)
    if path.parent == TABLES_HERE:
        refused = service.post(f"{upload}/publish?lang=en", token, json={})
        service.keep_response(f"uploads/{path.name}.refused.json", refused)


def _corpus(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each table of the corpus as a name and the arguments of `flask validate`."""
    folder.mkdir(parents=True)
    for number, (descriptor, cells) in enumerate(FIELDS):
        content = io.StringIO()
        csv.writer(content, lineterminator="\n").writerows(
            [["id", "f"], *([i, cell] for i, cell in enumerate(cells))]
        )
        schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "f", **descriptor}]}
        name = f"field-{number:02}-{descriptor['type']}"
        yield name, _written(folder, name, schema, content.getvalue())
    for name, (schema, text) in TABLES.items():
        plain = name.replace(" ", "-")
        yield plain, _written(folder, plain, schema, text)


def _written(folder: Path, name: str, schema: Mapping[str, object], text: str) -> tuple[str, ...]:
    (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    (folder / f"{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    return (str(folder / f"{name}.csv"), "--schema", str(folder / f"{name}.schema.json"))
