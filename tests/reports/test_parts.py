"""A report that tells of several dates: its parts are uploads, published in order, each against the one before."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

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
from tests.service import CITY, Service, any_answers, open_service

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
STATED = date(2018, 12, 31)


@dataclass(frozen=True)
class Office:
    """A desk, and the dataset of one test."""

    desk: Desk
    dataset: str


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests of this module; each has a dataset of its own."""
    service = open_service(tmp_path_factory.mktemp("parts"), (), kinds_dir=ROOT / "datapackages")
    service.done("publishers", "add", CITY, "--name", CITY.title())
    with service.app.app_context():
        yield service
    service.app.extensions[EXTENSION]().close()


@pytest.fixture
def office(service: Service, request: pytest.FixtureRequest) -> Office:
    name = f"klima-{hashlib.sha256(request.node.name.encode()).hexdigest()[:8]}"
    service.done("datasets", "add", CITY, name, "--kind", "climate-measures", "--title", "Klimaschutz")
    return Office(service.app.extensions[EXTENSION]().desk, name)


def dataset_of(office: Office) -> Dataset:
    return office.desk.catalogue.dataset(CITY, office.dataset)


def received(office: Office, as_of: date = STATED, message: str | None = None) -> list[Upload]:
    """The parts of the report, as they are kept."""
    newest = uploading.receive(
        office.desk, dataset_of(office), [read_report()], Arrival(as_of, message), now=NOW
    ).upload
    return [office.desk.uploads.get(part.id) for part in parts_in_order.parts(office.desk, newest)]


def publish(office: Office, upload: Upload) -> str:
    upload = office.desk.uploads.get(upload.id)
    result = publishing_drafts.publish(office.desk, upload, any_answers(upload.report["questions"]), now=NOW)
    return result.version.number


def test_questions_name_pages_and_no_cells(office: Office):
    header = ("Nr.", "Maßnahme", "Sachstand 2018")
    written = "Fragen an erika.musterfrau@stadt.example"
    for rows, pages in (
        ([("1", "Radweg", written), ("2", "Dächer", "Bau.")], ("Seite 2", "Page 2")),
        ([("1", "Radweg", "Bau."), ("2", "Dächer", written), ("3", "Moor", written)], ("Seiten 3, 4", "Pages 3, 4")),
    ):
        report = read_report(header, *rows, dates=(ReportingDate("Sachstand 2018", 3, STATED),))
        sent = uploading.receive(office.desk, dataset_of(office), [report], Arrival(STATED), now=NOW).upload
        (asked,) = [each for each in sent.report["questions"] if each["about"] == "personal_data"]
        assert (asked["text"]["de"].partition(":")[0], asked["text"]["en"].partition(":")[0]) == pages
        assert asked["address"][0] == "C"  # where a program finds the value


def notes_of(upload: Upload, number: int) -> str:
    (note,) = [line["message"] for line in upload.report["notes"] if line["code"] == "parts-not-made"][number:]
    return str(note)


def status_notes(office: Office, number: str) -> list[str | None]:
    version = office.desk.versions.get(dataset_of(office), number)
    return list(office.desk.versions.table(version, "measures")["status_note"])


def test_each_date_is_an_upload_with_its_own_state_and_they_become_versions_in_order(office: Office):
    parts = received(office)

    assert [part.as_of.year for part in parts] == [2013, 2016, 2018]
    assert {part.state for part in parts} == {"draft"}
    assert [part.next_version for part in parts] == ["1.0.0"] * 3
    with pytest.raises(EarlierPartOpen) as refused:
        publish(office, parts[2])
    assert [part["as_of"] for part in refused.value.parts] == ["2013-12-31", "2016-12-31", "2018-12-31"]
    assert dataset_of(office).current is None

    first = publish(office, parts[0])
    second = office.desk.uploads.get(parts[1].id)
    assert (second.base, second.counts) == (first, {"added": 0, "changed": 2, "removed": 0})
    assert second.next_version == "1.1.0"
    numbers = [first, publish(office, parts[1]), publish(office, parts[2])]

    told = [status_notes(office, number) for number in numbers]
    assert told == [
        ["Planung begonnen.", "Erste Dächer."],
        ["Im Bau.", "Weitere Dächer."],
        ["Fertig gestellt.", "Alle Schulen."],
    ]
    assert dataset_of(office).mapping == {
        "resources": {
            "measures": {
                "fields": {"Sachstand 2013": None, "Sachstand 2015/2016": None, "Sachstand 2017/2018": "status_note"}
            }
        }
    }


def test_a_part_that_was_deleted_is_not_waited_for(office: Office):
    oldest, middle, newest = received(office)
    taking_back.delete_upload(office.desk, middle, NOW)

    publish(office, oldest)
    assert publish(office, newest)
    assert [part.as_of.year for part in parts_in_order.parts(office.desk, newest)] == [2013, 2018]


def test_dates_that_are_published_already_are_not_made_again_and_that_is_told(office: Office):
    oldest, middle, _ = received(office)
    publish(office, oldest)
    publish(office, middle)

    (again,) = received(office)

    assert again.as_of == STATED
    assert "„Sachstand 2013“, „Sachstand 2015/2016“" in notes_of(again, 0)
    assert publish(office, again)


def test_the_date_of_the_sender_holds_for_the_newest_part_unless_the_report_has_older_parts_as_young(office: Office):
    assert [part.as_of for part in received(office, date(2019, 6, 30))][-1] == date(2019, 6, 30)
    newest = received(office, date(2013, 12, 31))[-1]
    assert newest.as_of == STATED
    assert [note["code"] for note in newest.report["notes"]][-1] == "date-told-otherwise"


def test_a_date_of_the_sender_that_the_report_is_younger_than_holds_and_is_told(office: Office):
    newest = received(office, date(2017, 12, 31))[-1]
    assert newest.as_of == date(2017, 12, 31)
    (note,) = [note for note in newest.report["notes"] if note["code"] == "date-told-otherwise"]
    assert "„Sachstand 2017/2018“, also den 31.12.2018" in note["message"]
    assert "gilt der 31.12.2017" in note["message"]


def test_of_two_columns_of_one_day_the_last_becomes_a_part_and_the_other_is_told(office: Office):
    day = date(2016, 12, 31)
    dates = (
        DATES[0],
        DATES[1]._replace(header="Sachstand 2016"),
        DATES[2]._replace(header="Stand 12/2016", as_of=day),
    )
    header = ("Nr.", "Maßnahme", *(told.header for told in dates))
    report = read_report(header, ("1.1", "Radverkehr", "Planung.", "Bau.", "Fertig."), dates=dates)
    sent = uploading.receive(office.desk, dataset_of(office), [report], Arrival(STATED), now=NOW).upload

    assert [part.as_of for part in parts_in_order.parts(office.desk, sent)] == [dates[0].as_of, STATED]
    assert "„Sachstand 2016“ (31.12.2016)" in notes_of(sent, 0)


def test_the_sentence_of_the_sender_is_about_the_newest_part(office: Office):
    assert [part.message for part in received(office, message="Der Bericht 2018.")] == [
        None,
        None,
        "Der Bericht 2018.",
    ]


def test_a_job_that_is_done_twice_makes_the_same_parts_and_none_that_is_published_again(office: Office):
    files, dataset = [read_report()], dataset_of(office)
    upload = uploading.arrived(dataset, Arrival(STATED), now=NOW)
    examined = uploading.examine(office.desk, dataset, upload, files)
    uploading.keep_older_parts(office.desk, examined, files)  # and the worker dies
    oldest = examined.older[0].upload
    publish(office, oldest)

    again = uploading.examine(office.desk, dataset_of(office), upload, files)
    uploading.keep(office.desk, again, files, now=NOW)

    parts = parts_in_order.parts(office.desk, again.upload)
    assert [(part.as_of.year, part.state) for part in parts] == [
        (2013, "published"),
        (2016, "draft"),
        (2018, "draft"),
    ]


def test_the_status_is_unknown_until_a_person_sets_it_and_the_report_is_not_read_again_for_that(office: Office):
    oldest, *_ = received(office)
    with_phase = Edit("", None, "F2", "in Planung")

    mended = mending.add_edits(office.desk, oldest, [with_phase], by="ada@example.org", now=NOW)

    assert mended.state == "draft" and mended.part_of == oldest.part_of
    number = publish(office, mended)
    version = office.desk.versions.get(dataset_of(office), number)
    assert list(office.desk.versions.table(version, "measures")["phase"]) == ["planning", "unknown"]


def test_each_value_has_its_page_and_box_and_they_go_with_the_draft_alone(office: Office):
    oldest, *_ = received(office)

    rows = office.desk.uploads.origins(oldest)["measures"]

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
    office.desk.uploads.expire(datetime(2026, 1, 1, tzinfo=UTC), 1_000, now=NOW)
    with pytest.raises(UploadNotFound):
        office.desk.uploads.get(oldest.id)
    assert office.desk.uploads.origins(oldest) == {}


def test_the_next_report_is_read_by_the_mapping_of_the_last_one_with_its_own_states(office: Office):
    for part in received(office):
        publish(office, part)
    later = (DATES[2], ReportingDate("Sachstand 2019/2020", 4, date(2020, 12, 31)))
    later = (ReportingDate(DATES[2].header, 3, DATES[2].as_of), later[1])
    report = read_report(
        ("Nr.", "Maßnahme", *(told.header for told in later)),
        ("1.1", "Radverkehr", "Fertig gestellt.", "In Betrieb."),
        dates=later,
    )

    newest = uploading.receive(office.desk, dataset_of(office), [report], Arrival(date(2020, 12, 31)), now=NOW).upload

    assert (newest.state, newest.report["errors"]) == ("draft", [])
    assert [part.as_of.year for part in parts_in_order.parts(office.desk, newest)] == [2020]
    tables = office.desk.uploads.tables(newest, ["measures"])["measures"].decode()
    assert "In Betrieb." in tables and "Fertig gestellt." not in tables


def test_a_new_mapping_of_one_part_keeps_it_a_part(office: Office):
    oldest, *_ = received(office)
    fields = {"Sachstand 2013": "status_note", "Sachstand 2015/2016": None, "Sachstand 2017/2018": None}
    mapping = {"resources": {"measures": {"fields": {**fields, "Maßnahme": ["title", "description"]}}}}

    looking.map_again(office.desk, oldest, mapping)

    kept = office.desk.uploads.get(oldest.id)
    assert (kept.part_of, kept.mapping) == (oldest.part_of, mapping)


def test_what_is_mapped_or_mended_in_one_part_holds_for_the_others_but_not_what_is_of_its_own_date(office: Office):
    oldest, *_ = received(office)
    fields = {"Sachstand 2013": "status_note", "Sachstand 2015/2016": None, "Sachstand 2017/2018": None}
    mapping = {"resources": {"measures": {"fields": {**fields, "Maßnahme": ["title", "description"]}}}}
    parts_alike.map_others_alike(office.desk, looking.map_again(office.desk, oldest, mapping))
    edits = [Edit("", None, "B2", "Radverkehr"), Edit("", None, "B3", "Solardach"), Edit("", None, "F2", "laufend")]
    mended = mending.add_edits(office.desk, office.desk.uploads.get(oldest.id), edits, by="ada@example.org", now=NOW)

    for part in parts_in_order.parts(office.desk, oldest)[1:]:
        tables = office.desk.uploads.tables(part, ["measures"])["measures"].decode()
        assert "1.2,Solardach,Solardach," in tables and ",unknown," in tables and ",ongoing," not in tables
        assert [edit["address"] for edit in part.edits or ()] == ["B2", "B3"]
    newest = parts_in_order.parts(office.desk, oldest)[-1]
    assert "Alle Schulen." in office.desk.uploads.tables(newest, ["measures"])["measures"].decode()

    mending.undo_edits(office.desk, mended, [("Sachstandsbericht.csv", None, "B3")], by="ada@example.org", now=NOW)
    assert [edit["address"] for edit in office.desk.uploads.get(newest.id).edits or ()] == ["B2"]


def test_withdrawing_one_part_takes_the_report_away_from_the_parts_that_are_published(office: Office):
    oldest, middle, newest = received(office)
    first = publish(office, oldest)
    publish(office, middle)

    taking_back.withdraw_version(office.desk, dataset_of(office), first, "Ein Name stand darin.", NOW)

    for part in (oldest, middle):
        with pytest.raises(PackageDamaged):
            office.desk.uploads.files(part)
        assert office.desk.uploads.origins(part) == {}
    assert [part.state for part in parts_in_order.parts(office.desk, newest)] == ["published", "published", "draft"]
    assert publish(office, newest)


def test_a_status_that_was_set_stays_without_effect_where_a_column_of_the_report_is_the_status_now(office: Office):
    oldest, *_ = received(office)
    edits = [Edit("", None, "F2", "laufend")]
    mended = mending.add_edits(office.desk, oldest, edits, by="ada@example.org", now=NOW)
    fields = {"Sachstand 2013": "phase", "Sachstand 2015/2016": None, "Sachstand 2017/2018": None}
    words = {"phase": {"Planung begonnen.": "planning", "Erste Dächer.": "implementation"}}
    mapping = {"resources": {"measures": {"fields": fields, "codes": words}}}

    mapped = looking.map_again(office.desk, mended, mapping)

    assert [edit["address"] for edit in mapped.upload.edits or ()] == ["F2"]
    assert mapped.draft is not None
    assert list(mapped.draft.frames["measures"]["phase"]) == ["planning", "implementation"]
