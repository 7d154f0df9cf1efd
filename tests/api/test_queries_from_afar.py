"""Programs that read tables over HTTP as people use them: DuckDB, pandas and Polars, against a real server.

DuckDB's httpfs, which it would download when it first needs it, comes from a wheel of the same version.
"""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import duckdb
import duckdb_extension_httpfs
import pandas
import polars as pl
import pytest
from lxml import html
from werkzeug.serving import WSGIRequestHandler, make_server

from opendata.web.services import EXTENSION
from tests.service import CITY, add_city, open_service

ROWS = 30_000
PHASES = ("planning", "implementation", "completed")
PLANS = f"/api/v1/publishers/{CITY}/datasets/plaene/versions/latest/plans"


class Answer(NamedTuple):
    """What was sent to a program, and which program it was."""

    program: str
    path: str
    part: str | None
    status: int
    sent_bytes: int


class Server(NamedTuple):
    """A server, and what it has sent."""

    url: str
    answers: list[Answer]


class Quiet(WSGIRequestHandler):
    """Speaks HTTP/1.1 and logs nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    service = open_service(Path(tmp_path_factory.mktemp("afar")))
    add_city(service)
    lines = [
        f'M-{number},"Radweg {number}",{PHASES[number % 3]},{2020 + number % 20},{number}.25,'
        f"Beschreibung {number * 7919 % ROWS} mit der Nummer {number * 104_729 % ROWS}"
        for number in range(ROWS)
    ]
    service.published(*lines, as_of="2022-12-31")
    answers: list[Answer] = []

    def noting(environ: Any, start_response: Any) -> Any:
        told: dict[str, Any] = {}

        def start(status: str, headers: Any, *rest: Any) -> Any:
            told["status"] = int(status[:3])
            return start_response(status, headers, *rest)

        body = service.app.wsgi_app(environ, start)
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        # An answer is noted before it is sent: whoever has read it to its end finds it among the answers.
        program = environ.get("HTTP_USER_AGENT", "")
        part = environ.get("HTTP_RANGE")
        answers.append(Answer(program, environ["PATH_INFO"], part, told["status"], len(content)))
        return [content]

    running = make_server("127.0.0.1", 0, noting, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield Server(f"http://127.0.0.1:{running.server_port}{PLANS}", answers)
    running.shutdown()
    thread.join()
    running.server_close()
    service.app.extensions[EXTENSION]().close()


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    folder = Path(str(duckdb_extension_httpfs.__file__)).parent / "extensions"
    connection.execute(f"LOAD '{next(folder.glob('*/httpfs.duckdb_extension'))}'")
    yield connection
    connection.close()


def test_duckdb_reads_a_few_columns_of_parquet_without_the_whole_file(
    server: Server, duck: duckdb.DuckDBPyConnection
):
    url = f"{server.url}.parquet"
    whole = len(pandas.read_parquet(url).columns), int(pl.read_parquet(url).height)
    size = max(answer.sent_bytes for answer in server.answers)
    server.answers.clear()

    found = duck.execute(f"SELECT phase, count(*), sum(cost) FROM '{url}' WHERE cost < 100 GROUP BY 1 ORDER BY 1")

    assert [(phase, count) for phase, count, _ in found.fetchall()] == [
        (phase, 100 // 3 + (phase == "planning")) for phase in sorted(PHASES)
    ]
    assert whole == (6, ROWS)
    parts = [answer for answer in server.answers if answer.part]
    assert {answer.status for answer in parts} == {206}
    assert sum(answer.sent_bytes for answer in server.answers) < size / 3


def test_duckdb_reads_filtered_tables(server: Server, duck: duckdb.DuckDBPyConnection):
    query = "phase=planning&cost__lt=1000&sort=-cost&fields=id,cost"
    expected = [(f"M-{number}", f"{number}.25") for number in range(999, -1, -3)]

    for source in (f"read_parquet('{server.url}.parquet?{query}')", f"read_csv('{server.url}.csv?{query}')"):
        rows = duck.execute(f"SELECT id, cost::VARCHAR FROM {source}").fetchall()
        assert rows == expected, source


def test_pandas_and_polars_read_what_is_asked_for(server: Server):
    query = "phase=planning&cost__lt=1000&sort=-cost"
    by_pandas = pandas.read_parquet(f"{server.url}.parquet?{query}")
    by_polars = pl.read_parquet(f"{server.url}.parquet?{query}")
    lines = pandas.read_csv(f"{server.url}.csv?{query}", dtype=str)
    records = pl.read_ndjson(f"{server.url}.ndjson?{query}")

    assert by_polars["id"].to_list() == list(by_pandas["id"]) == list(lines["id"]) == records["id"].to_list()
    assert by_polars["cost"].dtype == pl.Decimal(18, 2)
    assert str(by_pandas["cost"].sum()) == str(by_polars["cost"].sum())


@pytest.fixture(scope="module")
def lines(server: Server) -> dict[str, str]:
    """The lines to paste of the page about using the dataset, by program."""
    page = html.document_fromstring(
        urlopen(f"{server.url.partition('/api/')[0]}/{CITY}/plaene/use?lang=en").read().decode()
    )
    return {
        str(section.get("aria-labelledby")): "\n".join(code.text_content() for code in section.iter("code"))
        for section in page.iter("section")
        if section.get("aria-labelledby") != "addresses"
    }


def test_the_lines_of_the_page_are_run_by_their_programs(
    server: Server, lines: dict[str, str], duck: duckdb.DuckDBPyConnection
):
    for tool in ("pandas", "polars"):
        made: dict[str, Any] = {}
        exec(compile(lines[tool], tool, "exec"), made)
        plans = made["plans"]
        assert len(plans) == ROWS, tool
        assert float(plans["cost"].sum()) == sum(number + 0.25 for number in range(ROWS)), tool
        assert list(plans["id"])[:2] == ["M-0", "M-1"], tool
    assert dict(duck.sql(lines["duckdb"]).fetchall()) == dict.fromkeys(PHASES, ROWS // 3)


@pytest.mark.needs("curl")
def test_the_lines_of_the_page_for_a_terminal_are_run_by_curl(server: Server, lines: dict[str, str], tmp_path: Path):
    fixed, _, conditional = lines["versions"].partition("\n")
    assert fixed == f"{server.url.replace('latest', '1.0.0')}.csv"
    for line in (lines["curl"], conditional, conditional):
        subprocess.run(["/bin/sh", "-c", line], cwd=tmp_path, check=True)
    # DuckDB may still be asking for parts that it no longer needs, so that only the answers to curl are looked at.
    by_curl = [answer.status for answer in server.answers if answer.program.startswith("curl/")]
    assert by_curl == [200, 200, 304]
    file = (tmp_path / "plans.csv").read_text(encoding="utf-8")
    assert file.count("\n") == ROWS + 1
    part = subprocess.run(["/bin/sh", "-c", lines["questions"]], capture_output=True, check=True, text=True)
    assert part.stdout.startswith("id,title,phase,end\n")
    assert part.stdout.count("\n") == ROWS // 3 + 1


def test_the_lines_for_excel_and_r_name_the_address_and_the_fields(server: Server, lines: dict[str, str]):
    # Neither program is here; Excel's language has its brackets and quotation marks in pairs at least.
    for tool in ("excel", "r"):
        assert f'"{server.url}.csv"' in lines[tool]
        assert "cost" in lines[tool]
        assert all(lines[tool].count(left) == lines[tool].count(right) for left, right in ("()", "[]", "{}"))
        assert lines[tool].count('"') % 2 == 0
    assert '{"cost", type number}' in lines["excel"]
    assert "plans$cost <- as.numeric(plans$cost)" in lines["r"]
