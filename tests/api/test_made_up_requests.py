"""A tool that makes up requests by the OpenAPI document finds nothing to say against a real server.

Here: the short form; `make made-up` runs the long one. Not here: requests that no document would lead to
(tests/web/).
"""

from pathlib import Path

import pytest

import bench.server
from bench import described_requests
from tests.forked_programs import start_program
from tests.service import command


def test_schemathesis_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bench.server, "START", start_program)
    with described_requests.filled(tmp_path, command) as server:
        status, told = described_requests.found(server, tmp_path, examples=1, seed=1, phases="examples,fuzzing")

    assert status == 0, told[-20_000:]
