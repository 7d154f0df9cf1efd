"""All made reports, by name; each is built when it is asked for.

`python -m bench.reports.corpus DIRECTORY` writes them as files, and beside each what it tells as JSON.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from bench.reports import (
    browser_cards,
    html_pages,
    later_layouts,
    more_ruled,
    more_sheets,
    odd_layouts,
    office_pages,
    refused,
    ruled,
    sheets,
    special_tables,
    wider_layouts,
)
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
        more_ruled.shades_for_lines,
        more_ruled.head_only_once,
        more_ruled.cells_in_the_middle,
        more_ruled.numbers_inside_titles,
        more_ruled.dates_and_groups,
        more_ruled.bars_above_labels,
        wider_layouts.upright_heads,
        wider_layouts.two_rows_a_measure,
        wider_layouts.field_and_number_in_one_cell,
        wider_layouts.title_last,
        sheets.ruled_sheets,
        sheets.borderless_sheets,
        sheets.two_columns_of_labels,
        sheets.boxes_in_three_columns,
        sheets.headings_above_texts,
        more_sheets.sheets_over_pages,
        more_sheets.labels_above_values,
        more_sheets.plain_sheets,
        wider_layouts.sheets_with_pictures,
        refused.prose_alone,
        refused.list_without_borders,
        more_ruled.budget_alone,
        refused.scan_of_a_table,
        refused.encrypted,
        refused.cut_short,
        refused.bytes_lost,
        refused.no_bytes,
        refused.blank_pages,
        refused.three_thousand_pages,
    )
}


BROWSER_LAYOUTS: Mapping[str, html_pages.Layout] = {
    layout.__name__: layout
    for layout in (
        html_pages.bordered_table,
        html_pages.table_of_groups,
        html_pages.browser_sheets,
        html_pages.sheets_without_lines,
        browser_cards.cards,
        browser_cards.small_table_of_a_browser,
        wider_layouts.framed_sheets_of_a_browser,
        later_layouts.shades_on_every_second_row,
        later_layouts.upright_lines_alone,
        later_layouts.text_below_numbers,
        later_layouts.facts_and_sections,
        later_layouts.text_in_columns,
        odd_layouts.table_on_its_side,
        odd_layouts.frames_of_dashes,
        odd_layouts.frames_of_dots,
        odd_layouts.caption_above_every_head,
        odd_layouts.labels_in_own_words,
        odd_layouts.labels_in_small_letters,
        odd_layouts.bars_above_cards,
    )
}
OFFICE_LAYOUT = office_pages.written_with_libreoffice
NAMES = (*BUILDERS, *BROWSER_LAYOUTS, OFFICE_LAYOUT.__name__)


def made_reports(names: Iterable[str] = NAMES) -> Iterator[MadeReport]:
    """Each of these reports, built; what needs a program that the machine does not have is left out."""
    wanted = list(names)
    for name in wanted:
        if name in BUILDERS:
            yield BUILDERS[name]()
    yield from html_pages.printed_by_chromium([BROWSER_LAYOUTS[name] for name in wanted if name in BROWSER_LAYOUTS])
    if OFFICE_LAYOUT.__name__ in wanted and (report := OFFICE_LAYOUT()):
        yield report


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
