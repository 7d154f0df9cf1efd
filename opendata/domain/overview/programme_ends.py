"""Programme ends: the last day on which grants of a programme may be accounted for, whatever the single grants say.

Here: these days, and which grants are still open. Not here: the dates that the grants themselves state (funding.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opendata.domain.overview.climate_measures import APPROVED, GRANT
from opendata.domain.overview.funding import FundingRow

# KIPKI, Landesgesetz zur Ausführung des Kommunalen Investitionsprogramms Klimaschutz und Innovation: proofs of use.
LAST_PROOFS: Mapping[str, date] = {"kipki": date(2026, 12, 31)}
TO_BE_PROVEN = frozenset((APPROVED, "paid"))


@dataclass(frozen=True)
class ProgrammeEnd:
    """The last day for proofs of a programme, and the grants whose use is not proven yet; days: from today on.

    amount: the sum of these grants, as far as it is known.
    """

    programme: str
    on: date
    days: int
    rows: Sequence[FundingRow]
    amount: Decimal | None


def programme_ends(rows: Sequence[FundingRow], today: date) -> list[ProgrammeEnd]:
    """The ends of those programmes that have grants whose use is still to be proven, the first ones first."""
    ends = []
    for programme, on in sorted(LAST_PROOFS.items(), key=lambda item: item[1]):
        still_open = [row for row in rows if row.programme == programme and row.stage in TO_BE_PROVEN]
        if still_open:
            known = [amount for row in still_open if (amount := row.amount(GRANT)) is not None]
            total = sum(known, Decimal(0)) if known else None
            ends.append(ProgrammeEnd(programme, on, (on - today).days, still_open, total))
    return ends
