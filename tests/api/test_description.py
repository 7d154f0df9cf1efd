"""The OpenAPI document is whole and true: it passes a validator, knows every address, and each example in it fits.

Not here: holding answers against it, which every test of a service does (tests/described_answers.py), and a tool that
makes up requests by it (test_made_up_requests.py).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate

from opendata.api.description.address_parts import PARTS
from opendata.api.description.problem_shapes import KNOWN, MEMBERS
from opendata.api.documentation import german_texts
from opendata.api.documentation.page_words import GROUPS, WORDS
from opendata.api.documentation.shown_operations import WHO_MAY
from opendata.config import KINDS_DIR
from opendata.web.services import EXTENSION
from tests.described_answers import PAGES, openapi_path
from tests.service import Service, open_service

# The document itself, JSON-LD as any reader has it, and what needs the link of a mail.
WITHOUT_EXAMPLE = {"get_description", "get_catalogue", "get_following", "post_confirmation", "post_follow_request"}
Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the kinds of the repository, and nothing in it."""
    made = open_service(tmp_path_factory.mktemp("description"), [], kinds_dir=KINDS_DIR)
    yield made
    made.app.extensions[EXTENSION]().close()


@pytest.fixture(scope="module")
def document(service: Service) -> dict[str, Any]:
    """The document as programs get it."""
    read: dict[str, Any] = service.get("/api/v1/openapi.json").json
    return read


def operations(document: dict[str, Any]) -> list[Operation]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]


def resolved(item: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    found: Any = document
    for part in item.get("$ref", "#").removeprefix("#").strip("/").split("/"):
        found = found[part] if part else item
    return dict(found)


# For each schema the document that it was read for, and its validator: reading all components takes long.
VALIDATORS: dict[str, tuple[dict[str, Any], jsonschema_rs.Draft202012Validator]] = {}


def fits(document: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    text = json.dumps(schema)
    if text not in VALIDATORS or VALIDATORS[text][0] is not document:
        whole = {"allOf": [schema], "components": document["components"]}
        VALIDATORS[text] = document, jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return bool(VALIDATORS[text][1].is_valid(value))


def test_a_validator_passes_it(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_address_of_the_service_is_described_and_no_other(service: Service, document: dict[str, Any]):
    served = {
        (openapi_path(rule.rule), method.lower())
        for rule in service.app.url_map.iter_rules()
        if not rule.endpoint.startswith(PAGES)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(document)} == served


def test_every_address_takes_the_methods_that_are_described_and_no_others(service: Service, document: dict[str, Any]):
    routes = service.app.url_map.bind("localhost")
    for path, methods in document["paths"].items():
        described = {method.upper() for method in methods if method != "parameters"}
        address = re.sub(r"{(\w+)}", lambda part: str(PARTS[part[1]].example), path)
        assert set(routes.allowed_methods(address)) - {"HEAD", "OPTIONS"} == described, path


def test_every_operation_has_an_id_of_its_own_and_says_what_it_does(document: dict[str, Any]):
    found = operations(document)
    ids = Counter(operation["operationId"] for _, _, operation in found)
    tags = {tag["name"] for tag in document["tags"]}

    assert [name for name, count in ids.items() if count > 1] == []
    for path, method, operation in found:
        named = f"{method} {path}"
        assert re.fullmatch("[a-z]+(_[a-z0-9]+)+", operation["operationId"]), named
        assert operation["summary"].endswith("."), named
        assert operation["description"].strip(), named
        assert set(operation["tags"]) <= tags, named
        assert {"400", "500", "503"} <= set(operation["responses"]), named
        assert any(status < "4" for status in operation["responses"]), named


def test_every_parameter_is_described_and_its_example_fits(document: dict[str, Any]):
    for path, methods in document["paths"].items():
        in_address = {item["name"] for item in methods.get("parameters", [])}
        assert in_address == set(re.findall(r"{(\w+)}", path))
        assert in_address <= set(PARTS)
        for operation in (value for method, value in methods.items() if method != "parameters"):
            for item in [*methods.get("parameters", []), *operation["parameters"]]:
                parameter = resolved(item, document)
                assert len(parameter["description"]) > len(parameter["name"]), (path, parameter["name"])
                if "example" in parameter:
                    assert fits(document, parameter["schema"], parameter["example"]), (path, parameter["name"])


def test_every_body_and_every_json_answer_has_a_schema(document: dict[str, Any]):
    for path, method, operation in operations(document):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for answer in [*bodies, *(resolved(item, document) for item in operation["responses"].values())]:
            assert answer["description"] if answer not in bodies else answer["required"] in (True, False)
            for media_type, content in answer.get("content", {}).items():
                assert content.get("schema"), f"{method} {path} {media_type}"


def test_each_example_fits_its_schema_and_every_json_answer_has_one(document: dict[str, Any]):
    without = set()
    for _, _, operation in operations(document):
        name, has_json, has_example = operation["operationId"], False, False
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for answer in (resolved(item, document) for item in bodies):
            for media_type, content in answer.get("content", {}).items():
                has_json |= media_type.endswith(("/json", "+json")) and "problem" not in media_type
                if "example" in content:
                    has_example = True
                    assert fits(document, content["schema"], content["example"]), name
        if has_json and not has_example:
            without.add(name)
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            assert fits(document, schema, example), name

    assert without == WITHOUT_EXAMPLE


def test_problems_are_described_with_the_members_that_they_have(document: dict[str, Any]):
    problems = {name: schema for name, schema in document["components"]["schemas"].items() if name[:7] == "Problem"}
    assert len(problems) > 40
    for schema in problems.values():
        name = re.search("/problems/(.+)[$]", schema["properties"]["type"]["pattern"])
        assert name is not None
        assert schema["properties"]["status"] == {"const": KNOWN[name[1]][0]}
        assert {member.strip("?") for member in MEMBERS.get(name[1], {})} <= set(schema["properties"])
        assert schema["additionalProperties"] is False


def test_uploads_tell_the_whole_shape_of_a_mapping_and_of_answers(document: dict[str, Any]):
    place = "/api/v1/publishers/{publisher}/datasets/{dataset}/uploads"
    form = document["paths"][place]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    interface = {
        "resources": {
            "measures": {
                "sheet": "Tabelle1",
                "header_row": 4,
                "fields": {"Nr.": "measure_id", "Bewertung": None, "Priorität": {"name": "x_a", "type": "string"}},
                "codes": {"phase": {"in Bearb.": "implementation"}},
                "constants": {"phase": "unknown"},
                "skip_rows": [{"Maßnahme": "Mittelwert Handlungsfeld"}],
            }
        }
    }

    assert set(form["properties"]) == {"file", "as_of", "message", "mapping", "answers", "confirm"}
    assert fits(document, form["properties"]["mapping"], interface)
    assert not fits(document, form["properties"]["mapping"], {"resources": {"measures": {"shet": "Tabelle1"}}})
    assert fits(document, form["properties"]["answers"], {"vanished:measures:A-4": {"disposition": "merged"}})
    assert not fits(document, form["properties"]["answers"], {"many_changed:measures": "weil"})


def test_mappings_of_the_documentation_fit_the_described_shape(document: dict[str, Any]):
    folder = Path(__file__).parents[2] / "docs"
    mappings = [json.loads(path.read_text()) for path in (folder / "examples").glob("*.json")]
    blocks = re.findall("```json\n(.*?)```", (folder / "mapping.md").read_text(), re.DOTALL)
    mappings += [json.loads(block) for block in blocks if '"resources"' in block]

    assert len(mappings) > 5
    for mapping in mappings:
        if "resources" in mapping:
            assert fits(document, {"$ref": "#/components/schemas/Mapping"}, mapping), mapping


def test_rows_are_described_for_each_table_of_each_kind(document: dict[str, Any]):
    row = document["components"]["schemas"]["Row.climate-measures.measures"]["properties"]

    assert row["cost_eur"]["type"] == ["number", "null"]
    assert "completed" in row["phase"]["enum"]
    assert not fits(document, {"$ref": "#/components/schemas/Row.climate-measures.measures"}, {"title": 5})


def test_the_document_begins_where_the_service_is_mounted(tmp_path: Path):
    made = open_service(tmp_path, base_url="https://daten.example/klima")
    read = made.get("/api/v1/openapi.json")
    assert read.json["servers"] == [{"url": "/klima"}]
    assert made.get("/api/v1/openapi.json", **{"If-None-Match": read.headers["ETag"]}).status_code == 304
    made.app.extensions[EXTENSION]().close()


def test_every_operation_and_every_parameter_is_told_in_german_too(document: dict[str, Any]):
    ids = {operation["operationId"] for _, _, operation in operations(document)}
    groups = {operation["tags"][0] for _, _, operation in operations(document)}

    assert ids - set(german_texts.OPERATIONS) == set()
    assert set(german_texts.OPERATIONS) - ids == set()
    assert groups == set(GROUPS)
    told = {
        paragraph for _, _, operation in operations(document) for paragraph in operation["description"].split("\n\n")
    }
    assert told - set(WHO_MAY) == set(german_texts.PARAGRAPHS)
    words_by_shape = {
        name: {about["description"] for about in shape.get("properties", {}).values() if "description" in about}
        for name, shape in document["components"]["schemas"].items()
    }
    bodies = {"Webhook", "NewWebhook", "Webhooks", "WebhookBody", "SwitchBody", "Delivery", "Deliveries"}
    assert set().union(*(words_by_shape[name] for name in bodies)) == set(german_texts.FIELDS)
    assert all(german for german, _ in WORDS.values())


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_pages_tell_of_every_operation(service: Service, document: dict[str, Any], language: str):
    overview = service.get(f"/api/v1/docs?lang={language}").get_data(as_text=True)
    for tag in {operation["tags"][0] for _, _, operation in operations(document)}:
        page = service.get(f"/api/v1/docs/{tag}?lang={language}").get_data(as_text=True)
        assert f'<html lang="{language}">' in page
        for path, method, operation in operations(document):
            if tag in operation["tags"]:
                assert path in overview
                assert f'id="{operation["operationId"]}"' in page
                assert ("data-path" in page) or method != "get"
    shapes = service.get("/api/v1/docs/schemas").get_data(as_text=True)
    assert all(f'id="{name}"' in shapes for name in document["components"]["schemas"])
    assert service.get("/api/v1/docs/nothing").status_code == 404
    for asked in ("docs?colour=red", "docs?lang=xx", "openapi.json?lang=xx", "openapi.json?colour=red"):
        assert service.get(f"/api/v1/{asked}").status_code == 400, asked
