"""CSV of one column alone, in which a row with an empty cell must not become an empty line.

Readers of CSV pass over empty lines, and would lose such a row. An empty cell is written as "" here.
"""

import polars as pl


def lone_lines(values: pl.Series, separator: str, line_end: str) -> bytes:
    """The lines of a column, its name first."""
    texts = pl.concat([pl.Series([values.name], dtype=pl.String), values.rename("")])
    quoted = pl.concat_str([pl.lit('"'), pl.lit(texts).str.replace_all('"', '""', literal=True), pl.lit('"')])
    needs_quotes = pl.lit(texts).str.contains(f'[{separator}"\r\n]')
    lines = pl.select(pl.when(needs_quotes).then(quoted).otherwise(pl.lit(texts)).fill_null('""')).to_series()
    return f"{line_end.join(lines.to_list())}{line_end}".encode()
