"""A report that tells of several dates: its parts are uploads, published in order, each against the one before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from opendata.config import ROOT
from opendata.domain.errors import EarlierPartOpen, PackageDamaged, UploadNotFound
from opendata.domain.model import Dataset, Upload
from opendata.domain.report.edits import Edit
from opendata.intake.report_origins import ReportingDate
from opendata.steps import looking, mending, parts_alike, parts_in_order, publishing_drafts, taking_back, uploading
from opendata.steps.desk import Desk
from opendata.steps.uploading import Arrival
from opendata.web.services import EXTENSION
from tests.reports.making import DATES, read_report
from tests.service import CITY, add_city, any_answers, open_service

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
STATED = date(2018, 12, 31)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    service = open_service(tmp_path, (), kinds_dir=ROOT / "datapackages")
    add_city(service, kind="climate-measures", dataset="klima")
    with service.app.app_context():
        yield service.app.extensions[EXTENSION]().desk


def dataset_of(desk: Desk) -> Dataset:
    return desk.catalogue.dataset(CITY, "klima")


def received(desk: Desk, as_of: date = STATED, **about: Any) -> list[Upload]:
    """The parts of the report, as they are kept."""
    newest = uploading.receive(desk, dataset_of(desk), [read_report()], Arrival(as_of, **about), now=NOW).upload
    return [desk.uploads.get(part.id) for part in parts_in_order.parts(desk, newest)]


def publish(desk: Desk, upload: Upload) -> str:
    upload = desk.uploads.get(upload.id)
    result = publishing_drafts.publish(desk, upload, any_answers(upload.report["questions"]), now=NOW)
    return result.version.number


def notes_of(upload: Upload, number: int) -> str:
    (note,) = [line["message"] for line in upload.report["notes"] if line["code"] == "parts-not-made"][number:]
    return str(note)


def status_notes(desk: Desk, number: str) -> list[str | None]:
    version = desk.versions.get(dataset_of(desk), number)
    return list(desk.versions.table(version, "measures")["status_note"])


def test_each_date_is_an_upload_with_its_own_state_and_they_become_versions_in_order(desk: Desk):
    parts = received(desk)

    assert [part.as_of.year for part in parts] == [2013, 2016, 2018]
    assert {part.state for part in parts} == {"draft"}
    assert [part.next_version for part in parts] == ["1.0.0"] * 3
    with pytest.raises(EarlierPartOpen) as refused:
        publish(desk, parts[2])
    assert [part["as_of"] for part in refused.value.parts] == ["2013-12-31", "2016-12-31", "2018-12-31"]
    assert dataset_of(desk).current is None

    first = publish(desk, parts[0])
    second = desk.uploads.get(parts[1].id)
    assert (second.base, second.counts) == (first, {"added": 0, "changed": 2, "removed": 0})
    assert second.next_version == "1.1.0"
    numbers = [first, publish(desk, parts[1]), publish(desk, parts[2])]

    told = [status_notes(desk, number) for number in numbers]
    assert told == [
        ["Planung begonnen.", "Erste Dächer."],
        ["Im Bau.", "Weitere Dächer."],
        ["Fertig gestellt.", "Alle Schulen."],
    ]
    assert dataset_of(desk).mapping == {
        "resources": {
            "measures": {
                "fields": {"Sachstand 2013": None, "Sachstand 2015/2016": None, "Sachstand 2017/2018": "status_note"}
            }
        }
    }


def test_a_part_that_was_deleted_is_not_waited_for(desk: Desk):
    oldest, middle, newest = received(desk)
    taking_back.delete_upload(desk, middle, NOW)

    publish(desk, oldest)
    assert publish(desk, newest)
    assert [part.as_of.year for part in parts_in_order.parts(desk, newest)] == [2013, 2018]


def test_dates_that_are_published_already_are_not_made_again_and_that_is_told(desk: Desk):
    oldest, middle, _ = received(desk)
    publish(desk, oldest)
    publish(desk, middle)

    (again,) = received(desk)

    assert again.as_of == STATED
    assert "„Sachstand 2013“, „Sachstand 2015/2016“" in notes_of(again, 0)
    assert publish(desk, again)


def test_the_date_of_the_sender_holds_for_the_newest_part_unless_the_report_has_older_parts_as_young(desk: Desk):
    assert [part.as_of for part in received(desk, date(2019, 6, 30))][-1] == date(2019, 6, 30)
    newest = received(desk, date(2013, 12, 31))[-1]
    assert newest.as_of == STATED
    assert [note["code"] for note in newest.report["notes"]][-1] == "date-told-otherwise"


def test_the_sentence_of_the_sender_is_about_the_newest_part(desk: Desk):
    assert [part.message for part in received(desk, message="Der Bericht 2018.")] == [None, None, "Der Bericht 2018."]


def test_a_job_that_is_done_twice_makes_the_same_parts_and_none_that_is_published_again(desk: Desk):
    files, dataset = [read_report()], dataset_of(desk)
    upload = uploading.arrived(dataset, Arrival(STATED), now=NOW)
    examined = uploading.examine(desk, dataset, upload, files)
    uploading.keep_older_parts(desk, examined, files)  # and the worker dies
    oldest = examined.older[0].upload
    publish(desk, oldest)

    again = uploading.examine(desk, dataset_of(desk), upload, files)
    uploading.keep(desk, again, files, now=NOW)

    parts = parts_in_order.parts(desk, again.upload)
    assert [(part.as_of.year, part.state) for part in parts] == [
        (2013, "published"),
        (2016, "draft"),
        (2018, "draft"),
    ]


def test_the_status_is_unknown_until_a_person_sets_it_and_the_report_is_not_read_again_for_that(desk: Desk):
    oldest, *_ = received(desk)
    with_phase = Edit("", None, "F2", "in Planung")

    mended = mending.add_edits(desk, oldest, [with_phase], by="ada@example.org", now=NOW)

    assert mended.state == "draft" and mended.part_of == oldest.part_of
    number = publish(desk, mended)
    version = desk.versions.get(dataset_of(desk), number)
    assert list(desk.versions.table(version, "measures")["phase"]) == ["planning", "unknown"]


def test_each_value_has_its_page_and_box_and_they_go_with_the_draft_alone(desk: Desk):
    oldest, *_ = received(desk)

    rows = desk.uploads.origins(oldest)["measures"]

    assert [(row["key"], row["title"], row["page"]) for row in rows] == [
        ("1.1", "Radverkehr", 2),
        ("1.2", "Solardächer", 3),
    ]
    assert rows[1]["cells"]["status_note"] == {
        "file": "Sachstandsbericht.csv",
        "address": "C3",
        "boxes": [{"page": 3, "x0": 150.0, "top": 100.0, "x1": 190.0, "bottom": 120.0}],
    }
    assert rows[1]["cells"]["phase"]["boxes"] == []
    desk.uploads.expire(datetime(2026, 1, 1, tzinfo=UTC), 10, now=NOW)
    with pytest.raises(UploadNotFound):
        desk.uploads.get(oldest.id)
    assert desk.uploads.origins(oldest) == {}


def test_the_next_report_is_read_by_the_mapping_of_the_last_one_with_its_own_states(desk: Desk):
    for part in received(desk):
        publish(desk, part)
    later = (DATES[2], ReportingDate("Sachstand 2019/2020", 4, date(2020, 12, 31)))
    later = (ReportingDate(DATES[2].header, 3, DATES[2].as_of), later[1])
    report = read_report(
        ("Nr.", "Maßnahme", *(told.header for told in later)),
        ("1.1", "Radverkehr", "Fertig gestellt.", "In Betrieb."),
        dates=later,
    )

    newest = uploading.receive(desk, dataset_of(desk), [report], Arrival(date(2020, 12, 31)), now=NOW).upload

    assert (newest.state, newest.report["errors"]) == ("draft", [])
    assert [part.as_of.year for part in parts_in_order.parts(desk, newest)] == [2020]
    tables = desk.uploads.tables(newest, ["measures"])["measures"].decode()
    assert "In Betrieb." in tables and "Fertig gestellt." not in tables


def test_a_new_mapping_of_one_part_keeps_it_a_part(desk: Desk):
    oldest, *_ = received(desk)
    fields = {"Sachstand 2013": "status_note", "Sachstand 2015/2016": None, "Sachstand 2017/2018": None}
    mapping = {"resources": {"measures": {"fields": {**fields, "Maßnahme": ["title", "description"]}}}}

    looking.map_again(desk, oldest, mapping)

    kept = desk.uploads.get(oldest.id)
    assert (kept.part_of, kept.mapping) == (oldest.part_of, mapping)


def test_what_is_mapped_or_mended_in_one_part_holds_for_the_others_but_not_what_is_of_its_own_date(desk: Desk):
    oldest, *_ = received(desk)
    fields = {"Sachstand 2013": "status_note", "Sachstand 2015/2016": None, "Sachstand 2017/2018": None}
    mapping = {"resources": {"measures": {"fields": {**fields, "Maßnahme": ["title", "description"]}}}}
    parts_alike.map_others_alike(desk, looking.map_again(desk, oldest, mapping))
    edits = [Edit("", None, "B2", "Radverkehr"), Edit("", None, "B3", "Solardach"), Edit("", None, "F2", "laufend")]
    mended = mending.add_edits(desk, desk.uploads.get(oldest.id), edits, by="ada@example.org", now=NOW)

    for part in parts_in_order.parts(desk, oldest)[1:]:
        tables = desk.uploads.tables(part, ["measures"])["measures"].decode()
        assert "1.2,Solardach,Solardach," in tables and ",unknown," in tables and ",ongoing," not in tables
        assert [edit["address"] for edit in part.edits or ()] == ["B2", "B3"]
    newest = parts_in_order.parts(desk, oldest)[-1]
    assert "Alle Schulen." in desk.uploads.tables(newest, ["measures"])["measures"].decode()

    mending.undo_edits(desk, mended, [("Sachstandsbericht.csv", None, "B3")], by="ada@example.org", now=NOW)
    assert [edit["address"] for edit in desk.uploads.get(newest.id).edits or ()] == ["B2"]


def test_withdrawing_one_part_takes_the_report_away_from_the_parts_that_are_published(desk: Desk):
    oldest, middle, newest = received(desk)
    first = publish(desk, oldest)
    publish(desk, middle)

    taking_back.withdraw_version(desk, dataset_of(desk), first, "Ein Name stand darin.", NOW)

    for part in (oldest, middle):
        with pytest.raises(PackageDamaged):
            desk.uploads.files(part)
        assert desk.uploads.origins(part) == {}
    assert [part.state for part in parts_in_order.parts(desk, newest)] == ["published", "published", "draft"]
    assert publish(desk, newest)
