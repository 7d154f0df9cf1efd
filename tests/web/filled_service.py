"""A service that has something at every address, and what is known of it.

Here: filling it, and reading what it has from itself: addresses from its routes, parameters from its OpenAPI
document. Not here: requests (made_up_requests.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.service import CITY, Service, add_city, open_service, table

CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")
# Names that Flask, Werkzeug and the parsers of requests use themselves.
NAMES_OF_THE_FRAMEWORK = ("endpoint", "_external", "_method", "_anchor", "_scheme", "values", "self", "lang", "page")


@dataclass(frozen=True)
class Known:
    """What exists in a service: the values by which its addresses and parameters lead somewhere."""

    rules: Sequence[tuple[str, Sequence[str]]]  # address, methods
    parameters: Sequence[str]
    values: Mapping[str, Sequence[str]]  # of the parts of addresses, by name

    def path_of(self, rule: str, values: Mapping[str, str]) -> str:
        """An address with these values in it."""
        return CONVERTED.sub(lambda part: quote(values[part[2]], safe=""), rule)

    def names_in(self, rule: str) -> list[str]:
        """The names of the parts of an address that differ."""
        return [name for _, name in CONVERTED.findall(rule)]


def filled(service: Service) -> Known:
    """A service with versions, one of them withdrawn, rows with odd keys and uploads in every state."""
    add_city(service)
    token = service.token()
    for year, phase in ((2020, "planning"), (2021, "implementation"), (2022, "completed")):
        rows = [f'"{key}",Radweg,{phase},{year},12.5,Am Fluss' for key in (1, "..", ".", "a/b", "50%", "ä ö")]
        service.published(*rows, as_of=f"{year}-12-31", headers=token)
    uploads = [
        service.upload(content, as_of="2023-12-31", publish=False, headers=token).json["id"]
        for content in (table("1,Radweg,planning,,,"), table("1,,,,,"))
    ]
    withdrawn = f"/api/v1/publishers/{CITY}/datasets/plaene/versions/1.1.0/withdraw"
    assert service.client.post(withdrawn, json={"reason": "Falsch."}, headers=token).status_code == 200
    webhooks = f"/api/v1/publishers/{CITY}/webhooks"
    webhook = service.client.post(webhooks, json={"url": "https://example.org/receive"}, headers=token)
    rules = [(rule.rule, sorted(rule.methods or ())) for rule in service.app.url_map.iter_rules()]
    document = service.get("/api/v1/openapi.json").json
    shared = document["components"]["parameters"]  # those of many operations, which only refer to them
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    parameters = {
        parameter["name"]
        for operation in operations
        if isinstance(operation, dict)
        for named in operation.get("parameters", [])
        for parameter in [shared[named["$ref"].rpartition("/")[2]] if "$ref" in named else named]
        if parameter["in"] == "query"
    }
    numbers = ["1.0.0", "1.1.0", "1.2.0", "latest"]
    values = {
        "publisher": [CITY],
        "dataset": ["plaene"],
        "resource": ["plans", "grants"],
        "key": ["1", "..", "a/b"],
        "number": numbers,
        "before": numbers,
        "after": numbers,
        "topic": ["transport"],
        "as_of": ["2020-12-31", "2022-12-31"],
        "upload_id": uploads,
        "kind": ["plans"],
        "name": ["row-not-found"],
        "link_id": ["0" * 32],
        "webhook_id": [webhook.json["id"]],
        "following_id": ["0" * 64],
        "row": ["2"],
        "field": ["title"],
        "filename": ["site.css"],
        "tag": ["versions", "schemas"],
        "secret": ["a-link-that-nobody-sent"],
    }
    return Known(
        rules, sorted({*parameters, *NAMES_OF_THE_FRAMEWORK, "archive", "status", "before", "after"}), values
    )


def opened(folder: Path, **config: Any) -> tuple[Service, Known]:
    """A service that has something at every address."""
    service = open_service(folder, **config)
    return service, filled(service)
