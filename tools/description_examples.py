"""The examples in the OpenAPI document: requests to a service with the example data, and what it answers.

Here: the requests, in the order in which somebody makes them, and keeping what is answered in
opendata/api/description/answer_examples.json. `python -m tools.description_examples` takes them anew; a test says
when an operation has none. Long lists are cut to two items.
"""

import io
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from opendata.api.description.address_parts import PARTS
from opendata.api.description.answer_examples import TAKEN
from opendata.api.docs_page import document
from opendata.app import create_app
from opendata.config import Config
from opendata.web.services import EXTENSION

HERE, SHOWN = "http://localhost", "https://opendata.example"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MOST_ITEMS = 2
ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
SECRET = re.compile(r"(?<=/link/preview/)[\w-]+|whsec_[\w+/=-]+")
CITY = PARTS["publisher"].example
TABLE = """Nr.;Maßnahme;Stand;geplantes Ende;Kosten
M-01;Radweg an der Uferstraße;in Umsetzung;Ende 2027;450.000 €
M-02;Fahrradstation am Bahnhof;geplant;06/2028;120.000 €
"""
WRONG = TABLE.replace("geplant;", "irgendwann;")
MAPPING = {
    "resources": {
        "measures": {
            "fields": {
                "Nr.": "measure_id",
                "Maßnahme": "title",
                "Stand": "phase",
                "geplantes Ende": "planned_end",
                "Kosten": "cost_eur",
            },
            "codes": {"phase": {"in Umsetzung": "implementation", "geplant": "planning"}},
        }
    }
}


@dataclass
class Asking:
    """A client of the service, and the examples that it has taken."""

    client: FlaskClient
    paths: Mapping[str, Mapping[str, Any]]
    token: Mapping[str, str]
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)  # ids by the names of parts of addresses
    ids: dict[str, str] = field(default_factory=dict)  # what stands in the examples for each id

    def ask(self, name: str, body: Any = None, form: Mapping[str, Any] | None = None, query: str = "") -> Any:
        """Ask for an operation by its id, and keep what was sent and answered."""
        path, method, needs_token = self._operation(name)
        for part in re.findall(r"{(\w+)}", path):
            path = path.replace(f"{{{part}}}", self.known.get(part) or PARTS[part].example)
        sent = {"json": body} if body is not None else {"data": _parts(form), "content_type": FORM} if form else {}
        headers = dict(self.token) if needs_token else {}
        answer = self.client.open(f"{path}{query}", method=method.upper(), headers=headers, **sent)
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.get_data(as_text=True)}")
        example = self.taken.setdefault(name, {})
        if body is not None or form:
            example["request"] = body if body is not None else _shown_form(form or {})
        if (answer.mimetype or "").endswith("json") and answer.mimetype != "application/x-ndjson":
            value = json.loads(answer.get_data())
            example.setdefault("answers", {})[str(answer.status_code)] = self._shown(value)
            return value
        return answer

    def _shown(self, value: Any) -> Any:
        """The value with short lists, with ids that are the same in each run, and addresses at which nobody is."""
        if isinstance(value, dict):
            return {name: self._shown(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._shown(inner) for inner in value[:MOST_ITEMS]]
        if isinstance(value, str):
            ids = ID.sub(lambda found: self.ids.setdefault(found[0], f"{len(self.ids) + 1:032x}"), value)
            return SECRET.sub("a-secret-that-is-told-once", ids).replace(HERE, SHOWN)
        return value

    def _operation(self, name: str) -> tuple[str, str, bool]:
        return next(
            (path, method, bool(operation.get("security")))
            for path, methods in self.paths.items()
            for method, operation in methods.items()
            if method != "parameters" and operation["operationId"] == name
        )


FORM = "multipart/form-data"


def _parts(form: Mapping[str, Any] | None) -> dict[str, Any]:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in (form or {}).items()}
    return {**texts, "file": (io.BytesIO(str(texts["file"]).encode()), "Radverkehr.csv")}


def _shown_form(form: Mapping[str, Any]) -> dict[str, Any]:
    return {**form, "file": [form["file"]]}


def read(asking: Asking) -> None:
    """Ask for everything that is public and told as JSON."""
    for path, methods in asking.paths.items():
        operation = methods.get("get")
        if operation is None or operation.get("security") or operation["operationId"] in ("get_description",):
            continue
        if any("json" in media_type for media_type in operation["responses"].get("200", {}).get("content", {})):
            parameters = {item["name"]: item for item in operation["parameters"] if "name" in item}
            query = {name: item["example"] for name, item in parameters.items() if item.get("required")}
            if "limit" in parameters:
                query["limit"] = MOST_ITEMS
            if "/{secret}" not in path:
                asking.ask(operation["operationId"], query=f"?{urlencode(query)}")


def write(asking: Asking) -> None:
    """Send a table, look at it, publish it and take it back."""
    ask, known = asking.ask, asking.known
    ask("post_dataset", {"title": "Radverkehr", "kind": "climate-measures", "rhythm": "P1Y"})
    known["dataset"] = "radverkehr"
    ask("patch_dataset", {"title": "Maßnahmen für den Radverkehr"})
    ask("put_mapping", {"mapping": MAPPING})
    ask("get_mapping")
    ask("post_validate", form={"file": WRONG, "kind": "climate-measures", "mapping": MAPPING})
    wrong = ask("post_upload", form={"file": WRONG, "as_of": "2025-12-31", "mapping": MAPPING})
    known["upload_id"] = wrong["id"]
    ask("put_edits", {"edits": [{"file": "Radverkehr.csv", "address": "C3", "after": "geplant"}]})
    ask("get_edits")
    ask("delete_upload")
    sent = ask("post_upload", form={"file": TABLE, "as_of": "2025-12-31", "message": "Erster Bericht"})
    known["upload_id"] = sent["id"]
    for name in (
        "get_upload",
        "list_uploads",
        "get_rewrites",
        "get_sheets",
        "get_draft_rows",
        "get_preview",
        "get_origins",
    ):
        ask(name)
    ask("get_review")
    ask("post_map", {"mapping": MAPPING})
    ask("put_answers", {"answers": {}})
    ask("put_appointment", {"at": "2026-03-10T09:00"})
    ask("get_appointment")
    ask("delete_appointment")
    ask("post_preview_link", {"days": 14})
    ask("get_preview_links")
    ask("post_ask", {"word": "Bitte ansehen: Der Termin der Fahrradstation ist neu."})
    ask("post_send_back", {"reason": "Die Kosten der Fahrradstation fehlen noch."})
    ask("post_publish", {"answers": {}})
    known["number"] = "1.0.0"
    ask("post_withdraw", {"reason": "Die Kosten waren falsch."})
    hook = ask("post_webhook", {"url": "https://example.org/receive", "events": ["measure.phase_changed"]})
    known["webhook_id"] = hook["id"]
    ask("get_webhook")
    ask("post_test_event")
    for name in ("get_deliveries", "get_webhooks"):
        ask(name)
    ask("patch_webhook", {"active": False})
    address = "https://opendata.example.org/dataset/radverkehr/resource/6f2b0d5c-41f0-4d1c-8a55-0f5a3c0d9e11"
    ask("put_source", {"url": address, "rhythm": "P1W", "as_of_from": "metadata", "publish": False})
    for name in ("get_source", "post_source_fetch", "get_source_fetches", "delete_source"):
        ask(name)
    ask("put_rules", {"four_eyes": False, "time_zone": "Europe/Berlin"})
    for name in ("get_rules", "get_audit", "get_reads"):
        ask(name)


def _app(folder: Path) -> Iterator[Any]:
    config = Config(
        data_dir=folder,
        secret_key="only for examples",  # noqa: S106
        database_url=f"sqlite:///{folder / 'db.sqlite'}",
        packages_url=str(folder / "packages"),
        base_url=HERE,
        smtp_url="smtp://localhost:9",  # nobody is sent anything: no worker runs
        mail_from="dienst@example.org",
    )
    app = create_app(config, clock=lambda: NOW)
    yield app
    app.extensions[EXTENSION]().close()


def main() -> None:
    """Take all examples anew."""
    with tempfile.TemporaryDirectory() as folder:
        for app in _app(Path(folder)):
            run = app.test_cli_runner()
            run.invoke(args=["example", "load"])
            scopes = ["--scopes", "upload,publish,admin"]
            secret = run.invoke(args=["tokens", "add", CITY, "--name", "Fachverfahren", *scopes]).output.strip()
            with app.app_context():
                paths = document(app)["paths"]
            asking = Asking(app.test_client(), paths, {"Authorization": f"Bearer {secret}"})
            read(asking)
            write(asking)
            text = json.dumps(asking.taken, ensure_ascii=False, indent=1, sort_keys=True)
            TAKEN.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
