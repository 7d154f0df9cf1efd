"""The assertions of all test files, rewritten once before the testers start that run side by side.

pytest rewrites the assertions of a file when it first loads it, and keeps the result. In a fresh checkout all testers
load the same files at the same time, and each would rewrite all of them.
Here: doing it once, with all processors. Not here: what rewriting means, which is pytest's own.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

TESTS = Path(__file__).resolve().parent
WORTH_IT = 50  # files; fewer are rewritten by the testers themselves before these processes are forked


def rewrite_beforehand(config: pytest.Config) -> None:
    """Rewrite what is not rewritten, if this run starts testers side by side, and return when that is done."""
    is_for_testers = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    files = [path for path in sorted(TESTS.rglob("test_*.py")) if not _kept(path).exists()] if is_for_testers else []
    if len(files) < WORTH_IT:
        return
    processors = len(os.sched_getaffinity(0))
    forked = [_forked(files[number::processors], config) for number in range(processors)]
    for pid in forked:
        os.waitpid(pid, 0)


def _kept(path: Path) -> Path:
    return rewrite.get_cache_dir(path) / f"{path.stem}{rewrite.PYC_TAIL}"


def _forked(files: Sequence[Path], config: pytest.Config) -> int:
    """The number of a process that rewrites these files."""
    if pid := os.fork():
        return pid
    try:
        for path in files:
            _kept(path).parent.mkdir(exist_ok=True)
            read, code = rewrite._rewrite_test(path, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, read, _kept(path))
    finally:
        os._exit(0)  # what cannot be rewritten is told by whoever loads it
