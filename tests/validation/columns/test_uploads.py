"""A large upload gets the findings that Frictionless gives rise to, whoever judged it."""

from opendata.domain.report.mapped_tables import Mapped
from opendata.validation import check
from tests.validation.kinds import FUNDING, MEASURES, kind, table


def large_upload() -> Mapped:
    whole = kind(MEASURES, FUNDING)
    measures = [
        {
            "measure_id": f"M{number % 2_400}",
            "title": "Radweg" if number % 50 else None,
            "phase": "planning" if number % 70 else "done",
            "planned_end": "2026-03" if number % 90 else "März",
            "progress": str(number % 110),
            "decided_on": "2024-02-29" if number % 80 else "2023-02-29",
            "parent_id": f"M{number * 7 % 2_600}" if number % 3 else None,
        }
        for number in range(2_500)
    ]
    funding = [{"funding_id": f"F{number}", "measure_id": f"M{number}"} for number in range(2_500)]
    tables = {"measures": table(whole, "measures", measures), "funding": table(whole, "funding", funding)}
    return Mapped(whole, tables)


def test_both_engines_find_the_same_in_a_large_upload():
    upload = large_upload()
    for limit in (0, 30, 1_000):
        ours, theirs = (check(upload, limit=limit, engine=engine) for engine in ("fast", "frictionless"))

        assert (ours.engine, theirs.engine) == ("fast", "frictionless")
        assert ours.errors == theirs.errors
        assert (ours.error_count, ours.more) == (theirs.error_count, theirs.more)
        assert {error.code for error in ours.errors} >= {"constraint-error", "type-error"}
