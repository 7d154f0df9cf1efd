"""Freed memory goes back to the system, from the middle of a heap as well."""

import subprocess
import sys

from bench.server import ROOT

# Freed blocks lie between blocks that stay, so that no end of the heap becomes free.
PROGRAM = """
import ctypes
from pathlib import Path
from opendata.server.given_back_memory import give_back

def held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

libc = ctypes.CDLL("libc.so.6")
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
blocks = [libc.malloc(60_000) for _ in range(2_000)]
for block in blocks:
    ctypes.memset(block, 1, 60_000)
for block in blocks[::2]:
    libc.free(block)
before = held()
assert give_back()
print(before - held())
"""


def test_freed_memory_goes_back_to_the_system():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True)

    assert int(done.stdout) > 20 * 2**20  # of sixty million bytes
