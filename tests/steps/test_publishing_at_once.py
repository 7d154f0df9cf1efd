"""Publishing at once: an upload becomes a version in one transaction, or is kept as any other upload is."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from opendata.domain.errors import StorageUnavailable
from opendata.domain.model import Dataset, SourceFile
from opendata.steps import publishing_drafts, uploading
from opendata.steps.desk import Desk
from opendata.steps.publishing_at_once import receive_and_publish
from opendata.steps.uploading import Arrival
from tests.service import CITY, table

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
ARRIVAL = Arrival(date(2024, 12, 31))


def plans_of(desk: Desk) -> Dataset:
    return desk.catalogue.dataset(CITY, "plaene")


def files(*rows: str) -> list[SourceFile]:
    return [SourceFile("plans.csv", table(*rows, header="id,title").encode())]


def test_the_upload_is_kept_as_published_with_what_was_sent(desk: Desk):
    sent = files("1, Radweg")

    examined, published = receive_and_publish(desk, plans_of(desk), sent, ARRIVAL, {}, now=NOW)

    assert published is not None and not published.unchanged
    upload = desk.uploads.get(examined.upload.id)
    assert (upload.state, upload.version, upload.serial) == ("published", "1.0.0", published.version.last_serial)
    assert upload.report == examined.upload.report
    assert desk.uploads.files(upload) == {"plans.csv": sent[0].content}
    rewrites, total = desk.uploads.rewrites(upload, 0, None)
    assert (total, rewrites[0]["before"], rewrites[0]["after"]) == (1, " Radweg", "Radweg")
    assert publishing_drafts.publish(desk, upload, {}, now=NOW).version.number == "1.0.0"


def test_the_rows_of_a_published_upload_are_those_of_its_version(desk: Desk):
    dataset = plans_of(desk)
    examined, _ = receive_and_publish(desk, dataset, files("2,Solardach", "1,Radweg"), ARRIVAL, {}, now=NOW)

    draft = uploading.draft_of(desk, desk.uploads.get(examined.upload.id), plans_of(desk))

    assert draft.tables["plans"].frame["title"].to_list() == ["Radweg", "Solardach"]


def test_an_upload_that_another_version_overtook_is_kept_as_a_draft(desk: Desk):
    as_it_was = plans_of(desk)
    receive_and_publish(desk, as_it_was, files("1,Radweg"), ARRIVAL, {}, now=NOW)

    examined, published = receive_and_publish(desk, as_it_was, files("1,Gehweg"), ARRIVAL, {}, now=NOW)

    assert published is None
    kept = desk.uploads.get(examined.upload.id)
    assert (kept.state, kept.base) == ("draft", None)
    assert uploading.draft_of(desk, kept, as_it_was).tables["plans"].frame["title"].to_list() == ["Gehweg"]
    assert plans_of(desk).current == "1.0.0"


def test_what_brings_nothing_new_or_is_wrong_is_kept_as_ever(desk: Desk):
    receive_and_publish(desk, plans_of(desk), files("1,Radweg"), ARRIVAL, {}, now=NOW)

    same, nothing_new = receive_and_publish(desk, plans_of(desk), files("1,Radweg"), ARRIVAL, {}, now=NOW)
    wrong, nothing = receive_and_publish(desk, plans_of(desk), files("1,"), ARRIVAL, {}, now=NOW)

    assert (nothing_new, nothing) == (None, None)
    assert desk.uploads.get(same.upload.id).state == "draft"
    assert desk.uploads.get(wrong.upload.id).state == "invalid"


def test_nothing_is_kept_of_an_upload_whose_package_cannot_be_written(desk: Desk, tmp_path: Path):
    packages = tmp_path / "packages"
    packages.rmdir()
    packages.write_text("no folder")

    with pytest.raises(StorageUnavailable):
        receive_and_publish(desk, plans_of(desk), files("1,Radweg"), ARRIVAL, {}, now=NOW)

    assert desk.uploads.of(plans_of(desk)) == ([], 0)
    assert not list((tmp_path / "uploads").glob("*/*/*"))
