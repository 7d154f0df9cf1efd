"""A real OpenID provider on the loopback, which knows the people that a test names.

Here: the provider. Not here: what the portal does with it (test_openid.py, test_openid_in_a_browser.py).
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.server import free_port
from tests.servers import accepts, wait_until


@contextmanager
def openid_provider(people: Mapping[str, Mapping[str, Any]], log: Path) -> Iterator[str]:
    """The address of a provider; people: what it says of each person, by the name that is typed there."""
    port = free_port()
    claims = [part for sub, about in people.items() for part in ("--user-claims", json.dumps({"sub": sub, **about}))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "-n", "true", *claims]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        wait_until(lambda: accepts(port), log.read_text, lambda: process.poll() is None)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
