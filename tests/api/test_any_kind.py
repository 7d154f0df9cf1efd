"""A kind nobody has thought of: a folder is dropped in, and everything works without code."""

from pathlib import Path

from tests.api.test_feeds import feed
from tests.service import Service, add_city, open_service

BENCHES = {
    "name": "benches",
    "resources": [
        {
            "name": "benches",
            "path": "benches.csv",
            "schema": {
                "fields": [
                    {"name": "district", "type": "string", "constraints": {"required": True}},
                    {"name": "number", "type": "integer", "constraints": {"required": True}},
                    {"name": "name", "type": "string"},
                    {"name": "built", "type": "date", "format": "%d.%m.%Y"},
                    {"name": "weight", "type": "number", "decimalChar": ",", "constraints": {"minimum": "0,5"}},
                    {"name": "shaded", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
                ],
                "primaryKey": ["district", "number"],
            },
        }
    ],
}
PATH = "/api/v1/publishers/musterstadt/datasets/baenke"
HEAD = "district;number;name;built;weight;shaded\n"


def publish(service: Service, text: str, as_of: str) -> str:
    response = service.upload(HEAD + text, as_of=as_of, dataset=PATH, name="benches.csv")
    assert response.status_code == 201, response.get_data(as_text=True)
    return str(response.json["version"])


def test_a_made_up_kind_gets_upload_versions_json_csv_changes_and_feed(tmp_path: Path):
    service = open_service(tmp_path, [BENCHES])
    add_city(service, kind="benches", dataset="baenke")

    assert publish(service, "Nord;1;Parkbank;01.02.2020;12,50;ja\n", "2022-12-31") == "1.0.0"
    changed = "Nord;1;Parkbank;01.02.2020;13,5;nein\nNord;10;Neue;;;\nNord;9;Alte;;;\n"
    assert publish(service, changed, "2023-12-31") == "1.1.0"

    csv = service.get(f"{PATH}/versions/latest/benches.csv").get_data(as_text=True)
    assert csv == (
        "district,number,name,built,weight,shaded\n"
        "Nord,1,Parkbank,2020-02-01,13.5,false\nNord,9,Alte,,,\nNord,10,Neue,,,\n"
    )
    rows = service.get(f"{PATH}/versions/latest/benches.json").json["items"]
    assert rows[0] == {
        "district": "Nord", "number": 1, "name": "Parkbank", "built": "2020-02-01", "weight": 13.5, "shaded": False
    }  # fmt: skip
    changes = service.get(f"{PATH}/versions/1.0.0...1.1.0/changes.json").json
    assert changes["counts"] == {"added": 2, "changed": 1, "removed": 0}
    assert service.get(f"{PATH}/benches/Nord,1").json["shaded"] is False
    news = feed(service, "/feeds/musterstadt/baenke/benches/Nord,1.atom").entries[0]
    assert news.title == "Weight von 12,5 auf 13,5 gestiegen"
    assert news.summary == "Parkbank (Nord, 1): weight von „12,5“ zu „13,5“; shaded von „ja“ zu „nein“."
    for page in ("/musterstadt/baenke", "/musterstadt/baenke/benches/Nord,1"):
        assert "Parkbank" in service.get(page).get_data(as_text=True)


def test_its_constraints_are_checked_in_its_own_way_of_writing(tmp_path: Path):
    service = open_service(tmp_path, [BENCHES])
    add_city(service, kind="benches", dataset="baenke")
    text = HEAD + "Nord;1;;2020-02-30;0,1;vielleicht\nNord;1;;;;\n"

    problem = service.upload(text, dataset=PATH, name="benches.csv").json

    assert {(each["code"], each["field"]) for each in problem["report"]["errors"]} == {
        ("no-such-day", "built"),
        ("constraint-error", "weight"),
        ("type-error", "shaded"),
        ("primary-key", "district"),
    }
