"""Both engines report what Frictionless itself reports: for all that the standards allow, and much they do not."""

import os
import re
from pathlib import Path

import pytest

from opendata.domain.errors import DomainError
from tests.validation.standard import columns, tables
from tests.validation.standard.held import Case, by_frictionless, by_us

CASES = {**dict(columns.cases()), **dict(tables.cases())}


# Frictionless leaves packed files open below those it reads from, and Python warns of patterns like [[a].
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("case", CASES.values(), ids=[re.sub(r"[^\w ,.:=-]", "", each)[:100] for each in CASES])
def test_both_engines_report_what_frictionless_reports(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, content in case.files.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    expected = by_frictionless(case)
    # "fast" is one of these two, by the size of the table.
    for way in ("frictionless", "columns"):
        found = by_us(case, tmp_path, way)
        if isinstance(expected, Exception):
            assert isinstance(found, DomainError), f"{way} reports, where Frictionless raises {expected!r}"
            assert str(found)
        else:
            # Notes about files that are not there hold their path, and we always know the whole one.
            assert repr(found).replace(f"{tmp_path}{os.sep}", "") == repr(expected), way
