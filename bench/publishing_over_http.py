"""Upload and publish a table over HTTP until everybody can read it, beside `frictionless validate` on the same file.

Run alone: .venv/bin/python -m bench.publishing_over_http
One upload is over when the new version shows in `latest`, in `changes?since=` and in the dataset's feed.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

from bench.server import environment, flask, free_port, running
from bench.table import Measure, as_text

HEADER = "Nr.,Maßnahme,Handlungsfeld,Status,geplanter Beginn,geplantes Ende,Fortschritt in %,Kosten in Euro,"
HEADER += "CO2-Einsparung (t/a),Zuständig,Sachstand"
PHASES = ("geplant", "in Planung", "in Umsetzung", "laufend", "abgeschlossen")


def measure(rows: int = 300, uploads: int = 15, validations: int = 5) -> list[Measure]:
    """Medians over so many uploads, each with other content, and validations."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder) / "data", free_port())
        flask(env, "publishers", "add", "city", "--name", "City")
        flask(env, "datasets", "add", "city", "climate", "--kind", "climate-measures", "--title", "Climate measures")
        token = flask(env, "tokens", "add", "city", "--name", "bench")
        with running(env) as address:
            published(address, token, table(rows, 0))  # a first version, and every import done
            ours = [published_after(address, token, table(rows, turn)) for turn in range(1, uploads + 1)]
        file = Path(folder) / "measures.csv"
        file.write_text(table(rows, 1), encoding="utf-8")
        reference = [_validated_after(file) for _ in range(validations)]
    what = f"publish {rows} rows, 11 columns, until public (median of {uploads})"
    beside = f"frictionless validate (median of {validations})"
    return [Measure(what, statistics.median(ours), "s", beside, statistics.median(reference))]


def table(rows: int, turn: int) -> str:
    """A city's table; every tenth row differs from turn to turn."""
    lines = [HEADER]
    for number in range(1, rows + 1):
        news = turn if number % 10 == 0 else 0
        phase = PHASES[number % len(PHASES)]
        lines.append(
            f"M{number:05},Maßnahme {number} im Stadtgebiet,Mobilität,{phase},2023-01-15,{2025 + news % 20}-12-31,"
            f"{number % 101},{number * 1000 + 500},{number % 50},Umweltamt,Bericht {news} zu Nummer {number}"
        )
    return "\n".join(lines) + "\n"


def published_after(address: str, token: str, content: str) -> float:
    """Seconds from the first byte sent until version, changes and feed are there."""
    since = _last_serial(address)
    begin = time.perf_counter()
    answer = published(address, token, content)
    dataset = f"{address}/api/v1/publishers/city/datasets/climate"
    while True:
        shown = json.loads(_get(f"{dataset}/versions/latest"))["version"] == answer["version"]
        changes = json.loads(_get(f"{address}/api/v1/changes?since={since}&limit=1"))["items"]
        feed = _get(f"{address}/feeds/city/climate.atom").decode()
        if shown and changes and answer["version"] in feed:
            return time.perf_counter() - begin


def _last_serial(address: str) -> int:
    last: int = json.loads(_get(f"{address}/api/v1/changes?limit=1"))["last_serial"]
    return last


def published(address: str, token: str, content: str, dataset: str = "climate") -> dict[str, str]:
    """What the service answers to a table that is to be published at once."""
    boundary = uuid.uuid4().hex
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="as_of"\r\n\r\n2024-12-31\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="measures.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{content}\r\n--{boundary}--\r\n"
    )
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{address}/api/v1/publishers/city/datasets/{dataset}/uploads?publish=true",
        body.encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310
        answer: dict[str, str] = json.load(response)
    return answer


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:  # noqa: S310
        content: bytes = response.read()
    return content


def _validated_after(file: Path) -> float:
    begin = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).parent / "frictionless", "validate", file.name],
        cwd=file.parent,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begin


if __name__ == "__main__":
    print(as_text(measure()))  # noqa: T201
