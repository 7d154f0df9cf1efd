"""How gunicorn serves the application; every value that differs between deployments comes from the environment.

Here: the server's own settings. Not here: what the application reads (opendata/config.py).
Settings: https://docs.gunicorn.org/en/stable/settings.html
"""

import gc
import importlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import gunicorn
import gunicorn.http.wsgi

# What the application imports that starts no threads. Polars starts some: each process loads its own.
SHARED = (
    *("flask_smorest", "sqlalchemy.dialects.postgresql", "xlsxwriter", "icalendar", "PIL.ImageDraw", "PIL.ImageFont"),
    *("urllib3.connection", "lxml.etree", "segno", "pyotp", "argon2", "smtplib"),
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NAMELESS = (
    "BASE_URL is not set: whoever calls the service by another name than an address of this machine gets 421; "
    "set BASE_URL=https://data.example.org, or ALLOWED_HOSTS=data.example.org"
)


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
worker_class = "opendata.server.buffering_worker.BufferingWorker"
# Polars starts threads of its own; the workers divide the processors among themselves, so as not to slow each other.
os.environ.setdefault("POLARS_MAX_THREADS", str(max(1, len(os.sched_getaffinity(0)) // workers)))
# Polars' allocator gives freed memory back by a thread of its own, soon after large tables are let go of.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:2000,muzzy_decay_ms:0")
# Arrow's own allocators keep what threads have freed, twenty megabytes for each of them that wrote a large table.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
threads = 16  # in each worker; a thread works for whole requests only, and never waits for a slow client

# A worker without a sign of life for this many seconds is replaced; checking an upload of 100 MB takes less.
timeout = 180
# How many seconds a stop waits for running requests; an upload that is cut off then is not published.
graceful_timeout = 10
limit_request_line = 8190  # addresses contain keys of rows, in which an umlaut takes six bytes
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):  # noqa: S108 - only a heartbeat is written there
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat on a busy disk is late, and gunicorn replaces the worker

errorlog = "-"
accesslog = None  # problems are logged by the application, one line each
control_socket_disable = True
# The Server header, which hides the server's own name and version; the module that writes it has a copy of its own.
gunicorn.SERVER = gunicorn.http.wsgi.SERVER = "opendata"
# The application trusts as many proxies as TRUSTED_PROXIES says; the server itself trusts none.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def on_starting(_arbiter: Any) -> None:
    """Check everything before any worker starts; a server that cannot work prints the reason once, and exits with 2.

    The check runs in a child process: libraries that start threads must not be used before workers are forked.
    """
    # Imported here once, so that all forked processes share the time and the memory that these libraries take.
    for library in SHARED:
        importlib.import_module(library)
    # Here, because Polars makes threads in each process as soon as it is loaded, and each of them might get a heap.
    importlib.import_module("opendata.server.given_back_memory").bound_heaps()
    child = os.fork()
    if child == 0:
        os._exit(_check())
    # Meanwhile this process does what each worker would have to do for its first readers.
    importlib.import_module("opendata.web.compiled_templates").compile_first()
    _, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(code if code > 0 else 2)


def _check() -> int:
    """Check that everything the server needs is there; returns the exit code of the check."""
    gc.disable()  # this process ends soon, and loading libraries makes hardly any garbage
    try:
        from opendata.app import create_app  # noqa: PLC0415 - importable only after gunicorn set its path
        from opendata.config import Config, ConfigError  # noqa: PLC0415
        from opendata.domain.errors import DomainError  # noqa: PLC0415

        try:
            config = Config.from_env()
            create_app(config).extensions["opendata"].check()
        except (ConfigError, DomainError) as error:
            _say(f"opendata cannot start: {' '.join(str(error).split())}")
            return 2
        is_open = host not in LOOPBACK or config.trusted_proxies
        if is_open and not config.base_url and not os.environ.get("ALLOWED_HOSTS"):
            _say(NAMELESS)
        if config.database_url.startswith("postgresql") and config.secret_file:
            _say("SECRET_KEY is not set: this host made one of its own; where there are several, give all the same")
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def post_worker_init(worker: Any) -> None:
    """Open storage and ask it once before the first request; if it does not answer, the requests try again."""
    from opendata.config import ConfigError  # noqa: PLC0415
    from opendata.domain.errors import DomainError  # noqa: PLC0415
    from opendata.server import given_back_memory  # noqa: PLC0415

    given_back_memory.begin(worker.wsgi.extensions["opendata"].rest)
    try:
        worker.wsgi.extensions["opendata"].serve()
    except (ConfigError, DomainError) as error:
        _say(f"opendata cannot serve yet: {error}")


def worker_exit(_server: Any, worker: Any) -> None:
    """Keep what the worker has counted; one that never got so far as to load the application has counted nothing."""
    if application := getattr(worker, "wsgi", None):
        application.extensions["opendata"].stop()
