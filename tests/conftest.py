"""What holds for every test: none sees the settings, or the data, of its machine; real servers, started once.

What is missing on this machine is said at the start of the run.
"""

import gc
import os
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import argon2
import pytest

from bench.server import SETTINGS
from opendata.identity import passwords
from opendata.web.services import EXTENSION
from tests import described_answers
from tests.copied_services import CopiedServices
from tests.example_service import example_service, folder_of_all_testers
from tests.machine import NEEDS, browser, keep_files_in_memory, missing, what_is_left_out
from tests.made_once import make_once
from tests.made_up import make_few
from tests.rewritten_beforehand import rewrite_beforehand
from tests.servers import PostgreSQL, Servers
from tests.service import Service

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Files that mostly wait, for servers, browsers and deadlines, by how many seconds they take beside others; and files
# that compute, by seconds of the processor. See in_order().
WAITING = {
    "tests/operations/test_lost_later.py": 114,
    "tests/test_bench.py": 69,
    "tests/portal/test_in_a_browser.py": 40,
    "tests/server/test_buffering_worker.py": 40,
    "tests/operations/test_starting.py": 39,
    "tests/operations/test_sizes.py": 38,
    "tests/fence/test_hostile_uploads.py": 38,
    "tests/portal/test_tables_in_a_browser.py": 37,
    "tests/faults/test_faults.py": 36,
    "tests/storage/versions/test_sql_versions.py": 32,
    "tests/test_run.py": 31,
    "tests/portal/test_releases_in_a_browser.py": 30,
    "tests/fence/test_fence.py": 30,
    "tests/api/test_made_up_requests.py": 30,
    "tests/jobs/test_worker_process.py": 29,
    "tests/jobs/test_large_uploads.py": 28,
    "tests/portal/test_mending_in_a_browser.py": 22,
    "tests/operations/test_hosts.py": 22,
    "tests/site/test_views_in_a_browser.py": 21,
    "tests/load/test_journal_under_load.py": 21,
    "tests/site/test_in_a_browser.py": 19,
    "tests/api/test_documentation_in_a_browser.py": 14,
    "tests/test_docs.py": 13,
    "tests/jobs/test_webhooks.py": 13,
    "tests/hostile/test_hostile_visitor.py": 11,
    "tests/portal/test_openid_in_a_browser.py": 10,
    "tests/mail/test_following_in_a_browser.py": 7,
    "tests/server/test_distant_looks.py": 6,
}
COMPUTING = {
    "tests/validation/standard/test_standard.py": 20,
    "tests/frozen/test_tables_beside_the_repository.py": 20,
    "tests/storage/versions/test_withdrawing.py": 17,
    "tests/validation/columns/workbook/test_sheet_rows.py": 16,
    "tests/validation/columns/test_same_list.py": 16,
    "tests/web/test_no_request_breaks_the_service.py": 14,
    "tests/api/test_withdrawing.py": 11,
    "tests/frozen/test_made_up_tables.py": 10,
    "tests/intake/cells/test_column_reading.py": 9,
    "tests/portal/test_tables.py": 9,
    "tests/api/test_bad_input.py": 9,
    "tests/static_copy/test_exported_site.py": 8,
    "tests/mail/test_daily_mails.py": 8,
    "tests/test_cli.py": 8,
    "tests/api/test_feeds.py": 8,
    "tests/domain/report/test_rewritten_cells.py": 8,
    "tests/cases/test_units_and_headers.py": 8,
    "tests/intake/corpus/test_what_stands_around.py": 8,
    "tests/test_accessibility.py": 7,
    "tests/mail/test_following.py": 7,
    "tests/answers/test_whole_example.py": 6,
    "tests/intake/files/test_hostile_files.py": 6,
    "tests/intake/reports/test_real_report.py": 6,
    "tests/validation/columns/cells/test_slow_patterns.py": 6,
    "tests/site/test_every_page.py": 6,
    "tests/storage/upkeep/test_backup.py": 6,
    "tests/intake/reports/test_hostile_pdfs.py": 6,
    "tests/portal/test_mapping.py": 6,
    "tests/test_example.py": 6,
    "tests/test_reports_read.py": 6,
    "tests/storage/upkeep/test_verifying.py": 6,
    "tests/validation/columns/test_polars_pieces.py": 5,
    "tests/web/test_no_form_breaks_the_portal.py": 5,
    "tests/api/test_workbooks.py": 5,
    "tests/test_real_data.py": 5,
    "tests/api/test_bounded_answers.py": 5,
    "tests/api/test_uploads.py": 5,
    "tests/api/test_answers.py": 5,
    "tests/domain/overview/test_example_town.py": 5,
    "tests/cases/test_words_sheets_and_files.py": 5,
    "tests/portal/test_mending.py": 5,
    "tests/reports/test_parts.py": 5,
    "tests/api/test_sources.py": 5,
    "tests/steps/test_releasing.py": 5,
    "tests/intake/corpus/test_rows_that_are_no_measures.py": 5,
    "tests/intake/corpus/test_units_and_headers.py": 5,
}
SECONDS_OF_OTHERS = 1.5
# The last one that waits is begun when so much of the computing was given out, so that none is waited for in the end.
ALL_WAIT_BEFORE = 0.8

# How many new objects there are before each generation is looked through: each test makes an application, and garbage
# collection with Python's own figures takes a fifth of the processor time of all tests in this process.
COLLECTED_AFTER = (500_000, 5, 10)

# Hashing a password is meant to take long. Services in the processes of the tests hash with argon2id as well, but
# quickly; servers that tests start, and the tests of hashing itself, do it as the service does.
passwords.PasswordHasher = partial(  # type: ignore[attr-defined,assignment]
    argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1
)

make_once()
make_few()


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known; in continuous integration nothing may be missing."""
    _keep_compiled_modules()
    rewrite_beforehand(config)
    keep_files_in_memory()
    gc.disable()  # until all tests are collected: what collecting them makes is kept for as long as they run
    config.addinivalue_line("markers", f"needs(name): left out on a machine without it: {', '.join(NEEDS)}")
    if os.environ.get("CI") == "true" and missing():
        raise pytest.UsageError(what_is_left_out())


def _keep_compiled_modules() -> None:
    """Let Python write its .pyc files even where PYTHONDONTWRITEBYTECODE is set, as in many containers.

    The suite starts hundreds of processes of the service; each would compile all of it again. The testers that run
    side by side, too, would each rewrite the assertions of all tests again.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say what is missing, once."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if what_is_left_out() and reporter and not hasattr(session.config, "workerinput"):
        reporter.write_line(what_is_left_out())


def in_order(files: Iterable[str]) -> list[str]:
    """The files in the order in which testers side by side begin them; each of them comes once.

    In every part of a run the same share of testers waits, and the others keep the processors busy: if all that wait
    were begun first, the processors would be idle then. The longest of each sort come first: begun last, one of them
    would keep one tester busy when the others have nothing left.
    """
    left = dict.fromkeys(files)
    waiting = {name: seconds for name, seconds in WAITING.items() if name in left}
    known = {name: seconds for name, seconds in COMPUTING.items() if name in left}
    others = {name: SECONDS_OF_OTHERS for name in left if name not in waiting | known}
    places: dict[str, float] = {}
    for sort, ends in ((waiting, ALL_WAIT_BEFORE), (known | others, 1.0)):
        begun = 0.0
        for name, seconds in sort.items():
            places[name] = ends * begun / sum(sort.values())
            begun += seconds
    return sorted(places, key=lambda name: places[name])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the files, and leave out the tests whose needs this machine does not meet."""
    file_of = {item: item.nodeid.partition("::")[0] for item in items}
    places = {name: place for place, name in enumerate(in_order(file_of.values()))}
    items.sort(key=lambda item: places[file_of[item]])
    left_out = [item for item in items if missing() & {mark.args[0] for mark in item.iter_markers("needs")}]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Collect garbage from now on, but never look again through the thousands of tests and the loaded libraries."""
    gc.enable()
    gc.set_threshold(*COLLECTED_AFTER)
    _look_no_more_through_what_is_there()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """After the last test of a file, whose services are closed, set aside what it loaded for all files after it."""
    was_run = yield
    if nextitem is None or nextitem.path != item.path:
        _look_no_more_through_what_is_there()
    return was_run


def _look_no_more_through_what_is_there() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _settings_of_no_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(_nowhere(tmp_path_factory)))


@pytest.fixture(autouse=True)
def _answers_are_described() -> Iterator[None]:
    """No answer of a service in this process is another than its OpenAPI document says."""
    yield
    faults = list(dict.fromkeys(described_answers.FAULTS))
    described_answers.FAULTS.clear()
    assert not faults, "\n".join(faults)


def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that only a test which forgot to say where its data lies would write to."""
    return tmp_path_factory.getbasetemp() / "nowhere"


@pytest.fixture(scope="session", autouse=True)
def _clusters_are_copies(tmp_path_factory: pytest.TempPathFactory) -> None:
    """PostgreSQL makes a cluster in a second of processor time; it is done once for all testers."""
    PostgreSQL.made_once = folder_of_all_testers(tmp_path_factory) / "cluster-made-once"


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL, Redis and S3, for real."""
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture(scope="session")
def copied_services(tmp_path_factory: pytest.TempPathFactory) -> CopiedServices:
    """Services with which many tests of this process begin."""
    return CopiedServices(tmp_path_factory)


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the whole example, for tests that only read."""
    made = example_service(tmp_path_factory)
    yield made
    made.app.extensions[EXTENSION]().close()


@pytest.fixture(scope="session")
def started_chromium() -> "Iterator[Browser]":
    """The browser of this machine, started once; tests take chromium, which closes what they open."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import, and needed by a few tests

    with sync_playwright() as playwright:
        # A machine for tests often runs them as root, whom Chromium lets in without its sandbox alone. Axe makes
        # thousands of small objects in each page: with more room for new ones, garbage is looked for less often.
        # Axe begins anew in each page, and is done before machine code for it is worth what making that takes. What
        # it was compiled to is kept for the next page.
        programs = "--min-semi-space-size=64 --max-semi-space-size=64 --no-opt --no-maglev --no-flush-bytecode"
        args = ["--no-sandbox", f"--js-flags={programs}"]
        started = playwright.chromium.launch(executable_path=browser(), args=args)
        yield started
        started.close()


@pytest.fixture
def chromium(started_chromium: "Browser") -> "Iterator[Browser]":
    """The browser of this machine; what a test opens in it is closed after the test."""
    yield started_chromium
    for context in started_chromium.contexts:
        context.close()
