"""Config: every environment variable, typed, read once (12factor.net/config); nothing else in opendata/ reads them.

Here: names, defaults, and plain messages about wrong values. Not here: what the values are used for.
"""

import os
import re
import secrets
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time as time_of_day
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
MIB = 2**20
OWNER_FILE, OWNER_FOLDER = 0o600, 0o700  # what is in DATA_DIR is for the user of the service alone, whatever umask
SECRET_FILE = "secret_key"  # noqa: S105 - the name of a file in DATA_DIR, no secret
KINDS_DIR = ROOT / "datapackages"
# What OUTGOING_ALLOW_PRIVATE=1 opens: this machine and networks of one's own, but not the addresses of a link, where
# clouds answer questions about a machine.
OWN_NETWORKS = "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7"
POSTGRESQL_NAMES = ("postgresql", "postgres", "postgresql+psycopg")


class ConfigError(Exception):
    """A value the service cannot start with; str() is one line that says what to do."""


@dataclass(frozen=True)
class Config:
    """What differs between deployments."""

    data_dir: Path
    database_url: str = field(repr=False)
    packages_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    secret_file: Path | None = None  # the file that keeps the secret of this installation; None: SECRET_KEY is set
    kinds_dir: Path = KINDS_DIR
    redis_url: str | None = field(default=None, repr=False)
    base_url: str | None = None  # None: as the request says
    listens_on: str = "http://127.0.0.1:8000"  # the address where this machine reaches the service
    allowed_hosts: tuple[str, ...] = ()  # the names, beside loopback, that a request may say where base_url is None
    upload_limit_bytes: int = 100 * MIB  # larger bodies are refused before they are read
    upload_retention_days: int = 90
    publisher_quota_mib: int = 20 * 1024  # that each publisher may store, drafts and packages together; 0: no limit
    trusted_proxies: int = 0
    language: str = "de"
    operator_name: str = "opendata"  # who runs this service, as the catalogue names its publisher
    operator_email: str | None = None
    catalog_contributor: str | None = None  # under which code data portals know this catalogue
    smtp_url: str | None = field(default=None, repr=False)  # None: no mail is sent
    mail_from: str | None = None
    operator_time_zone: str = "Europe/Berlin"  # of the hour from which daily mails are sent
    daily_mail_time: time_of_day = time_of_day(7)
    oidc_name: str | None = None  # what people call the provider of OpenID Connect; None: there is none
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    outgoing_allowed: tuple[IPv4Network | IPv6Network, ...] = ()  # inside, and open to addresses that others name
    sources_allowed: tuple[IPv4Network | IPv6Network, ...] = ()  # inside, and open to files that datasets follow
    websub_hub: str | None = None  # is told which feeds have something new
    kept_answers_mib: int = 64  # of public answers that each process of the service keeps; 0: none
    check_places: int = 2  # how many uploads each process of the service has read and checked at a time
    check_memory_mib: int = 96  # how much memory every upload may take for that; large files may take more
    check_seconds: int = 3  # how much time every upload may take for that; large files may take more
    s3_endpoint: str | None = field(default=None, repr=False)  # None: Amazon's own
    s3_key: str | None = field(default=None, repr=False)
    s3_secret: str | None = field(default=None, repr=False)
    s3_region: str | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Self:
        """The configuration of this process; raises ConfigError. Makes DATA_DIR and its secret if absent."""
        env = os.environ if env is None else env
        data_dir = Path(env.get("DATA_DIR") or ROOT / "var").absolute()
        language = env.get("LANGUAGE") or cls.language
        _check_s3_key(env)
        oidc_name, oidc_issuer = env.get("OIDC_NAME") or "OpenID Connect", _oidc_issuer(env)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(env.get("DATABASE_URL"), data_dir),
            packages_url=_packages_url(env.get("PACKAGES_URL"), data_dir),
            secret_key=env.get("SECRET_KEY") or _kept_secret(data_dir / SECRET_FILE),
            secret_file=None if env.get("SECRET_KEY") else data_dir / SECRET_FILE,
            kinds_dir=kinds_dir_of(env),
            redis_url=_redis_url(env.get("REDIS_URL")),
            base_url=_base_url(env.get("BASE_URL")),
            listens_on=_listens_on(env.get("HOST") or "127.0.0.1", env.get("PORT") or "8000"),
            allowed_hosts=_hosts(env.get("ALLOWED_HOSTS"), env.get("HOST")),
            upload_limit_bytes=_whole(env, "UPLOAD_LIMIT_BYTES", cls.upload_limit_bytes, least=1),
            upload_retention_days=_whole(env, "UPLOAD_RETENTION_DAYS", cls.upload_retention_days, least=1),
            publisher_quota_mib=_whole(env, "PUBLISHER_QUOTA_MIB", cls.publisher_quota_mib, least=0),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", cls.trusted_proxies, least=0),
            # The operating system sets LANGUAGE too, to values such as "de_DE:de" or "C"; these are ignored.
            language=language if language in ("de", "en") else cls.language,
            operator_name=env.get("OPERATOR_NAME") or cls.operator_name,
            operator_email=env.get("OPERATOR_EMAIL") or None,
            catalog_contributor=_contributor(env.get("CATALOG_CONTRIBUTOR")),
            smtp_url=_smtp_url(env),
            mail_from=env.get("MAIL_FROM") or None,
            operator_time_zone=_time_zone(env.get("OPERATOR_TIME_ZONE") or cls.operator_time_zone),
            daily_mail_time=_time_of_day(env, "DAILY_MAIL_TIME", cls.daily_mail_time),
            oidc_name=oidc_name if oidc_issuer else None,
            oidc_issuer=oidc_issuer,
            oidc_client_id=env.get("OIDC_CLIENT_ID") or "",
            oidc_client_secret=env.get("OIDC_CLIENT_SECRET") or "",
            outgoing_allowed=_networks(env, "OUTGOING_ALLOW_PRIVATE"),
            sources_allowed=_networks(env, "SOURCES_ALLOW_PRIVATE"),
            websub_hub=_hub(env),
            kept_answers_mib=_whole(env, "KEPT_ANSWERS_MIB", cls.kept_answers_mib, least=0),
            check_places=_whole(env, "CHECK_PLACES", cls.check_places, least=1),
            check_memory_mib=_whole(env, "CHECK_MEMORY_MIB", cls.check_memory_mib, least=16),
            check_seconds=_whole(env, "CHECK_SECONDS", cls.check_seconds, least=1),
            s3_endpoint=_endpoint(env.get("AWS_ENDPOINT_URL")),
            s3_key=env.get("AWS_ACCESS_KEY_ID") or None,
            s3_secret=env.get("AWS_SECRET_ACCESS_KEY") or None,
            s3_region=env.get("AWS_REGION") or None,
        )


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner alone."""
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(OWNER_FOLDER, exist_ok=True)
    path.mkdir(OWNER_FOLDER, exist_ok=True)


def keep_private(path: Path) -> None:
    """Take the rights of others from a file or a folder that an earlier release made with them."""
    mode = path.stat().st_mode if path.exists() else 0
    if mode & 0o077 and not mode & stat.S_ISVTX:  # a folder such as /tmp is meant for all
        with suppress(PermissionError):  # it belongs to somebody else, who decides about it
            path.chmod(OWNER_FOLDER if path.is_dir() else OWNER_FILE)


def kinds_dir_of(env: Mapping[str, str] | None = None) -> Path:
    """The folder of kinds, without the rest of the configuration: checking files needs no storage and no secret."""
    env = os.environ if env is None else env
    return Path(env.get("KINDS_DIR") or KINDS_DIR).absolute()


def environment_without_secrets(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process needs that has to do with tables alone: without keys, passwords and addresses of servers."""
    env = os.environ if env is None else env
    kept = ("PATH", "HOME", "TZ", "TMPDIR", "LANG", "VIRTUAL_ENV", "POLARS_MAX_THREADS", "PYTHONWARNINGS")
    # Threads of the allocator are of no use in a process that is forked, and a parent of forks must have none.
    return {
        **{name: value for name, value in env.items() if name in kept or name.startswith("LC_")},
        "_RJEM_MALLOC_CONF": "background_thread:false",
        "PYTHONPATH": str(ROOT),
    }


def _whole(env: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ConfigError(f"{name} is '{text}'; give a whole number, {least} or more")
    return int(text)


def _database_url(text: str | None, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'opendata.sqlite'}"
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - slow to import, and a check of files has no database
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigError(
            "DATABASE_URL cannot be read; write it as postgresql://user:password@host/name, or sqlite:////path/to/file"
        ) from None
    if url.get_backend_name() == "sqlite":
        return text
    if url.get_backend_name() in ("postgresql", "postgres") and url.drivername in POSTGRESQL_NAMES:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ConfigError(f"DATABASE_URL begins with '{url.drivername}:'; give postgresql: or sqlite:")


def _packages_url(text: str | None, data_dir: Path) -> str:
    if not text:
        return str(data_dir / "packages")
    if text.startswith("file://"):
        return text.removeprefix("file://")
    if text.startswith("s3://"):
        parts = urlsplit(text)
        _must_hold_no_password("PACKAGES_URL", text, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        if not parts.netloc or parts.query or any(part in (".", "..") for part in parts.path.split("/")):
            raise ConfigError(f"PACKAGES_URL is '{text}'; write it as s3://bucket/prefix")
        return text.rstrip("/")
    if "://" in text:
        raise ConfigError(
            f"PACKAGES_URL begins with '{text.split('://')[0]}://'; give a folder, or s3://bucket/prefix"
        )
    return str(Path(text).absolute())


def _endpoint(text: str | None) -> str | None:
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc):
        raise ConfigError("AWS_ENDPOINT_URL cannot be read; write it as https://s3.example.org")
    _must_hold_no_password("AWS_ENDPOINT_URL", text or "", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    return text or None


def _listens_on(host: str, port: str) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{shown}:{port}"


def _smtp_url(env: Mapping[str, str]) -> str | None:
    """The mail server; raises ConfigError. Links in mails must not depend on what a request claims to be its host."""
    text = env.get("SMTP_URL")
    if not text:
        return None
    try:
        good = urlsplit(text).scheme in ("smtp", "smtps") and urlsplit(text).hostname and urlsplit(text).port != 0
    except ValueError:
        good = False
    if not good:
        raise ConfigError("SMTP_URL cannot be read; write it as smtp://user:password@mail.example.org:587")
    if missing := [name for name in ("BASE_URL", "MAIL_FROM") if not env.get(name)]:
        raise ConfigError(f"Set {' and '.join(missing)}: mails hold links, and come from somebody")
    return text


def _networks(env: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks inside that a setting opens, to webhooks or to files; raises ConfigError."""
    text = env.get(name)
    if not text or text == "0":
        return ()
    try:
        parts = (OWN_NETWORKS if text == "1" else text).split(",")
        return tuple(ip_network(part.strip()) for part in parts)
    except ValueError:
        raise ConfigError(
            f"{name} is '{text}'; write networks, such as 10.20.0.0/16,192.168.1.5, or 1 for all"
        ) from None


def _hub(env: Mapping[str, str]) -> str | None:
    """The hub of WebSub; raises ConfigError. Feeds must have addresses that do not depend on a request."""
    text = env.get("WEBSUB_HUB")
    if not text:
        return None
    _must_hold_no_password("WEBSUB_HUB", text, "write it as https://hub.example.org/")
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc:
        raise ConfigError(f"WEBSUB_HUB is '{text}'; write it as https://hub.example.org/")
    if not env.get("BASE_URL"):
        raise ConfigError("Set BASE_URL: the hub of WEBSUB_HUB is told the addresses of feeds")
    return text


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ConfigError(f"OPERATOR_TIME_ZONE is '{name}'; write it as Europe/Berlin") from None
    return name


def _time_of_day(env: Mapping[str, str], name: str, default: time_of_day) -> time_of_day:
    text = env.get(name)
    if not text:
        return default
    try:
        if not re.fullmatch(r"\d\d:\d\d", text, re.ASCII):
            raise ValueError(text)
        return time_of_day.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{name} is '{text}'; write it as 07:00") from None


def _must_hold_no_password(name: str, address: str, advice: str) -> None:
    """Raise ConfigError for an address with a user or a password, which would stand in messages and answers."""
    if "@" in urlsplit(address).netloc:
        raise ConfigError(f"{name} must hold no user and no password; {advice}")


def _oidc_issuer(env: Mapping[str, str]) -> str | None:
    text = env.get("OIDC_ISSUER")
    if not text:
        return None
    parts = urlsplit(text)
    is_near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (parts.scheme != "https" and not (parts.scheme == "http" and is_near)) or not parts.netloc:
        raise ConfigError(f"OIDC_ISSUER is '{text}'; write it as https://login.example.org/realm")
    if missing := [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not env.get(name)]:
        raise ConfigError(f"Set {' and '.join(missing)} to what the provider of OIDC_ISSUER gave this service")
    return text


def _check_s3_key(env: Mapping[str, str]) -> None:
    """Raise ConfigError if a key is needed and missing.

    Amazon's own store also accepts the role of the machine in place of a key; every other store needs a key.
    """
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    missing = [name for name in names if not env.get(name)]
    is_needed = (env.get("PACKAGES_URL") or "").startswith("s3://") and (
        env.get("AWS_ENDPOINT_URL") or len(missing) == 1
    )
    if missing and is_needed:
        raise ConfigError(f"Set {' and '.join(missing)} to the key for the store of PACKAGES_URL")


def _redis_url(text: str | None) -> str | None:
    if not text:
        return None
    try:
        good = urlsplit(text).scheme in ("redis", "rediss", "unix") and urlsplit(text).port != 0
    except ValueError:  # the port is no number
        good = False
    if not good:
        raise ConfigError("REDIS_URL cannot be read; write it as redis://host:6379/0")
    return text


def _base_url(text: str | None) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    _must_hold_no_password("BASE_URL", text, "write it as https://data.example.org")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ConfigError(f"BASE_URL is '{text}'; write it as https://data.example.org")
    return text.rstrip("/")


def _contributor(text: str | None) -> str | None:
    if text and not text.startswith("http://dcat-ap.de/def/contributors/"):
        raise ConfigError(
            f"CATALOG_CONTRIBUTOR is '{text}'; write it as http://dcat-ap.de/def/contributors/yourName, "
            "from the list of contributors of DCAT-AP.de"
        )
    return text or None


def _hosts(text: str | None, bound: str | None) -> tuple[str, ...]:
    """The names in ALLOWED_HOSTS, and the one on which the server listens if that is a name and not every address."""
    names = [name.strip().lower() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if "/" in name or ":" in name.removeprefix("[").partition("]")[2] or name.count(":") == 1:
            raise ConfigError(f"ALLOWED_HOSTS has '{name}'; write names without scheme and port: data.example.org")
    return tuple(name.strip("[]") for name in [*names, *([bound.lower()] if bound else [])])


def _kept_secret(path: Path) -> str:
    """The secret of this installation: made once, kept beside the data in a file that only its owner can read.

    If several processes start together, one makes the file and the others read it.
    """
    for _ in range(150):
        try:
            if secret := _made_secret(path) or path.read_text().strip():
                return secret
        except FileNotFoundError:
            continue  # the process that made the file could not write it and has taken it away: it is made anew
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
        time.sleep(0.02)  # another process is writing the file at this moment
    raise ConfigError(f"{path} is empty; delete it, or set SECRET_KEY")


def _made_secret(path: Path) -> str | None:
    """A new secret in a new file; None if there is such a file already. Raises ConfigError."""
    data_dir = path.parent
    try:
        make_folder(data_dir)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_FILE)
    except FileExistsError:
        return None
    except OSError as error:
        raise ConfigError(f"DATA_DIR {data_dir} cannot be written: {error.strerror}") from None
    secret = secrets.token_urlsafe(48)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret)
    except OSError as error:
        path.unlink(missing_ok=True)  # an empty file would stop the next start, when the disk has room again
        raise ConfigError(f"DATA_DIR {data_dir} cannot be written: {error.strerror}") from None
    return secret
