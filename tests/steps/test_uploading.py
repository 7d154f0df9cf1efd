"""Uploading: what each step keeps, and what it leaves to its caller."""

from datetime import UTC, date, datetime
from typing import Any

from opendata.domain.model import Dataset, SourceFile
from opendata.steps import publishing_drafts, uploading
from opendata.steps.desk import Desk
from opendata.steps.uploading import Arrival
from tests.service import CITY, table

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
MAPPING: dict[str, Any] = {"resources": {"plans": {"fields": {"Vorhaben": "title"}}}}
VALID = [SourceFile("plans.csv", table("1,Radweg", header="id,Vorhaben").encode())]
INVALID = [SourceFile("plans.csv", table("1,", header="id,Vorhaben").encode())]


def plans_of(desk: Desk) -> Dataset:
    return desk.catalogue.dataset(CITY, "plaene")


def test_examining_a_valid_upload_changes_nothing(desk: Desk):
    dataset = plans_of(desk)
    arrival = Arrival(date(2024, 12, 31), mapping=MAPPING)

    examined = uploading.examine(desk, dataset, uploading.arrived(dataset, arrival, now=NOW), VALID)

    assert examined.upload.state == "draft"
    assert plans_of(desk) == dataset
    assert desk.uploads.of(dataset) == ([], 0)


def test_the_mapping_of_an_upload_is_that_of_the_next_one_as_soon_as_it_is_published(desk: Desk):
    dataset = plans_of(desk)
    arrival = Arrival(date(2024, 12, 31), mapping=MAPPING)

    refused = uploading.receive(desk, dataset, INVALID, arrival, now=NOW)
    assert (refused.upload.state, plans_of(desk).mapping) == ("invalid", None)

    draft = uploading.receive(desk, dataset, VALID, arrival, now=NOW)
    assert (draft.upload.state, plans_of(desk).mapping) == ("draft", None)

    publishing_drafts.publish(desk, draft.upload, {}, now=NOW)
    assert plans_of(desk).mapping == MAPPING


def test_a_draft_that_was_kept_is_read_as_it_was_when_it_arrived(desk: Desk):
    dataset = plans_of(desk)
    at_arrival = uploading.receive(desk, dataset, VALID, Arrival(date(2024, 12, 31), mapping=MAPPING), now=NOW)
    assert at_arrival.draft is not None

    later = uploading.draft_of(desk, at_arrival.upload, dataset)

    assert later.kind == at_arrival.draft.kind
    assert list(later.tables) == list(at_arrival.draft.tables)
    for name, table_at_arrival in at_arrival.draft.tables.items():
        assert later.tables[name].content == table_at_arrival.content
        assert later.tables[name].frame.equals(table_at_arrival.frame)


def test_whoever_sends_the_files_of_the_current_version_once_more_is_told_so(desk: Desk):
    dataset = plans_of(desk)
    first = uploading.receive(desk, dataset, VALID, Arrival(date(2024, 12, 31), mapping=MAPPING), now=NOW)
    assert "sent-again" not in codes_of(first)
    publishing_drafts.publish(desk, first.upload, {}, now=NOW)

    again = uploading.receive(desk, plans_of(desk), VALID, Arrival(date(2025, 12, 31)), now=NOW)
    other = [SourceFile("plans.csv", VALID[0].content + b"\r\n")]  # the same rows in another file
    alike = uploading.receive(desk, plans_of(desk), other, Arrival(date(2025, 12, 31)), now=NOW)

    assert codes_of(again)[-1] == "sent-again"
    assert "Version 1.0.0" in again.upload.report["notes"][-1]["messages"]["de"]
    assert alike.upload.counts == again.upload.counts == {"added": 0, "changed": 0, "removed": 0}
    assert "sent-again" not in codes_of(alike)


def codes_of(examined: uploading.Examined) -> list[str]:
    return [note["code"] for note in examined.upload.report["notes"]]
