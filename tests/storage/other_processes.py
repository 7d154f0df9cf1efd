"""Processes that do something with the storage beside the test, or die while they do it.

Here: how they are started. They are forked by one process that has loaded what they need; if each of them loaded it
again, that would take longer than all else that these tests do. That process has only loaded Polars, and computed
nothing with it: threads do not survive a fork. Not here: what they do.
"""

import multiprocessing
from functools import cache
from multiprocessing.context import ForkServerContext

LOADED = (
    "tests.storage.versions.test_withdrawing",
    "tests.storage.versions.test_sql_versions",
    "tests.storage.packages.test_left_behind",
    "tests.storage.job_list.test_sql_jobs",
)


@cache
def other_processes() -> ForkServerContext:
    """What makes processes, barriers and queues."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(list(LOADED))
    return made
