"""Numbers that are read for a whole column at once come to the readings that the reader of single cells gives."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.numbers_in_bulk import bulk_readings
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.text_tables import CellMark
from opendata.intake.unit_words import StatedUnit, Unit, unit_in
from opendata.kind_folders import load_kind

KIND = load_kind(Path("datapackages/climate-measures"))
NUMBERS = ["0", "-0,00", "1", "-12", "1.000", "-1.234.567,80", "0,5", "00,5", "1,", "1.00", "1234,5", "+3", "1.234.5"]
NUMBERS += ["1 000", "3,1" + "0" * 20, "1" * 31, "1" * 32]
WORDS = ["", " €", " Tsd. €", "T€", " Mio Euro", " EUR", " %", " kg CO2/a", " t/a", " CHF", " kWh", " Cent", " abc"]
WORDS += [" €/a", " Tsd.", "  €", " t.", " v.H.", " k. A.", "e5", " 5"]


def _stated(words: str, ratio: str) -> StatedUnit:
    unit = unit_in(words)
    assert isinstance(unit, Unit)
    return StatedUnit(unit, Decimal(ratio), "unit-scaled", "D1", in_header=True)


@pytest.mark.parametrize("field_name", ["cost_eur", "co2_saving_t_per_year", "progress_percent"])
@pytest.mark.parametrize("is_key", [False, True])
@pytest.mark.parametrize(
    ("factor", "stated"),
    [(None, None), (Decimal(1000), None), (None, _stated("Tsd. €", "1000")), (None, _stated("kg", "0.001"))],
)
def test_numbers_are_read_as_the_reader_reads_each(
    field_name: str, is_key: bool, factor: Decimal | None, stated: StatedUnit | None
) -> None:
    field = KIND.tables[0].field(field_name)
    reader = FieldCellReader(field, NumberStyle.COMMA, {}, factor, stated=stated, is_key=is_key)
    cells = pl.DataFrame({"text": [number + words for number in NUMBERS for words in WORDS]}).with_columns(
        mark=pl.lit(CellMark.TEXT.value, pl.UInt8)
    )
    readings, others = bulk_readings(cells, reader.multiplier)
    assert readings.height
    assert readings.height + others.height == cells.height
    for row in readings.iter_rows(named=True):
        reading = reader.read(row["text"], row["mark"])
        assert (row["before"], row["rewritten"]) == (reading.steps[0][1], reading.steps[-1][2])
        assert (row["after"], row["problem"]) == (reading.after, reading.problem)
        assert row["rule"] == "+".join(step[0] for step in reading.steps)
