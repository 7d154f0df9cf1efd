"""The servers of the tests: what comes of one whose program is missing, or that may not be read by its user."""

import gc
import socket
import tempfile
from pathlib import Path

import pytest

from bench.server import free_port
from tests.programs import NotInstalled, copy_for_another_user, postgresql_programs
from tests.servers import Redis


def test_a_server_that_is_not_installed_says_what_to_install_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TEST_SERVERS", "installed")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gc.collect()  # what other tests left to be collected is not counted
    open_before = _open_files()

    with pytest.raises(NotInstalled, match="apt-get install redis-server"), Redis():
        pass

    assert _open_files() <= open_before
    assert list(tmp_path.iterdir()) == []


def test_every_user_may_read_the_copy_of_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TEST_SERVERS", raising=False)
    programs = copy_for_another_user(postgresql_programs(), tmp_path / "programs")

    assert (programs / "initdb").stat().st_mode & 0o005 == 0o005
    assert all(path.stat().st_mode & 0o004 for path in (tmp_path / "programs").rglob("*"))


def test_a_server_gets_no_port_that_connections_are_given():
    ports = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()

    for _ in range(50):
        with socket.create_server(("127.0.0.1", free_port())) as server:
            taken = server.getsockname()[1]
            assert not int(ports[0]) <= taken <= int(ports[1]) or int(ports[0]) < 20_000


def _open_files() -> set[str]:
    return {str(path.resolve()) for path in Path("/proc/self/fd").iterdir() if path.exists()}
