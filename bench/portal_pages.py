"""The staff portal over HTTP: from the click to the report, the workbook to carry on, and pages without uploads.

Run alone: .venv/bin/python -m bench.portal_pages [WORKBOOK]
WORKBOOK: a city's table for the way from the click to the report, in place of a made-up one of the same size.
"""

import io
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
import xlsxwriter  # type: ignore[import-untyped]

from bench.publishing_over_http import published, table
from bench.server import environment, flask, free_port, running
from bench.table import Measure, as_text
from bench.wrk_runs import INSTALL, rate, wrk_program

EMAIL, PASSWORD = "bench@city.example", "a long password for benchmarks alone"
TOKEN = re.compile(r'name="csrf_token" value="(\w+)"')
NEEDED = re.compile(r'(?:<link rel="(?:stylesheet|icon)"[^>]*href|<script[^>]*src)="([^"]+)"')
HEADERS = ("Nr.", "Maßnahme", "Handlungsfeld", "Status", "Beginn", "geplantes Ende", "Kosten in Euro", "Sachstand")


def measure(
    uploads: int = 7, measures: int = 1_000, rows: int = 5_000, seconds: float = 5.0, workbook: Path | None = None
) -> list[Measure]:
    """Medians over so many uploads and answers; pages are asked for so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**environment(Path(folder) / "data", free_port()), "WEB_CONCURRENCY": "2"}
        flask(env, "publishers", "add", "city", "--name", "City")
        for name in ("climate", "workbook"):
            flask(env, "datasets", "add", "city", name, "--kind", "climate-measures", "--title", "Climate measures")
        token = flask(env, "tokens", "add", "city", "--name", "bench")
        link = flask(env, "users", "invite", EMAIL, "--publisher", "city", "--role", "admin")
        with running(env) as address:
            office = Office(address, urlsplit(link).path)
            sent = workbook.read_bytes() if workbook else made_up_workbook(140)
            clicks = [office.click_to_report(sent, f"2024-01-{day:02}") for day in range(1, uploads + 2)][1:]
            download = office.workbook_after(token, measures)
            first, later = office.sheet_after(rows)
            rates, sizes = office.pages(seconds)
    name = workbook.name if workbook else "a made-up workbook of 140 rows"
    found = [
        Measure(f"from the click to the report of {name} (median of {uploads})", statistics.median(clicks), "s"),
        Measure(f"workbook.xlsx of {measures} measures", download, "s"),
        Measure(
            f"sheet of {rows} rows with {rows // 10} errors, first, and as it is kept", first, "s", "kept", later
        ),
        Measure("the largest of the pages without uploads, with all it needs", max(sizes) / 1000, "kB"),
    ]
    if rates is not None:
        found.append(Measure("pages of the portal without uploads, by 2 processes", rates, "/s", "at least", 100))
    return found


def made_up_workbook(rows: int, wrong_every: int = 0) -> bytes:
    """A workbook of measures; in every so many rows the end is no date."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Maßnahmen")
        sheet.write_row(0, 0, ["Klimaschutzkonzept der Stadt, Stand der Umsetzung"])
        sheet.write_row(2, 0, HEADERS)
        for number in range(1, rows + 1):
            end = "bald" if wrong_every and number % wrong_every == 0 else f"31.12.{2025 + number % 10}"
            state = ("geplant", "in Umsetzung", "abgeschlossen")[number % 3]
            row = (f"M-{number}", f"Maßnahme {number}", "Mobilität", state, "01.01.2020", end, number * 1000, "läuft")
            sheet.write_row(number + 2, 0, row)
    return content.getvalue()


class Office:
    """Somebody of an office who is signed in."""

    def __init__(self, address: str, invitation: str) -> None:
        self.address, self.session = address, requests.Session()
        self.session.headers.update({"Origin": address, "Accept": "text/html"})
        self.report = ""
        self._send(invitation, {"password": PASSWORD, "again": PASSWORD})

    def click_to_report(self, content: bytes, as_of: str) -> float:
        """Seconds from sending a workbook until its report is there."""
        path = "/portal/city/datasets/workbook/upload"
        begin = time.perf_counter()
        answer = self._send(path, {"as_of": as_of}, {"file": ("table.xlsx", content)})
        seconds = time.perf_counter() - begin
        self.report = urlsplit(answer.url).path
        return seconds

    def workbook_after(self, token: str, measures: int) -> float:
        """Seconds until the workbook of a version that was just published is there."""
        published(self.address, token, table(measures, 0))
        return _timed(lambda: self._get("/api/v1/publishers/city/datasets/climate/workbook.xlsx"))

    def sheet_after(self, rows: int) -> tuple[float, float]:
        """Seconds until the sheet of a large table with errors is there: the first time, and the second."""
        self.click_to_report(made_up_workbook(rows, wrong_every=10), "2024-12-31")
        return (_timed(lambda: self._get(f"{self.report}sheet")), _timed(lambda: self._get(f"{self.report}sheet")))

    def pages(self, seconds: float) -> tuple[float | None, list[int]]:
        """How many pages a second sixteen readers get at the same time, and how large each is with all it needs."""
        paths = ["/portal/", "/portal/city/", "/portal/city/datasets/climate/", self.report, "/portal/account"]
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        program = wrk_program()
        if program is None:
            print(INSTALL)  # noqa: T201
        headers = {"Cookie": cookies, "Accept": "text/html"}
        found = rate(program, self.address, seconds, headers, paths) if program else None
        return found, [self._size(path) for path in (*paths, f"{self.report}sheet")]

    def _size(self, path: str) -> int:
        page = self._get(path)
        needed = [urljoin(self.address, address) for address in NEEDED.findall(page.text)]
        return len(page.content) + sum(len(self.session.get(address).content) for address in needed)

    def _get(self, path: str) -> requests.Response:
        answer = self.session.get(f"{self.address}{path}")
        answer.raise_for_status()
        return answer

    def _send(
        self, path: str, values: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None
    ) -> requests.Response:
        (token, *_) = TOKEN.findall(self._form(path))
        answer = self.session.post(f"{self.address}{path}", {**values, "csrf_token": token}, files=files)
        answer.raise_for_status()
        return answer

    def _form(self, path: str) -> str:
        return self._get(path).text


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    print(as_text(measure(workbook=Path(sys.argv[1]) if len(sys.argv) > 1 else None)))  # noqa: T201
