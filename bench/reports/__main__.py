"""Each report in a line, then the figures of the claims, then what is wrong: python -m bench.reports [NAME ...]."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.reports import figures
from bench.reports.corpus import NAMES, made_reports
from bench.reports.scoring import Score
from bench.reports.transcription import real_report
from bench.table import as_text

FAULTS = int(os.environ.get("FAULTS", "4"))  # shown of each report


def main() -> None:
    """Measure and print."""
    scores = [figures.scored(report) for report in made_reports(sys.argv[1:] or NAMES)]
    if "REPORTS_REAL" in os.environ:
        shown = [*scores, figures.scored(real_report(Path(os.environ["REPORTS_REAL"])))]
    else:
        shown = scores
    print(report_lines(shown))  # noqa: T201
    print()  # noqa: T201
    print(as_text(figures.lines(scores)))  # noqa: T201
    for score in shown:
        for fault in score.faults[:FAULTS]:
            print(f"{score.name}: {fault}")  # noqa: T201
        if len(score.faults) > FAULTS:
            print(f"{score.name}: and {len(score.faults) - FAULTS} faults more")  # noqa: T201


def report_lines(scores: Sequence[Score]) -> str:
    """A line for each report."""
    shares_of = "recall precis number  title office  field   page  alike  exact  prop."
    rows = [f"{'report':26} told rows found {shares_of:70}    s  MiB"]
    for score in scores:
        shares = [score.recall, score.precision, score.numbers.share, score.titles.share, score.offices.share]
        shares += [score.fields.share, score.pages.share, score.mean_likeness, score.exact_texts.share]
        shares += [score.proposed.share]
        if score.refusal.of:
            figures_of_one = "refused with a sentence" if score.refusal.right else "NOT REFUSED"
        else:
            figures_of_one = " ".join(f"{share:6.2f}" for share in shares)
        counts = f"{score.told:5}{score.rows:5}{score.found:6}"
        rows.append(f"{score.name:26}{counts} {figures_of_one:70}{score.seconds:5.1f}{score.mib:5.0f}")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
