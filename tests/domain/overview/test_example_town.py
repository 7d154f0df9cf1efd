"""The figures of the example's town, held against sums and counts of its plain rows."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from opendata.domain.kinds import Kind
from opendata.domain.overview.comparison import can_be_ranked, known_status, per_head, standing
from opendata.domain.overview.funding import (
    approved_but_not_begun,
    by_programme,
    due_dates,
    due_within,
    funding_rows,
    sums,
)
from opendata.domain.overview.out_of_sight import Removal, out_of_sight
from opendata.domain.overview.progress import MOST_NAMED, ReportRows, SomeKeys, progress
from opendata.domain.overview.slip import slips
from opendata.domain.overview.viewed_table import ViewedTable
from tests.domain.overview.conftest import YEARS, frame, plain

NEWEST = YEARS[-1]
FINISHED = {"completed", "cancelled", "merged"}
TODAY = date(2026, 11, 27)


def test_statuses_are_counted_and_weighted_each_with_its_coverage(view: ViewedTable, reports: list[ReportRows]):
    rows = plain(NEWEST)
    told = standing(view, reports[-1].rows, reports[-1].as_of, TODAY, date(2025, 12, 31))

    assert told.counts.total == len(rows)
    assert told.counts.by_status == Counter(row["phase"] for row in rows)
    assert told.counts.by_schedule == Counter(row["schedule"] for row in rows if row["schedule"])
    for role, field in (("effect", "co2_saving_t_per_year"), ("amount", "cost_eur")):
        weighted = told.counts.weighted[role]
        known = [row for row in rows if row[field]]
        assert weighted.total == sum(Decimal(row[field]) for row in known)
        assert weighted.coverage == round(len(known) / len(rows), 4) == told.coverage[field]
        for phase, value in weighted.by_status.items():
            assert value == sum(Decimal(row[field]) for row in known if row["phase"] == phase)
    assert told.amount == sum(Decimal(row["cost_eur"]) for row in rows if row["cost_eur"])
    assert told.overdue_since == date(2025, 12, 31)
    assert told.age_days == (TODAY - date(2024, 12, 31)).days
    assert known_status(view, told.counts) == 1.0
    assert can_be_ranked([told], "cost_eur") and not can_be_ranked([told], "url")


def test_each_group_and_each_sector_is_counted_by_itself(view: ViewedTable, reports: list[ReportRows]):
    rows = plain(NEWEST)
    told = standing(view, reports[-1].rows, reports[-1].as_of, TODAY, None)
    for groups, field in ((told.by_group, "field_of_action"), (told.by_topic, "sector")):
        assert {group.group for group in groups} == {row[field] for row in rows}
        assert sum(group.total for group in groups) == len(rows)
        for group in groups:
            assert group.by_status == Counter(row["phase"] for row in rows if row[field] == group.group)
    assert [group.group for group in told.by_topic][:3] == ["energy_supply", "buildings", "transport"]
    assert told.overdue_since is None


def test_a_measure_is_late_as_its_schedule_says_or_when_its_deadline_has_passed(
    view: ViewedTable, reports: list[ReportRows]
):
    rows = plain(NEWEST)
    unfinished = [row for row in rows if row["phase"] not in FINISHED]
    stated = [row["measure_id"] for row in unfinished if row["schedule"] in ("late", "postponed")]
    for on in (date(2024, 12, 31), date(2026, 1, 1)):
        late = standing(view, reports[-1].rows, on, TODAY, None).counts.late
        # As text, a year is before every month of it: a deadline of 2025 has passed on the first day of 2026.
        passed = [r["measure_id"] for r in unfinished if r["planned_end"] and r["planned_end"] + "~" < on.isoformat()]
        assert (late.stated, late.passed) == (len(stated), len(passed))
        assert late.count == len({*stated, *passed})
    assert passed


def test_shares_move_from_report_to_report_and_rows_come_and_go(reports: list[ReportRows]):
    told = progress(reports)
    assert [(step.number, step.as_of.isoformat()) for step in told] == [(day, day) for day in YEARS]
    keys = [[row["measure_id"] for row in plain(day)] for day in YEARS]
    assert told[0].added == SomeKeys(len(keys[0]), told[0].added.first) and told[0].removed == SomeKeys()
    assert list(told[0].added.first) == keys[0][:MOST_NAMED]
    for step, (before, after) in zip(told[1:], pairwise(keys), strict=True):
        assert list(step.added.first) == [key for key in after if key not in before]
        assert list(step.removed.first) == [key for key in before if key not in after]
        assert (step.added.count, step.removed.count) == (len(step.added.first), len(step.removed.first))
    assert told[-1].shares["completed"] == round(sum(r["phase"] == "completed" for r in plain(NEWEST)) / 53, 4)
    assert progress(reports[2:], reports[1]) == told[2:]
    renumbered = progress(reports, renumbered={"B-4": "K-5"})
    assert "K-5" not in renumbered[2].added.first and renumbered[2].removed.count == 0


def test_slip_is_told_from_the_first_published_deadline(view: ViewedTable, reports: list[ReportRows]):
    told = {slip.key: slip for slip in slips(reports)}
    deadlines: dict[str, list[str]] = {}
    for day in YEARS:
        for row in plain(day):
            deadlines.setdefault(row["measure_id"], []).append(row["planned_end"])
    for key, stated in deadlines.items():
        known = [deadline for deadline in stated if deadline]
        put_off = sum(
            last_of(after) > last_of(before) and not same(before, after) for before, after in pairwise(known)
        )
        if key not in told:
            assert not put_off or key == "B-4", key
            continue
        slip = told[key]
        assert (slip.baseline, slip.deadline or "", slip.moved) == (known[0], stated[-1], put_off), key
        if slip.deadline:
            assert slip.days == (last_of(stated[-1]) - last_of(known[0])).days
    days = [slip.days for slip in slips(reports) if slip.days is not None]
    assert days == sorted(days, reverse=True) and days[0] == 1096
    later = slips(reports, {"M-2": "M-1"})
    assert next(slip for slip in later if slip.key == "M-2").moved == 3  # a key that is in use again leads nowhere


def last_of(deadline: str) -> date:
    """The last day of 2026 or 2026-03."""
    year, month = (*map(int, deadline.split("-")), 12)[:2]
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def same(before: str, after: str) -> bool:
    """Whether one only says more precisely what the other says."""
    return before.startswith(after) or after.startswith(before)


def test_what_was_dropped_never_begun_or_moved_often_is_listed(reports: list[ReportRows]):
    removal = Removal("B-4", "Titel", "2023-12-31", date(2023, 12, 31), "merged", "G-8", "Ein Grund")
    came_back = Removal("A-1", "Titel", "2022-12-31", date(2022, 12, 31))
    told = out_of_sight(reports, [removal, came_back], slips(reports), "status_note")
    assert told.removed == [removal]
    rows = plain(NEWEST)
    cancelled = {row["measure_id"]: row["status_note"] for row in rows if row["phase"] == "cancelled"}
    assert {row.key: row.note for row in told.given_up} == cancelled
    waiting = [row for row in rows if row["phase"] in ("planning", "not_started")]
    due = [r for r in waiting if min(r["planned_start"] or "9", r["planned_end"] or "9")[:4] < "2024"]
    assert {row["measure_id"] for row in due} <= {row.key for row in told.never_begun}
    assert {slip.key for slip in told.often_moved} == {"A-5", "M-2"}
    since = {row.key: row.since.isoformat() for row in told.never_begun}
    for key, day in since.items():
        phases = [next((r["phase"] for r in plain(year) if r["measure_id"] == key), None) for year in YEARS]
        same_at_the_end = [year for place, year in enumerate(YEARS) if set(phases[place:]) == {phases[-1]}]
        assert day == same_at_the_end[0]
    assert told.total == 1 + len({*cancelled, *since, "A-5", "M-2"})


def test_the_money_is_followed_by_programme(measures_kind: Kind, view: ViewedTable, reports: list[ReportRows]):
    table = measures_kind.table("funding")
    told = funding_rows("auental", "massnahmen", table, frame(NEWEST, table), view, reports[-1].rows)
    rows, measures = plain(NEWEST, "funding"), {row["measure_id"]: row for row in plain(NEWEST)}
    programmes = {line.programme: line for line in by_programme(told, table.field("programme").codes)}
    assert set(programmes) == {row["programme"] for row in rows}
    for code, line in programmes.items():
        own = [row for row in rows if row["programme"] == code]
        approved = [row for row in own if row["stage"] not in ("applied", "rejected")]
        assert line.count == len(own)
        assert line.applied == sum(Decimal(row["grant_eur"]) for row in own)
        assert line.approved == sum(Decimal(row["grant_eur"]) for row in approved)
        known = [row for row in approved if row["paid_eur"]]
        assert (line.paid or 0) == sum(Decimal(row["paid_eur"]) for row in known)
        if known and line.approved:
            share = sum(Decimal(r["paid_eur"]) for r in known) / sum(Decimal(r["grant_eur"]) for r in known)
            assert line.absorbed == round(float(share), 4)
        saving = [
            r for r in approved if r["stage"] != "repaid" and measures[r["measure_id"]]["co2_saving_t_per_year"]
        ]
        assert line.per_tonne_count == len(saving)
        if saving:
            tonnes = sum(Decimal(measures[row["measure_id"]]["co2_saving_t_per_year"]) for row in saving)
            grants = sum((Decimal(row["grant_eur"]) for row in saving), Decimal())
            assert line.euro_per_tonne == (grants / tonnes).quantize(Decimal("0.01"))
    assert programmes["bew"].paid is None  # one is approved, and what was paid is not said
    assert [row.key for row in approved_but_not_begun(told)] == ["F-2024-01"]
    given = [row for row in rows if row["stage"] not in ("applied", "rejected")]
    assert sums(None, told).own_share == sum(Decimal(row["own_share_eur"]) for row in given)
    assert len(given) < len(rows)


def test_what_is_due_is_told_with_its_days(measures_kind: Kind, view: ViewedTable, reports: list[ReportRows]):
    table = measures_kind.table("funding")
    told = funding_rows("auental", "massnahmen", table, frame(NEWEST, table), view, reports[-1].rows)
    dates = due_dates(told, table, table, TODAY)
    within = [(due.row.key, due.what, due.on.isoformat(), due.days) for due in due_within(dates)]
    assert within == [
        ("F-2021-02", "spend_by", "2026-12-31", 34),
        ("F-2023-01", "proof_due", "2026-12-31", 34),
        ("F-2023-02", "proof_due", "2026-12-31", 34),
        ("F-2023-03", "proof_due", "2026-12-31", 34),
    ]
    assert [due.on for due in dates] == sorted(due.on for due in dates)
    assert not due_within(dates, 33)


def test_figures_per_head_need_a_population():
    assert per_head(Decimal(5), 2_000) == Decimal("2.50")
    assert per_head(Decimal(5), None) is None and per_head(None, 2_000) is None
