"""Many requests a second, sent by wrk: a program in C, so that the client takes little of the processors.

Here: where wrk is, and one run of it. wrk is a package of Debian (apt-get install wrk) and there is no wheel of it;
the benchmarks that need it say so where it is missing, and the suite does not need it. WRK may name the program.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence

INSTALL = "wrk is not installed, so serving was not measured: apt-get install wrk (or WRK=/path/to/wrk)"
CLIENTS = 16
SCRIPT = """local n, paths = 0, {{ {paths} }}
request = function()
  n = n + 1
  return wrk.format("GET", string.format(paths[n % #paths + 1], n))
end
"""
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_FAULTS = re.compile(r"(Non-2xx or 3xx responses: \d+|Socket errors: .*)")


def wrk_program() -> str | None:
    """Where wrk is; None if it is not installed."""
    return os.environ.get("WRK") or shutil.which("wrk")


def rate(
    program: str,
    url: str,
    seconds: float,
    headers: Mapping[str, str],
    paths: Sequence[str] = (),
    clients: int = CLIENTS,
) -> float:
    """Answers a second, where so many clients ask for one address; raises RuntimeError if one is no good answer.

    paths: what is asked for below the address, one after another; a path may have %d in the place of a number that is
    another one each time.
    """
    # wrk takes whole seconds alone.
    command = [program, "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if paths:
            script.write(SCRIPT.format(paths=", ".join(f'"{path}"' for path in paths)))
            script.flush()
            command += ["-s", script.name]
        return _run(command, url)


def _run(command: Sequence[str], url: str) -> float:
    said = subprocess.run([*command, url], check=True, stdout=subprocess.PIPE, text=True).stdout
    if fault := _FAULTS.search(said):
        raise RuntimeError(f"{url}: {fault[1]}")
    found = _RATE.search(said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1])
