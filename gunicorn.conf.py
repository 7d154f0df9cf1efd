"""How gunicorn serves the application; every value that differs between deployments comes from the environment.

Here: the server's own settings. Not here: what the application reads (opendata/config.py).
Settings: https://docs.gunicorn.org/en/stable/settings.html
"""

import importlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import gunicorn


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)  # noqa: T201


def _stop(message: str) -> None:
    _say(f"opendata cannot start: {message}")
    sys.exit(2)


def _whole(name: str, default: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        _stop(f"{name} is '{text}'; give a whole number from 1 to {most}")
    return int(text)


host, port = os.environ.get("HOST") or "127.0.0.1", _whole("PORT", 8000, 65535)
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
workers = _whole("WEB_CONCURRENCY", 2, 256)
worker_class = "gthread"
# Polars works on tables with threads of its own: workers share the processors, or they would hold each other up.
os.environ.setdefault("POLARS_MAX_THREADS", str(max(1, len(os.sched_getaffinity(0)) // workers)))
threads = 16  # in each worker: every slow upload, and every reader that waits for changes, holds a thread

# A worker that does not answer for so long is replaced; reading and checking an upload of 100 MB takes less.
timeout = 180
# How long a stop waits for requests that are being answered; an upload that is cut off then was not published.
graceful_timeout = 10
limit_request_line = 8190  # keys of rows stand in addresses, where an umlaut takes six bytes
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):  # noqa: S108 - only a heartbeat is written there
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - on a busy disk the heartbeat would wait, and the worker be replaced

errorlog = "-"
accesslog = None  # problems are logged by the application, one line each
control_socket_disable = True
gunicorn.SERVER = "opendata"  # the Server header: nobody needs to know what it runs on
# The application decides by TRUSTED_PROXIES which proxies to believe about addresses; the server believes none.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def on_starting(_arbiter: Any) -> None:
    """Check everything before any worker is started: a server that cannot work says why, once, and ends with code 2.

    The check runs in a process of its own: libraries that start threads must not be used before workers are forked.
    """
    # Loaded here once, and shared by every process that is forked from this one.
    for library in ("flask_smorest", "sqlalchemy"):
        importlib.import_module(library)
    child = os.fork()
    if child == 0:
        os._exit(_check())
    _, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(code if code > 0 else 2)


def _check() -> int:
    """Check that everything is there; the exit code of the check."""
    try:
        from opendata.app import create_app  # noqa: PLC0415 - importable when gunicorn has set its path
        from opendata.config import Config, ConfigError  # noqa: PLC0415
        from opendata.domain.errors import DomainError  # noqa: PLC0415

        try:
            config = Config.from_env()
            create_app(config).extensions["opendata"].check()
        except (ConfigError, DomainError) as error:
            _say(f"opendata cannot start: {' '.join(str(error).split())}")
            return 2
        if config.database_url.startswith("postgresql") and config.secret_file:
            _say("SECRET_KEY is not set: this host made one of its own; where there are several, give all the same")
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def post_worker_init(worker: Any) -> None:
    """Open storage before the first request; if a part does not answer yet, requests try again."""
    from opendata.config import ConfigError  # noqa: PLC0415
    from opendata.domain.errors import DomainError  # noqa: PLC0415

    try:
        worker.wsgi.extensions["opendata"].serve()
    except (ConfigError, DomainError) as error:
        _say(f"opendata cannot serve yet: {error}")
