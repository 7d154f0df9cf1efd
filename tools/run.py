"""What `make run` does once everything is installed: the example data, a text on how to begin, and the Procfile.

Here: the order of a start on one machine. Not here: the server's settings (gunicorn.conf.py), installing (Makefile).
"""
# ruff: noqa: T201

import os
import runpy
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
PREPARE = "prepare"  # the word for the process that prepares everything and ends
PORT_TAKEN = "opendata cannot start: port {port} is taken; free it, or choose another: make run PORT={other}"
WELCOME = """
opendata listens on {address}   (Ctrl-C stops it)
{datasets}
{sign_in}
Publish a table of your own, in another terminal:
{exports}
  .venv/bin/flask publishers add my-city --name "My City"
  .venv/bin/flask datasets add my-city climate --kind climate-measures --title "Climate measures"
  .venv/bin/flask publish my-city/climate FILE.xlsx --as-of 2024-12-31

or over HTTP, with a token:

  TOKEN=$(.venv/bin/flask tokens add my-city --name "my computer")
  curl -H "Authorization: Bearer $TOKEN" -F file=@FILE.xlsx -F as_of=2024-12-31 \\
    "{address}api/v1/publishers/my-city/datasets/climate/uploads?publish=true"
"""

FIRST_TIME = """Sign in to the pages for staff, {address}portal/
    e-mail address: {email}
    password:       {password}   (made just now, shown once, kept nowhere)
"""
LATER = """Sign in to the pages for staff, {address}portal/
  Somebody new:     .venv/bin/flask users invite EMAIL --publisher PUBLISHER --role admin
  A new password:   .venv/bin/flask users reset EMAIL
"""


def main() -> None:
    """Start everything, or print in one line why that is impossible; never returns."""
    os.chdir(ROOT)
    # honcho numbers ports from PORT on. Reading the server's settings here reports wrong values before any start.
    settings = runpy.run_path("gunicorn.conf.py")
    host, port = settings["host"], settings["port"]
    os.environ["PORT"] = str(port)
    if not _is_free(host, port):
        _stop(PORT_TAKEN.format(port=port, other=port + 1 if port < 65535 else 8000))
    if subprocess.run([sys.executable, "-m", "tools.run", PREPARE, host, str(port)], check=False).returncode != 0:
        sys.exit(2)  # it has said why
    # Closing the terminal stops everything too: honcho handles only INT and TERM, so HUP is passed on as TERM.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    # Only here, because importing it has every library tell of all that it does, which is noise while preparing.
    from honcho.command import main as honcho  # noqa: PLC0415

    sys.argv = ["honcho", "--env", "", "start"]
    honcho()


def _prepare(host: str, port: int) -> None:
    """Bring the data up to date, with the example unless that is not wanted, and print how to begin.

    A process of its own does both: it loads the service once, and this one, which waits until everything is stopped,
    holds nothing of it.
    """
    from flask.cli import ScriptInfo  # noqa: PLC0415 - only in the process that needs the service

    from wsgi import app  # noqa: PLC0415 - as above

    command = ["migrate"] if os.environ.get("EXAMPLE") == "0" else ["example", "load"]
    try:
        app.cli.main(command, "flask", obj=ScriptInfo(create_app=lambda: app))
    except SystemExit as ended:
        if ended.code:
            raise
    print(_welcome(app, host, port), flush=True)


def _is_free(host: str, port: int) -> bool:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        _stop(f"opendata cannot start: HOST is '{host}', which is no address of this machine")
    for family, kind, protocol, _, address in addresses:
        with socket.socket(family, kind, protocol) as probe:
            # gunicorn sets this option too: a port whose server has just ended counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError:
                return False
    return True


def _welcome(app: "Flask", host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    address = f"http://{shown}:{port}/"
    exports = "".join(
        f"\n  export {name}={shlex.quote(os.environ[name])}"
        for name in ("DATA_DIR", "DATABASE_URL", "PACKAGES_URL")
        if os.environ.get(name)
    )
    return WELCOME.format(address=address, exports=exports, **_content(app, address))


def _content(app: "Flask", address: str) -> dict[str, str]:
    """Lines about what there is to see, and about how to sign in."""
    services: Any = app.extensions["opendata"]()
    try:
        return {"datasets": _datasets(services, address), "sign_in": sign_in_lines(services, address)}
    finally:
        services.close()


def _datasets(services: Any, address: str) -> str:
    """Lines about up to five published datasets, each with its versions, oldest first."""
    lines = []
    for dataset in services.catalogue.datasets():
        versions = ", ".join(
            f"{version.number} (as of {version.as_of.isoformat()})" for version in services.versions.history(dataset)
        )
        lines.append(f"\n  {dataset.publisher.title}: {dataset.title}\n    {address}{dataset.path}\n    {versions}\n")
    return "".join(lines[:5])


def sign_in_lines(services: Any, address: str) -> str:
    """Lines about how to sign in; where nobody can, somebody is made who manages the example."""
    from opendata import example  # noqa: PLC0415 - only in the process that needs the service

    kinds_dir = services.config.kinds_dir
    first = None
    if os.environ.get("EXAMPLE") != "0" and example.is_wanted(services.desk, kinds_dir):
        first = example.first_person(services.door, kinds_dir, services.now())
    if first is None:
        return LATER.format(address=address)
    return FIRST_TIME.format(address=address, email=first[0], password=first[1])


def _stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    try:
        if sys.argv[1:2] == [PREPARE]:
            _prepare(sys.argv[2], int(sys.argv[3]))
        else:
            main()
    except KeyboardInterrupt:  # before honcho takes over
        sys.exit(130)
