"""What holds for every test: none of them sees the settings, or the data, of the machine it runs on."""

from pathlib import Path

import pytest

from bench.server import SETTINGS


@pytest.fixture(autouse=True)
def _settings_of_no_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(_nowhere(tmp_path_factory)))


def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that only a test which forgot to say where its data lies would write to."""
    return tmp_path_factory.getbasetemp() / "nowhere"
