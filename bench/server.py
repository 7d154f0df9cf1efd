"""A real server for benchmarks and tests: gunicorn on a free port, with its own data."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180
START: Callable[..., Any] = subprocess.Popen  # or what takes the same, and gives what can be used in the same way
FIRST_PORT, USUAL_PORT_OF_CONNECTIONS = 10_000, 32_768  # servers get ports between the two
# What a service reads from its environment; a server for benchmarks and tests inherits none of it.
SETTINGS = """DATA_DIR DATABASE_URL PACKAGES_URL KINDS_DIR REDIS_URL SECRET_KEY BASE_URL ALLOWED_HOSTS
UPLOAD_LIMIT_BYTES UPLOAD_RETENTION_DAYS PUBLISHER_QUOTA_MIB CHECK_PLACES CHECK_MEMORY_MIB CHECK_SECONDS
KEPT_ANSWERS_MIB TRUSTED_PROXIES LANGUAGE
AWS_ENDPOINT_URL SMTP_URL MAIL_FROM OIDC_ISSUER OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_NAME
OPERATOR_NAME OPERATOR_EMAIL OPERATOR_TIME_ZONE DAILY_MAIL_TIME CATALOG_CONTRIBUTOR
OUTGOING_ALLOW_PRIVATE SOURCES_ALLOW_PRIVATE WEBSUB_HUB
AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION PORT HOST WEB_CONCURRENCY EXAMPLE""".split()


def free_port() -> int:
    """A port of the loopback that nobody listens on, and that the system gives to no connection as its own end.

    A server could not start again on a port that a connection has got meanwhile. And who asks for a server that is
    away might, once in thousands of times, be given the very port that is asked for, and reach nobody but itself.
    """
    while True:
        port = FIRST_PORT + secrets.randbelow(_first_port_of_connections() - FIRST_PORT)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _first_port_of_connections() -> int:
    """Where the range begins from which Linux gives ports to connections; the usual value where it leaves no room."""
    ports = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(ports.read_text().split()[0]) if ports.exists() else USUAL_PORT_OF_CONNECTIONS
    return first if first > 2 * FIRST_PORT else USUAL_PORT_OF_CONNECTIONS


def environment(data_dir: Path, port: int) -> dict[str, str]:
    """The environment of a service with its data in a folder of its own."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    # A busy machine must not end the check of an ordinary table; tests of the deadline set their own.
    ours = {"HOST": "127.0.0.1", "PORT": str(port), "LANGUAGE": "de", "CHECK_SECONDS": "120"}
    return {**inherited, **ours, "DATA_DIR": str(data_dir)}


def flask(env: Mapping[str, str], *arguments: str, stdin: str | None = None) -> str:
    """What a command of `flask` prints; raises RuntimeError if it fails.

    It runs in this process, which is quicker than another: a service is set up by several commands.
    """
    from opendata.app import create_app  # noqa: PLC0415 - programs that only start servers need not load it
    from opendata.config import Config  # noqa: PLC0415
    from opendata.web.services import EXTENSION  # noqa: PLC0415

    app = create_app(Config.from_env(env))
    result = app.test_cli_runner().invoke(args=list(arguments), input=stdin)
    app.extensions[EXTENSION]().close()
    if result.exit_code:
        raise RuntimeError(result.output)
    return result.stdout.strip()


@contextmanager
def running(env: dict[str, str], log: Path | None = None, start: Callable[..., Any] | None = None) -> Iterator[str]:
    """The address of a server that takes requests; it is stopped afterwards.

    log: beside DATA_DIR if not told. start: START if not told.
    """
    address = f"http://127.0.0.1:{env['PORT']}"
    log = log or Path(env["DATA_DIR"]).with_suffix(".log")
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]
    with log.open("wb") as output:
        server = (start or START)(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=120)


def _wait_for(address: str, server: Any, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')}")
