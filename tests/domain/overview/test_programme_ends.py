"""Programme ends: which grants are still to be proven when a programme's last day comes."""

from datetime import date
from decimal import Decimal

from opendata.domain.overview.funding import FundingRow
from opendata.domain.overview.programme_ends import programme_ends


def grant(key: str, programme: str, stage: str, amount: str | None) -> FundingRow:
    values = {"programme": programme, "stage": stage, "grant_eur": amount}
    return FundingRow("city", "plans", key, values, None)


def test_a_programme_ends_with_the_grants_whose_use_is_still_to_be_proven():
    rows = [
        grant("1", "kipki", "approved", "1000.5"),
        grant("2", "kipki", "paid", None),
        grant("3", "kipki", "proven", "70"),
        grant("4", "kipki", "applied", "70"),
        grant("5", "beg", "approved", "70"),
    ]

    (end,) = programme_ends(rows, date(2026, 11, 27))

    assert (end.programme, end.on, end.days) == ("kipki", date(2026, 12, 31), 34)
    assert [row.key for row in end.rows] == ["1", "2"]
    assert end.amount == Decimal("1000.5")


def test_without_open_grants_no_end_is_told():
    assert programme_ends([grant("1", "kipki", "proven", "1")], date(2026, 11, 27)) == []
    assert programme_ends([grant("1", "kipki", "approved", None)], date(2027, 1, 5))[0].days == -5
