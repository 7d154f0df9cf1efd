"""Templates are compiled before a worker starts, so that no reader waits for it."""

from opendata.web.compiled_templates import COMPILED, FOLDER, compile_first
from tests.test_imports import ROOT


def test_all_pages_for_readers_are_compiled_before_a_worker_starts():
    COMPILED.clear()
    compile_first()

    assert COMPILED.count == len(list((ROOT / "opendata" / FOLDER).rglob("*.html")))
