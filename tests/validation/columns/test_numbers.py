"""What the proofs of numbers take for granted: that Python reads whatever Polars reads."""

from itertools import product

import polars as pl
import pytest
from frictionless import Schema

from opendata.validation.columns.proofs.clean_cells import clean

LETTERS = "019.eE+-_naifty \t,"
TALL = [
    "0e99999999999999999",
    "1e-9999999999999999",
    "-0.0e-999999999999",
    "9e999999999999999",
    "1e99999999999999999",
]
LONG = ["0" * 5_000 + "1", "0" * 5_000, "1" * 400, "0." + "0" * 5_000 + "1"]


@pytest.fixture(scope="module")
def cells() -> pl.DataFrame:
    """Every text of up to five letters that numbers are written with, numbers at the edge, letters of all scripts."""
    spelled = ["".join(each) for length in range(6) for each in product(LETTERS, repeat=length)]
    around = (("", ""), ("1", ""), ("", "1"), ("1", "1"))
    letters = (chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000)
    others = [f"{before}{letter}{after}" for letter in letters for before, after in around]
    return pl.DataFrame({"cell": [*spelled, *others, *TALL, *LONG]})


@pytest.mark.parametrize("bare", [True, False])
@pytest.mark.parametrize("kind", ["integer", "number", "float"])
@pytest.mark.parametrize("bounds", [{}, {"minimum": 1}, {"minimum": -1, "maximum": 9}, {"maximum": 0}])
def test_a_proven_number_is_one_to_the_reader(
    cells: pl.DataFrame, kind: str, bare: bool, bounds: dict[str, int]
) -> None:
    described = {"name": "cell", "type": "number" if kind == "float" else kind, "bareNumber": bare}
    if kind == "float":
        described["floatNumber"] = True
    field = Schema.from_descriptor({"fields": [{**described, "constraints": bounds}]}).fields[0]
    reader = field.create_cell_reader()

    proof = clean(field, "cell", reader, in_key=False)

    assert proof is not None
    proven = cells.filter(proof)["cell"].to_list()
    assert proven
    for cell in proven:
        value, notes = reader(cell)
        assert value is not None and not notes, cell
