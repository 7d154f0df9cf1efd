"""All made reports, by name; each is built when it is asked for.

`python -m bench.reports.corpus DIRECTORY` writes them as files, and beside each what it tells as JSON.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from bench.reports import html_pages, refused, ruled, sheets, special_tables
from bench.reports.told import MadeReport

Builder = Callable[[], MadeReport]
BUILDERS: Mapping[str, Builder] = {
    builder.__name__: builder
    for builder in (
        ruled.row_per_measure,
        ruled.two_header_rows,
        ruled.turned_pages,
        ruled.footnotes,
        ruled.rows_over_pages,
        ruled.lines_between_rows,
        ruled.groups_with_sums,
        ruled.table_per_field,
        ruled.labels_below_a_head_row,
        special_tables.numbers_twice,
        special_tables.without_numbers,
        special_tables.dates_in_columns,
        special_tables.copying_forbidden,
        sheets.ruled_sheets,
        sheets.borderless_sheets,
        sheets.two_columns_of_labels,
        sheets.boxes_in_three_columns,
        sheets.headings_above_texts,
        refused.prose_alone,
        refused.list_without_borders,
        refused.scan_of_a_table,
        refused.encrypted,
        refused.cut_short,
        refused.bytes_lost,
        refused.no_bytes,
        refused.blank_pages,
        refused.three_thousand_pages,
    )
}


NAMES = (*BUILDERS, *(layout.__name__ for layout in html_pages.LAYOUTS))


def made_reports(names: Iterable[str] = NAMES) -> Iterator[MadeReport]:
    """Each of these reports, built; what Chromium prints is left out on a machine without it."""
    wanted = list(names)
    for name in wanted:
        if name in BUILDERS:
            yield BUILDERS[name]()
    yield from html_pages.printed_by_chromium(wanted)


def main() -> None:
    """Write all of them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for report in made_reports():
        (folder / f"{report.name}.pdf").write_bytes(report.pdf)
        truth = {key: value for key, value in asdict(report).items() if key != "pdf"}
        (folder / f"{report.name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
