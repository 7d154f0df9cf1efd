"""A version as bytes, digests and the chain."""

import hashlib
import json
from datetime import timedelta

import pytest

from opendata.domain.errors import PackageDamaged
from opendata.domain.model import Event
from opendata.domain.packages.descriptor import (
    Release,
    changes_file,
    dataset_from_descriptor,
    events_from_changes,
    kind_from_descriptor,
    read_descriptor,
    table_files,
    version_from_descriptor,
)
from tests.making import NOON, dataset, draft, grants, plans, plans_kind


def release() -> Release:
    made = draft(dataset(), "2024-12-31", {"plans": plans(("1", "Radweg", "planning"))})
    resources, files = table_files(made.tables, made.kind)
    event = Event("plan.added", ["plan.added"], "plans", "1", {"cost": (None, 5)}, {"de": "Neu.", "en": "New."})
    counts = {"added": 1, "changed": 0, "removed": 0}
    files["changes.json"] = changes_file(None, "1.0.0", counts, [event])
    return Release(made.dataset, made.kind, "1.0.0", made.as_of, "Erste", None, counts, resources, [event], files)


def test_row_order_in_the_upload_makes_no_difference_to_the_bytes():
    one = draft(dataset(), "2024-12-31", {"grants": grants(("9", "A"), ("10", "A"))})
    other = draft(dataset(), "2024-12-31", {"grants": grants(("10", "A"), ("9", "A"))})

    assert table_files(one.tables, one.kind) == table_files(other.tables, other.kind)


def test_a_descriptor_tells_version_dataset_and_schema_again():
    version, content = release().sealed(7, NOON)
    descriptor = read_descriptor(content, "here")

    assert version_from_descriptor(descriptor) == version
    assert dataset_from_descriptor(descriptor).publisher.title == "Musterstadt"
    assert [t.field_names for t in kind_from_descriptor(descriptor)] == [t.field_names for t in plans_kind()]
    assert (version.first_serial, version.last_serial) == (7, 7)


def test_its_digest_can_be_recomputed_with_the_standard_library_alone():
    _, content = release().sealed(1, NOON)
    descriptor = json.loads(content)
    claimed = descriptor.pop("digest")

    text = json.dumps(descriptor, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert claimed == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_a_changed_descriptor_is_noticed():
    _, content = release().sealed(1, NOON)

    with pytest.raises(PackageDamaged, match="digest"):
        read_descriptor(content.replace(b"2024-12-31", b"2023-12-31"), "here")


def test_synonyms_which_only_intake_needs_are_not_published():
    _, content = release().sealed(1, NOON)

    assert b"in Arbeit" not in content
    assert b"in Umsetzung" in content


def test_events_come_back_from_changes_json():
    made = release()

    assert events_from_changes(made.files["changes.json"]) == list(made.events)


def test_the_time_of_publication_is_written_in_utc():
    version, content = release().sealed(1, NOON + timedelta(microseconds=5))

    assert json.loads(content)["published_at"] == "2025-03-01T12:00:00.000005Z"
    assert version.published_at == NOON + timedelta(microseconds=5)
