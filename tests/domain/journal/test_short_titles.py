"""Short titles, read aloud: an entry in one sentence, in German and in English."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from opendata.domain.journal import row_events
from opendata.domain.journal.answered_events import answer_words
from opendata.domain.journal.event_labels import event_label
from opendata.domain.journal.short_titles import ALL, DATASET, PUBLISHER, ROW, short_title, short_title_parts
from opendata.domain.model import Entry, Event
from opendata.domain.tables.changeset import diff_tables
from opendata.kind_folders import KindFolders
from tests.test_imports import ROOT

KIND = KindFolders(ROOT / "datapackages")["climate-measures"]
NOW = datetime(2025, 3, 1, tzinfo=UTC)
RADWEG = {"measure_id": "A-7", "title": "Radweg Mainzer Straße", "phase": "implementation"}


def entry(event: Event, version: str | None = "1.2.0") -> Entry:
    return Entry(7, NOW, "auental", "klima", version, event, "urn:uuid:1")


def happened(
    before: Mapping[str, str] | None,
    after: Mapping[str, str] | None,
    *,
    resource: str = "measures",
    measures: tuple[Mapping[str, str], ...] = (),
    times: int = 0,
    answers: tuple[Mapping[str, str], ...] = (),
) -> Entry:
    """The entry about one row that was such before, and is such now; None: it was or is not there."""
    old, new = (_table(resource, *([] if row is None else [row])) for row in (before, after))
    only = replace(KIND, tables=(KIND.table(resource),))
    changesets = diff_tables({resource: old}, {resource: new}, only, only)
    tables = {"measures": _table("measures", *measures), resource: new}
    (event,) = row_events.row_events(KIND, changesets, tables, lambda _r, _f, keys: dict.fromkeys(keys, times))
    said = {tongue: f"{text} {answer_words(answers, tongue)}".rstrip() for tongue, text in event.sentence.items()}
    return entry(replace(event, answers=answers, sentence=said))


def _table(resource: str, *rows: Mapping[str, str]) -> pl.DataFrame:
    names = KIND.table(resource).field_names
    values = [[row.get(name) for name in names] for row in rows]
    return pl.DataFrame(values, schema=dict.fromkeys(names, pl.String), orient="row")


def titles(told: Entry, of: str = DATASET) -> tuple[str, str]:
    return short_title(told, KIND, "de", of=of), short_title(told, KIND, "en", of=of)


# What changes of the Radweg, and its titles in the feed of the dataset and in its own, in German and in English.
CHANGES: list[tuple[dict[str, Any], dict[str, Any], tuple[str, str, str, str]]] = [
    (
        {},
        {"phase": "completed", "planned_end": "2025", "progress_percent": "100"},
        (
            "Fertig: Radweg Mainzer Straße",
            "Finished: Radweg Mainzer Straße",
            "Fertig, bisher in Umsetzung",
            "Finished, so far in implementation",
        ),
    ),
    (
        {},
        {"phase": "planning"},
        (
            "Zurück auf „in Planung“: Radweg Mainzer Straße",
            "Back to “in planning”: Radweg Mainzer Straße",
            "Zurück auf „in Planung“, bisher in Umsetzung",
            "Back to “in planning”, so far in implementation",
        ),
    ),
    (
        {"planned_end": "2027"},
        {"planned_end": "2028", "cost_eur": "5"},
        (
            "Radweg Mainzer Straße: Ende von 2027 auf 2028 verschoben, zum dritten Mal",
            "Radweg Mainzer Straße: end put off from 2027 to 2028, for the third time",
            "Ende von 2027 auf 2028 verschoben, zum dritten Mal",
            "End put off from 2027 to 2028, for the third time",
        ),
    ),
    (
        {"planned_end": "2028"},
        {"planned_end": "2027-06"},
        (
            "Radweg Mainzer Straße: Ende von 2028 auf Juni 2027 vorgezogen",
            "Radweg Mainzer Straße: end brought forward from 2028 to June 2027",
            "Ende von 2028 auf Juni 2027 vorgezogen",
            "End brought forward from 2028 to June 2027",
        ),
    ),
    (
        {"planned_end": "2028"},
        {"planned_end": "2028-06"},
        (
            "Radweg Mainzer Straße: Ende genauer angegeben: Juni 2028",
            "Radweg Mainzer Straße: end given more precisely: June 2028",
            "Ende genauer angegeben: Juni 2028",
            "End given more precisely: June 2028",
        ),
    ),
    (
        {},
        {"title": "Radweg Mainzer Straße: Abschnitt Nord", "responsible": "Amt 66"},
        (
            "Radweg Mainzer Straße heißt jetzt „Radweg Mainzer Straße: Abschnitt Nord“",
            "Radweg Mainzer Straße is now called “Radweg Mainzer Straße: Abschnitt Nord”",
            "Heißt jetzt „Radweg Mainzer Straße: Abschnitt Nord“",
            "Is now called “Radweg Mainzer Straße: Abschnitt Nord”",
        ),
    ),
    (
        {"cost_eur": "90000"},
        {"cost_eur": "120000", "status_note": "Der Rat hat zugestimmt."},
        (
            "Radweg Mainzer Straße: Kosten von 90.000 € auf 120.000 € gestiegen",
            "Radweg Mainzer Straße: cost up from 90,000 € to 120,000 €",
            "Kosten von 90.000 € auf 120.000 € gestiegen",
            "Cost up from 90,000 € to 120,000 €",
        ),
    ),
    (
        {"status_note": "Der Rat berät."},
        {"status_note": "Der Rat hat zugestimmt."},
        (
            "Radweg Mainzer Straße: Sachstand neu gefasst",
            "Radweg Mainzer Straße: status note rewritten",
            "Sachstand neu gefasst",
            "Status note rewritten",
        ),
    ),
    (
        {"schedule": "on_time"},
        {"schedule": "late"},
        (
            "Radweg Mainzer Straße: Zeitplan jetzt „verzögert“",
            "Radweg Mainzer Straße: schedule now “late”",
            "Zeitplan jetzt „verzögert“",
            "Schedule now “late”",
        ),
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_the_most_telling_change_is_told_as_a_newspaper_would(
    before: dict[str, str], after: dict[str, str], expected: tuple[str, str, str, str]
):
    told = happened({**RADWEG, **before}, {**RADWEG, **before, **after}, times=2)

    assert (*titles(told), *titles(told, ROW)) == expected
    for tongue, title in zip(("de", "en"), expected, strict=False):  # its name, which pages make a link, is one part
        parts = short_title_parts(told, KIND, tongue, of=DATASET)
        assert "".join(parts) == title and parts[1] == told.event.sentence[tongue].partition(": ")[0]


def test_rows_that_come_and_go_are_told_with_what_became_of_them():
    came, gone = happened(None, {**RADWEG, "planned_end": "2028"}), happened(RADWEG, None)

    assert titles(came) == ("Neu: Radweg Mainzer Straße", "New: Radweg Mainzer Straße")
    assert titles(came, ROW) == ("Neu aufgenommen, in Umsetzung, Ende 2028", "Added, in implementation, end 2028")
    assert titles(gone) == (
        "Nicht mehr enthalten: Radweg Mainzer Straße",
        "No longer contained: Radweg Mainzer Straße",
    )
    merged = happened(RADWEG, None, answers=({"about": "vanished", "disposition": "merged", "into": "A-9"},))
    assert titles(merged) == ("Radweg Mainzer Straße in A-9 aufgegangen", "Merged into A-9: Radweg Mainzer Straße")
    assert titles(merged, ROW) == ("In A-9 aufgegangen", "Merged into A-9")
    dropped = happened(RADWEG, None, answers=({"about": "vanished", "disposition": "dropped", "reason": "Zu teuer"},))
    assert titles(dropped) == ("Entfallen: Radweg Mainzer Straße", "Dropped: Radweg Mainzer Straße")


def test_a_grant_is_told_with_its_measure_and_no_word_is_doubled():
    grant = {
        "funding_id": "F-1",
        "measure_id": "A-7",
        "programme": "Förderung alternativer Antriebe",
        "stage": "applied",
    }
    later = {**grant, "stage": "approved", "grant_eur": "5000"}
    first = happened(None, grant, resource="funding", measures=(RADWEG,))
    then = happened(grant, later, resource="funding", measures=(RADWEG,))

    assert titles(first)[0] == "Förderung beantragt: Radweg Mainzer Straße (Förderung alternativer Antriebe)"
    assert titles(then)[0] == "Förderung bewilligt: Radweg Mainzer Straße (Förderung alternativer Antriebe)"
    assert titles(then)[1] == "Grant approved: Radweg Mainzer Straße (Förderung alternativer Antriebe)"
    assert titles(then, ROW)[0] == "Förderung bewilligt, bisher beantragt"
    whole = "Radweg Mainzer Straße (Förderung alternativer Antriebe)"
    assert short_title_parts(then, KIND, "de", of=DATASET) == ("Förderung bewilligt: ", whole, "")
    assert first.event.sentence["de"].startswith(
        "Radweg Mainzer Straße: Förderung alternativer Antriebe: neu aufgenommen"
    )
    assert then.event.sentence["de"].startswith("Radweg Mainzer Straße: Förderung alternativer Antriebe: Stand der")
    assert "Radweg Mainzer Straße: funding Förderung" in then.event.sentence["en"]


def test_the_word_for_a_row_may_stand_in_the_name_of_the_row_that_it_belongs_to():
    measure = {**RADWEG, "title": "Wärmepumpen: Förderung für Private"}
    grant = {"funding_id": "F-1", "measure_id": "A-7", "programme": "KIPKI", "stage": "applied"}
    told = happened(grant, {**grant, "stage": "approved"}, resource="funding", measures=(measure,))
    itself = happened(measure, {**measure, "phase": "completed"})

    assert titles(told)[0] == "Förderung bewilligt: Wärmepumpen: Förderung für Private (KIPKI)"
    assert titles(itself)[0] == "Fertig: Wärmepumpen: Förderung für Private"


def test_the_number_of_another_row_does_not_read_like_an_amount():
    merged = happened(RADWEG, None, answers=({"about": "vanished", "disposition": "merged", "into": "4"},))
    into = happened(
        {**RADWEG, "cost_eur": "1"},
        {**RADWEG, "cost_eur": "2"},
        answers=({"about": "vanished", "disposition": "merged", "from": "9"},),
    )

    assert titles(merged) == (
        "Radweg Mainzer Straße in Nummer 4 aufgegangen",
        "Merged into number 4: Radweg Mainzer Straße",
    )
    assert titles(into)[0] == "Radweg Mainzer Straße umfasst jetzt auch Nummer 9"


def test_versions_are_told_with_as_much_of_their_place_as_the_heading_leaves_out():
    about = ("Klimaplan", "Stadt: Auental", "1.2.0", NOW.date())
    made = entry(row_events.published(*about, {"added": 3, "changed": 5, "removed": 0}, first=False))
    held = entry(row_events.confirmed(*about))
    taken = entry(row_events.withdrawn(*about, "Versehen."))
    begun = entry(row_events.published(*about, {"added": 1, "changed": 0, "removed": 0}, first=True))

    assert titles(made) == ("Stand 01.03.2025: 3 neu, 5 geändert", "As of 1 March 2025: 3 added, 5 changed")
    assert titles(made, PUBLISHER)[0] == "„Klimaplan“, Stand 01.03.2025: 3 neu, 5 geändert"
    assert titles(made, ALL)[0] == "Stadt: Auental, „Klimaplan“, Stand 01.03.2025: 3 neu, 5 geändert"
    assert titles(begun)[0] == "Stand 01.03.2025: erste Veröffentlichung mit 1 Eintrag"
    assert titles(begun)[1] == "As of 1 March 2025: first publication with 1 entry"
    assert titles(held)[0] == "Stand 01.03.2025: Angaben bestätigt, nichts geändert"
    assert titles(held)[1] == "As of 1 March 2025: figures confirmed, nothing changed"
    assert titles(taken) == ("Version 1.2.0 zurückgezogen: Versehen", "Version 1.2.0 withdrawn: Versehen")


def test_where_facts_are_gone_the_sentence_of_the_journal_is_the_title():
    told = happened(RADWEG, {**RADWEG, "phase": "completed"})

    for without in (replace(told, redacted_at=NOW), replace(told, event=replace(told.event, fields={}))):
        assert titles(without)[0] == told.event.sentence["de"].removesuffix(".")
    assert short_title(told, None, "de") == told.event.sentence["de"].removesuffix(".")


def test_a_name_that_is_very_long_is_cut_between_words():
    long = {**RADWEG, "title": "Sanierung " * 40}
    title = titles(happened(long, {**long, "phase": "completed"}))[0]

    assert title.endswith("Sanierung …")
    assert len(title) < 120


def test_events_have_names_for_people():
    assert event_label("measure.phase_changed", KIND, "de") == "Umsetzungsstand geändert"
    assert event_label("measure.deadline_moved", KIND, "en") == "End moved"
    assert event_label("funding.added", KIND, "de") == "Förderung neu"
    assert event_label("version.withdrawn", None, "de") == "Version zurückgezogen"
    names = row_events.event_names(KIND)
    assert [name for name in names if event_label(name, KIND, "de") == name] == []
