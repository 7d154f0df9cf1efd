"""Requests that schemathesis makes up by the OpenAPI document, to a real server: it must find nothing.

Here: the server, what is in it, and the run. `python -m bench.described_requests` runs it (SEED, EXAMPLES: how many
requests of each sort for each operation, PATHS: a regular expression of the addresses that are meant);
the suite runs it in a short form. What the run allows is said in ALLOWED.
"""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.server import environment, flask, free_port, running
from opendata.api.description.address_parts import PARTS
from opendata.app import LIMITS_FILE
from opendata.web.limits import FAILED_TOKENS

CITY, NAME = PARTS["publisher"].example, PARTS["dataset"].example
FORGET_SECONDS = 1.0
DATASET = f"/api/v1/publishers/{CITY}/datasets/{NAME}"
TABLE = """measure_id,title,phase,planned_end,cost_eur
A-1,Radweg an der Uferstraße,implementation,2027-12,450000
A-2,Fahrradstation am Bahnhof,planning,2028-06,120000
"""
# A request that fits the document may still be refused for what only the data know: an event, a cursor or a field
# that is not there, a file that is no table, a row that is gone.
ALLOWED = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "410", "412", "416", "422", "429", "503"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "410", "413", "415", "422", "429"]
"""


@dataclass(frozen=True)
class Filled:
    """A server with something at every address that the document has examples of."""

    address: str
    token: str
    upload: str  # the id of a draft
    counted: Path  # where the server counts who comes how often


@contextmanager
def filled(folder: Path, run: Callable[..., str] = flask) -> Iterator[Filled]:
    """A running server with a published dataset and a draft; run: runs a command of `flask`."""
    env = environment(folder / "data", free_port())
    run(env, "publishers", "add", CITY, "--name", "Beispielstadt")
    run(env, "datasets", "add", CITY, NAME, "--kind", "climate-measures", "--title", "Klimaschutz")
    token = run(env, "tokens", "add", CITY, "--name", "made-up", "--scopes", "upload,publish,admin")
    with running(env) as address:
        headers = {"Authorization": f"Bearer {token}"}
        for as_of, phase in (("2023-12-31", "planning"), ("2024-12-31", "implementation")):
            _sent(f"{address}{DATASET}/uploads?publish=true", headers, as_of, TABLE.replace("implementation", phase))
        draft = _sent(f"{address}{DATASET}/uploads", headers, "2025-12-31", TABLE.replace("450000", "460000"))
        yield Filled(address, token, str(draft["id"]), folder / "data" / LIMITS_FILE)


def found(server: Filled, folder: Path, *, examples: int, seed: int, phases: str, paths: str = "") -> tuple[int, str]:
    """How schemathesis ends, 0 where it finds nothing, and what it says; paths: only these addresses."""
    config = folder / "schemathesis.toml"
    # The draft is there under an id that nobody could make up; whoever waits for news would wait for a minute.
    given = f'[parameters]\n"path.upload_id" = "{server.upload}"\n"query.wait" = 0\n'
    config.write_text(given + ALLOWED)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
        f"{server.address}/api/v1/openapi.json",
        *("--phases", phases, "--max-examples", str(examples), "--seed", str(seed), "--checks", "all"),
        *("--header", f"Authorization: Bearer {server.token}", "--continue-on-failure", "--warnings", "off"),
        *("--suppress-health-check", "all", "--no-color"),
        *(("--include-path-regex", paths) if paths else ()),
    ]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running_command:
        while True:
            try:
                told, _ = running_command.communicate(timeout=FORGET_SECONDS)
            except subprocess.TimeoutExpired:
                _forget_wrong_tokens(server)
            else:
                return running_command.returncode, told


def _forget_wrong_tokens(server: Filled) -> None:
    """Forget how often the run has come with a wrong token: it does so for each operation, which is too often."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(server.counted)) as counts:
        counts.execute("DELETE FROM counted WHERE name = ?", (FAILED_TOKENS.name,))
        counts.commit()


def _sent(address: str, headers: Mapping[str, str], as_of: str, table: str) -> dict[str, object]:
    files = {"file": ("measures.csv", io.BytesIO(table.encode()))}
    answer = requests.post(address, headers=dict(headers), data={"as_of": as_of}, files=files, timeout=300)
    if answer.status_code == 409:
        answers = {item["id"]: {"reason": "So gewollt."} for item in answer.json()["questions"]}
        publish = answer.json()["links"]["publish"]
        answer = requests.post(publish, headers=dict(headers), json={"answers": answers}, timeout=300)
    if answer.status_code != 201:
        raise RuntimeError(answer.text)
    read: dict[str, object] = json.loads(answer.content)
    return read


def main() -> int:
    """Run it with as many examples as are asked for."""
    examples, seed = int(os.environ.get("EXAMPLES", "30")), int(os.environ.get("SEED", "1"))
    paths = os.environ.get("PATHS", "")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with filled(folder) as server:
            phases = "examples,coverage,fuzzing"
            status, told = found(server, folder, examples=examples, seed=seed, phases=phases, paths=paths)
    print(told)  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main())
