"""A PDF report by the API and by the command line: its parts, the places of its values, and versions in order."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from opendata.config import ROOT
from opendata.domain.model import SourceFile
from opendata.steps import looking, processing, uploading
from opendata.steps.uploading import Arrival
from opendata.web.services import EXTENSION
from tests.reports.making import report_pdf
from tests.service import CITY, Service, add_city, any_answers, open_service

UPLOADS = "/api/v1/uploads"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = open_service(tmp_path, (), kinds_dir=ROOT / "datapackages")
    add_city(service, kind="climate-measures", dataset="klima")
    yield service
    service.app.extensions[EXTENSION]().close()


def sent(service: Service, headers: dict[str, str], query: str = "", **form: str) -> Any:
    parts = {"file": (io.BytesIO(report_pdf()), "bericht.pdf"), "as_of": "2018-12-31", **form}
    address = f"/api/v1/publishers/{CITY}/datasets/klima/uploads{query}"
    return service.client.post(address, data=parts, headers=headers)


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["type"].rpartition("/")[2]


def test_a_report_of_three_dates_is_three_uploads_that_become_three_versions_in_order(service: Service):
    headers = service.token()

    at_once = sent(service, headers, "?publish=true", answers=json.dumps({"report_reading:measures": {"yes": True}}))
    assert problem(at_once) == (409, "earlier-part-open")
    assert [part["as_of"] for part in at_once.json["parts"]] == ["2013-12-31", "2016-12-31", "2018-12-31"]
    assert service.get(f"/api/v1/publishers/{CITY}/datasets/klima").json.get("current") is None

    answer = sent(service, headers)
    assert (answer.status_code, answer.json["state"], answer.json["as_of"]) == (201, "draft", "2018-12-31")
    parts = answer.json["parts"]
    assert parts[2]["id"] == answer.json["id"]
    newest = service.client.get(f"{UPLOADS}/{parts[2]['id']}", headers=headers).json
    assert newest["parts"] == parts

    versions: list[str] = []
    for number, part in enumerate(parts):
        draft = service.client.get(f"{UPLOADS}/{part['id']}", headers=headers).json
        assert draft["base"] == (versions[-1] if versions else None)
        assert [question["about"] for question in draft["questions"] if question["required"]]
        later = service.client.post(f"{UPLOADS}/{parts[-1]['id']}/publish", json={}, headers=headers)
        assert problem(later) == (409, "earlier-part-open" if number < 2 else "answers-missing")
        answers = any_answers(draft["questions"])
        done = service.client.post(f"{UPLOADS}/{part['id']}/publish", json={"answers": answers}, headers=headers)
        assert done.status_code == 201, done.json
        versions.append(done.json["version"])
    assert versions == ["1.0.0", "1.1.0", "1.2.0"]
    rows = service.get(f"/api/v1/publishers/{CITY}/datasets/klima/versions/1.1.0/measures.json").json["items"]
    assert [(row["status_note"], row["phase"], row["source_page"]) for row in rows] == [
        ("Im Bau.", "unknown", "1"),
        ("Weitere Dächer.", "unknown", "1"),
    ]


def test_places_of_values_are_for_the_publisher_alone_and_are_drawn(service: Service):
    headers = service.token()
    upload = sent(service, headers).json["id"]
    address = f"{UPLOADS}/{upload}/origins/measures.json"

    assert service.client.get(address).status_code == 401
    rows = service.client.get(address, headers=headers).json["items"]
    assert [(row["row"], row["key"], row["page"]) for row in rows] == [(2, "1.1", 1), (3, "1.2", 1)]
    title = rows[0]["cells"]["title"]
    (box,) = title["boxes"]

    clip = service.client.get(f"{UPLOADS}/{upload}/clips/measures/2/title.png", headers=headers)
    assert (clip.status_code, clip.content_type, clip.headers["Cache-Control"]) == (200, "image/png", "no-store")
    picture = Image.open(io.BytesIO(clip.data))
    assert abs(picture.width - 2 * (box["x1"] - box["x0"] + 36)) <= 2
    dark = sum(pixel < 100 for pixel in picture.convert("L").tobytes())
    assert dark > 200  # the letters of the title, and the lines around them
    for missing in ("2/phase", "9/title", "x/title"):
        nothing = service.client.get(f"{UPLOADS}/{upload}/clips/measures/{missing}.png", headers=headers)
        assert problem(nothing) == (404, "place-not-found")


def test_the_command_line_publishes_the_parts_in_order_and_asks_before(service: Service, tmp_path: Path):
    report = tmp_path / "bericht.pdf"
    report.write_bytes(report_pdf())
    checked = service.flask("validate", str(report), "--kind", "climate-measures")
    assert (checked.exit_code, "2 Maßnahmen" in checked.output) == (0, True)
    arguments = ("publish", f"{CITY}/klima", str(report), "--as-of", "2018-12-31")

    unanswered = service.flask(*arguments)
    assert unanswered.exit_code == 1
    assert "Teil des Berichts, Stand 2013-12-31" in unanswered.output
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"report_reading:measures": {"yes": True}}))
    published = service.done(*arguments, "--answers", str(answers), "--yes")

    lines = [line for line in published.splitlines() if line.startswith("Veröffentlicht")]
    assert [line.split(",")[0] for line in lines] == [
        f"Veröffentlicht: {CITY}/klima {number}" for number in ("1.0.0", "1.1.0", "1.2.0")
    ]


def test_a_job_reads_a_report_once_though_the_one_before_was_killed_between_two_parts(service: Service):
    services = service.app.extensions[EXTENSION]()
    dataset = services.catalogue.dataset(CITY, "klima")
    report = [SourceFile("bericht.pdf", report_pdf())]
    assert processing.is_large(report)
    with service.app.app_context():
        desk, arrival = services.desk, Arrival(date(2018, 12, 31))
        upload = processing.accept(desk, dataset, report, arrival, now=services.now())
        killed = uploading.examine(desk, dataset, upload, report)
        uploading.keep_older_parts(desk, replace(killed, older=killed.older[:1]), report)
    headers = service.token()
    asked = service.client.get(f"{UPLOADS}/{upload.id}", headers=headers).json  # no worker is there: it is read now

    assert [(part["as_of"], part["state"]) for part in asked["parts"]] == [
        ("2013-12-31", "draft"),
        ("2016-12-31", "draft"),
        ("2018-12-31", "draft"),
    ]
    _, total = services.uploads.of(dataset)
    assert total == 3
    assert not processing.is_large(looking.sent_files(services.shared_desk, services.uploads.get(upload.id)))
