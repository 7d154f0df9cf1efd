"""Freed memory goes back to the system, from the middle of a heap as well."""

import subprocess
import sys

import pytest

from bench.server import ROOT

# Freed blocks lie between blocks that stay, so that no end of the heap becomes free.
BEGINNING = """
import ctypes
import threading
import time
from pathlib import Path
from opendata.server.given_back_memory import begin, give_back

def held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

libc = ctypes.CDLL("libc.so.6")
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
"""
FREED_BETWEEN_OTHERS = """
blocks = [libc.malloc(60_000) for _ in range(2_000)]
for block in blocks:
    ctypes.memset(block, 1, 60_000)
for block in blocks[::2]:
    libc.free(block)
before = held()
assert give_back()
print(before - held())
"""
# Threads share a heap of their own. Once a large block was freed, blocks of that size would be taken from heaps, and
# the end of this one would keep what was freed there.
FREED_AT_THE_END_OF_A_HEAP = """
begin(lambda: None, pause=3_600)
freed, done = [], threading.Event()

def take_and_free():
    libc.free(libc.malloc(30_000_000))
    block = libc.malloc(25_000_000)
    ctypes.memset(block, 1, 25_000_000)
    before = held()
    libc.free(block)
    assert give_back()
    freed.append(before - held())
    done.wait()

for count in range(1, 5):
    threading.Thread(target=take_and_free, daemon=True).start()
    while len(freed) < count:
        time.sleep(0.001)
done.set()
print(min(freed))
"""


@pytest.mark.parametrize(
    ("program", "bytes_freed"), [(FREED_BETWEEN_OTHERS, 60_000_000), (FREED_AT_THE_END_OF_A_HEAP, 25_000_000)]
)
def test_freed_memory_goes_back_to_the_system(program: str, bytes_freed: int):
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + program], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert int(done.stdout) > bytes_freed // 3
