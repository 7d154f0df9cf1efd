"""Tables with nothing odd about them: they are published, and nothing is asked."""

from tests.cases.office import Office


def test_an_ordinary_table_is_published_and_nothing_is_asked(office: Office):
    seen = office.send("nothing-to-ask.csv")

    assert (seen.status_code, seen.questions, seen.errors) == (201, {}, {})
    assert seen.published_by_command.exit_code == seen.validated.exit_code == 0
    assert seen.column("cost_eur") == [480000, 12500, None]
    assert seen.column("planned_start") == ["2024", None, "2026-06"]
    assert seen.column("planned_end") == ["2026", None, "2027-12-31"]
