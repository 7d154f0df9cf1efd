"""Texts that strangers send reach the database as values, and never as a part of a statement."""

from pathlib import Path
from urllib.parse import quote

from tests.service import DATASET, add_city, open_service
from tests.statements import heard

CODE = "x'); DROP TABLE uploads; --"


def test_no_statement_holds_a_text_of_a_request(tmp_path: Path):
    service = open_service(tmp_path)
    add_city(service)
    service.published(f'"{CODE}",Radweg,planning,2024,10.50,"{CODE}"')
    asked = [
        f"/api/v1/changes?publisher={quote(CODE)}",
        f"/api/v1/changes?event={quote(CODE)}",
        f"{DATASET}/plans/{quote(CODE, safe='')}",
        f"{DATASET}/plans/{quote(CODE, safe='')}/history",
        f"{DATASET}/versions/{quote(CODE)}",
        f"/{quote(CODE)}",
        f"/feeds/{quote(CODE)}.atom",
    ]

    with heard() as statements:
        found = {service.get(path).status_code for path in asked}

    assert found == {200, 400, 404}
    assert statements
    assert [statement for statement, _ in statements if "DROP" in statement] == []
    assert service.get(f"{DATASET}/versions/latest/plans.json").json["items"][0]["id"] == CODE
